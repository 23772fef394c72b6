"""Replay: from what a session's journal holds to an engine at the same place, and from there on.

A command's place in a run is *(at, step)*: the second of the exercise and how many steps had been executed.  The
second alone would not do: a decision may hold the clock in the middle of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.blueprint.model import Blueprint
from simulator.catalogue import tr
from simulator.codec import command_from
from simulator.commands import Command
from simulator.engine.engine import ENGINE_REVISION, Engine
from simulator.engine.program import Program
from simulator.errors import ReplayMismatch, SessionError

__all__ = ["BY_CLOCK", "BY_HAND", "Entry", "Header", "entries", "first_difference", "place", "play", "rebuild"]


BY_CLOCK, BY_HAND = "clock", "hand"


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a session, placed: a command, or a mark of the pacer that the engine never sees."""

    n: int
    at: int
    step: int
    by: str
    wall: float
    command: Command | None
    mark: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Header:
    """What a session's journal begins with: from which run its world comes."""

    title: str
    variant: str
    sets: dict[str, str]
    seed: int
    replication: int
    played_by: dict[str, str]
    engine_revision: int
    practice: bool
    handling: str
    parent: dict[str, Any]
    """what a fork comes from: name, head of the chain and second of the exercise; empty for any other session"""
    delivery: str = BY_CLOCK
    """who delivers an inject whose time has come: the clock, or exercise control by hand"""
    language: str = ""
    """the language of the scenario's words in this session; empty for the one that they are written in"""

    @classmethod
    def of(cls, header: Mapping[str, Any]) -> Header:
        """The header of a journal; raises :class:`SessionError` naming what is not as it must be."""
        found: dict[str, Any] = {}
        for name, kind in _FIELDS.items():
            value = header.get(name, _LATER.get(name))
            if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
                raise SessionError(
                    tr("the session's header has no {name}; it was not written by startex play", name=name)
                )
            found[name] = value
        for name in ("sets", "played_by"):
            found[name] = {str(key): str(value) for key, value in found[name].items()}
        return cls(**found)

    def engine(self, program: Program | Blueprint) -> Engine:
        """A new engine of this run."""
        by_hand = self.delivery == BY_HAND
        return Engine(program, self.seed, self.replication, played_by=self.played_by, by_hand=by_hand)

    def body(self) -> dict[str, Any]:
        """The fields for the journal's header."""
        return {name: getattr(self, name) for name in _FIELDS}


_FIELDS: dict[str, type] = {
    "title": str,
    "variant": str,
    "sets": dict,
    "seed": int,
    "replication": int,
    "played_by": dict,
    "engine_revision": int,
    "practice": bool,
    "handling": str,
    "parent": dict,
    "delivery": str,
    "language": str,
}
_LATER: dict[str, Any] = {"delivery": BY_CLOCK, "language": ""}
"""fields that came later, and what their absence means"""


def entries(records: Iterable[Any]) -> Iterator[Entry]:
    """The placed records of a journal; those of other kinds (epochs, what later versions add) are passed over.

    Raises :class:`SessionError` naming a record that says it is one of ours and is not.
    """
    for record in records:
        body = record.body
        kind = body.get("kind")
        if kind not in ("command", "mark", "ended"):
            continue
        try:
            command = command_from(body["command"]) if kind == "command" else None
            mark = "ended" if kind == "ended" else str(body.get("mark", ""))
            place = int(body["at"]), int(body["step"])
            yield Entry(record.n, *place, str(body["by"]), float(body["wall"]), command, mark, body)
        except (KeyError, ValueError, TypeError) as error:
            raise SessionError(
                tr("record {n} of the journal cannot be read: {error}", n=record.n, error=error)
            ) from None


def place(engine: Engine, entry: Entry) -> None:
    """Bring an engine to where a record was made; raises :class:`ReplayMismatch` if there is no such place."""
    if (engine.now, engine.steps) != (entry.at, entry.step):
        engine.advance_to(entry.at)
    if (engine.now, engine.steps) != (entry.at, entry.step):
        raise ReplayMismatch(
            tr(
                "record {n} was made at second {at} after {step} steps, but this run stands at "
                "second {now} after {steps} steps",
                n=entry.n,
                at=entry.at,
                step=entry.step,
                now=engine.now,
                steps=engine.steps,
            )
        )


def play(engine: Engine, history: Iterable[Entry]) -> None:
    """Bring a history into an engine: every command at exactly its place."""
    for entry in history:
        place(engine, entry)
        if entry.command is not None:
            engine.apply(entry.command)


def rebuild(program: Program | Blueprint, header: Header, history: Sequence[Entry]) -> Engine:
    """The engine of a session as it stood after its last record.

    Raises :class:`SessionError` where another revision of the engine wrote it, and :class:`ReplayMismatch`.
    """
    if header.engine_revision != ENGINE_REVISION:
        raise SessionError(
            tr(
                "this session was played by revision {theirs} of the engine and this is "
                "revision {ours}: its recorded events can be read, but not played on",
                theirs=header.engine_revision,
                ours=ENGINE_REVISION,
            )
        )
    engine = header.engine(program)
    play(engine, history)
    return engine


def first_difference(recorded: bytes, replayed: bytes) -> tuple[int, str, str] | None:
    """(seq, recorded line, replayed line) of the first event in which two canonical logs differ.

    A recorded log may be a beginning of the replayed one: what was not written when a process died is no
    difference.  Its last line may be torn.
    """
    told = recorded.split(b"\n")
    torn = told.pop()
    again = replayed.split(b"\n")[:-1]
    for seq, line in enumerate(told, 1):
        other = again[seq - 1] if seq <= len(again) else b""
        if line != other:
            return seq, line.decode("utf-8", "replace"), other.decode("utf-8", "replace")
    if torn and not (len(again) > len(told) and again[len(told)].startswith(torn)):
        return len(told) + 1, torn.decode("utf-8", "replace"), ""
    return None
