"""The grammar of conditions: what binds more tightly, what is left out, how large a condition may be.

Held against trees written out by hand in brackets, and against the grammar printed in ``simulator.conditions``.
"""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.conditions import And, Arithmetic, Call, Compare, Is, Node, Not, Number, Or, Phrase
from simulator.grammar import DEEPEST, FUNCTIONS, LONGEST_TEXT, MOST_NODES, ConditionError, parse_condition
from simulator.quantities import DIMENSIONS
from simulator.units import parse_when


def bracketed(node: Node) -> str:
    """A tree with every bracket written out."""
    match node:
        case Number(value):
            return f"{value:g}"
        case Phrase(name, place, post, reported, seen):
            told = (" seen" if seen else "") + (" reported" if reported else "") + (f" to {post}" if post else "")
            return f"{name}{told}" + (f" at {place}" if place else "")
        case Is(phrase, state, negated):
            return f"({bracketed(phrase)} is{' not' if negated else ''} {state})"
        case Compare(op, left, right) | Arithmetic(op, left, right):
            return f"({bracketed(left)} {op} {bracketed(right)})"
        case Call(name, args):
            return f"{name}({', '.join(map(bracketed, args))})"
        case Not(inner):
            return f"(not {bracketed(inner)})"
        case And(nodes):
            return f"({' and '.join(map(bracketed, nodes))})"
        case Or(nodes):
            return f"({' or '.join(map(bracketed, nodes))})"
    raise AssertionError(node)


TREES = [
    ("a", "a"),
    ("breach reported to ioc", "breach reported to ioc"),
    ("breach seen at west", "breach seen at west"),
    ("breach reported to ioc on west", "breach reported to ioc at west"),
    ("breach reported at west", "breach reported at west"),
    ("crowd of gate-2", "crowd at gate-2"),
    ("qrf_1 is available", "(qrf_1 is available)"),
    ("qrf_1 is not available", "(qrf_1 is not available)"),
    ("breach reported to ioc is open", "(breach reported to ioc is open)"),
    ("a or b and c", "(a or (b and c))"),
    ("a and b or c", "((a and b) or c)"),
    ("(a or b) and c", "((a or b) and c)"),
    ("a or b or c", "(a or b or c)"),
    ("a or (b or c)", "(a or (b or c))"),
    ("not a and b", "((not a) and b)"),
    ("not (a and b)", "(not (a and b))"),
    ("not a or not b", "((not a) or (not b))"),
    ("not not a", "(not (not a))"),
    ("not a > 1", "(not (a > 1))"),
    ("not a is open", "(not (a is open))"),
    ("a > 1 and b < 2", "((a > 1) and (b < 2))"),
    ("a = 1", "(a == 1)"),
    ("a == 1", "(a == 1)"),
    ("a != 1", "(a != 1)"),
    ("a >= 1 or a <= 0", "((a >= 1) or (a <= 0))"),
    ("a + b * c", "(a + (b * c))"),
    ("a * b + c", "((a * b) + c)"),
    ("a - b - c", "((a - b) - c)"),
    ("a / b / c", "((a / b) / c)"),
    ("a / b * c", "((a / b) * c)"),
    ("a - (b - c)", "(a - (b - c))"),
    ("a + b > c - d", "((a + b) > (c - d))"),
    ("-a", "(0 - a)"),
    ("- a * b", "((0 - a) * b)"),
    ("a - -b", "(a - (0 - b))"),
    ("a-b", "a-b"),
    ("a -b", "(a - b)"),
    ("min(a, b + 1, 3) > 2", "(min(a, (b + 1), 3) > 2)"),
    ("round(a / 3)", "round((a / 3))"),
    ("abs(-a)", "abs((0 - a))"),
    ("min (a)", "min(a)"),
    ("min", "min"),
    ("'Camp 7' > 1", "(Camp 7 > 1)"),
    ('crowd at "Gate C" > 1', "(crowd at Gate C > 1)"),
    ("time > H+1:30", "(time > 5400)"),
    ("time > H + 2", "(time > 7200)"),
    ("time > D+2", "(time > 172800)"),
    ("time < H+0:00:30", "(time < 30)"),
    ("a > 2 h", "(a > 7200)"),
    ("a > 10 min", "(a > 600)"),
    ("a > 60 %", "(a > 0.6)"),
    ("a > 1.5 km", "(a > 1500)"),
    ("a > 500 people", "(a > 500)"),
    ("a > 1e3", "(a > 1000)"),
    ("  a\n  and\tb  ", "(a and b)"),
]


