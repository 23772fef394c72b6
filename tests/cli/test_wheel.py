"""What is shipped: a wheel that holds the scenarios and runs from any folder, without the checkout."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from simulator.runs.headless import blueprint_of, run_once

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in ("build", "hatchling", "pip")),
    reason="building a wheel needs build, hatchling and pip",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel put into a folder of its own; its libraries are those that are there."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-index", "-q", "--no-deps"]
    done = subprocess.run([*pip, "--target", str(folder), str(wheel)], capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def called(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "simulator", *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, encoding="utf-8")


def test_the_wheel_holds_the_code_and_the_scenarios_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"simulator", "tui"}
    scenarios = {p.relative_to(ROOT / "scenarios").as_posix() for p in (ROOT / "scenarios").rglob("*.yaml")}
    assert scenarios <= {n.removeprefix("simulator/_scenarios/") for n in names if "_scenarios" in n}
    assert "simulator/scenario/starter.yaml" in names
    assert [n for n in names if n.endswith((".pyc", ".jsonl", ".gz")) or "__pycache__" in n] == []


def test_the_wheel_says_that_it_is_typed(wheel: Path) -> None:
    assert "simulator/py.typed" in zipfile.ZipFile(wheel).namelist()


def test_the_installed_command_finds_its_scenarios_from_any_folder(installed: Path, tmp_path: Path) -> None:
    where = called(installed, tmp_path, "list", "--json")
    assert where.returncode == 0, where.stderr
    assert [row["name"] for row in json.loads(where.stdout)] == sorted(
        path.stem for path in (ROOT / "scenarios").glob("*.yaml")
    )


def test_the_installed_command_runs_as_the_checkout_does(installed: Path, tmp_path: Path) -> None:
    done = called(installed, tmp_path, "run", "site_in_flames", "--variant", "before", "--seed", "6", "--json")
    assert done.returncode == 0, done.stderr
    expected = run_once(blueprint_of(ROOT / "scenarios" / "site_in_flames.yaml", variant="before"), 6)
    assert json.loads(done.stdout)["digest"] == expected.digest


def test_the_installed_command_writes_a_starter_that_it_runs(installed: Path, tmp_path: Path) -> None:
    assert called(installed, tmp_path, "new", "mine").returncode == 0
    assert called(installed, tmp_path, "check", "mine.yaml").returncode == 0
    assert called(installed, tmp_path, "run", "mine.yaml", "--quiet").returncode == 0


def test_the_wheel_brings_the_command_startex(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    points = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
    assert "startex = simulator.cli:main" in archive.read(points).decode()
