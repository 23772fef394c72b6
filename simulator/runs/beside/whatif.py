"""What one moment was worth: pairs of futures from it on, as the room did and as the plan would have.

Both futures begin where the session stood when something was called for, and the model plays every role from then on;
they differ in this one deed only - what is done, and when.  A pair has the same chance, so that its difference is the
deed's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.blueprint.model import Blueprint
from simulator.readers.evaluation.deeds import not_players
from simulator.readers.hotwash import Difference
from simulator.runs.beside.rows import WhatIf

__all__ = ["SHOWN", "candidates", "of_people", "ranked"]

SHOWN = 3
"""costly and good minutes that a report tells"""
_LOOKED_AT = 6
"""differences of each kind that pairs of futures are played for"""


def of_people(blueprint: Blueprint, function: str) -> bool:
    """Whether people in the room play any of the cells or roles that a function names; so where it names none."""
    others = {*not_players(blueprint), *(cell.id for cell in blueprint.cells if cell.played_by != "room")}
    names = [name.strip() for name in function.split(",")]
    return not all(name in others for name in names)


def candidates(
    blueprint: Blueprint, rows: Sequence[Difference], count: int = _LOOKED_AT
) -> tuple[list[Difference], list[Difference]]:
    """The costliest and best differences of people in the room, one for each thing that was called for."""
    seen: set[tuple[str, str]] = set()
    own = []
    for row in sorted(rows, key=lambda row: (-abs(row.minutes), row.at, row.seq)):
        if row.deed is None or not row.deed.players or not of_people(blueprint, row.function):
            continue
        key = (row.deed.task or row.deed.id, row.deed.place)
        if key not in seen:
            seen.add(key)
            own.append(row)
    return [row for row in own if row.minutes > 0][:count], [row for row in own if row.good][:count]


def ranked(
    blueprint: Blueprint, rows: Sequence[Difference], what_ifs: Mapping[int, WhatIf], count: int
) -> tuple[list[Difference], list[Difference]]:
    """The moments that are told: those that cost or saved people first, then by minutes."""
    costly, good = candidates(blueprint, rows)

    def _saves(row: Difference) -> float:
        found = what_ifs.get(row.seq)
        return found.difference if found is not None and not found.why_not and found.apart else 0.0

    costly.sort(key=lambda row: (min(0.0, _saves(row)), -row.minutes, row.at))
    good.sort(key=lambda row: (-max(0.0, _saves(row)), row.minutes, row.at))
    return costly[:count], good[:count]
