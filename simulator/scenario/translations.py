"""A scenario's words in other languages: ``translations: {fr: fr/my_site.yaml}``, or the words themselves.

A translation says for paths of the file what stands there in another language::

    translations:
      fr:
        title: Le site de Deru
        units.qrf_1.title: Force de réaction rapide
        msel: {I-02: {text: Le groupe demande un plan.}}

Dotted paths and mappings in mappings mean the same.  It is laid below variants and ``--set``, so that what
those say stands; it changes words and nothing else, so that the same seed plays out the same in every language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from simulator.catalogue import tr
from simulator.errors import Problem, ScenarioSyntaxError
from simulator.scenario.library import include_path, read_file
from simulator.scenario.tree import Entry, Tree, parse_tree

__all__ = ["WORDS", "lay", "languages_of", "read_files", "untranslated", "words_in"]

WORDS = frozenset(
    ("title", "summary", "situation", "draws_on", "handling", "text", "from", "script", "storyline", "notes", "prose")
    + ("action", "capability", "about")
)
"""the fields that hold words for people"""
_NO_WORDS = ("routes", "translations", "uses")
"""sections where a field of such a name holds something else"""
_SHORT = {"options": "text", "do": "prose"}
"""below which a plain text stands for a mapping with this field"""


def read_files(tree: Tree, folder: Path) -> tuple[dict[str, bytes], set[str], list[Problem]]:
    """Put what stands in files of their own into the tree's ``translations``.

    Gives these files by the names that the scenario has for them, the names of those that lie in its own folder (a copy
    of a shipped scenario has its words in the shipped one), and what is wrong with a name or with the YAML.
    """
    block = tree.child("translations")
    files: dict[str, bytes] = {}
    own: set[str] = set()
    problems: list[Problem] = []
    for entry in block.value.values() if block and isinstance(block.value, dict) else ():
        name = entry.node.value
        if not isinstance(name, str) or not name:
            continue
        try:
            path = include_path(name, folder)
            data = read_file(path)
            read, notices = _parsed(data, name)
        except ScenarioSyntaxError as error:
            problems += [p if p.line else p.at(entry.node.file, entry.line, entry.col) for p in error.problems]
            entry.node = Tree(entry.line, entry.col, {}, entry.node.file)
            continue
        problems += notices
        files[name] = data
        own |= {name} if path.is_relative_to(folder) else set()
        entry.node = read
    return files, own, problems


@lru_cache(maxsize=8)
def _parsed(data: bytes, name: str) -> tuple[Tree, list[Problem]]:
    """A file's tree, kept for the next reading of a scenario that is being written; nobody changes it in place."""
    return parse_tree(data, name, words=True)


def languages_of(tree: Tree) -> tuple[str, ...]:
    """The language that a scenario is written in, then those that it has words in."""
    own, block = tree.child("language"), tree.child("translations")
    others = block.value if block and isinstance(block.value, dict) else ()
    return tuple(dict.fromkeys((str(own.value) if own and own.value else "en", *others)))


def lay(tree: Tree, language: str, own_files: Collection[str]) -> list[Problem]:
    """Lay the words of a language over the tree, in place; those of all languages are held against it.

    Gives what cannot be laid: a path that leads nowhere, something that is not words; and what is missing.
    ``own_files`` are those of the scenario itself; what a library translates and the scenario does not have is
    passed over; what it translates into the scenario's own language counts where the scenario says nothing itself.
    """
    from simulator.scenario import overlay  # what a list of scenarios needs is here without the models

    own, block = languages_of(tree)[0], tree.child("translations")
    problems = _gaps(tree, own_files)
    for code, entry in list(block.value.items()) if block and isinstance(block.value, dict) else ():
        into = tree if code == (language or own) else overlay.copied(tree)
        for path, leaf in _leaves(entry.node, ()):
            stands = code == own and (overlay.node_at(tree, path) or overlay.node_at(tree, path[:-1]))
            if stands and stands.file in own_files:
                continue  # a library's words in the scenario's own language; what the scenario says stands
            found = _word(into, path, leaf)
            problems += found if leaf.node.file in own_files else ()
        if into is tree and isinstance(tree.value, dict):
            tree.value["language"] = Entry(entry.line, entry.col, Tree(entry.line, entry.col, code, entry.node.file))
    return problems


