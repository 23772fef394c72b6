"""What the code writes: the data of each kind of event and the places of each problem code, out of its syntax trees."""

from __future__ import annotations

import ast
from pathlib import Path

from simulator.events import KINDS

__all__ = ["raised", "written"]

SOURCE = Path(__file__).parents[1] / "simulator"
MODULES = {
    path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(SOURCE.rglob("*.py"))
}


def keys_of(tree: ast.Module, function: ast.FunctionDef, node: ast.expr) -> set[str]:
    """The keys of the data that an event is written with: a dict, a name for one, or a method that makes one."""
    if isinstance(node, ast.Dict):
        return {str(key.value) for key in node.keys if isinstance(key, ast.Constant)}
    found: set[str] = set()
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        makers = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == node.func.attr)
        returns = [(maker, n.value) for maker in makers for n in ast.walk(maker) if isinstance(n, ast.Return)]
        found = set().union(*(keys_of(tree, maker, value) for maker, value in returns if value is not None))
    elif isinstance(node, ast.Name):
        for other in ast.walk(function):
            for target in other.targets if isinstance(other, ast.Assign) else ():
                if ast.unparse(target) == node.id and isinstance(other, ast.Assign):
                    found |= keys_of(tree, function, other.value)
                elif ast.unparse(target).startswith(f"{node.id}[") and isinstance(target, ast.Subscript):
                    found |= {str(target.slice.value)} if isinstance(target.slice, ast.Constant) else set()
    return found


def written() -> dict[str, tuple[set[str], set[str]]]:
    """For every kind of event the fields of its data, and the modules that write it."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for path, tree in MODULES.items():
        here = {str(n.value) for n in ast.walk(tree) if isinstance(n, ast.Constant) and n.value in KINDS}
        for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "emit":
                    first = node.args[0]
                    said = {str(n.value) for n in ast.walk(first) if isinstance(n, ast.Constant)}
                    for kind in here - set(found) if isinstance(first, ast.Name) else said & here:
                        data, modules = found.setdefault(kind, (set(), set()))
                        data.update(keys_of(tree, function, node.args[2]))
                        modules.add(path.removeprefix("engine/"))
    return found


def raised() -> dict[str, set[str]]:
    """For every problem code the modules in which it stands."""
    found: dict[str, set[str]] = {}
    for path, tree in MODULES.items():
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if len(text) == 4 and text[0] in "ELNRW" and text[1:].isdigit():
                found.setdefault(text, set()).add(path)
    return found
