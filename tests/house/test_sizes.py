"""The house's measures (house sheet, section 5): 350 lines a module, 40 a function, three levels of nesting."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import ROOT, modules, nodes, paths

MODULE, FUNCTION, NESTING = 350, 40, 3

HOT = {"simulator/engine/clock.py advance"}
"""the loop that everything runs in: a call for each step would cost more than the step"""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in nodes(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines of a function from its def to its end."""
    return (function.end_lineno or 0) - function.lineno + 1


_BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)


def depth(function: Function) -> int:
    """How deep blocks stand in each other; elif counts as its if."""

    def _below(node: ast.AST, level: int, *, in_else: bool = False) -> int:
        if isinstance(node, Function | ast.ClassDef | ast.Lambda):
            return level
        deeper = level + (isinstance(node, _BLOCKS) and not in_else)
        found = [deeper]
        for name, value in ast.iter_fields(node):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    an_elif = isinstance(node, ast.If) and name == "orelse" and isinstance(child, ast.If)
                    found.append(_below(child, deeper, in_else=an_elif))
        return max(found)

    return max((_below(child, 0) for child in function.body), default=0)


@pytest.mark.parametrize("path", paths())
def test_no_module_is_longer_than_the_house_allows(path: str) -> None:
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= MODULE


def too_long() -> set[str]:
    return {f"{path} {f.name}" for path, tree in modules().items() for f in functions(tree) if length(f) > FUNCTION}


def test_no_function_is_longer_than_the_house_allows() -> None:
    assert too_long() == set()


def test_most_functions_are_short() -> None:
    lengths = sorted(length(f) for tree in modules().values() for f in functions(tree))
    assert lengths[len(lengths) // 2] <= 8


def too_deep() -> set[str]:
    return {f"{path} {f.name}" for path, tree in modules().items() for f in functions(tree) if depth(f) > NESTING}


def test_no_function_nests_deeper_than_the_house_allows() -> None:
    assert too_deep() == HOT


def test_the_measures_measure() -> None:
    text = "def f():\n" + "    x = 1\n" * 40 + "def g():\n for a in b:\n  if a:\n   with c:\n    while d:\n     pass\n"
    text += "def h():\n if a:\n  pass\n elif b:\n  pass\n elif c:\n  pass\n else:\n  for d in e:\n   pass\n"
    f, g, h = functions(ast.parse(text))
    assert (length(f), depth(f)) == (41, 0)
    assert depth(g) == 4
    assert depth(h) == 2


def test_every_module_begins_with_what_it_is_for() -> None:
    assert [path for path, tree in modules().items() if not ast.get_docstring(tree)] == []


def test_every_public_function_and_class_says_what_it_does() -> None:
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in modules().items()
        for node in public(tree.body)
        if not ast.get_docstring(node)
    ]
    assert silent == []


def public(body: list[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    """Functions, classes and methods without an underscore."""
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)
