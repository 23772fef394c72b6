"""Every number of the mechanisms is read by one of them, and says where it comes from (domain sheet, section 3)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from simulator.parameters import SETS, describe
from simulator.parameters.kinds import parse
from simulator.quantities import Spread
from tests.house.source import modules, parsed

SOURCE = re.compile(r"\[A\]|\bdomain \d|\[[A-Z]\]|fitted")
"""a row of the domain sheet, a document in brackets as there, an assumption, or what it was fitted to"""

PARAMETERS = {(mechanism, name) for mechanism, name, _ in describe()}


def _set_of(node: ast.AST) -> str:
    """The mechanism whose set an expression is: ``self.w.p.force`` and ``parameters.force`` are force."""
    if isinstance(node, ast.Attribute) and node.attr in SETS:
        below = node.value
        name = below.attr if isinstance(below, ast.Attribute) else below.id if isinstance(below, ast.Name) else ""
        return node.attr if name in ("p", "parameters", "numbers") else ""
    return ""


def _named(scope: ast.AST, *, fields: bool) -> dict[str, set[str]]:
    """Names (or fields of self) that stand for a set within a scope: ``p = self.p = world.p.casualties``."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and (mechanism := _set_of(node.value)):
            for target in node.targets:
                if isinstance(target, ast.Attribute if fields else ast.Name):
                    found.setdefault(ast.unparse(target), set()).add(mechanism)
        if not fields and isinstance(node, ast.arg) and isinstance(node.annotation, ast.Name):
            mechanism = node.annotation.id.lower()
            if node.annotation.id in {cls.__name__ for cls in SETS.values()} and mechanism in SETS:
                found.setdefault(node.arg, set()).add(mechanism)
    return found


def _short(scope: ast.AST, fields: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Names that stand for a field that stands for a set: ``p = self.p``."""
    return {
        target.id: fields[ast.unparse(node.value)]
        for node in ast.walk(scope)
        if isinstance(node, ast.Assign) and ast.unparse(node.value) in fields
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def read(trees: Mapping[str, ast.Module]) -> set[tuple[str, str]]:
    """Every (mechanism, parameter) that is read somewhere outside the room of the parameters."""
    return {row for path, tree in trees.items() if "/parameters/" not in path for row in _reads(tree)}


@cache
def read_by_all() -> set[tuple[str, str]]:
    """What the simulator reads."""
    return read(modules())


def _reads(tree: ast.Module) -> Iterator[tuple[str, str]]:
    fields = _named(tree, fields=True)
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Lambda)]
    for scope in (tree, *functions):
        names = {} if scope is tree else _named(scope, fields=False)
        if scope is not tree:
            names.update(_short(scope, fields))
        for node in ast.walk(scope):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                if mechanism := _set_of(node.value):
                    yield mechanism, node.attr
                for held in {**fields, **names}.get(ast.unparse(node.value), ()):
                    yield held, node.attr


@pytest.mark.parametrize(
    ("mechanism", "name"),
    sorted(PARAMETERS),
)
def test_every_parameter_is_read_by_a_mechanism(mechanism: str, name: str) -> None:
    assert (mechanism, name) in read_by_all()


def test_the_question_sees_who_reads_what() -> None:
    text = "class A:\n def __init__(self, w):\n  self.p = w.p.fire\n def f(self):\n  c = self.w.p.care\n"
    text += (
        "  return self.p.block, c.beds, self.w.p.force.round\n def g(self, c):\n  p = self.p\n  return c.no, p.spreads"
    )
    assert read(parsed(text)) == {("fire", "block"), ("fire", "spreads"), ("care", "beds"), ("force", "round")}


@pytest.mark.parametrize(("mechanism", "name"), sorted(PARAMETERS))
def test_a_parameter_says_its_source_its_meaning_and_its_range(mechanism: str, name: str) -> None:
    meta = next(m for mech, n, m in describe() if (mech, n) == (mechanism, name))
    assert SOURCE.search(meta["source"]), meta["source"]
    assert len(meta["about"].split()) >= 2
    default = parse(meta["text"], meta["dimension"], meta["uncertain"])
    assert default == getattr(SETS[mechanism](), name)
    assert isinstance(default, Spread) == meta["uncertain"]


RANGES = [(m, n, meta) for m, n, meta in describe() if meta["range"]]
_RANGE = re.compile(r"^(-?[\d.]+)\s*-\s*(-?[\d.]+)\s*(.*)$")


@pytest.mark.parametrize(("mechanism", "name", "meta"), RANGES, ids=[f"{m}.{n}" for m, n, _ in RANGES])
def test_a_default_lies_in_the_range_in_which_it_is_believed_to_lie(mechanism: str, name: str, meta: dict) -> None:
    found = _RANGE.match(meta["range"])
    assert found, meta["range"]
    low, high, unit = found.groups()
    suffix = unit if unit.startswith(("%", "/")) or not unit else f" {unit}"
    least, most = (parse(f"{bound}{suffix}", meta["dimension"], False) for bound in (low, high))
    default = getattr(SETS[mechanism](), name)
    assert least <= default <= most
    assert least < most
