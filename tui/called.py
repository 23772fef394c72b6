"""What is offered to whoever types, and what the standing orders of cells mean."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.catalogue import tr
from simulator.errors import UsageError
from simulator.readers.scene.names import Names

__all__ = ["offered", "standing"]


def offered(names: Names, *groups: Iterable[str]) -> tuple[str, ...]:
    """Ids, and behind them their titles: what is offered while somebody types."""
    ids = tuple(name for group in groups for name in group)
    return ids + tuple(title for name in ids if (title := names.title(name)) != name)


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
