"""Replay equals live: whatever a room does, its journal gives the same bytes again, anywhere."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.codec import digest
from simulator.commands import Command, Remark, TakeDecision
from simulator.engine.program import Program
from simulator.errors import ReplayMismatch, SessionError
from simulator.runs.headless import blueprint_of, run_once
from simulator.runs.replay import Header, entries, first_difference, rebuild
from tests.builders import build_of
from tests.engine.cases import told, with_decision
from tests.engine.test_engine import a_command
from tests.runs.live import Journal, Wall, header_of, lived, opened

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ROOM = {"duty_officer": "room"}


def holding() -> Program:
    """Decisions that hold the clock, several times, in the middle of a second."""
    scenario = with_decision(hold=True, again=True, when="crowd reported to ops > 100")
    for name, x in (("gate", 0), ("back", 50)):
        scenario["places"][name] = {"kind": "gate", "of": "site", "at": [x, 450]}
    counts = [("H+1", 500), ("H+2", 20), ("H+3", 700), ("H+4", 10), ("H+5", 600)]
    scenario["msel"] = [told(at, "crowd", place, value=v) for at, v in counts for place in ("gate", "back")]
    return Program(build_of(scenario))


PROGRAMS = {
    "first_steps": lambda: Program(blueprint_of(SCENARIOS / "first_steps.yaml")),
    "holding": holding,
    "distress_calls": lambda: Program(blueprint_of(SCENARIOS / "distress_calls.yaml", variant="before")),
    "site_in_flames": lambda: Program(blueprint_of(SCENARIOS / "site_in_flames.yaml", variant="before")),
}
HISTORIES = {"first_steps": 120, "holding": 80, "distress_calls": 30, "site_in_flames": 20}
"""how many of each a merge plays: 250"""


@pytest.fixture(scope="module")
def programs() -> dict[str, Program]:
    return {name: make() for name, make in PROGRAMS.items()}


def roles(program: Program) -> dict[str, str]:
    return ROOM if not program.blueprint.cells else header_of(program).played_by


def some_command(rng: random.Random, program: Program, now: int) -> Command:
    return a_command(rng, program, now) if program.blueprint.decisions else Remark("note", "words")


def replayed(program: Program, header: Header, journal: Journal, upto: int | None = None) -> str:
    return digest(rebuild(program, header, list(entries(journal.records[:upto]))).log)


@pytest.mark.parametrize("name", HISTORIES)
def test_a_replay_is_the_session_byte_for_byte(name: str, programs: dict[str, Program], test_seed: int) -> None:
    program, rng = programs[name], random.Random(f"{test_seed}/{name}")
    for k in range(HISTORIES[name]):
        seed = rng.randrange(10**6)
        session, journal = lived(program, seed, rng, some_command, played_by=roles(program))
        assert replayed(program, session.header, journal) == session.digest(), (test_seed, name, k)
        assert opened(program, journal, seed, played_by=roles(program)).digest() == session.digest()


@pytest.mark.soak
def test_ten_thousand_histories_replay(programs: dict[str, Program], test_seed: int) -> None:
    for name, program in programs.items():
        rng = random.Random(f"{test_seed}/soak/{name}")
        for k in range(40 * HISTORIES[name]):
            seed = rng.randrange(10**6)
            session, journal = lived(program, seed, rng, some_command, 60, played_by=roles(program))
            assert replayed(program, session.header, journal) == session.digest(), (test_seed, name, k)


_ELSEWHERE = """
import json, sys
from tests.runs.test_replay_is_live import PROGRAMS, Journal, Header, replayed
programs = {}
for line in sys.stdin:
    name, header, texts = json.loads(line)
    program = programs.get(name) or programs.setdefault(name, PROGRAMS[name]())
    print(replayed(program, Header.of(header), Journal(texts)))
