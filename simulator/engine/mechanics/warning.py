"""Early warning: signs of what is coming, who hears of them, how soon they are verified, who shares them.

Model
    *Signals.*  A signal is of a kind, from an area, with a severity as it looks and the truth whether
    anything is behind it.  It comes from the stream (verb ``signal``), from violence that somebody tells
    of (mechanism *prevention*), or from a source's noise, a Poisson process at the source's own rate.
    After its source's ``delay`` one agency has it; each office that gets this agency's copies has it
    ``passed_on`` later.  Whatever is not passed on lies where it came in (C52).

    *Verification.*  Where an office has been told to verify an area, its open signals and those that
    follow stand in one line before the ``advisers``; each takes one signal at a time, for ``verify``
    times (1.5 - consent): less consent, less access.  First come, first served: G/G/c.  A founded
    signal is confirmed with ``confirms``, an unfounded one found so with ``refutes``; what is neither
    stays open.

    *Assessment.*  A country team that assesses an area meets, then settles where the data of the
    agencies that hold signals disagree: nothing for the first, ``reconcile`` for each further one, times
    ``common`` where they keep their data in common.  The level that it shares is

        1 - product of (1 - severity * credit)    over the area's signals that it has by then

    credit 1 when verified, 0 when found unfounded, else the source's reliability times ``unverified``.

Parameters
    ``parameters.signals``, all [A] but for the 48 hours.

Oracle
    Waiting times of the line against M/D/1 and by hand; an assessment's days by hand; more advisers never
    make an assessment later.

Never
    Nobody asks whether a signal is founded but the draw of its verification.
"""

from __future__ import annotations

from collections import deque
from math import log, prod

from simulator.blueprint.model import SourceSpec, StepSpec, StreamSpec, WarningSpec
from simulator.catalogue import marked
from simulator.conditions import NO_FACT
from simulator.engine.entities import Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["EarlyWarning", "Signal"]

_HOUR = 3600
_VERIFIED, _UNFOUNDED, _UNCLEAR = marked("verified"), marked("unfounded"), marked("unclear")
Task = tuple[int, StepSpec]
"""what ordered a step, and the step"""


class Signal:
    """One sign of what may be coming, and who has heard of it."""

    __slots__ = ("agency", "at", "founded", "id", "known", "mark", "severity", "source", "state", "what")

    def __init__(self, id: str, what: str, at: str, severity: float, source: SourceSpec, *, founded: bool):
        self.id, self.what, self.at, self.severity, self.source, self.founded = id, what, at, severity, source, founded
        self.agency = source.to
        self.known: dict[str, int] = {}
        """office -> mark of its hearing of it"""
        self.state = "open"
        """open, queued, verified, unfounded or unclear"""
        self.mark = 0


