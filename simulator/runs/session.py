"""The live session: the one door through which everything comes that a room does.

:meth:`Session.submit` brings the engine to the present, stamps the command with its place, who gave it and the wall's
time, records it - and only when it is recorded does the engine see it.  Nothing happens that is not written.
:meth:`Session.pump` lets exercise time follow the wall; what it brings is handed out only when the journal holds how
far the exercise has come, so that nobody is shown what a crash would take back.

Wall time is handed in (:class:`Moment`); nothing here reads a clock, prints, or waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from simulator.catalogue import marked, tr
from simulator.codec import command_of, digest, encode_log
from simulator.commands import Command, Remark
from simulator.engine.engine import Engine
from simulator.engine.program import Program
from simulator.errors import EngineFault, SimulatorError, StorageError, UsageError
from simulator.events import LogEvent
from simulator.runs.pacer import Moment, Pacer
from simulator.runs.replay import Entry, Header, rebuild

__all__ = ["Inbox", "Keeper", "Session", "Told"]

NOT_RECORDED = marked("not recorded, so nothing was done: {error}")
_HELD = marked("{decision} holds the clock: decide it first, or override release it")
_HEARTBEAT_S = 10.0
"""seconds of the wall after which it is recorded how far the exercise has come, though nothing happened"""


class Recorded(Protocol):
    """A record as the journal gives it back."""

    @property
    def n(self) -> int:
        """Its number."""

    @property
    def body(self) -> dict[str, Any]:
        """What was recorded."""


class Keeper(Protocol):
    """What a session needs of a journal."""

    @property
    def head(self) -> str:
        """The head of the chain."""

    def append(self, body: dict[str, Any]) -> Recorded:
        """Record, and return when it is on the disk; raises :class:`StorageError`."""

    def close(self) -> None:
        """Let others open it."""


class Told(Protocol):
    """Where the events go that may be shown: a file beside the journal, derived from it."""

    def add(self, lines: bytes) -> None:
        """More events, as lines of the canonical log."""


class Inbox(Protocol):
    """Where injects wait that somebody hands in beside whoever plays."""

    def empty_into(self, session: Session, now: Moment, most: int) -> None:
        """Put what waits through the session's door, at most so many."""


