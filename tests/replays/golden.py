"""Golden logs: what the shipped scenarios gave with seed 1 under an engine revision.

    python -m tests.replays.golden      writes them anew

A change that alters a log on purpose raises ENGINE_REVISION (simulator/engine/engine.py), says so in
CHANGELOG.md and writes the golden logs anew; a change that alters one without meaning to is a bug.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from simulator.engine.engine import ENGINE_REVISION
from simulator.runs.headless import Run, blueprint_of, run_once

__all__ = ["CASES", "FOLDER", "INDEX", "golden_lines", "played"]

FOLDER = Path(__file__).parent / "golden"
INDEX = FOLDER / "index.json"
SCENARIOS = Path(__file__).parents[2] / "scenarios"

CASES = [
    ("first_steps", ""),
    ("first_steps", "slow"),
    ("site_in_flames", ""),
    ("site_in_flames", "before"),
    ("distress_calls", ""),
    ("distress_calls", "before"),
    ("weapons_free_zone", ""),
    ("weapons_free_zone", "before"),
    ("staff_relocation", ""),
    ("staff_relocation", "before"),
    ("extraction_under_crossfire", ""),
    ("extraction_under_crossfire", "before"),
    ("early_warning", ""),
    ("early_warning", "before"),
    ("indirect_fire", ""),
    ("indirect_fire", "before"),
    ("checkpoint_and_long_patrol", ""),
    ("checkpoint_and_long_patrol", "before"),
    ("year_of_readiness", ""),
    ("year_of_readiness", "before"),
    ("abduction_outside_the_gate", ""),
    ("abduction_outside_the_gate", "before"),
    ("cordon_and_search", ""),
    ("cordon_and_search", "before"),
    ("influx_on_a_rumour", ""),
    ("influx_on_a_rumour", "before"),
    ("petition_march", ""),
    ("petition_march", "before"),
    ("capital_under_fire", ""),
    ("capital_under_fire", "before"),
]


def played(name: str, variant: str) -> Run:
    """The run that a golden log is of: seed 1, replication 0."""
    return run_once(blueprint_of(SCENARIOS / f"{name}.yaml", variant=variant), 1)


def _path(name: str, variant: str) -> Path:
    return FOLDER / f"{name}{'.' + variant if variant else ''}.jsonl.gz"


def golden_lines(name: str, variant: str) -> bytes:
    """The golden log, byte for byte."""
    return gzip.decompress(_path(name, variant).read_bytes())


def main() -> None:
    """Write every golden log and the index of digests."""
    FOLDER.mkdir(exist_ok=True)
    digests = {}
    for name, variant in CASES:
        run = played(name, variant)
        _path(name, variant).write_bytes(gzip.compress(run.lines, 9, mtime=0))
        digests[f"{name} {variant}".strip()] = run.digest
    index = {"engine_revision": ENGINE_REVISION, "seed": 1, "digests": digests}
    INDEX.write_text(json.dumps(index, indent=2) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
