"""Same seed, same bytes: under hash seeds, time zones, locales and numbers of threads, in one process or in many."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from simulator.codec import encode_log
from simulator.runs.headless import blueprint_of, prepare, run_once

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
RUNS = [("first_steps", ""), ("site_in_flames", "before"), ("distress_calls", ""), ("weapons_free_zone", "")]

PROBE = """
import json, locale, os, sys, time
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass
if hasattr(time, "tzset"):
    time.tzset()
from pathlib import Path
from simulator.runs.headless import blueprint_of, run_once
folder, runs = Path(sys.argv[1]), json.loads(sys.argv[2])
print(json.dumps([run_once(blueprint_of(folder / f"{n}.yaml", variant=v), 11).digest for n, v in runs]))
"""

# 4 hash seeds, 3 time zones, 2 locales, 1 and 2 threads.  Every time zone stands beside every locale and every number
# of threads, and each hash seed somewhere; a digest that depended on one of these would differ in one of the rows.
WORLDS = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "THREADS": "1"},
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8", "THREADS": "2"},
    {"PYTHONHASHSEED": "4711", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "THREADS": "2"},
    {"PYTHONHASHSEED": "12345", "TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "THREADS": "1"},
    {"PYTHONHASHSEED": "0", "TZ": "America/St_Johns", "LC_ALL": "C", "THREADS": "1"},
    {"PYTHONHASHSEED": "4711", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "THREADS": "2"},
]


def test_the_worlds_cover_what_they_say() -> None:
    for one, other, pairs in (("TZ", "LC_ALL", 6), ("TZ", "THREADS", 6), ("LC_ALL", "THREADS", 4)):
        assert len({(world[one], world[other]) for world in WORLDS}) == pairs
    assert len({world["PYTHONHASHSEED"] for world in WORLDS}) == 4


def digests(world: dict[str, str]) -> list[str]:
    threads = world["THREADS"]
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    env = {**os.environ, **{k: v for k, v in world.items() if k != "THREADS"}, **dict.fromkeys(names, threads)}
    env["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(SCENARIOS), json.dumps(RUNS)], capture_output=True, text=True, env=env
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def here() -> list[str]:
    """The digests in this process."""
    return [run_once(blueprint_of(SCENARIOS / f"{n}.yaml", variant=v), 11).digest for n, v in RUNS]


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: " ".join(world.values()))
def test_the_digest_is_the_same_in_every_environment(world: dict[str, str], here: list[str]) -> None:
    assert digests(world) == here


def test_the_digest_is_of_exactly_the_log_and_the_log_of_exactly_the_events() -> None:
    run = run_once(blueprint_of(SCENARIOS / "first_steps.yaml"), 3)
    assert run.digest == sha256(run.lines).hexdigest()
    assert run.lines == encode_log(run.log)
    rows = [json.loads(line) for line in run.lines.splitlines()]
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    assert all(row.keys() == {"seq", "at", "kind", "subject", "data", "cause", "given"} for row in rows)
    assert b"\r" not in run.lines
    assert str(ROOT).encode() not in run.lines


def test_a_run_leaves_nothing_behind_for_the_next_one() -> None:
    program = prepare(blueprint_of(SCENARIOS / "distress_calls.yaml"))
    alone = [run_once(program, seed).digest for seed in (5, 6)]
    run_once(program, 99)
    assert [run_once(program, seed).digest for seed in (5, 6)] == alone
    assert run_once(blueprint_of(SCENARIOS / "distress_calls.yaml"), 6).digest == alone[1]
    assert len({run_once(program, seed).digest for seed in range(8)}) == 8
    assert run_once(program, 5, replication=1).digest != alone[0]
