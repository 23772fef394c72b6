"""March: a crowd with a petition goes to a site on foot, is met on the way or not, and may come through the wire.

Model
    A crowd sets out at the first place of ``towards`` and walks past the others at ``pace``.  It is seen from the wire
    where it is within ``in_sight``: trees and houses hide the road before.
    Host police (``against``) stand at the second place.  Their line holds with

        q = consent * min(1, ``line`` * police / crowd), and ``asked`` more if the governor has come out by then

    and then the march ends.  That some are armed is seen at the last place where the wire has sensors and cameras
    (``observation.sensor_detects``), else when they go for the wire.  A delegation is met outside where a unit
    stands at a place of the way to ``receive`` it: they talk for ``talks``, and of those who came to petition
    (all but ``core``) 1 - tension go home.  Those who are left walk on, unless they are fewer than ``gives_up`` of
    the crowd.  At the wire they stand ``for`` their demands, and then go for it as any assault (mechanism
    *perimeter*), if nobody turned them (mechanism *force*).

    ``ask_host``: the governor comes to speak with the chance ``consent`` * ``present``, after ``host_takes``.

Parameters
    ``parameters.march``; domain 3 row "Foot patrol / march", domain 2, S13.

Oracle
    Arrival by hand: 5 km at 4.5 km/h are 67 minutes; share of lines that hold; who is left after talks.

Never
    The crowd chooses no target: the stream says where it goes.
"""

from __future__ import annotations

from math import hypot

from simulator import reasons
from simulator.blueprint.model import StepSpec, StreamSpec
from simulator.engine.duties import Order
from simulator.engine.entities import Group, Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["March"]


