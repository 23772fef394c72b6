"""Search: gates that look for weapons, shelters that hide them, teams that find them.

Model
    *Gate.*  Each armed person who comes through the lanes is found with ``gate_finds`` (0.7), times
    what the gate's mode is worth; a find is seen by the guards, closes a lane, and waits for a
    military party where the gate has none (hand-over, C35).

    *Caches.*  A site holds a stock of weapon caches.  Weapons smuggled past the gates add to it.
    Daily searches of up to 30 shelters, targeted searches and whole-site operations take from it:

        found a day = shelters searched / shelters * caches * ``shelter_finds``

    each cache with its own draw.  Before a whole-site operation word gets out and ``leaks`` of the
    caches are moved.  Each day of searching costs trust, more where leaders are not told.

Parameters
    ``parameters.search``; domain 3 rows "Gate search per lane; find p", "Shelter search; find p".

Oracle
    Find shares; 30 shelters a day take about 220 days for a site of 6,650.

Never
    A team does not know which shelter holds a cache.
"""

from __future__ import annotations

from functools import partial
from math import log

from simulator.blueprint.model import SearchSpec, StreamSpec
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.gates import Gate
from simulator.engine.world import World

__all__ = ["Search"]

_DAY = 86400
_HELD_S = 1800


class Search(Mechanism):
    """Searches gates and shelters."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.search
        spec = world.blueprint.search
        self.spec: SearchSpec | None = spec
        self.caches = spec.caches if spec else 0
        places = world.blueprint.places.values()
        self.shelters = spec.shelters or sum(p.shelters for p in places if spec.of in (p.id, p.of)) if spec else 0
        """shelters of the site; where the search does not say, those of its places"""
        self.first = max(1, self.caches)
        self.mark = 0
        self._smuggled = 0
        world.verbs["infiltrate"] = self._infiltrate

    def begin(self) -> None:
        """Start smuggling and, when they begin, the searches."""
        spec = self.spec
        if spec is None:
            return
        if spec.smuggled > 0:
            self._next_smuggler()
        if spec.daily_shelters or spec.targeted_per_week or spec.full_scale_every:
            self.w.clock.call_at(min(spec.begins, 1 << 40), self._day)
        if spec.full_scale_every:
            self.w.clock.call_at(spec.begins + spec.full_scale_every, self._full_scale)

    @property
    def share(self) -> float:
        """Caches left, of those at STARTEX; all where nothing is said about caches."""
        return self.caches / self.first if self.spec is not None and self.spec.caches else 1.0

    # gates

    def finds(self, gate: Gate) -> float:
        """How likely a weapon is found at a gate."""
        worth = {"open": 0.0, "hold": 1.0, "moving": self.w.p.gates.hasty_finds}.get(gate.mode, 1.0)
        return self.p.gate_finds * worth

    def _infiltrate(self, event: StreamSpec, gate_name: str, cause: int) -> None:
        """Armed men come to a gate among the others, one by one, and stand in line."""
        gate = self.w.gates.gates[gate_name]
        count = event.number if event.number >= 0 else round(self.w.groups[event.by].strength)
        for k in range(count):
            self.w.clock.later(60 + 120 * k, self.w.gates.join, gate, partial(self._searched, event, gate, k, cause))
        self.w.threat.finish(event, cause)

    def _searched(self, event: StreamSpec, gate: Gate, k: int, cause: int) -> None:
        """A search is done: the weapon is found, or it passes."""
        if gate.mode == "hold":  # nobody gets through: he stands in line until somebody does
            self.w.clock.later(_HELD_S, self.w.gates.join, gate, partial(self._searched, event, gate, k, cause))
            return
        u = self.w.draws.once(event.id, f"search {k}")
        if u >= self.finds(gate):
            self.w.emit("weapon_missed", gate.id, {"by": event.by}, cause, self.w.given(gate.mark))
            self.w.community.move(tension=self.w.p.community.rearmed, cause=cause)
            return
        seq = self.w.emit("weapon_found", gate.id, {"by": event.by}, cause, self.w.given(gate.mark))
        self.w.write(f"find@{gate.id}", 1, "open", seq)
        waits = 0.0 if gate.spec.military_party else float(self.p.response)
        self.w.gates.close_lane(gate, self.p.lane_closed + waits, seq)
        guard = self.w.units.get(gate.spec.guarded_by)
        if guard is not None:
            self.w.observation.sights(guard, "find", gate.id, 1, "open", seq)
        if waits and self.w.draws.once(event.id, f"freed {k}") < self.p.freed:
            # nobody armed stands by: the man's friends take him back and hurt who holds him
            mark = self.w.casualties.peacekeepers(guard.id if guard else gate.id, gate.id, 1, seq)
            self.w.community.move(tension=self.w.p.community.rearmed, cause=mark)

    # caches

    def _next_smuggler(self) -> None:
        spec = self.spec
        assert spec is not None
        u = self.w.draws.stream("smugglers", "come").uniform()
        self.w.clock.later(-log(1 - u) / spec.smuggled, self._smuggle)

    def _smuggle(self) -> None:
        spec = self.spec
        assert spec is not None
        self._smuggled += 1
        u = self.w.draws.once("smugglers", f"search {self._smuggled}")
        if spec.gate_search and self.w.now >= spec.begins and u < self.p.gate_finds:
            self.mark = self.w.emit(
                "weapon_found", spec.of, {"by": "smuggler"}, self.w.started, self.w.given(self.mark)
            )
        else:
            self.caches += 1
        self._next_smuggler()

    def _day(self) -> None:
        """One day's searches: a zone of shelters, and the targeted ones."""
        spec = self.spec
        assert spec is not None
        shelters = self.shelters
        searched = min(spec.daily_shelters, shelters)
        stream = self.w.draws.stream("search teams", "day")
        found = 0
        chance = searched / max(1, shelters) * self.p.shelter_finds
        for _ in range(self.caches):
            found += stream.uniform() < chance
        targeted = spec.targeted_per_week / 7
        count = int(targeted) + (stream.uniform() < targeted - int(targeted))
        for _ in range(count):
            found += self.caches > found and stream.uniform() < self.p.targeted * self.p.shelter_finds
        self.caches -= found
        self.mark = self.w.emit(
            "search_done",
            spec.of,
            {
                "shelters": searched,
                "targeted": count,
                "found": found,
                "left": self.caches,
                "team_h": self._hours(searched + count),
            },
            self.w.started,
            self.w.given(self.mark),
        )
        self._found(found)
        if searched or count:
            self._trust(1.0)
        self.w.clock.later(_DAY, self._day)

    def _found(self, count: int) -> None:
        """Each cache that a search finds is one event."""
        assert self.spec is not None
        for _ in range(count):
            self.mark = self.w.emit("cache_found", self.spec.of, {}, self.mark)

    def _hours(self, shelters: int) -> int:
        """Hours of one team that it takes to search so many shelters."""
        return round(shelters * self.p.shelter_time.mean / 3600)

    def _full_scale(self) -> None:
        """The whole site is cordoned and searched; part of the caches was moved in time."""
        spec = self.spec
        assert spec is not None
        stream = self.w.draws.stream("search teams", "full scale")
        found = 0
        for _ in range(self.caches):
            stays, seen = stream.uniform() >= self.p.leaks, stream.uniform() < self.p.shelter_finds
            found += stays and seen
        self.caches -= found
        self.mark = self.w.emit(
            "search_done",
            spec.of,
            {
                "shelters": self.shelters,
                "targeted": 0,
                "found": found,
                "left": self.caches,
                "team_h": self._hours(self.shelters),
            },
            self.w.started,
            self.w.given(self.mark),
        )
        self._found(found)
        self._trust(10.0)
        self.w.clock.later(spec.full_scale_every, self._full_scale)

    def _trust(self, weight: float) -> None:
        spec = self.spec
        assert spec is not None
        cost = self.p.trust_cost * weight * (0.1 if spec.leaders_told else 0.3)
        self.w.community.move(trust=-cost * self.w.community.trust, cause=self.mark)
