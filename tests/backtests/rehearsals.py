"""Rehearsals of the shipped scenarios by two processes, each made once: how many runs, and what was grave in them."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from simulator.authoring.rehearsal.checks import findings
from simulator.authoring.rehearsal.conduct import Asked, rehearse
from simulator.scenario.load import Document, load
from tests.backtests import kept
from tests.backtests.replications import WORKERS

__all__ = ["Rehearsal", "rehearsal"]

_GRAVE = ("error", "warning")
_DEPENDS_ON = ("constraints.txt", "simulator/**/*.py", "scenarios/**/*.yaml", "tests/backtests/rehearsals.py")


class Rehearsal(NamedTuple):
    """What a rehearsal came to: dry runs, those that failed, and the codes of what would have to be mended."""

    runs: int
    failed: int
    grave: list[str]


def rehearsal(path: Path, runs: int) -> Rehearsal:
    """Dry-run a scenario's file as it stands, or say what came of it when it was."""
    name = f"rehearsal-{path.stem}-{sha256(f'{runs} {kept.code(*_DEPENDS_ON)}'.encode()).hexdigest()[:20]}.json"
    if not kept.read(name):
        kept.write(name, [json.dumps(_made(path, runs))])
    return Rehearsal(*json.loads(kept.read(name)[0]))


def _made(path: Path, runs: int) -> Rehearsal:
    def _read(variant: str) -> Document:
        return load(path, label=path.name, variant=variant)

    done = rehearse(_read(""), Asked(runs, seed=1, workers=WORKERS), variant=_read)
    grave = {finding.code for finding in findings(done) if finding.severity in _GRAVE}
    return Rehearsal(done.number, len(done.failed), sorted(grave))
