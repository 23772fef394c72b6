"""Farms: people at work outside the wire, who passes by them, and how they are called in.

Model
    At a place with ``farmers`` so many people (drawn) are at work from STARTEX on.  A post that calls them
    in has leaders send word: it takes ``call_in`` * (1.5 - trust), then they walk home at ``runs``.  Who was taken
    before the word came is not called in.

    A patrol of ``patrolled_by`` goes past on its loop (mechanism *patrol*).  Men who come to take people
    are disturbed when one of its teams is in sight, or comes past within the time that they need; the team
    goes through the steps of force, and they give up with

        1 - product over the steps of (1 - c_step * w / (w + stubborn * resolve)),   w = team / men,

    steps below their own threshold left out, and those from warning shots on where the team's leader holds back:
    a caveat, or else with the share in which the contingent does not intervene (mechanism *willing*).  If they do not
    give up, the team has at least seen it.

Parameters
    ``parameters.abduction`` (``call_in``, ``runs``, ``team``), ``parameters.force``.

Oracle
    The product above by hand; share of events that a patrol meets = (time needed + in sight) / revisit time.

Never
    A patrol does not know where people will be taken, and the men do not know when it comes.
"""

from __future__ import annotations

from simulator.blueprint.model import StepSpec, StreamSpec
from simulator.engine.entities import Group, Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.patrol import Round
from simulator.engine.world import World

__all__ = ["Farm", "Farms"]

_WARNING = 3
"""the first step that a leader who holds back does not take"""


class Farm:
    """The people at work at a place, by number."""

    __slots__ = ("called", "mark", "people", "place")

    def __init__(self, place: str, people: int):
        self.place, self.people = place, people
        self.called = False
        self.mark = 0


class Farms(Mechanism):
    """Keeps who is at work outside the wire."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.abduction
        self.farms: dict[str, Farm] = {}
        for place in world.blueprint.places.values():
            if place.farmers is not None:
                people = max(1, int(place.farmers.draw(world.draws.once(place.id, "farmers"))))
                self.farms[place.id] = Farm(place.id, people)
        self._past: dict[str, list[str]] = {}
        """patrol -> the places that its loop goes past, in the order of their names"""
        for place in world.blueprint.places.values():
            for name in place.patrolled_by:
                self._past.setdefault(name, []).append(place.id)
        world.orders.offer_staff("call_in", self._call_in)

    def begin(self) -> None:
        """People are at work."""
        for farm in self.farms.values():
            farm.mark = self.w.emit("farmers_out", farm.place, {"count": farm.people}, self.w.started)

    def gate(self, at: str) -> str:
        """The gate of a site that is nearest to a place; the place itself where there is none."""
        x, y = self.w.where(at)
        gates = [n for n, spec in self.w.blueprint.places.items() if spec.kind == "gate"]
        return min(gates, key=lambda name: (self.w.distance(x, y, name), name), default=at)

    def way_home(self, at: str, pace: float) -> float:
        """Seconds that people on foot take from a place to the nearest gate."""
        x, y = self.w.where(at)
        return self.w.distance(x, y, self.gate(at)) / pace

    # called in

    def _call_in(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """Word goes to one field, or to all where the step names none."""
        for farm in self.farms.values():
            if (step.at in ("", "?") or step.at == farm.place) and not farm.called and farm.people:
                farm.called = True
                u = self.w.draws.once(farm.place, "called in")
                takes = self.p.call_in.draw(u) * (1.5 - self.w.community.trust)
                self.w.clock.later(takes, self._word_comes, farm, cause, self.w.community.mark)

    def _word_comes(self, farm: Farm, cause: int, trust: int) -> None:
        if farm.people < 1 or self.w.abduction.seizing(farm.place):
            return  # nobody is there, or nobody can walk away
        count, farm.people = farm.people, 0
        given = self.w.given(farm.mark, trust)
        farm.mark = self.w.emit("farmers_called_in", farm.place, {"count": count}, cause, given)
        self.w.clock.later(self.way_home(farm.place, self.p.runs), self._home, farm, count)

    def _home(self, farm: Farm, count: int) -> None:
        self.w.emit("farmers_home", farm.place, {"count": count}, farm.mark)

    # passed by

    def passing(self, at: str, within: float) -> Round | None:
        """The patrol that is in sight of a place, or comes past it within so many seconds."""
        night = self.w.daylight.night
        reach = self.w.p.patrol.sight_night if night else self.w.p.patrol.sight_day
        for name in self.w.blueprint.places[at].patrolled_by:
            round_ = self.w.patrol.rounds.get(name)
            if round_ is None or not round_.out:
                continue
            past = self._past[name]
            metres = (past.index(at) + 0.5) / len(past) * round_.spec.length
            if round_.nearest(metres, self.w.now) <= reach or round_.next_pass(metres, self.w.now) <= within:
                return round_
        return None

    def gives_up(self, group: Group, *, willing: bool) -> float:
        """How likely men who meet a team of a patrol give up, by the steps of force that it takes."""
        force = self.w.p.force
        chances = (force.presence, force.verbal, force.show_of_force, force.warning_shots, force.aimed_fire)
        ratio = self.p.team / group.strength
        stays = 1.0
        for step, chance in enumerate(chances if willing else chances[:_WARNING]):
            if step >= group.spec.deterred_by:
                stays *= 1 - chance * ratio / (ratio + force.stubborn * self.w.community.resolve(group))
        return 1 - stays

    def _leader_acts(self, event: StreamSpec, round_: Round) -> bool:
        contingent = self.w.contingents.get(round_.talker.contingent)
        if contingent is None:
            return True
        caveats = (*contingent.hidden, *self.w.units[round_.spec.unit].spec.caveats)
        held_back = "no_force_beyond_self_defence" in caveats
        return not held_back and self.w.draws.once(event.id, "leader of the patrol acts") < contingent.spec.intervenes

    def disturbed(self, event: StreamSpec, group: Group, round_: Round, at: str, cause: int) -> int:
        """Whether men give up before a patrol: the mark of that, or 0."""
        chance = self.gives_up(group, willing=self._leader_acts(event, round_))
        if self.w.draws.once(event.id, f"meets {round_.spec.id}") >= chance:
            return 0
        data = {"by": round_.spec.id, "at": at, "group": group.id}
        return self.w.emit("abduction_disturbed", event.id, data, cause, self.w.given(round_.mark, group.mark))

    def seen_by(self, round_: Round, at: str) -> None:
        """A team that comes past and does not stop it has seen it."""
        talker = round_.talker
        talker.x, talker.y = self.w.where(at)
        talker.mark = round_.mark
        self.w.observation.passes(talker, at, 0.0, on_foot=round_.spec.mode == "foot")
