"""Older versions of the language, brought up step by step before anything is typed."""

from __future__ import annotations

from collections.abc import Callable

from simulator.errors import Problem
from simulator.scenario.schema import LANGUAGE_VERSION
from simulator.scenario.tree import Entry, Tree

__all__ = ["UPGRADES", "upgrade"]


def _rename(tree: Tree, old: str, new: str) -> None:
    if isinstance(tree.value, dict) and old in tree.value and new not in tree.value:
        tree.value = {new if key == old else key: entry for key, entry in tree.value.items()}


def _from_draft(tree: Tree) -> None:
    """Version 0, the draft: injects and rules had sections of those names."""
    _rename(tree, "injects", "msel")
    _rename(tree, "rules", "plan")


UPGRADES: dict[int, Callable[[Tree], None]] = {0: _from_draft}
"""version -> the change that makes it the next version"""


def upgrade(tree: Tree, file: str) -> list[Problem]:
    """Bring a document up to the present language in place; gives a notice for each step."""
    stated = tree.child("startex")
    if stated is None or not isinstance(stated.value, str) or not stated.value.isdigit():
        return []
    notices = []
    for version in range(int(stated.value), LANGUAGE_VERSION):
        UPGRADES[version](tree)
        message = f"the file is written in version {version} of the language and was read as version {version + 1}"
        notices.append(
            Problem("N213", message, f"change it to startex: {version + 1}", file, stated.line, stated.col, "notice")
        )
    if notices and isinstance(tree.value, dict):
        old = tree.value["startex"]
        tree.value["startex"] = Entry(old.line, old.col, Tree(old.node.line, old.node.col, str(LANGUAGE_VERSION), file))
    return notices
