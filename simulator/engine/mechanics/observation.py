"""Observation: who sees what, and when.

Model
    Something that can be seen (a gathering, a breach, a fire, a crowd) is there from one moment to
    another.  Each observer sees it with a hazard that falls with the square of the distance and is
    nought beyond ``blind`` ranges:

        h(r) = ln 2 / 60 s * (R / r)^2,  at most ln 2 / 5 s,  for r <= blind * R

    so that at the range of sight R half of all observers see a person within a minute.  R is
    ``day_range`` by day, ``night_range`` by night, ``infrared_range`` by night with sensors; towers,
    groups and fires are seen further; rain shortens it.  The probability to have seen it after t is
    1 - exp(-integral of h), piecewise over day and night; one exponential budget per observer and
    thing is spent, so that two runs see with the same eyes.

    Sensors notice a crossing of their segment with ``sensor_detects`` and give false alarms.  People
    who trust the mission tell it of a gathering after ``community_warns``.  A team that walks past a
    cut fence notices it with ``patrol_sees``.

Parameters
    ``parameters.observation``; domain 3 rows "Sighting of a person", "Sensor detection; false alarms".

Oracle
    Closed form of the detection probability; mean of the false alarms.

Never
    An observer reports what it saw, with an error of estimate; nobody reports from the truth.
"""

from __future__ import annotations

from math import hypot, inf, log

from simulator.engine.clock import Call
from simulator.engine.entities import Post, Talker, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Observation", "Thing"]

_STEADY, _QUICK = log(2) / 60.0, log(2) / 5.0
_GLOW = 4.0
"""a fire is seen this much further by night [A]"""
_TELLERS = 3
"""how many of those who watched something say that it is over; the others hear them"""


class Thing:
    """Something that can be seen at a place, while it lasts."""

    __slots__ = ("calls", "far", "key", "kind", "mark", "name", "over", "place", "seen_by", "sight", "state", "value")

    def __init__(self, kind: str, place: str, value: float, sight: float, state: str, mark: int, far: float):
        self.kind, self.place, self.value, self.sight, self.state, self.mark = kind, place, value, sight, state, mark
        self.far = far
        """metres outside the place"""
        self.key = self.name = f"{kind}@{place}"
        """``name`` tells it from earlier things of its kind at its place: its draws are its own"""
        self.over = False
        self.calls: list[Call] = []
        self.seen_by: dict[str, Talker] = {}


