"""Warnings about what is legal and cannot be meant, and the arithmetic of ranges behind them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from simulator.blueprint.build import inspect
from simulator.blueprint.lint import interval
from simulator.conditions import Node, compile_condition, rewrite
from simulator.errors import Problem
from simulator.grammar import parse_condition
from simulator.scenario.load import in_order, load
from simulator.vocabulary import QUANTITIES
from tests.builders import a_scenario, text_of
from tests.engine.cases import PLATOON, WIRE, decision

END = 8 * 3600
LEVELS = ("tension", "trust", "consent", "night", "rain", "accounted")


def keyed(text: str) -> Node:
    """A condition on the simulated state with its names resolved to themselves."""
    return rewrite(parse_condition(text), lambda phrase: replace(phrase, key=phrase.name))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", (3, 3)),
        ("time", (0, END)),
        ("trust", (0, 1)),
        ("trust + tension", (0, 2)),
        ("trust - tension", (-1, 1)),
        ("1 - trust", (0, 1)),
        ("min(trust, 3)", (0, 1)),
        ("max(trust, 3)", (3, 3)),
        ("abs(trust - 2)", (0, 2)),
        ("time > H+7", (0, 1)),
        ("time > H+8", (0, 0)),
        ("time >= H+8", (0, 1)),
        ("time >= H+0:00", (1, 1)),
        ("time < H+9", (1, 1)),
        ("trust > 1", (0, 0)),
        ("trust >= 1", (0, 1)),
        ("trust < 0", (0, 0)),
        ("trust <= 1", (1, 1)),
        ("trust == 2", (0, 0)),
        ("trust != 2", (1, 1)),
        ("2 == 2", (1, 1)),
        ("casualties > 5", (0, 1)),
        ("casualties < 0", (0, 0)),
        ("trust > 2 and casualties > 5", (0, 0)),
        ("trust > 2 or casualties > 5", (0, 1)),
        ("not trust > 2", (1, 1)),
        ("not time < H+9", (0, 0)),
    ],
)
def test_the_range_of_a_condition(text: str, expected: tuple[float, float]) -> None:
    low, high = interval(keyed(text), END)
    if text.startswith("abs"):  # a wider range is no mistake, a narrower one is
        assert low <= expected[0]
        assert high >= expected[1]
    else:
        assert (low, high) == expected


def a_number(rng: random.Random, depth: int) -> str:
    """Some amount: levels, the time, counts, and sums of them, without division."""
    if depth == 0 or rng.random() < 0.2:
        return rng.choice([*QUANTITIES, str(rng.choice([0, 1, 2, 0.5, 30000])), f"H+{rng.randrange(12)}"])
    one, two = a_number(rng, depth - 1), a_number(rng, depth - 1)
    return rng.choice([f"({one} {rng.choice('+-*')} {two})", f"min({one}, {two})", f"max({one}, {two})", f"abs({one})"])


def a_condition(rng: random.Random, depth: int = 3) -> str:
    """Some condition: comparisons of amounts, and what joins them."""
    if depth == 0 or rng.random() < 0.4:
        sign = rng.choice(["<", "<=", ">", ">=", "==", "!="])
        return f"({a_number(rng, 2)} {sign} {a_number(rng, 2)})"
    one, two = a_condition(rng, depth - 1), a_condition(rng, depth - 1)
    return rng.choice([f"({one} and {two})", f"({one} or {two})", f"(not {one})"])


def some_facts(rng: random.Random) -> Mapping[str, Any]:
    """A state that could be: levels within 0 and 1, counts of any size."""
    levels = {name: rng.choice([0.0, 1.0, rng.random()]) for name in LEVELS}
    counts = {name: float(rng.choice([0, 1, rng.randrange(10**6)])) for name in ("casualties", "displaced")}
    return {name: (value, "", 0, 0, 1) for name, value in (levels | counts).items()}


@pytest.mark.parametrize("make", [a_number, a_condition], ids=["amounts", "conditions"])
def test_no_value_that_it_can_take_lies_outside_its_range(
    make: Callable[[random.Random, int], str], test_seed: int
) -> None:
    """Otherwise a warning would say never of what may come."""
    rng = random.Random(test_seed)
    never = always = 0
    for _ in range(800):
        text = make(rng, 3)
        node = keyed(text)
        low, high = interval(node, END)
        never, always = never + ((low, high) == (0, 0)), always + (low > 0)
        compiled = compile_condition(node)
        for _ in range(8):
            value = float(compiled(some_facts(rng), {}, "", rng.choice([0, END, rng.randrange(END)])))
            assert low - 1e-9 <= value <= high + 1e-9, (text, value, (low, high))
    if make is a_condition:
        assert never > 10, "it says never of something"
        assert always > 10


def test_what_is_rounded_may_leave_the_range_of_what_it_was() -> None:
    assert interval(keyed("round(2.6) == 3"), END) != (0, 0)


# the warnings


def warnings_of(folder: Path, **sections: Any) -> list[Problem]:
    path = folder / "test.yaml"
    path.write_text(text_of(a_scenario(perimeter=WIRE, units=PLATOON, **sections)), encoding="utf-8")
    document = load(path, label="test.yaml")
    inspect(document)
    found = in_order(document.problems)
    assert all(p.severity == "warning" for p in found), found
    return found


GROUPS = {"armed": {"strength": 20}}
GUARD = [{"task": "guard", "at": "north"}]


def rule(**more: Any) -> dict[str, Any]:
    return {"plan": {"R": {"for": "platoon", "when": "contact reported to ops", "do": GUARD, **more}}}


def inject(**more: Any) -> dict[str, Any]:
    return {"msel": [{"id": "I-1", "type": "contextual", "text": "x", **more}]}


def event(**more: Any) -> dict[str, Any]:
    row = {"id": "e", "do": "attack", "by": "armed", "on": "camp", **more}
    return {"threat": {"groups": GROUPS, "stream": [row]}}


TELLS = {"effects": [{"report": "contact", "at": "camp", "to_post": "ops"}]}


@pytest.mark.parametrize(
    ("sections", "code", "word"),
    [
        (inject(at="H+8:01"), "W305", "I-1 can never come: H+8:01 is after ENDEX"),
        (inject(when="time > H+9"), "W305", "I-1 can never come: its condition is never true"),
        (inject(when="trust > 1"), "W305", "never true"),
        (event(at="H+9"), "W305", "e can never happen: H+9:00 is after ENDEX"),
        ({"decisions": {"D": decision(when="time > H+9")}}, "W305", "D can never open"),
        (inject(at="H+1", type="expected_action"), "W604", "names none"),
        (
            {"msel": [*inject(at="H+1")["msel"], {"id": "I-2", "type": "contingency", "if_missing": "I-1"}]},
            "W603",
            "I-1 expects nothing, so I-2 can never come",
        ),
        (rule(when="contact reported to ops and time > H+9") | inject(at="H+1", **TELLS), "W305", "R can never fire"),
        (rule(**{"if": "time > H+9"}) | inject(at="H+1", **TELLS), "W305", "R can never fire"),
    ],
)
def test_what_cannot_be_meant_is_a_warning(sections: dict[str, Any], code: str, word: str, tmp_path: Path) -> None:
    found = warnings_of(tmp_path, **sections)
    assert [p.code for p in found] == [code]
    assert word in found[0].message
    assert found[0].line > 1


@pytest.mark.parametrize(
    "sections",
    [
        inject(at="H+8"),
        inject(when="time >= H+8"),
        inject(when="trust >= 1"),
        event(at="H+8"),
        inject(at="H+1", type="expected_action", expects=[{"action": "report", "within": "5 min"}]),
        rule() | inject(at="H+1", **TELLS),
        rule(**{"if": "time < H+9"}) | inject(at="H+1", **TELLS),
    ],
)
def test_what_may_come_is_no_warning(sections: dict[str, Any], tmp_path: Path) -> None:
    assert warnings_of(tmp_path, **sections) == []


def test_a_way_shorter_than_the_straight_line_is_a_warning_when_it_is_built(tmp_path: Path) -> None:
    from simulator.blueprint.build import build

    path = tmp_path / "test.yaml"
    for metres, codes in ((900, ["W610"]), (960, []), (1400, [])):
        routes = [{"from": "site", "to": "base", "distance": f"{metres} m", "surface": "dirt"}]
        path.write_text(text_of(a_scenario(routes=routes)), encoding="utf-8")
        document = load(path, label="test.yaml")
        build(document)
        assert [p.code for p in document.problems] == codes


def test_a_way_shorter_than_the_straight_line_is_a_warning_of_the_check(tmp_path: Path) -> None:
    routes = [{"from": "site", "to": "base", "distance": "900 m", "surface": "dirt"}]
    assert [p.code for p in warnings_of(tmp_path, routes=routes)] == ["W610"]
