"""What a condition means: the compiled function against an evaluator of our own, over random expressions and facts.

The evaluator walks trees that the test made itself; the parser and the compiler only ever see the text.
"""

from __future__ import annotations

import operator
import pickle
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.conditions import (
    NO_FACT,
    And,
    Call,
    Compare,
    Condition,
    Fact,
    Is,
    Node,
    Number,
    Phrase,
    anywhere,
    compile_condition,
    phrases,
    reads,
    rewrite,
)
from simulator.grammar import parse_condition

NAMES, PLACES, POSTS, STATES = ("breach", "crowd", "fire"), ("", "west", "gate_c"), ("", "ioc"), ("open", "closed")
KEYS = [f"{name}@{place or '*'}" for name in NAMES for place in PLACES]


def resolved(node: Node) -> Node:
    """The nodes with keys, as a blueprint would write them: kind@place, or time."""
    return rewrite(
        node,
        lambda p: Phrase(
            p.name,
            p.place,
            p.post,
            p.reported,
            p.seen,
            p.col,
            "time" if p.name == "time" else f"{p.name}@{p.place or '*'}",
        ),
    )


def compiled(text: str) -> Callable[..., Any]:
    """The function of a condition's text."""
    return compile_condition(resolved(parse_condition(text)))


# Trees of our own: ("number", 3), ("phrase", name, told, post, place), ("is", phrase, state, negated), ("not", x),
# ("and", [..]), ("or", [..]), (op, left, right), ("call", name, [..]).

TOLD = st.sampled_from(["", "seen", "reported"])
PHRASES = st.tuples(
    st.just("phrase"), st.sampled_from(NAMES), TOLD, st.sampled_from(POSTS), st.sampled_from(PLACES)
).map(lambda p: (*p[:3], p[3] if p[2] == "reported" else "", p[4]))
NUMBERS = st.tuples(st.just("number"), st.integers(0, 4))
LEAVES = PHRASES | NUMBERS | st.just(("time",))


