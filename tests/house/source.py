"""The project's own source, read as syntax trees: what the tests of the house ask questions about."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

__all__ = ["ROOT", "SIMULATOR", "calls", "docstrings", "imported", "modules", "nodes", "parsed", "paths", "strings"]

ROOT = Path(__file__).parents[2]
SIMULATOR = ROOT / "simulator"


def paths() -> list[str]:
    """The path of every module of the simulator and of the terminal interface from the root, with forward slashes."""
    return [
        path.relative_to(ROOT).as_posix()
        for room in ("simulator", "tui")
        for path in sorted((ROOT / room).rglob("*.py"))
    ]


@cache
def modules() -> dict[str, ast.Module]:
    """Every module by its path."""
    return {path: ast.parse((ROOT / path).read_text(encoding="utf-8")) for path in paths()}


def parsed(text: str) -> dict[str, ast.Module]:
    """A piece of source as if it were the only module, to see that a question finds what it asks for."""
    return {"simulator/engine/wrong.py": ast.parse(text)}


@cache
def nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Every node of a tree, which is walked once for all questions."""
    return tuple(ast.walk(tree))


@cache
def imported(tree: ast.AST) -> tuple[str, ...]:
    """The full names of what a module imports: ``os.path`` for both ways of writing it."""
    return tuple(_imported(tree))


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def calls(tree: ast.AST) -> tuple[tuple[str, ast.Call], ...]:
    """Every call with what is called as it is written: ``open``, ``os.open``, ``?.copy`` for a method of something."""
    return tuple((_written(node.func), node) for node in nodes(tree) if isinstance(node, ast.Call))


def _written(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_written(node.value) if isinstance(node.value, ast.Name) else '?'}.{node.attr}"
    return "?"


@cache
def docstrings(tree: ast.AST) -> set[ast.Constant]:
    """The strings that stand alone as statements: docstrings, and the notes below a field."""
    return {
        node.value
        for node in nodes(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }


@cache
def strings(tree: ast.AST) -> tuple[ast.Constant, ...]:
    """Every string of a module that is not a docstring."""
    return tuple(
        node
        for node in nodes(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings(tree)
    )