class March(Mechanism):
    """Leads crowds along their way."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.march
        self._receives: list[Order] = []
        self._asked = False
        self._answer = 0
        """mark of the host's word that the line must hold"""
        world.verbs["march"] = self._march
        world.duties.offer("receive", self._receive, self._no_longer)
        world.orders.offer_staff("ask_host", self._ask_host)

    # on the way

    def _march(self, event: StreamSpec, on: str, seq: int) -> None:
        group = self.w.threat.group(event, seq)
        if group is None:
            return
        data = {"strength": round(group.strength), "at": event.towards[0], "to": on}
        mark = self.w.emit("march_began", group.id, data, seq, self.w.given(group.mark))
        self._seen(group, event.towards[0], on, mark)
        self._walk_on(event, group, on, 0, mark)

    def seconds(self, event: StreamSpec, left: str, to: str) -> float:
        """How long a crowd walks from one place to another."""
        (x, y), (a, b) = self.w.where(left), self.w.where(to)
        return hypot(x - a, y - b) / self.p.pace.draw(self.w.draws.once(event.id, "pace"))

    def _walk_on(self, event: StreamSpec, group: Group, on: str, leg: int, cause: int) -> None:
        here = event.towards[leg]
        to = event.towards[leg + 1] if leg + 1 < len(event.towards) else on
        self.w.clock.later(self.seconds(event, here, to), self._comes, event, group, on, leg + 1, cause)

    def _comes(self, event: StreamSpec, group: Group, on: str, leg: int, cause: int) -> None:
        """The crowd is at the next place of its way, if nobody turned it."""
        if group.state != "massing" or group.at != event.towards[leg - 1]:
            self.w.threat.turned_back(event, group, cause)
            return
        self.w.whereabouts.hide(group, "massing", group.at, cause)
        self.w.whereabouts.hide(group, "contact", group.at, cause)
        if leg == len(event.towards):
            self._at_the_wire(event, group, on, cause)
            return
        at = event.towards[leg]
        data = {"at": at, "strength": round(group.strength)}
        mark = self.w.emit("march_passed", group.id, data, cause, self.w.given(group.mark))
        self._seen(group, at, on, mark)
        if leg == 1 and event.against and self._line_holds(event, group, at, mark):
            return
        if leg == len(event.towards) - 1:
            self._cameras(event, group, at, on, mark)
        self.w.clock.later(1, self._met, event, group, on, leg, mark)

    def _seen(self, group: Group, at: str, on: str, mark: int) -> None:
        """The crowd is at a place; from the wire it is seen where nothing hides the road."""
        self.w.whereabouts.move(group, "massing", at, mark)
        (x, y), (a, b) = self.w.where(at), self.w.where(on)
        if hypot(x - a, y - b) <= self.p.in_sight:
            self.w.whereabouts.show(group, "massing", at, mark)

    def _cameras(self, event: StreamSpec, group: Group, at: str, on: str, mark: int) -> None:
        """Cameras on the wire show arms, before the crowd is near enough for the eye."""
        segment = self.w.segments[on]
        u = self.w.draws.once(event.id, "cameras show arms")
        if group.spec.armed and segment.spec.sensors and u < self.w.p.observation.sensor_detects:
            armed = self.w.emit("arms_seen", group.id, {"at": at}, mark)
            self.w.whereabouts.show(group, "contact", at, armed)

    def holds(self, event: StreamSpec, group: Group) -> float:
        """How likely a police line holds."""
        police = self.w.groups[event.against]
        chance = self.w.community.consent * min(1.0, self.p.line * police.strength / group.strength)
        return min(1.0, chance + (self.p.asked if self._answer else 0.0))

    def _line_holds(self, event: StreamSpec, group: Group, at: str, mark: int) -> bool:
        given = self.w.given(self.w.community.mark, self._answer)
        holds = self.w.draws.once(event.id, "the line holds") < self.holds(event, group)
        kind = "police_line_held" if holds else "police_line_passed"
        group.mark = seq = self.w.emit(kind, event.against, {"at": at, "by": group.id}, mark, given)
        if holds:
            self.w.whereabouts.leave(group, at, seq)
            self.w.threat.turned_back(event, group, seq)
        return holds

    # met outside

    def _met(self, event: StreamSpec, group: Group, on: str, leg: int, cause: int) -> None:
        order = next((o for o in self._receives if o.unit.at == event.towards[leg]), None)
        if order is None:
            self._walk_on(event, group, on, leg, cause)
            return
        data = {"at": order.unit.at, "by": order.unit.id}
        mark = self.w.emit("delegation_met", group.id, data, cause, self.w.given(order.mark))
        takes = self.p.talks.draw(self.w.draws.once(event.id, "talks"))
        self.w.clock.later(takes, self._talked, event, group, on, leg, order, mark)

    def _talked(self, event: StreamSpec, group: Group, on: str, leg: int, order: Order, cause: int) -> None:
        """They have been heard: those who came for that go home."""
        if group.state != "massing":
            self.w.threat.turned_back(event, group, cause)
            return
        stays = self.p.core + (1 - self.p.core) * self.w.community.tension
        group.strength *= stays
        data = {"by": order.unit.id, "left": round(group.strength)}
        mark = self.w.emit("delegation_heard", group.id, data, cause, self.w.given(self.w.community.mark))
        if order in self._receives:
            self._receives.remove(order)
            self.w.duties.done(order, mark)
        if group.strength < self.p.gives_up * group.initial:
            self.w.whereabouts.leave(group, group.at, mark)
            self.w.threat.foil(event, reasons.HAD_LEFT.format(group=group.id), mark)
            return
        self._walk_on(event, group, on, leg, mark)

    def _receive(self, order: Order) -> None:
        self._receives.append(order)

    def _no_longer(self, order: Order) -> None:
        if order in self._receives:
            self._receives.remove(order)

    # at the wire

    def _at_the_wire(self, event: StreamSpec, group: Group, on: str, cause: int) -> None:
        self.w.threat.carry_out("mass", event, on, cause)
        self.w.clock.later(max(0, event.for_s), self._goes_for_it, event, group, on, cause)

    def _goes_for_it(self, event: StreamSpec, group: Group, on: str, cause: int) -> None:
        if group.state == "massing" and group.at == on:
            self.w.threat.carry_out("breach", event, on, cause)
        else:
            self.w.threat.turned_back(event, group, cause)

    # the host

    def _ask_host(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """The governor is asked to come out and speak, and to have his police hold."""
        if self._asked:
            return
        self._asked = True
        mark = self.w.emit("host_asked", "governor", {"by": post.id}, cause)
        takes = self.p.host_takes.draw(self.w.draws.once("governor", "comes"))
        self.w.clock.later(takes, self._host_answers, mark)

    def _host_answers(self, cause: int) -> None:
        there = self.w.draws.once("governor", "is there") < self.p.present * self.w.community.consent
        kind = "host_came" if there else "host_absent"
        seq = self.w.emit(kind, "governor", {}, cause, self.w.given(self.w.community.mark))
        if there:
            self._answer = seq
