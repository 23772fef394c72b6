"""YAML bytes to a tree of text with places, through a gate that no bomb passes.

The gate works at event level, before any object is built from the document: budgets for bytes,
depth, nodes and alias expansion; no merge keys, tags, duplicate keys or second documents.  Every
scalar stays text (``NO`` is a country, ``010`` an id); the typed models convert it.  Every problem
that leaves the rest readable is collected, so that an author sees them all at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import yaml

from simulator.catalogue import tr
from simulator.errors import Problem, ScenarioSyntaxError, ScenarioTooLarge
from simulator.scenario.decoding import decode

__all__ = ["Entry", "Tree", "parse_tree"]

MOST_NODES = 150_000
DEEPEST = 64
LONGEST_TEXT = 20_000
NULLS = frozenset(("", "~", "null", "Null", "NULL"))  # not for people
_TAGS = frozenset(f"tag:yaml.org,2002:{t}" for t in ("str", "int", "float", "bool", "null", "map", "seq")) | {None, "!"}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Mark(Protocol):
    """Where something stands, from 0: what both of PyYAML's readers give."""

    line: int
    column: int


@dataclass(slots=True)
class _Place:
    line: int
    column: int


@dataclass(slots=True)
class Tree:
    """A node of the document: text, nothing, a list or a mapping, with its place (from 1)."""

    line: int
    col: int
    value: str | list[Tree] | dict[str, Entry] | None
    file: str = ""

    def plain(self) -> object:
        """The same as dictionaries, lists and text."""
        value = self.value
        if isinstance(value, dict):
            return {key: entry.node.plain() for key, entry in value.items()}
        if isinstance(value, list):
            return [node.plain() for node in value]
        return value

    def child(self, key: str) -> Tree | None:
        """What stands under a key; None where this is no mapping or has no such key."""
        entry = self.value.get(key) if isinstance(self.value, dict) else None
        return entry.node if entry else None


@dataclass(slots=True)
class Entry:
    """A key of a mapping with its own place, and what stands under it."""

    line: int
    col: int
    node: Tree


@dataclass(slots=True)
class _Frame:
    """An open list or mapping while the events stream by."""

    tree: Tree
    anchor: str | None
    weight: int = 1
    key: tuple[str, int, int] | None = None
    usable: bool = True


