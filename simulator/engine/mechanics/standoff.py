"""Stand-off: captors and those who stand before them, with captives in between.

Model
    A column that is met stops, at the nearest place of its way.  Captors whom nobody bars - too few, or unwilling
    (mechanism *force*, as at a breach) - walk on after ``lets_pass``.  Of those who are barred ``opens_fire`` * resolve
    open fire: after ``standoff``, or as soon as warning shots have not turned them; then life is at stake.

    Before aimed fire a commander who has rehearsed it (with the contingent's ``rehearsal``), or was told to
    (``cover_civilians``), gets the captives into cover first, which costs a round; who was told to ``press_on``
    does not.  A round of aimed fire hits one of them with ``stray`` * ``near``, times ``covered`` in cover.
    With ``talk_first`` nobody goes beyond a warning by voice for twenty minutes, unless life is at stake.

Parameters
    ``parameters.abduction``, ``parameters.force.stray``; domain 2, S04 (stand-off at +30, fire at +40).

Oracle
    Share of rounds in which a captive is hit, by closed form; steps that are never taken while told to talk.

Never
    A commander does not know whether the men before him will fire.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from simulator.blueprint.model import StepSpec
from simulator.engine.draws import poisson
from simulator.engine.entities import Staffed, Unit
from simulator.engine.mechanics.abduction import Column
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World
from simulator.vocabulary import FORCE_STEPS

__all__ = ["Standoff"]

_VERBAL, _WARNING, _AIMED = (FORCE_STEPS.index(step) for step in ("verbal", "warning_shots", "aimed_fire"))
_TALKS_S = 20 * 60


class Standoff(Mechanism):
    """Runs what happens while captors are faced."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.abduction
        self._talks: dict[str, int] = {}
        """unit -> until when it is to talk first"""
        self._covers: dict[str, int] = {}
        """unit that was told to get captives into cover -> mark of that"""
        self._presses: set[str] = set()
        """units that were told to go on at once"""
        world.orders.offer_staff("talk_first", self._talk_first)
        world.orders.offer_staff("cover_civilians", self._cover_first)
        world.orders.offer_staff("press_on", self._press_on)

    def met(self, column: Column, unit: Unit, at: str, cause: int) -> int:
        """A unit stands before the column: it stops there."""
        if column.state == "held":
            return column.mark
        if column.state == "walking":
            if column.leg and column.path[column.leg] != at:
                self.w.observation.vanish("captives", column.path[column.leg], "gone", column.mark)
            column.leg = column.path.index(at)
            column.base = column.passed[column.leg]
        column.state = "held"
        column.held_at = self.w.now
        self.w.clock.cancel(column.call)
        data = {"at": at, "by": unit.id, "count": column.captives}
        given = self.w.given(column.mark, unit.mark)
        column.mark = self.w.emit("captors_met", column.group.id, data, cause, given)
        self.w.whereabouts.move(column.group, "inside", at, column.mark)
        self.w.write(f"captives@{at}", column.captives, "standoff", column.mark)
        takes = self.p.standoff.draw(self.w.draws.once(column.event.id, "stand-off"))
        if self.w.draws.once(column.event.id, "opens fire") < self.p.opens_fire * column.group.resolve:
            column.fires_at = self.w.now + int(takes)
        self.w.clock.later(self.w.p.force.round, self._stands, column, at)
        return column.mark

    def _stands(self, column: Column, at: str) -> None:
        """A minute of the stand-off: they walk on if nobody bars them, or open fire in the end."""
        if column.state != "held":
            return
        if not self.w.force.bars(column.group, at):
            if self.w.now - column.held_at >= self.p.lets_pass:
                self.w.abduction.walk(column, at, column.mark)
                return
        elif column.group.state != "attacking" and column.fires_at >= 0 and self._had_enough(column, at):
            self._opens_fire(column, at)
        self.w.clock.later(self.w.p.force.round, self._stands, column, at)

    def _had_enough(self, column: Column, at: str) -> bool:
        """Whether men who mean to open fire do so now."""
        fight = self.w.force.fights.get(at)
        return column.fires_at <= self.w.now or (fight is not None and fight.step >= _WARNING)

    def _opens_fire(self, column: Column, at: str) -> None:
        facing = self.w.force.facing(at)
        column.mark = self.w.emit(
            "captors_fired", column.group.id, {"at": at}, column.mark, self.w.abduction.given(column)
        )
        self.w.whereabouts.move(column.group, "attacking", at, column.mark)
        unit = facing[0]
        mean = self.p.first_hits * column.group.strength / (self.w.p.force.armour if unit.spec.armour else 1.0)
        hit = min(poisson(mean, self.w.draws.once(column.event.id, "first shots")), int(unit.strength) - 1)
        if hit > 0:
            unit.strength -= hit
            unit.mark = self.w.casualties.peacekeepers(unit.id, at, hit, column.mark, self.w.given(unit.mark))

    # the force that is used, and the captives in the middle of it

    def held(self, at: str) -> Column | None:
        """The column whose captives are at a place, face to face with somebody."""
        return next((c for c in self.w.abduction.columns if c.active and c.captives and c.group.at == at), None)

    def uncovered(self, at: str) -> bool:
        """Whether captives stand in the open between those who face each other at a place."""
        column = self.held(at)
        return column is not None and not column.covered

    def restrain(self, at: str, units: Sequence[Unit], step: int, cause: int) -> int:
        """The step that is taken where captives are among those who are faced."""
        column = self.held(at)
        if column is None or step <= _VERBAL:
            return step
        talks = all(self._talks.get(unit.id, -1) > self.w.now for unit in units)
        if talks and column.group.state != "attacking":
            return _VERBAL
        if step == _AIMED and not column.covered and self._gets_cover(column, units[0]):
            self._in_cover(column, units[0], at, cause)
            return _WARNING
        return step

    def _gets_cover(self, column: Column, unit: Unit) -> bool:
        if unit.id in self._covers or unit.id in self._presses:
            return unit.id in self._covers
        contingent = self.w.contingents.get(unit.contingent)
        rehearsed = self.w.readiness.rehearsed(contingent)
        return self.w.draws.once(f"{column.event.id}/{unit.id}", "covers captives") < rehearsed

    def _in_cover(self, column: Column, unit: Unit, at: str, cause: int) -> None:
        column.covered = True
        data = {"count": column.captives, "by": unit.id}
        self.w.emit("civilians_covered", at, data, cause, self.w.given(unit.mark, self._covers.get(unit.id, 0)))

    def under_fire(self, at: str, rounds: int, stray: float, cause: int) -> None:
        """A round of aimed fire beside captives: now and then one of them is hit."""
        column = self.held(at)
        if column is None:
            return
        chance = self.w.p.force.stray * self.p.near * (self.p.covered if column.covered else 1.0)
        if stray < chance and column.captives > 1:
            column.captives -= 1
            given = self.w.given(column.mark)
            self.w.casualties.hurt(f"{column.event.id}/stray {rounds}", at, "un_fire", cause, given)

    def _tell_units(self, post: Staffed, what: str, cause: int, then: Callable[[Unit, int], None]) -> None:
        for unit in self.w.units.values():
            if unit.spec.armed and post.directs(unit.component):
                self.w.reporting.instruct(post, unit, what, cause, partial(_heard, then, unit))

    def _talk_first(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        self._tell_units(post, "talk first", cause, self._may_talk)  # not for people

    def _cover_first(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        self._tell_units(post, "cover civilians", cause, self._may_cover)  # not for people

    def _press_on(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        self._tell_units(post, "press on", cause, lambda unit, _: self._presses.add(unit.id))  # not for people

    def _may_talk(self, unit: Unit, cause: int) -> None:
        self._talks[unit.id] = self.w.now + _TALKS_S

    def _may_cover(self, unit: Unit, cause: int) -> None:
        self._covers[unit.id] = cause
        self._presses.discard(unit.id)
        column = self.held(unit.at)
        if column is not None and not column.covered and unit in self.w.force.facing(unit.at):
            self._in_cover(column, unit, unit.at, cause)


def _heard(then: Callable[[Unit, int], None], unit: Unit, cause: int, _given: tuple[int, ...]) -> None:
    """An instruction is heard."""
    then(unit, cause)
