"""Threat: an exogenous stream of events, carried out by groups as far as what they meet lets them.

Model
    An event of the stream begins at its time (plus a drawn delay).  One that ``needs`` another begins with that one
    if its own time came before: nothing is told of it until then.  An event that needs a group elsewhere
    waits for it or comes to nothing (mechanism *whereabouts*).  A breach takes the delay
    credit of the obstacles, more under the eyes of posts that are held, nothing where the wire is open
    (mechanism *perimeter*).  What a group does to people is the mechanism *harm*; men of a community in
    tension are bolder (mechanism *community*).

Parameters
    ``parameters.threat``, all [A].

Oracle
    Table of states: what each event needs, what it leads to, what ends it; a stream taken out does nothing.

Never
    No event reads the plan, a picture, or a unit's orders.  No group chooses a target: the stream does.
"""

from __future__ import annotations

from simulator import reasons
from simulator.blueprint.model import StreamSpec
from simulator.engine.entities import Group, Place, Segment
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Threat"]

ENDLESS = 1 << 40
_ON_THE_WAY_IN = ("breach", "march")
"""verbs of which nothing is left once their group has turned back"""


class Threat(Mechanism):
    """Carries out the stream."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.threat
        self.states: dict[str, str] = {}
        self.state_marks: dict[str, int] = {}
        self._stream = {event.id for event in world.blueprint.stream}
        self._held: dict[str, dict[str, tuple[StreamSpec, int | None]]] = {}
        """event -> those whose time has come and that wait until it begins: (event, what released it)"""
        world.verbs |= {
            "mass": self._mass,
            "cut": self._cut,
            "breach": self._breach,
            "attack": self._attack,
            "arson": self._arson,
            "unrest": self._unrest,
            "shoot": self._shoot,
            "withdraw": self._withdraw,
            "remove": self._remove,
            "outage": self._outage,
            "rumour": self._rumour,
        }

        world.on("group_deterred", self._beaten)

    def begin(self) -> None:
        """Schedule the stream."""
        for event in self.w.blueprint.stream:
            at = event.at
            if event.late_by is not None:
                at += int(event.late_by.draw(self.w.draws.once(event.id, "late")))
            if 0 <= at <= self.w.blueprint.duration:
                self.w.clock.call_at(at, self.release, event, None)

    # the stream

    def release(self, event: StreamSpec, cause: int | None) -> None:
        """An event begins, by the clock or by an inject."""
        if self.w.ended or event.id in self.states:
            return
        if event.needs in self._stream and event.needs not in self.states:
            self._held.setdefault(event.needs, {}).setdefault(event.id, (event, cause))
            return
        self._begins(event, cause)

    def _begins(self, event: StreamSpec, cause: int | None, given: tuple[int, ...] = ()) -> None:
        on = self._where(event)
        data = {"do": event.do, "by": event.by, "on": on, "channel": event.channel, "text": event.text}
        seq = self.w.emit("stream_event_began", event.id, data, cause, given)
        self._state(event, "began", seq)
        if event.needs and (event.needs not in self._stream or self.states[event.needs] == "foiled"):
            of = self.w.given(self.state_marks.get(event.needs, 0))
            self.foil(event, reasons.CAME_TO_NOTHING.format(name=event.needs), seq, of)
            return
        self.w.verbs[event.do](event, on, seq)
        self._resume(event.id)

    def _resume(self, name: str) -> None:
        """An event has begun or come to nothing: so do those that waited for it."""
        for event, released in self._held.pop(name, {}).values():
            mark = self.state_marks[name]
            self._begins(event, mark if released is None else released, () if released is None else (mark,))

    def _where(self, event: StreamSpec) -> str:
        if len(event.on) < 2:
            return event.on[0] if event.on else ""
        return event.on[int(self.w.draws.once(event.id, "where") * len(event.on))]

    def _state(self, event: StreamSpec, state: str, mark: int) -> None:
        self.states[event.id] = state
        self.state_marks[event.id] = mark
        self.w.write(f"stream@{event.id}", 1, state, mark, state == "began")

    def foil(self, event: StreamSpec, why: str, cause: int, given: tuple[int, ...] = ()) -> None:
        """An event of the stream comes to nothing, for what a mechanism says."""
        seq = self.w.emit("stream_event_foiled", event.id, {"why": why}, cause, given)
        self._state(event, "foiled", seq)
        self._resume(event.id)

    def turned_back(self, event: StreamSpec, group: Group, cause: int) -> None:
        """An event comes to nothing because its group has turned back, if that has not been said."""
        if self.states.get(event.id) == "began":
            self.foil(event, reasons.TURNED_BACK.format(group=group.id), cause, self.w.given(group.mark))

    def _beaten(self, seq: int, name: str, data: dict[str, object]) -> None:
        """A group that is on its way in has turned back: what it set out to do is over then and there."""
        for event in self.w.blueprint.stream:
            if event.by == name and event.do in _ON_THE_WAY_IN:
                self.turned_back(event, self.w.groups[name], seq)

    def finish(self, event: StreamSpec, cause: int, given: tuple[int, ...] = ()) -> None:
        """An event of the stream is over."""
        seq = self.w.emit("stream_event_ended", event.id, {}, cause, given)
        self._state(event, "ended", seq)

    def carry_out(self, do: str, event: StreamSpec, on: str, seq: int) -> None:
        """An event goes on as another verb does."""
        self.w.verbs[do](event, on, seq)

    def group(self, event: StreamSpec, seq: int) -> Group | None:
        """The group of an event, unless it is beaten or gone."""
        group = self.w.groups[event.by]
        if group.is_done:
            self.foil(
                event,
                (reasons.HAD_TURNED_BACK if group.state == "deterred" else reasons.HAD_LEFT).format(group=group.id),
                seq,
                self.w.given(group.mark),
            )
            return None
        return group

    def _wait_inside(self, event: StreamSpec, group: Group, seq: int) -> None:
        """The group is not there yet: the event waits until it is, and comes to nothing if it never is."""

        def _inside(_: int) -> None:
            self.w.verbs[event.do](event, self._where(event), seq)

        def _never(mark: int) -> None:
            self.foil(event, reasons.NEVER_GOT_IN.format(group=group.id), seq, self.w.given(mark))

        self.w.whereabouts.when_inside(group, _inside, _never)

    # at the wire

    def _mass(self, event: StreamSpec, on: str, seq: int) -> None:
        group = self.group(event, seq)
        if group is None:
            return
        mark = self.w.emit("group_gathered", group.id, {"strength": round(group.strength), "at": on}, seq)
        self.w.whereabouts.move(group, "massing", on, mark)
        self.w.whereabouts.show(group, "massing", on, mark, far=event.distance)
        self.w.force.meet(group, on, mark)

    def _cut(self, event: StreamSpec, on: str, seq: int) -> None:
        """A fence is cut quietly; nobody comes through yet."""
        self.w.perimeter.open(on, seq, assault="")
        self.finish(event, seq)

    def _breach(self, event: StreamSpec, on: str, seq: int) -> None:
        group = self.group(event, seq)
        if group is None:
            return
        segment = self.w.segments[on]
        mark = self.w.emit(
            "barrier_attacked", on, {"by": group.id, "strength": round(group.strength)}, seq, self.w.given(group.mark)
        )
        self.w.whereabouts.move(group, "breaching", on, mark)
        self.w.whereabouts.show(group, "contact", on, mark)
        if group.spec.armed:
            self.w.perimeter.under_fire(segment, group, mark)
        self.w.harm.fight(on, group.id, mark)
        self.w.force.meet(group, on, mark)
        takes, given = self.w.perimeter.delay(segment)
        self.w.clock.later(takes, self._through, event, group, segment, mark, given)

    def _through(self, event: StreamSpec, group: Group, segment: Segment, mark: int, given: tuple[int, ...]) -> None:
        """The obstacle is overcome, if the group is still at it."""
        if group.state != "breaching" or group.at != segment.id:
            self.turned_back(event, group, mark)
            return
        seq = self.w.perimeter.open(segment.id, mark, assault=group.id, given=given)
        self.w.observation.crossing(segment.id, seq)
        self._try_pass(event, group, segment, seq)

    def _try_pass(self, event: StreamSpec, group: Group, segment: Segment, cause: int) -> None:
        """Through the gap, unless somebody who matters stands in it; then the group waits its chance."""
        if group.state != "breaching" or group.at != segment.id:
            if self.states.get(event.id) == "began":
                self.turned_back(event, group, cause)
            return
        if self.w.force.bars(group, segment.id):
            self.w.clock.later(self.w.p.force.round, self._try_pass, event, group, segment, cause)
            return
        self.finish(event, cause)
        self.w.harm.quiet(segment.id, group.id, cause)
        self.w.force.gone(group, segment.id)
        takes = self.p.to_sector.draw(self.w.draws.once(event.id, "to the sector"))
        target = segment.spec.faces or segment.id
        self.w.clock.later(takes, self._enter, group, segment.id, target, cause)

    def _enter(self, group: Group, left: str, target: str, cause: int) -> None:
        if group.state != "breaching":
            return
        self.w.perimeter.cease_fire(self.w.segments[left], group, cause)
        self.w.whereabouts.hide(group, "massing", left, cause)
        self.w.whereabouts.hide(group, "contact", left, cause)
        seq = self.w.emit(
            "group_entered",
            group.id,
            {"at": target, "strength": round(group.strength)},
            cause,
            self.w.given(group.mark),
        )
        self.w.whereabouts.show(group, "contact", target, seq)
        self.w.whereabouts.move(group, "inside", target, seq)
        self.w.force.meet(group, target, seq)

    # harm

    def _attack(self, event: StreamSpec, on: str, seq: int) -> None:
        group = self.group(event, seq)
        if group is None:
            return
        place = self.w.places.get(on)
        if place is not None and place.spec.kind == "compound":
            self._raid(event, group, place, seq)
            return
        if group.state in ("massing", "breaching"):
            self._wait_inside(event, group, seq)
            return
        if group.at != on:
            if group.state == "inside":
                self.w.whereabouts.hide(group, "contact", group.at, seq)
                self.w.force.gone(group, group.at)
            group.mark = self.w.emit(
                "group_entered", group.id, {"at": on, "strength": round(group.strength)}, seq, self.w.given(group.mark)
            )
            self.w.whereabouts.show(group, "contact", on, group.mark)
        mark = self.w.emit("attack_began", on, {"by": group.id}, seq, self.w.given(group.mark))
        self.w.whereabouts.move(group, "attacking", on, mark)
        self.w.harm.begin_at(event, group, on, "attack", self.w.p.harm.attack * event.intensity, mark)
        self.w.force.meet(group, on, mark)

    def _raid(self, event: StreamSpec, group: Group, place: Place, seq: int) -> None:
        data = {"at": place.id, "strength": round(group.strength)}
        mark = self.w.emit("group_entered", group.id, data, seq, self.w.given(group.mark))
        self.w.whereabouts.move(group, "attacking", place.id, mark)
        self.w.whereabouts.show(group, "contact", place.id, mark)
        people = self.w.residents.at_home(place.id)
        self.w.harm.begin_at(event, group, place.id, "raid", self.w.p.harm.raid * people * event.intensity, mark)
        self.w.residents.attacked(place.id, mark)
        self.w.force.meet(group, place.id, mark)

    def _shoot(self, event: StreamSpec, on: str, seq: int) -> None:
        """Fire from outside: at posts of a segment, or into a place."""
        group = self.group(event, seq)
        if group is None:
            return
        seq = self.w.emit("shots_fired", on, {"by": group.id}, seq, self.w.given(group.mark))
        self.w.whereabouts.show(group, "shots", on, seq)
        segment = self.w.segments.get(on)
        if segment is not None:
            self.w.perimeter.under_fire(segment, group, seq)
            self.w.harm.fight(on, group.id, seq)
            self.w.clock.later(self._lasts(event), self._shots_end, event, group, on, seq)
        else:
            self.w.harm.begin_at(
                event, group, on, "shooting", self.w.p.harm.attack * self.w.p.harm.shooting_in * event.intensity, seq
            )

    def _shots_end(self, event: StreamSpec, group: Group, on: str, seq: int) -> None:
        self.w.perimeter.cease_fire(self.w.segments[on], group, seq)
        self.w.whereabouts.hide(group, "shots", on, seq)
        self.w.harm.quiet(on, group.id, seq)
        self.finish(event, seq)

    def _lasts(self, event: StreamSpec) -> int:
        return event.for_s if event.for_s >= 0 else ENDLESS

    def _withdraw(self, event: StreamSpec, on: str, seq: int) -> None:
        group = self.group(event, seq)
        if group is not None:
            self.w.whereabouts.leave(group, group.at, seq)
            self.finish(event, seq)

    # other events

    def _arson(self, event: StreamSpec, on: str, seq: int) -> None:
        group = self.group(event, seq)
        if group is None:
            return
        if group.state in ("massing", "breaching"):
            self._wait_inside(event, group, seq)
            return
        if group.state == "away" and group.mark:
            self.foil(event, reasons.HAD_LEFT.format(group=group.id), seq, self.w.given(group.mark))
            return
        self.w.fire.arson(event, group, on, seq)
        self.finish(event, seq)

    def _unrest(self, event: StreamSpec, on: str, seq: int) -> None:
        group = self.group(event, seq)
        if group is None:
            return
        swell = 1 + self.p.tension_swells * (2 * self.w.community.tension - 1)
        group.strength = max(1.0, group.initial * swell)
        mark = self.w.emit(
            "unrest_began",
            on,
            {"strength": round(group.strength), "by": group.id},
            seq,
            self.w.given(self.w.community.mark),
        )
        self.w.whereabouts.move(group, "attacking", on, mark)
        self.w.whereabouts.show(group, "unrest", on, mark)
        self.w.harm.begin_at(event, group, on, "unrest", self.w.p.harm.stones * event.intensity, mark)
        self.w.community.unrest(on, mark)
        self.w.force.meet(group, on, mark)

    def _remove(self, event: StreamSpec, on: str, seq: int) -> None:
        self.w.residents.removed_by_others(on, event.share if event.share >= 0 else 1.0, event.by or "others", seq)
        self.finish(event, seq)

    def _outage(self, event: StreamSpec, on: str, seq: int) -> None:
        self.w.reporting.switch(event.channel, works=False, cause=seq, for_s=event.for_s)
        self.finish(event, seq)

    def _rumour(self, event: StreamSpec, on: str, seq: int) -> None:
        mark = self.w.emit("rumour_spread", event.id, {"text": event.text[:200]}, seq)
        self.w.community.move(tension=event.share if event.share >= 0 else 0.05, cause=mark)
        self.finish(event, seq)
