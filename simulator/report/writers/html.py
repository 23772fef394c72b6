"""A document as one HTML page: no script, no network, nothing that a text of it could make the browser do.

The template escapes every text, and the page forbids itself everything but its own styles.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from simulator.catalogue import tr, trn
from simulator.display import shown
from simulator.report.document import Chart, Document, Finding, Items, Paragraph, Section, Table, Timeline, blocks
from simulator.report.writers.chart import HIGH, WIDE, laid_out
from simulator.report.writers.svg import drawing
from simulator.report.writers.wording import MOST, finding_rows, finding_title

__all__ = ["html"]

_ENVIRONMENT: list[Environment] = []
_BLOCKS: dict[type, str] = {
    Paragraph: "paragraph",
    Items: "items",
    Table: "table",
    Finding: "finding",
    Timeline: "timeline",
    Chart: "chart",
}
_SHORT = 16
"""rows of a table that stays on one page"""
_PAPERS = ("A4", "A4 landscape", "A3 landscape")


def _safe(value: Any) -> Any:
    """Texts of others get pictures for what a screen might obey; the template then escapes them."""
    return shown(value) if type(value) is str else value


def _environment() -> Environment:
    if not _ENVIRONMENT:
        made = Environment(
            loader=PackageLoader("simulator.report", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_safe,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.globals.update(
            tr=tr,
            trn=trn,
            kind=_kind,
            drawing=drawing,
            laid_out=laid_out,
            chart_size=(WIDE, HIGH),
            finding_rows=finding_rows,
            finding_title=finding_title,
            most=MOST,
            short=_SHORT,
        )
        _ENVIRONMENT.append(made)
    return _ENVIRONMENT[0]


def _kind(block: object) -> str:
    return _BLOCKS[type(block)]


def html(document: Document) -> str:
    """The page; sections are numbered anchors, and numbers of events lead to the table that tells them."""
    table = next((b for b in blocks(document.sections) if isinstance(b, Table) and b.events), None)
    told = frozenset(row[0] for row in table.rows) if table is not None else frozenset()
    return (
        _environment()
        .get_template("document.html.j2")
        .render(
            sheet=document.sheet, sections=list(_numbered(document.sections, "s")), told=told, paper=_paper(document)
        )
    )


def _paper(document: Document) -> str:
    """What it is printed on; anything else than we know is a sheet of A4."""
    return document.sheet.paper if document.sheet.paper in _PAPERS else _PAPERS[0]


def _numbered(sections: tuple[Section, ...], above: str) -> Iterator[tuple[str, Section, list[Any]]]:
    for number, section in enumerate(sections, 1):
        anchor = f"{above}-{number}"
        yield anchor, section, list(_numbered(section.sections, anchor))
