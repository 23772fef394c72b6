"""Overrides: what exercise control may change in the world by hand, to protect an objective.

Each is one ``world_overridden`` event without a cause: whoever reads the log sees where the outcome is
no longer the mechanisms' own.  A unit's way can be lengthened, shortened, ended or frozen; a group can be
kept from harming, the wounded from dying.
"""

from __future__ import annotations

from simulator import reasons
from simulator.catalogue import marked
from simulator.commands import OVERRIDES, Override
from simulator.engine.entities import Unit
from simulator.engine.world import World

__all__ = ["DEATHS", "Overrides"]

DEATHS = "deaths"
"""what a brake is of when it keeps the wounded alive"""


class Overrides:
    """Carries out overrides, and knows which of them still hold."""

    def __init__(self, world: World):
        self.w = world

    def why_not(self, command: Override) -> str:
        """Why an override cannot be made now; empty if it can."""
        of, w = command.of, self.w
        unit = w.units.get(of)
        if command.what not in OVERRIDES:
            return reasons.NO_OVERRIDE.format(what=command.what, words=", ".join(OVERRIDES))
        if command.what == "release":
            held = w.decisions.held()
            on = (
                of in w.braked or (unit is not None and w.movement.is_frozen(unit)) or (held is not None and held == of)
            )
            return "" if on else reasons.NOTHING_HOLDS.format(name=of)
        if command.what == "brake":
            return "" if of == DEATHS or of in w.groups else reasons.NO_GROUP.format(name=of, deaths=DEATHS)
        if unit is None:
            return reasons.NO_UNIT.format(unit=of)
        if not w.movement.may_be_moved(unit):
            return reasons.CANNOT_BE_MOVED.format(unit=of)
        return marked("say by how many seconds") if command.what == "delay" and not command.seconds else ""

    def apply(self, command: Override) -> None:
        """Change the world, and say so."""
        data = {"what": command.what, "seconds": command.seconds, "why": command.why[:500] or "-"}
        mark = self.w.emit("world_overridden", command.of, data, None)
        unit = self.w.units.get(command.of)
        if command.what == "brake":
            self.w.braked[command.of] = mark
        elif command.what == "release":
            self._release(command.of, unit, mark)
        elif unit is not None:
            unit.mark = mark
            if command.what == "freeze":
                self.w.movement.freeze(unit)
            else:
                self.w.movement.shift(unit, command.seconds if command.what == "delay" else None)

    def _release(self, of: str, unit: Unit | None, mark: int) -> None:
        if self.w.braked.pop(of, None) is None and unit is not None:
            unit.mark = mark
            self.w.movement.go_on(unit)
        self.w.decisions.let_run(of)
