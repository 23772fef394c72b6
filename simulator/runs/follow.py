"""Following a session while somebody else plays it: a second screen looks at the folder and never touches it.

The journal says how the clock stands; the file of events beside it says what happened.  Both only grow while a session
is played, so each look reads what is new and nothing twice.  No lock is taken and nothing is written: a follower can
neither disturb the session nor be disturbed by its end.  Where the file of events is missing, the events are those
that a replay of the journal gives, carried on record by record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from simulator.blueprint.build import build
from simulator.blueprint.model import Blueprint
from simulator.catalogue import tr
from simulator.codec import decode_log
from simulator.commands import Remark
from simulator.engine.engine import ENGINE_REVISION, Engine
from simulator.engine.program import Program
from simulator.errors import SessionError, SimulatorError
from simulator.events import LogEvent
from simulator.reasons import told_reason
from simulator.record.journal import JournalView, read_journal
from simulator.record.store import scenario_path
from simulator.record.told import ToldReader
from simulator.runs.replay import Entry, Header, entries, play
from simulator.scenario.load import load
from simulator.units import tell_by_day

__all__ = ["Clock", "Followed"]

_SILENT_S = 30.0
"""seconds of the wall without a record after which a running session counts as silent: it makes one every ten"""
_STANDS_S = 3.0
"""seconds of the wall in which a clock that has not moved by one second must be standing"""
_AHEAD_S = 11.0
"""seconds of the wall for which the clock is trusted to run on since the last record"""


@dataclass(frozen=True, slots=True)
class Clock:
    """How the exercise's clock stands, as the journal says it.

    ``state`` is ``waiting`` (before STARTEX), ``running``, ``paused``, ``suspended``, ``ended`` or ``silent``: it ran,
    and nothing is heard of it any more.  ``stopped`` is a STOP for a real event, ``dark`` the black-out of the room.
    """

    state: str = "waiting"
    at: int = 0
    speed: float = 1.0
    stopped: bool = False
    dark: bool = False


class Followed:
    """A session that somebody else plays.

    ``again`` counts how often its events turned out to be others than those given before, so that whoever folds them
    begins anew; ``notice`` says what is wrong with the folder, in a sentence.  Raises :class:`SessionError`.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self._view = read_journal(folder)
        if self._view.damage:
            raise SessionError(
                tr("{folder}: {damage}; startex repair {folder}", folder=folder, damage=told_reason(self._view.damage))
            )
        self.header = Header.of(self._view.header)
        path = scenario_path(folder)
        header = self.header
        document = load(path, label=path.name, variant=header.variant, sets=header.sets, language=header.language)
        self.blueprint: Blueprint = build(document)
        tell_by_day(self.blueprint.startex, self.blueprint.duration)
        self.again = 0
        self.notice = ""
        self._told = ToldReader(folder)
        self._replayed: _Replayed | None = None
        self._given = 0
        """how many events were given"""
        self._state, self._at, self._wall, self._speed = "waiting", 0, 0.0, 1.0
        self._stopped_at = -1
        self._dark = False
        self._holding: set[str] = set()
        """open decisions that hold the clock"""
        self._read = 0
        self._take(self._view)

    # the journal

    def _take(self, view: JournalView) -> None:
        """Take in the records that are new."""
        new = list(entries(view.records[self._read :]))
        self._read = len(view.records)
        for entry in new:
            self._record(entry)
        if self._replayed is not None:
            self._replayed.go_on(new)

    def _record(self, entry: Entry) -> None:
        said = entry.command
        if 0 <= self._stopped_at < entry.at or entry.mark in ("go", "startex"):
            self._stopped_at = -1
        if isinstance(said, Remark) and said.kind == "stop":
            self._stopped_at = entry.at
        elif isinstance(said, Remark) and said.kind == "mark" and said.text.startswith("blackout "):
            self._dark = said.text == "blackout on"
        state = _STATES.get(entry.mark)
        if state is not None:
            self._state = state
        if entry.mark in ("speed", "go", "startex") and "speed" in entry.body:
            self._speed = float(entry.body["speed"])
        elif entry.mark == "reached" and entry.at == self._at and entry.wall - self._wall > _STANDS_S:
            self._state = "paused" if self._state == "running" else self._state  # time passed, and none of ours
        self._at, self._wall = entry.at, entry.wall

    def clock(self, wall: float) -> Clock:
        """The exercise's clock at a moment of the wall, in seconds since 1970."""
        state, at, gone = self._state, self._at, max(0.0, wall - self._wall)
        if state == "running" and self._holding:
            state = "paused"
        if state == "running":
            at += int(min(gone, _AHEAD_S) * self._speed)
            state = "silent" if gone > _SILENT_S else state
        at = min(at, self.blueprint.duration)
        return Clock(state, at, self._speed, self._stopped_at >= 0, self._dark)

    # events

    def poll(self) -> list[LogEvent]:
        """The events since the last look; what is wrong with the folder is told in ``notice``, never raised."""
        self.notice = ""
        try:
            new = self._events()
            self._follow_journal()
        except SimulatorError as error:
            self.notice = str(error)
            return []
        for event in new:
            self._watch(event)
        return new

    def _follow_journal(self) -> None:
        view = read_journal(self.folder, after=self._view)
        if view.damage:
            self.notice = tr("{folder}: {damage}", folder=self.folder, damage=told_reason(view.damage))
        if len(view.records) < self._read:
            raise SessionError(
                tr("{folder} holds another journal than before; open the view again", folder=self.folder)
            )
        self._view = view
        self._take(view)

    def _events(self) -> list[LogEvent]:
        """What is new in the file of events; by replay where there is none, or where it is no longer written."""
        found = list(self._decoded(self._told.poll()))
        if self._told.again:
            self.again, self._told.again = self.again + 1, False
            self._given, self._holding = 0, set()
        if self._told.missing:
            if self._replayed is None:
                self._replayed = _Replayed(self.blueprint, self.header, list(entries(self._view.records)))
            log = self._replayed.engine.log
            found = list(log[self._given :])
            self.notice = tr("the file of events is missing: told by replay of the journal")
        elif self._replayed is not None:
            self._replayed = None  # a later opening of the session has written it anew
        new = [event for event in found if event.seq > self._given]
        self._given = new[-1].seq if new else self._given
        return new

    def _decoded(self, lines: list[bytes]) -> Iterator[LogEvent]:
        try:
            yield from decode_log(lines)
        except ValueError as error:
            raise SessionError(
                tr("the file of events in {folder} cannot be read: {error}", folder=self.folder, error=error)
            ) from None

    def _watch(self, event: LogEvent) -> None:
        """Keep in mind which questions hold the clock; nobody is shown them."""
        name = f"{event.subject}@{event.data.get('at', '')}"
        if event.kind == "decision_opened":
            spec = next((d for d in self.blueprint.decisions if d.id == event.subject), None)
            people = self.header.played_by.get(str(event.data["asks"]), "model") != "model"
            if spec is not None and spec.hold and people:
                self._holding.add(name)
        elif event.kind in ("decision_taken", "decision_defaulted"):
            self._holding.discard(name)
        elif event.kind == "world_overridden" and event.data["what"] == "release":
            self._holding = {
                held for held in self._holding if held.partition("@")[0] != event.subject.partition("@")[0]
            }
        if self._holding and event.at > self._at:
            self._at = event.at


_STATES = {
    "startex": "running",
    "go": "running",
    "pause": "paused",
    "clock_gap": "paused",
    "forked": "paused",
    "suspended": "suspended",
    "ended": "ended",
}


class _Replayed:
    """The engine of a session, carried on as far as its journal says."""

    def __init__(self, blueprint: Blueprint, header: Header, history: list[Entry]):
        if header.engine_revision != ENGINE_REVISION:
            raise SessionError(tr("the file of events is missing, and another version of startex played this session"))
        self.engine = Engine(Program(blueprint), header.seed, header.replication, played_by=header.played_by)
        play(self.engine, history)

    def go_on(self, new: list[Entry]) -> None:
        """Play the records that are new."""
        play(self.engine, new)
