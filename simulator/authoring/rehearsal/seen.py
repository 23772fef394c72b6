"""What one dry run showed: a log folded to the few facts that a rehearsal counts.

The fold runs in the worker and knows the blueprint's rows and the log alone.  Times are seconds since STARTEX.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from simulator.authoring.rehearsal.thresholds import BINS, CLASH_S
from simulator.blueprint.model import Blueprint
from simulator.events import LogEvent
from simulator.runs.headless import Run
from simulator.vocabulary import BUSY

__all__ = ["Answer", "Clash", "OrdersSeen", "RuleSeen", "Seen", "folded", "read_seen", "seen"]

OVERTAKEN = "has a new order"  # not for people
"""why a unit drops a task when somebody else's order takes it away"""


class RuleSeen(msgspec.Struct, array_like=True):
    """A rule in one run: firings, the second of the first one, words for which no unit was found, done, late."""

    fired: int = 0
    first: int = -1
    unfilled: int = 0
    done: int = 0
    late: int = 0


class OrdersSeen(msgspec.Struct, array_like=True):
    """Orders of one source to one task in one run.

    ``busy`` were declined because the unit was at something else, ``overtaken`` were taken away by another order.
    """

    given: int = 0
    accepted: int = 0
    declined: int = 0
    busy: int = 0
    overtaken: int = 0
    begun: int = 0


class Answer(msgspec.Struct, array_like=True):
    """A decision that opened: when, when it was closed (-1: never), with which option, and whether by default."""

    decision: str
    opened: int
    closed: int = -1
    option: str = ""
    defaulted: bool = False


class Clash(msgspec.Struct, array_like=True, frozen=True):
    """A unit that two sources want for different tasks within minutes.

    ``second_task`` is empty where the second found the unit at the first one's task, and went without.
    """

    unit: str
    first: str
    first_task: str
    second: str
    second_task: str


class Seen(msgspec.Struct, array_like=True):
    """One dry run."""

    injects: list[tuple[str, int]] = []
    """(inject, second) of every delivery"""
    actions: dict[str, dict[int, list[int]]] = {}
    """inject -> number of what it expects -> how often it was [expected, done, missed]"""
    answers: list[Answer] = []
    rules: dict[str, RuleSeen] = {}
    orders: dict[str, dict[str, OrdersSeen]] = {}
    """rule or decision -> task -> its orders"""
    clashes: list[Clash] = []
    threat: dict[str, bool] = {}
    """event of the stream that began -> whether it came to nothing"""
    touched: list[str] = []
    """every place and whoever else anything happened to or at"""
    sent: list[str] = []
    """units that were told to do something, or moved"""
    began: list[str] = []
    """units that began any task"""
    stirs: list[int] = []
    """stretches of the exercise, of :data:`BINS`, in which something reached a room: inject, question, report, rule"""


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Seen)


def folded(run: Run) -> bytes:
    """What a worker gives back of a run besides its row."""
    return _ENCODER.encode(seen(run.blueprint, run.log))


def read_seen(content: bytes) -> Seen:
    """The reverse of :func:`folded`; raises :class:`ValueError` for bytes that hold none."""
    return _DECODER.decode(content)


def seen(blueprint: Blueprint, log: Sequence[LogEvent]) -> Seen:
    """Fold one log."""
    fold = _Fold(blueprint)
    find = fold.by_kind.get
    touched = fold.touched
    for event in log:
        touched.add(event.subject)
        touched.add(event.data.get("at"))
        take = find(event.kind)
        if take is not None:
            take(event)
    return fold.finish()


