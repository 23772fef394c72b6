"""The examples of the reference: whole small scenarios in docs/examples/, and the entries of them that are shown.

A line ``# shows: Gate`` stands above an entry that shows what an author may say of a gate.  The files are loaded like
any scenario.  Which fields an entry sets is read from the typed scenario and its tree, never from the look of the
text; only then are its lines cut from the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from simulator.scenario.load import Document, load
from simulator.scenario.schema.base import Model
from simulator.scenario.tokens import Token, tokens_of
from simulator.scenario.tree import Tree

__all__ = ["FOLDER", "Example", "Loc", "Part", "examples", "lines_of", "said", "shown"]

FOLDER = Path(__file__).parent / "examples"
Loc = tuple[int | str, ...]
_MARK = re.compile(r"^\s*# shows: (\w+)$")
_LONGEST = 90
"""characters of a value that still stands in a row of a table"""


@dataclass(frozen=True, slots=True)
class Part:
    """An entry that a file itself writes: its model, where it stands, and the fields it sets with their places."""

    model: str
    loc: Loc
    line: int
    fields: dict[str, Loc]
    value: Model


@dataclass(frozen=True, slots=True)
class Example:
    """A file of the examples, with all its entries and those of them that are shown."""

    path: Path
    lines: list[str]
    document: Document
    parts: list[Part]
    shown: list[Part] = field(default_factory=list)

    def node(self, loc: Loc) -> tuple[int, Tree] | None:
        """Line (from 1) and tree of what the file itself says at a place; None where it does not."""
        node, line = self.document.tree, 1
        for step in loc:
            value = node.value
            if isinstance(value, dict) and str(step) in value:
                node, line = value[str(step)].node, value[str(step)].line
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                node, line = value[step], value[step].line
            else:
                return None
        return (line, node) if node.file in ("", self.document.file) else None


def _models(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, Model]]:
    """Every model of a typed scenario with its place."""
    if isinstance(value, Model):
        yield loc, value
        for name, info in type(value).model_fields.items():
            if name in value.model_fields_set:
                yield from _models(getattr(value, name), (*loc, info.alias or name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _models(item, (*loc, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _models(item, (*loc, index))


def _parts(example: Example) -> Iterator[Part]:
    """The entries that a file itself writes, in the order of the language."""
    for loc, value in _models(example.document.scenario):
        found = example.node(loc)
        if found is None and loc:
            continue
        names = [
            info.alias or name for name, info in type(value).model_fields.items() if name in value.model_fields_set
        ]
        fields = {name: (*loc, name) for name in names if example.node((*loc, name)) is not None}
        yield Part(type(value).__name__, loc, found[0] if found else 1, fields, value)


def _marked(example: Example) -> Iterator[Part]:
    """The entries below a mark; stops where a mark stands above something else."""
    for number, text in enumerate(example.lines, 1):
        mark = _MARK.match(text)
        if mark:
            below = [p for p in example.parts if p.model == mark[1] and (p.line == number + 1 or p.loc == ())]
            if not below:
                raise SystemExit(f"{example.path.name}:{number}: no {mark[1]} stands below this mark")
            yield min(below, key=lambda p: len(p.loc))


@cache
def examples() -> tuple[Example, ...]:
    """Every file of the examples, by name; stops at one that cannot be read as a scenario."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        document = load(path, label=path.name)
        if document.errors:
            raise SystemExit("\n".join(map(str, document.errors)))
        example = Example(path, path.read_text(encoding="utf-8").splitlines(), document, [])
        example.parts.extend(_parts(example))
        example.shown.extend(_marked(example))
        found.append(example)
    return tuple(found)


def shown(model: str) -> Iterator[tuple[Example, list[Part]]]:
    """The entries that show a model, by file."""
    for example in examples():
        parts = [part for part in example.shown if part.model == model]
        if parts:
            yield example, parts


def lines_of(example: Example, parts: list[Part]) -> str:
    """The lines of some entries, each below those of the keys that it stands under, without the marks."""
    numbers = sorted({number for part in parts for number in _numbers(example, part)})
    lines = (example.lines[number - 1] for number in numbers)
    return "\n".join(line for line in lines if not _MARK.match(line)).rstrip()


def _numbers(example: Example, part: Part) -> Iterator[int]:
    """The lines (from 1) of the keys above an entry, and its own: what is indented deeper than its first."""
    if not part.loc:
        yield from range(1, len(example.lines) + 1)
        return
    above = (example.node(part.loc[:depth]) for depth in range(1, len(part.loc)))
    yield from (found[0] for found in above if found)
    yield part.line
    deep = _indent(example.lines[part.line - 1])
    below = example.lines[part.line :]
    yield from range(
        part.line + 1, part.line + 1 + next((n for n, t in enumerate(below) if _indent(t) <= deep), len(below))
    )


def _indent(line: str) -> int:
    """Blanks before a line's first sign; those of an empty one are none."""
    return len(line) - len(line.lstrip())


def said(example: Example, loc: Loc) -> str:
    """What the file says at a place, with its key, if that is short and on one line; else nothing."""
    found = example.node(loc)
    node = found[1] if found else Tree(1, 1, None)
    text = example.lines[node.line - 1]
    sign = text[node.col - 1 : node.col]
    if sign in ("|", ">", "") or (isinstance(node.value, dict | list) and sign not in ("{", "[")):
        return ""
    end = _end_of(example.path.name, node)
    whole = f"{loc[-1]}: {text[node.col - 1 : end]}" if isinstance(loc[-1], str) else text[node.col - 1 : end]
    return whole if end and len(whole) <= _LONGEST else ""


def _end_of(name: str, node: Tree) -> int:
    """The column behind the last character of a value that ends on the line where it begins; else 0."""
    depth = 0
    for token in _tokens(name):
        if (token.line, token.col) < (node.line - 1, node.col - 1) or not token.written:
            continue
        depth += (token.kind in ("{", "[")) - (token.kind in ("}", "]"))
        if depth == 0:
            return token.end_col if token.end_line == node.line - 1 else 0
    return 0


@cache
def _tokens(name: str) -> list[Token]:
    """The tokens of a file of the examples."""
    return list(tokens_of((FOLDER / name).read_text(encoding="utf-8")))
