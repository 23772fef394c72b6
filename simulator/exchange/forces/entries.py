"""What each entry of an order of battle becomes: contingents, kinds of unit, command posts, units, patrols."""

from __future__ import annotations

from typing import Any

from simulator.exchange.forces.columns import COLUMNS, INHERITED, MODELS, field_in
from simulator.exchange.forces.laying import Laying, changed_cells, name_entries, set_cells
from simulator.exchange.forces.names import slug
from simulator.exchange.forces.read import Entry, wrong_with
from simulator.exchange.forces.rows import inherited, value_of
from simulator.exchange.forces.words import kind_in, post_kind_in
from simulator.scenario.fields import references

__all__ = ["lay_all"]

_NOTICE = "30 min"
"""notice to move of a kind that nobody describes [A]"""
_KIND = ("component", "mobility", "armed", "medics", "carries", "can")
"""what only a kind of unit can say"""
_USUAL = {"component": "military", "mobility": "foot", "armed": "yes", "medics": "no", "carries": "0", "can": ""}


def lay_all(laying: Laying) -> None:
    """Lay every entry, those first on which others lean."""
    name_entries(laying)
    for section in MODELS:
        for entry in laying.read.entries:
            if entry.section == section and entry.name:
                (_unit if section == "units" else _patrol if section == "patrols" else _plain)(laying, entry)


def _plain(laying: Laying, entry: Entry) -> None:
    """A contingent, kind of unit or command post."""
    section, said = entry.section, changed_cells(entry, laying.stands)
    fields = dict(laying.stands[section].get(entry.name, {}))
    if section == "command":
        _post(laying, entry, said, fields)
    set_cells(laying, entry, said, fields)
    if section == "unit_types" and "notice" not in fields:
        fields["notice"] = _NOTICE
        laying.assume(f"notice to move of kinds for which none is said: {_NOTICE}", entry)
    laying.write(section, entry.name, _only_known(laying, section, fields))


def _post(laying: Laying, entry: Entry, said: dict[str, str], fields: dict[str, Any]) -> None:
    """What a command post names besides itself."""
    kind = said.pop("kind", "") or fields.get("kind", "")
    if not kind or wrong_with("command", "kind", kind):
        kind = post_kind_in(kind or entry.cells.get("title", "") or entry.name)
        laying.assume(f"a command post of kind {kind}", entry, "kind")
    fields["kind"] = kind
    if said.pop("at", ""):
        fields["at"] = laying.place_of(entry)
    if over := said.pop("under", ""):
        if name := laying.find("command", over):
            fields["reports_to"] = name
        else:
            laying.untied(entry, "under", "command post", "command")


# units


def _unit(laying: Laying, entry: Entry) -> None:
    was = laying.stands["units"].get(entry.name)
    fields, said = dict(was or {}), changed_cells(entry, laying.stands)
    if "kind" in said or was is None:
        fields["type"] = _kind(laying, entry)
    if "of" in said:
        kind = laying.stands["unit_types"].get(fields.get("type", ""), {})
        fields["of"] = _contingent(laying, entry, said.get("component") or str(kind.get("component", "military")))
    have = {**_USUAL, **{key: str(value) for key, value in inherited(fields, laying.stands).items()}}
    if fields.get("of") and said.get("component", have["component"]) != have["component"]:
        laying.wrong(entry, "component", f"its contingent {fields['of']} is of another component: {have['component']}")
    differs = {
        c: said[c] for c in _KIND if c in said and said[c] != have[c] and (c != "component" or not fields.get("of"))
    }
    if differs:
        fields["type"] = _other_kind(laying, fields["type"], differs, entry)
    if "at" in said or was is None:
        fields["at"] = laying.place_of(entry)
    if post := laying.post_of(entry, said.get("component", have["component"])) if "under" in said else "":
        fields["under"] = post
    for column in (*_KIND, "kind", "of", "at", "under"):
        said.pop(column, None)
    same = [c for c in INHERITED if c in said and said[c] == have.get(c) and c not in fields]
    set_cells(laying, entry, {c: text for c, text in said.items() if c not in same}, fields)
    if fields.get("at") and fields.get("type"):
        ordered = {"type": fields.pop("type"), **fields}
        laying.write("units", entry.name, _only_known(laying, "units", ordered))


