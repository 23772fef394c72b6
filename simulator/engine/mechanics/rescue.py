"""Rescue: a unit goes after people who were taken, to where its post believes them to be.

Model
    A unit told to ``rescue`` goes to the place of the report.  Captors who are there, or in sight along their way
    (600 m by day, 80 m by night), it comes up with (mechanisms *standoff*, *force*).  If nobody is there it says so,
    and goes

        on to where its post has heard last that captives were seen, else
        after their tracks, if it finds them (``tracks_day``, ``tracks_night``),

    in all no farther than ``pursue`` says: without it a unit does not pursue.  Behind a column at a gap g, with speed u
    against its pace v, it comes up with it after

        T = g / (u - v),   never where u <= v, and not at all if v T more metres take it beyond ``pursue`` or the end

    (``follows_foot``, ``follows_vehicle``, by night ``follows_night`` of it); otherwise it turns round at its limit.
    They meet at the place of the way that is nearest.  Freed people are gathered (``collect``), counted, and walk
    to the nearest gate with the unit beside them.

Parameters
    ``parameters.abduction``, ``parameters.observation`` for sight.

Oracle
    T, where they meet, and when it turns round, by hand arithmetic.

Never
    A unit does not know where captors are: it has its post's picture, its own eyes, and tracks.
"""

from __future__ import annotations

from functools import partial
from math import inf

from simulator.catalogue import marked
from simulator.conditions import NO_FACT
from simulator.engine.duties import Order
from simulator.engine.entities import Unit
from simulator.engine.mechanics.abduction import Column
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.trips import Trip
from simulator.engine.world import World

__all__ = ["Rescue", "comes_up"]


def comes_up(gap: float, speed: float, pace: float) -> float | None:
    """Seconds until somebody who follows at a speed comes up with a column a gap ahead; None for never."""
    if gap <= 0:
        return 0.0
    return gap / (speed - pace) if speed > pace else None


class _Chase:
    """How far one unit has gone after captors, and where it has looked."""

    __slots__ = ("gone", "looked", "order")

    def __init__(self, order: Order):
        self.order = order
        self.gone = 0.0
        self.looked: set[str] = set()


