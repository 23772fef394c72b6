"""Checking a scenario that a test wrote down: the problems, in reading order, as ``startex check`` would list them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from simulator.blueprint.build import inspect
from simulator.errors import Problem, ScenarioError
from simulator.scenario.load import in_order, load

__all__ = ["GOOD", "SIGN", "checked", "checked_at", "codes", "place_of", "swap"]

SIGN = "▸"
"""stands in a test's text where a problem has to point, and is taken out before the file is written"""

GOOD = """\
startex: 1
title: A language test
clock: {startex: 2031-03-01T08:00+02:00, duration: 8 h}
places:
  site: {kind: poc_site, at: [0, 0]}
  camp: {kind: sector, of: site, at: [0, 0], people: 900, shelters: 100}
  gate: {kind: gate, of: site, at: [0, -300], leads_to: base}
  base: {kind: un_base, at: [0, -900]}
perimeter:
  west: {of: site, at: [-300, 0], length: 500 m, layers: [fence], posts: 2}
routes:
  - {from: base, to: gate, distance: 600 m}
channels:
  radio: {delay: 30 s, fails: 3 %}
command:
  ops: {kind: ioc, integrates: [military]}
roles:
  duty_officer: {post: ops}
unit_types:
  platoon: {strength: 30, notice: 15 (8-25) min, tags: [reserve]}
units:
  qrf_1: {type: platoon, at: base}
  qrf_2: {type: platoon, at: base}
threat:
  groups:
    raiders: {strength: 10-20}
  stream:
    - {id: raid, at: H+1, do: attack, by: raiders, on: camp, for: 30 min}
plan:
  HELP:
    for: qrf_1
    when: contact reported to ops
    do: [{task: protect, at: contact}]
decisions:
  open_gate:
    when: crowd at gate > 100
    asks: duty_officer
    options: {open: Open it, wait: Wait}
    deadline: 10 min
    default: wait
    model: {choose: {open: 70 %, wait: 30 %}}
msel:
  - {id: I-1, at: H+0:10, type: contextual, to: [ops], text: Men slept in the next village.}
objectives:
  - {id: O-1, text: Nobody is hurt, targets: [{measure: civilian_harm, at_most: 0 people}]}
measures: [civilian_harm]
"""


def swap(*pairs: str, text: str = GOOD) -> str:
    """A scenario with texts replaced: old, new, old, new ...; each old text stands there exactly once."""
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def place_of(text: str) -> tuple[int, int]:
    """Line and column of the sign, from 1."""
    before, sign, _ = text.partition(SIGN)
    assert sign, "no sign says where"
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def checked(
    folder: Path,
    text: str | bytes,
    *,
    variant: str = "",
    sets: Mapping[str, str] | None = None,
    beside: Mapping[str, str] | None = None,
) -> list[Problem]:
    """Every problem of a file named ``exercise.yaml`` with other files beside it, in reading order."""
    for name, other in (beside or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(other.replace(SIGN, ""), encoding="utf-8")
    path = folder / "exercise.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.replace(SIGN, "").encode())
    try:
        document = load(path, label=path.name, variant=variant, sets=sets)
        inspect(document)
    except ScenarioError as error:
        return in_order(error.problems)
    return in_order(document.problems)


def checked_at(folder: Path, text: str, **options: object) -> list[Problem]:
    """The problems that stand where the sign does."""
    line, col = place_of(text)
    return [p for p in checked(folder, text, **options) if (p.line, p.col) == (line, col)]  # type: ignore[arg-type]


def codes(problems: Iterable[Problem]) -> list[str]:
    """Their codes."""
    return [p.code for p in problems]
