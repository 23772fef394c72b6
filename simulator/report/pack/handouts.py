"""Injects for delivery by hand: one a page, each with nothing on it that its reader must not know."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.blueprint.model import InjectSpec
from simulator.report.document import Block, Document, Paragraph, Section, Table
from simulator.report.pack.papers import Papers
from simulator.units import format_clock

__all__ = ["handouts", "handed_out"]

_MARK = "EXERCISE EXERCISE EXERCISE"


def handed_out(papers: Papers) -> list[InjectSpec]:
    """The injects that somebody reads: markers of expected actions are for exercise control alone."""
    return [spec for spec in papers.planned.blueprint.injects if spec.type != "expected_action"]


def handouts(papers: Papers) -> Document | None:
    """The pages; None where nothing is delivered."""
    specs = handed_out(papers)
    if not specs:
        return None
    notices = ("For exercise control until each page is handed over. Take this page off first.",)
    sheet = papers.sheet("Injects for delivery by hand", "exercise control", notices=notices)
    return Document(sheet, tuple(_page(papers, spec) for spec in specs))


def _page(papers: Papers, spec: InjectSpec) -> Section:
    return Section(f"Inject {spec.id}", tuple(_blocks(papers, spec)), new_page=True)


def _blocks(papers: Papers, spec: InjectSpec) -> Iterator[Block]:
    yield Paragraph(_MARK, (), "large")
    when = f"{format_clock(spec.at)} ({papers.moment(spec.at)})" if spec.at >= 0 else "______________"
    rows = (
        ("Time", when),
        ("From", spec.sender or "-"),
        ("To", papers.names(spec.to)),
        ("By", spec.means),
    )
    yield Table(f"Inject {spec.id}: who and when", ("Field", "What"), rows, (20, 80))
    if spec.title and spec.title != spec.text:
        yield Paragraph(spec.title, (), "large")
    yield Paragraph(spec.text or "(said in the controller's own words)", (), "large")
    yield Paragraph(_MARK, (), "large")
