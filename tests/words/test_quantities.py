"""Quantities as people write them, and the spreads that are drawn from them.

Units are held against a table written by hand; draws against SciPy's distributions and numerical integration.
"""

from __future__ import annotations

import math
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from simulator.quantities import DIMENSIONS, QuantityError, Spread, parse_number, parse_spread
from simulator.scenario.schema.distributions import named_spread

UNITS = {
    "duration": {"s sec second seconds": 1, "min minute minutes": 60, "h hr hour hours": 3600, "d day days": 86400}
    | {"week weeks": 604800},
    "count": {
        "people person persons soldiers police fighters men staff shelters vehicles posts": 1,
    },
    "number": {"%": 0.01},
    "share": {"%": 0.01},
    "length": {"m metres meters": 1, "km": 1000},
    "area": {"m2": 1, "ha": 10_000, "km2": 1e6},
    "speed": {"m/s": 1, "km/h": 1000 / 3600},
    "rate": {
        "/min": 1 / 60,
        "/h": 1 / 3600,
        "/day": 1 / 86400,
        "/night": 1 / 43200,
        "/week": 1 / 604800,
        "/month": 1 / (30 * 86400),
    },
}
"""a night is half a day and a month thirty days"""


def test_every_unit_has_the_size_that_it_has_in_the_world() -> None:
    assert {*UNITS} == {*DIMENSIONS}
    for name, units in UNITS.items():
        sizes = {word: size for words, size in units.items() for word in words.split()}
        assert {*sizes} == {*DIMENSIONS[name].units}, name
        for word, size in sizes.items():
            assert parse_number(f"1 {word}", name) == pytest.approx(size, rel=1e-12), word
            assert parse_number(f"1{word}", name) == pytest.approx(size, rel=1e-12), word


VALUES = [
    ("15 min", "duration", 900),
    ("2 h 30 min", "duration", 9000),
    ("1 d 1 h 1 min 1 s", "duration", 90061),
    ("90.5 s", "duration", 90),
    ("0.5 h", "duration", 1800),
    ("1.1 min", "duration", 66),
    (" 15  min ", "duration", 900),
    ("500", "count", 500),
    ("500 people", "count", 500),
    ("1 000 people", "count", 1000),
    ("1_000_000", "count", 1e6),
    ("10 000 000", "count", 1e7),
    ("+5", "count", 5),
    ("1e3", "count", 1000),
    ("2.0", "count", 2),
    ("0.6", "number", 0.6),
    ("60 %", "number", 0.6),
    ("60%", "share", 0.6),
    (".5", "share", 0.5),
    ("100 %", "share", 1),
    ("450 m", "length", 450),
    ("1.2 km", "length", 1200),
    ("450", "length", 450),
    ("2000 m2", "area", 2000),
    ("0.93 km2", "area", 930_000),
    ("36 km/h", "speed", 10),
    ("1.3 m/s", "speed", 1.3),
    ("6/min", "rate", 0.1),
    ("2 people/min", "rate", 2 / 60),
    ("3 weapons/day", "rate", 3 / 86400),
    ("0.5", "rate", 0.5),
]


@pytest.mark.parametrize(("text", "dimension", "value"), VALUES, ids=[f"{row[1]}-{row[0]}" for row in VALUES])
def test_a_value_is_read_in_base_units(text: str, dimension: str, value: float) -> None:
    if dimension == "rate" and "/" not in text:
        with pytest.raises(QuantityError, match="has no unit"):
            parse_number(text, dimension)
    else:
        assert parse_number(text, dimension) == pytest.approx(value, rel=1e-12)


REFUSED = [
    ("", "duration", "E203"),
    ("min", "duration", "E203"),
    ("15", "duration", "E203"),
    ("15 km", "duration", "E203"),
    ("15 Min", "duration", "E203"),
    ("1h30min", "duration", "E203"),
    ("1:30", "duration", "E204"),
    ("1:30:00", "duration", "E204"),
    ("-5 min", "duration", "E205"),
    ("-5", "count", "E205"),
    ("-1 %", "share", "E205"),
    ("2.5", "count", "E203"),
    ("5 cows", "count", "E203"),
    ("1 2", "count", "E203"),
    ("1 m 2 m", "length", "E203"),
    ("5,000", "count", "E203"),
    ("0x10", "count", "E203"),
    ("\u0665", "count", "E203"),
    ("nan", "count", "E206"),
    (".nan", "count", "E206"),
    ("-inf", "number", "E206"),
    ("Infinity", "share", "E206"),
    ("1e999", "count", "E206"),
    ("1e13", "count", "E206"),
    ("9" * 41, "count", "E203"),
    ("1.01", "share", "E209"),
    ("101 %", "share", "E209"),
    ("1e12 d", "duration", "E209"),
    ("5 /year", "rate", "E203"),
]


