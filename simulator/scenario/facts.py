"""What a scenario says of itself, read without checking the rest of it: enough to choose one from a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from simulator.catalogue import language
from simulator.errors import SimulatorError
from simulator.quantities import QuantityError, parse_number
from simulator.scenario.library import include_path, read_file, shipped
from simulator.scenario.tree import Tree, parse_tree

__all__ = ["Facts", "facts_of", "offered"]

_LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Facts:
    """A scenario in a list; ``seconds`` is how long it lasts, 0 where that cannot be read."""

    path: Path
    title: str
    seconds: int
    variants: tuple[str, ...]
    handling: str
    draws_on: str
    objectives: tuple[str, ...]

    @property
    def name(self) -> str:
        """What a command calls it, if it is shipped."""
        return self.path.stem


def facts_of(path: Path) -> Facts:
    """The facts of a file, in the language that is spoken if it has words in it.

    Raises ScenarioSyntaxError, ScenarioTooLarge, UsageError, StorageError.
    """
    tree, _ = parse_tree(read_file(path), path.name)
    said = _translated(tree, path.parent)
    clock, variants, objectives = tree.child("clock"), tree.child("variants"), tree.child("objectives")
    listed = objectives.value if objectives and isinstance(objectives.value, list) else []
    texts = [(_text(one.child("id")), one.child("text")) for one in listed if isinstance(one.value, dict)]
    return Facts(
        path=path,
        title=said.get("title") or _text(tree.child("title")) or path.stem,
        seconds=_seconds(clock.child("duration") if clock and isinstance(clock.value, dict) else None),
        variants=tuple(map(str, variants.value)) if variants and isinstance(variants.value, dict) else (),
        handling=said.get("handling") or _text(tree.child("handling")),
        draws_on=said.get("draws_on") or _text(tree.child("draws_on")),
        objectives=tuple(said.get(f"objectives.{name}.text") or _text(text) for name, text in texts if text),
    )


def _translated(tree: Tree, folder: Path) -> dict[str, str]:
    """The scenario's words in the language that is spoken, by their dotted paths; none where that is its own."""
    block = tree.child("translations")
    there = block.child(language()) if block else None
    try:
        if there and isinstance(there.value, str):
            there, _ = parse_tree(read_file(include_path(there.value, folder)), there.value)
    except (SimulatorError, OSError):  # what is wrong with it is told when it is opened
        return {}
    return dict(_leaves(there, "")) if there else {}


def _leaves(tree: Tree, path: str) -> Iterator[tuple[str, str]]:
    for name, entry in tree.value.items() if isinstance(tree.value, dict) else ():
        yield from _leaves(entry.node, f"{path}{name}.")
        if isinstance(entry.node.value, str):
            yield path + name, entry.node.value


def offered(folder: Path) -> list[Facts]:
    """The shipped scenarios, then the files of a folder that call themselves scenarios; what cannot be read is not."""
    found = []
    for path in [*shipped(), *sorted((*folder.glob("*.yaml"), *folder.glob("*.yml")))]:
        try:
            if path.stat().st_size <= _LARGEST and b"startex:" in read_file(path):
                found.append(facts_of(path))
        except (SimulatorError, OSError):
            continue
    return found


def _text(tree: Tree | None) -> str:
    return str(tree.value) if tree and isinstance(tree.value, str | int | float) else ""


def _seconds(tree: Tree | None) -> int:
    try:
        return int(parse_number(str(tree.value), "duration")) if tree else 0
    except QuantityError:
        return 0
