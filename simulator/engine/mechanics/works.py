"""Works that take months: a wall or a road grows metre by metre, and stops for danger, material and other calls.

Model
    Of each piece of work so many metres stand.  While crews (units with the task ``build``) are there, it grows by

        crews * daily * (``wet`` in the rains, else 1)     metres a day

    and not at all while nobody builds, while its place is *in danger*, or while there is no *material*.

    *Danger.*  A need of protection (mechanism *needs*) arises at the place and no unit stands on guard there: the crew
    goes.  It is back when a unit begins to guard the place, or ``calm`` after the need is over.

    *Material.*  Each metre built takes a metre's material.  A delivery brings ``load`` at its dates.  It turns
    back where the way to the place is closed; in the rains it gets through with the chance
    ``passes + (1 - passes) * b``, b the part built of the piece of work that is its road.

    *Rains* begin and end at the dates of the file, each later by a draw of its own, and never end before they begin.

    *What it is for.*  Those of a need that come from outside reach a perimeter at a metre of it drawn evenly.
    There the obstacles cost them their delay credit, those of ``layers`` where it is built and of ``stands``
    where it is not.  Where guards are there by then (``reacts``), they are held off, and the need does not arise.

    A piece that is built ``along`` segments of the perimeter reaches one after the other, and makes each harder.  With
    b the part built of what lies along a segment, its delay credit (mechanism *perimeter*) is

        b * credit of its own obstacles and those of the piece + (1 - b) * credit of its own

    as of a wall that the file says to be half built [A]: of an assault's places as many are closed.  Of a wall the
    part b stops direct fire from outside (mechanism *shelling*).

    Between changes nothing is computed: days cost nothing.

Parameters
    ``parameters.works``, all [A]; ``parameters.perimeter`` (domain 3, "Breach delay credit").

Oracle
    Days to build so many metres, with each stop, by hand; the rate of needs that is left is
    1 - outside * built * P(reacts <= delay) of what it was.  A segment is worth what it is without the work where
    nothing is built, what both are worth together where all is, and in between what a wall ``built`` so far is worth.

Never
    Nobody chooses where a perimeter is open.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Any

from simulator.blueprint.model.ground import SegmentSpec
from simulator.blueprint.model.readiness import NeedSpec
from simulator.catalogue import marked
from simulator.engine.duties import Order
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.pieces import LITTLE, PARTS, Piece
from simulator.engine.world import World

__all__ = ["Works"]

_DAY = 86400

_NOBODY, _GOES_ON, _RAIN = marked("nobody builds"), marked("the work goes on"), marked("the work goes on in the rains")
_DANGER, _NO_MATERIAL, _DONE = marked("the crew has no guard"), marked("there is no material"), marked("it is done")
_CLOSED, _STUCK = marked("the way is closed"), marked("stuck in the rains")
_STATES = {_GOES_ON: "under_way", _RAIN: "under_way", _NOBODY: "idle", _DONE: "built"}


class Works(Mechanism):
    """Lets what is built grow, and lets it matter."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.works
        self.spec = world.blueprint.works
        self.pieces = {spec.id: Piece(spec) for spec in self.spec.pieces.values()} if self.spec else {}
        self.at = {piece.spec.at: piece for piece in self.pieces.values()}
        self.along = {row.segment: (piece, row) for piece in self.pieces.values() for row in piece.spec.along}
        self.wet, self.season = False, 0
        """whether it is the time of the rains, and the mark of its last change"""
        self._unguarded: dict[str, int] = {}
        """place -> mark of a guard's leaving it"""
        world.duties.offer("build", self._build)
        if self.pieces:
            world.on("task_dropped", self._left)
            world.on("task_done", self._left)
            world.on("task_begun", self._guarded)
            world.on("need_arose", self._threatened)
            world.on("need_answered", self._settles)
            world.on("need_unmet", self._settles)

    def begin(self) -> None:
        """What stands at STARTEX is known; deliveries and rains come at their dates."""
        if self.spec is None:
            return
        for piece in self.pieces.values():
            self._change(piece, self.w.started)
            if piece.spec.every > 0:
                self.w.clock.call_at(piece.spec.every, self._delivery, piece, 1)
        if self.spec.rains_begin >= 0:
            turns = 0
            for at, wet in ((self.spec.rains_begin, True), (self.spec.rains_end, False)):
                late = self.spec.late_by
                after = 0.0 if late is None else late.draw(self.w.draws.once("rains", f"late {wet}"))
                turns = max(turns, at + int(after))
                self.w.clock.call_at(turns, self._turns, wet)

    def _turns(self, wet: bool) -> None:
        self.wet = wet
        self.season = self.w.emit("season_changed", "weather", {"rains": "begins" if wet else "ends"}, self.w.started)
        for piece in self.pieces.values():
            self._change(piece, self.season)

    # how it grows

    def _pace(self, piece: Piece) -> tuple[float, str]:
        """Metres a second from now on, and why so many."""
        now = self.w.now
        if piece.standing(now) >= piece.spec.length - LITTLE:
            return 0.0, _DONE
        if not piece.crews:
            return 0.0, _NOBODY
        if piece.danger:
            return 0.0, _DANGER
        if piece.counted and piece.material(now) <= LITTLE:
            return 0.0, _NO_MATERIAL
        full = len(piece.crews) * piece.spec.daily / _DAY
        return (full * float(self.p.wet), _RAIN) if self.wet else (full, _GOES_ON)

    def _change(self, piece: Piece, cause: int, *also: int) -> None:
        """Something has happened to a piece of work: say so, if it goes on otherwise than before."""
        self._reaches(piece)
        now = self.w.now
        pace, why = self._pace(piece)
        if (pace, why) != (piece.pace, piece.why):
            piece.metres, piece.stores = piece.standing(now), piece.material(now) if piece.counted else piece.stores
            piece.since, piece.pace, piece.why = now, pace, why
            data = {
                "at": piece.spec.at,
                "metres": round(piece.metres),
                "cm_a_day": round(100 * _DAY * pace),
                "why": why,
            }
            cause = (piece.mark or cause) if why == _DONE else cause
            given = self.w.given(piece.mark, self.season, piece.supply, piece.danger, *also)
            piece.mark = self.w.emit("works_changed", piece.id, data, cause, tuple(m for m in given if m != cause))
            self._say(piece, _STATES.get(why, "stopped"))
            if why == _DONE:
                self._free(piece)
        self._due(piece)

    def _reaches(self, piece: Piece) -> None:
        """Say of each quarter that it stands."""
        stands, length = piece.standing(self.w.now), piece.spec.length
        while piece.quarters < PARTS and stands >= (piece.quarters + 1) * length / PARTS - LITTLE:
            piece.quarters += 1
            data = {"at": piece.spec.at, "percent": 100 * piece.quarters // PARTS, "metres": round(stands)}
            given = self.w.given(self.season, piece.supply)
            piece.mark = self.w.emit("works_reached", piece.id, data, piece.mark, given)
            if piece.quarters < PARTS:
                self._say(piece, piece.state)

    def _free(self, piece: Piece) -> None:
        """It is done: its crews can do something else."""
        crews = list(piece.crews.values())
        piece.crews.clear()
        for order in crews:
            self.w.duties.done(order, piece.mark)

    def _due(self, piece: Piece) -> None:
        """When the next quarter stands, or the material is used up."""
        self.w.clock.cancel(piece.call)
        piece.call = None
        if piece.pace <= 0:
            return
        ahead = (piece.quarters + 1) * piece.spec.length / PARTS - piece.metres
        if piece.counted:
            ahead = min(ahead, piece.stores)
        at = piece.since + ceil(ahead / piece.pace)
        piece.call = self.w.clock.call_at(max(at, self.w.now), self._came_to, piece)

    def _came_to(self, piece: Piece) -> None:
        """A quarter stands, or there is no material any more."""
        self._change(piece, piece.mark)

    # crews

    def _build(self, order: Order) -> None:
        """A crew is there: it builds until all of it stands, or until it is called off."""
        piece = self.at.get(order.unit.at)
        if piece is None or piece.why == _DONE:
            self.w.duties.done(order, order.mark, piece.mark if piece else 0)
            return
        piece.crews[order.unit.id] = order
        self._change(piece, order.mark)

    def _left(self, seq: int, unit: str, data: dict[str, Any]) -> None:
        """A crew or a guard has been called away, or its time is up."""
        if data["task"] == "guard":
            self._unguarded[str(data["at"])] = seq
        if data["task"] == "build":
            for piece in self.pieces.values():
                if piece.crews.pop(unit, None) is not None:
                    self._change(piece, seq)

    # danger

    def _threatened(self, seq: int, need: str, data: dict[str, Any]) -> None:
        """People are threatened where a crew works; without a guard it goes."""
        place = str(data["at"])
        piece = self.at.get(place)
        if piece is not None and self.w.needs.standing(place) is None:
            piece.danger, piece.need = seq, need
            self._change(piece, seq, self._unguarded.get(place, 0))

    def _guarded(self, seq: int, unit: str, data: dict[str, Any]) -> None:
        """Somebody stands on guard: the crew comes back."""
        piece = self.at.get(str(data["at"])) if data["task"] == "guard" else None
        if piece is not None and piece.danger:
            piece.danger = 0
            self._change(piece, seq)

    def _settles(self, seq: int, need: str, data: dict[str, Any]) -> None:
        """The need is over: in a while the crew dares to come back."""
        piece = self.at.get(str(data["at"]))
        if piece is not None and piece.danger and piece.need == need:
            takes = self.p.calm.draw(self.w.draws.once(need, "calm"))
            self.w.clock.later(takes, self._calm, piece, piece.danger, seq)

    def _calm(self, piece: Piece, danger: int, cause: int) -> None:
        if piece.danger == danger:
            piece.danger = 0
            self._change(piece, cause)

    # material

    def _delivery(self, piece: Piece, number: int) -> None:
        """A delivery comes, or does not get through."""
        w, spec = self.w, piece.spec
        if piece.why == _DONE:
            return
        w.clock.call_later(spec.every, self._delivery, piece, number + 1)
        road = self.pieces.get(spec.road)
        closed = w.closures.marks.get(spec.at, 0)
        part = road.standing(w.now) / road.spec.length if road is not None else 0.0
        passes = float(self.p.passes) + (1 - float(self.p.passes)) * part
        stuck = self.wet and w.draws.once(f"{piece.id}/{number}", "passes") >= passes
        given = w.given(piece.supply, self.season, closed, road.mark if road is not None and self.wet else 0)
        if closed or stuck:
            why = {"at": spec.at, "why": _CLOSED if closed else _STUCK}
            piece.supply = w.emit("works_supply_failed", piece.id, why, w.started, given)
        else:
            data = {"at": spec.at, "load": round(spec.load)}
            piece.supply = w.emit("works_supplied", piece.id, data, w.started, given)
            piece.stores += spec.load
        self._change(piece, piece.supply)

    # what is heard of it

    def _say(self, piece: Piece, state: str) -> None:
        """What is true of a piece of work, and the message about it to its post."""
        percent = int(100 * (piece.standing(self.w.now) + LITTLE) / piece.spec.length)
        piece.state = state
        piece.said += 1
        self.w.write(f"works@{piece.spec.at}", percent, state, piece.mark)
        takes = self.p.reported.draw(self.w.draws.once(f"{piece.id}/{piece.said}", "reported"))
        self.w.clock.later(takes, self._heard, piece, percent, state, piece.said, piece.mark)

    def _heard(self, piece: Piece, percent: int, state: str, number: int, cause: int) -> None:
        """The post hears of it, unless it has heard what is newer, be it of the same second."""
        assert self.spec is not None
        if number > piece.told and self.spec.post in self.w.command:
            piece.told = number
            self.w.readiness.told(self.spec.post, "works", piece.spec.at, percent, state, piece.id, cause)

    # what it is for

    def built_along(self, segment: str) -> float:
        """What part stands of that which is built along a segment."""
        found = self.along.get(segment)
        if found is None:
            return 0.0
        piece, row = found
        reached = piece.standing(self.w.now) / piece.spec.length
        return min(1.0, max(0.0, (reached - row.begins) / (row.ends - row.begins)))

    def credit(self, segment: SegmentSpec) -> tuple[float, tuple[int, ...]]:
        """Delay credit of a segment with what is built along it, and the marks of how far that is."""
        found = self.along.get(segment.id)
        if found is None:
            return segment.delay, ()
        part = self.built_along(segment.id)
        return round(part * found[1].delay + (1 - part) * segment.delay), self.w.given(found[0].mark)

    def walled(self, segment: SegmentSpec) -> float:
        """What part of a segment stands behind a wall."""
        found = self.along.get(segment.id)
        return segment.walled if found is None or not found[1].wall else self.built_along(segment.id)

    def given(self, segments: Iterable[SegmentSpec]) -> tuple[int, ...]:
        """The marks of how far walls along some segments are."""
        if not self.along:
            return ()
        found = (self.along.get(segment.id) for segment in segments)
        return self.w.given(*(piece.mark for piece, row in filter(None, found) if row.wall))

    def meets(self, name: str, need: NeedSpec) -> tuple[bool, tuple[int, ...]]:
        """Whether those who come are held off at the perimeter of a place, and the mark of what had a say in it."""
        piece = self.at.get(need.at)
        if piece is None or not piece.spec.around:
            return False, ()
        inside, where, soon, _ = self.w.draws.several(name, "comes")
        if inside >= need.outside:
            return False, ()
        built = where * piece.spec.length < piece.standing(self.w.now)
        if self.p.reacts.draw(soon) > (piece.spec.delay if built else piece.spec.stands):
            return False, (piece.mark,)
        data = {"at": need.at, "people": need.people}
        self.w.emit("need_held_off", name, data, self.w.started, (piece.mark,))
        return True, ()