class EarlyWarning(Mechanism):
    """Carries signals to who can use them."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.signals
        self.spec: WarningSpec | None = world.blueprint.warning
        self.advisers = self.spec.advisers if self.spec else 0
        self.advisers_mark = 0
        self.signals: list[Signal] = []
        self.levels: dict[str, tuple[float, int]] = {}
        """area -> the level last assessed, and its mark"""
        self._line: deque[tuple[Signal, Staffed, int, int]] = deque()
        self._busy = 0
        self._in_the_way: list[int] = []
        """marks of what has stood before the advisers since they were last all free"""
        self._watched: dict[tuple[str, str], Task] = {}
        """(office, area) -> what told it to verify"""
        self._assessing: dict[str, int] = {}
        """area -> how often it has been assessed; negative while it is"""
        self._spread: dict[str, int] = {}
        world.verbs["signal"] = self._signal
        world.orders.offer_staff("verify", self._verify)
        world.orders.offer_staff("assess", self._assess)

    def begin(self) -> None:
        """Start every source's noise."""
        for source in self.spec.sources.values() if self.spec else ():
            if source.noise > 0:
                self._next_noise(source, 0)

    # signals

    def _signal(self, event: StreamSpec, on: str, seq: int) -> None:
        assert self.spec is not None
        source = self.spec.sources.get(event.source)
        if source is not None:
            self.arises(Signal(event.id, event.signal, on, event.severity, source, founded=event.founded), seq)
        self.w.threat.finish(event, seq)

    def _next_noise(self, source: SourceSpec, number: int) -> None:
        u = self.w.draws.stream(source.id, "noise").uniform()
        self.w.clock.later(-log(1 - u) / source.noise, self._noise, source, number)

    def _noise(self, source: SourceSpec, number: int) -> None:
        """Something that looks like a sign, and is none."""
        self._next_noise(source, number + 1)
        name = f"{source.id}/{number}"
        u = self.w.draws.several(name, "noise")
        areas = self.w.prevention.areas
        if areas:
            at = areas[int(u[0] * len(areas))]
            self.arises(Signal(name, source.sees, at, 0.1 + 0.3 * u[1], source, founded=False), self.w.started)

    def arises(self, signal: Signal, cause: int) -> None:
        """Somebody sees a sign; his agency hears of it after a while."""
        data = {
            "what": signal.what,
            "at": signal.at,
            "seen_by": signal.source.id,
            "gravity": round(signal.severity * 100),
            "founded": int(signal.founded),
        }
        signal.mark = self.w.emit("signal_arose", signal.id, data, cause)
        self.signals.append(signal)
        takes = signal.source.delay.draw(self.w.draws.once(signal.id, "heard"))
        post = self.w.command.get(signal.agency)
        if post is not None:
            self.w.clock.later(takes, self._hear, signal, post, signal.source.id, signal.mark)

    def _hear(self, signal: Signal, post: Staffed, by: str, cause: int) -> None:
        if post.id in signal.known:
            return
        signal.known[post.id] = cause
        count = len(self._at(signal.at, post))
        mark = signal.known[post.id] = self.tell(post, "signal", signal.at, count, "open", by, cause)
        for other, _ in self.w.program.copies[post.id]:
            takes = self.p.passed_on.draw(self.w.draws.once(signal.id, f"{post.id} to {other}"))
            self.w.clock.later(takes, self._hear, signal, self.w.command[other], post.id, mark)
        watch = self._watched.get((post.id, signal.at))
        if watch is not None:
            self._queue(signal, post, mark, watch[0])

    def _at(self, area: str, post: Staffed) -> list[Signal]:
        """The signals of an area that an office has heard of."""
        return [s for s in self.signals if s.at == area and post.id in s.known]

    def tell(
        self,
        post: Staffed,
        what: str,
        at: str,
        value: float,
        state: str,
        by: str,
        cause: int,
        given: tuple[int, ...] = (),
    ) -> int:
        """An office learns something, and knows it at once."""
        w = self.w
        known = post.picture.get(f"{what}@{at}", NO_FACT)
        data = {"what": what, "at": at, "value": round(value), "state": state, "by": by, "seen_at": w.now}
        seq = post.mark = w.emit("report_received", post.id, data, cause, w.given(*given, known[3]))
        w.pictures_of_posts.learn(post, what, at, value, state, w.now, seq)
        return seq

    def spread(self, post: Staffed, what: str, at: str, value: float, state: str, cause: int) -> None:
        """An office knows something, and its copies follow."""
        mark = self.tell(post, what, at, value, state, post.id, cause)
        name = f"{post.id}/{what}@{at}"
        count = self._spread[name] = self._spread.get(name, 0) + 1
        for other, _ in self.w.program.copies[post.id]:
            takes = self.p.passed_on.draw(self.w.draws.once(f"{name}/{count}", f"to {other}"))
            self.w.clock.later(takes, self.tell, self.w.command[other], what, at, value, state, post.id, mark)

    # verification

    def _verify(self, post: Staffed, step: StepSpec, area: str, cause: int) -> None:
        """An office is to verify what it hears of an area, from now on."""
        self._watched.setdefault((post.id, area), (cause, step))
        for signal in self._at(area, post):
            self._queue(signal, post, cause)

    def _queue(self, signal: Signal, post: Staffed, cause: int, told: int = 0) -> None:
        if signal.state == "open":
            signal.state = "queued"
            self._line.append((signal, post, cause, told))
            self._serve()

    def _serve(self) -> None:
        """Whoever is free takes the next in line."""
        while self._line and self._busy < self.advisers:
            signal, post, cause, told = self._line.popleft()
            self._busy += 1
            waited = (told, *self._in_the_way)
            self._in_the_way.append(cause)
            self._check(signal, post, cause, waited)

    def advise(self, change: int, mark: int) -> None:
        """Advisers come or go; who goes finishes what is in hand."""
        self.advisers, self.advisers_mark = max(0, self.advisers + change), mark
        self._in_the_way.append(mark)
        self._serve()

    def _check(self, signal: Signal, post: Staffed, cause: int, waited: tuple[int, ...]) -> None:
        u = self.w.draws.several(signal.id, "verification")
        takes = self.p.verify.draw(u[0]) * (1.5 - self.w.community.consent)
        given = self.w.given(*waited, self.advisers_mark, self.w.community.mark)
        self.w.clock.later(takes, self._checked, signal, post, cause, given, u[1], self.w.now)

    def _checked(self, signal: Signal, post: Staffed, cause: int, given: tuple[int, ...], u: float, begun: int) -> None:
        w = self.w
        sure = u < (self.p.confirms if signal.founded else self.p.refutes)
        signal.state = (_VERIFIED if signal.founded else _UNFOUNDED) if sure else _UNCLEAR
        heard = w.log[signal.known[post.id] - 1].at
        data = {
            "what": signal.what,
            "at": signal.at,
            "result": signal.state,
            "waited_h": (begun - heard) // _HOUR,
            "took_h": (w.now - begun) // _HOUR,
        }
        signal.mark = w.emit("signal_checked", signal.id, data, cause, given)
        self._busy -= 1
        if not self._busy:
            self._in_the_way.clear()
        watch = self._watched.get((post.id, signal.at))
        if watch is not None:
            w.errands.finish_for(*watch, signal.mark)
        if signal.state == _VERIFIED:
            count = sum(s.state == _VERIFIED for s in self._at(signal.at, post))
            self.tell(post, "finding", signal.at, count, "verified", post.id, signal.mark)
        self._serve()

    # assessment

    def _assess(self, post: Staffed, step: StepSpec, area: str, cause: int) -> None:
        self.assess(post, area, cause, (cause, step))

    def assess(self, post: Staffed, area: str, cause: int, task: Task | None = None) -> None:
        """A country team sits down over an area, unless it does so already."""
        times = self._assessing.get(area, 0)
        if times < 0:
            return
        self._assessing[area] = -times - 1
        w, name = self.w, f"{area}/{times}"
        holders = sorted({s.agency for s in self.signals if s.at == area and s.agency in s.known})
        takes = self.p.meeting.draw(w.draws.once(name, "meeting"))
        for agency in holders[1:]:
            takes += self.p.reconcile.draw(w.draws.once(name, f"data of {agency}")) * self._common()
        data = {"by": post.id, "agencies": len(holders)}
        mark = w.emit("assessment_begun", area, data, cause, w.given(*self._held(area)))
        w.clock.later(takes, self._shared, post, area, times + 1, mark, task)

    def _common(self) -> float:
        return self.p.common if self.spec is not None and self.spec.common_data else 1.0

    def _held(self, area: str) -> list[int]:
        """Marks of what agencies have heard of an area."""
        return [m for s in self.signals if s.at == area and (m := s.known.get(s.agency, 0))]

    def level(self, area: str) -> float:
        """What the signals of an area amount to, as far as agencies have them."""
        known = [s for s in self.signals if s.at == area and s.agency in s.known]
        return 1 - prod(1 - s.severity * self._credit(s) for s in known)

    def _credit(self, signal: Signal) -> float:
        if signal.state in (_VERIFIED, _UNFOUNDED):
            return float(signal.state == _VERIFIED)
        return signal.source.reliable * self.p.unverified

    def _shared(self, post: Staffed, area: str, times: int, cause: int, task: Task | None) -> None:
        w, level = self.w, self.level(area)
        self._assessing[area] = times
        checks = [s.mark for s in self.signals if s.at == area and s.state not in ("open", "queued")]
        data = {"by": post.id, "level": round(level * 100), "times": times}
        mark = w.emit("assessment_shared", area, data, cause, w.given(*self._held(area), *checks))
        self.levels[area] = (level, mark)
        if task is not None:
            w.errands.finish_for(*task, mark)
        self.spread(post, "assessment", area, round(level * 100), "shared", mark)
        w.alarm.assessed(post, area, mark)
