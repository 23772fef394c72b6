"""Patrol: teams that go round a loop, and what they come past.

Model
    The teams of one loop of length L go round it at speed v, spread evenly; team k of n is at time t
    at (v (t - t0) + k L / n) mod L.  So a place on the loop is passed every L / (n v): 92
    minutes for one team on 4.6 km at 3 km/h, 23 for four.  Teams go out by shifts; a shift begins up to
    ``jitter`` late, and night shifts do not happen where a caveat forbids them, which is said.  An order to
    their unit calls the teams in; when it is done they go out again.  A team
    that is out longer than 12 h at a time sees and does ``fatigue`` less for each 12 h more.

    Along a perimeter a team passes one segment after the other and may notice a cut fence or a
    gathering there (mechanism *observation*).  An offender in the belt of a zone is disturbed when a
    team is in sight, or comes past within the time that the offence takes (mechanism *zone*).

Parameters
    ``parameters.patrol``; domain 3 rows "One foot team revisit; four teams", "Foot patrol / march",
    "Fatigue".

Oracle
    Revisit times 92 (~90) and 23 minutes; share of offences disturbed = opportunity / revisit.

Never
    A team does not know where an offence will be.
"""

from __future__ import annotations

from typing import Any

from simulator.blueprint.model import PatrolSpec
from simulator.catalogue import marked
from simulator.engine.entities import Talker
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Patrol", "Round"]

_DAY = 86400
_TWELVE_HOURS = 12 * 3600
_GETS_READY_S = 600


class Round:
    """One standing patrol: whether its teams are out, since when, from where."""

    __slots__ = ("first", "legs", "mark", "of", "out", "outing", "refused", "since", "spec", "talker", "went", "worth")

    def __init__(self, spec: PatrolSpec, talker: Talker, legs: tuple[tuple[str, float], ...]):
        self.spec, self.talker, self.legs = spec, talker, legs
        self.first, self.of = 0, max(1, spec.teams)
        """which of the teams on this loop its first one is, and how many there are in all"""
        self.out = self.went = False
        self.since = self.outing = 0
        """when its teams went out last, and how often they have: who came in since walks on no more"""
        self.mark = 0
        self.refused = ""
        self.worth = 1.0

    def team_at(self, team: int, now: int) -> float:
        """Metres along the loop where a team is."""
        spec = self.spec
        return (spec.speed * (now - self.since) + (self.first + team) * spec.length / self.of) % spec.length

    def next_pass(self, place: float, now: int) -> float:
        """Seconds until the next team comes past a place of the loop."""
        spec = self.spec
        return min(((place - self.team_at(k, now)) % spec.length) / spec.speed for k in range(spec.teams))

    def nearest(self, place: float, now: int) -> float:
        """Metres along the loop to the nearest team, either way."""
        spec = self.spec
        gaps = [abs(place - self.team_at(k, now)) for k in range(spec.teams)]
        return min(min(gap, spec.length - gap) for gap in gaps)


