"""Injects for delivery by hand: one a page, each with nothing on it that its reader must not know."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.blueprint.model import InjectSpec
from simulator.catalogue import marked, tr, word
from simulator.report.document import Block, Document, Paragraph, Section, Table
from simulator.report.pack.papers import Papers

__all__ = ["handouts", "handed_out"]

_MARK = marked("EXERCISE EXERCISE EXERCISE")


def handed_out(papers: Papers) -> list[InjectSpec]:
    """The injects that somebody reads: markers of expected actions are for exercise control alone."""
    return [spec for spec in papers.planned.blueprint.injects if spec.type != "expected_action"]


def handouts(papers: Papers) -> Document | None:
    """The pages; None where nothing is delivered."""
    specs = handed_out(papers)
    if not specs:
        return None
    notices = (tr("For exercise control until each page is handed over. Take this page off first."),)
    sheet = papers.sheet(tr("Injects for delivery by hand"), tr("exercise control"), notices=notices)
    return Document(sheet, tuple(_page(papers, spec) for spec in specs))


def _page(papers: Papers, spec: InjectSpec) -> Section:
    return Section(tr("Inject {inject}", inject=spec.id), tuple(_blocks(papers, spec)), new_page=True)


def _blocks(papers: Papers, spec: InjectSpec) -> Iterator[Block]:
    yield Paragraph(tr(_MARK), (), "large")
    when = papers.clock(spec.at) if spec.at >= 0 else "______________"
    rows = (
        (tr("Time"), when),
        (tr("From"), spec.sender or "-"),
        (tr("To"), papers.names(spec.to)),
        (tr("By"), word(spec.means)),
    )
    yield Table(tr("Inject {inject}: who and when", inject=spec.id), (tr("Field"), tr("What")), rows, (20, 80))
    if spec.title and spec.title != spec.text:
        yield Paragraph(spec.title, (), "large")
    yield Paragraph(spec.text or tr("(said in the controller's own words)"), (), "large")
    yield Paragraph(tr(_MARK), (), "large")
