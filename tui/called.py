"""What is offered to whoever types, who is meant by it, and what the standing orders of cells mean."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.blueprint.model import Blueprint
from simulator.catalogue import plain, tr
from simulator.errors import UsageError
from simulator.readers.scene.names import Names
from simulator.tasks import TASKS

__all__ = ["audience", "offered", "standing", "unit_tasks"]


def offered(names: Names, *groups: Iterable[str]) -> tuple[str, ...]:
    """Ids, and behind them their titles: what is offered while somebody types."""
    ids = tuple(name for group in groups for name in group)
    return ids + tuple(title for name in ids if (title := names.title(name)) != name)


def audience(text: str, names: Names, *groups: Iterable[str]) -> tuple[str, ...]:
    """Who is told, by id or title, with commas or blanks between; nobody or ``everybody``, in any language: all."""
    if text.strip().casefold() in ("everybody", tr("everybody")):
        return ()
    known = {name for group in groups for name in group}
    found: list[str] = []
    for part in text.split(","):
        whole = names.meant(part, known)
        found += [whole] if whole in known else [names.meant(word, known) for word in part.split()]
    return tuple(name for name in found if name.casefold() != "everybody")


def unit_tasks(b: Blueprint) -> tuple[str, ...]:
    """Tasks that units may be ordered to: what they are made for, and what the plan or an answer asks of units."""
    can = {task for unit in b.units.values() for task in unit.can}
    steps = [*(rule.steps for rule in b.rules), *(option.steps for d in b.decisions for option in d.options)]
    asked = {step.task for part in steps for step in part}
    return tuple(sorted(can | {name for name in asked if name in TASKS and TASKS[name].by == "unit"}, key=plain))


def standing(text: str, cells: tuple[str, ...], names: Names) -> dict[str, str]:
    """``military: stay; police: patrol`` by cell; raises :class:`UsageError`."""
    found: dict[str, str] = {}
    for part in text.split(";") if text.strip() else ():
        cell, _, words = (piece.strip() for piece in part.partition(":"))
        cell = names.meant(cell, cells)
        if cell not in cells or not words:
            known = ", ".join(map(names.title, cells)) or tr("none")
            raise UsageError(tr("standing orders are CELL: WORDS, the cells of the room are {names}", names=known))
        found[cell] = words
    return found
