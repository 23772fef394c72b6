"""A run depends on the scenario's content, the seed and the replication, and on nothing else."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise
from math import sqrt
from pathlib import Path

import pytest
import yaml

from simulator.cli import main
from simulator.codec import decode_log, encode_log
from simulator.engine.draws import Draws
from simulator.engine.engine import Engine
from simulator.events import KINDS
from simulator.runs.headless import Run, blueprint_of, run_once
from simulator.scenario.library import shipped

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
NAMES = [path.stem for path in shipped()]


def run_of(path: Path, seed: int = 7, **more: object) -> Run:
    return run_once(blueprint_of(path), seed, **more)  # type: ignore[arg-type]


def as_a_file(text: str, folder: Path, name: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


# the file of the log


@pytest.mark.parametrize("name", NAMES)
def test_the_digest_is_that_of_the_file_that_the_command_writes(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "log.jsonl"
    assert main(["run", name, "--seed", "4", "--log", str(file), "--json"]) == 0
    written = file.read_bytes()
    assert json.loads(capsys.readouterr().out)["digest"] == sha256(written).hexdigest()
    assert b"\r" not in written
    assert written.endswith(b"\n")
    for line in written.splitlines():
        row = json.loads(line)
        assert list(row) == ["seq", "at", "kind", "subject", "data", "cause", "given"]
        assert list(row["data"]) == sorted(row["data"])
        assert line.decode("utf-8") == json.dumps(row, separators=(",", ":"), ensure_ascii=False)


@pytest.mark.parametrize("name", NAMES)
def test_a_log_holds_nothing_of_the_machine_or_of_the_day(name: str) -> None:
    text = run_of(SCENARIOS / f"{name}.yaml").lines.decode()
    assert str(ROOT) not in text
    assert str(Path.home()) not in text
    assert not re.search(r'[A-Za-z]:\\\\|"/|\.yaml', text)
    for row in map(json.loads, text.splitlines()):
        assert not any(isinstance(value, float) for value in row["data"].values()), row


@pytest.mark.parametrize("name", NAMES)
def test_records_are_numbered_in_order_and_lean_on_earlier_ones(name: str) -> None:
    run = run_of(SCENARIOS / f"{name}.yaml")
    assert [e.seq for e in run.log] == list(range(1, len(run.log) + 1))
    assert all(a.at <= b.at for a, b in pairwise(run.log))
    assert (run.log[0].kind, run.log[-1].kind) == ("exercise_started", "exercise_ended")
    for event in run.log:
        assert event.kind in KINDS
        assert 0 <= event.at <= run.blueprint.duration
        assert event.cause is None or 1 <= event.cause < event.seq
        assert all(1 <= mark < event.seq for mark in event.given)


@pytest.mark.parametrize("name", NAMES)
def test_a_log_that_is_read_and_written_again_is_the_same_bytes(name: str) -> None:
    lines = run_of(SCENARIOS / f"{name}.yaml").lines
    assert encode_log(decode_log(lines.splitlines(keepends=True))) == lines


# what does not matter


def shuffled(value: object, rng: random.Random) -> object:
    """The same mappings, their entries in another order; lists and what has an order of its own keep theirs."""
    if isinstance(value, dict):
        keys = list(value)
        rng.shuffle(keys)
        return {key: value[key] if key in ORDERED else shuffled(value[key], rng) for key in keys}
    return [shuffled(item, rng) for item in value] if isinstance(value, list) else value


ORDERED = ("plan", "options", "choose")
"""rules fire in the file's order, options are shown in it, and weights are told below"""


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_declarations_does_not_matter(name: str, tmp_path: Path, test_seed: int) -> None:
    path = SCENARIOS / f"{name}.yaml"
    read = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    text = yaml.safe_dump(shuffled(read, random.Random(test_seed)), sort_keys=False, allow_unicode=True)
    assert run_of(as_a_file(text, tmp_path, name)).digest == run_of(path).digest


def test_the_order_of_weights_does_not_matter(tmp_path: Path) -> None:
    text = (SCENARIOS / "site_in_flames.yaml").read_text(encoding="utf-8")
    turned = re.sub(
        r"choose: \{(.+?)\}", lambda m: f"choose: {{{', '.join(reversed(m[1].split(', ')))}}}", text, flags=re.DOTALL
    )
    assert turned != text
    path = as_a_file(turned, tmp_path, "site_in_flames")
    for seed in range(5):
        assert run_of(path, seed).digest == run_of(SCENARIOS / "site_in_flames.yaml", seed).digest


ADDITIONS: dict[str, Callable[[str], str]] = {
    "comments and blank lines": lambda text: "# a comment\n\n" + text.replace("\nplaces:", "\n\n# places\nplaces:"),
    "line ends of another system": lambda text: text.replace("\n", "\r\n"),
    "a title": lambda text: text.replace("title: First steps", "title: Another title"),
    "a place far away where nobody goes": lambda text: text.replace(
        "  base: {", "  moon: {kind: town, at: [90000, 90000]}\n  base: {", 1
    ),
    "a unit under nobody's orders": lambda text: text.replace(
        "  guards: {", "  idle: {type: gate_guards, at: base}\n  guards: {", 1
    ),
    "a variant that is not used": lambda text: text + "  other: {units.platoon.notice: 90 min}\n",
    "an objective": lambda text: text.replace(
        "objectives:\n", "objectives:\n  - {id: O9, text: More, targets: [{measure: trust, at_least: 10 %}]}\n"
    ),
}