class _Fold:
    """The state of one pass over a log."""

    def __init__(self, blueprint: Blueprint):
        self.made = Seen([], {}, [], {}, {}, [], {}, [], [], [], [])
        self.touched: set[object] = set()
        self._drills = {rule.id for rule in blueprint.rules if rule.local}
        self._end = max(1, blueprint.duration)
        self._stirs: set[int] = set()
        self._sent: set[str] = set()
        self._began: set[str] = set()
        self._tags = blueprint.tags
        self._open: dict[tuple[str, str], Answer] = {}
        self._next: dict[str, int] = {}
        self._last: dict[str, tuple[int, str, str]] = {}
        self.by_kind: dict[str, Callable[[LogEvent], None]] = {
            "inject_delivered": self._delivered,
            "action_expected": self._expected,
            "action_done": self._done,
            "action_missed": self._missed,
            "decision_opened": self._opened,
            "decision_taken": self._closed,
            "decision_defaulted": self._closed,
            "rule_fired": self._fired,
            "rule_done": lambda event: self._count(event.subject, "done"),
            "rule_late": lambda event: self._count(event.subject, "late"),
            "order_unfilled": self._unfilled,
            "order_given": self._given,
            "order_accepted": lambda event: self._follow(event, "accepted"),
            "order_refused": self._refused,
            "task_begun": self._begun,
            "task_dropped": self._dropped,
            "stream_event_began": lambda event: self._threat(event, foiled=False),
            "stream_event_foiled": lambda event: self._threat(event, foiled=True),
            "report_received": lambda event: self._stir(event.at),
            "unit_moved": self._moved,
        }

    def finish(self) -> Seen:
        """What was seen, with sets as lists that are the same in every process."""
        self.made.touched = sorted(name for name in self.touched if isinstance(name, str) and name)
        self.made.stirs = sorted(self._stirs)
        self.made.sent, self.made.began = sorted(self._sent), sorted(self._began)
        return self.made

    def _stir(self, at: int) -> None:
        self._stirs.add(min(BINS - 1, at * BINS // self._end))

    # injects and decisions

    def _delivered(self, event: LogEvent) -> None:
        self.made.injects.append((event.subject, event.at))
        self._next[event.subject] = 0
        self._stir(event.at)

    def _action(self, inject: str, number: int) -> list[int]:
        return self.made.actions.setdefault(inject, {}).setdefault(number, [0, 0, 0])

    def _expected(self, event: LogEvent) -> None:
        number = self._next.get(event.subject, 0)
        self._next[event.subject] = number + 1
        self._action(event.subject, number)[0] += 1

    def _done(self, event: LogEvent) -> None:
        self._action(event.subject, event.data["action"])[1] += 1

    def _missed(self, event: LogEvent) -> None:
        self._action(event.subject, event.data["action"])[2] += 1

    def _opened(self, event: LogEvent) -> None:
        answer = Answer(event.subject, event.at)
        self.made.answers.append(answer)
        self._open[event.subject, event.data["at"]] = answer
        self._stir(event.at)

    def _closed(self, event: LogEvent) -> None:
        answer = self._open.pop((event.subject, event.data["at"]), None)
        if answer is not None:
            answer.closed, answer.option = event.at, event.data["option"]
            answer.defaulted = event.kind == "decision_defaulted"

    # rules and orders

    def _count(self, rule: str, what: str) -> None:
        row = self.made.rules.setdefault(rule, RuleSeen())
        setattr(row, what, getattr(row, what) + 1)

    def _fired(self, event: LogEvent) -> None:
        row = self.made.rules.setdefault(event.subject, RuleSeen())
        row.fired += 1
        if row.first < 0:
            row.first = event.at
        if event.subject not in self._drills:
            self._stir(event.at)

    def _orders(self, source: str, task: str) -> OrdersSeen:
        return self.made.orders.setdefault(source, {}).setdefault(task, OrdersSeen())

    def _follow(self, event: LogEvent, what: str) -> None:
        row = self._orders(event.data["source"], event.data["task"])
        setattr(row, what, getattr(row, what) + 1)

    def _given(self, event: LogEvent) -> None:
        source, task, unit = event.subject, event.data["task"], event.data["unit"]
        self._orders(source, task).given += 1
        self._sent.add(unit)
        self._pulled(event.at, unit, source, task)
        self._last[unit] = event.at, source, task

    def _pulled(self, now: int, unit: str, source: str, task: str) -> None:
        """Somebody wants a unit: was it ordered to do something else minutes ago, by somebody else?"""
        at, first, first_task = self._last.get(unit, (-CLASH_S - 1, source, task))
        if now - at <= CLASH_S and first != source and first_task != task:
            self.made.clashes.append(Clash(unit, first, first_task, source, task))

    def _unfilled(self, event: LogEvent) -> None:
        """No unit is free: those that could have been wanted are pulled at."""
        self._count(event.subject, "unfilled")
        for unit in self._tags.get(event.data["who"], ()):
            self._pulled(event.at, unit, event.subject, "")

    def _moved(self, event: LogEvent) -> None:
        self._sent.add(event.subject)
        self.touched.add(event.data["to"])

    def _begun(self, event: LogEvent) -> None:
        self._began.add(event.subject)
        self._follow(event, "begun")

    def _refused(self, event: LogEvent) -> None:
        self._follow(event, "busy" if event.data["why"] in BUSY else "declined")

    def _dropped(self, event: LogEvent) -> None:
        if event.data["why"] == OVERTAKEN:
            self._follow(event, "overtaken")

    def _threat(self, event: LogEvent, *, foiled: bool) -> None:
        self.made.threat[event.subject] = foiled or self.made.threat.get(event.subject, False)
