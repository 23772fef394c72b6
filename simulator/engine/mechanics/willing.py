"""Willing: whether the leader on the scene uses force when it is warranted, and if not, why.

Model
    Of a contingent that ``intervenes`` in a share p of the cases where force is warranted, a leader who
    comes to warning shots acts at once with p (own draw of the unit and the place).  Otherwise the leader
    has one of the reasons that hold there and then, drawn among them, and the reason is written:

        they are too few            until those who face the group weigh ``enough`` times as much (1.5)
        captives are in the way     until they are in cover (mechanism *standoff*)
        unsure of the rules         until life is at stake before their eyes
        waits for leave from above  until it has heard of leave in writing, or its order was insisted on

    With the reason gone the leader acts.  With p = 1, as where a file says nothing, nothing is drawn.

Parameters
    ``intervenes`` of a contingent; domain 3 row "Intervene with force when warranted" (0.2 before, 0.8 after).

Oracle
    Share of leaders who act in the first round in which force is warranted = p; each reason ends as the table says.

Never
    A leader is never held back without a reason that stands in the log.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import fsum

from simulator.catalogue import marked
from simulator.engine.entities import Group, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Willing"]

_ENOUGH = 1.5
"""how much more than a group those who face it must weigh for a leader who thinks them too few [A]"""

FEW = marked("they are too few for those whom they face")
SHIELD = marked("captives are in the way")
UNSURE = marked("unsure whether the rules allow force")
LEAVE = marked("waits for leave from above")


class Willing(Mechanism):
    """Knows which leaders hold back, and why."""

    def __init__(self, world: World):
        super().__init__(world)
        self._reasons: dict[tuple[str, str], str] = {}
        self._holds: dict[str, Callable[[Unit, str, Sequence[Group]], bool]] = {
            FEW: self._few,
            SHIELD: lambda _unit, at, _groups: self.w.standoff.uncovered(at),
            UNSURE: lambda _unit, _at, groups: not any(g.state == "attacking" and g.spec.armed for g in groups),
            LEAVE: self._no_leave,
        }

    def why(self, unit: Unit, at: str, groups: Sequence[Group]) -> str:
        """Why the leader of a unit holds back force at a place now; empty where the leader acts."""
        contingent = self.w.contingents.get(unit.contingent)
        if contingent is None or contingent.spec.intervenes >= 1:
            return ""
        key = (unit.id, at)
        if key not in self._reasons:
            u = self.w.draws.several(f"{unit.id}@{at}", "intervenes")
            holding = [why for why, holds in self._holds.items() if holds(unit, at, groups)]
            acts = u[0] < contingent.spec.intervenes or not holding
            self._reasons[key] = "" if acts else holding[int(u[1] * len(holding))]
        reason = self._reasons[key]
        return reason if reason and self._holds[reason](unit, at, groups) else ""

    def _few(self, unit: Unit, at: str, groups: Sequence[Group]) -> bool:
        armed = [g for g in groups if g.spec.armed]
        facing = self.w.force.facing(at)
        return bool(armed) and self.w.force.weight(facing, armed[0]) < _ENOUGH * fsum(g.strength for g in armed)

    def _no_leave(self, unit: Unit, at: str, groups: Sequence[Group]) -> bool:
        return unit.id not in self.w.commanding.authorised and not (unit.order is not None and unit.order.overruled)
