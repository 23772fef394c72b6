"""Command: who takes messages, who decides, how fast, and who leads.

Model
    *Call-taking.*  A command post has ``staff`` people; each takes one message at a time, for a
    random time (exponential with mean ``handling`` unless the scenario says otherwise).  Messages wait
    first come, first served: an M/M/c queue.  Taken messages enter the post's picture and are passed
    on: at once to posts beside it, after ``pass_on`` to others (C22, C23).

    *Deciding.*  A rule's order leaves the post after the post's decision time: 8 (3-20) min in an
    integrated centre, 25 (10-60) min in a sector without one, by level otherwise (domain 3).  A staff
    that never rehearsed takes up to ``unrehearsed`` longer (C01).

    *One lead or none.*  After the first contact report the incident commander is announced and each
    component acknowledges.  An order to a unit of another component than the post's own costs a
    hand-over (C04) unless the post integrates that component and its lead is acknowledged.  Two leads
    give orders that a unit must have cleared up first.

    *Refusal has a cause*, never a bare chance: a declared caveat, a hidden one that holds in this
    run (C46), a call to the capital, a missing written order, a task elsewhere.  A refusal is
    reported above; the next unit is asked, or the force commander overrules it.

Parameters
    ``parameters.command``; domain 3 rows "Decision delay", "IOC vs fragmented sector", "FHQ/CMT",
    "Capital consulted", "Written-order demand".

Oracle
    Waiting times of the queue against Erlang's C formula, within 3 per cent.

Never
    A post knows what it has been told, and nothing else.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from simulator.blueprint.model import StepSpec
from simulator.catalogue import marked
from simulator.conditions import NO_FACT, Fact
from simulator.engine.duties import Order
from simulator.engine.entities import Staffed, Talker, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.reporting import Message, Report
from simulator.engine.world import World
from simulator.quantities import Spread

__all__ = ["Commanding"]

_OF_LATE_S = 600
"""how long a message that failed is remembered, for causes only"""


class Commanding(Mechanism):
    """Takes messages, times decisions, holds the lead."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.command
        self.contact_at = -1
        world.orders.offer_staff("take_lead", self._take_lead)
        world.orders.offer_drill("offer_lead", self._offer_lead)
        world.orders.offer_staff("authorise_force", self._authorise)
        self.authorised: set[str] = set()
        """units that have heard that they have written leave for force"""
        self._paper: dict[str, int] = {}
        self._offered: dict[str, tuple[int, int]] = {}
        world.on("task_begun", self._may_take_lead)

    # call-taking

    def take(self, post: Staffed, message: Message) -> None:
        """A message reaches a post: somebody takes it now, or it waits."""
        if post.busy < post.spec.staff:
            post.busy += 1
            post.taking.append(message.cause)
            self._handle(post, message, ())
        else:
            post.queue.append(message)

    def _handle(self, post: Staffed, message: Message, waited: tuple[int, ...]) -> None:
        u = self.w.draws.once(message.key, f"handled at {post.id}")
        self.w.clock.later(post.spec.handling.draw(u), self._handled, post, message, waited)

    def _handled(self, post: Staffed, message: Message, waited: tuple[int, ...]) -> None:
        """A message is taken; the next one that waited depends on all that were in its way."""
        if post.queue:
            post.taking.append(post.queue[0].cause)
            self._handle(post, post.queue.pop(0), tuple(post.taking))
        else:
            post.busy -= 1
            if post.busy == 0:
                post.taking.clear()
        if message.kind == "double":
            return
        if message.kind == "report":
            known = self._known(post, message.body)
            if known is not None:
                self._heard(post, message, message.body, known, self._given(post, message, waited, known[3]))
        elif message.kind == "answer":
            self._answered(post, message, self._given(post, message, waited))
        else:
            self._status(post, message, self._given(post, message, waited))

    def _given(self, post: Staffed, message: Message, waited: tuple[int, ...], *more: int) -> tuple[int, ...]:
        """What it depends on, besides its cause, that a message is taken now."""
        return self.w.given(*message.given, *waited, *self.unheard(post), *more)

    def unheard(self, post: Staffed, what: str = "") -> list[int]:
        """Marks of messages that failed of late, all or the reports of one thing.

        Had they come, they might have been in the way of others, or said what another then need not say.
        """
        failed = post.unheard
        if not failed:
            return []
        since = self.w.now - _OF_LATE_S
        while failed and failed[0][0] < since:  # they failed one after the other
            failed.popleft()
        return [mark for _, about, mark in failed if not what or about == what]

    def _status(self, post: Staffed, message: Message, given: tuple[int, ...]) -> None:
        unit, state, seen_at, told, at = message.body
        if told < post.last_told.get(unit.id, 0):
            return  # news that came before says more
        post.last_told[unit.id] = told
        post.stood[unit.id] = at
        seq = self.w.emit("status_received", post.id, {"unit": unit.id, "state": state}, message.cause, given)
        if state == "available":
            self.w.roster.asks_again(unit)
        self.w.pictures_of_posts.learn(post, f"unit@{unit.id}", "", 0, state, seen_at, seq)

    def _answered(self, post: Staffed, message: Message, given: tuple[int, ...]) -> None:
        """A unit has declined an order: the post knows why, and looks for another."""
        order, refused, at, count, sent_at, state = message.body
        unit = order.unit
        if not order.passed_on:
            unit.refuses[f"{order.source}@{order.place}"] = message.cause
        seq = self.w.emit("status_received", post.id, {"unit": unit.id, "state": state}, message.cause, given)
        self.w.pictures_of_posts.learn(post, f"unit@{unit.id}", "", 0, state, sent_at, seq)
        if refused:
            report = Report("refusal", at, count, "open", sent_at, unit.id)
            known = self._known(post, report)
            if known is not None:
                self._heard(post, message, report, known, self.w.given(*given, seq, known[3]))
        self.w.orders.another(order, seq)

    @staticmethod
    def _known(post: Staffed, report: Report) -> Fact | None:
        """What a post knew of a thing before it took a report; None where the report says nothing new."""
        known = post.picture.get(f"{report.what}@{report.place}", NO_FACT)
        if known[1] == report.state and 0.8 * known[0] <= report.value <= 1.25 * known[0]:
            return None
        if report.what == "distress" and (known[1], report.state) == ("located", "open"):
            return None  # one incident is one ticket: a vague caller adds nothing to a place that is known
        return known

    def _heard(self, post: Staffed, message: Message, report: Report, known: Fact, given: tuple[int, ...]) -> None:
        """A report is taken that says something new: it is learnt and passed on."""
        what, place, value, state = report.what, report.place, report.value, report.state
        data = {
            "what": what,
            "at": place,
            "value": round(value),
            "state": state,
            "by": report.by,
            "seen_at": report.seen_at,
        }
        seq = post.mark = self.w.emit("report_received", post.id, data, message.cause, given)
        if what == "contact" and self.contact_at < 0:
            self._crisis(post, seq)
        self.w.pictures_of_posts.learn(post, what, place, value, state, report.seen_at, seq)
        if known[1] != state or value >= 1.5 * known[0] > 0:
            self._pass_on(post, message, report, seq)

    def _pass_on(self, post: Staffed, message: Message, report: Report, seq: int) -> None:
        """Give a copy of what is new to the posts that this one informs, and to the one above it."""
        w, passed = self.w, (*message.passed, post.id)
        for name, near in w.program.copies[post.id]:
            if name not in passed:
                other = w.command[name]
                copy = Message(post, other, "report", report, seq, f"{post.id}>{name}/{message.key}")
                copy.passed = (*passed, name)
                spread = self.p.beside if near else self.p.pass_on
                w.clock.later(spread.draw(w.draws.once(copy.key, "pass on")), self.take, other, copy)

    def inform(
        self, post: Staffed, to: str, step: StepSpec, what: str, place: str, value: float, state: str, cause: int
    ) -> None:
        """A post reports to another post by order of a rule, without the usual wait."""
        other = self.w.command.get(self.w.blueprint.stands_in.get((to, post.spec.component), to))
        if other is None or other is post:
            return
        report = Report(step.of or what, place, value, state, self.w.now, post.id)
        data = {"what": report.what, "at": place, "value": round(value), "state": state, "to": other.id}
        seq = self.w.emit("report_sent", post.id, data, cause)
        message = Message(
            post, other, "report", report, seq, f"{post.id}>{other.id}/rule/{report.what}@{place}/{state}"
        )
        message.passed = (post.id,)
        self.w.clock.later(self.p.beside.draw(self.w.draws.once(message.key, "inform")), self.take, other, message)

    # deciding

    def decision_time(self, post: Staffed, after: Spread | None, key: str) -> float:
        """Seconds until the post's order leaves it."""
        spread = post.spec.decides_in if after is None else after
        unrehearsed = 1 + self.p.unrehearsed * (1 - self.w.readiness.rehearsed(None))
        return spread.draw(self.w.draws.once(key, "decision")) * unrehearsed * self.w.staffing.slows()

    def handover_time(self, post: Staffed, unit: Unit, key: str) -> float:
        """Seconds lost because post and unit belong to different components without one lead."""
        spec, blueprint = post.spec, self.w.blueprint
        if unit.component in spec.integrates:
            calm = self.contact_at < 0 or not (blueprint.leads or blueprint.lead_missing)
            if calm or (post.leads and unit.component in post.acknowledged):
                return 0.0
        elif unit.component == spec.component:
            return 0.0
        return self.p.handover.draw(self.w.draws.once(key, "handover"))

    # leading

    def _crisis(self, post: Staffed, mark: int) -> None:
        """The first contact report: whoever leads, or believes to lead, announces it."""
        self.contact_at = self.w.now
        for name in self.w.blueprint.leads:
            leader = self.w.command[name]
            spread = self.w.blueprint.announced_in or self.p.on_scene
            delay = spread.draw(self.w.draws.once(name, "announces the lead"))
            self.w.clock.later(delay, self._announce, leader, mark)

    def _announce(self, leader: Staffed, cause: int) -> None:
        if leader.leads:
            return
        leader.leads = True
        seq = self.w.emit("lead_announced", leader.id, {"leads": len(self.w.blueprint.leads)}, cause)
        for component in leader.spec.integrates or (leader.spec.component,):
            u = self.w.draws.once(f"{leader.id}/{component}", "acknowledges")
            self.w.clock.later(self.p.beside.draw(u), self._acknowledge, leader, component, seq)

    def _acknowledge(self, leader: Staffed, component: str, cause: int) -> None:
        leader.acknowledged[component] = self.w.emit("lead_acknowledged", component, {"post": leader.id}, cause)

    def _take_lead(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        if not step.to:
            self._announce(post, cause)
        for name in step.to:  # whoever is told to lead hears it, and announces it
            leader = self.w.command.get(self.w.blueprint.stands_in.get((name, "military"), name))
            if leader is not None:
                u = self.w.draws.once(f"{name}/told to lead", "announces the lead")
                self.w.clock.later(self.p.beside.draw(u), self._announce, leader, cause)

    def _offer_lead(self, who: Talker, step: StepSpec, kind: str, place: str, cause: int) -> None:
        """Police who see firearms offer the lead and hold the inner cordon (POL-2)."""
        if place not in self._offered:
            seq = self.w.emit("lead_offered", who.id, {"at": place}, cause, self.w.given(who.mark))
            self._offered[place] = (seq, self.w.now)

    def _may_take_lead(self, seq: int, subject: str, data: dict[str, Any]) -> None:
        """The first soldiers on the scene acknowledge the lead that police have offered."""
        offered = self._offered.get(data["at"])
        if offered is not None and self.w.units[subject].component == "military":
            del self._offered[data["at"]]
            self.w.emit("lead_taken", subject, {"at": data["at"], "gap_s": self.w.now - offered[1]}, seq, (offered[0],))

    def conflict(self, unit: Unit, post: str, key: str) -> float:
        """Seconds that a unit needs to learn whose order holds; 0 with one lead or the same post."""
        order = unit.order
        leading = [n for n, each in self.w.command.items() if each.leads]
        if order is None or order.post == post or len(leading) < 2:
            return 0.0
        return self.p.clarify.draw(self.w.draws.once(key, "clarify"))

    def may_change(self, old: Order, new: Order) -> bool:
        """Whether an order may take a unit off another: from the same post, from above it, or from who leads."""
        post, before = self.w.command[new.post], self.w.command.get(old.post)
        return before is None or before is post or post.leads or before.spec.reports_to == post.id

    # refusing

    def limits(
        self,
        unit: Unit,
        task: str,
        *,
        night: bool,
        outside: bool,
        force: bool,
        foot: bool = False,
        declared_only: bool = False,
    ) -> str:
        """The caveat that forbids a task to a unit; empty where none does."""
        hidden: tuple[str, ...] = ()
        contingent = self.w.contingents.get(unit.contingent)
        if contingent is not None and not declared_only:
            hidden = contingent.hidden
        for caveat in (*unit.spec.caveats, *hidden):
            if (
                (caveat == "committed")
                or (caveat == "no_night_dismounted" and night and (foot or unit.spec.mobility == "foot"))
                or (caveat == "no_outside_base" and outside)
                or (caveat == "needs_armour" and force and not unit.spec.armour)
                or (caveat == "no_crowd_control" and task == "separate")
            ):
                return caveat
        return ""

    def delays(self, unit: Unit, key: str, *, risky: bool) -> list[tuple[str, float]]:
        """What a contingent's commander waits for before a risky task: the capital, a written order."""
        contingent = self.w.contingents.get(unit.contingent)
        if contingent is None or not risky:
            return []
        u = self.w.draws.several(f"{unit.contingent}/{key}", "leave")
        found = []
        if u[0] < contingent.spec.capital_call:
            found.append((marked("asks the capital"), contingent.spec.capital_delay.draw(u[1])))
        if u[2] < contingent.spec.written_order and unit.id not in self.authorised:
            found.append((marked("wants a written order"), contingent.spec.written_delay.draw(u[3])))
        return found

    def _authorise(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """Leave for force, in writing: it counts for each unit that has heard of it."""
        for unit in self.w.units.values():
            if unit.contingent and unit.spec.armed and post.directs(unit.component):
                what = "leave for force"  # not for people
                self.w.reporting.instruct(post, unit, what, cause, partial(self._has_leave, unit))

    def _has_leave(self, unit: Unit, cause: int, given: tuple[int, ...]) -> None:
        self.authorised.add(unit.id)
        self.w.emit("force_authorised", unit.id, {}, cause, given)

    def waits_for_paper(self, unit: Unit, at: str) -> str:
        """Why a commander on the scene holds back force: a written order that has not come; or nothing."""
        contingent = self.w.contingents[unit.contingent].spec
        name = f"{unit.contingent}@{at}"
        u = self.w.draws.several(name, "written order for force")
        if u[0] >= contingent.written_order:
            return ""
        ready = self._paper.setdefault(name, self.w.now + int(contingent.written_delay.draw(u[1])))
        return "" if self.w.now >= ready else marked("waits for a written order")
