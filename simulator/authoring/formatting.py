"""A scenario file's bytes in the one layout, held against the loader's own tree before anybody sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.authoring.layout import laid_out
from simulator.authoring.rows import Unusual
from simulator.catalogue import tr
from simulator.errors import Problem, ScenarioError, ScenarioSyntaxError
from simulator.scenario.decoding import decode
from simulator.scenario.tree import Tree, parse_tree

__all__ = ["Formatted", "formatted"]

_LINE_END = re.compile("\r\n?")
_ODD_LINE_ENDS = ("\x85", "\u2028", "\u2029")
"""characters that YAML takes for the end of a line and editors do not"""


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file as it stands and as it will: texts with ``\\n`` at their line ends, and the bytes to write."""

    before: str
    after: str
    data: bytes
    changed: bool


def formatted(data: bytes, file: str) -> Formatted:
    """The bytes of a file in the one layout: UTF-8 without a mark; line ends of Windows stay where all are such.

    Raises :class:`ScenarioSyntaxError` or :class:`ScenarioTooLarge` where the file cannot be read, or where its layout
    cannot be changed without changing what it says.
    """
    tree, _ = parse_tree(data, file)
    text, _ = decode(data, file)
    before = _LINE_END.sub("\n", text)
    after = _laid_out(before, file)
    _hold(tree, before, after, file)
    windows = text.count("\r\n") == before.count("\n") > 0
    made = (after.replace("\n", "\r\n") if windows else after).encode()
    return Formatted(before, after, made, made != data)


def _laid_out(text: str, file: str) -> str:
    for odd in _ODD_LINE_ENDS:
        if odd in text:
            line = text.count("\n", 0, text.index(odd)) + 1
            why = tr(
                "a line end of another kind (U+{code:04X}) stands in this line; nothing was changed", code=ord(odd)
            )
            raise _refused(file, line, why, tr("delete it"))
    try:
        return laid_out(text)
    except Unusual as error:
        line, why = error.args
        told = tr("this line cannot be laid out: {why}; nothing was changed", why=tr(why))
        raise _refused(file, line, told, tr("write it in the usual way")) from None


def _hold(tree: Tree, before: str, after: str, file: str) -> None:
    """The laid out text must say the same, and keep every character that is no blank, those of comments as well."""
    try:
        again = parse_tree(after.encode(), file)[0]
    except ScenarioError:
        again = None
    if again is None or not _equal(tree, again) or "".join(before.split()) != "".join(after.split()):
        why = tr("the layout cannot be changed without changing what the file says; nothing was changed")
        raise _refused(file, 1, why, tr("lay it out by hand"))


def _equal(one: Tree, other: Tree) -> bool:
    """Whether two trees say the same in the same order."""
    a, b = one.value, other.value
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(_equal(a[key].node, b[key].node) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_equal, a, b))
    return a == b


def _refused(file: str, line: int, message: str, hint: str) -> ScenarioSyntaxError:
    return ScenarioSyntaxError([Problem("E116", message, hint, file, line, 1)])