@pytest.mark.parametrize(("text", "tree"), TREES, ids=[row[0] for row in TREES])
def test_a_condition_is_read_as_its_brackets_say(text: str, tree: str) -> None:
    assert bracketed(parse_condition(text)) == tree


def test_a_number_takes_every_unit_without_a_stroke() -> None:
    for dimension in DIMENSIONS.values():
        for word, size in dimension.units.items():
            if "/" not in word:
                assert parse_condition(f"a > 2 {word}") == Compare(">", Phrase("a", col=0), Number(2 * size)), word


def test_a_time_is_that_of_exercise_time() -> None:
    for text in ("H+0", "H+7:05", "H+30:00:01", "D+0", "D+12"):
        assert parse_condition(f"time > {text}") == Compare(">", Phrase("time"), Number(float(parse_when(text))))


WRONG = [
    # E401: what the grammar does not know; the column is where it stops
    ("", "E401", 0),
    ("  ", "E401", 0),
    ("a and", "E401", 5),
    ("a and  ", "E401", 7),
    ("and a", "E401", 0),
    ("a or or b", "E401", 5),
    ("a b", "E401", 2),
    ("breach seen reported to ioc", "E401", 12),
    ("a 5", "E401", 2),
    ("5 a", "E401", 2),
    ("a < b < c", "E401", 6),
    ("a = b != c", "E401", 6),
    ("a > not b", "E401", 4),
    ("(a", "E401", 2),
    ("(a and (b)", "E401", 10),
    ("a)", "E401", 1),
    ("()", "E401", 1),
    ("min()", "E401", 4),
    ("min(a", "E401", 5),
    ("min(a,)", "E401", 6),
    ("abs(a, b)", "E401", 0),
    ("min(a > 1)", "E401", 6),
    ("a is", "E401", 4),
    ("a is not", "E401", 8),
    ("a is 5", "E401", 5),
    ("a is and", "E401", 5),
    ("5 is open", "E401", 0),
    ("(a + b) is open", "E401", 0),
    ("crowd at", "E401", 8),
    ("crowd at 5", "E401", 9),
    ("crowd at and", "E401", 9),
    ("breach reported to", "E401", 18),
    ("breach reported to 5", "E401", 19),
    ("a % 5", "E401", 2),
    ("a ~ b", "E401", 2),
    ("a ! b", "E401", 2),
    ("a & b", "E401", 2),
    ("a, b", "E401", 1),
    ("+ a", "E401", 0),
    ("* a", "E401", 0),
    ("1:30", "E401", 1),
    # E403: what is left out on purpose
    ("a.b", "E403", 1),
    ("a[0]", "E403", 1),
    ("a ** b", "E403", 2),
    ("{a}", "E403", 0),
    ("a; b", "E403", 1),
    ("a @ b", "E403", 2),
    ("`a`", "E403", 0),
    ("a \\ b", "E403", 2),
    ("'a", "E403", 0),
    ("''", "E403", 0),
    ("'" + "x" * 65 + "'", "E403", 0),
    ("__class__", "E403", 0),
    ("a and x__y", "E403", 6),
    ("'__x' > 1", "E403", 0),
    ("crowd at __x", "E403", 9),
    ("eval(a)", "E403", 0),
    ("a > print(1)", "E403", 4),
    ("Min(a)", "E403", 0),
    ("lambda(x)", "E403", 0),
    # E206: beyond what a count can be
    ("a > 1e13", "E206", 4),
    ("a > 1e400", "E206", 4),
    ("a > 1000000000001", "E206", 4),
    # E404: beyond the bounds
    ("a" * (LONGEST_TEXT + 1), "E404", 0),
    ("(" * DEEPEST + "a" + ")" * DEEPEST, "E404", DEEPEST),
    ("not " * DEEPEST + "a", "E404", 4 * DEEPEST),
    ("-" * DEEPEST + "a", "E404", DEEPEST),
    ("abs(" * DEEPEST + "a" + ")" * DEEPEST, "E404", 4 * DEEPEST),
]


@pytest.mark.parametrize(("text", "code", "col"), WRONG, ids=[f"{code}-{text[:24]!r}" for text, code, _ in WRONG])
def test_a_condition_that_cannot_be_read_says_why_and_in_which_column(text: str, code: str, col: int) -> None:
    with pytest.raises(ConditionError) as refused:
        parse_condition(text)
    assert (refused.value.code, refused.value.col) == (code, col)
    assert refused.value.message


