"""An order of battle as a scenario: one of nothing but forces, or laid into one that stands.

Nothing is ever taken out of a scenario because a file does not name it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from simulator.blueprint.build import inspect
from simulator.catalogue import tr, trn
from simulator.errors import Problem, errors_in
from simulator.exchange.compose import STARTEX
from simulator.exchange.forces.columns import COLUMNS, MODELS, Sections, sections_of
from simulator.exchange.forces.entries import lay_all
from simulator.exchange.forces.laying import Laying, Places
from simulator.exchange.forces.read import Entry, Read
from simulator.exchange.laid import Laid, addressed, differences
from simulator.scenario.decoding import decode
from simulator.scenario.load import Document, load
from simulator.scenario.tree import parse_tree
from simulator.scenario.writing import scenario_text, with_section

__all__ = ["LIBRARY", "laid"]

LIBRARY = "lib/un_units.yaml"
"""the library whose kinds of unit are known where a file stands alone"""
_MOST_NAMED = 12


def laid(
    read: Read,
    out: Path,
    into: bytes | None,
    library: Mapping[str, Mapping[str, Any]],
    *,
    title: str = "",
    startex: str = "",
    home: str = "",
) -> Laid[Read]:
    """The scenario that entries make, checked as if it stood at ``out``; writes nothing.

    ``library`` are the kinds of unit of :data:`LIBRARY`.  With ``home`` whoever is at a place that the scenario does
    not have is at that one, and what cannot be tied is told and left away.  Raises what ``load`` raises.
    """
    document = load(out, label=str(out), data=into) if into is not None else None
    plain = document.tree.plain() if document else {}
    before = sections_of(plain)
    stands = sections_of(plain) if document else {**before, "unit_types": {n: dict(f) for n, f in library.items()}}
    laying = Laying(read, stands, _places(plain), alone=into is None, home=home)
    lay_all(laying)
    _assumed(laying)
    if errors_in(read.problems):
        return Laid("", read)
    if into is None:
        text = _alone(laying, library, title, startex)
    else:
        _unnamed(read, before)
        text = _with(laying.changed, into, str(out))
    made = load(out, label=str(out), data=text.encode())
    inspect(made)
    changes = (differences(name, before[name], entries) for name, entries in laying.changed.items())
    return Laid(text, read, _addressed(read, made), tuple(chain.from_iterable(changes)))


def _places(plain: object) -> Places:
    held = plain.get("places") if isinstance(plain, dict) else None
    rows = held.items() if isinstance(held, dict) else ()
    return {str(name): fields for name, fields in rows if isinstance(fields, dict)}


def _assumed(laying: Laying) -> None:
    """Say what was assumed, each once with the rows that it is about."""
    for what, places in laying.guessed.items():
        more = tr(" and {count} more", count=len(places) - _MOST_NAMED) if len(places) > _MOST_NAMED else ""
        laying.read.say("N708", f"{', '.join(places[:_MOST_NAMED])}{more}: {what}")
    heads = {column.field: column.head for column in COLUMNS}
    for column, count in sorted(laying.unused.items()):
        head, rows = heads.get(column, column), trn("{n} row", "{n} rows", count)
        laying.read.say(
            "N705", tr("what stands under {head!r} means nothing here in {rows}: not taken", head=head, rows=rows)
        )
    drawn = [name for name, place in laying.made_places.items() if isinstance(place["at"], list)]
    if len(drawn) > 1:
        why = tr("nobody says where {names} lie: a kilometre from one another", names=", ".join(drawn)[:200])
        laying.read.say("N708", why, tr("draw them: startex ground export, and import"))


def _alone(laying: Laying, library: Mapping[str, Any], title: str, startex: str) -> str:
    """A scenario of nothing but forces, and of the places that they are at."""
    if not startex:
        laying.read.say(
            "N708",
            tr("the file does not say when STARTEX is: {moment}", moment=STARTEX),
            tr("--startex says another"),
        )
    used = {fields.get("type") for fields in laying.changed.get("units", {}).values()}
    lent = used & {*library} - {*laying.changed.get("unit_types", {})}
    facts: dict[str, Any] = {"startex": "1", "title": title[:200]}
    facts |= {"clock": {"startex": startex or STARTEX, "duration": "8 h"}, **({"uses": [LIBRARY]} if lent else {})}
    sections = {name: laying.changed[name] for name in MODELS if laying.changed.get(name)}
    return scenario_text({**facts, **({"places": laying.made_places} if laying.made_places else {}), **sections})


def _with(changed: Sections, base: bytes, out: str) -> str:
    """The base's text with what changes laid into its sections."""
    plain, data = parse_tree(base, out)[0].plain(), base
    assert isinstance(plain, dict)
    for section, entries in changed.items():
        held = plain.get(section)
        data = with_section(data, out, section, {**(held if isinstance(held, dict) else {}), **entries}).encode()
    return decode(data, out)[0]


def _unnamed(read: Read, before: Sections) -> None:
    """Say which forces the scenario has and the file does not name: they stay."""
    named = {(entry.section, entry.name) for entry in read.entries}
    left = [name for s in ("contingents", "units", "patrols") for name in before[s] if (s, name) not in named]
    if left:
        more = tr(" and others") if len(left) > _MOST_NAMED else ""
        why = tr("the file does not name {names}{more}: they stay", names=", ".join(left[:_MOST_NAMED]), more=more)
        read.say("N708", why, tr("take them out of the scenario by hand"))


def _addressed(read: Read, made: Document) -> tuple[Problem, ...]:
    """The problems of a check; those of an entry with the file, row and column that it comes from."""
    marks: dict[int, Entry | None] = {}
    top = made.tree.value if isinstance(made.tree.value, dict) else {}
    marks |= {made.place((str(name),), key=True)[1]: None for name in top}
    own = {(entry.section, entry.name): entry for entry in read.entries}
    for section, entries in sections_of(made.tree.plain()).items():
        for name in entries:
            file, line, _ = made.place((section, name), key=True)
            if file == made.file:
                marks[line] = own.get((section, name))

    def _told(problem: Problem, entry: Entry) -> Problem:
        told = entry.problem(read.file, "", problem.message)
        return replace(problem, file=told.file, line=told.line, col=told.col, message=told.message)

    return addressed(made, marks, _told)
