"""A document as Markdown.  Every sign that Markdown or HTML would obey is escaped; a text stays one text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.catalogue import tr
from simulator.display import shown
from simulator.report.document import Block, Chart, Document, Finding, Items, Paragraph, Section, Table, Timeline
from simulator.report.writers.wording import colon, events_said, finding_rows, finding_title, numbers_said

__all__ = ["escaped", "markdown"]

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&$@^=!])")
_GAPS = re.compile(r"[^\S\u00a0]+")
"""white space, but for the space that does not break, which French sets before some signs"""
_START = re.compile(r"^([-+]|\d+[.)])")
_LINKS = re.compile(r"(?i)(://|www(?=\.)|(?<=mailto)(?=:))")


def escaped(text: str) -> str:
    """A text that no reader of Markdown takes for markup, an address or HTML; new lines become spaces."""
    flat = _GAPS.sub(" ", shown(text)).strip()
    flat = _LINKS.sub(lambda found: {"://": ":\\/\\/"}.get(found[0], found[0] + "\\"), _SIGNS.sub(r"\\\1", flat))
    return _START.sub(lambda found: found[0][:-1] + "\\" + found[0][-1], flat)


def markdown(document: Document) -> str:
    """The whole document; the marking stands above and below it, and at the head of every section."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    sheet = document.sheet
    marking = f"**{escaped(sheet.marking)}**"
    yield from (marking, "", f"# {escaped(sheet.title)}", "", escaped(sheet.kind), "")
    for name, value in sheet.facts:
        yield f"- **{escaped(name)}**{colon()}{escaped(value)}"
    yield ""
    for notice in sheet.notices:
        yield from (f"> {escaped(notice)}", "")
    for section in document.sections:
        yield from (marking, "")
        yield from _section(section, 2)
    yield from (marking, "")
    if sheet.seal:
        yield escaped(sheet.seal)


def _section(section: Section, level: int) -> Iterator[str]:
    if section.title:
        yield from (f"{'#' * min(level, 6)} {escaped(section.title)}", "")
    for block in section.blocks:
        yield from _block(block, level)
        yield ""
    for below in section.sections:
        yield from _section(below, level + 1)


def _events(seqs: tuple[int, ...]) -> str:
    return f" ({events_said(seqs)})" if seqs else ""


def _block(block: Block, level: int) -> Iterator[str]:
    if isinstance(block, Paragraph):
        mark = {"note": "*{}*", "warning": "**{}**", "large": "**{}**"}.get(block.style, "{}")
        yield mark.format(escaped(block.text)) + _events(block.seqs)
    elif isinstance(block, Items):
        yield from (f"- {escaped(row.text)}{_events(row.seqs)}" for row in block.rows)
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Finding):
        yield from (f"{'#' * min(level + 1, 6)} {escaped(finding_title(block))}", "")
        yield from (f"- **{escaped(label)}**{colon()}{escaped(text)}" for label, text in finding_rows(block))
        if block.seqs:
            label = escaped(tr("Evidence"))
            yield f"- **{label}**{colon()}{events_said(block.seqs)}"
    elif isinstance(block, Timeline | Chart):
        yield f"*{escaped(block.caption)}{colon()}{escaped(block.alt)}*"


def _table(table: Table) -> Iterator[str]:
    with_events = any(table.seqs)
    head = [*table.head, *([tr("Events")] if with_events else [])]
    yield from (f"*{escaped(table.caption)}*", "")
    yield f"| {' | '.join(map(escaped, head))} |"
    yield f"|{' --- |' * len(head)}"
    for number, row in enumerate(table.rows):
        events = [numbers_said(table.seqs[number])] if with_events else []
        yield f"| {' | '.join([*map(escaped, row), *events])} |"
