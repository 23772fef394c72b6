"""What a rehearsal says of a rule that is late rests on every run in which it fired, counted by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from simulator.authoring.rehearsal.checks.tasks import _late
from simulator.authoring.rehearsal.rehearsed import Rehearsed
from simulator.authoring.rehearsal.seen import RuleSeen


def figures(rows: list[RuleSeen]) -> list[str]:
    rule: Any = SimpleNamespace(id="R", steps=[SimpleNamespace(within=60)])
    r: Any = SimpleNamespace(number=len(rows), own=lambda where: True, enough=lambda count: True)
    r.of_runs = lambda *given, **more: Rehearsed.of_runs(r, *given, **more)
    r.finding = lambda code, grave, where, what, figure, hint: f"{code}: {figure}"
    return list(_late(r, rule, rows))


def test_a_rule_that_is_late_is_told_with_the_runs_in_which_it_was_neither() -> None:
    late, open_, both = RuleSeen(fired=1, late=1), RuleSeen(fired=1), RuleSeen(fired=2, done=1, late=1)
    assert figures([late] * 7 + [open_] * 3) == [
        "R402: late in 7 of 10 runs in which it fired, in time in 0, neither in 3"
    ]
    assert figures([late] * 5 + [open_] * 3 + [both] * 2) == [
        "R403: late in 5 of 10 runs in which it fired, in time in 2, neither in 3"
    ]
    assert figures([both] * 4 + [open_] * 3) == []
