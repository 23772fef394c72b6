"""The facilitator's desk: what a screen may do with a session, and what it sees of it.

Everything that a key does ends here as a command through the session's one door, with the moment at which the key
was pressed.  Nothing here knows Textual, so that a test can drive a desk without a screen.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator import commands as c
from simulator.blueprint.model import Blueprint
from simulator.catalogue import marked, tr
from simulator.errors import EngineFault, StorageError, UsageError
from simulator.events import LogEvent
from simulator.readers.scene.names import Names
from simulator.readers.scene.rows import Asked, Inject
from simulator.readers.scene.scene import Scene
from simulator.reasons import FUTURES, RECALLED
from simulator.runs.jump import Jumped, jump
from simulator.runs.lookahead import LookAhead
from simulator.runs.pacer import Moment
from simulator.runs.session import Session
from simulator.runs.sessions import fork, fork_folder, look_at
from simulator.units import written_clock
from tui.evidence import EvidenceSoFar

__all__ = ["BLACK_OUT", "Desk", "SPEEDS", "moment_now"]

FACILITATOR = "facilitator"
SPEEDS = (1, 5, 20, 60, 300, 600, 3600)
_FUTURES = 100
_FORKED, _SWITCHED_ON, _WITHDRAWN = marked("forked here"), marked("switched on"), marked("withdrawn")
_LOST = marked("NOT RECORDED, and so not done: {error}. The clock stands; make room, then do it again.")
_CHANGED = marked("{what} has changed the world: fork the session before it (b) to try another way")
BLACK_OUT = (marked("blackout on"), marked("blackout off"))
"""the words of the marks that darken the players' screens and light them again"""


def moment_now() -> Moment:
    """The moment outside the exercise."""
    return Moment(time.monotonic(), time.time())


@dataclass(frozen=True, slots=True)
class Done:
    """The last thing that can be taken back: what it was, in words, and the command that takes it back."""

    what: str
    back: Callable[[], c.Command | None]


