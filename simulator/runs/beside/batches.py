"""Runs of a plan out of a batch's folder, held against the session that they are to stand beside."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from simulator.catalogue import tr
from simulator.errors import UsageError
from simulator.record.store import SCENARIO
from simulator.runs.sessions import look_at
from simulator.scenario.library import read_file
from simulator.units import format_clock

__all__ = ["Planned", "planned"]

Row = Mapping[str, float | None]


@dataclass(frozen=True)
class Planned:
    """Runs of the session's own variant, those of others by their names, and where they come from.

    ``why_not`` says why no value of the session may stand beside them: it ended before they did.
    """

    rows: Sequence[Row]
    variants: Mapping[str, Sequence[Row]]
    source: str
    why_not: str = ""


def planned(batch: Path, folder: Path) -> Planned:
    """Read a batch for a session; raises UsageError where it is of another scenario or has no run of its variant."""
    from simulator.runs.compare.sample import read_sample

    found, sample = look_at(folder), read_sample([batch])
    own = sha256(read_file(folder / SCENARIO / found.main)).hexdigest()
    if sample.first["scenario"]["sha256"] != own:
        raise UsageError(
            tr(
                "{batch} is of another scenario than {folder}; run startex batch with the session's own file",
                batch=batch,
                folder=folder,
            )
        )
    rows: dict[str, list[Row]] = {}
    for number, arm in enumerate(sample.arms):
        if dict(arm.get("sets") or {}) == found.header.sets and not arm.get("decide"):
            rows.setdefault(str(arm.get("variant") or ""), _rows(sample, number))
    mine = rows.pop(found.header.variant, None)
    if mine is None:
        named = found.header.variant or tr("the file as it stands")
        raise UsageError(
            tr(
                "{batch} has no runs of {named} with the session's own settings; run startex batch for it",
                batch=batch,
                named=named,
            )
        )
    last = found.history[-1].at if found.history else 0
    why = (
        ""
        if last >= found.blueprint.duration
        else tr("the session ended at {last}, the batch ran on", last=format_clock(last))
    )
    others = {name or "base": values for name, values in rows.items()}
    return Planned(mine, others, tr("the batch {batch}, seed {seed}", batch=batch.name, seed=sample.first["seed"]), why)


def _rows(sample: Any, arm: int) -> list[Row]:
    """The measures of every finished replication of an arm, with the scenario's own numbers."""
    ran = [k for k, there in enumerate(sample.ran[arm, 0]) if there]
    return [{name: _number(values[arm, 0, k]) for name, values in sample.values.items()} for k in ran]


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
