"""Replications are played once, shared by rows, and kept under a name that says what they depend on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from simulator.runs.headless import blueprint_of, run_once
from tests.backtests import kept, replications
from tests.backtests.replications import SCENARIOS, Setting, file_of, seen

NAME = "first_steps"


class Here(Executor):
    """Plays in this process, and notes which seeds it was given."""

    def __init__(self) -> None:
        self.given: list[int] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.given += args[1]
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Here]:
    """Nothing is remembered, and nothing is kept but in a folder of this test."""
    pool = Here()
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    monkeypatch.setattr(replications, "_pool", lambda: pool)
    monkeypatch.setattr(replications, "_lines", {})
    replications._played.cache_clear()
    yield pool
    replications._played.cache_clear()


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in another session: what is on the disk is all that is there."""
    monkeypatch.setattr(replications, "_lines", {})
    replications._played.cache_clear()


def test_the_measures_are_those_of_the_runs(here: Here) -> None:
    blueprint = blueprint_of(SCENARIOS / f"{NAME}.yaml")
    assert replications.replications(NAME, seeds=3) == [run_once(blueprint, seed).measures for seed in (1, 2, 3)]


def test_fewer_seeds_are_the_first_of_more_and_no_seed_is_played_twice(here: Here) -> None:
    three = replications.replications(NAME, seeds=3)
    seven = replications.replications(NAME, seeds=7)
    assert seven[:3] == three
    assert len(seen(NAME, seeds=5)) == 5
    assert here.given == [1, 2, 3, 4, 5, 6, 7]


def test_what_is_kept_is_not_played_again(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    first = replications.replications(NAME, seeds=3)
    counted = seen(NAME, seeds=3)
    forget(monkeypatch)
    assert replications.replications(NAME, seeds=3) == first
    assert seen(NAME, seeds=3) == counted
    assert here.given == [1, 2, 3]


def test_what_is_kept_of_other_code_is_another_file(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Setting(NAME, "", (), ())
    names = {
        file_of(plain),
        file_of(plain._replace(sets=(("units.platoon.notice", "45 min"),))),
        file_of(plain._replace(decide=(("any", "option"),))),
    }
    file_of.cache_clear()
    monkeypatch.setattr(kept, "code", lambda *_: "another revision")
    names.add(file_of(plain))
    file_of.cache_clear()
    assert len(names) == 4


def test_what_nobody_has_asked_for_is_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    monkeypatch.setattr(kept, "_asked", set())
    for name in ("old.jsonl", "new.jsonl", "rehearsal.json"):
        kept.write(name, ["1"])
    assert kept.read("new.jsonl") == ["1"]
    kept.prune()
    assert [path.name for path in tmp_path.iterdir()] == ["new.jsonl"]


def test_a_change_of_a_file_changes_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "ROOT", tmp_path)
    module = tmp_path / "engine.py"
    hashes = set()
    for text in ("one", "two", "one"):
        module.write_text(text, encoding="utf-8")
        kept.code.cache_clear()
        hashes.add(kept.code("*.py"))
    kept.code.cache_clear()
    assert len(hashes) == 2


def test_the_code_is_all_that_is_loaded_where_runs_are_played() -> None:
    """Else a run that another program played would pass for one of this: only what keeps runs has no say in them."""
    plays = (
        "import sys; from tests.backtests import replications as r;"
        f"r._play(r.Setting({NAME!r}, '', (), ()), range(1, 2));"
        "print(*(f for m in list(sys.modules.values()) if (f := getattr(m, '__file__', None))), sep='\\n')"
    )
    ran = subprocess.run([sys.executable, "-c", plays], cwd=kept.ROOT, capture_output=True, text=True, check=True)
    ours = {Path(line).resolve() for line in ran.stdout.splitlines()}
    own = {path for room in ("simulator", "tests") for path in (kept.ROOT / room).rglob("*.py")}
    known = {path for pattern in kept.RUNS for path in kept.ROOT.glob(pattern)}
    left = {path for path in ours & own - known if path.name != "__init__.py"}
    assert known & ours
    assert left == {Path(kept.__file__)}