"""


def test_a_replay_in_another_process_under_another_hash_seed_is_the_same(
    programs: dict[str, Program], test_seed: int
) -> None:
    rng = random.Random(f"{test_seed}/elsewhere")
    told, expected = [], []
    for name, program in programs.items():
        for _ in range(4):
            session, journal = lived(program, rng.randrange(10**6), rng, some_command, played_by=roles(program))
            told.append(json.dumps([name, session.header.body(), journal.texts]))
            expected.append(session.digest())
    for hash_seed in ("0", "1", "random"):
        env = {**os.environ, "PYTHONHASHSEED": hash_seed}
        done = subprocess.run(
            [sys.executable, "-c", _ELSEWHERE],
            input="\n".join(told),
            capture_output=True,
            text=True,
            env=env,
            cwd=SCENARIOS.parent,
            check=False,
        )
        assert done.stdout.split() == expected, (test_seed, done.stderr)


@pytest.mark.parametrize("name", ["holding", "first_steps"])
def test_a_session_is_resumed_from_any_prefix_of_its_journal(
    name: str, programs: dict[str, Program], test_seed: int
) -> None:
    """Whatever record was the last that reached the disk, the world is the one that was shown then."""
    program, rng = programs[name], random.Random(f"{test_seed}/prefix/{name}")
    seed = rng.randrange(10**6)
    session, journal = lived(program, seed, rng, some_command, played_by=roles(program))
    whole = session.engine.log
    for upto in range(len(journal.texts) + 1):
        part = opened(program, Journal(journal.texts[:upto]), seed, played_by=roles(program))
        assert part.engine.log == whole[: len(part.engine.log)]
        if upto:
            body = journal.records[upto - 1].body
            assert (part.engine.now, part.engine.steps) == (body["at"], body["step"])


def test_a_session_without_commands_is_the_headless_run() -> None:
    blueprint = blueprint_of(SCENARIOS / "first_steps.yaml")
    wall, journal = Wall(), Journal()
    session = opened(Program(blueprint), journal, 4, played_by={})
    session.go("f", wall())
    session.set_speed(3600, "f", wall())
    while not session.engine.ended:
        session.pump(wall(0.25))
        if session.pacer.speed == 1:
            session.set_speed(3600, "f", wall())
    assert session.digest() == run_once(blueprint, 4).digest


def test_a_refused_command_is_refused_again_in_the_replay(programs: dict[str, Program]) -> None:
    program, wall, journal = programs["holding"], Wall(), Journal()
    session = opened(program, journal, played_by=ROOM)
    session.go("f", wall())
    session.submit(TakeDecision("D", "send"), "f", wall(1))
    session.submit(TakeDecision("nothing", "send"), "f", wall(1))
    refused = [e for e in session.log if e.kind == "command_refused"]
    assert [e.data["why"].partition(":")[0] for e in refused] == ["D is not open", "nothing is not open"]
    assert replayed(program, session.header, journal) == session.digest()


def test_commands_in_one_second_keep_their_places() -> None:
    """A question holds the clock in the middle of a second: commands come there, and an inject of that second after."""
    scenario = with_decision(hold=True, when="time >= H+2")
    scenario["msel"] = [told("H+2", "breach", "north")]
    program, wall, journal = Program(build_of(scenario)), Wall(), Journal()
    session = opened(program, journal, played_by=ROOM)
    session.move_to(4 * 3600, "f", wall())
    assert session.engine.held_by == "D"
    assert session.now == session.engine.next_at() == 7200, "more is due in this second"
    here = (7200, session.engine.steps)
    assert session.engine.advance_to(7300) == 7200, "nothing moves while it is open"
    session.submit(Remark("note", "one"), "f", wall(30))
    session.submit(TakeDecision("D", "wait"), "f", wall(30))
    session.submit(Remark("note", "two"), "f", wall(30))
    session.move_to(7200, "f", wall())
    session.submit(Remark("note", "three"), "f", wall(1))
    told_in = [e.kind for e in session.log if e.kind in ("remark_made", "inject_delivered", "decision_taken")]
    assert told_in == ["remark_made", "decision_taken", "remark_made", "inject_delivered", "remark_made"]
    placed = [(r.body["at"], r.body["step"]) for r in journal.records if r.body["kind"] == "command"]
    assert placed[0] == placed[1] == placed[2] == here
    assert placed[3][0] == 7200
    assert placed[3][1] > here[1], "the time alone would not have told them apart"
    assert replayed(program, session.header, journal) == session.digest()


def test_a_command_placed_at_a_step_that_never_comes_is_told_by_its_record(programs: dict[str, Program]) -> None:
    program, wall, journal = programs["first_steps"], Wall(), Journal()
    session = opened(program, journal)
    session.move_to(5400, "f", wall())
    session.submit(Remark("note", "here"), "f", wall())
    bodies = [record.body for record in journal.records]
    bodies[-1]["step"] += 1
    changed = Journal([json.dumps(body) for body in bodies])
    with pytest.raises(ReplayMismatch, match=f"record {len(bodies)} was made at second 5400"):
        rebuild(program, session.header, list(entries(changed.records)))


def test_a_session_of_another_engine_is_not_played_on(programs: dict[str, Program]) -> None:
    with pytest.raises(SessionError, match="revision 99"):
        opened(programs["first_steps"], Journal(), engine_revision=99)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"kind": "command", "command": {"do": "Dance"}}, "'Dance' is not a command"),
        ({"kind": "command", "at": 1, "step": 1, "by": "f", "wall": 0}, "record 1"),
        ({"kind": "mark", "mark": "go", "at": "soon", "step": 1, "by": "f", "wall": 0}, "record 1"),
    ],
)
def test_a_record_that_says_it_is_ours_and_is_not_is_named(body: dict, why: str) -> None:
    with pytest.raises(SessionError, match=why):
        list(entries(Journal([json.dumps(body)]).records))


def test_records_of_kinds_that_are_not_ours_are_passed_over() -> None:
    assert list(entries(Journal([json.dumps({"kind": "epoch"}), json.dumps({"kind": "weather"})]).records)) == []


@pytest.mark.parametrize(
    ("recorded", "again", "first"),
    [
        (b"a\nb\n", b"a\nb\n", None),
        (b"a\n", b"a\nb\n", None),
        (b"a\nb", b"a\nbc\n", None),
        (b"", b"a\n", None),
        (b"a\nx\n", b"a\nb\n", 2),
        (b"a\nb\nc\n", b"a\nb\n", 3),
        (b"a\nx", b"a\nbc\n", 2),
    ],
)
def test_the_first_event_that_differs_is_named(recorded: bytes, again: bytes, first: int | None) -> None:
    found = first_difference(recorded, again)
    assert (found[0] if found else None) == first
