"""Beginning, opening and forking sessions: from folders to :class:`~simulator.runs.session.Session` and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from simulator.blueprint.build import build
from simulator.blueprint.model import Blueprint
from simulator.catalogue import marked, tr
from simulator.codec import command_of, digest, encode_log
from simulator.commands import TakeDecision
from simulator.disk import free_folder
from simulator.engine.engine import ENGINE_REVISION, Engine
from simulator.engine.program import Program
from simulator.errors import SessionError, UsageError
from simulator.reasons import told_reason
from simulator.record.journal import Journal, JournalView, read_journal
from simulator.record.store import SCENARIO, check_copies, create_session, restore_ballast, safe_name
from simulator.record.told import Told, read_told
from simulator.runs.inbox import Inbox
from simulator.runs.pacer import Moment
from simulator.runs.replay import BY_CLOCK, Entry, Header, entries, first_difference, play, rebuild
from simulator.runs.session import Session
from simulator.scenario.library import read_file
from simulator.scenario.load import load
from simulator.units import format_clock, tell_by_day, written_clock

__all__ = ["Opened", "Verdict", "begin", "fork", "fork_folder", "look_at", "resume", "verify"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A session as it is read: its run, its history, and what should be told about its folder."""

    folder: Path
    main: str
    """the name of the scenario's own copy"""
    program: Program
    header: Header
    history: list[Entry]
    head: str
    notices: list[str]
    summary: str = ""
    """what the scenario says about itself"""

    @property
    def blueprint(self) -> Blueprint:
        """What it plays."""
        return self.program.blueprint


def begin(
    folder: Path,
    scenario: Path,
    *,
    seed: int = 1,
    variant: str = "",
    sets: Mapping[str, str] | None = None,
    practice: bool = False,
    delivery: str = BY_CLOCK,
    language: str = "",
) -> Session:
    """A new session in a folder that is not there or empty; its clock stands before STARTEX.

    Roles are played as the scenario's cells say; its words are those of ``language`` if it has them.
    Raises ScenarioError, UsageError, StorageError.
    """
    document = load(scenario, label=scenario.name, variant=variant, sets=sets, language=language)
    blueprint = build(document)
    tell_by_day(blueprint.startex, blueprint.duration)
    header = Header(
        title=blueprint.title,
        variant=variant,
        sets=dict(sets or {}),
        seed=seed,
        replication=0,
        played_by={role: cell.played_by for cell in blueprint.cells for role in cell.roles},
        engine_revision=ENGINE_REVISION,
        practice=practice,
        handling=blueprint.handling,
        parent={},
        delivery=delivery,
        language=document.scenario.language if document.scenario else language,
    )
    journal = create_session(folder, scenario_files=document.files, header=header.body())
    return _session(folder, Program(blueprint), header, journal, [])


def _session(folder: Path, program: Program, header: Header, journal: Journal, history: Sequence[Entry]) -> Session:
    try:
        return Session(program, header, journal, history, Told(folder), Inbox(folder))
    except BaseException:
        journal.close()
        raise


def _opened(folder: Path, journal: Journal | JournalView) -> Opened:
    header = Header.of(journal.header)
    main = safe_name(_main(journal.header))
    path = folder / SCENARIO / main
    document = load(path, label=path.name, variant=header.variant, sets=header.sets, language=header.language)
    notices = [*journal.notices, *check_copies(folder, journal)]
    program = Program(build(document))
    tell_by_day(program.blueprint.startex, program.blueprint.duration)
    summary = document.scenario.summary if document.scenario is not None else ""
    return Opened(
        folder,
        main,
        program,
        header,
        list(entries(journal.found if isinstance(journal, Journal) else journal.records)),
        journal.head,
        notices,
        summary,
    )


def resume(folder: Path) -> tuple[Session, list[str]]:
    """Go on with a session where its last record left it, with what should be told about it.

    Raises SessionError, SessionLocked, JournalDamaged, StorageError, ReplayMismatch.
    """
    journal = Journal.open(folder)
    try:
        found = _opened(folder, journal)
        restore_ballast(folder)
    except BaseException:
        journal.close()
        raise
    return _session(folder, found.program, found.header, journal, found.history), found.notices