def _contingent(laying: Laying, entry: Entry, component: str) -> str:
    """The contingent that a unit is of; one that nobody describes is made, a second where its component is another."""
    text, known = entry.cells["of"], laying.stands["contingents"]
    name = laying.known["contingents"].find(text)
    if name and laying.made.get(name, component) == component:
        return name
    name = name or slug(text) or "contingent"
    if name in known:
        name = f"{name}_{component}"
    if name not in known:
        laying.made[name] = component
        laying.write("contingents", name, {"component": component})
        laying.assume(f"contingent {name} is made, {component}; its strength is not counted", entry, "of")
    return name


def _kind(laying: Laying, entry: Entry) -> str:
    """The kind of a unit: the one that it names, the one that its words mean, or a new one."""
    known, text = laying.stands["unit_types"], entry.cells.get("kind", "")
    if name := laying.known["unit_types"].find(text):
        return name
    said = text or f"{entry.cells.get('title', '')} {entry.name.replace('_', ' ')}"
    if name := kind_in(said, known):
        laying.assume(f"taken as a unit of kind {name} by its words", entry, "kind" if text else "title")
        return name
    name = slug(text) or "unit"
    if name not in known:
        cells = entry.cells
        fields = {c: value_of("unit_types", c, cells[c]) for c in _KIND if c in cells}
        fields["notice"] = cells.get("notice") or _NOTICE
        laying.write("unit_types", name, fields)
        if "notice" not in cells:
            laying.assume(f"notice to move of kinds for which none is said: {_NOTICE}", entry)
        told = ", ".join(f"{c} {cells.get(c, _USUAL[c])}" for c in ("component", "mobility", "armed"))
        laying.assume(f"kind of unit {name} is made: {told}", entry, "kind")
    return name


def _other_kind(laying: Laying, base: str, differs: dict[str, str], entry: Entry) -> str:
    """A kind that is like another but for some fields; made where there is none."""
    known = laying.stands["unit_types"]
    fields = {**known.get(base, {}), **{c: value_of("unit_types", c, text) for c, text in differs.items()}}
    if same := [name for name in known if known[name] == fields]:
        return same[0]
    name = laying.known["unit_types"].free(base)
    laying.write("unit_types", name, fields)
    told = ", ".join(f"{column} {text}" for column, text in differs.items())
    laying.assume(f"kind of unit {name} is made: {base} with {told}", entry)
    return name


# patrols, and what names others


def _patrol(laying: Laying, entry: Entry) -> None:
    was = laying.stands["patrols"].get(entry.name)
    fields, said = dict(was or {}), changed_cells(entry, laying.stands)
    if text := said.pop("by", ""):
        fields["by"] = laying.find("units", text)
        if not fields["by"]:
            laying.wrong(entry, "by", f"there is no unit {text[:60]!r}", "name a unit of the file or of the scenario")
            return
    if "by" not in fields:
        laying.wrong(entry, "by", "the row does not say which unit goes on patrol", "write one", "E706")
        return
    set_cells(laying, entry, said, fields)
    fields = _only_known(laying, "patrols", fields)
    if laying.alone and not fields.get("loop") and not fields.get("along"):
        why = "it goes along stretches that are not here, and no loop is written"
        laying.read.left_out.append(f"{entry.place()} {entry.name!r}: {why}")
        return
    laying.write("patrols", entry.name, fields)


def _only_known(laying: Laying, section: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Where only forces are made: the fields without names of what is no force."""
    if not laying.alone:
        return fields
    of = {"command": "command", "unit": "units", "contingent": "contingents", "unit_type": "unit_types"}
    of |= {"place": "places"}
    kept = dict(fields)
    for name, _, kinds in references(MODELS[section]):
        if name not in fields:
            continue
        names = fields[name] if isinstance(fields[name], list) else [fields[name]]
        there = [one for one in names if any(kind in of and laying.find(of[kind], one) == one for kind in kinds)]
        if there == names:
            continue
        laying.unused[_column(section, name)] += 1
        if there:
            kept[name] = there
        else:
            del kept[name]
    return kept


def _column(section: str, name: str) -> str:
    """The column that gives a field."""
    return next((c.field for c in COLUMNS if field_in(section, c.field) == name), name)
