"""Documents as files: nothing in them acts, each opens, and its parts are what a reader's program knows them as."""

from __future__ import annotations

import io
import json
import random
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from simulator.cli.report import FORMS, written
from simulator.report.compose import after_action
from simulator.report.document import Document, Finding, Items, Mark, Paragraph, Section, Sheet, Table, Timeline
from simulator.report.material import Material
from simulator.report.voice import Reader
from tests.report.forms import parts_of, text_of
from tests.tui.hostile import hidden_in, hostile_texts

DOCX = pytest.importorskip("docx", reason="python-docx is not installed")


class Tags(HTMLParser):
    """The elements and attributes of a page, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


def whole(texts: list[str]) -> Document:
    """A document with some texts in every field that holds one."""
    take = iter(texts * 40)

    def one() -> str:
        return next(take)

    def finding() -> Finding:
        return Finding("strength", one(), one(), one(), one(), (1,), one(), 60, ((one(), one()),), one(), one())

    def section() -> Section:
        marks = (Mark(30, "plan", one(), 1, "1"), Mark(90, "players", one(), 2))
        table = Table(one(), (one(), one()), ((one(), one()), (one(), one())), (), ((1,), (2,)))
        timeline = Timeline(one(), one(), ("plan", "simulation", "players"), 120, marks)
        words = Items((Paragraph(one(), (1,)), Paragraph(one(), (), "note")))
        return Section(one(), (Paragraph(one(), (1,), "warning"), words, table, timeline, finding()))

    sheet = Sheet(one(), one(), one(), ((one(), one()),), (one(),), one())
    return Document(sheet, (section(), Section(one(), (), (section(),), new_page=True)))


@pytest.mark.parametrize("form", FORMS)
def test_hostile_texts_do_nothing_in_any_field(form: str, test_seed: int) -> None:
    rng = random.Random(test_seed)
    for _ in range(6):
        texts = list(hostile_texts(rng, 40))
        data = written(whole(texts), form)
        words = data.decode() if form == ".json" else text_of(data, form)
        assert not hidden_in(words.replace("\t", " ").replace("\n", " "))


def test_markup_in_a_text_is_text_in_a_page(test_seed: int) -> None:
    evil = [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "javascript:alert(1)",
        "</style><iframe src=//evil.example>",
        "]]><svg onload=alert(1)>",
        "{{ 7*7 }}{% raw %}",
    ]
    random.Random(test_seed).shuffle(evil)
    page = written(whole(evil), ".html").decode()
    read = Tags()
    read.feed(page)
    assert not read.tags & {"script", "iframe", "img", "object", "embed", "link", "form", "base"}
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    assert not [v for n, v in read.attributes if n in ("href", "src", "action") and not str(v).startswith("#")]
    assert "49" not in re.findall(r"<h2[^>]*>(.*?)</h2>", page)


def test_markup_in_a_text_is_text_in_markdown() -> None:
    evil = ["# no heading", "[x](javascript:alert(1))", "a | b", "<b>no</b>", "![i](//evil.example)"]
    text = written(whole(evil), ".md").decode()
    assert "javascript" in text
    assert not re.search(r"(?<!\\)\]\(", text), "no link"
    assert not re.search(r"(?<!\\)<b>", text)
    widths = {len(re.findall(r"(?<!\\)\|", line)) for line in text.splitlines() if line.startswith("|")}
    assert len(widths) == 1, "a bar in a cell makes no column"


def test_a_page_forbids_itself_everything_but_its_own_styles(material: Material) -> None:
    page = written(after_action(material, Reader()), ".html").decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "unsafe-inline" not in policy[1].replace("style-src 'unsafe-inline'", "") or "script-src" not in policy[1]
    assert "http://" not in re.sub(r"http://www\.w3\.org/[\w/.#]*", "", page)
    assert "https://" not in page
    for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        assert ElementTree.fromstring(drawing) is not None
    assert "<svg" in page
    assert "@media print" in page


def test_json_is_the_document_whole(material: Material) -> None:
    found = json.loads(written(after_action(material, Reader()), ".json"))
    assert found["kind"] == "After-Action Report / Improvement Plan"
    assert [section["title"][0] for section in found["sections"][:4]] == ["1", "2", "3", "4"]


# DOCX


@pytest.fixture(scope="module")
def word(material: Material) -> bytes:
    """The report as a DOCX."""
    return written(after_action(material, Reader()), ".docx")


def test_a_docx_opens_and_has_real_headings_tables_and_captions(word: bytes) -> None:
    document = DOCX.Document(io.BytesIO(word))
    styles = [p.style.name for p in document.paragraphs]
    assert styles.count("Heading 1") >= 6
    assert "Heading 2" in styles
    assert document.tables
    assert styles.count("Caption") >= len(document.tables)


def test_every_table_of_a_docx_repeats_its_header_row(word: bytes) -> None:
    for table in DOCX.Document(io.BytesIO(word)).tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


def test_every_page_of_a_docx_is_marked(word: bytes) -> None:
    for section in DOCX.Document(io.BytesIO(word)).sections:
        assert "EXERCISE" in "".join(p.text for p in section.header.paragraphs)
        assert "EXERCISE" in "".join(p.text for p in section.footer.paragraphs)


def test_every_picture_of_a_docx_says_what_it_shows(word: bytes) -> None:
    parts = parts_of(word)
    told = re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', parts["word/document.xml"])
    assert told
    assert all(len(text) > 20 for text in told)


def test_a_docx_is_written_in_styles_and_not_by_hand(word: bytes) -> None:
    body = parts_of(word)["word/document.xml"]
    assert not re.search(r"<w:(sz|color|rFonts) ", body), "sizes, colours and fonts are the styles'"


def test_a_docx_leads_nowhere_outside(word: bytes) -> None:
    for name, part in parts_of(word).items():
        if name.endswith(".rels"):
            assert 'TargetMode="External"' not in part