class Desk:
    """One session and the scene that its log has made.

    ``say`` is told what went wrong or was done, with a severity (information, warning, error).
    """

    def __init__(self, session: Session, folder: Path | None = None, *, now: Callable[[], Moment] = moment_now):
        self.session, self.folder, self.now_here = session, folder, now
        self.scene = Scene(session.program.blueprint, session.header.played_by)
        self.names = Names(session.program.blueprint)
        self.say: Callable[[str, str], object] = _silent
        self.saved_at = now().steady
        """the steady second at which something was last recorded"""
        self.looks_ahead = False
        self.blacked_out = False
        self._done: list[Done] = []
        self._heard_at = now().steady
        self.evidence = EvidenceSoFar(session, folder, lambda: self.now_here().steady)
        self._seen = 0
        self._news = False
        """whether something has been taken in since the last time that was asked"""
        self.fold()

    # what is seen

    @property
    def blueprint(self) -> Blueprint:
        """What is played."""
        return self.session.program.blueprint

    @property
    def now(self) -> int:
        """The second of the exercise."""
        return self.session.now

    @property
    def log(self) -> Sequence[LogEvent]:
        """Every event that may be shown."""
        return self.session.log

    def wall_clock(self) -> str:
        """What the clock on the wall says."""
        return time.strftime("%H:%M:%S", time.localtime(self.now_here().wall))

    @property
    def recorded(self) -> int:
        """How many records the journal holds that are on the disk."""
        return self.session.history[-1].n if self.session.history else 0

    def idle_s(self) -> float:
        """Seconds of the wall since the facilitator did anything, or since the clock began to run."""
        return self.now_here().steady - self._heard_at

    def scene_at(self, at: int) -> Scene:
        """What was so at a second of the past."""
        scene = Scene(self.blueprint, self.session.header.played_by)
        log = self.log
        scene.extend(log[: bisect_right(log, at, key=lambda event: event.at)])
        scene.stand_at(at)
        return scene

    def fold(self) -> Sequence[LogEvent]:
        """Take in what has happened since the last time; gives it."""
        new = self.session.since(self._seen)
        self.scene.extend(new)
        self._seen += len(new)
        self._news = self._news or bool(new)
        self.scene.stand_at(self.session.now)
        return new

    # time

    def pump(self) -> bool:
        """Let time pass; gives whether anything happened since the last time, by itself or by somebody's hand."""
        before = self.recorded
        try:
            self.session.pump(self.now_here())
            self.session.receive(self.now_here())
        except EngineFault as error:
            self.say(f"{error}", "error")
        if self.recorded != before:
            self.saved_at = self.now_here().steady
        self.fold()
        news, self._news = self._news, False
        return news

    def attempt(self, deed: Callable[[], object]) -> bool:
        """Do something with the session; what goes wrong is said in a sentence.  Gives whether it was done."""
        before = self.recorded
        self._heard_at = self.now_here().steady
        try:
            deed()
        except UsageError as error:
            self.say(f"{error}", "warning")
            return False
        except StorageError as error:
            self.say(tr(_LOST, error=error), "error")
            return False
        except EngineFault as error:
            self.say(f"{error}", "error")
            return False
        finally:
            if self.recorded != before:
                self.saved_at = self.now_here().steady
            self._refusals(self.fold())
        return True

    def _refusals(self, new: Sequence[LogEvent]) -> None:
        for event in new:
            if event.kind == "command_refused":
                self.say(self.names.told(event), "warning")

    def run_or_pause(self) -> bool:
        """The clock runs or stands; the first time is STARTEX."""
        session = self.session
        if session.pacer.running:
            return self.attempt(lambda: session.pause(FACILITATOR, self.now_here()))
        return self.attempt(lambda: session.go(FACILITATOR, self.now_here()))

    def faster(self, by: int) -> bool:
        """The next speed up or down."""
        now = self.session.pacer.speed
        nearest = min(range(len(SPEEDS)), key=lambda k: abs(SPEEDS[k] - now))
        speed = SPEEDS[max(0, min(len(SPEEDS) - 1, nearest + by))]
        return self.attempt(lambda: self.session.set_speed(speed, FACILITATOR, self.now_here()))

    def step(self) -> bool:
        """Move to the next thing that happens."""
        return self.attempt(lambda: self.session.step(FACILITATOR, self.now_here()))

    def jump(self, until: int | None, orders: Mapping[str, str]) -> Jumped | None:
        """Pass over time in which nothing asks for anybody, with the standing orders of cells; None if it was not."""
        done: list[Jumped] = []
        for cell, text in orders.items():
            if not self.remark("standing_order", text, about=cell):
                return None
        self.attempt(lambda: done.append(jump(self.session, until, FACILITATOR, self.now_here(), self.names.told)))
        return done[0] if done else None

    # commands

    def submit(self, command: c.Command) -> Sequence[LogEvent]:
        """Put a command through the door; gives what came of it at once, nothing if it was not done."""
        before = len(self.session.log)
        done = self.attempt(lambda: self.session.submit(command, FACILITATOR, self.now_here()))
        new = self.session.since(before) if done else []
        return [] if any(event.kind == "command_refused" for event in new) else new

    def next_inject(self) -> Inject | None:
        """The inject that has been due for longest, or else the next that comes by the clock."""
        rows = self.scene.injects.values()
        ready = [row for row in rows if row.state in ("ready", "held")]
        coming = [row for row in rows if row.state == "planned" and row.due >= 0 and row.type != "expected_action"]
        return min(ready or coming, key=lambda row: (row.due, row.id), default=None)

    def fire(self, name: str) -> bool:
        """Deliver an inject now."""
        new = self.submit(c.DeliverInject(name))
        return self._is_out(name, next((e for e in new if e.kind == "inject_delivered" and e.subject == name), None))

    def _is_out(self, name: str, out: LogEvent | None) -> bool:
        """What was delivered can be recalled; gives whether it was."""
        if out is None:
            return False
        text = RECALLED.format(inject=out.subject, time=written_clock(out.at))
        self.remember(tr("inject {name}", name=name), lambda: c.Remark("correction", text, about=str(out.seq)))
        self.say(tr("{name} is out. u recalls it.", name=name), "information")
        return True

    def adhoc(self, text: str, to: tuple[str, ...]) -> str:
        """Deliver an inject that is not in the MSEL; gives its id, empty if it was not done."""
        known = self.scene.injects
        name = next(f"X-{k}" for k in range(1, len(known) + 2) if f"X-{k}" not in known)
        new = self.submit(c.PutInject(name, text, to))
        out = next((e for e in new if e.kind == "inject_delivered"), None)
        return name if self._is_out(name, out) else ""

    def defer(self, name: str, until: int) -> bool:
        """Put an inject off."""
        row = self.scene.injects.get(name)
        due = row.due if row is not None else -1
        if not self.submit(c.DeferInject(name, until)):
            return False
        if due >= 0:
            self.remember(tr("putting {name} off", name=name), lambda: c.DeferInject(name, max(due, self.now)))
        return True

    def skip(self, name: str, why: str) -> bool:
        """Leave an inject out; taking that back lets it come at its time, or now if that is over."""
        row = self.scene.injects.get(name)
        due = row.due if row is not None else -1
        if not self.submit(c.SkipInject(name, why)):
            return False
        self.remember(tr("skipping {name}", name=name), lambda: c.DeferInject(name, max(due, self.now)))
        return True

    def decide(self, asked: Asked, option: str, words: str, confidence: str = "") -> bool:
        """Take down what the room decided."""
        said, *orders = (part.strip() for part in words.split(";"))
        try:
            rows = tuple(_order(text) for text in orders if text)
        except UsageError as error:
            self.say(f"{error}", "warning")
            return False
        if not self.submit(c.TakeDecision(asked.name, option, "room", said, rows, confidence)):
            return False
        self.remember(tr("the decision {decision}", decision=asked.decision), lambda: None)
        return True

    def remark(self, kind: str, text: str, *, about: str = "", rating: str = "", meant: int = -1) -> bool:
        """Something said about the exercise."""
        new = self.submit(c.Remark(kind, text, about=about, rating=rating, meant=meant))
        if not new:
            return False
        if kind == "note":
            seq = str(new[-1].seq)
            self.remember(tr("the note"), lambda: c.Remark("correction", _WITHDRAWN, about=seq))
        return True

    def black_out(self) -> bool:
        """Darken the players' screens, or light them again."""
        done = self.remark("mark", BLACK_OUT[1] if self.blacked_out else BLACK_OUT[0])
        self.blacked_out ^= done
        return done

    # taking back

    def remember(self, what: str, back: Callable[[], c.Command | None]) -> None:
        """This was done last."""
        self._done.append(Done(what, back))

    @property
    def last_done(self) -> str:
        """What would be taken back, in words; empty if nothing can be."""
        return self._done[-1].what if self._done else ""

    def undo(self) -> bool:
        """Take back the last thing: nothing is erased, the log says that it does not hold."""
        if not self._done:
            self.say(tr("there is nothing to take back"), "warning")
            return False
        last = self._done[-1]
        command = last.back()
        if command is None:
            self.say(tr(_CHANGED, what=last.what), "warning")
            return False
        if not self.submit(command):
            return False
        self._done.pop()
        self.say(tr("{what} is taken back", what=last.what), "information")
        return True

    # other times

    def fork(self, at: int) -> Path | None:
        """Another session beside this one that shares its history up to a second; None if it could not be made."""
        if self.folder is None:
            return None
        if at >= self.now and not self.remark("mark", _FORKED):
            return None
        source = self.folder
        target = fork_folder(source, at)
        made = self.attempt(lambda: fork(look_at(source), at, target, self.now_here()))
        return target if made else None

    def look_ahead(self, asked: Asked, futures: int = _FUTURES) -> LookAhead | None:
        """Begin to work out the futures of every option of an open question, if that was allowed."""
        if not self.looks_ahead:
            self.say(tr("looking ahead is for the hot wash; allow it first: the log says so"), "warning")
            return None
        said = FUTURES.format(n=futures, time=written_clock(self.now))
        if not self.remark("look_ahead", said, about=asked.name):
            return None
        return LookAhead(self.session, asked.name, futures)

    def allow_look_ahead(self) -> bool:
        """Looking ahead is allowed in this exercise from now on; the log says so."""
        self.looks_ahead = self.looks_ahead or self.remark("look_ahead", _SWITCHED_ON)
        return self.looks_ahead

    def close(self) -> None:
        """End or suspend the session."""
        self.session.close(FACILITATOR, self.now_here())


def _silent(_: str, __: str) -> None:
    """Until a screen listens."""


def _order(text: str) -> tuple[str, str, str]:
    words = text.split(None, 2)
    if len(words) < 2:
        raise UsageError(tr("after a semicolon an order: UNIT TASK [PLACE], not {text!r}", text=text))
    return words[0], words[1], words[2] if len(words) > 2 else ""
