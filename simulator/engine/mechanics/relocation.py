"""Relocation: alert states, who hears of them, who knows what to do, and how long people stand in danger.

Model
    The designated official moves the alert state: white, yellow, orange, red.  A broadcast (mechanism
    *accounting*) reaches its share of each list that it is for, anew each time, save those in a dead zone; the
    rest hear by hearsay after ``word_of_mouth``.  A list of others than the mission's (``forum``) hears a
    broadcast only if that names it.  At orange or red, who knows the procedures (and ``understands`` of the
    others) packs and goes to the concentration point alone; of the rest ``goes_wrong`` set out somewhere and
    turn up after ``astray``, the others wait to be fetched (mechanism *convoys*).  Yellow halves the packing.
    Who lives at the concentration point is there.  Changes of place fall on quarters of an hour.

    *Danger.*  While a group loots in a place, people whose unguarded residence lies there, and all who are
    on the way, are exposed:

        person-hours = sum over people of hours outside protected places while looting goes on
        robberies an hour ~ Poisson(robbed * intensity * person-hours of that hour)

    and ``beaten`` of the robbed are hurt.  An armed escort deters robbers whom a show of force turns.

Parameters
    ``parameters.relocation``, all [A]; domain 2 (S11) for the times.

Oracle
    Person-hours by hand; who hears after n broadcasts of reach r: 1 - (1 - r)^n; robberies a Poisson count.

Never
    Nobody moves on an alert that has not reached them.  Looters do not know who is worth robbing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from simulator.blueprint.model import MovesSpec, StaffSpec, StreamSpec
from simulator.engine.draws import Draws, poisson
from simulator.engine.entities import Group
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World
from simulator.vocabulary import FORCE_STEPS

__all__ = [
    "ABROAD",
    "AIRPORT",
    "ALERTS",
    "CONVOY",
    "ESCORTED",
    "GONE",
    "HOME",
    "POINT",
    "Moving",
    "Relocation",
]

ALERTS = ("white", "yellow", "orange", "red")
HOME, ROAD, ASTRAY, POINT = "residence", "road", "astray", "concentration_point"
CONVOY, ESCORTED, AIRPORT, GONE = "convoy", "escorted_convoy", "airport", "flown_out"
ABROAD = (ROAD, ASTRAY, CONVOY, AIRPORT)
"""where people are outside without an escort"""
_ORANGE = 2
_QUARTER, _HOUR = 900, 3600
_SHOW = FORCE_STEPS.index("show_of_force")


class Moving:
    """The people of one staff list, by number: where each is, what each has heard."""

    __slots__ = (
        "_tally",
        "acted",
        "area",
        "broadcasts",
        "deaf",
        "id",
        "known",
        "listed",
        "mark",
        "on",
        "rumour",
        "since",
        "spare",
        "spec",
        "staff",
        "told",
        "where",
    )

    def __init__(self, spec: MovesSpec, staff: StaffSpec, draws: Draws):
        self.id, self.spec, self.staff = spec.id, spec, staff
        begins = HOME if staff.at != spec.point else POINT
        self.where = [begins] * staff.people
        """changed by :meth:`move` alone"""
        self._tally = {begins: staff.people}
        self.told = [0] * staff.people
        self.acted = [False] * staff.people
        self.on = [False] * staff.people
        """on the manifest"""
        luck = [draws.several(f"{spec.id}/{i}", "is") for i in range(staff.people)]
        self.listed = [u[0] < staff.lists_right for u in luck]
        self.known = [u[1] < spec.procedure_known for u in luck]
        self.deaf = [u[2] < spec.out_of_reach for u in luck]
        self.rumour = [u[3] for u in luck]
        self.spare = False
        self.broadcasts = self.since = self.mark = 0
        self.area = 0.0

    def at(self, *states: str) -> list[int]:
        """Those who are in one of these states."""
        return [i for i, state in enumerate(self.where) if state in states]

    def count(self, *states: str) -> int:
        """How many are in one of these states."""
        return sum(self._tally.get(state, 0) for state in states)

    def move(self, people: list[int], to: str) -> None:
        """Some people are elsewhere now."""
        tally = self._tally
        for i in people:
            tally[self.where[i]] -= 1
            self.where[i] = to
        tally[to] = tally.get(to, 0) + len(people)


class Relocation(Mechanism):
    """Keeps the alert state and where staff are."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.relocation
        self.spec = world.blueprint.relocation
        lists = self.spec.lists if self.spec is not None else ()
        self.lists = {m.id: Moving(m, world.blueprint.staff[m.id], world.draws) for m in lists}
        self.level = ALERTS.index(self.spec.alert) if self.spec is not None else 0
        self.mark = self._calmed = 0
        self.danger: dict[str, tuple[StreamSpec, Group, float, int]] = {}
        """place -> who loots there, how badly, since which event"""
        self._due: dict[int, list[tuple[Moving, int, str, str, int]]] = {}
        self._counting = False
        world.verbs["loot"] = self._loot
        world.on("broadcast_reached", self._broadcast)
        world.on("group_deterred", self._deterred)

    def begin(self) -> None:
        """What the alert state is at STARTEX."""
        if self.spec is not None and self.level:
            self.w.write(f"alert@{self.spec.of}", self.level, ALERTS[self.level], self.w.started)

    # the alert state

    def declare(self, state: str, cause: int) -> None:
        """The designated official sets the alert state; at first only that post knows."""
        if self.spec is None or state == ALERTS[self.level]:
            return
        was, self.level = ALERTS[self.level], ALERTS.index(state)
        given = self.w.given(self.mark)
        self.mark = seq = self.w.emit("alert_changed", self.spec.of, {"state": state, "was": was}, cause, given)
        self.w.write(f"alert@{self.spec.of}", self.level, state, seq)
        post = self.w.command.get(self.spec.official)
        if post is not None:
            self.w.pictures_of_posts.learn(post, "alert", self.spec.of, self.level, state, self.w.now, seq)
        if self.level >= _ORANGE > ALERTS.index(was):
            for moves in self.lists.values():
                for i, u in enumerate(moves.rumour):
                    self._plan(moves, i, "", "", self.p.word_of_mouth.draw(u), seq)

    def _broadcast(self, seq: int, subject: str, data: dict[str, Any]) -> None:
        """A broadcast has reached its share of the people: of each list that it was for."""
        if not self.lists or not self.level or not data["channels"]:
            return
        sent = self.w.log[(self.w.log[seq - 1].cause or 1) - 1]
        named = sent.data["to"]
        for moves in self.lists.values():
            if moves.id in named if named else not moves.spec.forum:
                moves.broadcasts += 1
                hears = self.w.draws.stream(moves.id, f"broadcast {moves.broadcasts}").uniform
                reached = [hears() < data["share"] / 100 for _ in moves.where]
                self._tell(moves, [i for i, r in enumerate(reached) if r and not moves.deaf[i]], seq, "broadcast")

    def _tell(self, moves: Moving, hearers: Iterable[int], cause: int, by: str) -> None:
        """Some people of a list hear the alert state, and do what they can think of."""
        level, new = self.level, [i for i in hearers if moves.told[i] < self.level]
        if not new:
            return
        counts = dict.fromkeys(("ready", "astray", "waits"), 0)
        goes: list[tuple[int, str, str, float]] = []
        for i in new:
            warned, moves.told[i] = moves.told[i] > 0, level
            if level >= _ORANGE and not moves.acted[i] and moves.where[i] == HOME:
                moves.acted[i] = True
                what, to, after = self._acts(moves, i, by, warned=warned)
                counts[what] += 1
                goes.append((i, what, to, after))
        data = {
            "count": len(new),
            "ready": counts["ready"],
            "astray": counts["astray"],
            "waits": counts["waits"],
            "state": ALERTS[level],
            "by": by,
        }
        moves.mark = seq = self.w.emit("staff_told", moves.id, data, cause, self.w.given(self.mark, moves.mark))
        for i, what, to, after in goes:
            if what != "waits":
                self._plan(moves, i, HOME, to, after, seq)

    def _acts(self, moves: Moving, i: int, by: str, *, warned: bool) -> tuple[str, str, float]:
        """What somebody does who hears of orange or red: (ready, astray or waits; where to; after how long)."""
        u = self.w.draws.several(f"{moves.id}/{i}", "acts")
        packs = self.p.packs.draw(u[2]) * (self.p.warned_packs if warned else 1.0)
        if moves.known[i] or (by == "broadcast" and u[0] < self.p.understands):
            return ("ready", ROAD, packs)
        return ("astray", ASTRAY, packs) if u[1] < self.p.goes_wrong else ("waits", "", 0.0)

    def traced(self, moves: Moving, found: list[int], by: str, cause: int) -> int:
        """People whom no list held are found at home: they are listed, and told what to do."""
        for i in found:
            moves.listed[i] = moves.known[i] = True
            moves.on[i] = moves.on[i] or any(moves.on)
        data = {"count": len(found), "by": by}
        moves.mark = seq = self.w.emit("staff_traced", moves.id, data, cause, self.w.given(moves.mark))
        if self.level:
            for i in found:
                moves.told[i], moves.acted[i] = 0, False
            self._tell(moves, found, seq, "team")
        return seq

    # where people are

    def _plan(self, moves: Moving, i: int, left: str, to: str, after: float, cause: int) -> None:
        """Somebody will be elsewhere, or hears by hearsay (no place), at a quarter of an hour to come."""
        at = -(-(self.w.now + int(after)) // _QUARTER) * _QUARTER
        if at not in self._due:
            self._due[at] = []
            self.w.clock.later(at - self.w.now, self._fall_due, at)
        self._due[at].append((moves, i, left, to, cause))

    def _fall_due(self, at: int) -> None:
        """Whatever falls on this quarter of an hour, each list and way once."""
        together: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
        for moves, i, left, to, cause in self._due.pop(at):
            together.setdefault((moves.id, left, to), []).append((i, cause))
        for (name, left, to), rows in together.items():
            moves, people = self.lists[name], [i for i, _ in rows]
            cause, *others = dict.fromkeys(cause for _, cause in reversed(rows))
            if not to:
                self._tell(moves, people if self.level >= _ORANGE else (), cause, "hearsay")
                continue
            seq = self.shift(moves, [i for i in people if moves.where[i] == left], left, to, cause, *others)
            for i in people if seq and to in (ROAD, ASTRAY) else ():
                if moves.where[i] == to:
                    spread = self.p.moves if to == ROAD else self.p.astray
                    takes = spread.draw(self.w.draws.once(f"{name}/{i}", to))
                    self._plan(moves, i, to, POINT, takes, seq)

    def shift(self, moves: Moving, people: list[int], left: str, to: str, cause: int, *given: int) -> int:
        """Some people of a list change place; gives the mark of that, 0 for nobody."""
        if not people:
            return 0
        self.settle(moves)
        moves.move(people, to)
        data = {"count": len(people), "was": left, "now": to}
        moves.mark = seq = self.w.emit("staff_moved", moves.id, data, cause, self.w.given(moves.mark, *given))
        self.w.write("outside", self._outside(), "", seq, True)
        return seq

    def _outside(self) -> int:
        return sum(m.count(ESCORTED, *ABROAD) + (0 if m.spec.protected else m.count(HOME)) for m in self.lists.values())

    # danger

    def _loot(self, event: StreamSpec, on: str, seq: int) -> None:
        """A group comes to loot: who is outside there may be robbed until it leaves."""
        group = self.w.threat.group(event, seq)
        if group is None:
            return
        for moves in self.lists.values():
            self.settle(moves)
        data = {"by": group.id, "intensity": round(100 * event.intensity)}
        mark = self.w.emit("looting_began", on, data, seq, self.w.given(group.mark))
        self.danger[on] = (event, group, event.intensity, mark)
        self.w.whereabouts.move(group, "attacking", on, mark)
        self.w.whereabouts.show(group, "contact", on, mark)
        if event.for_s >= 0:
            self.w.clock.later(event.for_s, self._leaves, event, on)
        if self.lists and not self._counting:
            self._counting = True
            self.w.clock.later(_HOUR, self._hour)

    def _leaves(self, event: StreamSpec, on: str) -> None:
        if on in self.danger and self.danger[on][0] is event:
            group, mark = self.danger[on][1], self.danger[on][3]
            self._calm(on, mark)
            self.w.whereabouts.leave(group, on, mark, "away")

    def _deterred(self, seq: int, group: str, data: dict[str, Any]) -> None:
        for on in [on for on, row in self.danger.items() if row[1].id == group]:
            self._calm(on, seq)

    def _calm(self, on: str, cause: int) -> None:
        for moves in self.lists.values():
            self.settle(moves)
        event, _, _, mark = self.danger.pop(on)
        self._calmed = seq = self.w.emit("looting_ended", on, {"by": event.by}, cause, self.w.given(mark))
        self.w.threat.finish(event, seq)

    def danger_at(self, place: str) -> float:
        """How bad the looting is at a place: there, or in what it is part of."""
        of = self.w.blueprint.places[place].of if place in self.w.blueprint.places else ""
        return max((row[2] for on, row in self.danger.items() if on in (place, of)), default=0.0)

    def escort_deters(self) -> bool:
        """Whether a show of force is enough for all who loot now."""
        return all(group.spec.deterred_by <= _SHOW for _, group, _, _ in self.danger.values())

    def settle(self, moves: Moving) -> None:
        """Add up what the people of a list were exposed to since the last change."""
        if self.danger and self.w.now > moves.since:
            home = 0.0 if moves.spec.protected else self.danger_at(moves.staff.at)
            states = ABROAD if self.escort_deters() else (ESCORTED, *ABROAD)
            out = max(row[2] for row in self.danger.values())
            people = home * moves.count(HOME) + out * moves.count(*states)
            moves.area += people * (self.w.now - moves.since)
        moves.since = self.w.now

    def _hour(self) -> None:
        """The robberies of the last hour."""
        hour, marks = self.w.now // _HOUR, [row[3] for row in self.danger.values()] or [self._calmed]
        for moves in self.lists.values():
            self.settle(moves)
            u = self.w.draws.once(moves.id, f"robbed {hour}")
            count = poisson(self.p.robbed * moves.area / _HOUR, u)
            moves.area = 0.0
            if count:
                self._robbed(moves, count, hour, marks)
        self._counting = bool(self.danger)
        if self._counting:
            self.w.clock.later(_HOUR, self._hour)

    def _robbed(self, moves: Moving, count: int, hour: int, marks: list[int]) -> None:
        cause = max(marks)
        given = self.w.given(moves.mark, *(mark for mark in marks if mark != cause))
        seq = self.w.emit("staff_robbed", moves.id, {"count": count}, cause, given)
        for k in range(count):
            name = f"{moves.id}/robbed {hour}/{k}"
            if self.w.draws.once(name, "beaten") < self.p.beaten:
                self.w.casualties.hurt(name, moves.staff.at, "perpetrator", seq, (), beaten=True)