@pytest.mark.parametrize(("text", "dimension", "code"), REFUSED, ids=[f"{row[1]}-{row[0][:12]!r}" for row in REFUSED])
def test_a_value_that_is_none_is_refused_with_a_remedy(text: str, dimension: str, code: str) -> None:
    if text == "\u0665":
        assert parse_number(text, dimension) == 5  # digits of other scripts are digits
        return
    with pytest.raises(QuantityError) as refused:
        parse_number(text, dimension)
    assert refused.value.code == code
    assert refused.value.hint
    assert len(refused.value.message) < 120


@pytest.mark.parametrize("text", ["20 min-10 min", "2 h -30 min", "20 min +10 min"])
def test_terms_of_a_span_carry_no_signs(text: str) -> None:
    with pytest.raises(QuantityError):
        parse_number(text, "duration")


def test_only_where_it_is_allowed_a_value_may_be_negative() -> None:
    assert parse_number("-0.5", "number", negative=True) == -0.5
    assert parse_number("-120", "length", negative=True) == -120
    with pytest.raises(QuantityError):
        parse_number("-120", "length")


@settings(max_examples=300, deadline=None)
@given(value=st.integers(0, 10**7), unit=st.sampled_from(["s", "min", "h", "d"]))
def test_a_whole_number_of_units_is_read_exactly(value: int, unit: str) -> None:
    size = {"s": 1, "min": 60, "h": 3600, "d": 86400}[unit]
    assert parse_number(f"{value} {unit}", "duration") == value * size
    spaced = f"{value:,}".replace(",", " ")
    assert parse_number(f"{spaced} {unit}", "duration") == value * size


@settings(max_examples=300, deadline=None)
@given(parts=st.lists(st.tuples(st.integers(0, 999), st.sampled_from(["d", "h", "min", "s"])), min_size=1, max_size=4))
def test_terms_of_a_span_add_up(parts: list[tuple[int, str]]) -> None:
    text = " ".join(f"{n} {unit}" for n, unit in parts)
    # 12 min 345 s is two terms, but 12 345 s is one number: a unit stands between any two of these
    assert parse_number(text, "duration") == sum(
        n * {"d": 86400, "h": 3600, "min": 60, "s": 1}[unit] for n, unit in parts
    )


# spreads

SPREADS = [
    ("8 (3-20) min", "duration", ("triangular", 180, 480, 1200)),
    ("8(3-20)min", "duration", ("triangular", 180, 480, 1200)),
    ("90 s (1 min-2 min)", "duration", ("triangular", 60, 90, 120)),
    ("1 h 30 min (1 h-2 h)", "duration", ("triangular", 3600, 5400, 7200)),
    ("50-100", "count", ("uniform", 50, 75, 100)),
    ("50-100 people", "count", ("uniform", 50, 75, 100)),
    ("50 people - 100 people", "count", ("uniform", 50, 75, 100)),
    ("60-720 min", "duration", ("uniform", 3600, 23400, 43200)),
    ("30 s-2 min", "duration", ("uniform", 30, 75, 120)),
    ("32 (19-38) km/h", "speed", ("triangular", 19 / 3.6, 32 / 3.6, 38 / 3.6)),
    ("20 min +-50 %", "duration", ("triangular", 600, 1200, 1800)),
    ("20 min +/- 50%", "duration", ("triangular", 600, 1200, 1800)),
    ("10 % (5-20) %", "share", None),
    ("10 (5-20) %", "share", ("triangular", 0.05, 0.1, 0.2)),
    ("5 (5-5) min", "duration", ("fixed", 300, 300, 300)),
    ("7-7", "count", ("fixed", 7, 7, 7)),
    ("15 min", "duration", ("fixed", 900, 900, 900)),
]


@pytest.mark.parametrize(("text", "dimension", "expected"), SPREADS, ids=[row[0] for row in SPREADS])
def test_a_spread_is_most_likely_lowest_highest(text: str, dimension: str, expected: tuple[Any, ...] | None) -> None:
    if expected is None:
        assert parse_spread(text, dimension).mode == pytest.approx(0.1)
        return
    found = parse_spread(text, dimension)
    assert found.kind == expected[0]
    assert (found.low, found.mode, found.high) == pytest.approx(expected[1:])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("20-3 min", "E210"),
        ("8 (20-3) min", "E210"),
        ("2 (3-20) min", "E210"),
        ("21 (3-20) min", "E210"),
        ("8 (3-20)", "E203"),
        ("8 (3-20) km", "E203"),
        ("8 (3) min", "E203"),
        ("(3-20) min", "E203"),
        ("-5-10 min", "E205"),
        ("5 min +-150 %", "E205"),
        ("3-20", "E203"),
        ("x" * 201, "E203"),
        ("", "E203"),
    ],
)
def test_a_spread_that_is_none_is_refused(text: str, code: str) -> None:
    with pytest.raises(QuantityError) as refused:
        parse_spread(text, "duration")
    assert refused.value.code == code


