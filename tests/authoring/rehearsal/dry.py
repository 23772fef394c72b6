"""Rehearsals of edited copies of the shipped scenarios, run in this process."""

from __future__ import annotations

from pathlib import Path

from simulator.authoring.rehearsal.checks import findings
from simulator.authoring.rehearsal.conduct import Asked, rehearse
from simulator.authoring.rehearsal.rehearsed import Finding, Rehearsed
from simulator.authoring.rehearsal.seen import folded
from simulator.runs.batch.pools import Lost
from simulator.runs.batch.work import Task, run_chunk
from simulator.scenario.library import find_scenario
from simulator.scenario.load import Document, load


class Here:
    """A pool without processes: a task is run when its result is asked for."""

    width = 1
    carries = True

    def __init__(self) -> None:
        self._waiting: list[Task] = []

    def submit(self, task: Task) -> None:
        self._waiting.append(task)

    def finished(self, timeout: float) -> list[tuple[Task, bytes | Lost]]:
        done = [(task, run_chunk(task, folded)) for task in self._waiting]
        self._waiting = []
        return done

    def restart(self) -> None:
        self._waiting = []

    def close(self) -> None:
        pass


def text_of(name: str, *edits: tuple[str, str]) -> str:
    """A shipped scenario with some edits; each must hit exactly one place."""
    text = find_scenario(name).read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        text = text.replace(old, new)
    return text


def rehearsed(name: str, text: str = "", *, runs: int = 30, seed: int = 1, played: str = "") -> Rehearsed:
    """A scenario by its name, with another text if one is given, dry-run in this process: the file or a variant."""
    path = find_scenario(name)

    def _read(variant: str) -> Document:
        data = text.encode() if text else None
        return load(Path(path), label=path.name, variant=variant, data=data)

    return rehearse(_read(played), Asked(runs, seed), variant=_read, pool=Here)


def found(name: str, text: str = "", *, runs: int = 30, played: str = "") -> list[Finding]:
    """What a rehearsal finds."""
    return findings(rehearsed(name, text, runs=runs, played=played))


def line_of(text: str, part: str) -> int:
    """The line, from 1, in which a part of a text stands; it must stand in one line only."""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if part in line]
    assert len(lines) == 1, f"{part!r} stands in lines {lines}"
    return lines[0]