class Session:
    """One exercise that is being played.

    ``alarm`` says why nothing can be recorded or played any more; ``asks`` why the clock has stopped by itself.
    """

    def __init__(
        self,
        program: Program,
        header: Header,
        journal: Keeper,
        history: Sequence[Entry],
        told: Told,
        inbox: Inbox | None = None,
    ):
        self.program, self.header = program, header
        self._journal, self._told, self._inbox = journal, told, inbox
        self.engine: Engine = rebuild(program, header, history)
        self.history: list[Entry] = [e for e in history[:-1] if e.mark != "reached"] + list(history[-1:])
        self.pacer = Pacer(self.engine.now, self._last_speed())
        self.alarm = ""
        self.asks = ""
        self.drops = True
        """whether a delivered inject or a question to the room brings the speed down to 1x"""
        self._seen = {str(e.body["id"]) for e in self.history if e.body.get("id")}
        self._shown = 0
        self._heartbeat = 0.0
        self._show()

    # what can be seen

    @property
    def started(self) -> bool:
        """Whether STARTEX has been announced."""
        return any(entry.mark == "startex" for entry in self.history)

    @property
    def now(self) -> int:
        """The second of the exercise."""
        return self.engine.now

    @property
    def held_by(self) -> str | None:
        """The decision that holds the clock until it is answered, if there is one."""
        return self.engine.held_by

    @property
    def head(self) -> str:
        """The head of the journal's chain: the session's seal."""
        return self._journal.head

    @property
    def log(self) -> Sequence[LogEvent]:
        """Every event that may be shown."""
        log = self.engine.log
        return log if self._shown == len(log) else log[: self._shown]

    def since(self, seq: int) -> Sequence[LogEvent]:
        """The events after a seq that may be shown."""
        return self.engine.log[seq : self._shown]

    def digest(self) -> str:
        """SHA-256 of the canonical log so far."""
        return digest(self.engine.log)

    def _last_speed(self) -> float:
        speeds = [float(entry.body["speed"]) for entry in self.history if entry.mark == "speed"]
        return speeds[-1] if speeds else 1.0

    # the door

    def submit(self, command: Command, by: str, now: Moment, id: str = "") -> None:
        """Bring the engine to the present, record the command at its place, then carry it out.

        ``id`` names it: the same id again is the same command and changes nothing.  Raises :class:`StorageError`
        when it could not be recorded - then nothing has happened - and :class:`EngineFault`.
        """
        self._alive()
        if id and id in self._seen:
            return
        self.pump(now)
        body = {"kind": "command", "command": command_of(command)}
        if id:
            body["id"] = id
        self._record(body, by, now, command)
        if id:
            self._seen.add(id)
        self._run(lambda: self.engine.apply(command))
        self._show()
        if isinstance(command, Remark) and command.kind in ("hold", "stop"):
            self.pause(by, now)
        if self.engine.ended:
            self._stand(now)

    def receive(self, now: Moment, most: int = 10) -> None:
        """Take what was handed in beside whoever plays, a few at a time: a running clock is never kept waiting for it.

        A disk that says no is told in ``asks``, and everything still waits then.  Raises :class:`EngineFault`.
        """
        if self._inbox is not None and not self.engine.ended:
            self._inbox.empty_into(self, now, most)

    def mark(self, mark: str, by: str, now: Moment, **words: Any) -> None:
        """Record something that the engine never sees: pause, speed, a gap of the clock."""
        self._record({"kind": "ended" if mark == "ended" else "mark", "mark": mark, **words}, by, now, None)

    def _record(self, body: dict[str, Any], by: str, now: Moment, command: Command | None) -> None:
        self._alive()
        placed = {"at": self.engine.now, "step": self.engine.steps, "by": by, "wall": round(now.wall, 3)}
        try:
            record = self._journal.append({**body, **placed})
        except StorageError as error:
            self._stand(now)
            self.asks = tr(NOT_RECORDED, error=error)
            raise
        mark = str(body.get("mark", ""))
        if self.history and self.history[-1].mark == "reached":
            self.history.pop()  # how far it had come is said by what comes after it; an hour has over a thousand
        self.history.append(
            Entry(record.n, self.engine.now, self.engine.steps, by, now.wall, command, mark, record.body)
        )
        self._heartbeat = now.steady

    def _alive(self) -> None:
        if self.alarm:
            raise EngineFault(self.alarm)

    def _run(self, verb: Any) -> Any:
        """Let the engine do something; a fault of ours ends the playing and leaves the journal whole."""
        try:
            return verb()
        except (SimulatorError, Exception) as error:
            self.pacer.running = False
            self.alarm = tr(
                "the engine has failed ({name}: {error}); everything recorded is safe: resume the "
                "session, or fork it before this command",
                name=type(error).__name__,
                error=str(error)[:200],
            )
            raise EngineFault(self.alarm) from error

    def _show(self) -> None:
        """What has happened may be seen from now on."""
        new = self.engine.log[self._shown :]
        if new:
            self._told.add(encode_log(new))
            self._shown = len(self.engine.log)

    # time

    def pump(self, now: Moment) -> None:
        """Let exercise time follow the wall; records how far it came before anybody sees what happened.

        A disk that says no stops the clock and is told in ``asks``; it raises only :class:`EngineFault`.
        """
        self._alive()
        gap = self.pacer.gap(now)
        if gap:
            self.asks = tr("nobody was here for {gap} s: the clock stands; go lets it run on", gap=abs(round(gap)))
            self._quietly("clock_gap", now, seconds=round(gap))
        if self.pacer.running:
            self._follow(self.pacer.due(now), now)
        self._reached(now)

    def _follow(self, due: int, now: Moment) -> None:
        """Advance to a second at most: a question that holds, ENDEX, or what brings the speed down ends it there."""
        engine = self.engine
        while engine.now < due and not engine.ended:
            ahead = engine.next_at()
            before = len(engine.log)
            to = due if ahead is None or not self._watches() else min(due, max(ahead, engine.now))
            self._run(lambda to=to: engine.advance_to(to))
            if engine.held_by:
                self.pacer.stand_at(engine.now, now)
                return
            if self._watches() and any(map(self._wants_the_room, engine.log[before:])):
                self.pacer.stand_at(engine.now, now)
                self.pacer.set_speed(1, now)
                self._quietly("speed", now, speed=1)
                return
        if engine.held_by:
            self.pacer.stand_at(engine.now, now)
        if engine.ended:
            self._stand(now)

    def _watches(self) -> bool:
        return self.drops and self.pacer.speed > 1

    def _wants_the_room(self, event: LogEvent) -> bool:
        """Whether players or facilitator should have time for it."""
        if event.kind == "decision_opened":
            return self.header.played_by.get(str(event.data["asks"]), "model") != "model"
        if event.kind == "inject_delivered":
            return str(event.data["type"]) != "expected_action"
        return event.kind in ("default_proposed", "inject_held", "inject_ready")

    def _reached(self, now: Moment) -> None:
        """Record how far the exercise has come, then show what happened on the way."""
        engine = self.engine
        unseen = len(engine.log) > self._shown
        late = now.steady - self._heartbeat >= _HEARTBEAT_S
        if self._is_here() or ((unseen or late) and self._quietly("reached", now, seq=len(engine.log))):
            self._show()

    def _is_here(self) -> bool:
        """Whether the last record was made at the very place where the engine stands."""
        last = self.history[-1] if self.history else None
        return last is not None and (last.at, last.step) == (self.engine.now, self.engine.steps)

    def _quietly(self, mark: str, now: Moment, by: str = "session", **words: Any) -> bool:
        """Record a mark of the session's own; a disk that says no is told in ``asks``."""
        try:
            self.mark(mark, by, now, **words)
        except StorageError:
            return False
        return True

    def _stand(self, now: Moment) -> None:
        self.pacer.pause(now)
        self.pacer.stand_at(self.engine.now, now)

    # the facilitator's hands on the clock

    def go(self, by: str, now: Moment) -> None:
        """The clock runs; the first time is STARTEX.  Raises :class:`UsageError` where a question holds it."""
        self._alive()
        if self.engine.held_by:
            raise UsageError(tr(_HELD, decision=self.engine.held_by))
        if self.engine.ended:
            raise UsageError(tr("the exercise is over"))
        self.mark("go" if self.started else "startex", by, now, speed=self.pacer.speed)
        self.asks = ""
        self.pacer.go(now)

    def pause(self, by: str, now: Moment) -> None:
        """The clock stands."""
        self.pump(now)
        self._stand(now) if self.engine.ended or self.engine.held_by else self.pacer.pause(now)
        self.mark("pause", by, now)

    def set_speed(self, speed: float, by: str, now: Moment) -> None:
        """Another speed from now on; raises :class:`UsageError` for one that cannot be."""
        self.pump(now)
        self.pacer.set_speed(speed, now)
        self.mark("speed", by, now, speed=speed)

    def move_to(self, at: int, by: str, now: Moment) -> None:
        """Move the exercise to a second, whatever the wall says: a step or a jump."""
        self.pump(now)
        if self.engine.held_by:
            raise UsageError(tr(_HELD, decision=self.engine.held_by))
        if not self.started:
            self.mark("startex", by, now, speed=self.pacer.speed)
        self._run(lambda: self.engine.advance_to(at))
        self.pacer.stand_at(self.engine.now, now)
        if self.engine.ended:
            self._stand(now)
        self._reached(now)
        self.asks = self.asks if self.alarm else ""

    def step(self, by: str, now: Moment) -> None:
        """Move to the next thing that happens, and no further."""
        self.pump(now)
        seq = len(self.engine.log)
        while not self.engine.ended and self.engine.held_by is None and len(self.engine.log) == seq:
            ahead = self.engine.next_at()
            self.move_to(self.engine.blueprint.duration if ahead is None else ahead, by, now)

    def close(self, by: str, now: Moment) -> None:
        """End or suspend it: the state is recorded with the digest of the log, the journal let go."""
        try:
            if not self.alarm:
                self._stand(now)
                state = "ended" if self.engine.ended else "suspended"
                self._quietly(state, now, by, seq=len(self.engine.log), digest=self.digest())
        finally:
            self._journal.close()