@pytest.mark.parametrize("what", ADDITIONS)
def test_what_changes_nothing_in_the_world_changes_nothing_in_the_log(what: str, tmp_path: Path) -> None:
    text = (SCENARIOS / "first_steps.yaml").read_text(encoding="utf-8")
    changed = ADDITIONS[what](text)
    assert changed != text
    (tmp_path / "first_steps.yaml").write_bytes(changed.encode())
    for seed in (1, 2, 3):
        assert run_of(tmp_path / "first_steps.yaml", seed).lines == run_of(SCENARIOS / "first_steps.yaml", seed).lines


@pytest.mark.parametrize("name", NAMES)
def test_no_mechanism_knows_a_scenario_by_its_name(name: str, tmp_path: Path) -> None:
    """The same file under another name gives the same log, but for the name itself."""
    text = (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8")
    renamed = run_of(as_a_file(text, tmp_path, "xyzzy")).lines
    original = run_of(SCENARIOS / f"{name}.yaml").lines
    assert b"xyzzy" in renamed
    assert renamed.replace(b"xyzzy", name.encode()) == original


def test_watching_a_run_does_not_change_it() -> None:
    seen: list[tuple[int, int]] = []
    blueprint = blueprint_of(SCENARIOS / "first_steps.yaml")
    watched = run_once(blueprint, 3, progress=lambda now, end: seen.append((now, end)))
    assert watched.digest == run_once(blueprint, 3).digest
    assert len(seen) == 100
    assert seen == sorted(seen)
    assert seen[-1] == (blueprint.duration, blueprint.duration)


# what does


def what_happened(run: Run) -> bytes:
    """The log without its first line, which holds seed and replication."""
    return run.lines.partition(b"\n")[2]


@pytest.mark.parametrize("name", NAMES)
def test_every_seed_and_every_replication_is_another_run(name: str) -> None:
    blueprint = blueprint_of(SCENARIOS / f"{name}.yaml")
    runs = {what_happened(run_once(blueprint, seed, k)) for seed in range(4) for k in range(3)}
    assert len(runs) == 12


def test_a_replication_is_not_the_seed_after_next() -> None:
    """Seed and replication are two numbers: (1, 2) is neither (2, 1) nor (12, 0) nor (3, 0)."""
    blueprint = blueprint_of(SCENARIOS / "first_steps.yaml")
    pairs = [(1, 2), (2, 1), (12, 0), (0, 12), (1, 20), (3, 0), (0, 3)]
    assert len({what_happened(run_once(blueprint, *pair)) for pair in pairs}) == len(pairs)


@pytest.mark.parametrize("along", ["seed", "replication"])
def test_draws_of_neighbouring_seeds_and_replications_are_independent(along: str) -> None:
    """First draws of 4,000 neighbours: no correlation with the next one (4.5 standard errors), and a level histogram.

    The bound on chi-square with 9 degrees of freedom, 33.7, is exceeded once in 10,000 by chance.
    """
    n = 4000
    keys = [(k, 0) if along == "seed" else (1, k) for k in range(n + 1)]
    u = [Draws(seed, replication).stream("qrf_1", "notice").uniform() for seed, replication in keys]
    correlation = sum((a - 0.5) * (b - 0.5) for a, b in pairwise(u)) * 12 / n
    assert abs(correlation) < 4.5 / sqrt(n)
    counts = [sum(k <= 10 * x < k + 1 for x in u) for k in range(10)]
    assert sum((c - len(u) / 10) ** 2 / (len(u) / 10) for c in counts) < 33.7


def test_engines_that_take_turns_do_not_disturb_each_other() -> None:
    names = ("first_steps", "distress_calls", "site_in_flames")
    blueprints = [blueprint_of(SCENARIOS / f"{name}.yaml") for name in names]
    alone = [run_once(b, 5).digest for b in blueprints]
    engines = [Engine(b, 5) for b in blueprints]
    while not all(engine.ended for engine in engines):
        for engine in engines:
            engine.advance_to(engine.now + 1800)
    assert [sha256(encode_log(engine.log)).hexdigest() for engine in engines] == alone


def test_what_the_room_decides_is_part_of_the_run() -> None:
    blueprint = blueprint_of(SCENARIOS / "distress_calls.yaml")
    closed = ("decision_taken", "decision_defaulted")
    logs = {}
    for option in ("search", "morning"):
        runs = [run_once(blueprint, seed, decide={"night_search": option}) for seed in range(12)]
        closes = [e for run in runs for e in run.log if e.kind in closed and e.subject == "night_search"]
        assert {e.data["option"] for e in closes} == {option}
        assert len(closes) >= 3
        logs[option] = [run.digest for run in runs]
    assert logs["search"] != logs["morning"]


VARIANTS = {name: "slow" if name == "first_steps" else "before" for name in NAMES}
DECISIONS = [(path.stem, d.id) for path in shipped() for d in blueprint_of(path).decisions]


@pytest.mark.parametrize(
    ("name", "decision"),
    DECISIONS,
)
def test_every_decision_of_a_shipped_scenario_comes_up(name: str, decision: str) -> None:
    """In one of its first ten seeds, as it is or as its before."""
    blueprints = [blueprint_of(SCENARIOS / f"{name}.yaml", variant=v) for v in ("", VARIANTS[name])]
    runs = (run_once(b, seed) for seed in range(10) for b in blueprints)
    assert any(e.kind == "decision_opened" and e.subject == decision for run in runs for e in run.log)
