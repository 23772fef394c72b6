"""Reporting: messages through channels, with delay, loss, retry and acknowledgement.

Model
    A message is sent on the sender's channels in turn.  One sending takes the channel's delay and is
    lost with the channel's failure share, which is higher within ``danger_near`` metres of fighting
    (VHF: 0.03 calm, 0.15 in combat, domain 3).  A lost message is sent again after ``retry`` on the
    next channel, ``tries`` times in all; then it is given up and its sender counts as out of contact.
    The acknowledgement can be lost too: the message is then sent once more, and the receiver, who
    keeps one ticket for one incident, passes over the double.

    A command post takes messages with ``staff`` people, each for a random time (see the mechanism
    *command*), and only then knows them.  Posts and units make a radio check every ``radio_check``
    seconds; ``checks_missed`` in a row without an answer and contact is lost, at both ends.

Oracle
    Share of sendings lost = the channel's failure share; share of messages given up = its power
    ``tries``.

Never
    A message carries what its sender saw, never what is true.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

from simulator import reasons
from simulator.catalogue import marked
from simulator.engine.entities import Channel, Post, Staffed, Talker, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Instruction", "Message", "Reporting"]

Instruction = Callable[[int, tuple[int, ...]], object]
"""what somebody does who has heard an instruction: with its mark and what its coming depended on"""


class Message:
    """Something said: a report, a status or an order, on its way to somebody."""

    __slots__ = ("attempt", "body", "cause", "given", "key", "kind", "passed", "sender", "to")

    def __init__(self, sender: Talker | Staffed, to: Staffed | Talker, kind: str, body: Any, cause: int, key: str):
        self.sender, self.to, self.kind, self.body, self.cause, self.key = sender, to, kind, body, cause, key
        self.attempt = 0
        self.given: tuple[int, ...] = ()
        self.passed: tuple[str, ...] = ()


class Report:
    """What a report says: what, where, how many, in which state, seen when, by whom."""

    __slots__ = ("by", "place", "seen_at", "state", "value", "what")

    def __init__(self, what: str, place: str, value: float, state: str, seen_at: int, by: str):
        self.what, self.place, self.value, self.state, self.seen_at, self.by = what, place, value, state, seen_at, by


class Reporting(Mechanism):
    """Sends messages and keeps contact."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.reporting
        self._said: dict[str, int] = {}
        self._held: dict[str, list[Message]] = {}

    def begin(self) -> None:
        """Start the radio checks of posts and units, spread over the first period."""
        period = self.p.radio_check
        for talker in (*self.w.posts.values(), *self.w.units.values()):
            self._rate(talker)
            if talker.under and talker.channels:
                u = self.w.draws.once(talker.id, "first check")
                self.w.clock.later(u * period, self._radio_check(talker))

    # messages

    def _heard_by(self, who: Talker, to: str) -> Staffed | None:
        """The post that hears what somebody says to a post of this name: it, or the one that stands in for it."""
        return self.w.command.get(self.w.blueprint.stands_in.get((to, who.component), to) if to else who.under)

    def once_each(self, who: Talker, names: tuple[str, ...]) -> list[str]:
        """Whom somebody tells, each post once: one may stand in for another that is to be told as well."""
        posts = {post.id: to for to in reversed(names) if (post := self._heard_by(who, to)) is not None}
        return [to for to in names if to in posts.values()]

    def report(
        self,
        who: Talker,
        to: str,
        what: str,
        place: str,
        value: float,
        state: str,
        cause: int,
        given: tuple[int, ...] = (),
        *,
        after: float = 0.0,
        unless_said: bool = False,
    ) -> None:
        """Send what ``who`` saw to a command post, or to the post that stands in for it.

        It takes ``after`` seconds to word it; with ``unless_said`` it is not sent if others on the net
        have said it meanwhile.
        """
        post = self._heard_by(who, to)
        if post is None:
            return
        data = {"what": what, "at": place, "value": round(value), "state": state, "to": post.id}
        body = Report(what, place, value, state, self.w.now, who.id)
        if after >= 1:
            self.w.clock.later(after, self._send_report, who, post, data, body, cause, given, unless_said)
        else:
            self._send_report(who, post, data, body, cause, given, unless_said)

    def _send_report(
        self,
        who: Talker,
        post: Staffed,
        data: dict[str, Any],
        body: Report,
        cause: int,
        given: tuple[int, ...],
        unless_said: bool,
    ) -> None:
        if unless_said and who.heard:
            thing = f"{body.what}@{body.place}"
            state, value, mark = post.net.get(thing, ("", 0.0, 0))
            if state == body.state and not body.value >= 1.5 * value > 0:
                return
            given = self.w.given(*given, mark, *self.w.commanding.unheard(post, thing))
        seq = self.w.emit("report_sent", who.id, data, cause, given)
        self.send(who, post, "report", body, seq, f"{body.what}@{body.place}/{body.state}")

    def instruct(self, post: Staffed, to: Talker, what: str, cause: int, then: Instruction) -> None:
        """A post tells somebody to do something at once: ``then(mark, given)`` when it is heard, never if it is not.

        Who stands beside the post hears it without a radio.
        """
        if post.spec.at and self.w.distance(to.x, to.y, post.spec.at) < self.p.by_voice:
            then(cause, ())
        else:
            self.send(post, to, "instruction", then, cause, what)

    def send(self, sender: Talker | Staffed, to: Staffed | Talker, kind: str, body: Any, cause: int, what: str) -> None:
        """Start a message on its way; ``what`` names it among the messages of its sender."""
        name = f"{sender.id}>{to.id}/{kind}/{what}"
        count = self._said[name] = self._said.get(name, 0) + 1
        self._try(Message(sender, to, kind, body, cause, f"{name}/{count}"))

    def _fails(self, talker: Talker, channel: Channel, u: float) -> bool:
        """Whether a sending with this luck is lost; where people fight matters only to luck between the two shares."""
        calm, combat = channel.spec.fails, channel.spec.fails_in_combat
        if (u < calm) == (u < combat):
            return u < calm
        near = self.w.harm.fighting and self._near_fighting(talker.x, talker.y)
        return u < (combat if near else calm)

    def _near_fighting(self, x: float, y: float) -> bool:
        return any(self.w.distance(x, y, place) < self.p.danger_near for place in self.w.harm.fighting)

    def _fights_near(self, x: float, y: float) -> list[int]:
        """Marks of the fighting that disturbs the radio at a point."""
        harm = self.w.harm
        return [harm.fight_marks[p] for p in harm.fighting if self.w.distance(x, y, p) < self.p.danger_near]

    def _channels(self, message: Message) -> tuple[Talker, tuple[Channel, ...]]:
        """The talker whose radio counts, and the channels both can use."""
        sender, to = message.sender, message.to
        talker = sender if isinstance(sender, Talker) else to
        assert isinstance(talker, Talker)
        return talker, talker.channels

    def _try(self, message: Message) -> None:
        talker, channels = self._channels(message)
        if not channels:
            self._failed(message, marked("no channel"))
            return
        channel = channels[message.attempt % len(channels)]
        u = self.w.draws.several(message.key, str(message.attempt))
        if not channel.works:
            self._failed(message, reasons.IS_DOWN.format(channel=channel.id), channel.mark)
        elif self._fails(talker, channel, u[0]):
            self._failed(message, marked("lost"), *self._fights_near(talker.x, talker.y))
        else:
            delay = channel.spec.delay.draw(u[1])
            self.w.clock.later(delay, self._arrived, message, channel, u[2], u[3])

    def _failed(self, message: Message, why: str, *marks: int) -> None:
        data = {"to": message.to.id, "why": why, "what": message.kind}
        given = self.w.given(*message.given, *marks)
        seq = self.w.emit("message_failed", message.sender.id, data, message.cause, given)
        message.given = self.w.given(*message.given, seq)
        if isinstance(message.to, Staffed):
            what = f"{message.body.what}@{message.body.place}" if message.kind == "report" else ""
            message.to.unheard.append((self.w.now, what, seq))
        message.attempt += 1
        if message.attempt >= self.p.tries:
            self._give_up(message, seq)
            return
        u = self.w.draws.once(message.key, f"retry {message.attempt}")
        self.w.clock.later(self.p.retry.draw(u), self._try, message)

    def _give_up(self, message: Message, cause: int) -> None:
        seq = self.w.emit("message_given_up", message.sender.id, {"to": message.to.id, "what": message.kind}, cause)
        talker, _ = self._channels(message)
        if isinstance(message.sender, Talker):
            self._held.setdefault(message.sender.id, []).append(message)
            if message.sender.heard:
                self._lose(talker, seq)
        elif message.kind == "order":
            self.w.orders.undelivered(message.body, seq)

    def _arrived(self, message: Message, channel: Channel, ack: float, again: float) -> None:
        talker, _ = self._channels(message)
        if message.attempt == 0 and self._fails(talker, channel, ack):
            # the acknowledgement is lost: the sender says it again, the receiver knows it already
            self.w.clock.later(self.p.retry.draw(again), self._double, message)
        if isinstance(message.to, Unit):
            self.w.duties.heard(message.to, message)
        elif isinstance(message.to, Talker):
            message.body(message.cause, message.given)
        else:
            if message.kind == "report":  # everybody on the net hears it, before the staff has taken it
                body = message.body
                message.to.net[f"{body.what}@{body.place}"] = (body.state, body.value, message.cause)
            self.w.commanding.take(message.to, message)

    def _double(self, message: Message) -> None:
        """A message that is known already costs the receiver's time, and nothing else."""
        if isinstance(message.to, Staffed):
            self.w.commanding.take(
                message.to, Message(message.sender, message.to, "double", None, message.cause, message.key + "/double")
            )

    # channels

    def switch(self, name: str, *, works: bool, cause: int, for_s: int = -1) -> None:
        """A channel fails, for a time or for good, or comes back; of several failures the last to end counts."""
        channel = self.w.channels[name]
        if works:
            channel.down_until = 0.0
        else:
            channel.down_until = max(channel.down_until, self.w.now + for_s if for_s >= 0 else inf)
            if for_s >= 0:
                self.w.clock.later(for_s, self._back, name)
        if channel.works == works:
            return
        channel.works = works
        channel.mark = self.w.emit(
            "channel_changed", name, {"state": marked("works again") if works else marked("is down")}, cause
        )
        self._channels_changed()

    def _back(self, name: str) -> None:
        channel = self.w.channels[name]
        if not channel.works and channel.down_until <= self.w.now:
            self.switch(name, works=True, cause=channel.mark)

    # contact

    def _channels_changed(self) -> None:
        """A channel failed or came back: what a radio check may meet is other than before."""
        for talker in (*self.w.posts.values(), *self.w.units.values()):
            self._rate(talker)

    def _rate(self, talker: Talker) -> None:
        """How likely all of a talker's working channels fail together, at best and at worst."""
        best = worst = 1.0
        for channel in talker.channels:
            if channel.works:
                best *= channel.spec.fails
                worst *= max(channel.spec.fails, channel.spec.fails_in_combat)
        talker.fails_calm, talker.fails_worst = best, worst

    def _radio_check(self, talker: Talker) -> Callable[[], None]:
        """What happens at each radio check of a talker; a function of its own, because it happens often."""
        later, uniform = self.w.clock.later, self.w.draws.stream(talker.id, "check").uniform
        period, doubtful = self.p.radio_check, self._doubtful

        def _check() -> None:
            later(period, _check)
            u = uniform()
            if u < talker.fails_worst or not talker.heard:
                doubtful(talker, u)
            else:
                talker.missed = 0

        return _check

    def _doubtful(self, talker: Talker, u: float) -> None:
        """A check that may have failed; a post that is no longer manned makes none."""
        if isinstance(talker, Post) and not talker.manned:
            return
        near = self.w.harm.fighting and self._near_fighting(talker.x, talker.y)
        if u >= (talker.fails_worst if near else talker.fails_calm):
            if not talker.heard:
                self._regain(talker)
            talker.missed = 0
            return
        talker.missed += 1
        if talker.missed == self.p.checks_missed and talker.heard:
            down = max((c.mark for c in talker.channels), default=0)
            self._lose(talker, down or self.w.started)

    def _lose(self, talker: Talker, cause: int) -> None:
        talker.heard = False
        seq = self.w.emit("contact_lost", talker.id, {"under": talker.under}, cause, self.w.given(talker.mark))
        talker.mark = seq
        post = self.w.command.get(talker.under)
        if post is not None and isinstance(talker, Unit):
            self.w.pictures_of_posts.learn(post, f"unit@{talker.id}", "", 0, "out_of_contact", self.w.now, seq)
        self.w.rules.saw(talker, "comms", talker.id, 1, "lost", seq)
        if isinstance(talker, Unit):
            self.w.rules.cut_off(talker)

    def _regain(self, talker: Talker) -> None:
        talker.heard = True
        seq = self.w.emit(
            "contact_regained",
            talker.id,
            {"under": talker.under},
            talker.mark,
            self.w.given(*(c.mark for c in talker.channels)),
        )
        talker.mark = seq
        self.w.rules.saw(talker, "comms", talker.id, 0, "back", seq)
        for message in self._held.pop(talker.id, ()):
            message.attempt, message.key = 0, message.key + "/again"
            message.given = self.w.given(*message.given, seq)
            self._try(message)
        if isinstance(talker, Unit):
            self.w.duties.tell_state(talker, seq)
