"""Each inject, objective and role stands where it should, once; a plain MSEL does; nothing in any field acts."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from simulator.cli.report import FORMS, written
from simulator.report.document import Chart, Document, Paragraph, Section, Table, blocks
from simulator.report.pack.compose import MISSING, PAPERS
from tests.builders import a_scenario
from tests.report.forms import parts_of, text_of
from tests.report.pack.conftest import SHIPPED, document_of, papers_from, papers_of
from tests.report.test_writers import Tags
from tests.tui.hostile import hidden_in, hostile_texts

DOCX = pytest.importorskip("docx", reason="python-docx is not installed")
PLAIN = """
startex: 1
title: A plain MSEL
clock: {startex: 2031-03-01T08:00+02:00, duration: 2 h}
cells: {blue: {}, red: {}}
msel:
  - {id: I-1, at: H+0:10, type: contextual, to: [blue], text: The bridge is closed.}
  - {id: I-2, at: H+0:30, type: contextual, to: [red], text: The market is empty.}
"""


def tables(document: Document, caption: str) -> list[Table]:
    return [b for b in blocks(document.sections) if isinstance(b, Table) and b.caption.startswith(caption)]


def all_titles(sections: tuple[Section, ...]) -> list[str]:
    return [title for s in sections for title in (s.title, *all_titles(s.sections))]


# everything once


@pytest.mark.parametrize("name", SHIPPED)
def test_every_inject_stands_once_in_the_handbook_and_contingencies_apart(name: str) -> None:
    injects = papers_of(name).planned.blueprint.injects
    handbook = document_of(name, "msel")
    listed = [row[0] for table in tables(handbook, "The MSEL") for row in table.rows]
    apart = [row[0] for table in tables(handbook, "Contingency injects") for row in table.rows]
    assert Counter(listed) == Counter(s.id for s in injects if s.type != "contingency")
    assert Counter(apart) == Counter(s.id for s in injects if s.type == "contingency")


@pytest.mark.parametrize("name", SHIPPED)
def test_every_inject_that_somebody_reads_has_one_page_with_its_words(name: str) -> None:
    injects = [s for s in papers_of(name).planned.blueprint.injects if s.type != "expected_action"]
    pages = document_of(name, "injects").sections
    assert [page.title for page in pages] == [f"Inject {spec.id}" for spec in injects]
    assert all(page.new_page for page in pages)
    for page, spec in zip(pages, injects, strict=True):
        assert [b.text for b in page.blocks if isinstance(b, Paragraph)].count(spec.text) == 1


@pytest.mark.parametrize("name", SHIPPED)
def test_every_objective_has_one_guide_with_its_targets_and_boxes(name: str) -> None:
    objectives = papers_of(name).planned.blueprint.objectives
    guides = document_of(name, "eeg")
    assert [s.title for s in guides.sections[1:]] == [f"{o.id} {o.text}" for o in objectives]
    for objective in objectives:
        (targets,) = tables(guides, f"Targets of {objective.id}")
        assert len(targets.rows) == len(objective.targets)
        (seen,) = tables(guides, f"Observations of {objective.id}")
        assert seen.lines
        (rated,) = tables(guides, f"Rating of {objective.id}")
        assert [row[0].split()[1] for row in rated.rows] == ["P", "S", "M", "U", "N"]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_role_of_every_cell_has_one_card(name: str) -> None:
    b = papers_of(name).planned.blueprint
    roles = [role for cell in b.cells for role in cell.roles]
    wanted = Counter(papers_of(name).name(role) for role in (*roles, *(r for r in b.roles if r not in roles)))
    cards = [s for s in document_of(name, "cards").sections if s.title.startswith("Role card: ")]
    assert Counter(card.title.removeprefix("Role card: ") for card in cards) == wanted


def test_coverage_says_which_inject_serves_what_and_when_and_which_objective_has_none(tmp_path: Path) -> None:
    msel = [
        {"id": "A", "at": "H+0:10", "type": "contextual", "text": "x", "objective": "O1"},
        {"id": "B", "at": "H+7", "type": "contextual", "text": "y", "objective": "O1"},
        {"id": "C", "when": "casualties > 3", "type": "contextual", "text": "z", "objective": "O1"},
    ]
    goals = [{"id": "O1", "text": "one"}, {"id": "O2", "text": "two"}]
    papers = papers_from(tmp_path, a_scenario(msel=msel, objectives=goals))
    handbook = PAPERS["msel"](papers)
    assert handbook is not None
    (table,) = tables(handbook, "Injects by objective")
    assert table.head == ("Objective", "Part 1", "Part 2", "Part 3", "Part 4", "On a condition")
    assert table.rows[0] == ("O1 one", "A", "-", "-", "B", "C")
    assert "No inject serves O2" in text_of(written(handbook, ".md"), ".md")


# a plain MSEL


def test_a_plain_msel_has_documents_but_no_map_and_they_say_so(tmp_path: Path) -> None:
    papers = papers_from(tmp_path, PLAIN)
    made = {name: make(papers) for name, make in PAPERS.items()}
    assert {name for name, document in made.items() if document is None} == {"map", "eeg"}
    assert set(MISSING) >= {"map", "eeg"}
    for form in FORMS:
        texts = {name: text_of(written(d, form), form) for name, d in made.items() if d is not None}
        assert "names no places" in texts["sitman"]
        assert "The bridge is closed." in texts["injects"]
        assert "Role card: blue" in texts["cards"]


# texts of others


def hostile(rng: random.Random) -> dict[str, Any]:
    """A scenario with a hostile text wherever one may stand."""
    take = iter([t for t in hostile_texts(rng, 400) if t.strip() and not any("\ud800" <= c <= "\udfff" for c in t)] * 2)

    def one() -> str:
        return ("<script>alert(1)</script>{{7*7}}" + next(take))[:150]

    places = {"site": {"title": one()}, "gate": {"kind": "gate", "title": one(), "at": [10, 10]}}
    wire = {"north": {"of": "site", "at": [0, 99], "length": "90 m", "posts": 2, "title": one(), "faces": "camp"}}
    inject = {"type": "contextual", "from": one(), "title": one(), "text": one(), "script": one(), "notes": one()}
    inject |= {"storyline": one(), "expects": [{"action": one(), "within": "9 min"}], "objective": "O1", "to": ["c"]}
    options = {"yes": {"text": one()}, "no": {"text": one()}}
    ask = {"title": one(), "when": "time > H+1", "asks": "duty_officer", "options": options}
    rule = {"title": one(), "for": "p", "when": "contact seen", "do": [one()], "authority": "duty_officer"}
    return a_scenario(
        **{name: one() for name in ("title", "summary", "situation", "draws_on", "handling", "language")},
        places=places,
        perimeter=wire,
        units={"p": {"type": "platoon", "at": "base", "title": one()}},
        command={"ops": {"title": one()}},
        roles={"duty_officer": {"title": one()}},
        cells={"c": {"roles": ["duty_officer"]}},
        plan={"R-1": rule},
        decisions={"d": {**ask, "deadline": "9 min", "default": "yes"}},
        threat={"groups": {"g": {"type": "militia", "strength": 3, "title": one()}},
                "stream": [{"id": "s", "at": "H+1", "do": "attack", "by": "g", "on": "camp", "text": one()}]},
        msel=[{"id": "I-1", "at": "H+0:05", **inject},
              {**inject, "id": "I-2", "if_missing": "I-1", "type": "contingency"}],
        objectives=[{"id": "O1", "text": one(), "capability": one(), "critical_tasks": [{"text": one()}],
                     "targets": [{"measure": "trust", "at_least": "40 %", "text": one()}]}],
    )  # fmt: skip


def test_hostile_texts_do_nothing_in_any_field_of_any_document(tmp_path: Path, test_seed: int) -> None:
    papers = papers_from(tmp_path, hostile(random.Random(test_seed)))
    for name, make in PAPERS.items():
        document = make(papers)
        assert document is not None
        for form in FORMS:
            data = written(document, form)
            text = data.decode() if form == ".json" else text_of(data, form)
            assert not hidden_in(text.replace("\t", " ").replace("\n", " ")), (name, form)
        page = written(document, ".html").decode()
        read = Tags()
        read.feed(page)
        assert not read.tags & {"script", "iframe", "img", "object", "embed", "link", "form", "base"}
        assert "{{7*7}}" in page


# files


@pytest.mark.parametrize("paper", PAPERS)
def test_a_page_asks_for_nothing_and_is_printed_on_its_paper(paper: str) -> None:
    document = document_of("site_in_flames", paper)
    page = written(document, ".html").decode()
    assert "default-src 'none'" in page
    assert not re.search(r"https?://", page)
    assert not re.search(r"<(script|link|img|iframe)\b", page)
    assert f"@page {{ size: {document.sheet.paper};" in page
    assert page.count("EXERCISE EXERCISE EXERCISE - for training only") >= 2
    assert document.sheet.seal in page
    drawn = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(drawn) == sum(isinstance(b, Chart) for b in blocks(document.sections))
    for drawing in drawn:
        assert ElementTree.fromstring(drawing) is not None


@pytest.mark.parametrize("paper", PAPERS)
def test_a_docx_has_headings_header_rows_captions_alt_texts_and_marks(paper: str) -> None:
    document = document_of("site_in_flames", paper)
    data = written(document, ".docx")
    opened = DOCX.Document(io.BytesIO(data))
    styles = [p.style.name for p in opened.paragraphs]
    assert any(style in ("Heading 1", "New page") for style in styles)
    assert styles.count("Caption") >= len(opened.tables)
    assert opened.tables
    for table in opened.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    (page,) = opened.sections
    assert (page.page_width > page.page_height) == ("landscape" in document.sheet.paper)
    for part in (page.header, page.footer):
        assert "EXERCISE" in "".join(p.text for p in part.paragraphs)
    assert document.sheet.seal in "".join(p.text for p in page.footer.paragraphs)
    body = parts_of(data)["word/document.xml"]
    pictures = re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', body)
    assert len(pictures) == sum(isinstance(b, Chart) for b in blocks(document.sections))
    assert all(len(text) > 20 for text in pictures)
    assert not re.search(r"<w:(sz|color|rFonts) ", body), "sizes, colours and fonts are the styles'"


@pytest.mark.parametrize("form", FORMS)
def test_the_same_scenario_gives_the_same_bytes(form: str) -> None:
    document = document_of("first_steps", "sitman")
    assert written(document, form) == written(document, form)


def test_no_part_of_a_docx_says_when_it_was_written() -> None:
    with zipfile.ZipFile(io.BytesIO(written(document_of("first_steps", "eeg"), ".docx"))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_another_value_of_an_assumption_or_a_text_is_another_seal(tmp_path: Path) -> None:
    first = papers_from(tmp_path, a_scenario()).seal
    assert papers_from(tmp_path, a_scenario()).seal == first
    assert papers_from(tmp_path, a_scenario(title="Another")).seal.split(",")[0] != first.split(",")[0]
    other = papers_from(tmp_path, a_scenario(parameters={"reporting": {"radio_check": "24 h"}})).seal
    assert other.split(",")[1] != first.split(",")[1]