def look_at(folder: Path) -> Opened:
    """A session as it is on the disk, without touching it or waiting for its writer."""
    view = read_journal(folder)
    if view.damage:
        raise SessionError(
            tr("{folder}: {damage}; startex repair {folder}", folder=folder, damage=told_reason(view.damage))
        )
    return _opened(folder, view)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a replay gave: the canonical log, its digest, and the first event in which a recorded log differs."""

    engine: Engine
    lines: bytes
    recorded: bool
    """whether there was a log to hold it against"""
    difference: tuple[int, str, str] | None
    broken_seal: int
    """how many events the first recorded digest was of that the replay does not come to; 0 if it comes to all"""


def verify(found: Opened, log: bytes | None = None) -> Verdict:
    """Replay a session and hold it against what was recorded of its events, or against another log."""
    engine = rebuild(found.program, found.header, found.history)
    lines = encode_log(engine.log)
    recorded = read_told(found.folder) if log is None else log
    difference = None if recorded is None else first_difference(recorded, lines)
    sealed = ((int(e.body["seq"]), str(e.body["digest"])) for e in found.history if "digest" in e.body)
    broken = next((seq for seq, seal in sealed if digest(engine.log[:seq]) != seal), 0)
    return Verdict(engine, lines, recorded is not None, difference, broken)


def fork(found: Opened, at: int, folder: Path, now: Moment, *, decide: Mapping[str, str] | None = None) -> None:
    """A new session that shares this one's history up to a second, and may decide otherwise then.

    What the parent recorded after that second is left out.  Raises UsageError where a decision is not open then.
    """
    last = found.history[-1].at if found.history else 0
    if at > last:
        raise UsageError(tr("the session has come to {last}; fork it there or before", last=format_clock(last)))
    dropped = decide or {}
    kept = [e for e in found.history if e.at <= at and e.mark != "reached" and not _answers(e, dropped, at)]
    engine = found.header.engine(found.program)
    play(engine, kept)
    engine.advance_to(at)
    commands = [_answer(engine, name, option) for name, option in dropped.items()]
    parent = {"name": found.folder.name, "head": found.head, "at": at}
    header = replace(found.header, parent=parent)
    names = read_journal(found.folder).header["scenario"]["files"]
    ordered = sorted(names, key=lambda name: name != found.main)
    files = {name: read_file(found.folder / SCENARIO / safe_name(name)) for name in ordered}
    journal = create_session(folder, scenario_files=files, header=header.body())
    try:
        for entry in kept:
            journal.append(entry.body)
        place = {"by": "fork", "wall": round(now.wall, 3)}
        for command in commands:
            where = {"at": engine.now, "step": engine.steps}
            journal.append({"kind": "command", "command": command_of(command), **where, **place})
            engine.apply(command)
        journal.append({"kind": "mark", "mark": "forked", "at": engine.now, "step": engine.steps, **place})
    finally:
        journal.close()


def fork_folder(folder: Path, at: int) -> Path:
    """Where a fork of a session lies when nobody says: beside it, named after it and the second."""
    base = folder.resolve()
    return free_folder(base.with_name(f"{base.name}-fork-{written_clock(at).replace(':', '')[2:]}"))


def _answers(entry: Entry, decide: Mapping[str, str], at: int) -> bool:
    """Whether an entry is the parent's own answer, in that very second, to what the fork decides otherwise."""
    command = entry.command
    return isinstance(command, TakeDecision) and entry.at == at and command.decision in decide


def _answer(engine: Engine, name: str, option: str) -> TakeDecision:
    found = engine.open_decisions.get(name) or next(
        (d for d in engine.open_decisions.values() if d.item.spec.id == name), None
    )
    if found is None:
        names = ", ".join(engine.open_decisions) or "none"
        raise UsageError(
            tr("{name} is not open at {now}; open then: {names}", name=name, now=format_clock(engine.now), names=names)
        )
    if option not in found.item.options:
        raise UsageError(
            tr(
                "{name} has no option {option!r}; it has {options}",
                name=name,
                option=option,
                options=", ".join(found.item.options),
            )
        )
    return TakeDecision(found.name, option, "fork", marked("decided otherwise in a fork"))


def _main(header: Mapping[str, Any]) -> str:
    """The name of the scenario's own copy; raises :class:`SessionError`."""
    scenario = header.get("scenario")
    if not isinstance(scenario, dict) or not isinstance(scenario.get("main"), str):
        raise SessionError(tr("the session's header names no scenario; it was not written by startex play"))
    return str(scenario["main"])
