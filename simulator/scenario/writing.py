"""From texts, lists and mappings to YAML: a whole scenario, or one section laid into a file that stands.

What is written is read again before it is given back: an author's file keeps every other word, or is
not touched at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from simulator.catalogue import tr
from simulator.errors import Problem, ScenarioInvalid, ScenarioSyntaxError
from simulator.scenario.decoding import decode
from simulator.scenario.tree import Tree, parse_tree

__all__ = ["scenario_text", "with_section"]

_Base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_Base):  # type: ignore[misc]
    """PyYAML's writer with texts of several lines as blocks."""


def _text(dumper: Any, text: str) -> Any:
    block = "\n" in text and text.strip() == text and not any(line != line.rstrip() for line in text.split("\n"))
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if block else None)


_Dumper.add_representer(str, _text)


def scenario_text(content: Mapping[str, Any]) -> str:
    """A scenario, or a part of one, as YAML: every value a text, a list or a mapping; keys in the order given."""
    return str(
        yaml.dump(dict(content), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, line_break="\n")
    )


def with_section(data: bytes, file: str, name: str, content: Any) -> str:
    """The text of a scenario file with one section replaced or added; every other line stays as it is.

    Raises :class:`ScenarioInvalid` where the file is written in a way that this cannot be done in, and
    :class:`ScenarioTooLarge` where the result is more than a file may hold.
    """
    tree, _ = parse_tree(data, file)
    assert isinstance(tree.value, dict)
    text = decode(data, file)[0].replace("\r\n", "\n")
    lines = text.split("\n")
    starts = sorted(entry.line for entry in tree.value.values())
    section = scenario_text({name: content}).rstrip("\n").split("\n")
    here = tree.value.get(name)
    if here is None:
        first = last = len(lines) if lines[-1].strip() else len(lines) - 1
    else:
        first = here.line - 1
        last = next((line - 1 for line in starts if line > here.line), len(lines))
        last = _before_comments(lines, first, last)
    made = "\n".join([*lines[:first], *section, *lines[last:]])
    if not made.endswith("\n"):
        made += "\n"
    if any(entry.col != 1 for entry in tree.value.values()) or not _same(tree, made, file, name, content):
        why = tr("the {name} of this file cannot be replaced without touching the rest", name=name)
        raise ScenarioInvalid(
            [Problem("E708", why, tr("begin each section, and {name}:, on a line of its own", name=name), file)]
        )
    return made


def _before_comments(lines: list[str], first: int, last: int) -> int:
    """Where a section ends: comments and empty lines right above the next one belong to that."""
    while last - 1 > first and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
        last -= 1
    return last


def _same(tree: Tree, made: str, file: str, name: str, content: Any) -> bool:
    """Whether a text says what the tree says, with the one section replaced."""
    before = tree.plain()
    assert isinstance(before, dict)
    try:
        after = parse_tree(made.encode(), file)[0].plain()
    except ScenarioSyntaxError:
        return False
    return bool(after == {**before, name: content})
