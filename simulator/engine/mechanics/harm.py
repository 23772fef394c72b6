"""Harm: what groups do to people, as a thinned Poisson process.

Model
    While a group attacks, raids, throws stones or shoots into a place, candidates of harm come at the
    greatest rate the event can have (rate of one attacker x attackers x intensity), from a stream of the
    event's own.  Each happens with the share

        (1 - suppressed) * attackers left / at first * people still there / at first * cover

    so that two runs face the same candidates and differ only by what was done: a force that holds the
    group in check, people who have fled, a wall between them.

Parameters
    ``parameters.harm``; the rate of an attack is fitted to the Board of Inquiry's 153 casualties (domain
    2, S02), that of a raid to S07.

Oracle
    Candidates of an unopposed attack: mean = rate x strength x time; thinning by each factor.

Never
    Nobody is a target by name or community.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log

from simulator.blueprint.model import StreamSpec
from simulator.catalogue import marked
from simulator.engine.entities import Group, Place
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Attack", "Harm"]

_MOST_A_SECOND = 5.0
"""harm is counted person by person, and no faster than this"""


class Attack:
    """Harm being done at a place by a group: an attack, fire from outside, unrest, a raid."""

    __slots__ = ("count", "due", "event", "group", "kind", "mark", "men", "over", "people", "place", "rate", "uniform")

    def __init__(
        self,
        event: StreamSpec,
        group: Group,
        place: str,
        kind: str,
        rate: float,
        mark: int,
        uniform: Callable[[], float],
        people: float,
        now: int,
    ):
        self.due = float(now)
        """when the next candidate comes, unrounded: whole seconds would be too few or too many of them"""
        self.event, self.group, self.place, self.kind, self.rate, self.mark = event, group, place, kind, rate, mark
        self.uniform, self.people = uniform, people
        self.men = group.strength
        """how many they were at first: the rate is theirs"""
        self.count = 0
        """candidates so far: the next one's name"""
        self.over = False


