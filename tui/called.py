"""What typed words mean: times, orders of cells, and somebody by id, by title or by sign on the map."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.catalogue import tr
from simulator.errors import UsageError
from simulator.quantities import QuantityError
from simulator.readers.scene.names import Names
from simulator.readers.scene.scene import Scene
from simulator.units import parse_when

__all__ = ["meant", "offered", "span", "standing", "when"]


def offered(names: Names, *groups: Iterable[str]) -> tuple[str, ...]:
    """Ids, and behind them their titles: what is offered while somebody types."""
    ids = tuple(name for group in groups for name in group)
    return ids + tuple(title for name in ids if (title := names.title(name)) != name)


def meant(scene: Scene, names: Names, text: str, *groups: Iterable[str]) -> str:
    """The id that is meant; the text as it is where it is none of them, so that a refusal says what was typed."""
    ids = tuple(name for group in groups for name in group)
    signs = {actor.letter: actor.id for actor in (*scene.units.values(), *scene.groups.values())}
    by_sign = signs.get(text, text)
    return by_sign if by_sign in ids else names.meant(text, ids)


def span(text: str) -> int:
    """Seconds of a span such as ``5 min`` or ``-90 s``; raises :class:`UsageError`."""
    clean = text.strip()
    try:
        return -parse_when(clean[1:]) if clean.startswith("-") else parse_when(clean.lstrip("+"))
    except QuantityError as error:
        raise UsageError(tr("{error}; write 5 min, 90 s or 1 h 30 min", error=error)) from None


def when(text: str, now: int) -> int:
    """A second of the exercise: ``H+1:30``, or a span from now; raises :class:`UsageError`."""
    if text.upper().startswith(("H+", "D+")):
        try:
            return parse_when(text)
        except QuantityError as error:
            raise UsageError(f"{error}") from None
    return now + span(text)


def standing(text: str, cells: tuple[str, ...]) -> dict[str, str]:
    """``military: stay; police: patrol`` by cell; raises :class:`UsageError`."""
    found: dict[str, str] = {}
    for part in text.split(";") if text.strip() else ():
        cell, _, words = (piece.strip() for piece in part.partition(":"))
        if cell not in cells or not words:
            raise UsageError(
                tr(
                    "standing orders are CELL: WORDS, the cells of the room are {names}",
                    names=", ".join(cells) or tr("none"),
                )
            )
        found[cell] = words
    return found
