"""Crossfire: two parties fight each other, and whoever is within reach of their fire is in danger.

Model
    A ``fight`` of the stream goes on around a place until its time is over or one party has gone: spells of heavy fire
    (``burst``) and lulls (``lull``, ``in_lull`` of the fire) in turn, and no fire while a pause holds (mechanism
    *ceasefire*).  It reaches as far as the event's ``distance``.  The parties fight each other: they are after nobody
    else, and no unit faces them.  Within reach of heavy fire

        a column in the open is hit with ``strikes`` (``on_foot`` of it on foot), which wounds somebody on board with
        ``hits_soft`` or ``hits_armour``; behind the walls of a compound less, inside the wire of a base never
        each person in a compound is hit with ``people``, times walls, or times the safe room for who is there

    as thinned Poisson processes: a budget for each (fight, who, number) is spent while they are exposed, so paired runs
    meet the same bullets, and who is there for a shorter time meets fewer of them.  A leader who thinks of turning back
    (mechanism *planning*) does so after ``turns_soft`` or ``turns_armour`` hits on one way, or with a wounded on a soft
    vehicle, unless people whom they bring out are on board.

Parameters
    ``parameters.crossfire``, all [A]; cover as in ``parameters.shelter``; domain 2 (S06): fighting some 200 m away.

Oracle
    Hits = strikes x time in reach, with every share; the stretch of a road within a circle by geometry.

Never
    Nobody of the parties knows where a column drives, or aims at it.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf, log

from simulator.blueprint.model import StreamSpec
from simulator.catalogue import marked
from simulator.engine.entities import Place, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.fights import Fight, Risk, within
from simulator.engine.world import World
from simulator.vocabulary import BEHIND_WIRE

__all__ = ["Crossfire"]

_NEAR = 300.0
"""how far people who only hear of fire keep away from it, in metres [A]"""


class Crossfire(Mechanism):
    """Keeps fights, and who is in them."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.crossfire
        self.fights: dict[str, Fight] = {}
        self._risks: dict[tuple[str, str], Risk] = {}
        self._tracks: dict[str, tuple[float, float, float, float, int, float]] = {}
        """unit in the open -> where from, where to, since when, how long it takes"""
        self._hits: dict[str, int] = {}
        """unit -> hits since it set out"""
        cover = world.p.shelter
        self._walls, self._room = cover.walls / cover.tents, cover.bunker / cover.tents
        world.verbs["fight"] = self._fight
        for kind in ("group_deterred", "group_left"):
            world.on(kind, self._gone)

    # the fight

    def _fight(self, event: StreamSpec, on: str, seq: int) -> None:
        first = self.w.threat.group(event, seq)
        second = self.w.groups[event.against]
        if first is None:
            return
        if second.is_done:
            self.w.threat.finish(event, seq, self.w.given(second.mark))
            return
        x, y = self.w.where(on)
        given = self.w.given(first.mark, second.mark)
        data = {
            "by": first.id,
            "against": second.id,
            "fight": event.id,
            "strength": round(first.strength),
            "against_strength": round(second.strength),
        }
        mark = self.w.emit("fight_began", on, data, seq, given)
        fight = self.fights[event.id] = Fight(event, on, (first, second), x, y, mark)
        for group in fight.groups:
            self.w.whereabouts.move(group, "fighting", on, mark)
            self.w.whereabouts.show(group, "shots", on, mark)
        self.w.harm.fight(on, event.id, mark)
        for place in self.w.places.values():
            if place.spec.kind == "compound" and self._reaches(fight, place.x, place.y):
                self.w.residents.attacked(place.id, mark)
                self._expose(Risk(fight, place, self._luck(fight, place.id, 0)))
        for unit in list(self._tracks):
            self._passes(fight, self.w.units[unit])
        self.w.clock.later(self._spell(fight, 0), self._turns, fight, 0)
        if event.for_s >= 0:
            self.w.clock.later(event.for_s, self._ends, fight, mark)

    def _spell(self, fight: Fight, number: int) -> float:
        spread = self.p.lull if number % 2 else self.p.burst
        return spread.draw(self.w.draws.once(fight.event.id, f"spell {number}"))

    def _turns(self, fight: Fight, number: int) -> None:
        """Heavy fire falls to a lull, or the other way round."""
        if fight.over:
            return
        level = self.p.in_lull if number % 2 == 0 else 1.0
        if not fight.paused and fight.level != level:  # since a pause it may be heavy already
            self._level(fight, level, fight.mark)
        self.w.clock.later(self._spell(fight, number + 1), self._turns, fight, number + 1)

    def _level(self, fight: Fight, level: float, cause: int) -> None:
        """From now on there is so much fire: what was met so far is met."""
        risks = [risk for risk in self._risks.values() if risk.fight is fight]
        for risk in risks:
            self._settle(risk)
        fight.level = level
        said = "paused" if level == 0 else "heavy" if level == 1 else "low"
        fight.mark = self.w.emit("fire_changed", fight.at, {"level": said, "fight": fight.event.id}, cause)
        for risk in risks:
            self._wait(risk)

    def pause(self, fight: Fight, cause: int) -> None:
        """Both parties hold their fire."""
        fight.paused = True
        self._level(fight, 0.0, cause)
        for group in fight.groups:
            self.w.whereabouts.hide(group, "shots", fight.at, fight.mark)
        self.w.harm.quiet(fight.at, fight.event.id, fight.mark)

    def resume(self, fight: Fight, cause: int) -> None:
        """The pause is over."""
        if fight.over:
            return
        fight.paused = False
        self._level(fight, 1.0, cause)
        self.w.harm.fight(fight.at, fight.event.id, fight.mark)
        for group in fight.groups:
            self.w.whereabouts.show(group, "shots", fight.at, fight.mark)

    def _gone(self, seq: int, name: str, data: dict[str, object]) -> None:
        for fight in list(self.fights.values()):
            if name in (group.id for group in fight.groups):
                self._ends(fight, seq)

    def _ends(self, fight: Fight, cause: int) -> None:
        if fight.over:
            return
        risks = [risk for risk in self._risks.values() if risk.fight is fight]
        for risk in risks:
            self._settle(risk)
        fight.over = True
        for risk in risks:
            self._wait(risk)
        del self.fights[fight.event.id]
        mark = self.w.emit("fight_ended", fight.at, {"fight": fight.event.id}, cause, self.w.given(fight.mark))
        self.w.harm.quiet(fight.at, fight.event.id, mark)
        for group in fight.groups:
            self.w.whereabouts.hide(group, "shots", fight.at, mark)
            if group.state == "fighting":
                elsewhere = next((f.at for f in self.fights.values() if group in f.groups), "")
                self.w.whereabouts.move(group, "fighting" if elsewhere else "away", elsewhere, mark)
        self.w.threat.finish(fight.event, mark)

    # who is within reach

    def _reaches(self, fight: Fight, x: float, y: float) -> bool:
        return (x - fight.x) ** 2 + (y - fight.y) ** 2 <= fight.event.distance**2

    def over(self, at: str) -> bool:
        """Whether a place lies under fire now."""
        place = self.w.places.get(at)
        return place is not None and any(
            not fight.paused and self._reaches(fight, place.x, place.y) for fight in self.fights.values()
        )

    def threatens(self, at: str) -> bool:
        """Whether a place lies within reach of a fight, though it may be paused."""
        place = self.w.places[at]
        return any(self._reaches(fight, place.x, place.y) for fight in self.fights.values())

    def near(self, here: str, there: str, fires: Iterable[str]) -> float:
        """Which share of a straight road lies near places where fire was heard of."""
        (x0, y0), (x1, y1) = self.w.where(here), self.w.where(there)
        shares = [within(x0, y0, x1, y1, *self.w.where(place), _NEAR) for place in fires]
        return min(1.0, sum(high - low for low, high in shares))

    def sets_out(self, unit: Unit) -> None:
        """A unit begins a way: hits are counted anew."""
        self._hits[unit.id] = 0

    def travels(self, unit: Unit, to: str, takes: float, mark: int) -> None:
        """A unit drives a stretch of road."""
        self._tracks[unit.id] = (unit.x, unit.y, *self.w.where(to), self.w.now, takes)
        for fight in list(self.fights.values()):
            self._passes(fight, unit)

    def stands(self, unit: Unit) -> None:
        """A unit stands somewhere; inside the wire nothing reaches it."""
        self._tracks[unit.id] = (unit.x, unit.y, unit.x, unit.y, self.w.now, inf)
        place = self.w.blueprint.places.get(unit.at)
        if place is not None and place.kind in BEHIND_WIRE:
            del self._tracks[unit.id]
        for fight in list(self.fights.values()):
            self._passes(fight, unit)

    def _passes(self, fight: Fight, unit: Unit) -> None:
        """A unit is on its way, or stands, near a fight: work out when it is within reach."""
        risk = self._risks.get((fight.event.id, unit.id))
        if risk is None:
            risk = Risk(fight, unit, self._luck(fight, unit.id, 0))
        for call in risk.calls:
            self.w.clock.cancel(call)
        risk.calls.clear()
        track = self._tracks.get(unit.id)
        low, high = within(*track[:4], fight.x, fight.y, fight.event.distance) if track is not None else (0.0, 0.0)
        if track is None or high <= low:
            self._leaves(risk)
            return
        since, takes = track[4:]
        begin = since + low * takes if takes < inf else since
        end = since + high * takes if takes < inf else inf
        now = self.w.now
        if begin > now:
            self._leaves(risk)
            risk.calls.append(self.w.clock.call_later(begin - now, self._expose, risk))
        elif end > now:
            self._expose(risk)
        if now < end < inf and high < 1.0:
            risk.calls.append(self.w.clock.call_later(end - now, self._leaves, risk))

    def _expose(self, risk: Risk) -> None:
        self._settle(risk)
        risk.exposed = True
        self._risks[risk.fight.event.id, risk.who.id] = risk
        self._wait(risk)

    def _leaves(self, risk: Risk) -> None:
        self._settle(risk)
        risk.exposed = False
        self._wait(risk)

    # what they meet

    def _luck(self, fight: Fight, who: str, number: int) -> float:
        return -log(1 - self.w.draws.once(f"{fight.event.id}/{who}", f"hit {number}"))

    def _rate(self, risk: Risk) -> float:
        """Hits a second in heavy fire, times how heavy it is."""
        if not risk.exposed or risk.fight.over:
            return 0.0
        fire = risk.fight.level * risk.fight.event.intensity
        if isinstance(risk.who, Unit):
            cover = self._walls if risk.who.at in self.w.residents.homes and risk.who.state != "moving" else 1.0
            return fire * cover * self.p.strikes * (self.p.on_foot if risk.who.spec.mobility == "foot" else 1.0)
        return fire * self.p.people * sum(self._weights(risk.who))

    def _weights(self, place: Place) -> tuple[float, float]:
        """People of a compound behind walls, and in the safe room, by what they are worth as a target."""
        home = self.w.residents.homes[place.id]
        others = self.w.convoy.others.get(place.id, 0)
        return (home.count("home", "hidden") + others) * self._walls, home.count("safe_room") * self._room

    def _settle(self, risk: Risk) -> None:
        """What was met since is met at the rate that held then."""
        risk.spent += risk.rate * (self.w.now - risk.since)
        risk.since = self.w.now

    def _wait(self, risk: Risk) -> None:
        self.w.clock.cancel(risk.due)
        risk.due, risk.rate = None, self._rate(risk)
        if risk.rate > 0:
            risk.due = self.w.clock.call_later(max(0.0, risk.budget - risk.spent) / risk.rate, self._hit, risk)

    def fewer(self, at: str) -> None:
        """People have left a compound: it is hit less from now on."""
        for risk in [r for r in self._risks.values() if isinstance(r.who, Place) and r.who.id == at]:
            self._settle(risk)
            self._wait(risk)

    def _hit(self, risk: Risk) -> None:
        self._settle(risk)  # a part of a second too early: what is spent stays as it is
        risk.count += 1
        risk.budget += self._luck(risk.fight, risk.who.id, risk.count)
        name = f"{risk.fight.event.id}/{risk.who.id}/{risk.count}"
        if any(group.id in self.w.braked for group in risk.fight.groups):
            pass  # exercise control keeps them from doing harm
        elif isinstance(risk.who, Unit):
            self._hit_unit(risk.fight, risk.who, name)
        else:
            self._hit_compound(risk.fight, risk.who, name)
        self._wait(risk)

    def _hit_unit(self, fight: Fight, unit: Unit, name: str) -> None:
        u = self.w.draws.several(name, "strike")
        foot = unit.spec.mobility == "foot"
        chance = 1.0 if foot else self.p.hits_armour if unit.spec.armour else self.p.hits_soft
        wounded = u[0] < chance
        journey = self.w.roads.journeys.get(unit.id)
        cause = journey.mark if journey is not None else unit.mark
        data = {"at": fight.at, "wounded": int(wounded)}
        seq = self.w.emit("unit_hit", unit.id, data, fight.mark, self.w.given(cause, unit.mark))
        self._hits[unit.id] = self._hits.get(unit.id, 0) + 1
        self.w.roads.hot.setdefault(unit.id, {})[fight.at] = seq
        if wounded and not self.w.convoy.hit(unit, u[1], u[2], fight.at, seq):
            unit.strength -= 1
            unit.mark = self.w.casualties.peacekeepers(unit.id, fight.at, 1, seq)
        if journey is not None:
            self.w.roads.tell(journey, "shots", fight.at, 1, "heard", seq)
        if unit.strength < 0.5 * unit.spec.strength and unit.order is not None:
            self.w.duties.drop(unit, marked("has lost half of its people"), seq)
            return
        limit = self.p.turns_armour if unit.spec.armour else self.p.turns_soft
        enough = self._hits[unit.id] >= limit or (wounded and not unit.spec.armour)
        if enough and journey is not None and self.w.planning.finds("turn_back", journey.key):
            self.w.roads.turn_back(unit, fight.at, seq)

    def _hit_compound(self, fight: Fight, place: Place, name: str) -> None:
        home = self.w.residents.homes[place.id]
        u = self.w.draws.several(name, "who")
        walls, room = self._weights(place)
        given = self.w.given(home.mark)
        if u[0] * (walls + room) < room:
            there = home.living("safe_room")
        else:
            there = home.living("home", "hidden")
            others = self.w.convoy.others.get(place.id, 0)
            if u[1] * (len(there) + others) >= len(there):
                self.w.convoy.other_hurt(place.id, name, fight.mark, given)
                return
        index = there[int(u[2] * len(there))] if there else -1
        if index < 0 or index in home.harmed:
            return
        home.harmed.add(index)
        seq = self.w.emit("resident_harmed", place.id, {"kind": "shot"}, fight.mark, given)
        home.persons[index] = self.w.casualties.hurt(f"{place.id}/resident {index}", place.id, "perpetrator", seq)
