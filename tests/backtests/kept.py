"""What the back tests have measured, kept in build/backtests/ under names made of everything that it depends on.

A file is whole or not there: it is written beside its place and then moved to it.
"""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256
from pathlib import Path

from simulator.engine.engine import ENGINE_REVISION

__all__ = ["FOLDER", "RUNS", "code", "prune", "read", "write"]

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "backtests"
RUNS = (
    *("constraints.txt", "simulator/*.py", "simulator/runs/headless.py"),
    *("tests/backtests/seen.py", "tests/backtests/replications.py"),
    *(f"simulator/{room}/**/*.py" for room in ("parameters", "scenario", "blueprint", "engine", "readers")),
)
"""the files that a run and what is read out of its log depend on, beside the scenario"""


_asked: set[str] = set()
"""names that were read in this session"""


@cache
def code(*patterns: str) -> str:
    """The revision of the engine and the content of some files, as one hash."""
    digest = sha256(str(ENGINE_REVISION).encode())
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern)}):
        content = path.read_bytes()
        digest.update(f"\n{path.relative_to(ROOT).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def read(name: str) -> list[str]:
    """The lines that are kept under a name; none where nothing is."""
    _asked.add(name)
    path = FOLDER / name
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def write(name: str, lines: list[str]) -> None:
    """Keep lines under a name."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    beside = FOLDER / f"{name}.{os.getpid()}"
    beside.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    beside.replace(FOLDER / name)


def prune() -> None:
    """Throw away what nobody has asked for in this session: it is of other code, or of a scenario as it was."""
    for path in FOLDER.glob("*.json*"):
        if path.name not in _asked:
            path.unlink(missing_ok=True)
