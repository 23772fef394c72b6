"""The building blocks that a new scenario is made of: what ``scenarios/lib`` holds, and a line on each.

A *library* is taken in by ``uses:`` and stays where it is.  A *site* or *hazard* is copied into the new file, where its
author changes it; in it a ``$`` stands before each name that a site has for itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from simulator.catalogue import marked, tr, word
from simulator.errors import UsageError
from simulator.measures import MEASURES
from simulator.scenario.library import read_file, scenario_folder
from simulator.scenario.tree import parse_tree

__all__ = [
    "COMMANDS",
    "RULES",
    "UNITS",
    "Block",
    "about_of",
    "block",
    "blocks",
    "hazards_for",
    "sections",
    "spoken",
    "unit_types",
    "words_in",
]

UNITS = "un_units"
RULES = "contingency_rules"
COMMANDS = {"missions": "un_command", "small": "small_command"}
"""command structure -> its library"""

_NONE = {
    "site": marked("there is no site {name!r}; there are {known}"),
    "hazard": marked("there is no hazard {name!r}; there are {known}"),
}
_WORDS = re.compile(
    r"(?P<key>^ *(?:title|summary|draws_on|about): )(?P<line>\S.*)$"
    r"|(?P<field>(?<![\w$])(?:title|text|action|capability|from(?=: [\"A-Z])): )"
    r"(?P<words>\"[^\"\n]*\"|[^\"\s$\[{][^,{}\[\]\n]*)"
    r"|(?P<mark>^ *# +|  # )(?P<note>\S.*)$",
    re.MULTILINE,
)
"""what people read in a block: the values of some fields, and comments"""
_PLAIN = re.compile(r"[^\W\d_](?:[\w \xa0'.?!-]*[\w.?!])?")
"""a text that needs no quotes"""
_FOR = re.compile(r"^# For: (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A building block: its kind, what a command calls it, a line on it, and the kinds of site that it fits.

    The kind is a key, said by who lists blocks; the line is in the language that is spoken.
    """

    kind: str
    name: str
    about: str
    sites: tuple[str, ...] = ()


def _folder(kind: str) -> Path:
    return scenario_folder() / "lib" / f"{kind}s"


def _text(path: Path) -> str:
    return read_file(path).decode("utf-8")


def about_of(text: str) -> str:
    """The first sentence of a file's head, which says what it is, as it is written there."""
    head = " ".join(
        line.removeprefix("#").strip() for line in takewhile(lambda line: line.startswith("#"), text.splitlines())
    )
    return head.partition(". ")[0].removesuffix(".") + "."


def _plain(name: str, section: str) -> dict[str, dict[str, str]]:
    """A section of a library: name -> its fields as texts."""
    path = scenario_folder() / "lib" / f"{name}.yaml"
    plain = parse_tree(read_file(path), path.name)[0].plain()
    assert isinstance(plain, dict)
    return {name: {key: str(value) for key, value in fields.items()} for name, fields in plain[section].items()}


def _placed(kind: str) -> Iterator[Block]:
    for path in sorted(_folder(kind).glob("*.yaml")):
        text = _text(path)
        found = _FOR.search(text)
        yield Block(kind, path.stem, tr(about_of(text)), tuple(found[1].split(", ")) if found else ())


def block(kind: str, name: str) -> str:
    """The text of a site or a hazard; raises :class:`UsageError` where there is none of that name."""
    known = [path.stem for path in sorted(_folder(kind).glob("*.yaml"))]
    if name not in known:
        raise UsageError(tr(_NONE[kind], name=name, known=", ".join(known)))
    return spoken(_text(_folder(kind) / f"{name}.yaml"))


def words_in(text: str, *, notes: bool = False) -> list[str]:
    """What people read in a block, as it is written there; with ``notes`` its comments as well."""
    found = [match["line"] or match["words"] or (match["note"] if notes else "") for match in _WORDS.finditer(text)]
    return [words.strip('"') for words in found if words]


def spoken(text: str) -> str:
    """A block or a starter with its words in the language that is spoken; nothing else of it changes."""
    return _WORDS.sub(_said, text)


def _said(found: re.Match[str]) -> str:
    if found["note"]:
        return found["mark"] + tr(found["note"])
    bare = (found["line"] or found["words"]).strip('"')
    said = tr(bare)
    if said == bare:
        return found[0]
    return (found["key"] or found["field"]) + (said if _PLAIN.fullmatch(said) else json.dumps(said, ensure_ascii=False))


def hazards_for(site: str) -> list[str]:
    """The hazards that fit a kind of site."""
    return [found.name for found in _placed("hazard") if site in found.sites]


def unit_types() -> dict[str, dict[str, str]]:
    """The kinds of unit of the library: name -> its fields as texts."""
    return _plain(UNITS, "unit_types")


def sections(text: str) -> dict[str, list[str]]:
    """The lines below each section of a block; those of the threat under ``threat.groups`` and ``threat.stream``."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        top = re.match(r"([a-z_]+):(.*)$", line)
        inner = re.match(r"  (groups|stream):$", line) if name.startswith("threat") else None
        if top:
            name = top[1]
            found[name] = [top[2].strip()] if top[2].strip() else []
        elif inner:
            name = f"threat.{inner[1]}"
            found[name] = []
        elif name:
            found[name].append(line)
    return found


def _kept(kind: str, names: Mapping[str, str]) -> Iterator[Block]:
    """Blocks that are libraries: what a command calls them -> the library."""
    for name, library in names.items():
        yield Block(kind, name, tr(about_of(_text(scenario_folder() / "lib" / f"{library}.yaml"))))


def _objectives(hazards: Sequence[Block]) -> Iterator[Block]:
    for hazard in hazards:
        plain = parse_tree(block("hazard", hazard.name).encode(), hazard.name)[0].plain()
        assert isinstance(plain, dict)
        for row in plain["objectives"]:
            about = tr("{objective}; comes with {hazard}", objective=row["text"], hazard=hazard.name)
            yield Block("objective", row["id"], about)


def _unit(fields: Mapping[str, str]) -> str:
    """A line on a kind of unit."""
    words = {name: word(fields[name]) for name in ("component", "mobility")}
    return tr("{component}, {strength} people, {mobility}, notice {notice}", **{**fields, **words})


def blocks() -> list[Block]:
    """Every building block, kind by kind."""
    types, channels, hazards = unit_types(), _plain(COMMANDS["missions"], "channels"), [*_placed("hazard")]
    return [
        *_placed("site"),
        *(Block("unit type", name, _unit(fields)) for name, fields in types.items()),  # not for people
        *_kept("command structure", COMMANDS),  # not for people
        *(Block("channel", name, tr("heard after {delay}, {fails} lost", **row)) for name, row in channels.items()),
        *_kept("rule set", {RULES: RULES}),  # not for people
        *hazards,
        *_objectives(hazards),
        *(Block("measure", name, tr(measure.about)) for name, measure in MEASURES.items()),
    ]
