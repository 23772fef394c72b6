"""Changing a document before it is typed: libraries below it, variants and ``--set`` above it.

All work is done on the :class:`~simulator.scenario.tree.Tree`, so that a problem in an overlay is
reported at the overlay's own line.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Any

from simulator.catalogue import tr
from simulator.errors import Problem
from simulator.scenario.fields import Step, entry_type, field_names, holds_mappings, inner_type
from simulator.scenario.tree import Entry, Tree

__all__ = ["ABSENT_WORD", "add_ids", "apply", "copied", "merge", "node_at", "remove_absent"]

ABSENT_WORD = "absent"
_GONE = "\0absent "
"""how a list's item that was taken out is marked, with its id; no file can hold a NUL"""


def merge(below: Tree, above: Tree) -> Tree:
    """``above`` laid over ``below``: mappings merge key by key, everything else is replaced."""
    if not (isinstance(below.value, dict) and isinstance(above.value, dict)):
        return above
    merged: dict[str, Entry] = dict(below.value)
    for key, entry in above.value.items():
        old = merged.get(key)
        merged[key] = Entry(entry.line, entry.col, merge(old.node, entry.node)) if old else entry
    return Tree(above.line, above.col, merged, above.file)


def add_ids(root: Tree) -> None:
    """Give every event of the stream an id, so that overlays, draws and causes can name it."""
    node: Tree | None = root
    for key in ("threat", "stream"):
        node = node.child(key) if node else None
    if node is None or not isinstance(node.value, list):
        return
    taken: dict[str, int] = {}
    for item in node.value:
        if isinstance(item.value, dict) and "id" not in item.value:
            do, on = item.child("do"), item.child("on")
            words = [str(n.value) for n in (do, on) if n and isinstance(n.value, str) and n.value.isidentifier()]
            name = "_".join(words) or "event"
            taken[name] = taken.get(name, 0) + 1
            text = name if taken[name] == 1 else f"{name}_{taken[name]}"
            item.value["id"] = Entry(item.line, item.col, Tree(item.line, item.col, text, item.file))


def _item(tree: Tree, key: str) -> int | None:
    """The index of a list item by its id, or by number."""
    assert isinstance(tree.value, list)
    for index, node in enumerate(tree.value):
        found = node.child("id")
        if found is not None and found.value == key:
            return index
    return int(key) if key.isdigit() and int(key) < len(tree.value) else None


def node_at(root: Tree, path: Sequence[str]) -> Tree | None:
    """What stands at a path; None where it leads nowhere."""
    node: Tree | None = root
    for part in path:
        if node is not None and isinstance(node.value, list):
            index = _item(node, part)
            node = node.value[index] if index is not None else None
        elif node is not None:
            node = node.child(part)
    return node


def _near(name: str, names: list[str]) -> str:
    close = difflib.get_close_matches(name, names, 1)
    if close:
        return tr("did you mean {close!r}?", close=close[0])
    return tr("there are {names}", names=", ".join(sorted(names)[:8])) if names else tr("nothing can stand there")


def _names(tree: Tree) -> list[str]:
    if isinstance(tree.value, dict):
        return list(tree.value)
    if isinstance(tree.value, list):
        return [str(n.value) for item in tree.value if (n := item.child("id")) is not None]
    return []


class _Lost(Exception):
    """A path that leads nowhere: at which part, and what could stand there."""

    def __init__(self, part: str, names: list[str]):
        self.part, self.hint = part, _near(part, names)


