"""Prevention: an escalation that comes by itself, the violence in it, and what early action keeps from happening.

Model
    *Escalation.*  The stream says where tension turns and how far (verb ``escalate``): the level of an
    area goes in a straight line to ``severity`` over ``for``.  Nothing that anybody does moves it.  When
    it first reaches ``outbreak``, violence has broken out.

    *Violence.*  Incidents come as a Poisson process at ``violence`` times the level, and each hurts
    1 + Geometric people, ``hurt`` on average.  It is put down to the first turn that would have let it
    happen.  An incident does not happen if an action keeps it off: each action in force does so with its
    present worth, one after the other, with the incident's own luck

        worth now = worth * min(1, time since / lag) * 0.5 ^ (time since the lag / ``fades``)

    Words and visits fade; programmes and people stay while they are there.  Quiet representations and
    envoys are worth the host's consent (times consent), programmes the presence that is left, public
    words what they say (1 - deference).  Local meetings count by the tension that they took away
    (mechanism *community*).  Of what is prevented ``displaced`` happens in another area.  All worths are
    assumptions: no ranking of actions is meant.

    *The price.*  Public words cost consent and anger the host for a while (``heat``).  Each day the host
    may threaten to expel somebody, and after ``grace`` do it, with chance

        ``expels`` * heat * (1 - consent)^2        times ``backed`` where headquarters stands by its staff

    Who is expelled is one adviser less, and ``presence`` of all programmes; who is backed is replaced.
    An office that falls silent takes its public words back: no heat, no worth (C51, C53).

Parameters
    ``parameters.prevention``, all [A].

Oracle
    Poisson counts; the share left by each action alone; more action never means more violence; the
    level by hand.

Never
    The escalation reads no plan and no action.  People who are hurt are a count.
"""

from __future__ import annotations

from math import fsum, log

from simulator.blueprint.model import StepSpec, StreamSpec, WarningSpec
from simulator.catalogue import marked
from simulator.engine.entities import Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.warning import Signal
from simulator.engine.world import World

__all__ = ["Escalation", "Prevention"]

_DAY = 86400
_SAID = {
    "speak_publicly": marked("public voice"),
    "speak_privately": marked("quiet representations"),
    "shift_programmes": marked("programmes moved there"),
    "request_surge": marked("further officers"),
    "send_envoy": marked("an envoy"),
    "back_staff": marked("headquarters stands by its staff"),
    "fall_silent": marked("the office falls silent"),
}


class Escalation:
    """The level of an area: from ``first`` to ``last`` between two moments."""

    __slots__ = ("begin", "end", "first", "last", "mark")

    def __init__(self, first: float, last: float, begin: int, end: int, mark: int):
        self.first, self.last, self.begin, self.end, self.mark = first, last, begin, end, mark

    def level(self, at: float) -> float:
        """The level at a second."""
        if at >= self.end:
            return self.last
        return self.first + (self.last - self.first) * (at - self.begin) / (self.end - self.begin)

    def reaches(self, level: float) -> float:
        """The second at which it rises to a level; -1 if it does not."""
        if not self.first < level <= self.last:
            return -1
        return self.begin + (self.end - self.begin) * (level - self.first) / (self.last - self.first)


class Action:
    """Something that is done against an escalation, for one area or all (``at`` is empty)."""

    __slots__ = ("at", "mark", "name", "since", "strength")

    def __init__(self, name: str, at: str, since: int, strength: float, mark: int):
        self.name, self.at, self.since, self.strength, self.mark = name, at, since, strength, mark


