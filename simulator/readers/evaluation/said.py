"""What evaluators and the facilitator said: observations, tags and ratings, from the log and from notebooks alike.

A tag is an observation about an event that begins ``strength:`` or ``area for improvement:``; :func:`written` and
:func:`tagged` are the only two that know so.  A rating that settles what several evaluators gave begins
``reconciled:``.  The newest of the same person about the same thing holds; a correction ``withdrawn`` takes one back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from simulator.events import LogEvent
from simulator.readers.evaluation.rows import IMPROVE, STRENGTH

__all__ = ["RECONCILED", "TAGS", "Note", "Rating", "Said", "ratings", "reconciled", "said", "tagged", "tags", "written"]

TAGS = (STRENGTH, IMPROVE)
RECONCILED = "reconciled"
_KINDS = ("note", "observation", "rating")


class Note(Protocol):
    """A line of an evaluator's notebook."""

    @property
    def at(self) -> int:
        """The second of the exercise."""

    @property
    def by(self) -> str:
        """Whose notebook."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def about(self) -> str:
        """The id or the number that it is about."""

    @property
    def rating(self) -> str:
        """P, S, M, U, N or nothing."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said: ``seq`` is its event, -1 for a line of a notebook."""

    at: int
    by: str
    kind: str
    text: str
    about: str
    rating: str
    seq: int = -1
    told: int = 0
    """when it was said; ``at`` is the second that it speaks of"""


@dataclass(frozen=True, slots=True)
class Rating:
    """What one evaluator gave for one thing, and whether a newer one of the same evaluator stands in its place."""

    about: str
    by: str
    rating: str
    words: str
    at: int
    seq: int
    holds: bool = True

    @property
    def settles(self) -> bool:
        """Whether it was given to reconcile what others gave."""
        return self.words.casefold().startswith(RECONCILED + ":")


def written(tag: str, words: str) -> str:
    """The text of the observation that tags an event; raises ValueError for what is no tag."""
    if tag not in TAGS:
        raise ValueError(f"{tag} is no tag: say {' or '.join(TAGS)}")
    return f"{tag}: {words}".rstrip()


def tagged(text: str) -> tuple[str, str]:
    """(tag, words) of an observation; the tag is empty where there is none."""
    for tag in TAGS:
        if text.casefold() == tag or text.casefold().startswith(tag + ":"):
            return tag, text[len(tag) + 1 :].strip()
    return "", text


def said(log: Iterable[LogEvent], notes: Iterable[Note] = ()) -> list[Said]:
    """Notes, observations and ratings that were not withdrawn, in the order in which they speak of the exercise."""
    remarks = [event for event in log if event.kind == "remark_made"]
    gone = {
        event.subject
        for event in remarks
        if event.data["kind"] == "correction" and str(event.data["text"]).casefold().startswith("withdrawn")
    }
    found = [
        Said(
            int(e.data["meant"]),
            str(e.data["by"]),
            str(e.data["kind"]),
            str(e.data["text"]),
            "" if e.subject == "-" else e.subject,
            str(e.data["rating"]),
            e.seq,
            e.at,
        )
        for e in remarks
        if e.data["kind"] in _KINDS and str(e.seq) not in gone
    ]
    found += [
        Said(n.at, n.by, "rating" if n.rating else "observation", n.text, n.about, n.rating, told=n.at) for n in notes
    ]
    return sorted(found, key=lambda row: row.at)


def tags(log: Iterable[LogEvent], notes: Iterable[Note] = ()) -> dict[int, str]:
    """Seq of an event -> strength or area for improvement, the newest that was said of it."""
    found: dict[int, str] = {}
    for row in _in_order(said(log, notes)):
        tag, _ = tagged(row.text)
        if tag and row.about.isascii() and row.about.isdigit() and len(row.about) <= 18:  # an event's number
            found[int(row.about)] = tag
    return found


def _in_order(rows: Iterable[Said]) -> list[Said]:
    """As they were said: by the second, and within one the log's own before those of notebooks."""
    return sorted(rows, key=lambda row: (row.told, row.seq < 0, row.seq))


def ratings(log: Iterable[LogEvent], notes: Iterable[Note] = ()) -> list[Rating]:
    """Every rating, by what it is about and who gave it, the newest of each last; only that one holds."""
    rows = [row for row in _in_order(said(log, notes)) if row.kind == "rating" and row.rating and row.about]
    newest = {(row.about, row.by.casefold()): n for n, row in enumerate(rows)}
    found = [
        Rating(row.about, row.by, row.rating, row.text, row.at, row.seq, newest[row.about, row.by.casefold()] == n)
        for n, row in enumerate(rows)
    ]
    return sorted(found, key=lambda r: (r.about, r.by.casefold(), r.holds))


def reconciled(given: Sequence[Rating], about: str) -> str:
    """The rating on which everybody agrees, or which was given to settle it; empty while they differ.

    Whoever has not observed it disagrees with nobody.
    """
    standing = [r for r in given if r.about == about and r.holds]
    settling = [r for r in standing if r.settles]
    if settling:
        return max(settling, key=lambda r: r.seq).rating
    told = {r.rating for r in standing}
    told = told - {"N"} or told
    return told.pop() if len(told) == 1 else ""