def _grow(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return (
        st.tuples(st.sampled_from("+-*/"), inner, inner)
        | st.tuples(st.just("neg"), inner)
        | st.tuples(st.just("call"), st.sampled_from(("min", "max")), st.lists(inner, min_size=1, max_size=3))
        | st.tuples(st.just("call"), st.sampled_from(("abs", "round")), st.tuples(inner).map(list))
    )


AMOUNTS = st.recursive(LEAVES, _grow, max_leaves=5)
RELATIONS = (
    st.tuples(st.sampled_from(("<", "<=", ">", ">=", "=", "==", "!=")), AMOUNTS, AMOUNTS)
    | st.tuples(st.just("is"), PHRASES, st.sampled_from(STATES), st.booleans())
    | PHRASES
    | AMOUNTS
)
TREES = st.recursive(
    RELATIONS,
    lambda inner: (
        st.tuples(st.just("not"), inner)
        | st.tuples(st.sampled_from(("and", "or")), st.lists(inner, min_size=2, max_size=3))
    ),
    max_leaves=6,
)

LEVEL = {"or": 1, "and": 2, "not": 3, "is": 4, "+": 6, "-": 6, "*": 7, "/": 7, "neg": 8}
COMPARISONS = ("<", "<=", ">", ">=", "=", "==", "!=")


def _level(tree: tuple[Any, ...]) -> int:
    """How tightly a tree binds, from the grammar in the module: the least brackets follow from it."""
    return 4 if tree[0] in COMPARISONS else LEVEL.get(tree[0], 9)


def written(tree: tuple[Any, ...], least: int = 0) -> str:
    """A tree as text, with brackets only where the grammar needs them."""
    text = _bare(tree)
    return f"({text})" if _level(tree) < least else text


def _bare(tree: tuple[Any, ...]) -> str:
    kind = tree[0]
    if kind == "number":
        return str(tree[1])
    if kind == "time":
        return "time"
    if kind == "phrase":
        _, name, told, post, place = tree
        return " ".join(filter(None, [name, told, post and f"to {post}", place and f"at {place}"]))
    if kind == "is":
        return f"{written(tree[1])} is {'not ' if tree[3] else ''}{tree[2]}"
    if kind == "not":
        return f"not {written(tree[1], 3)}"
    if kind == "neg":
        return f"- {written(tree[1], 8)}"
    if kind == "call":
        return f"{tree[1]}({', '.join(written(arg, 6) for arg in tree[2])})"
    if kind in ("and", "or"):
        return f" {kind} ".join(written(part, LEVEL[kind] + 1) for part in tree[1])
    if kind in COMPARISONS:
        return f"{written(tree[1], 6)} {kind} {written(tree[2], 6)}"
    return f"{written(tree[1], LEVEL[kind])} {kind} {written(tree[2], LEVEL[kind] + 1)}"


class _ByZero(Exception):
    """The evaluator met a division by nothing."""


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def _fact(tree: tuple[Any, ...], views: Mapping[str, Mapping[str, Fact]]) -> Fact:
    _, name, _, post, place = tree
    return views[post].get(f"{name}@{place or '*'}", (0, "", -1, 0, False))


def amount(tree: tuple[Any, ...], views: Mapping[str, Mapping[str, Fact]], now: int) -> Any:
    """How much: what is reported counts by its number here."""
    kind = tree[0]
    if kind == "phrase":
        return _fact(tree, views)[0]
    if kind == "number":
        return float(tree[1])
    if kind == "time":
        return now
    if kind == "neg":
        return -amount(tree[1], views, now)
    if kind == "call":
        values = [amount(arg, views, now) for arg in tree[2]]
        return {"min": min(values), "max": max(values), "abs": abs(values[0]), "round": round(values[0])}[tree[1]]
    if kind == "/":
        left, right = amount(tree[1], views, now), amount(tree[2], views, now)
        if right == 0:
            raise _ByZero
        return left / right
    return OPERATORS[kind](amount(tree[1], views, now), amount(tree[2], views, now))


def true(tree: tuple[Any, ...], views: Mapping[str, Mapping[str, Fact]], now: int) -> bool:
    """Whether a tree holds."""
    kind = tree[0]
    if kind == "phrase":
        return bool(_fact(tree, views)[4 if tree[2] else 0])
    if kind == "is":
        return (_fact(tree[1], views)[1] == tree[2]) is not tree[3]
    if kind == "not":
        return not true(tree[1], views, now)
    if kind in ("and", "or"):
        return (all if kind == "and" else any)(true(part, views, now) for part in tree[1])
    if kind in COMPARISONS:
        return bool(OPERATORS[kind](amount(tree[1], views, now), amount(tree[2], views, now)))
    return bool(amount(tree, views, now))


FACTS = st.tuples(
    st.integers(0, 3), st.sampled_from(("", *STATES)), st.integers(0, 9), st.integers(0, 9), st.integers(0, 2)
)
VIEWS = st.dictionaries(st.sampled_from(KEYS), FACTS, max_size=len(KEYS))


@settings(max_examples=1500, deadline=None)
@given(tree=TREES, own=VIEWS, ioc=VIEWS, now=st.integers(0, 5))
def test_a_condition_means_what_its_grammar_says(
    tree: tuple[Any, ...], own: dict[str, Fact], ioc: dict[str, Fact], now: int
) -> None:
    text = written(tree)
    function = compiled(text)
    views = {"": own, "ioc": ioc}
    try:
        expected: bool | None = true(tree, views, now)
    except _ByZero:
        expected = None
    if expected is None:
        with pytest.raises(ZeroDivisionError):
            function(own, views, "", now)
    else:
        assert bool(function(own, views, "", now)) is expected, text


MEANINGS = [
    ("breach at west", {"breach@west": (2, "open", 0, 0, 1)}, True),
    ("breach at west", {"breach@west": (0, "open", 0, 0, 1)}, False),
    ("breach reported at west", {"breach@west": (0, "open", 0, 0, 1)}, True),
    ("breach reported at west", {"breach@west": (5, "repaired", 0, 0, 0)}, False),
    ("crowd reported at west > 4", {"crowd@west": (5, "waiting", 0, 0, 1)}, True),
    ("crowd reported at west > 4", {"crowd@west": (4, "waiting", 0, 0, 1)}, False),
    ("breach at west is open", {"breach@west": (0, "open", 0, 0, 0)}, True),
    ("breach at west is not open", {}, True),
    ("breach at west is open", {}, False),
    ("crowd at west < 1", {}, True),
    ("time >= H+0:02", {}, True),
    ("time > H+0:02", {}, False),
    ("round(2.5) = 2", {}, True),
    ("min(3) = 3 and max(3) = 3", {}, True),
    ("1 / 3 * 3 = 1", {}, True),
]


@pytest.mark.parametrize(("text", "facts", "expected"), MEANINGS, ids=[row[0] for row in MEANINGS])
def test_single_meanings_by_hand(text: str, facts: dict[str, Fact], expected: bool) -> None:
    assert bool(compiled(text)(facts, {}, "", 120)) is expected


def test_division_by_nothing_is_the_callers_to_judge() -> None:
    with pytest.raises(ZeroDivisionError):
        compiled("5 / crowd > 1")({}, {}, "", 0)
    assert compiled("1 > 2 and 5 / crowd > 1")({}, {}, "", 0) is False


def test_a_bound_place_is_put_into_the_key_when_it_is_asked() -> None:
    node = rewrite(
        parse_condition("breach and crowd at gate"), lambda p: Phrase(p.name, key=f"{p.name}@{p.place or '?'}")
    )
    function = compile_condition(node)
    facts: dict[str, Fact] = {"breach@west": (1, "", 0, 0, 1), "crowd@gate": (1, "", 0, 0, 1)}
    assert function(facts, {}, "west", 0)
    assert not function(facts, {}, "south", 0)
    assert Condition(node, "", reads(node)).bound
    assert not Condition(node, "", (("", "breach@west"),)).bound


def test_a_condition_reads_each_fact_once_in_the_order_of_its_words() -> None:
    node = resolved(
        parse_condition("fire and (breach reported to ioc is open or min(crowd at west, fire) > 1) and not breach")
    )
    assert reads(node) == (("", "fire@*"), ("ioc", "breach@*"), ("", "crowd@west"), ("", "breach@*"))


@settings(max_examples=300, deadline=None)
@given(tree=TREES, views=VIEWS)
def test_what_a_condition_does_not_read_cannot_change_it(tree: tuple[Any, ...], views: dict[str, Fact]) -> None:
    node = resolved(parse_condition(written(tree)))
    read = {key for post, key in reads(node) if not post}
    others: dict[str, Fact] = {key: (3, "open", 1, 1, 2) for key in KEYS if key not in read}
    function = compile_condition(node)

    def _value(own: Mapping[str, Fact]) -> object:
        try:
            return function(own, {"ioc": {}}, "", 1)
        except ZeroDivisionError:
            return "by zero"

    assert _value({**views, **others}) == _value({key: fact for key, fact in views.items() if key in read})


@settings(max_examples=200, deadline=None)
@given(tree=TREES)
def test_conditions_travel_to_other_processes_whole(tree: tuple[Any, ...]) -> None:
    node = resolved(parse_condition(written(tree)))
    condition = Condition(node, written(tree), reads(node))
    assert pickle.loads(pickle.dumps(condition)) == condition


@settings(max_examples=200, deadline=None)
@given(tree=TREES)
def test_rewriting_nothing_changes_nothing_and_every_phrase_is_seen(tree: tuple[Any, ...]) -> None:
    node = parse_condition(written(tree))
    assert rewrite(node, lambda p: p) == node
    seen: list[str] = []
    rewrite(node, lambda p: seen.append(p.name) or p)  # type: ignore[func-returns-value]
    assert seen == [phrase.name for phrase, _ in phrases(node)]


HOSTILE = ["'] or 1 #", '"', "\\", "{0}", "x@y", "__import__('os')", "\n", "a' + 'b", "@?", "é"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_however_written_is_ever_run(text: str) -> None:
    facts: dict[str, Fact] = {text: (7, text, 0, 0, 1)}
    for key, post in ((text, ""), (text, "ioc")):
        node: Node = And(
            (Compare("==", Phrase("x", post=post, key=key), Number(7)), Is(Phrase("x", post=post, key=key), text))
        )
        if key.endswith("@?"):
            assert not compile_condition(node)(facts, {"ioc": facts}, "", 0)
            continue
        assert compile_condition(node)(facts, {"ioc": facts}, "", 0)


def test_the_compiled_function_knows_four_functions_and_no_other_name() -> None:
    function = compile_condition(resolved(parse_condition("min(1, crowd) + max(2) + abs(3) + round(4) > 0 and fire")))
    found = {name: value for name, value in function.__globals__.items() if name != "__builtins__"}
    assert found == {"min": min, "max": max, "abs": abs, "round": round, "N": NO_FACT}
    assert not function.__globals__["__builtins__"]


@settings(max_examples=300, deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from("abcd"), st.integers(0, 50), st.sampled_from(STATES), st.integers(0, 1)), max_size=30
    )
)
def test_the_fact_of_any_place_is_the_sum_over_the_places_where_it_stands_open(
    changes: list[tuple[str, int, str, int]],
) -> None:
    total, places = NO_FACT, dict[str, Fact]()
    for at, (place, value, state, live) in enumerate(changes):
        old, new = places.get(place, NO_FACT), (value, state, at, at, live)
        total = anywhere(total, old, new)
        places[place] = new
        stands = [fact for fact in places.values() if fact[4]]
        assert total[4] == len(stands)
        assert total[0] == sum(fact[0] for fact in stands)
        assert total[2:4] == (at, at)
        if live or not stands:
            assert total[1] == state


def test_a_call_and_a_sum_ask_how_many_not_whether() -> None:
    facts: dict[str, Fact] = {"crowd@*": (40, "waiting", 0, 0, 2)}
    for text, value in (("crowd reported + 0", 40), ("max(crowd reported, 3)", 40), ("crowd reported", 2)):
        assert compiled(text)(facts, {}, "", 0) == value
    assert isinstance(parse_condition("max(crowd reported, 3)"), Call)