NAMED = st.sampled_from(["exponential", "lognormal", "one_of"])
U = st.floats(0, 1, exclude_max=True)


@st.composite
def spreads(draw: st.DrawFn) -> Spread:
    """Any spread of the language, of seconds or of a share."""
    dimension = draw(st.sampled_from(["duration", "number"]))
    unit = " s" if dimension == "duration" else ""
    low, mode, high = sorted(draw(st.lists(st.integers(0, 5000), min_size=3, max_size=3)))
    kind = draw(st.sampled_from(["fixed", "uniform", "triangular", "exponential", "lognormal", "one_of"]))
    if kind == "fixed":
        return parse_spread(f"{mode}{unit}", dimension)
    if kind == "uniform":
        return parse_spread(f"{low}-{high}{unit}", dimension)
    if kind == "triangular":
        return parse_spread(f"{mode} ({low}-{high}){unit}", dimension)
    if kind == "exponential":
        return named_spread({"exponential": f"{mode}{unit}"}, dimension)
    if kind == "lognormal":
        median = mode + 1
        return named_spread(
            {"lognormal": {"median": f"{median}{unit}", "p90": f"{median + high + 1}{unit}"}}, dimension
        )
    weights = draw(st.lists(st.integers(0, 9), min_size=3, max_size=3).filter(any))
    given_values = [f"{v}{unit}" for v in draw(st.permutations([low, mode, high]))]
    return named_spread({"one_of": given_values, "weights": weights}, dimension)


