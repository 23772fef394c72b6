"""What a scenario says of itself, read without checking the rest of it: enough to choose one from a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from simulator.catalogue import language
from simulator.errors import SimulatorError
from simulator.quantities import QuantityError, parse_number
from simulator.scenario.library import read_file, shipped
from simulator.scenario.translations import read_files, words_in
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
    injects: tuple[tuple[str, str], ...] = ()
    """id of each, and its title or else its text"""
    abouts: tuple[tuple[str, str], ...] = ()
    """each variant, and what it is about"""

    @property
    def name(self) -> str:
        """What a command calls it, if it is shipped."""
        return self.path.stem


def facts_of(path: Path) -> Facts:
    """The facts of a file, in the language that is spoken where it has its words in that one.

    Raises ScenarioSyntaxError, ScenarioTooLarge, UsageError, StorageError.
    """
    tree, _ = parse_tree(read_file(path), path.name)
    read_files(tree, path.parent)
    words = words_in(tree, language())
    clock, variants = tree.child("clock"), tree.child("variants")
    return Facts(
        path=path,
        title=words.get("title") or _text(tree.child("title")) or path.stem,
        seconds=_seconds(clock.child("duration") if clock and isinstance(clock.value, dict) else None),
        variants=tuple(map(str, variants.value)) if variants and isinstance(variants.value, dict) else (),
        handling=words.get("handling") or _text(tree.child("handling")),
        draws_on=words.get("draws_on") or _text(tree.child("draws_on")),
        objectives=tuple(text for _, text in _texts(tree, "objectives", words) if text),
        injects=tuple(_texts(tree, "msel", words)),
        abouts=tuple(_abouts(variants, words)),
    )


def _abouts(variants: Tree | None, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, entry in variants.value.items() if variants and isinstance(variants.value, dict) else ():
        yield name, words.get(f"variants.{name}.about") or _text(entry.node.child("about"))


def _texts(tree: Tree, section: str, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The id of each entry of a list, and its title or else its text."""
    for one in _listed(tree.child(section)):
        name = _text(one.child("id"))
        said = (words.get(f"{section}.{name}.{field}") or _text(one.child(field)) for field in ("title", "text"))
        yield name, next(filter(None, said), "")


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


def _listed(tree: Tree | None) -> list[Tree]:
    return [one for one in tree.value if isinstance(one.value, dict)] if tree and isinstance(tree.value, list) else []


def _text(tree: Tree | None) -> str:
    return str(tree.value) if tree and isinstance(tree.value, str | int | float) else ""


def _seconds(tree: Tree | None) -> int:
    try:
        return int(parse_number(str(tree.value), "duration")) if tree else 0
    except QuantityError:
        return 0
