"""Designs: the properties that give them their names, and what is said of those that cannot be."""

from __future__ import annotations

from itertools import product

import pytest

from simulator.errors import UsageError
from simulator.runs.batch.arms import arms_of, read_decisions, variants_of
from simulator.runs.batch.designs import Design, Factor, design_of, read_factor

NOTICE = read_factor("units.qrf.notice", "5..60 min")
STRENGTH = read_factor("units.qrf.strength", "10..30 people")
LAYERS = read_factor("perimeter.north.layers", "[fence],[fence, wall]")


def test_a_range_has_a_unit_and_a_list_may_hold_brackets() -> None:
    assert (NOTICE.low, NOTICE.high, NOTICE.unit) == (5, 60, "min")
    assert read_factor("x", "5..60min") == read_factor("x", "5 .. 60 min") == read_factor("x", "5 min..60 min")
    assert LAYERS.levels == ("[fence]", "[fence, wall]")
    assert read_factor("x", "8 (3-20) min, 3 min").levels == ("8 (3-20) min", "3 min")
    assert read_factor("x", "-0.3..0.2").low == -0.3


def test_people_are_whole_and_minutes_are_not() -> None:
    assert STRENGTH.text(STRENGTH.at(0.123)) == "12 people"
    assert NOTICE.text(NOTICE.at(0.123)) == "11.765 min"


def test_a_factorial_has_every_combination_once() -> None:
    design = design_of("factorial", [NOTICE, LAYERS], 3, 1)
    assert list(design.places) == list(product((5.0, 32.5, 60.0), ("[fence]", "[fence, wall]")))


def test_what_varies_without_a_design_is_a_factorial_of_two_ends() -> None:
    assert list(design_of("none", [NOTICE], None, 1).places) == [(5.0,), (60.0,)]


@pytest.mark.parametrize("points", [4, 17, 100])
def test_a_latin_hypercube_meets_every_slice_of_every_range_once(points: int, test_seed: int) -> None:
    factors = [NOTICE, read_factor("y", "0..1")]
    design = design_of("lhs", factors, points, test_seed)
    for column, factor in enumerate(factors):
        assert factor.low is not None
        assert factor.high is not None
        shares = sorted((float(p.levels[column]) - factor.low) / (factor.high - factor.low) for p in design.points)
        assert all(i - 1e-3 <= share * points <= i + 1 + 1e-3 for i, share in enumerate(shares))


def test_a_sobol_design_is_saltellis_sample() -> None:
    factors = [NOTICE, read_factor("y", "0..1"), read_factor("z", "a,b,c")]
    design = design_of("sobol", factors, 16, 3)
    rows = {(p.matrix, p.row): p.levels for p in design.points}
    assert len(rows) == 16 * (3 + 2)
    for row, j in product(range(16), range(3)):
        a, b = rows["A", row], rows["B", row]
        assert rows[f"AB{j}", row] == (*a[:j], b[j], *a[j + 1 :])
    written = design.document()["rows"]
    numbered = {number: levels for levels, number in design.places.items()}
    assert [numbered[row["point"]] for row in written] == [p.levels for p in design.points]


def test_the_same_seed_gives_the_same_points_and_another_one_others() -> None:
    designs = [list(design_of("lhs", [NOTICE], 20, seed).places) for seed in (1, 1, 2)]
    assert designs[0] == designs[1] != designs[2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("60..5 min", "empty"),
        ("5..5 min", "empty"),
        ("5 min", "nothing varies"),
        ("", "nothing varies"),
        ("a,a", "nothing varies"),
        ("5 min..1 h", "different units"),
        ("1.2.3..4", "not a range"),
    ],
)
def test_a_factor_that_does_not_vary_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_factor("units.qrf.notice", text)


@pytest.mark.parametrize(
    ("kind", "factors", "points", "said"),
    [
        ("cube", [NOTICE], None, "there is no such design"),
        ("lhs", [], 10, "needs something that varies"),
        ("lhs", [NOTICE], None, "needs --points"),
        ("lhs", [NOTICE], 0, "give 1 to"),
        ("sobol", [NOTICE], 12, "power of two"),
        ("factorial", [NOTICE], 1, "two values"),
        ("factorial", [NOTICE, NOTICE], None, "varied twice"),
        ("factorial", [read_factor(f"f{i}", "0..1") for i in range(13)], None, "8192 points"),
    ],
)
def test_a_design_that_cannot_be_is_refused_in_words(
    kind: str, factors: list[Factor], points: int | None, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        design_of(kind, factors, points, 1)


def arms(design: Design, **more: dict[str, str]) -> list[str]:
    return [a.id for a in arms_of(["base", "slow"], ["slow"], design, more.get("sets", {}), more.get("decide", {}))]


def test_an_arm_is_called_by_its_variant_and_by_what_varies() -> None:
    fixed, options = read_decisions(["open_gate=open,hold", "other=yes"])
    assert fixed == {"other": "yes"}
    design = design_of("none", [read_factor("units.qrf.notice", "5..60 min"), *options], None, 1)
    found = arms(design)
    assert found[0] == "base, units.qrf.notice=5 min, open_gate=open"
    assert found[-1] == "slow, units.qrf.notice=60 min, open_gate=hold"
    assert len(set(found)) == 8
    assert arms(Design(places={(): 0})) == ["base", "slow"]


def test_points_that_are_equal_make_one_arm() -> None:
    design = design_of("lhs", [read_factor("x", "a,b")], 50, 1)
    assert arms(design) == ["base, x=a", "base, x=b", "slow, x=a", "slow, x=b"] or len(arms(design)) == 4


def test_what_is_fixed_cannot_vary_as_well() -> None:
    with pytest.raises(UsageError, match="both fixed and varied"):
        arms(design_of("none", [NOTICE], None, 1), sets={"units.qrf.notice": "5 min"})


def test_variants_are_named_and_all_is_each_of_them() -> None:
    assert variants_of("all", ["slow", "before"]) == ["base", "slow", "before"]
    assert variants_of(" slow , base,slow", ["slow"]) == ["slow", "base"]
    with pytest.raises(UsageError, match="did you mean slow"):
        variants_of("slwo", ["slow"])
