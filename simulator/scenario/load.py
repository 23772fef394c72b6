"""From a file to a typed scenario: includes, variants, ``--set``, validation, every problem at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from simulator.catalogue import tr
from simulator.errors import (
    ExitStatus,
    Problem,
    ScenarioError,
    ScenarioInvalid,
    ScenarioSyntaxError,
    ScenarioTooLarge,
    errors_in,
    status_of,
)
from simulator.scenario import overlay, translations
from simulator.scenario.library import include_path, read_file
from simulator.scenario.schema import Scenario
from simulator.scenario.translate import near, worded
from simulator.scenario.tree import Tree, parse_tree
from simulator.scenario.upgrade import upgrade

__all__ = ["MOST_PROBLEMS", "Document", "load", "raise_if_wrong"]

MOST_PROBLEMS = 200
"""parts that do not fit the language, or unknown names, that are told one by one"""

_NOT_MERGED = ("startex", "variants", "title", "summary", "draws_on", "handling", "language", "uses")


@dataclass(slots=True)
class Document:
    """A scenario with the places of its parts: what a check needs to say where something is wrong."""

    file: str
    tree: Tree
    scenario: Scenario | None
    problems: list[Problem]
    absent: dict[str, set[str]] = field(default_factory=dict)
    variant: str = ""
    variants: tuple[str, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)
    own_files: set[str] = field(default_factory=set)
    """the files that are the scenario's own: itself, and those that its words in other languages stand in"""
    broken: bool = False
    """some parts did not fit the models and were left out of ``scenario``"""

    def place(self, loc: Sequence[int | str], *, key: bool = False) -> tuple[str, int, int]:
        """File, line and column of a location; parts that name nothing (union tags) are passed over.

        With ``key`` it is where the last part itself is written, not the text that stands under it.
        """
        node, line, col, file = self.tree, self.tree.line, self.tree.col, self.tree.file
        for part in loc:
            value = node.value
            if isinstance(value, dict) and part in value:
                entry = value[str(part)]
                node, line, col, file = entry.node, entry.line, entry.col, entry.node.file
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                node = value[part]
                line, col, file = node.line, node.col, node.file
        if node is not self.tree and not key and not isinstance(node.value, dict | list):
            line, col = node.line, node.col
        return file or self.file, line, col

    def problem(
        self,
        loc: Sequence[int | str],
        code: str,
        message: str,
        hint: str = "",
        *,
        severity: str = "error",
        shift: int = 0,
        key: bool = False,
    ) -> None:
        """Note a problem at a location."""
        file, line, col = self.place(loc, key=key)
        self.problems.append(Problem(code, message, hint, file, line, col + shift, severity))

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop it from being run."""
        return errors_in(self.problems)


def raise_if_wrong(document: Document) -> None:
    """Raise every problem at once if one of them is an error."""
    if document.errors:
        limit = status_of(document.problems) is ExitStatus.LIMIT
        raise (ScenarioTooLarge if limit else ScenarioInvalid)(in_order(document.problems))


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Problems in reading order, each once."""
    return sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.line, p.col, p.code))


def _include(tree: Tree, path: Path, document: Document, chain: tuple[Path, ...]) -> Tree:
    """The tree with the libraries that it uses laid below it."""
    uses = tree.child("uses")
    items = uses.value if uses and isinstance(uses.value, list) else [uses] if uses and uses.value else []
    below: Tree | None = None
    for item in items:
        if not isinstance(item.value, str):
            continue  # the models say that a text must stand here
        try:
            library = include_path(item.value, path.parent)
        except ScenarioSyntaxError as error:
            document.problems += [p.at(item.file, item.line, item.col) for p in error.problems]
            continue
        resolved = library.resolve()
        if resolved in chain:
            circle = " -> ".join(p.name for p in (*chain, resolved))
            document.problems.append(
                Problem(
                    "E504",
                    tr("the libraries use each other in a circle: {circle}", circle=circle),
                    tr("remove one of these lines"),
                    item.file,
                    item.line,
                    item.col,
                )
            )
            continue
        part = _read(library, item.value, document, (*chain, resolved))
        below = overlay.merge(below, part) if below else part
    return overlay.merge(below, tree) if below else tree


def _read(path: Path, label: str, document: Document, chain: tuple[Path, ...], data: bytes | None = None) -> Tree:
    data = read_file(path) if data is None else data
    document.files[label] = data
    tree, notices = parse_tree(data, label if len(chain) > 1 else document.file)
    document.problems += notices
    document.problems += upgrade(tree, document.file if len(chain) == 1 else label)
    worded, problems = translations.read_files(tree, path.parent)
    document.files |= worded
    document.problems += problems
    if len(chain) == 1:
        document.own_files = {document.file, *worded}
    if len(chain) > 1 and isinstance(tree.value, dict):
        included = _include(tree, path, document, chain)
        assert isinstance(included.value, dict)
        return Tree(tree.line, tree.col, {k: v for k, v in included.value.items() if k not in _NOT_MERGED}, label)
    return _include(tree, path, document, chain)


def _overlays(document: Document, variant: str, sets: Mapping[str, str]) -> None:
    """Lay the variant, then the single settings, over the tree."""
    tree = document.tree
    variants = tree.child("variants")
    chosen = variants.child(variant) if variants else None
    document.variants = tuple(variants.value) if variants and isinstance(variants.value, dict) else ()
    if variant and chosen is None:
        hint = near(variant, document.variants, "" if document.variants else tr("the scenario has no variants"))
        document.problems.append(
            Problem("E213", tr("there is no variant {variant!r}", variant=variant), hint, document.file, 1, 1)
        )
    elif chosen is not None:
        _variant(document, variant, chosen, ())
    for path, text in sets.items():
        value = _setting(path, text)
        if isinstance(value, Problem):
            document.problems.append(value)
        else:
            document.problems += overlay.apply(tree, path, value, (f"--set {path}", 1, 1), Scenario)