class Harm(Mechanism):
    """Lets groups do harm, and knows where there is fighting."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.harm
        self.attacks: dict[str, list[Attack]] = {}
        """place -> the attacks that go on there, each by another group"""
        self.fighting: dict[str, dict[str, None]] = {}
        """place -> the attacks, assaults and confrontations that go on there; the radio suffers nearby"""
        self.fight_marks: dict[str, int] = {}
        """place -> what last began or ended fighting there"""

    def begin_at(self, event: StreamSpec, group: Group, on: str, kind: str, rate: float, seq: int) -> None:
        """Begin a thinned Poisson process of harm: candidates at the greatest rate, from its own stream."""
        self.leave_off(group, marked("they go elsewhere"), seq)
        uniform = self.w.draws.stream(event.id, "harm").uniform
        place = self.w.places.get(on)
        attack = Attack(
            event,
            group,
            on,
            kind,
            min(_MOST_A_SECOND, rate * group.strength),
            seq,
            uniform,
            max(1.0, self._there(place) + self.w.inner.away(place.id) if place else 1.0),
            self.w.now,
        )
        self.attacks.setdefault(on, []).append(attack)
        if place is not None:
            place.safe = False
            place.mark = seq
        self.fight(on, event.id, seq)
        self.w.crowd.attacked(on, kind, group.strength, seq)
        self.w.shelter.attacked(on, seq)
        self._next(attack)
        if event.for_s >= 0:
            self.w.clock.later(event.for_s, self._time_up, attack)

    def at(self, place: str) -> Sequence[Attack]:
        """The attacks that go on at a place."""
        return self.attacks.get(place, ())

    def leave_off(self, group: Group, why: str, cause: int) -> None:
        """A group does harm nowhere any more: it has gone, or begins elsewhere."""
        for attack in [a for attacks in self.attacks.values() for a in attacks if a.group is group]:
            self.stop(attack, why, cause)

    def _next(self, attack: Attack) -> None:
        if attack.rate > 0:
            attack.due -= log(1 - attack.uniform()) / attack.rate
            self.w.clock.later(max(0.0, attack.due - self.w.now), self._candidate, attack)

    def _candidate(self, attack: Attack) -> None:
        if attack.over:
            return
        accept, who = attack.uniform(), attack.uniform()
        attack.count += 1
        self._next(attack)
        group = attack.group
        if group.id in self.w.braked:
            return
        share = (1 - group.suppressed) * group.strength / attack.men
        place = self.w.places.get(attack.place)
        if attack.kind == "raid":
            self.w.residents.raid_harm(attack, accept, who, share)
            return
        if place is None:
            return
        if accept < share * self._in_reach(attack, place):
            moved = (*self.w.influx.given(place.id), *self.w.inner.given(place.id))
            walls = self.w.works.given(self.w.shelling.around(place)) if attack.kind == "shooting" else ()
            given = self.w.given(group.mark, place.mark, *moved, *walls)
            beaten = (
                attack.kind == "unrest" or group.spec.harm == "beating" or (group.spec.harm == "mixed" and who < 0.5)
            )
            name = f"{attack.event.id}/{attack.count}"
            self.w.casualties.hurt(name, attack.place, "perpetrator", attack.mark, given, beaten=beaten)

    def _in_reach(self, attack: Attack, place: Place) -> float:
        """Share of the people who were in reach at first, times what they are behind.

        A stoning crowd is about other crowds: who is hurt stands in the open wherever it is, nobody need live there.
        """
        if attack.kind == "unrest":
            return 1.0
        waiting = self.w.crowd.exposed_at_gate(place)
        people = min(1.0, (self._there(place) + waiting * self.w.p.crowd.at_gate) / attack.people)
        return people * self.w.shelter.exposure(place, self.w.now) * self._over_the_wall(attack, place)

    def _there(self, place: Place) -> float:
        """People of a place, its staff in reach, and those who wait where it is a gate."""
        return place.people + self.w.shelling.staff_in_reach(place) + self.w.influx.waiting(place.id)

    def _over_the_wall(self, attack: Attack, place: Place) -> float:
        """Share of the fire from outside that no wall stops."""
        return self.w.shelling.over_the_wall(place) if attack.kind == "shooting" else 1.0

    def _time_up(self, attack: Attack) -> None:
        if not attack.over:
            self.stop(attack, marked("they leave"), attack.mark)
            if attack.group.state == "attacking" and attack.group.at == attack.place:
                self.w.whereabouts.leave(attack.group, attack.place, attack.mark, "away")

    def stop(self, attack: Attack, why: str, cause: int) -> None:
        """The harm ends."""
        if attack.over:
            return
        attack.over = True
        self.attacks[attack.place].remove(attack)
        self.quiet(attack.place, attack.event.id, cause)
        kind = {"unrest": "unrest", "shooting": "shots"}.get(attack.kind)
        if attack.kind == "unrest":
            self.w.emit("unrest_ended", attack.place, {"why": why}, cause, self.w.given(attack.group.mark))
        if kind:
            self.w.whereabouts.hide(attack.group, kind, attack.place, cause)
        self.w.threat.finish(attack.event, cause, self.w.given(attack.group.mark))
        place = self.w.places.get(attack.place)
        if place is not None and attack.kind in ("unrest", "shooting"):
            place.safe = not any(
                g.at == place.id and g.state in ("inside", "attacking") for g in self.w.groups.values()
            )
        self.w.care.way_changed(attack.place)

    def fight(self, at: str, who: str, mark: int) -> None:
        """Fighting begins at a place; ``who`` names it among what goes on there."""
        self.fighting.setdefault(at, {})[who] = None
        self.fight_marks[at] = mark

    def quiet(self, at: str, who: str, mark: int) -> None:
        """A fight is over at a place, if there was one of that name; others there go on."""
        there = self.fighting.get(at, {})
        if who not in there:
            return
        self.fight_marks[at] = mark
        del there[who]
        if not there:
            del self.fighting[at]
            self.w.gates.calm(mark)
