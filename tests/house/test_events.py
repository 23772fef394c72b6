"""Every kind of LogEvent that the source writes is in the reference, and its sentence finds its words in the log."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from string import Formatter

import pytest

from simulator.events import INTENTS, KINDS, LogEvent
from simulator.readers.story import sentence
from tests.house.source import modules, parsed
from tests.shipped import CASES, log_of


def emitted(trees: Mapping[str, ast.Module]) -> set[str]:
    """The kinds that are written: the first argument of ``emit``, through a condition or a name if need be."""
    return {kind for tree in trees.values() for kind in _kinds(tree)}


def _kinds(tree: ast.Module) -> Iterator[str]:
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        parameters = [a.arg for a in function.args.args if a.arg != "self"]
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "emit":
                first = node.args[0]
                values = [first]
                if isinstance(first, ast.Name) and first.id in parameters:
                    values = list(_handed(tree, function.name, parameters.index(first.id)))
                elif isinstance(first, ast.Name):
                    values = list(_assigned(function, first.id)) or [first]
                yield from (text for value in values for text in _texts(value))


def _assigned(function: ast.FunctionDef, name: str) -> Iterator[ast.expr]:
    """What a name is set to within a function."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id == name:
                    yield node.value


def _handed(tree: ast.Module, function: str, index: int) -> Iterator[ast.expr]:
    """What a function is called with at one place, at once or by the clock: ``later(wait, self._close, a, b)``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for at, given in enumerate([node.func, *node.args]):
                if isinstance(given, ast.Attribute) and given.attr == function and at + index < len(node.args):
                    yield node.args[at + index]


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    else:
        yield f"? {ast.unparse(node)}"


def test_the_source_writes_exactly_the_kinds_of_the_reference() -> None:
    assert emitted(modules()) == set(KINDS)


def test_the_question_sees_kinds_behind_conditions_and_names() -> None:
    text = "def f(w):\n kind = 'one' if a else 'two'\n w.emit(kind, '', {}, None)\n w.emit('three', '', {}, None)\n"
    text += "def g(self, x, kind):\n w.emit(kind, '', {}, None)\n"
    text += "def h(self):\n self.g(1, 'four')\n later(60, self.g, 1, 'five')\n w.emit(y + 'x', '', {}, None)"
    assert emitted(parsed(text)) == {"one", "two", "three", "four", "five", "? y + 'x'"}


def words_of(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.fixture(scope="module")
def one_log_each() -> dict[str, list[LogEvent]]:
    """A log of every variant of every shipped scenario."""
    return {f"{name} {variant}": log_of(name, variant) for name, variant in CASES}


def test_every_event_has_the_words_of_its_sentence(one_log_each: dict[str, list[LogEvent]]) -> None:
    missing = set()
    for log in one_log_each.values():
        for event in log:
            template = INTENTS[event.data["do"]] if event.kind == "stream_event_began" else KINDS[event.kind][0]
            missing |= {(event.kind, word) for word in words_of(template) - {"subject", *event.data}}
    assert sorted(missing) == []


UNWHOLE = {"order_unfilled"}


def unwhole(logs: dict[str, list[LogEvent]]) -> set[tuple[str, str]]:
    """Sentences with a field that was forgotten (?), an empty place, or a value as Python writes it."""
    bad = set()
    for event in (event for log in logs.values() for event in log):
        said = sentence(event)
        own = any("?" in str(value) for value in event.data.values())
        odd = [sign for sign in ("  ", " : ", "()", "{", "[", "True", "False", "None") if sign in said]
        if odd or ("?" in said and not own) or said != said.strip():
            bad.add((event.kind, said))
    return bad


def test_no_further_sentence_has_a_hole(one_log_each: dict[str, list[LogEvent]]) -> None:
    assert {row for row in unwhole(one_log_each) if row[0] not in UNWHOLE} == set()


def test_no_sentence_has_a_hole(one_log_each: dict[str, list[LogEvent]]) -> None:
    assert unwhole(one_log_each) == set()


def test_the_same_kind_always_holds_the_same_fields(one_log_each: dict[str, list[LogEvent]]) -> None:
    """So that a program that reads a log may rely on a field once it knows the kind, and the verb of the stream."""
    fields: dict[tuple[str, str], set[frozenset[str]]] = {}
    for event in (event for log in one_log_each.values() for event in log):
        verb = str(event.data["do"]) if event.kind == "stream_event_began" else ""
        fields.setdefault((event.kind, verb), set()).add(frozenset(event.data))
    assert {kind: sorted(map(sorted, sets)) for kind, sets in fields.items() if len(sets) > 1} == {}


def test_most_kinds_come_up_in_the_shipped_scenarios(one_log_each: dict[str, list[LogEvent]]) -> None:
    """Otherwise the tests above would see little; what the room commands needs a room."""
    seen = {event.kind for log in one_log_each.values() for event in log}
    assert len(seen) >= 0.75 * len(KINDS), sorted(set(KINDS) - seen)


def test_every_kind_belongs_to_a_group_and_says_something() -> None:
    assert [kind for kind, (said, group) in KINDS.items() if not said.strip() or not group.isidentifier()] == []