class Rescue(Mechanism):
    """Runs the task rescue."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.abduction
        world.duties.offer("rescue", self._begin, self._dropped)

    def _begin(self, order: Order) -> None:
        self._look(_Chase(order), order.unit.at, order.mark)

    def _dropped(self, order: Order) -> None:
        order.unit.loading = False
        self.w.force.stand_down(order.unit)

    # who is there

    def _sight(self) -> float:
        p = self.w.p.observation
        return float(p.night_range if self.w.daylight.night else p.day_range)

    def _here(self, at: str) -> Column | None:
        """A column at a place, or in sight along its way from there."""
        sight = self._sight()
        for column in self.w.abduction.columns:
            if not column.active or at not in column.path:
                continue
            ahead = column.metres(self.w.now) - column.passed[column.path.index(at)]
            if column.group.at == at or (column.state != "seizing" and abs(ahead) <= sight):
                return column
        return None

    def _passed(self, at: str) -> Column | None:
        """The column that has gone by a place last; its tracks are there."""
        gone = [
            c
            for c in self.w.abduction.columns
            if c.state in ("walking", "held")
            and at in c.path
            and c.metres(self.w.now) >= c.passed[c.path.index(at)] > -1
        ]
        return min(gone, key=lambda c: c.metres(self.w.now) - c.passed[c.path.index(at)], default=None)

    def _look(self, chase: _Chase, at: str, cause: int) -> None:
        order = chase.order
        chase.looked.add(at)
        column = self._here(at)
        if column is not None and column.group.at:
            self._meets(chase, column, cause)
            return
        if column is not None:
            self._follows(chase, column, at, cause, marked("sight"), inf)  # who is in sight is the task itself
            return
        freed = next((c for c in self.w.abduction.columns if c.state == "free" and c.captives and at in c.path), None)
        given = self.w.given(order.unit.mark, freed.mark if freed else 0, *(c.mark for c in self.w.abduction.columns))
        seq = self.w.emit("nobody_found", order.unit.id, {"at": at}, cause, given)
        order.mark = seq
        if not self._on_a_report(chase, at, seq) and not self._on_tracks(chase, at, seq):
            self._gives_up(chase, seq, over=freed is not None)

    # going on

    def _on_a_report(self, chase: _Chase, at: str, cause: int) -> bool:
        """On to where the post has heard last that captives were seen, if that is within the task."""
        order = chase.order
        post = self.w.command.get(order.post)
        if post is None or order.step.pursue <= 0:
            return False
        x, y = self.w.where(at)
        best, mark, seen = "", 0, post.picture.get(f"abduction@{order.place}", NO_FACT)[2]
        for key, (_, state, seen_at, told, live) in post.picture.items():
            kind, _, place = key.partition("@")
            if kind != "captives" or not live or place == "*" or state == "gone" or place in chase.looked:
                continue
            if seen_at > seen and chase.gone + self.w.distance(x, y, place) <= order.step.pursue:
                best, mark, seen = place, told, seen_at
        if not best:
            return False
        chase.gone += self.w.distance(x, y, best)
        data = {"at": at, "how": marked("a report"), "to": best}
        seq = self.w.emit("pursuit_began", order.unit.id, data, cause, self.w.given(mark))
        order.unit.loading = True
        self.w.movement.carry(order.unit, best, order.source, seq, lambda m: self._there(chase, best, m))
        return True

    def _there(self, chase: _Chase, at: str, mark: int) -> None:
        chase.order.unit.loading = False
        if chase.order.stands:
            self._look(chase, at, mark)

    def speed(self, unit: Unit) -> float:
        """Metres a second at which a unit follows tracks."""
        speed = self.p.follows_foot if unit.spec.mobility == "foot" else self.p.follows_vehicle
        return speed * (self.p.follows_night if self.w.daylight.night else 1.0)

    def _on_tracks(self, chase: _Chase, at: str, cause: int) -> bool:
        """After their tracks, until it comes up with them or has gone as far as it may."""
        order, column = chase.order, self._passed(at)
        if column is None or order.step.pursue <= chase.gone:
            return False
        finds = self.p.tracks_night if self.w.daylight.night else self.p.tracks_day
        if self.w.draws.once(f"{order.key}/{at}", "finds tracks") >= finds:
            return False
        self._follows(chase, column, at, cause, marked("tracks"), order.step.pursue - chase.gone)
        return True

    def _follows(self, chase: _Chase, column: Column, at: str, cause: int, how: str, limit: float) -> None:
        unit = chase.order.unit
        speed, began = self.speed(unit), column.passed[column.path.index(at)]
        gap = column.metres(self.w.now) - began
        takes = comes_up(gap, speed, column.pace if column.state == "walking" else 0.0)
        end = column.passed[-1] - began
        caught = takes is not None and speed * takes <= min(limit, end)
        if not caught:
            takes = min(limit, end) / speed
        assert takes is not None
        chase.gone += speed * takes
        data = {"at": at, "how": how, "to": ""}
        seq = self.w.emit("pursuit_began", unit.id, data, cause, self.w.given(column.mark))
        unit.loading = True
        self.w.clock.later(takes, self._comes_up if caught else self._at_its_limit, chase, column, seq)

    def _at_its_limit(self, chase: _Chase, column: Column, cause: int) -> None:
        order, unit = chase.order, chase.order.unit
        unit.loading = False
        if not order.stands:
            return
        if column.state == "held":
            self._comes_up(chase, column, cause)
            return
        seq = self.w.emit("pursuit_ended", unit.id, {"at": unit.at}, cause, self.w.given(column.mark))
        self._gives_up(chase, seq, over=column.state == "free")

    def _comes_up(self, chase: _Chase, column: Column, cause: int) -> None:
        order, unit = chase.order, chase.order.unit
        unit.loading = False
        if not order.stands:
            return
        if column.state in ("walking", "held"):
            self._meets(chase, column, cause)
        else:
            self._gives_up(chase, cause, over=column.state == "free")

    def _gives_up(self, chase: _Chase, cause: int, *, over: bool) -> None:
        """Nothing more that the unit may do: it says so, and is free."""
        order = chase.order
        state = "closed" if over else "lost"
        self.w.reporting.report(order.unit, order.post, "abduction", order.place, 1, state, cause, after=30)
        self.w.duties.done(order, cause)

    # face to face

    def _meets(self, chase: _Chase, column: Column, cause: int) -> None:
        order, unit = chase.order, chase.order.unit
        at = column.group.at or column.near(self.w.now)
        if unit.at != at:
            there = lambda m: self._faces(chase, column, at, m)  # noqa: E731
            self.w.movement.carry(unit, at, order.source, cause, there, takes=0.0)
            return
        self._faces(chase, column, at, cause)

    def _faces(self, chase: _Chase, column: Column, at: str, cause: int) -> None:
        order, unit = chase.order, chase.order.unit
        if not order.stands:
            return
        if column.state in ("walking", "held"):
            unit.mark = order.mark = self.w.standoff.met(column, unit, at, cause)
            self._says(order, at, column.captives, "standoff", unit.mark)
        if not self.w.force.joined(unit, at, order.mark, on_calm=lambda seq: self._calm(chase, column, at, seq)):
            self._calm(chase, column, at, cause)

    def _says(self, order: Order, at: str, value: float, state: str, cause: int) -> None:
        """What the unit says of captives: to who sent it, and to the commander on the scene."""
        unit, known = order.unit, f"captives@{at}"
        on_scene = [n for n, p in self.w.blueprint.command.items() if p.kind == "on_scene"]
        for name in dict.fromkeys((order.post, *on_scene)):
            post = self.w.command.get(name)
            if post is not None and (state != "gone" or known in post.picture):
                self.w.reporting.report(unit, name, "captives", at, value, state, cause, after=10)

    def _calm(self, chase: _Chase, column: Column, at: str, cause: int) -> None:
        """Nobody is there any more whom one could face: the captives are free, or were led on."""
        order = chase.order
        if not order.stands:
            return
        if column.state == "free":
            for place in column.path:
                self._says(order, place, 0, "gone", cause)
            takes = self.p.collect.draw(self.w.draws.once(order.key, "collect"))
            self.w.clock.later(takes, self._gathered, chase, column, at, cause)
            return
        seq = self.w.emit("pursuit_ended", order.unit.id, {"at": at}, cause, self.w.given(column.mark))
        self._says(order, at, 0, "gone", seq)
        self._gives_up(chase, seq, over=False)

    def _gathered(self, chase: _Chase, column: Column, at: str, cause: int) -> None:
        """They are counted, and walk to the gate with the unit beside them."""
        order = chase.order
        if not order.stands:
            return
        if column.captives < 1:
            self._gives_up(chase, cause, over=True)
            return
        count, column.captives = column.captives, 0
        gate = self.w.farms.gate(at)
        trip, takes = Trip(self.w, order), self.w.farms.way_home(at, self.p.pace.mean)
        trip.drives(gate, cause, partial(self._home, trip, count, gate), takes)

    def _home(self, trip: Trip, count: int, gate: str, mark: int) -> None:
        order, unit = trip.order, trip.unit
        trip.over()
        data = {"count": count, "by": unit.id}
        seq = self.w.emit("captives_returned", gate, data, mark, self.w.given(unit.mark))
        self.w.community.move(trust=self.p.freed_trust, cause=seq)
        if order.stands:
            self.w.reporting.report(unit, order.post, "abduction", order.place, 0, "closed", seq, after=30)
            self.w.duties.done(order, seq)
