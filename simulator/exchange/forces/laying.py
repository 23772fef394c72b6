"""Entries of an order of battle, laid beside the forces that a scenario has: what they name, and what they change.

A cell that says what the scenario says already changes nothing, and an empty one says nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.blueprint.ground import is_grid
from simulator.exchange.forces.columns import MODELS, Sections, field_in
from simulator.exchange.forces.names import Names, is_name, slug
from simulator.exchange.forces.read import Entry, Read
from simulator.exchange.forces.rows import cells_of, value_of
from simulator.exchange.forces.words import post_kind_in
from simulator.scenario.translate import near

__all__ = ["Laying", "changed_cells", "name_entries", "set_cells"]

Places = dict[str, dict[str, Any]]
_BASES = re.compile(r"\b(?:base|camp|hq|cob|tob|compound|headquarters|garnison)\b", re.IGNORECASE)
_APART_M = 1000
"""metres between places of which nobody says where they lie [A]"""


@dataclass(slots=True)
class Laying:
    """What is gathered while entries go by.

    ``stands`` are the forces that are known, libraries included, and grows; ``changed`` is what must be written.
    ``alone``: a scenario of nothing but these forces is made.  ``home``: the place of who has none that is known;
    with it what cannot be tied is told and left away, without it that is an error.
    """

    read: Read
    stands: Sections
    places: Places
    alone: bool
    home: str = ""
    changed: Sections = field(default_factory=dict)
    made_places: Places = field(default_factory=dict)
    grid: str = ""
    """the first place of which the file says a grid reference"""
    made: dict[str, str] = field(default_factory=dict)
    """contingents that the file names and nobody describes -> their component"""
    guessed: dict[str, list[str]] = field(default_factory=dict)
    """what was assumed -> the addresses of the rows"""
    unused: Counter[str] = field(default_factory=Counter)
    known: dict[str, Names] = field(default_factory=dict)
    """section -> what stands in it; places too"""
    here: dict[str, Names] = field(default_factory=dict)
    """section -> what the file's own rows are called"""

    def __post_init__(self) -> None:
        self.known = {**{section: Names(held) for section, held in self.stands.items()}, "places": Names(self.places)}
        self.here = {section: Names({}) for section in MODELS}

    def find(self, section: str, text: str) -> str:
        """The entry that a text names, of those that stand and of the file's own; empty for none."""
        return self.known[section].find(text) or (self.here[section].find(text) if section in self.here else "")

    def write(self, section: str, name: str, fields: dict[str, Any]) -> None:
        """An entry as it is to be; what is so already is not written."""
        if self.stands[section].get(name) != fields:
            self.stands[section][name] = fields
            self.changed.setdefault(section, {})[name] = fields
            self.known[section].add(name, str(fields.get("title", "")))

    def wrong(self, entry: Entry, column: str, said: str, hint: str = "", code: str = "E707") -> None:
        """An error of a cell."""
        self.read.problems.append(entry.problem(self.read.file, column, said, hint, code))

    def assume(self, what: str, entry: Entry, column: str = "") -> None:
        """Something that nobody says of a row; told once for all rows."""
        self.guessed.setdefault(what, []).append(entry.place(column))

    def untied(self, entry: Entry, column: str, what: str, section: str) -> None:
        """A name that is not there: an error, or told where a draft is made of the file."""
        said = f"there is no {what} {entry.cells[column][:60]!r}"
        if self.home:
            self.assume(f"{said}; the name is not taken", entry, column)
        else:
            names = [*self.known[section]]
            self.wrong(entry, column, said, near(entry.cells[column], names, f"there are {', '.join(names)[:200]}"))

    def place_of(self, entry: Entry) -> str:
        """The place that an entry is at; empty where there is none, which is said."""
        text = entry.cells.get("at", "")
        if name := self.known["places"].find(text):
            return name
        if self.alone:
            if not text:
                self.assume("no home place is said: base", entry)
                if "base" in self.made_places:
                    return "base"
            return self._new_place(text)
        if text:
            self.untied(entry, "at", "place", "places")
            return self.home
        bases = [name for name, fields in self.places.items() if fields.get("kind") == "un_base"]
        at = self.home or next(iter(bases), "")
        if at:
            self.assume(f"no home place is said: {at}", entry)
        else:
            self.wrong(entry, "at", "the row has no home place", "write one", "E706")
        return at

    def _new_place(self, text: str) -> str:
        """A place that only this file names: at its grid reference, else where nobody is in its way."""
        wanted = "base" if not text else "place" if is_grid(text) else slug(text) or "place"
        name = self.known["places"].free(wanted)
        kind = "un_base" if not text or _BASES.search(text) else "place"
        self.grid = self.grid or (name if is_grid(text) else "")
        far = _APART_M * len(self.made_places)
        at: Any = text if is_grid(text) else f"{far} m east of {self.grid}" if self.grid else [str(far), "0"]
        self.known["places"].add(name, text or "base")
        self.made_places[name] = {"kind": kind, "at": at, **({"title": text} if text not in ("", name) else {})}
        return name

    def post_of(self, entry: Entry, component: str) -> str:
        """The command post that a unit is under; empty where there is none."""
        text = entry.cells.get("under", "")
        if not text or (name := self.known["command"].find(text)):
            return name if text else ""
        if over := self.here["units"].find(text):
            self.assume(f"{over} is a unit and no command post: who is under it is not said to be", entry, "under")
            return ""
        if not self.alone:
            self.untied(entry, "under", "command post", "command")
            return ""
        name = self.known["command"].free(slug(text) or "post")
        title = {"title": text} if text != name else {}
        self.write("command", name, {"kind": post_kind_in(text), **title, "component": component})
        self.assume(f"command post {name} is made, of kind {post_kind_in(text)}", entry, "under")
        return name


def name_entries(laying: Laying) -> None:
    """Give every entry its name: that of the entry which it means, its own, or one made of its title."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in laying.read.entries:
        known, here = laying.known[entry.section], laying.here[entry.section]
        said, title = entry.cells.get("id", ""), entry.cells.get("title", "")
        name = known.find(said) or ("" if said else known.find(title))
        made = f"{title} {said}" if said.isdecimal() else said or title
        name = name or (said if is_name(said) else slug(made) or "unit")
        before = first.get((entry.section, name))
        if before is not None and said:
            laying.wrong(entry, "id", f"{said[:60]!r} stands in {before.place('id')} already", "give it another id")
            continue
        if before is not None:
            name = here.free(name)
            laying.assume("a name that stands there already gets a number", entry, "title")
        elif said and name != said:
            laying.assume(f"the id {said[:40]!r} becomes {name}", entry, "id")
        entry.name = name
        first[entry.section, name] = entry
        here.add(name, title)


def changed_cells(entry: Entry, stands: Sections) -> dict[str, str]:
    """The cells that say something else than the scenario does."""
    was = stands[entry.section].get(entry.name, {})
    shown = cells_of(entry.section, was, stands) if was else {}
    new = {column: text for column, text in entry.cells.items() if column != "id" and shown.get(column) != text}
    if new.get("title") == entry.name and not was.get("title"):
        del new["title"]
    return new


def set_cells(laying: Laying, entry: Entry, cells: Mapping[str, str], fields: dict[str, Any]) -> None:
    """Put cells into the fields that they give; one that gives none is counted."""
    for column, text in cells.items():
        name = field_in(entry.section, column)
        if name:
            fields[name] = value_of(entry.section, name, text)
        else:
            laying.unused[column] += 1
