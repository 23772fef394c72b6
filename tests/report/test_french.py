"""A report in French: nothing of ours stays English, and nothing but words depends on the language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from simulator import catalogue
from simulator.cli.report import FORMS, written
from simulator.report.compose import after_action
from simulator.report.document import Block, Document, Finding, Section, Table, Timeline, blocks, numbers
from simulator.report.improvement import ELEMENTS
from simulator.report.material import Material
from simulator.report.pack.compose import MISSING, PAPERS
from simulator.report.pack.papers import Papers
from simulator.report.voice import PLAYERS, STAFF, Reader
from tests.report.forms import text_of
from tests.report.pack.conftest import SHIPPED, papers_of

NBSP = "\u00a0"
SAME = frozenset(
    ("Type", "Source", "Question", "Participants", "Verdict", "Incident", "Contact", "Version", "7 Forces", "5 MSEL")
)
"""words that are the same in both languages"""
READERS = [Reader(STAFF), Reader(PLAYERS), Reader(STAFF, True), Reader(PLAYERS, True)]


def in_english(make: object, *given: object) -> Document:
    """A document as it is made where English is spoken; the language of the test comes back."""
    spoken = catalogue.language()
    catalogue.use("en")
    try:
        return make(*given)  # type: ignore[operator, no-any-return]
    finally:
        catalogue.use(spoken)


def frame(document: Document) -> Iterator[tuple[str, str]]:
    """What of a document is ours: (where, words) of headings, labels, captions and the sheet."""
    yield "kind", document.sheet.kind
    yield from (("fact", name) for name, _ in document.sheet.facts)
    for section in _sections(document.sections):
        yield "title", section.title
    for block in blocks(document.sections):
        if isinstance(block, Table):
            yield "caption", block.caption
            yield from (("head", name) for name in block.head)
        elif isinstance(block, Finding):
            yield from (("label", label) for label, _ in block.facts)
        elif isinstance(block, Timeline):
            yield "alt", block.alt


def _sections(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _sections(section.sections)


def still_english(french: Document, english: Document, theirs: frozenset[str]) -> list[tuple[str, str]]:
    """Words of ours that are the same in both; ``theirs`` are an author's."""
    told = list(zip(frame(french), frame(english), strict=True))
    same = [one for one, other in told if one == other]
    return [row for row in same if row[1] and row[1] not in SAME | theirs and not re.match(r"O\d+ ", row[1])]


def bare(block: Block) -> object:
    """What of a block depends on no language: its kind, what it rests on, its shape."""
    if isinstance(block, Finding):
        return (block.kind, block.number, block.seqs, block.at, block.source, block.basis, block.verdict)
    if isinstance(block, Table):
        return (len(block.head), block.widths, block.seqs, block.events)
    return (type(block).__name__, getattr(block, "seqs", ()))


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize("reader", READERS)
def test_headings_and_labels_of_a_report_are_french(material: Material, reader: Reader) -> None:
    document, english = after_action(material, reader), in_english(after_action, material, reader)
    theirs = frozenset(o.text for o in material.blueprint.objectives) | {"STARTEX"}
    assert still_english(document, english, theirs) == []
    assert document.sheet.language == "fr"
    assert document.sheet.kind == "Rapport après action / Plan d'amélioration"


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize("reader", READERS)
def test_what_a_report_rests_on_is_the_same_in_every_language(material: Material, reader: Reader) -> None:
    document, english = after_action(material, reader), in_english(after_action, material, reader)
    assert [*numbers(document)] == [*numbers(english)]
    assert list(map(bare, blocks(document.sections))) == list(map(bare, blocks(english.sections)))


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize("form", FORMS)
def test_a_report_is_written_in_french_in_every_form(material: Material, form: str) -> None:
    text = text_of(written(after_action(material, Reader()), form), form)
    assert "Constats" in text or form == ".json"
    assert "Appréciations de O4, côte à côte" in text
    assert f"Cible de capacité{NBSP}: " in text
    assert "Areas for improvement" not in text
    assert not re.search(r"\{[a-z_]+\}", text), "a field that nobody filled in"


@pytest.mark.usefixtures("french")
def test_numbers_of_events_still_lead_to_the_table_that_tells_them(material: Material) -> None:
    page = written(after_action(material, Reader()), ".html").decode()
    linked = set(re.findall(r'href="#e(\d+)"', page))
    assert linked
    assert linked <= set(re.findall(r'<tr id="e(\d+)"', page))
    assert '<html lang="fr">' in page


@pytest.mark.usefixtures("french")
def test_what_is_proposed_for_a_finding_is_of_the_same_kind_in_every_language(material: Material) -> None:
    def proposed(document: Document) -> list[int]:
        words = [catalogue.tr(element) for element in ELEMENTS]
        tables = [b for b in blocks(document.sections) if isinstance(b, Table) and len(b.head) == 8]
        return [words.index(row[3]) for table in tables for row in table.rows]

    document = after_action(material, Reader())
    found = proposed(document)
    spoken = catalogue.language()
    catalogue.use("en")
    english = proposed(after_action(material, Reader()))
    catalogue.use(spoken)
    assert found
    assert found == english


@pytest.mark.usefixtures("french")
def test_words_left_out_are_left_out_in_french_too(material: Material) -> None:
    text = json.dumps(written(after_action(material, Reader(PLAYERS, True)), ".json").decode())
    assert "QUINCE" not in text
    assert "Ostrava" not in text


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("paper", PAPERS)
def test_headings_and_labels_of_papers_are_french(name: str, paper: str) -> None:
    papers = replace(papers_of(name), with_plan=True)
    document = PAPERS[paper](papers)
    if document is None:
        assert catalogue.tr(MISSING[paper]) != MISSING[paper]
        return
    theirs = frozenset((*_titles(papers), "STARTEX", "1 Night", "2 Daylight"))
    assert [row for row in still_english(document, in_english(PAPERS[paper], papers), theirs) if _ours(row[1])] == []
    assert document.sheet.language == "fr"


def _titles(papers: Papers) -> Iterator[str]:
    yield from (o.text for o in papers.planned.blueprint.objectives)


def _ours(words: str) -> bool:
    """Whether words are ours and not of the readers that name parts of the time."""
    return not re.fullmatch(r"\d+ (Night|Daylight|Month|Week|Part)|(Month|Week|Part) \d+", words)


@pytest.mark.usefixtures("french")
def test_large_numbers_have_no_comma_that_a_french_reader_takes_for_a_fraction() -> None:
    document = PAPERS["sitman"](papers_of("site_in_flames"))
    assert document is not None
    text = text_of(written(document, ".html"), ".html")
    assert f"22{NBSP}500 personnes" in text
    assert "22,500" not in text