def _targets(tree: Tree, parts: list[str], kind: Step) -> Iterator[tuple[Tree, str]]:
    """Where a path ends: the tree that holds its last part, and that part; ``*`` branches."""
    part, rest = parts[0], parts[1:]
    if isinstance(tree.value, list):
        if part == "*":
            for number in range(len(tree.value)):
                yield from _targets(tree.value[number], rest, entry_type(kind)) if rest else iter([(tree, str(number))])
            return
        index = _item(tree, part)
        if index is None:
            raise _Lost(part, _names(tree))
        if not rest:
            yield tree, str(index)
            return
        yield from _targets(tree.value[index], rest, entry_type(kind))
        return
    if not isinstance(tree.value, dict):
        raise _Lost(part, [])
    if part == "*":
        for name in list(tree.value):
            yield from _targets(tree, [name, *rest], kind) if rest else iter([(tree, name)])
        return
    known = field_names(kind)
    if not rest:
        if known and part not in known:
            raise _Lost(part, sorted(known))
        yield tree, part
        return
    child = tree.child(part)
    if child is not None and child.value == ABSENT_WORD:
        return  # another variant has taken it away: nothing is left to change
    if child is None or child.value is None:
        if part not in known and (known or tree.value) and not holds_mappings(kind):
            raise _Lost(part, sorted(set(_names(tree)) | set(known)))
        child = Tree(tree.line, tree.col, {}, tree.file)
        tree.value[part] = Entry(tree.line, tree.col, child)
    yield from _targets(child, rest, inner_type(kind, part, _kind_in(child)))


def _kind_in(tree: Tree) -> dict[str, object] | None:
    """What an entry says of its kind: as much of it as chooses its model."""
    found = tree.child("kind")
    return {"kind": found.value} if found is not None else None


def apply(root: Tree, path: str, value: Tree, key_place: tuple[str, int, int], kind: Step) -> list[Problem]:
    """Set ``path`` to ``value`` in place: what was there is replaced, not merged.

    Gives a problem where the path leads nowhere.
    """
    file, line, col = key_place
    parts = [part for part in path.split(".") if part]
    if not parts:
        return [Problem("E214", tr("an overlay needs a path"), tr("write units.qrf_1.notice: 60 min"), file, line, col)]
    try:
        for tree, part in list(_targets(root, parts, kind)):
            _put(tree, part, copied(value), line, col)
    except _Lost as lost:
        message = tr("the path {path!r} leads nowhere: there is no {part!r}", path=path, part=lost.part)
        return [Problem("E214", message, lost.hint, file, line, col)]
    return []


def _put(tree: Tree, part: str, value: Tree, line: int, col: int) -> None:
    if isinstance(tree.value, list):
        index = int(part)
        if value.value == ABSENT_WORD:  # keep its id, so that the name stays known
            name = tree.value[index].child("id")
            value = Tree(value.line, value.col, f"{_GONE}{name.value if name else ''}", value.file)
        tree.value[index] = value
    elif isinstance(tree.value, dict):
        tree.value[part] = Entry(line, col, value)


def remove_absent(root: Tree) -> dict[str, set[str]]:
    """Take out what is ``absent``; gives the names that stay known, by section."""
    gone: dict[str, set[str]] = {}
    if isinstance(root.value, dict):
        for section, entry in list(root.value.items()):
            if section == "variants":
                continue  # what a variant takes out is there in all others
            if entry.node.value == ABSENT_WORD:
                del root.value[section]
            else:
                _strip(entry.node, gone.setdefault(section, set()), depth=1)
    return gone


def _strip(tree: Tree, gone: set[str], depth: int) -> None:
    if isinstance(tree.value, dict):
        for key, entry in list(tree.value.items()):
            if entry.node.value == ABSENT_WORD:
                del tree.value[key]
                gone.add(key)
            elif depth < 4:
                _strip(entry.node, gone, depth + 1)
    elif isinstance(tree.value, list):
        taken = [item for item in tree.value if isinstance(item.value, str) and item.value.startswith(_GONE)]
        gone.update(name for item in taken if (name := str(item.value).removeprefix(_GONE)))
        tree.value[:] = [item for item in tree.value if item not in taken]
        for item in tree.value:
            if depth < 4:
                _strip(item, gone, depth + 1)


def copied(tree: Tree) -> Tree:
    """A copy whose mappings and lists may be changed without touching the original."""
    value: Any = tree.value
    if isinstance(value, dict):
        value = {key: Entry(entry.line, entry.col, copied(entry.node)) for key, entry in value.items()}
    elif isinstance(value, list):
        value = [copied(node) for node in value]
    return Tree(tree.line, tree.col, value, tree.file)
