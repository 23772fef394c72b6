"""Older versions of the language, brought up step by step before anything is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.catalogue import tr
from simulator.errors import Problem
from simulator.scenario.schema import LANGUAGE_VERSION
from simulator.scenario.tree import Entry, Tree

__all__ = ["UPGRADES", "Step", "upgrade"]


@dataclass(frozen=True, slots=True)
class Step:
    """What makes a document of one version one of the next: sections that are called otherwise now."""

    renamed: Mapping[str, str]
    """old name of a section -> its present one"""

    def due(self, tree: Tree) -> list[tuple[str, str]]:
        """The sections of a document that this step gives another name; not one whose new name stands there as well."""
        there = tree.value if isinstance(tree.value, dict) else {}
        return [(old, new) for old, new in self.renamed.items() if old in there and new not in there]

    def apply(self, tree: Tree) -> None:
        """Bring a document from this version to the next, in place."""
        names = dict(self.due(tree))
        if isinstance(tree.value, dict):
            tree.value = {names.get(key, key): entry for key, entry in tree.value.items()}


UPGRADES: dict[int, Step] = {
    0: Step({"injects": "msel", "rules": "plan"}),  # the draft
}
"""version -> the step that makes it the next version"""


def upgrade(tree: Tree, file: str) -> list[Problem]:
    """Bring a document up to the present language in place; gives a notice for each step.

    A version that never was is a problem, and the rest is read as the present one; a newer one is E212.
    """
    stated = tree.child("startex")
    if stated is None or not isinstance(stated.value, str):
        return []
    place = (file, stated.line, stated.col)
    if not (stated.value.isascii() and stated.value.isdecimal()) or len(stated.value) > 6:
        _state(tree, file)
        message = tr("{value!r} is no version of the language", value=stated.value[:20])
        return [Problem("E209", message, tr("write startex: {version}", version=LANGUAGE_VERSION), *place)]
    version = int(stated.value)
    if version > LANGUAGE_VERSION:
        hint = tr("this startex reads version {version}; install a newer one", version=LANGUAGE_VERSION)
        return [
            Problem(
                "E212", tr("the file is written in version {version} of the language", version=version), hint, *place
            )
        ]
    notices = []
    for old in range(version, LANGUAGE_VERSION):
        UPGRADES[old].apply(tree)
        message = tr(
            "the file is written in version {old} of the language and was read as version {new}", old=old, new=old + 1
        )
        notices.append(Problem("N213", message, tr("change it to startex: {old}", old=old + 1), *place, "notice"))
    if notices:
        _state(tree, file)
    return notices


def _state(tree: Tree, file: str) -> None:
    """Write the present version into a document."""
    assert isinstance(tree.value, dict)
    old = tree.value["startex"]
    tree.value["startex"] = Entry(old.line, old.col, Tree(old.node.line, old.node.col, str(LANGUAGE_VERSION), file))