def _variant(document: Document, name: str, chosen: Tree, chain: tuple[str, ...]) -> None:
    """Apply one variant; ``like: [a, b]`` applies others first."""
    if not isinstance(chosen.value, dict):
        return
    like = chosen.value.get("like")
    if like is not None:
        for item in like.node.value if isinstance(like.node.value, list) else [like.node]:
            _like(document, item, (*chain, name))
    for path, entry in list(chosen.value.items()):
        if path not in ("about", "like"):
            place = (chosen.file, entry.line, entry.col)
            document.problems += overlay.apply(document.tree, path, entry.node, place, Scenario)


def _like(document: Document, item: Tree, chain: tuple[str, ...]) -> None:
    """Apply the variant that another one names, unless it would come back to itself."""
    wanted, variants = str(item.value), document.tree.child("variants")
    other = variants.child(wanted) if variants else None
    if other is None or wanted in chain:
        hint = near(wanted, [v for v in document.variants if v != chain[-1]])
        message = tr("variant {variant!r} cannot be like {other!r}", variant=chain[-1], other=item.value)
        document.problems.append(Problem("E213", message, hint, item.file, item.line, item.col))
    else:
        _variant(document, wanted, other, chain)


def _setting(path: str, text: str) -> Tree | Problem:
    """The value of ``--set PATH=VALUE`` as a tree."""
    try:
        tree, _ = parse_tree(f"v: {text}".encode(), f"--set {path}")
        value = tree.child("v")
    except (ScenarioError, UnicodeEncodeError):
        message = tr("{path}={text}: the value cannot be read", path=path, text=text)
        return Problem("E203", message, tr("quote it as in the file"), f"--set {path}", 1, 1)
    return value if value is not None else Tree(1, 1, None, f"--set {path}")


def _validate(document: Document) -> None:
    """Type the tree; leave out entries that do not fit, so that the rest can be checked as well."""
    plain = document.tree.plain()
    for _ in range(40):
        try:
            document.scenario = Scenario.model_validate(plain)
            return
        except ValidationError as error:
            details = error.errors(include_url=False)
        document.broken = True
        for detail in details[:MOST_PROBLEMS]:
            code, message, hint, shift = worded(detail, Scenario, plain)
            document.problem(detail["loc"], code, message, hint, shift=shift, key=code == "E201")
        if len(details) > MOST_PROBLEMS:
            left = len(details) - MOST_PROBLEMS
            document.problem(
                (), "L106", tr("{left} more parts do not fit the language", left=left), tr("mend these first")
            )
            return
        stands = [_leave_out(plain, detail["loc"]) for detail in details]
        _sweep(plain)
        if not all(stands):
            return


def _leave_out(plain: object, loc: tuple[int | str, ...]) -> bool:
    """Drop the entry that an error lies in; False where the scenario cannot stand without it."""
    if not isinstance(plain, dict) or not loc or loc[0] in ("clock", "title", "startex"):
        return False
    holder: Any = plain
    path = list(loc)
    while len(path) > 1 and _holds(holder, path[0]) and (path[0] == "threat" or holder is plain):
        holder, path = holder[path[0]], path[1:]
    if holder is plain:
        return plain.pop(str(loc[0]), None) is not None
    if not _holds(holder, path[0]):
        return True  # another error of the same entry has taken it out
    if isinstance(holder, list):
        holder[int(path[0])] = _GONE
    else:
        holder.pop(path[0], None)
    return True


_GONE = "left out"  # not for people


def _holds(holder: Any, part: int | str) -> bool:
    if isinstance(holder, dict):
        return part in holder
    return isinstance(holder, list) and isinstance(part, int) and part < len(holder)


def _sweep(plain: Any) -> None:
    """Take the entries that were left out of lists away."""
    threat = plain.get("threat") if isinstance(plain, dict) else None
    for holder in (holder for holder in (plain, threat) if isinstance(holder, dict)):
        for name in [name for name, value in holder.items() if isinstance(value, list)]:
            holder[name] = [item for item in holder[name] if item is not _GONE]


def load(
    path: Path,
    *,
    label: str = "",
    variant: str = "",
    sets: Mapping[str, str] | None = None,
    language: str = "",
    data: bytes | None = None,
) -> Document:
    """Read a scenario file with its libraries, a variant and settings; ``data`` is what will stand in it.

    Its words are those of ``language`` where it is translated into that one, else as they are written.
    Gives a :class:`Document` that carries every problem found; raises :class:`ScenarioSyntaxError`
    or :class:`ScenarioTooLarge` where the YAML itself stops us, :class:`UsageError` where there is
    no such file.
    """
    document = Document(label or str(path), Tree(1, 1, {}), None, [])
    document.tree = overlay.copied(_read(path, path.name, document, (path.resolve(),), data))
    if any(p.code == "E212" for p in document.problems):
        return document  # nobody knows what a newer language means
    overlay.add_ids(document.tree)
    document.problems += translations.lay(document.tree, language, document.own_files)
    _overlays(document, variant, sets or {})
    document.variant = variant
    document.absent = overlay.remove_absent(document.tree)
    _validate(document)
    return document