@dataclass(slots=True)
class _Gate:
    """State of one pass over the events: open frames, anchors, budgets, problems so far."""

    file: str
    frames: list[_Frame] = field(default_factory=list)
    anchors: dict[str, tuple[Tree, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    nodes: int = 0
    expanded: int = 0
    documents: int = 0
    root: Tree | None = None

    def problem(self, code: str, mark: _Mark, message: str, hint: str = "") -> Problem:
        """Note a problem and go on."""
        found = Problem(code, message, hint, self.file, mark.line + 1, mark.column + 1)
        self.problems.append(found)
        return found

    def refuse(self, code: str, mark: _Mark, message: str, hint: str = "") -> ScenarioSyntaxError:
        """Note a problem that ends the reading; the error to raise."""
        self.problem(code, mark, message, hint)
        return ScenarioSyntaxError(self.problems)

    def spend(self, weight: int, mark: _Mark, *, alias: bool) -> None:
        """Count values, those of aliases as often as they unfold; raises above the budget."""
        self.nodes += not alias
        self.expanded += weight
        if self.nodes > MOST_NODES:
            self.problem(
                "L102",
                mark,
                tr("the file holds more than {most} values", most=MOST_NODES),
                tr("split it with uses:"),
            )
            raise ScenarioTooLarge(self.problems)
        if self.expanded > MOST_NODES:
            raise self.refuse(
                "E109", mark, tr("the aliases of this file unfold to too many values"), tr("write fewer aliases")
            )

    def add(self, tree: Tree, mark: _Mark) -> None:
        """Put a finished value where it belongs: the root, a list, a key or a key's value."""
        if not self.frames:
            self.root = tree
            return
        frame = self.frames[-1]
        container = frame.tree.value
        if isinstance(container, list):
            container.append(tree)
        elif isinstance(container, dict):
            if frame.key is None:
                self.take_key(frame, tree, mark)
            else:
                name, line, col = frame.key
                if frame.usable:
                    container[name] = Entry(line, col, tree)
                frame.key, frame.usable = None, True

    def take_key(self, frame: _Frame, tree: Tree, mark: _Mark) -> None:
        """A key of a mapping; one that cannot be used is noted, and its value will be left out."""
        container = frame.tree.value
        assert isinstance(container, dict)
        name = tree.value if isinstance(tree.value, str) else ""
        frame.usable = False
        if not isinstance(tree.value, str):
            self.problem("E113", mark, tr("only plain text can be a key"), tr("write: name: value"))
        elif name == "<<":
            self.problem(
                "E108", mark, tr("merge keys (<<) are not part of the language"), tr("use variants: or uses: instead")
            )
        elif name in container:
            first = container[name]
            self.problem(
                "E107",
                mark,
                tr(
                    "the key {name!r} stands twice; it is first at line {line}, column {col}",
                    name=name,
                    line=first.line,
                    col=first.col,
                ),
                tr("remove one of them"),
            )
        else:
            frame.usable = True
        frame.key = (name, tree.line, tree.col)


def _syntax(error: yaml.YAMLError, text: str, gate: _Gate) -> ScenarioSyntaxError:
    if isinstance(error, yaml.reader.ReaderError):
        place = error.position if isinstance(error.position, int) else 0
        line, col = text.count("\n", 0, place) + 1, place - (text.rfind("\n", 0, place) + 1) + 1
        gate.problems.append(
            Problem("E105", tr("a control character stands in the file"), tr("delete it"), gate.file, line, col)
        )
        return ScenarioSyntaxError(gate.problems)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = str(getattr(error, "problem", "") or error).replace("\n", " ")
    code = "E104"
    open_quote = "quoted scalar" in str(error) and "end of stream" in said
    if open_quote:
        mark = getattr(error, "context_mark", None) or mark
    line, col = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    here = text.split("\n")[line - 1] if line <= text.count("\n") + 1 else ""
    if "\t" in here[: max(col, 1)] or "'\\t'" in said:
        message, hint = tr("a tab is used to indent"), tr("use blanks")
    elif open_quote:
        message, hint = tr("a quote is opened and never closed"), tr("close it on the same line")
    elif "escape c" in said:
        code, hint = "E114", tr("write the whole character, or the text without a backslash in single quotes")
        message = tr("an escape here is no character (half of a surrogate pair, or unknown)")
    elif "undefined alias" in said:
        message, hint = said, tr("an alias (*name) needs an anchor (&name) before it")
    else:
        message, hint = tr("this is not YAML: {said}", said=said), tr("look at the indentation and the colons above")
    gate.problems.append(Problem(code, message, hint, gate.file, line, col))
    return ScenarioSyntaxError(gate.problems)


def _check_text(gate: _Gate, event: Any) -> None:
    value = event.value
    if len(value) > LONGEST_TEXT:
        gate.problem(
            "L103",
            event.start_mark,
            tr("a text of {count} characters; {most} are the most", count=len(value), most=LONGEST_TEXT),
            tr("shorten it"),
        )
        raise ScenarioTooLarge(gate.problems)
    if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
        gate.problem(
            "E114",
            event.start_mark,
            tr("half of a surrogate pair stands in this text"),
            tr("write the whole character"),
        )


def _scalar(gate: _Gate, event: Any) -> None:
    mark = event.start_mark
    _check_text(gate, event)
    plain = event.implicit[0]
    tree = Tree(mark.line + 1, mark.column + 1, None if plain and event.value in NULLS else event.value, gate.file)
    frame = gate.frames[-1] if gate.frames else None
    if frame and tree.value is None and isinstance(frame.tree.value, dict) and frame.key is None:
        tree.value = event.value
    gate.spend(1, mark, alias=False)
    if event.anchor:
        gate.anchors[event.anchor] = (tree, 1)
    if frame:
        frame.weight += 1
    gate.add(tree, mark)


def _open(gate: _Gate, event: Any) -> None:
    mark = event.start_mark
    if len(gate.frames) >= DEEPEST:
        raise gate.refuse(
            "E111", mark, tr("values are nested deeper than {most}", most=DEEPEST), tr("is a bracket missing?")
        )
    gate.spend(1, mark, alias=False)
    gate.anchors.pop(event.anchor or "", None)
    empty: list[Tree] | dict[str, Entry] = {} if isinstance(event, yaml.MappingStartEvent) else []
    gate.frames.append(_Frame(Tree(mark.line + 1, mark.column + 1, empty, gate.file), event.anchor))


def _close(gate: _Gate, _: Any) -> None:
    frame = gate.frames.pop()
    if frame.anchor:
        gate.anchors[frame.anchor] = (frame.tree, frame.weight)
    if gate.frames:
        gate.frames[-1].weight += frame.weight
    gate.add(frame.tree, _Place(frame.tree.line - 1, frame.tree.col - 1))


def _alias(gate: _Gate, event: Any) -> None:
    mark = event.start_mark
    if event.anchor not in gate.anchors:
        raise gate.refuse(
            "E110",
            mark,
            tr("the alias *{anchor} is unknown, or holds itself", anchor=event.anchor),
            tr("write the value out"),
        )
    tree, weight = gate.anchors[event.anchor]
    gate.spend(weight, mark, alias=True)
    if gate.frames:
        gate.frames[-1].weight += weight
    gate.add(Tree(mark.line + 1, mark.column + 1, tree.value, gate.file), mark)


def _events(text: str, gate: _Gate) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_Loader)
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        if isinstance(error, UnicodeEncodeError):
            mark = _Place(text.count("\n", 0, error.start), 0)
            raise gate.refuse("E114", mark, tr("half of a surrogate pair stands in this file")) from None
        raise _syntax(error, text, gate) from None


_STEPS: dict[type, Callable[[_Gate, Any], None]] = {
    yaml.ScalarEvent: _scalar,
    yaml.MappingStartEvent: _open,
    yaml.SequenceStartEvent: _open,
    yaml.MappingEndEvent: _close,
    yaml.SequenceEndEvent: _close,
    yaml.AliasEvent: _alias,
}


def _read(text: str, gate: _Gate) -> None:
    """Every event of a text through the gate."""
    for event in _events(text, gate):
        kind = event.__class__
        if kind is yaml.DocumentStartEvent:
            gate.documents += 1
            if gate.documents > 1:
                raise gate.refuse(
                    "E103", event.start_mark, tr("a second document begins here"), tr("one file is one scenario")
                )
        elif kind in _STEPS:
            tag = getattr(event, "tag", None)
            if tag not in _TAGS:
                why = tr("the tag {tag!r} is not allowed", tag=tag)
                gate.problem("E112", event.start_mark, why, tr("write the value without a tag"))
            _STEPS[kind](gate, event)


def parse_tree(data: bytes, file: str, *, words: bool = False) -> tuple[Tree, list[Problem]]:
    """The document in ``data`` as a :class:`Tree`, with notices.

    Raises :class:`ScenarioSyntaxError` or :class:`ScenarioTooLarge` with every problem found so far.
    """
    text, notices = decode(data, file)
    if "\0" in text:
        place = text.index("\0")
        line, col = text.count("\n", 0, place) + 1, place - (text.rfind("\n", 0, place) + 1) + 1
        raise ScenarioSyntaxError(
            [Problem("E105", tr("a NUL character stands in the file"), tr("delete it"), file, line, col)]
        )
    gate = _Gate(file)
    _read(text, gate)
    if gate.root is None and not gate.problems:
        gate.problems.append(Problem("E101", tr("the file is empty"), _beginning(words), file, 1, 1))
    if gate.problems or gate.root is None:
        raise ScenarioSyntaxError(gate.problems)
    if not isinstance(gate.root.value, dict):
        what = tr("a list") if isinstance(gate.root.value, list) else tr("a single text")
        said = tr("the file holds {what}, not a scenario", what=what)
        if words:
            said = tr("the file holds {what}, not words for paths of the scenario", what=what)
        raise ScenarioSyntaxError([Problem("E102", said, _beginning(words), file, 1, 1)])
    return gate.root, notices


def _beginning(words: bool) -> str:
    """How a scenario begins, or a file of its words in another language."""
    return tr("begin with a path and its words: title: ...") if words else tr("begin with: startex: 1")