def words_in(tree: Tree, language: str) -> dict[str, str]:
    """The words of a language by their dotted paths; nothing for one that it has no words in."""
    block = tree.child("translations")
    there = block.child(language) if block else None
    leaves = _leaves(there, ()) if there else ()
    return {".".join(path): leaf.node.value for path, leaf in leaves if isinstance(leaf.node.value, str)}


def _leaves(node: Tree, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Entry]]:
    for name, entry in node.value.items() if isinstance(node.value, dict) else ():
        parts = (*path, *(part for part in name.split(".") if part))
        if isinstance(entry.node.value, dict):
            yield from _leaves(entry.node, parts)
        elif parts[-2:-1] == ("options",):
            yield (*parts, _SHORT["options"]), entry
        else:
            yield parts, entry


def _holds_words(path: Sequence[str]) -> bool:
    """Whether a field holds words; the ``handling`` of a command post is a time, that of the exercise a marking."""
    return bool(path) and path[-1] in WORDS and (path[-1] != "handling" or len(path) == 1)


def _word(tree: Tree, path: Sequence[str], leaf: Entry) -> list[Problem]:
    """Lay one text; gives what is wrong with it."""
    from simulator.scenario import overlay
    from simulator.scenario.schema import Scenario

    dotted, place = ".".join(path), (leaf.node.file, leaf.line, leaf.col)
    if not _holds_words(path) or path[0] in _NO_WORDS:
        hint = tr("translate title, text, summary and the like")
        why = tr("{dotted!r} holds no words: a translation may not change it", dotted=dotted)
        return [Problem("E215", why, hint, *place)]
    if not isinstance(leaf.node.value, str):
        why, hint = tr("{dotted!r} needs a text here", dotted=dotted), tr("write the words, or leave the line out")
        return [Problem("E215", why, hint, *place)]
    holder = overlay.node_at(tree, path[:-1])
    if holder is not None and isinstance(holder.value, str):
        path = path[:-1]  # a plain text stands for the mapping
    return overlay.apply(tree, ".".join(path), leaf.node, place, Scenario)


def _name(item: Tree) -> str:
    own = item.child("id")
    return str(own.value) if own and own.value else ""


def untranslated(tree: Tree, language: str) -> list[str]:
    """The dotted paths of words that a language has no text for, in the order of the file; variants aside."""
    known = words_in(tree, language)
    return [path for path in _words(tree, ()) if path not in known]


def _gaps(tree: Tree, own_files: Collection[str]) -> list[Problem]:
    """A notice for each language that the scenario itself gives words in, and not all of them."""
    block, problems = tree.child("translations"), []
    for code, entry in block.value.items() if block and isinstance(block.value, dict) else ():
        missing = untranslated(tree, code)
        own = any(leaf.node.file in own_files for _, leaf in _leaves(entry.node, ()))
        if missing and own:
            message = tr(
                "{count} texts have no words in {code!r}: {names}",
                count=len(missing),
                code=code,
                names=", ".join(missing[:3]),
            )
            message += ", ..." if len(missing) > 3 else ""
            place = (entry.node.file, entry.node.line, entry.node.col)
            problems.append(Problem("N216", message, tr("they stay as they are written"), *place, "notice"))
    return problems


def _words(node: Tree, path: tuple[str, ...]) -> Iterator[str]:
    """The paths of all words below a node; items of lists go by their id, or by number."""
    if isinstance(node.value, dict):
        parts = [(name, entry.node) for name, entry in node.value.items()]
    elif isinstance(node.value, list):
        parts = [(_name(item) or str(number), item) for number, item in enumerate(node.value)]
    else:
        return
    for name, child in parts:
        if not path and name in (*_NO_WORDS, "variants"):
            continue
        short = _SHORT.get(path[-1]) if path else None
        words = _holds_words((*path, name))
        if isinstance(child.value, str) and (words or short):
            yield ".".join((*path, name) if words and not short else (*path, name, short or ""))
        yield from _words(child, (*path, name))
