"""Measures and objectives as lines: the end of a run, and of a session that is replayed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from simulator.catalogue import tr
from simulator.cli.out import say

if TYPE_CHECKING:
    from simulator.blueprint.model import Blueprint

__all__ = ["tell_numbers"]


def tell_numbers(
    blueprint: Blueprint, measures: Mapping[str, float | None], *, few: bool = False, doubtful: Mapping[str, str] = {}
) -> None:
    """The scenario's own measures first, then (unless ``few``) all that came up, then what was asked and came out.

    ``doubtful`` says of a measure why it cannot be compared with any other.
    """
    from simulator.measures import MEASURES
    from simulator.readers.targets import findings
    from simulator.units import format_amount

    first = [name for name in blueprint.measures if name in measures]
    rest = [] if few else [name for name, value in measures.items() if value is not None and name not in first]
    for name in (*first, *rest):
        row = MEASURES[name]
        doubt = tr(" - NOT COMPARABLE: {why}", why=doubtful[name]) if name in doubtful else ""
        say(f"  {name:<26}{format_amount(measures[name], row.unit):>16}  {row.k:<4} {tr(row.about)}{doubt}")
    targets = findings(blueprint, measures)
    if targets:
        say()
        for f in targets:
            verdict = tr("no evidence") if f.met is None else tr("met") if f.met else tr("missed")
            if f.measure in doubtful:
                verdict = tr("{verdict}, not comparable", verdict=verdict)
            value = format_amount(f.value, MEASURES[f.measure].unit)
            said = tr("{value}, asked {asked}: {verdict}", value=value, asked=f.asked, verdict=verdict)
            say(f"  {f.objective} {f.text}: {tr(MEASURES[f.measure].about)}: {said}")
