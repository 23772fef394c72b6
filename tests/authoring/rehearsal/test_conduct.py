"""A rehearsal as a whole: the same wherever it runs, and honest about runs that break off."""

from __future__ import annotations

import msgspec

from simulator.authoring.rehearsal.checks import findings
from simulator.authoring.rehearsal.conduct import Asked, rehearse
from simulator.runs.batch.pools import Lost
from simulator.runs.batch.work import Result, Task
from simulator.scenario.library import find_scenario
from simulator.scenario.load import Document, load
from tests.authoring.rehearsal.dry import Here, found, rehearsed, text_of


def read(variant: str = "") -> Document:
    path = find_scenario("first_steps")
    return load(path, label=path.name, variant=variant)


def test_processes_find_what_this_one_finds() -> None:
    there = rehearse(read(), Asked(12, 4, 2), variant=read)
    here = rehearsed("first_steps", runs=12, seed=4)
    assert findings(there) == findings(here)
    assert (there.runs, there.verdicts, there.extra) == (here.runs, here.verdicts, here.extra)


class Broken(Here):
    """A pool in which every third replication breaks off."""

    def finished(self, timeout: float) -> list[tuple[Task, bytes | Lost]]:
        return [(task, self._spoilt(content)) for task, content in super().finished(timeout)]

    def _spoilt(self, content: bytes | Lost) -> bytes:
        assert isinstance(content, bytes)
        result = msgspec.msgpack.decode(content, type=Result)
        kept = [n for n, row in enumerate(result.rows) if row.replication % 3]
        gone = [(row.replication, "RuleStorm: too much") for row in result.rows if not row.replication % 3]
        rows, more = [result.rows[n] for n in kept], [result.folded[n] for n in kept]
        return msgspec.msgpack.encode(Result(result.versions, result.seconds, rows, gone, 0, more))


def test_runs_that_break_off_are_an_error_with_a_call_that_shows_one() -> None:
    done = rehearse(read(), Asked(12, 4), pool=Broken)
    assert done.number == 8
    worst = findings(done)[0]
    assert (worst.code, worst.severity, worst.line) == ("R001", "error", 3)
    assert "RuleStorm" in worst.message
    assert "startex run first_steps.yaml --seed 4 --replication 0" in worst.hint


def test_what_comes_in_another_variant_is_said_so() -> None:
    """An inject that never comes as the file stands, and does where people are angry already."""
    other = "{msel.I-2: absent, community.trust: 40 %, title: Another one}"  # changes most, so it is tried first
    text = text_of(
        "first_steps",
        (
            "objectives:\n",
            "  - {id: I-2, when: tension > 90 %, type: contextual, text: Stones, to: [ops]}\nobjectives:\n",
        ),
        ("variants:\n", f"variants:\n  worse: {{community.tension: 95 %}}\n  other: {other}\n"),
    )
    said = [f for f in found("first_steps", text) if f.about.startswith("msel.1")]
    assert [(f.code, f.severity) for f in said] == [("R102", "notice")]
    assert "in the variant worse" in said[0].message


def test_findings_come_gravest_first_and_then_in_reading_order() -> None:
    said = found("distress_calls", runs=10)
    grades = ["error", "warning", "notice"]
    keys = [(grades.index(f.severity), f.file, f.line, f.col) for f in said]
    assert keys == sorted(keys)


def test_every_finding_has_its_place_words_and_what_to_do() -> None:
    for finding in found("distress_calls", runs=10):
        assert finding.line > 0
        assert finding.col > 0
        assert finding.message
        assert finding.hint
        assert str(finding).startswith(f"{finding.file}:{finding.line}:{finding.col}: {finding.code}: ")
