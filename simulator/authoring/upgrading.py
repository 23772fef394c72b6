"""A file of an older version of the language in the words of the present one: only those words change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.catalogue import tr
from simulator.errors import Problem, ScenarioError, ScenarioInvalid, errors_in
from simulator.scenario.decoding import decode
from simulator.scenario.schema import LANGUAGE_VERSION
from simulator.scenario.tree import Tree, parse_tree
from simulator.scenario.upgrade import UPGRADES, upgrade

__all__ = ["Upgraded", "upgraded"]


@dataclass(frozen=True, slots=True)
class Upgraded:
    """A file after its upgrade; ``done`` says each change with its line, and is empty where the file was up to date."""

    data: bytes
    version: int
    done: tuple[str, ...]


def upgraded(data: bytes, file: str) -> Upgraded:
    """Bring the text of a scenario or library up to the present version of the language.

    Raises :class:`ScenarioError` where it cannot be read, is of a newer version, or says no version.
    """
    tree, _ = parse_tree(data, file)
    version = _version(tree, file)
    if version == LANGUAGE_VERSION:
        return Upgraded(data, version, ())
    text, _ = decode(data, file)
    lines = re.split(r"(\r\n|\r|\n)", text)  # line, line end, line, ...
    done = [
        tr("line {line}: startex: {old} becomes {new}", line=line, old=version, new=LANGUAGE_VERSION)
        for line in _state(tree, lines)
    ]
    reached, _ = parse_tree(data, file)
    for old in range(version, LANGUAGE_VERSION):
        for name, new in UPGRADES[old].due(reached):
            entry = _entries(reached)[name]
            _replace(lines, entry.line, entry.col, name, new)
            done.append(tr("line {line}: {name}: is called {new}: now", line=entry.line, name=name, new=new))
        UPGRADES[old].apply(reached)
    made = "".join(lines).encode()
    _hold(tree, made, file)
    return Upgraded(made, version, tuple(done))


def _entries(tree: Tree) -> dict[str, Tree]:
    """The keys of a document, each with the place where it is written."""
    value = tree.value if isinstance(tree.value, dict) else {}
    return {name: Tree(entry.line, entry.col, entry.node.value) for name, entry in value.items()}


def _version(tree: Tree, file: str) -> int:
    """The version that a file states; raises what the loader would say of one that it cannot be read in."""
    stated = tree.child("startex")
    if stated is None or not isinstance(stated.value, str):
        hint = tr("write startex: {version} if it is new", version=LANGUAGE_VERSION)
        raise ScenarioInvalid([Problem("E202", tr("startex is missing"), hint, file, 1, 1)])
    copy = Tree(tree.line, tree.col, dict(tree.value) if isinstance(tree.value, dict) else tree.value, file)
    wrong = errors_in(upgrade(copy, file))
    if wrong:
        raise ScenarioInvalid(wrong)
    return int(stated.value)


def _state(tree: Tree, lines: list[str]) -> list[int]:
    """Write the present version into the text; the line where it stands."""
    stated = tree.child("startex")
    assert stated is not None
    _replace(lines, stated.line, stated.col, str(stated.value), str(LANGUAGE_VERSION))
    return [stated.line]


def _replace(lines: list[str], line: int, col: int, old: str, new: str) -> None:
    """Put one word in the place of another, in quotes or not; the check that follows tells where it was not there."""
    text = lines[2 * (line - 1)]
    begin = col - 1 + (text[col - 1 : col] in ("'", '"'))
    if text[begin : begin + len(old)] == old:
        lines[2 * (line - 1)] = text[:begin] + new + text[begin + len(old) :]


def _hold(tree: Tree, made: bytes, file: str) -> None:
    """The new text must say, without any upgrade, what the loader makes of the old one."""
    upgrade(tree, file)
    try:
        again = parse_tree(made, file)[0].plain()
    except ScenarioError:
        again = None
    if again != tree.plain():
        message = tr("the file is written in a way in which its words cannot be changed; nothing was changed")
        hint = tr("write each section as name: on a line of its own")
        raise ScenarioInvalid([Problem("E117", message, hint, file, 1, 1)])
