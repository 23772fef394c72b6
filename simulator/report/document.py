"""The neutral document: what every writer is given, and all that it is given.

Texts are plain: whoever writes them out makes them harmless for the form that it writes.  ``seqs`` are numbers of
events of the session's log; a document about a scenario has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from simulator.catalogue import tr

__all__ = [
    "Block",
    "Chart",
    "ChartLine",
    "ChartPlace",
    "Document",
    "Finding",
    "Items",
    "Mark",
    "Paragraph",
    "Section",
    "Sheet",
    "Table",
    "Timeline",
    "blocks",
    "numbers",
]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.  ``style`` is empty, ``note`` for what is said about the document, ``warning``, or ``large``."""

    text: str
    seqs: tuple[int, ...] = ()
    style: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list of paragraphs."""

    rows: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption and one header row; every row is as long as the header.

    ``widths`` are shares of the width, as long as the header, or empty for equal ones.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    seqs: tuple[tuple[int, ...], ...] = ()
    """for each row the events that it rests on; empty where no row has any"""
    lines: int = 0
    """rows are at least so many lines of handwriting high; 0 for as high as their texts"""
    events: bool = False
    """whether its rows are the events that numbers elsewhere lead to"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on a time line: ``label`` is a number that the text refers to, or empty."""

    at: int
    lane: str
    text: str
    seq: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes over time, from 0 to ``end`` seconds."""

    caption: str
    alt: str
    lanes: tuple[str, ...]
    end: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to learn from: an observation, what it is held against, and what lies behind it.

    ``kind`` is ``strength``, ``area for improvement``, ``costly`` or ``good``; ``facts`` are further labelled lines.
    """

    kind: str
    number: str
    statement: str
    reference: str
    analysis: str
    seqs: tuple[int, ...]
    function: str = ""
    at: int = -1
    facts: tuple[tuple[str, str], ...] = ()
    capability: str = ""
    source: str = ""
    """the measure, rule, decision or inject that it is about"""
    basis: str = ""
    """the kind of evidence that it was made of; empty for the minutes"""
    verdict: str = ""
    """the verdict of that evidence, as a word that is the same in every language"""


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A line on a map, points in metres east and north: ``kind`` is perimeter, route or zone."""

    kind: str
    text: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class ChartPlace:
    """A place on a map, in metres east and north; ``number`` is the one that its table gives it."""

    number: int
    kind: str
    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A map, north up; ``box`` is (west, south, east, north) in metres."""

    caption: str
    alt: str
    box: tuple[float, float, float, float]
    lines: tuple[ChartLine, ...]
    places: tuple[ChartPlace, ...]


Block = Paragraph | Items | Table | Timeline | Finding | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (none where ``title`` is empty), what stands under it, and the sections below it."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on every page, and on the first."""

    kind: str
    title: str
    handling: str
    facts: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()
    seal: str = ""
    """what the document was made from, for whoever holds it against the session"""
    language: str = "en"
    paper: str = "A4"
    """``A4``, ``A4 landscape`` or ``A3 landscape``"""

    @property
    def marking(self) -> str:
        """The words on top and at the foot of every page: EXERCISE, and the scenario's own marking."""
        own, word = self.handling.strip(), tr("EXERCISE")
        said = own.upper().startswith(("EXERCISE", "EXERCICE"))
        return own if said else tr("EXERCISE - {marking}", marking=own) if own else word


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document."""

    sheet: Sheet
    sections: tuple[Section, ...] = field(default=())


def blocks(sections: tuple[Section, ...]) -> Iterator[Block]:
    """Every block, in the order in which it is read."""
    for section in sections:
        yield from section.blocks
        yield from blocks(section.sections)


def numbers(document: Document) -> Iterator[int]:
    """The number of every event that a document names."""
    for block in blocks(document.sections):
        if isinstance(block, Paragraph | Finding):
            yield from block.seqs
        elif isinstance(block, Items):
            yield from (seq for row in block.rows for seq in row.seqs)
        elif isinstance(block, Table):
            yield from (seq for row in block.seqs for seq in row)
        elif isinstance(block, Timeline):
            yield from (mark.seq for mark in block.marks)
