"""Abduction: people are taken at work outside the wire and led away on foot; the race for them.

Model
    A group comes to a field (mechanism *farms*) and rounds its people up for ``seizes``.  A share ``escapes``
    gets away before, and so does everybody whom the men cannot lead: at most ``led_by_one`` for each of them.
    Who got away is at the gate after the way at ``runs``, and tells.  While units that are strong and willing
    enough stand there (mechanism *force*, as at a breach) nobody is taken.

    Both are seen like a person, not like a group in the open: crops and grass are high.

    The column walks from the field through the places ``towards`` at a pace v of its own:

        metres gone(t) = v * (t - set out - time held up)

    and can be seen near each place that it has come to, until the next.  Behind the last one it is out of
    reach: nobody who is led that far is rescued.

    A unit that meets it holds it up (mechanisms *rescue*, *standoff*); so does one that stands at a place to which it
    comes.  Captors who turn back, or leave, let their captives go.

Parameters
    ``parameters.abduction``; domain 2, S04, and domain 3 rows "Free walk; families loaded".

Oracle
    Where a column is, and when it is out of reach, by hand; people taken = min(there - escaped, men * led).

Never
    Captors do not know who is after them.  What is done to captives is counted and referred, never told.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import hypot

from simulator import reasons
from simulator.blueprint.model import StreamSpec
from simulator.catalogue import marked
from simulator.engine.clock import Call
from simulator.engine.draws import poisson
from simulator.engine.entities import Group, Talker
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.farms import Farm
from simulator.engine.world import World, marks

__all__ = ["Abduction", "Column"]


class Column:
    """Captors and those whom they lead: ``state`` is seizing, walking, held, free or lost."""

    __slots__ = (
        "base",
        "call",
        "captives",
        "covered",
        "event",
        "fires_at",
        "group",
        "held_at",
        "leg",
        "mark",
        "pace",
        "passed",
        "path",
        "since",
        "state",
        "taken_at",
    )

    def __init__(self, event: StreamSpec, group: Group, path: tuple[str, ...], passed: tuple[float, ...], mark: int):
        self.event, self.group, self.path, self.passed, self.mark = event, group, path, passed, mark
        self.state = "seizing"
        self.captives = 0
        self.pace = 1.0
        self.leg, self.base, self.since = 0, 0.0, 0
        """the place that it came to last; metres gone then or when it was held up last; since when it walks"""
        self.held_at = self.taken_at = self.fires_at = -1
        self.covered = False
        self.call: Call | None = None

    @property
    def active(self) -> bool:
        """Whether captives are led or people rounded up."""
        return self.state in ("seizing", "walking", "held")

    def metres(self, now: int) -> float:
        """Metres gone from the field."""
        return self.base + self.pace * (now - self.since) if self.state == "walking" else self.base

    def near(self, now: int) -> str:
        """The place of its way that is nearest to where it is."""
        gone = self.metres(now)
        return min(zip(self.passed, self.path, strict=True), key=lambda row: (abs(row[0] - gone), row[0]))[1]


class Abduction(Mechanism):
    """Takes people, leads them away, lets them go."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.abduction
        self.columns: list[Column] = []
        world.verbs["abduct"] = self._abduct
        world.on("group_deterred", lambda seq, group, data: self._turned(group, data["at"], seq))
        world.on("group_left", lambda seq, group, data: self._turned(group, data["at"], seq))

    # at the field

    def _abduct(self, event: StreamSpec, on: str, seq: int) -> None:
        group = self.w.threat.group(event, seq)
        if group is None:
            return
        farm = self.w.farms.farms.get(on)
        if farm is None or farm.people < 1:
            self.w.threat.foil(event, marked("nobody is at work there"), seq, self.w.given(farm.mark if farm else 0))
            return
        takes = self.p.seizes.draw(self.w.draws.once(event.id, "seizes"))
        patrol = self.w.farms.passing(on, takes)
        mark = self.w.farms.disturbed(event, group, patrol, on, seq) if patrol is not None else 0
        if mark:
            self.w.threat.foil(event, marked("a patrol came past"), mark)
            return
        data = {"at": on, "strength": round(group.strength)}
        given = self.w.given(group.mark, farm.mark, patrol.mark if patrol else 0)
        mark = self.w.emit("group_entered", group.id, data, seq, given)
        self.w.whereabouts.move(group, "inside", on, mark)
        path = (on, *event.towards)
        metres = accumulate(
            (hypot(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(map(self.w.where, path))), initial=0.0
        )
        column = Column(event, group, path, tuple(metres), mark)
        self.columns.append(column)
        self.w.observation.appear("abduction", on, farm.people, mark)
        if patrol is not None:
            self.w.farms.seen_by(patrol, on)
        self.w.force.meet(group, on, mark)
        self.w.clock.later(takes, self._seized, column, farm)

    def _seized(self, column: Column, farm: Farm) -> None:
        """The people are rounded up, unless somebody who matters stands between."""
        group, at = column.group, farm.place
        if column.state != "seizing":
            return
        if self.w.force.bars(group, at):
            self.w.clock.later(self.w.p.force.round, self._seized, column, farm)
            return
        u = self.w.draws.several(column.event.id, "takes")
        there, farm.people = farm.people, 0
        away = min(there, poisson(there * self.p.escapes, u[0]))
        taken = min(there - away, int(group.strength * self.p.led_by_one.draw(u[1])))
        data = {"count": taken, "away": there - taken, "by": group.id}
        farm.mark = column.mark = self.w.emit("captives_taken", at, data, column.mark, self.given(column, farm.mark))
        self.w.observation.vanish("abduction", at, "closed", column.mark, tell=False)
        if there > taken:
            self._told_by(at, taken, "present", column.mark)
        if taken < 1:
            column.state = "free"
            self.w.whereabouts.leave(group, at, column.mark)
            return
        column.captives, column.taken_at = taken, self.w.now
        column.pace = self.p.pace.draw(u[2])
        self.walk(column, at, column.mark)

    def seizing(self, at: str) -> bool:
        """Whether the people of a field are being rounded up."""
        return any(c.state == "seizing" and c.path[0] == at for c in self.columns)

    def given(self, column: Column, *more: int) -> tuple[int, ...]:
        """What an event of a column depends on: its captors, and who faces them."""
        facing = self.w.force.facing(column.group.at) if column.group.at else []
        return self.w.given(column.group.mark, *marks(facing), *more)

    def _told_by(self, at: str, value: float, state: str, cause: int) -> None:
        """People who run back to the gate tell what they know."""
        gate = self.w.farms.gate(at)
        guard = self.w.units.get(self.w.blueprint.places[gate].guarded_by)
        x, y = self.w.where(gate)
        teller = Talker(f"{at}_residents", "civilian", guard.under if guard else "", x, y, ("community",))
        teller.channels = guard.channels if guard else tuple(self.w.channels.values())
        to = teller.under or next(iter(self.w.command), "")
        wait = self.w.farms.way_home(at, self.p.runs)
        self.w.clock.later(wait, self.w.reporting.report, teller, to, "abduction", at, value, state, cause)

    # on the way

    def walk(self, column: Column, at: str, cause: int) -> None:
        """On to the next place of the way; behind the last one nobody reaches them."""
        before, column.base = column.state, column.metres(self.w.now)
        column.state, column.since = "walking", self.w.now
        if before == "held":
            self.w.write(f"captives@{at}", 0, "gone", column.mark, live=False)
        to = column.path[min(column.leg + 1, len(column.path) - 1)]
        data = {"at": at, "to": to, "count": column.captives}
        column.mark = self.w.emit("captives_led_on", column.group.id, data, cause, self.given(column))
        self.w.whereabouts.move(column.group, "inside", "", column.mark)
        if at in self.w.force.fights:
            self.w.force.gone(column.group, at)
        if column.leg + 1 >= len(column.path):
            self._out_of_reach(column)
            return
        wait = (column.passed[column.leg + 1] - column.base) / column.pace
        column.call = self.w.clock.call_later(max(0.0, wait), self._comes_to, column)

    def _comes_to(self, column: Column) -> None:
        if column.state != "walking":
            return
        group = column.group
        if column.leg:
            self.w.observation.vanish("captives", column.path[column.leg], "gone", column.mark)
        column.leg += 1
        column.base, column.since = column.passed[column.leg], self.w.now
        at = column.path[column.leg]
        if column.leg + 1 == len(column.path):
            self._out_of_reach(column)
            return
        column.mark = self.w.emit(
            "captives_passed", group.id, {"at": at, "count": column.captives}, column.mark, self.w.given(group.mark)
        )
        for post in self.w.command.values():
            post.net.pop(f"captives@{at}", None)  # what was said of others who came by before is another matter
        self.w.observation.appear("captives", at, column.captives, column.mark)
        self.w.whereabouts.move(group, "inside", at, column.mark)
        self.w.force.meet(group, at, column.mark)
        facing = self.w.force.facing(at)
        if facing:
            self.w.standoff.met(column, facing[0], at, column.mark)
        else:
            self.walk(column, at, column.mark)

    def _out_of_reach(self, column: Column) -> None:
        at, column.state = column.path[-1], "lost"
        seq = self.w.emit(
            "captives_lost", at, {"count": column.captives, "by": column.group.id}, column.mark, self.given(column)
        )
        self.w.community.move(trust=self.p.lost_trust, cause=seq)
        self.w.whereabouts.leave(column.group, at, seq)
        self.w.threat.finish(column.event, seq)

    # free again

    def _turned(self, name: str, at: str, seq: int) -> None:
        """Captors who turn back or leave let go whom they have."""
        column = next((c for c in self.columns if c.active and c.group.id == name), None)
        if column is None:
            return
        before, column.base = column.state, column.metres(self.w.now)
        column.state = "free"
        self.w.clock.cancel(column.call)
        if before == "seizing":
            self.w.observation.vanish("abduction", column.path[0], "closed", seq)
            self.w.threat.foil(column.event, reasons.TURNED_BACK.format(group=name), seq)
            return
        if column.leg:
            self.w.observation.vanish("captives", column.path[column.leg], "gone", seq, tell=False)
        if before == "held":
            self.w.write(f"captives@{at}", 0, "gone", seq, live=False)
        data = {"count": column.captives, "by": name}
        facing = self.given(column)
        column.mark = self.w.emit("captives_freed", at, data, seq, self.w.given(column.mark, *facing))
        self._harmed(column, at)
        self.w.threat.finish(column.event, column.mark)
        if not any(u.order is not None and u.order.step.task == "rescue" for u in self.w.force.facing(at)):
            self._told_by(at, 0, "closed", column.mark)

    def _harmed(self, column: Column, at: str) -> None:
        """Some of the captives were harmed while they were held: only their number is kept."""
        hours = (self.w.now - column.taken_at) / 3600
        mean = self.p.hurt * hours * column.captives
        count = min(column.captives, poisson(mean, self.w.draws.once(column.event.id, "harmed")))
        for k in range(count):
            self.w.casualties.hurt(f"{column.event.id}/held {k}", at, "perpetrator", column.mark, beaten=True)
        taken_up = self.w.draws.stream(column.event.id, "referred").uniform
        referred = sum(taken_up() < self.w.p.residents.referred for _ in range(count))
        if referred:
            self.w.emit("survivors_referred", at, {"count": referred}, column.mark)