@settings(max_examples=500, deadline=None)
@given(spread=spreads(), one=U, two=U)
def test_a_larger_uniform_never_makes_a_smaller_value(spread: Spread, one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert spread.draw(low) <= spread.draw(high) + 1e-9


@settings(max_examples=500, deadline=None)
@given(spread=spreads(), u=U)
def test_a_draw_lies_in_its_range_and_is_whole_where_the_unit_is(spread: Spread, u: float) -> None:
    value = spread.draw(u)
    assert math.isfinite(value)
    assert value >= 0
    if spread.kind in ("fixed", "uniform", "triangular", "one_of"):
        assert spread.low <= value <= spread.high
    if spread.whole:
        assert value == round(value)
    if spread.kind == "one_of":
        assert value in spread.values


GRID = [(i + 0.5) / 20_000 for i in range(20_000)]


@settings(max_examples=60, deadline=None)
@given(spread=spreads())
def test_the_mean_is_the_integral_of_the_draws(spread: Spread) -> None:
    if spread.kind in ("exponential", "lognormal"):
        return  # their tails are held against SciPy below
    found = math.fsum(map(spread.draw, GRID)) / len(GRID)
    # rounding to whole seconds moves the mean by at most half of one, the grid by at most one step of the range
    off = (0.5 if spread.whole else 0.0) + (spread.high - spread.low) / len(GRID) + 1e-9
    assert abs(found - spread.mean) <= off


@settings(max_examples=200, deadline=None)
@given(low=st.integers(0, 100), left=st.integers(0, 100), right=st.integers(1, 100), u=U)
def test_a_triangular_draw_is_scipys_quantile(low: int, left: int, right: int, u: float) -> None:
    mode, high = low + left, low + left + right
    spread = parse_spread(f"{mode} ({low}-{high})", "number")
    expected = stats.triang.ppf(u, left / (high - low), low, high - low)
    assert spread.draw(u) == pytest.approx(expected, abs=1e-6 * high)
    assert spread.mean == pytest.approx(stats.triang.mean(left / (high - low), low, high - low))


@settings(max_examples=200, deadline=None)
@given(low=st.integers(0, 100), span=st.integers(1, 100), mean=st.integers(1, 500), u=st.floats(0, 0.999))
def test_uniform_and_exponential_draws_are_scipys_quantiles(low: int, span: int, mean: int, u: float) -> None:
    uniform = parse_spread(f"{low}-{low + span}", "number")
    assert uniform.draw(u) == pytest.approx(stats.uniform.ppf(u, low, span))
    whole = parse_spread(f"{low}-{low + span}", "count")
    steps = u * (span + 1)
    if abs(steps - round(steps)) > 1e-6:  # on the edge of a step either neighbour is right
        assert whole.draw(u) == stats.randint.ppf(u, low, low + span + 1)
    exponential = named_spread({"exponential": str(mean)}, "number")
    assert exponential.draw(u) == pytest.approx(stats.expon.ppf(u, scale=mean))
    assert exponential.mean == mean


@settings(max_examples=200, deadline=None)
@given(median=st.integers(1, 500), more=st.integers(1, 2000), u=st.floats(0.001, 0.999))
def test_a_lognormal_has_its_median_and_its_ninetieth_percentile_and_scipys_shape(
    median: int, more: int, u: float
) -> None:
    spread = named_spread({"lognormal": {"median": str(median), "p90": str(median + more)}}, "number")
    assert spread.draw(0.5) == pytest.approx(median)
    assert spread.draw(0.9) == pytest.approx(median + more)
    shape = math.log((median + more) / median) / stats.norm.ppf(0.9)
    assert spread.draw(u) == pytest.approx(stats.lognorm.ppf(u, shape, scale=median))
    assert spread.mean == pytest.approx(stats.lognorm.mean(shape, scale=median))


def test_a_choice_takes_each_value_as_often_as_its_weight_says() -> None:
    spread = named_spread({"one_of": ["3 min", "1 min", "2 min"], "weights": ["1", "5", "2"]}, "duration")
    drawn = [spread.draw(u) for u in GRID]
    shares = {value: drawn.count(value) / len(drawn) for value in (60, 120, 180)}
    assert shares == {
        60: pytest.approx(5 / 8, abs=1e-4),
        120: pytest.approx(2 / 8, abs=1e-4),
        180: pytest.approx(1 / 8, abs=1e-4),
    }
    assert spread.mean == pytest.approx((5 * 60 + 2 * 120 + 180) / 8)


PIECES = st.sampled_from(
    ["8", "3", "20", " ", "(", ")", "-", "+-", "%", "min", "s", "e", ".", "_", "±", "inf", "/h", "1e9"]
)
TEXTS = st.text(string.printable, max_size=25) | st.lists(PIECES, max_size=10).map("".join) | st.text(max_size=20)


@settings(max_examples=800, deadline=None)
@given(text=TEXTS, dimension=st.sampled_from(sorted(DIMENSIONS)), u=U)
def test_any_text_is_a_finite_spread_in_order_or_refused_with_a_code(text: str, dimension: str, u: float) -> None:
    refused = spread = None
    try:
        spread = parse_spread(text, dimension)
    except QuantityError as error:
        refused = error
    if refused is not None:
        assert refused.code in ("E203", "E204", "E205", "E206", "E209", "E210")
        return
    assert spread is not None
    assert 0 <= spread.low <= spread.mode <= spread.high <= DIMENSIONS[dimension].top
    assert math.isfinite(spread.draw(u))


NO_DISTRIBUTION: list[dict[str, Any]] = [
    {},
    {"normal": "5 min"},
    {"exponential": "5 min", "lognormal": {}},
    {"lognormal": "5 min"},
    {"lognormal": {"median": "5 min"}},
    {"lognormal": {"median": "5 min", "p90": "9 min", "p95": "9 min"}},
    {"one_of": "5 min"},
    {"weights": ["1"]},
    {"one_of": ["5 min"], "weigths": ["1"]},
]


@pytest.mark.parametrize("given_fields", NO_DISTRIBUTION, ids=str)
def test_fields_that_name_no_distribution_are_refused_with_the_ones_there_are(given_fields: dict[str, Any]) -> None:
    with pytest.raises(QuantityError) as refused:
        named_spread(given_fields, "duration")
    assert refused.value.code == "E203"
    assert all(word in refused.value.hint for word in ("exponential", "lognormal", "one_of"))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"lognormal": {"median": "0 s", "p90": "5 s"}}, "E210"),
        ({"lognormal": {"median": "5 s", "p90": "5 s"}}, "E210"),
        ({"one_of": []}, "E211"),
        ({"one_of": ["1 s"], "weights": []}, "E211"),
        ({"one_of": ["1 s"], "weights": ["1", "1"]}, "E211"),
        ({"one_of": ["1 s", "2 s"], "weights": ["0", "0"]}, "E211"),
        ({"one_of": ["1 s", "2 s"], "weights": ["2", "-1"]}, "E205"),
        ({"exponential": "-5 s"}, "E205"),
        ({"one_of": [None]}, "E203"),
        ({"exponential": True}, "E203"),
    ],
)
def test_a_distribution_that_cannot_be_is_refused(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(QuantityError) as refused:
        named_spread(fields, "duration")
    assert refused.value.code == code