class Patrol(Mechanism):
    """Sends teams out and brings them in."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.patrol
        self.rounds: dict[str, Round] = {}
        self._of: dict[str, list[Round]] = {}
        """unit -> the patrols that it sends out"""
        for spec in world.blueprint.patrols.values():
            unit = world.units[spec.unit]
            talker = Talker(
                f"{spec.id}_patrol", unit.component, unit.under, unit.x, unit.y, ("patrols", spec.id, unit.contingent)
            )
            talker.channels, talker.contingent = unit.channels, unit.contingent
            legs = tuple((name, world.blueprint.segments[name].length) for name in spec.along)
            self.rounds[spec.id] = Round(spec, talker, legs)
            self._of.setdefault(spec.unit, []).append(self.rounds[spec.id])
        world.on("order_accepted", self._called_away)
        world.on("task_done", self._free_again)
        world.on("task_dropped", self._free_again)

    def begin(self) -> None:
        """Roster the first shift of each patrol; patrols of one loop share it evenly among their teams."""
        loops: dict[tuple[float, float, tuple[str, ...]], list[Round]] = {}
        for round_ in self.rounds.values():
            spec = round_.spec
            if spec.teams:
                loops.setdefault((spec.length, spec.speed, spec.along), []).append(round_)
                self.w.clock.call_at(spec.begins, self._go_out, round_, 0)
        for rounds in loops.values():
            teams = 0
            for round_ in rounds:
                round_.first, teams = teams, teams + round_.spec.teams
            for round_ in rounds:
                round_.of = teams

    def _roster(self, round_: Round, shift: int) -> None:
        late = self.p.jitter.draw(self.w.draws.stream(round_.spec.id, "shift").uniform())
        self.w.clock.later(late, self._go_out, round_, shift)

    def _wanted(self, spec: PatrolSpec) -> bool:
        dark = self.w.daylight.dark_at(self.w.now + spec.shift // 2)
        return spec.hours == "day and night" or (spec.hours == "night") == dark

    def _go_out(self, round_: Round, shift: int) -> None:
        spec, w = round_.spec, self.w
        end = spec.begins + (shift + 1) * spec.shift
        w.clock.call_at(max(w.now, end), self._come_in, round_, shift)
        self._walk_out(round_)

    def _walk_out(self, round_: Round) -> None:
        """The teams begin to walk, unless it is not their time of day or something keeps them."""
        spec, w = round_.spec, self.w
        unit = w.units[spec.unit]
        if not self._wanted(spec):
            return
        night = w.daylight.dark_at(w.now + spec.shift // 2)
        why = w.commanding.limits(
            unit, "patrol", night=night, foot=spec.mode == "foot", outside=spec.outside, force=False
        )
        if unit.committed_until > w.now:
            why = marked("committed elsewhere")
        elif unit.order is not None:
            why = marked("has another task")
        if why:
            if round_.refused != why:
                round_.mark = w.emit(
                    "patrol_refused", spec.id, {"why": why.replace("_", " ")}, w.started, w.given(unit.mark)
                )
                round_.refused = why
            return
        round_.refused = ""
        round_.out = round_.went = True
        round_.since = w.now
        round_.outing += 1
        round_.worth = max(0.0, 1 - self.p.fatigue * max(0.0, spec.shift / _TWELVE_HOURS - 1))
        data = {"teams": spec.teams, "mode": spec.mode, "outside": spec.outside, "mixed": spec.mixed}
        round_.mark = w.emit("patrol_began", spec.id, data, w.started, w.given(round_.mark))
        if round_.legs:
            stream = w.draws.stream(spec.id, "passes")
            for team in range(spec.teams):
                self._walk(round_, team, stream.uniform, round_.outing)

    def _come_in(self, round_: Round, shift: int) -> None:
        self._stop(round_, 0)
        if self.w.now < self.w.blueprint.duration:
            self._roster(round_, shift + 1)

    def _stop(self, round_: Round, cause: int) -> None:
        if not round_.out:
            return
        round_.out = False
        data = {
            "teams": round_.spec.teams,
            "for_s": self.w.now - round_.since,
            "outside": round_.spec.outside,
            "mode": round_.spec.mode,
        }
        round_.mark = self.w.emit("patrol_ended", round_.spec.id, data, max(round_.mark, cause))

    def _called_away(self, seq: int, unit: str, data: dict[str, Any]) -> None:
        """The unit of a patrol has an order: its teams come in."""
        for round_ in self._of.get(unit, ()):
            self._stop(round_, seq)

    def _free_again(self, seq: int, unit: str, data: dict[str, Any]) -> None:
        """The unit has done its task: its teams go out again for what is left of their shift."""
        for round_ in self._of.get(unit, ()):
            self.w.clock.later(_GETS_READY_S, self._resume, round_, (self.w.now - round_.spec.begins))

    def _resume(self, round_: Round, since: int) -> None:
        spec = round_.spec
        shift = since // spec.shift
        left = spec.begins + (shift + 1) * spec.shift - self.w.now
        if not round_.out and self.w.units[spec.unit].order is None and since >= 0 and left > _GETS_READY_S:
            self._walk_out(round_)

    def _walk(self, round_: Round, team: int, uniform: object, outing: int) -> None:
        """A team comes to the next segment of its loop."""
        place = round_.team_at(team, self.w.now)
        index, before = 0, 0.0
        while index < len(round_.legs) - 1 and before + round_.legs[index][1] <= place + 1e-6:
            before += round_.legs[index][1]
            index += 1
        left = (before + round_.legs[index][1] - place) / round_.spec.speed
        self.w.clock.later(max(60.0, left + 1), self._passed, round_, team, index, uniform, outing)

    def _passed(self, round_: Round, team: int, index: int, uniform: object, outing: int) -> None:
        if not round_.out or outing != round_.outing:
            return
        name = round_.legs[index][0]
        u = uniform()  # type: ignore[operator]
        if f"breach@{name}" in self.w.observation.things or f"massing@{name}" in self.w.observation.things:
            talker = round_.talker
            talker.x, talker.y = self.w.where(name)
            talker.mark = round_.mark
            worth = max(round_.worth, 1e-9)
            self.w.observation.passes(talker, name, u / worth, on_foot=round_.spec.mode == "foot")
            self._mends(name, u, round_)
        self._walk(round_, team, uniform, outing)

    def _mends(self, segment: str, u: float, round_: Round) -> None:
        """A patrol may close a small cut on the spot (C25)."""
        if u < self.w.p.perimeter.self_repair:
            self.w.perimeter.mend(segment, round_.spec.id, round_.mark)

    # for the zone

    def disturbs(self, place: float, *, night: bool) -> tuple[bool, int]:
        """Whether a team is in sight of a place of the loop, or comes past before an offence is done."""
        reach = self.p.sight_night if night else self.p.sight_day
        for round_ in self.rounds.values():
            if round_.out and round_.spec.outside and not round_.legs:
                now = self.w.now
                share = place * round_.spec.length
                if (
                    round_.nearest(share, now) <= reach
                    or round_.next_pass(share, now) <= self.p.opportunity * round_.worth
                ):
                    return True, round_.mark
        return False, 0

    def mixed(self) -> bool:
        """Whether police women patrol too: their teams have been out."""
        return any(r.spec.mixed and r.went for r in self.rounds.values())