@pytest.mark.parametrize(
    ("frame", "deepest"),
    [("({})", DEEPEST - 1), ("not {}", DEEPEST - 1), ("-{}", DEEPEST - 1), ("abs({})", DEEPEST - 1)],
)
def test_a_condition_may_be_nested_up_to_the_bound(frame: str, deepest: int) -> None:
    text = "a"
    for _ in range(deepest):
        text = frame.format(text)
    parse_condition(text)
    with pytest.raises(ConditionError) as refused:
        parse_condition(frame.format(text))
    assert refused.value.code == "E404"


def test_a_condition_may_be_as_long_as_the_bound() -> None:
    text = "a > 1".ljust(LONGEST_TEXT)
    parse_condition(text)
    with pytest.raises(ConditionError):
        parse_condition(text + " ")


def test_a_condition_has_a_bounded_number_of_parts() -> None:
    counts = [n for n in range(1, 400) if _accepted(" or ".join("a" * n))]
    assert counts == list(range(1, len(counts) + 1))
    # each "a" is a phrase and an "and" of one: two parts; the "or" is one more
    assert len(counts) == (MOST_NODES - 1) // 2


def _accepted(text: str) -> bool:
    code = ""
    try:
        parse_condition(text)
    except ConditionError as error:
        code = error.code
    assert code in ("", "E404")
    return not code


@pytest.mark.parametrize("name", FUNCTIONS)
def test_only_four_functions_can_be_called(name: str) -> None:
    assert isinstance(parse_condition(f"{name}(a)"), Call)
    assert FUNCTIONS == ("min", "max", "abs", "round")


def test_every_builtin_of_python_is_refused_as_a_function() -> None:
    import builtins

    for name in dir(builtins):
        if name not in FUNCTIONS:
            with pytest.raises(ConditionError) as refused:
                parse_condition(f"{name}(a)")
            assert refused.value.code in ("E403", "E401"), name


ALPHABET = st.sampled_from(
    ["a", "crowd", "and", "or", "not", "is", "reported", "seen", "to", "at", "min", "(", ")", ",", "<", ">=", "=", "+"]
    + ["-", "*", "/", "%", "5", "1.5", "H+1:30", "D+2", "min", "people", "'x y'", "**", ".", "__", "[", "é", "\0"]
)
TEXTS = st.lists(ALPHABET, max_size=20).map(" ".join) | st.text(max_size=40) | st.text(string.printable, max_size=60)


@settings(max_examples=600, deadline=None)
@given(text=TEXTS)
def test_any_text_is_a_condition_or_a_placed_problem(text: str) -> None:
    refused = None
    try:
        node = parse_condition(text)
    except ConditionError as error:
        refused = error
    if refused is None:
        assert bracketed(node)
        return
    assert refused.code in ("E206", "E401", "E403", "E404")
    assert 0 <= refused.col <= len(text)
    assert refused.message


@pytest.mark.parametrize(
    "text", ["time > H+1:75", "time > H+1:30:99", "time > H+123456", "time > D+99999", "not D+1:30"]
)
def test_a_time_that_is_none_is_a_placed_problem_too(text: str) -> None:
    with pytest.raises(ConditionError) as refused:
        parse_condition(text)
    assert refused.value.code == "E203"
    assert text[refused.value.col] in "HD"


SPACED = [row[0] for row in TREES if "'" not in row[0] and '"' not in row[0] and "H + " not in row[0]]


@settings(max_examples=200, deadline=None)
@given(text=st.sampled_from(SPACED), seed=st.integers(0, 10**6))
def test_any_number_of_blanks_between_words_means_nothing(text: str, seed: int) -> None:
    rng = random.Random(seed)
    spread = "".join(c + " " * rng.randrange(3) if c == " " else c for c in text)
    assert bracketed(parse_condition(f" {spread} ")) == bracketed(parse_condition(text))


@pytest.mark.parametrize("text", ["H  + 2", "H +  2", "D  +  1"])
def test_any_number_of_blanks_inside_a_time_means_nothing(text: str) -> None:
    assert parse_when(text) == parse_when(text.replace(" ", ""))
    assert bracketed(parse_condition(text)) == str(parse_when(text))
