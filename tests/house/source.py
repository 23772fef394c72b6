"""The project's own source, read as syntax trees: what the tests of the house ask questions about."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

__all__ = ["ROOT", "SIMULATOR", "calls", "docstrings", "imported", "modules", "parsed", "strings"]

ROOT = Path(__file__).parents[2]
SIMULATOR = ROOT / "simulator"


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the simulator and of the terminal interface, by its path from the root, with forward slashes."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for room in ("simulator", "tui")
        for path in sorted((ROOT / room).rglob("*.py"))
    }


def parsed(text: str) -> dict[str, ast.Module]:
    """A piece of source as if it were the only module, to see that a question finds what it asks for."""
    return {"simulator/engine/wrong.py": ast.parse(text)}


def imported(tree: ast.AST) -> Iterator[str]:
    """The full names of what a module imports: ``os.path`` for both ways of writing it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with what is called as it is written: ``open``, ``os.open``, ``?.copy`` for a method of something."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield _written(node.func), node


def _written(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_written(node.value) if isinstance(node.value, ast.Name) else '?'}.{node.attr}"
    return "?"


def docstrings(tree: ast.AST) -> set[ast.Constant]:
    """The strings that stand alone as statements: docstrings, and the notes below a field."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every string of a module that is not a docstring."""
    prose = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in prose:
            yield node
