"""Notebooks: what evaluators wrote, each into a journal of their own, merged with the session by time.

A notebook lies in the session's folder and is written by its evaluator's process alone, so that nobody waits for
anybody.  What it holds carries the wall's time; the exercise's time follows from the session's journal: where the
clock stood then, and how fast it ran.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from simulator.catalogue import tr
from simulator.commands import RATINGS
from simulator.errors import SessionError, UsageError
from simulator.record.files import REAL
from simulator.record.journal import Journal, read_journal
from simulator.record.store import is_session
from simulator.runs.replay import Entry, entries
from simulator.units import format_clock

__all__ = ["Notebooks", "Noted", "exercise_time", "notes", "write", "written"]

NOTEBOOKS = "notebooks"
_NAME = re.compile(r"[\w][\w .-]{0,40}")


@dataclass(frozen=True, slots=True)
class Noted:
    """A line of a notebook: when in the exercise, whose, what, about what, and a rating if it is one."""

    at: int
    wall: float
    by: str
    text: str
    about: str
    rating: str

    @property
    def told_at(self) -> str:
        """When in the exercise, as people say it."""
        return format_clock(self.at)


def write(folder: Path, who: str, text: str, wall: float, *, about: str = "", rating: str = "") -> Noted:
    """Append to an evaluator's notebook; raises UsageError, SessionError, SessionLocked, StorageError."""
    if not is_session(folder):
        raise SessionError(tr("{folder} holds no session; startex sessions lists those there are", folder=folder))
    if not _NAME.fullmatch(who) or who != who.strip(" ."):
        raise UsageError(tr("{who!r} cannot be the name of a notebook; use letters, digits, spaces, - and _", who=who))
    if rating and rating.upper() not in RATINGS:
        raise UsageError(tr("{rating} is no rating: say {ratings}", rating=rating, ratings=", ".join(RATINGS)))
    if not text.strip():
        raise UsageError(tr("there is nothing to note"))
    place = folder / NOTEBOOKS / who.casefold().replace(" ", "_")
    for part in (place.parent, place):
        with suppress(FileExistsError):
            REAL.make_folder(part)
    with Journal.open(place) if is_session(place) else Journal.create(place, {"title": who}) as book:
        body = {
            "kind": "note",
            "by": who,
            "text": text,
            "about": about,
            "rating": rating.upper(),
            "wall": round(wall, 3),
        }
        book.append(body)
    history = list(entries(read_journal(folder).records))
    return Noted(exercise_time(history, wall), wall, who, text, about, rating.upper())


def written(folder: Path) -> int:
    """Bytes in all notebooks of a session: more than before when an evaluator has written, without reading them."""
    total = 0
    for file in (folder / NOTEBOOKS).glob("*/*.jsonl"):
        with suppress(OSError):  # a notebook may be set aside while we look
            total += file.stat().st_size
    return total


def notes(folder: Path) -> list[Noted]:
    """What all notebooks of a session hold, in the exercise's order; a damaged one gives what is good of it."""
    return _merged(folder, list(entries(read_journal(folder).records)))


class Notebooks:
    """The notebooks of a session that is played: read anew when somebody has written, and not each time one asks.

    Where a note belongs follows from the session's journal, and that of some hours takes long to read.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        self._size, self._until = 0, 0.0
        self._found: list[Noted] = []

    def notes(self) -> list[Noted]:
        """What :func:`notes` gives now; raises what it raises."""
        size = written(self._folder)
        if size != self._size or any(noted.wall >= self._until for noted in self._found):
            history = list(entries(read_journal(self._folder).records)) if size else []
            self._found = _merged(self._folder, history)
            self._size, self._until = size, history[-1].wall if history else 0.0
        return self._found


def _merged(folder: Path, history: Sequence[Entry]) -> list[Noted]:
    root = folder / NOTEBOOKS
    places = sorted(place for place in root.iterdir() if is_session(place)) if root.is_dir() else []
    found = [
        Noted(
            exercise_time(history, float(b["wall"])),
            float(b["wall"]),
            str(b["by"]),
            str(b["text"]),
            str(b["about"]),
            str(b["rating"]),
        )
        for place in places
        for record in read_journal(place).records
        if (b := record.body).get("kind") == "note"
    ]
    return sorted(found, key=lambda noted: (noted.at, noted.wall))


_RUNS = ("startex", "go", "speed")
_STANDS = ("pause", "clock_gap", "suspended", "ended", "forked")


def exercise_time(history: Sequence[Entry], wall: float) -> int:
    """The second of the exercise at a moment of the wall, from the last record before it."""
    at, since, speed, runs = 0, wall, 1.0, False
    for entry in history:
        if entry.wall > wall:
            return min(entry.at, int(at + (wall - since) * speed)) if runs else at
        at, since = entry.at, entry.wall
        speed = float(entry.body.get("speed", speed))
        stops = entry.mark in _STANDS or (
            entry.command is not None and getattr(entry.command, "kind", "") in ("hold", "stop")
        )
        runs = False if stops else (entry.mark in _RUNS[:2] or runs)
    return at
