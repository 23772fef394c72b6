"""Who may import whom (house sheet, section 2): held by import-linter, and seen to catch what is forbidden."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.source import ROOT

WRONG = {
    "The rooms lie one above the other": ("simulator/scenario/library.py", "import simulator.blueprint.build"),
    "Words know nothing else of the project, and only the codec a third party": ("simulator/units.py", "import yaml"),
    "The engine never sees the scenario's text, a screen or the models": ("simulator/engine/rules.py", "import rich"),
    "Readers fold logs and know no engine": ("simulator/readers/story.py", "import simulator.engine.engine"),
    "The record room knows files and words only": ("simulator/record/store.py", "import simulator.events"),
    "SimPy is the engine's own": ("simulator/runs/headless.py", "import simpy"),
    "YAML is the scenario room's own": ("simulator/blueprint/lint.py", "import yaml"),
    "Comparisons simulate nothing": ("simulator/runs/compare/verdicts.py", "import simulator.engine.engine"),
    "Statistics know no files and no page": ("simulator/runs/compare/paired.py", "import pyarrow"),
    "A worker of a batch loads no tables, statistics or cluster": ("simulator/runs/headless.py", "import pyarrow"),
    "The exchange turns bytes into scenarios and runs nothing": (
        "simulator/exchange/rows.py",
        "import simpy",
    ),
    "Reports are made of readers' rows, and simulate nothing": (
        "simulator/report/compose.py",
        "import simulator.engine.engine",
    ),
    "A worker of a rehearsal loads what a worker of a batch does": (
        "simulator/authoring/rehearsal/seen.py",
        "import pyarrow",
    ),
    "Checks of a rehearsal read what was seen, and run nothing": (
        "simulator/authoring/rehearsal/checks/time.py",
        "import simulator.engine.engine",
    ),
    "Writers of documents know no session": ("simulator/report/writers/markdown.py", "import simulator.runs.replay"),
    "Headless never loads the terminal interface": ("simulator/cli/main.py", "import tui"),
}
"""a contract's name -> a module, and an import that breaks this contract"""


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says of a tree."""
    pytest.importorskip("importlinter", reason="import-linter is not installed")
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def a_copy(folder: Path) -> Path:
    """The source with its contracts in another folder."""
    for room in ("simulator", "tui"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_contracts_hold() -> None:
    done = linted(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in WRONG:
        assert f"{name} KEPT" in done.stdout


def test_every_contract_has_an_import_that_breaks_it_here() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    assert {c["name"] for c in contracts} == set(WRONG)


def test_an_import_that_a_contract_forbids_is_caught(tmp_path: Path) -> None:
    tree = a_copy(tmp_path)
    assert linted(tree).returncode == 0
    for module, line in WRONG.values():
        with open(tree / module, "a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    done = linted(tree)
    assert done.returncode == 1
    for name in WRONG:
        assert f"{name} BROKEN" in done.stdout, done.stdout


def test_every_module_of_the_ground_floor_is_under_the_contract_of_the_words() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    words = next(set(c["source_modules"]) for c in contracts if c["name"].startswith("Words"))
    layers = next(c["layers"] for c in contracts if c["type"] == "layers")
    rooms = {name.strip() for layer in layers for name in layer.split("|")}
    modules = {
        f"simulator.{path.stem}"
        for path in (ROOT / "simulator").iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and not path.stem.startswith("__")
    }
    # The grammar is read through simulator.conditions only, and holds nothing but the parser of its texts.
    assert modules - rooms - words <= {"simulator.grammar"}


FORBIDDEN_AT_RUN_TIME = [
    ("simulator.readers.measures", ("yaml", "pydantic", "simpy", "numpy", "typer", "rich", "simulator.engine", "tui")),
    ("simulator.cli", ("yaml", "pydantic", "simpy", "numpy", "networkx", "rich", "simulator.engine", "tui", "textual")),
    ("simulator.runs.headless", ("typer", "rich", "asyncio", "tui", "textual", "simulator.cli", "multiprocessing")),
    ("simulator.engine.engine", ("typer", "rich", "asyncio", "tui", "textual", "simulator.cli", "simulator.readers")),
    ("simulator.record.store", ("yaml", "pydantic", "simpy", "numpy", "msgspec", "typer", "rich", "platformdirs")),
    ("simulator.engine.engine", ("yaml", "pydantic", "simulator.scenario")),
    ("simulator.cli", ("pyarrow", "scipy", "distributed", "pandas", "multiprocessing")),
    ("simulator.runs.batch.work", ("pyarrow", "scipy", "distributed", "pandas", "asyncio", "typer", "rich")),
    ("tui.app, tui.entry", ("pydantic", "simpy", "numpy", "networkx", "simulator.engine", "simulator.blueprint")),
    ("simulator.runs.batch.conduct", ("distributed", "scipy", "pandas", "asyncio", "typer", "rich")),
]


@pytest.mark.parametrize(("module", "forbidden"), FORBIDDEN_AT_RUN_TIME)
def test_a_room_that_is_used_alone_loads_nothing_that_it_must_not_know(module: str, forbidden: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print([m for m in {forbidden!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