class Prevention(Mechanism):
    """Lets violence happen, or not."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.prevention
        self.spec: WarningSpec | None = world.blueprint.warning
        self.escalations: dict[str, Escalation] = {}
        self._turns: dict[str, list[Escalation]] = {}
        """area -> its escalations so far"""
        stream = world.blueprint.stream
        self.areas = sorted({name for e in stream if e.do == "escalate" for name in e.on})
        """areas in which tension may turn"""
        self.actions: list[Action] = []
        self.broken_out: set[str] = set()
        self.presence, self.presence_mark = 1.0, 0
        self.backed_mark = 0
        self.silence_mark = 0
        self.threatened_at, self.threat_mark = -1, 0
        self.expelled = 0
        world.verbs["escalate"] = self._escalate
        for task in _SAID:
            world.orders.offer_staff(task, self._act)

    def begin(self) -> None:
        """The host looks once a day at what is said about it."""
        if self.spec is not None:
            self.w.clock.later(_DAY, self._day, 1)

    # the escalation

    def level(self, area: str) -> float:
        """How far the escalation in an area has gone."""
        found = self.escalations.get(area)
        return found.level(self.w.now) if found is not None else 0.0

    def _escalate(self, event: StreamSpec, on: str, seq: int) -> None:
        w, takes = self.w, max(0, event.for_s)
        old = self.escalations.get(on)
        data = {"level": round(event.severity * 100), "takes_h": takes // 3600}
        mark = w.emit("escalation_changed", on, data, seq, w.given(old.mark if old else 0))
        new = self.escalations[on] = Escalation(self.level(on), event.severity, w.now, w.now + takes, mark)
        self._turns.setdefault(on, []).append(new)
        at = new.reaches(self.p.outbreak)
        if at >= 0:
            w.clock.later(at - w.now, self._break_out, on, new)
        if old is None and self.spec is not None and self.spec.violence > 0:
            self._next(on, 0)
        w.threat.finish(event, mark)

    def _break_out(self, area: str, by: Escalation) -> None:
        if self.escalations[area] is by and area not in self.broken_out:
            self.broken_out.add(area)
            self.w.emit("violence_broke_out", area, {"level": round(by.level(self.w.now) * 100)}, by.mark)

    # violence

    def _next(self, area: str, number: int) -> None:
        assert self.spec is not None
        u = self.w.draws.stream(area, "violence").uniform()
        self.w.clock.later(-log(1 - u) / self.spec.violence, self._candidate, area, number)

    def _candidate(self, area: str, number: int) -> None:
        w = self.w
        self._next(area, number + 1)
        name = f"{area}/violence {number}"
        u = w.draws.several(name, "what comes of it")
        if u[0] >= self.level(area):
            return
        by = next((t for t in self._turns[area] if u[0] < t.level(w.now)), self.escalations[area])
        cause, given = by.mark, self._marks(area)
        stopped = self.kept_off(area, u[1])
        if not stopped:
            self._happens(area, name, u[2], u[3], cause, given)
            return
        seq = w.emit("violence_prevented", area, {"by": stopped}, cause, given)
        v = w.draws.several(name, "elsewhere")
        others = [a for a in self.escalations if a != area]
        if others and v[0] < self.p.displaced:
            known = w.given(*(self.escalations[a].mark for a in others))
            self._happens(others[int(v[1] * len(others))], name, v[2], v[3], seq, known)

    def _happens(self, area: str, name: str, size: float, told: float, cause: int, given: tuple[int, ...]) -> None:
        """People are hurt, trust falls, and somebody may tell of it."""
        w = self.w
        count = 1 + int(log(1 - size) / log(1 - 1 / self.p.hurt)) if self.p.hurt > 1 else 1
        seq = w.emit("violence_happened", area, {"count": count}, cause, given)
        w.community.move(trust=count * w.p.community.harm_trust * w.community.trust, cause=seq)
        self._told(area, name, told, seq)

    def _told(self, area: str, name: str, u: float, cause: int) -> None:
        """Somebody tells of it, the sooner the more people trust; so it is a sign of what is to come."""
        sources = list(self.spec.sources.values()) if self.spec else []
        if not sources or u >= min(1.0, 2 * self.p.reports * self.w.community.trust):
            return
        source = sources[int(self.w.draws.once(name, "who tells") * len(sources))]
        self.w.warning.arises(Signal(name, source.sees, area, self.level(area), source, founded=True), cause)

    def _in_force(self, area: str) -> list[Action]:
        return [a for a in self.actions if a.at in ("", area)]

    def _marks(self, area: str) -> tuple[int, ...]:
        """What the fate of an incident depends on."""
        marks = [a.mark for a in self._in_force(area)]
        marks += [self.escalations[area].mark, self.presence_mark, self.silence_mark, self.w.community.mark]
        return self.w.given(*marks)

    def kept_off(self, area: str, u: float) -> str:
        """What keeps an incident with this luck from happening; empty where nothing does."""
        left = 1.0
        for by, worth in self.worths(area).items():
            left *= 1 - worth
            if u >= left:
                return by
        return ""

    def worths(self, area: str) -> dict[str, float]:
        """What is in force for an area, and the share of incidents that each keeps off now."""
        found: dict[str, float] = {}
        for action in self._in_force(area):
            worth = self._worth(action)
            said = _SAID[action.name]
            if worth > found.get(said, 0.0):
                found[said] = worth
        calmer = self.w.blueprint.tension - self.w.community.tension
        if self.spec is not None and self.w.community.met and calmer > 0:
            found[marked("meetings of leaders")] = min(1.0, self.p.mediated * calmer)
        return found

    def _worth(self, action: Action) -> float:
        consent, since = self.w.community.consent, self.w.now - action.since
        full, lag, fades = {
            "speak_publicly": (self.p.public, self.p.voice_lag, True),
            "speak_privately": (self.p.private * consent, self.p.voice_lag, True),
            "shift_programmes": (self.p.programmes * self.presence, self.p.programmes_lag, False),
            "request_surge": (self.p.surge, 0, False),
            "send_envoy": (self.p.envoy * consent, self.p.envoy_lag, True),
        }[action.name]
        risen = min(1.0, since / lag) if lag else 1.0
        kept = 0.5 ** (max(0, since - lag) / self.p.fades) if fades else 1.0
        return float(full * action.strength * risen * kept)

    # action

    def _act(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """The office, or headquarters, does something about it."""
        if self.spec is None:
            return
        area = place if step.task == "shift_programmes" else ""
        seq = self.w.emit("action_taken", place or "country", {"what": _SAID[step.task], "by": post.id}, cause)
        move = self.w.community.move
        frank = 1 - self.spec.deference
        if step.task == "request_surge":
            takes = self.p.surge_lag.draw(self.w.draws.once("surge", "comes"))
            self.w.clock.later(takes, self._surge, seq)
            return
        if step.task == "back_staff":
            self.backed_mark = self.backed_mark or seq
            return
        if step.task == "fall_silent":
            self.actions = [a for a in self.actions if a.name != "speak_publicly"]
            self.silence_mark = seq
            move(consent=self.p.silence_consent, cause=seq)
            return
        strength = frank if step.task == "speak_publicly" else 1.0
        self.actions.append(Action(step.task, area, self.w.now, strength, seq))
        costs = {
            "speak_publicly": self.p.public_consent * frank,
            "speak_privately": self.p.private_consent,
            "shift_programmes": self.p.programmes_consent,
            "send_envoy": self.p.envoy_consent,
        }
        trust = self.p.public_trust * frank if step.task == "speak_publicly" else 0.0
        move(consent=costs[step.task], trust=trust, cause=seq)

    def _surge(self, cause: int) -> None:
        """Further officers come, if the host lets them in."""
        community = self.w.community
        if community.consent < self.p.visas:
            self.w.emit("surge_refused", "surge", {}, cause, self.w.given(community.mark))
            return
        data = {"count": self.p.surge_staff}
        seq = self.w.emit("surge_arrived", "surge", data, cause, self.w.given(community.mark))
        self.actions.append(Action("request_surge", "", self.w.now, 1.0, seq))
        self.w.warning.advise(self.p.surge_staff, seq)

    # the host

    def heat(self) -> float:
        """How much the host still minds what was said in public."""
        said = [a for a in self.actions if a.name == "speak_publicly"]
        return min(1.0, fsum(a.strength * 0.5 ** ((self.w.now - a.since) / self.p.heat) for a in said))

    def expels(self) -> float:
        """The chance, today, that the host threatens or expels."""
        backed = self.p.backed if self.backed_mark else 1.0
        return self.p.expels * self.heat() * (1 - self.w.community.consent) ** 2 * backed

    def _day(self, number: int) -> None:
        w = self.w
        w.clock.later(_DAY, self._day, number + 1)
        if w.draws.once("host", f"day {number}") >= self.expels():
            return
        said = [a.mark for a in self.actions if a.name == "speak_publicly"]
        given = w.given(*said[:-1], w.community.mark, self.backed_mark, self.silence_mark, self.threat_mark)
        assert self.spec is not None
        office = w.command.get(self.spec.office)
        if self.threatened_at < 0:
            self.threatened_at = w.now
            self.threat_mark = w.emit("expulsion_threatened", self.spec.at, {}, said[-1], given)
            if office is not None:
                w.warning.spread(office, "pressure", self.spec.at, 1, "open", self.threat_mark)
        elif w.now - self.threatened_at >= self.p.grace:
            self._expel(office, said[-1], given)

    def _expel(self, office: Staffed | None, cause: int, given: tuple[int, ...]) -> None:
        w = self.w
        assert self.spec is not None
        self.expelled += 1
        number, seq = self.expelled, w.emit("staff_expelled", self.spec.at, {"number": self.expelled}, cause, given)
        self.presence, self.presence_mark = max(0.0, self.presence - self.p.presence), seq
        w.warning.advise(-1, seq)
        if office is not None:
            w.warning.spread(office, "expulsion", self.spec.at, number, "open", seq)
        if self.backed_mark:
            takes = self.p.replaced.draw(w.draws.once("expelled", f"{number} is replaced"))
            w.clock.later(takes, self._replaced, number, seq)

    def _replaced(self, number: int, cause: int) -> None:
        seq = self.w.emit("staff_replaced", self.spec.at if self.spec else "", {"number": number}, cause)
        self.presence, self.presence_mark = min(1.0, self.presence + self.p.presence), seq
        self.w.warning.advise(1, seq)