class Observation(Mechanism):
    """Keeps what can be seen and lets observers see it."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.observation
        self.things: dict[str, Thing] = {}
        self._appeared: dict[str, int] = {}
        self.sensors: dict[str, Talker] = {}
        self.community = Talker("community", "civilian", self._home("civilian"), 0.0, 0.0, ("community",))
        self.community.channels = tuple(world.channels.values())
        for segment in world.segments.values():
            if segment.spec.sensors:
                under = segment.posts[0].under if segment.posts else self._home("security")
                sensor = Talker(
                    f"{segment.id}_sensors", "security", under, segment.x, segment.y, ("sensors", segment.id)
                )
                sensor.channels = tuple(world.channels.values())
                self.sensors[segment.id] = sensor

    def _home(self, component: str) -> str:
        for post in self.w.blueprint.command.values():
            if component in post.integrates or component == post.component:
                return post.id
        return next(iter(self.w.blueprint.command), "")

    def begin(self) -> None:
        """Start the sensors' false alarms."""
        for name, sensor in self.sensors.items():
            if self.p.false_alarms > 0:
                self._next_false_alarm(name, sensor)

    def _next_false_alarm(self, segment: str, sensor: Talker) -> None:
        u = self.w.draws.stream(sensor.id, "false alarms").uniform()
        self.w.clock.later(-log(1 - u) / self.p.false_alarms, self._false_alarm, segment, sensor)

    def _false_alarm(self, segment: str, sensor: Talker) -> None:
        """A sensor reports what is not there, by night; the watch knows that it often does."""
        if self.w.daylight.night:
            seq = self.w.emit("false_alarm", sensor.id, {"at": segment}, self.w.started)
            self.w.rules.forget(sensor, "alarm", segment)
            self.w.rules.saw(sensor, "alarm", segment, 1, "present", seq)
        self._next_false_alarm(segment, sensor)

    # things

    def appear(
        self, kind: str, place: str, value: float, mark: int, *, sight: float = 1.0, state: str = "", far: float = 0.0
    ) -> None:
        """Something can be seen at a place from now on, ``far`` metres outside it; seen by who looks there."""
        key = f"{kind}@{place}"
        before = self.things.get(key)
        if before is not None:  # what is there is new: whoever reported the old says so again
            for who in before.seen_by.values():
                self.w.rules.forget(who, kind, place)
            self.vanish(kind, place, "", mark, tell=False)
        thing = self.things[key] = Thing(kind, place, value, sight, state or "present", mark, far)
        count = self._appeared[key] = self._appeared.get(key, 0) + 1
        thing.name = key if count == 1 else f"{key}#{count}"
        self.w.write(key, value, thing.state, mark)
        self._watch(thing)
        for unit in self.w.units.values():
            if unit.at == place and unit.state != "moving":
                self._sees_soon(unit, thing, 30.0)
        if kind == "massing" and self.w.community.trust > 0:
            u = self.w.draws.several(thing.name, "community")
            if u[0] < self.w.community.trust:
                takes = self.p.community_warns.draw(u[1]) / max(0.2, self.w.community.trust)
                self._sees_soon(self.community, thing, takes)

    def changed(self, kind: str, place: str, value: float, mark: int) -> None:
        """More or fewer of it: who watches it sees that."""
        thing = self.things.get(f"{kind}@{place}")
        if thing is not None:
            thing.value, thing.mark = value, mark
            self.w.write(f"{kind}@{place}", value, thing.state, mark)

    def vanish(self, kind: str, place: str, state: str, mark: int, *, tell: bool = True) -> None:
        """It is over; those who saw it see that and report it."""
        thing = self.things.pop(f"{kind}@{place}", None)
        if thing is None:
            return
        thing.over = True
        for call in thing.calls:
            self.w.clock.cancel(call)
        self.w.write(f"{kind}@{place}", 0, state or "gone", mark, live=False)
        if not tell:
            return
        watching = [who for who in thing.seen_by.values() if not (isinstance(who, Post) and not who.manned)]
        for who in watching[:_TELLERS]:
            name = who.id
            u = self.w.draws.once(f"{name}/{thing.name}", "sees the end")
            self.w.clock.later(30 + 90 * u, self._sees_end, who, kind, place, state or "gone", mark)

    def _sees_end(self, who: Talker, kind: str, place: str, state: str, mark: int) -> None:
        if f"{kind}@{place}" in self.things:
            return
        self.sights(who, kind, place, 0, state, mark, self.w.given(who.mark), anew=True)

    def sights(
        self,
        who: Talker,
        kind: str,
        place: str,
        value: int,
        state: str,
        cause: int,
        given: tuple[int, ...] = (),
        *,
        anew: bool = False,
    ) -> None:
        """Somebody sees something, and does what its drills say; ``anew`` though it has seen that before."""
        data = {"what": kind, "at": place, "value": value, "state": state}
        seq = self.w.emit("sighted", who.id, data, cause, given)
        if anew:
            self.w.rules.forget(who, kind, place)
        self.w.rules.saw(who, kind, place, value, state, seq)

    # eyes

    def reach(self, post: Post, *, night: bool) -> float:
        """The range at which a post sees a person, in metres, without rain."""
        p = self.p
        base = (p.infrared_range if post.spec.infrared else p.night_range) if night else p.day_range
        return base * (p.tower if post.spec.tower else 1.0)

    def hazard(self, distance: float, reach: float) -> float:
        """Chance a second that an observer sees something at a distance."""
        if distance > self.p.blind * reach:
            return 0.0
        return min(_QUICK, _STEADY * (reach / max(distance, 1.0)) ** 2)

    def _rows(self, thing: Thing, rain: float) -> list[tuple[str, float, float]]:
        """(post, hazard by day, hazard by night) of the posts that may see a thing; kept for the process."""
        far = thing.far
        name = (thing.place, far, thing.sight, thing.kind == "fire", rain)
        rows = self.w.program.sight.get(name)
        if rows is None:
            x, y = self.w.where(thing.place)
            if far and (segment := self.w.blueprint.segments.get(thing.place)):
                ox, oy = self.w.where(segment.faces)
                length = hypot(x - ox, y - oy) or 1.0
                x, y = x + (x - ox) / length * far, y + (y - oy) / length * far
            sight, glow = thing.sight * rain, _GLOW if thing.kind == "fire" else 1.0
            rows = []
            for post in self.w.posts.values():
                distance = hypot(post.x - x, post.y - y)
                day = self.hazard(distance, self.reach(post, night=False) * sight)
                night = self.hazard(distance, self.reach(post, night=True) * sight * glow)
                if day or night:
                    rows.append((post.id, day, night))
            self.w.program.sight[name] = rows
        return rows

    def _watch(self, thing: Thing) -> None:
        """Every held post that can see the thing does so after its own time."""
        w = self.w
        name = f"sees {thing.name}"
        rain = w.p.daylight.rain_sight if w.daylight.rain else 1.0
        for post_id, day, night in self._rows(thing, rain):
            post = w.posts[post_id]
            if post.manned:
                self._looks(post, thing, day, night, name)

    def _looks(self, post: Post, thing: Thing, day: float, night: float, name: str) -> None:
        takes = self.delay(day, night, -log(1 - self.w.draws.once(post.id, name)))
        if takes < inf:
            thing.calls.append(self.w.clock.call_later(takes, self._sees, post, thing))

    def manned(self, post: Post) -> None:
        """People are back at a post: they look at what there is, as if it had just come."""
        rain = self.w.p.daylight.rain_sight if self.w.daylight.rain else 1.0
        for thing in list(self.things.values()):
            for post_id, day, night in self._rows(thing, rain):
                if post_id == post.id:
                    name = f"sees {thing.name} again {self.w.now}"  # not for people
                    self._looks(post, thing, day, night, name)

    def delay(self, day: float, night: float, budget: float) -> float:
        """Seconds from now until an exponential budget is spent at these hazards; inf for never."""
        at, end = self.w.now, self.w.blueprint.duration
        while at <= end:
            hazard = night if self.w.daylight.dark_at(at) else day
            until = min(self.w.daylight.next_change(at), end + 1)
            if hazard * (until - at) >= budget:
                return at + budget / hazard - self.w.now
            budget -= hazard * (until - at)
            at = until
        return inf

    def _sees_soon(self, who: Talker, thing: Thing, takes: float) -> None:
        thing.calls.append(self.w.clock.call_later(takes, self._sees, who, thing))

    def _sees(self, who: Talker, thing: Thing) -> None:
        """Somebody sees it, and says so unless others have; who says nothing still watches."""
        if thing.over or who.id in thing.seen_by or (who.__class__ is Post and not who.manned):
            return
        thing.seen_by[who.id] = who
        drills = self.w.rules.drills(who, thing.kind, thing.key, thing.value, thing.state)
        if drills:
            u = self.w.draws.once(who.id, f"counts {thing.name}")
            value = max(1, round(thing.value * (1 + self.p.estimate * (2 * u - 1))))
            data = {"what": thing.kind, "at": thing.place, "value": value, "state": thing.state}
            post = self.w.command.get(who.under)
            unheard = self.w.commanding.unheard(post, thing.key) if post is not None and post.unheard else ()
            seq = self.w.emit("sighted", who.id, data, thing.mark, self.w.given(who.mark, *unheard))
            self.w.rules.saw(who, thing.kind, thing.place, value, thing.state, seq, drills)

    def arrived(self, unit: Unit, place: str, mark: int) -> None:
        """A unit that comes to a place sees what is there."""
        for kind in ("breach", "contact", "fire", "crowd", "unrest", "casualties", "abduction", "captives"):
            thing = self.things.get(f"{kind}@{place}")
            if thing is not None and unit.id not in thing.seen_by:
                self._sees_soon(unit, thing, 30.0)

    # what passes by

    def crossing(self, segment: str, mark: int) -> None:
        """Somebody crosses the wire: the sensors may notice."""
        sensor = self.sensors.get(segment)
        count = self._appeared[f"crossing@{segment}"] = self._appeared.get(f"crossing@{segment}", 0) + 1
        if sensor is not None and self.w.draws.once(sensor.id, f"crossing {count}") < self.p.sensor_detects:
            self.sights(sensor, "alarm", segment, 1, "present", mark, anew=True)

    def passes(self, team: Talker, place: str, u: float, *, on_foot: bool) -> None:
        """A patrol goes past a place: it may notice what is there."""
        for kind in ("breach", "massing", "abduction"):
            thing = self.things.get(f"{kind}@{place}")
            chance = self.p.patrol_sees if on_foot else self.p.vehicle_sees
            if thing is not None and team.id not in thing.seen_by and u < chance:
                self._sees(team, thing)
