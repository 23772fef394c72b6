"""What differs between two scenarios, in words: people, places, forces, rules, injects, times - never lines.

The rows of the two blueprints are walked field by field, so that nothing that an engine is built from can differ
without a sentence, and nothing else can make one.  What only follows from other rows is said where nothing else is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any

from simulator.authoring.said import described, exactly, listed, said, shortened, words_of
from simulator.blueprint.model import Blueprint
from simulator.catalogue import marked, tr, word_as
from simulator.conditions import Condition
from simulator.parameters import describe
from simulator.quantities import Spread
from simulator.scenario.schema import Scenario
from simulator.units import format_clock, format_span

__all__ = ["Difference", "differences", "in_words_only", "meaning", "together"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs; ``text`` is the sentence, ``before`` and ``after`` are the values in words."""

    section: str
    id: str
    field: str
    before: str
    after: str
    text: str
    about: str = ""
    """what the sentence begins with, where others may begin alike: "rule MIL-3" """


NOUNS = {
    "places": "{name}",
    "segments": "{name}",
    "channels": marked("channel {name}"),
    "contingents": marked("contingent {name}"),
    "units": "{name}",
    "patrols": marked("patrol {name}"),
    "long_patrols": marked("long patrol {name}"),
    "command": marked("post {name}"),
    "cells": marked("cell {name}"),
    "staff": marked("staff {name}"),
    "groups": marked("group {name}"),
    "stream": marked("event {name}"),
    "rates": marked("incidents {name}"),
    "rules": marked("rule {name}"),
    "decisions": marked("decision {name}"),
    "injects": marked("inject {name}"),
    "objectives": marked("objective {name}"),
}
"""section of rows with an id -> how a row is called in a sentence"""

_SPEAKS = {
    "places": ("kind", "people"),
    "segments": ("length",),
    "contingents": ("strength",),
    "units": ("type", "strength", "at"),
    "patrols": ("unit", "teams"),
    "staff": ("people", "at"),
    "groups": ("type", "strength"),
    "stream": ("do", "by", "on"),
    "rates": ("kind", "rate"),
    "injects": ("text",),
    "objectives": ("text",),
}
"""section -> what is said of a row that is new or gone, besides its title"""

_NEW = (marked("{row} is new"), marked("{row} is new: {summary}"))
_GONE = (marked("{row} is gone"), marked("{row} is gone: {summary}"))
_PART = marked("{whose}, {what} {name}")
_FIELD = marked("{whose}: {field}: {after} instead of {before}")
_FIELD_ALONE = marked("{field}: {after} instead of {before}")

_DERIVED = frozenset(("posts", "tags", "stands_in", "assumptions", "roads"))
"""sections that follow from others: nothing is said of them where another one differs"""

_APART = ("name", "variant")
_MOST_WAYS = 3  # that one sentence names


def meaning(blueprint: Blueprint) -> str:
    """A hash of all that two scenarios can differ in: everything but the name of the file and of the variant."""
    return sha256(repr((replace(blueprint, name="", variant=""), blueprint.role_titles)).encode()).hexdigest()


def differences(before: Blueprint, after: Blueprint) -> list[Difference]:
    """What the second scenario has otherwise than the first, section by section; empty where they mean the same."""
    found: list[Difference] = []
    sections = [field.name for field in fields(Blueprint) if field.name not in _APART]
    for name in sorted(sections, key=lambda name: name in _DERIVED):  # what follows from others comes last
        one, other = getattr(before, name), getattr(after, name)
        if repr(one) != repr(other) and not (name in _DERIVED and found):
            found += _section(name, one, other)
    return found


def together(found: Sequence[Difference]) -> list[str]:
    """The sentences, with those in one that say the same of several things."""
    groups: dict[tuple[str, ...], list[Difference]] = {}
    for number, row in enumerate(found):
        alike = (row.section, row.field, row.before, row.after) if row.about else (str(number),)
        groups.setdefault(alike, []).append(row)
    sentences = []
    for rows in groups.values():
        first, *others = rows
        whose = [first.about, *(row.about if "," in row.about else row.id for row in others)]
        sentences.append(listed(whose) + first.text.removeprefix(first.about) if others else first.text)
    return sentences


def _section(name: str, one: Any, other: Any) -> list[Difference]:
    if name in NOUNS:
        return list(_rows(name, partial(_called, NOUNS[name]), _by_id(one), _by_id(other)))
    if name == "parameters":
        return list(_parameters(one, other))
    if name == "ways":
        return [_ways(one, other)]
    if name in ("roles", "role_titles"):
        return list(_roles(name, one, other))
    if name == "sun":
        return [Difference(name, "", "", "", "", tr("the sun rises and sets at other times"))]
    if is_dataclass(one) and is_dataclass(other):  # a section of one row
        return list(_fields(name, "", name, one, other))
    if name in _DERIVED:
        text = tr("{what}: otherwise, though nothing that they follow from is", what=words_of(name))
        return [Difference(name, "", "", "", "", text)]
    return list(_value(name, "", name, one, other, whose=""))


def _by_id(rows: Any) -> dict[str, Any]:
    return dict(rows) if isinstance(rows, Mapping) else {row.id: row for row in rows}


# rows


def _called(form: str, name: str, **fields: str) -> str:
    return tr(form, name=name, **fields)


def _rows(
    section: str, called: Callable[[str], str], one: Mapping[str, Any], other: Mapping[str, Any]
) -> Iterator[Difference]:
    """What is new, what is gone, what is otherwise, and what stands in another order."""
    for name, row in other.items():
        if name not in one:
            summary = _summary(section, row)
            text = tr(_NEW[bool(summary)], row=called(name), summary=summary)
            yield Difference(section, name, "", "", summary, text)
    for name, row in one.items():
        if name not in other:
            summary = _summary(section, row)
            text = tr(_GONE[bool(summary)], row=called(name), summary=summary)
            yield Difference(section, name, "", summary, "", text)
    both = [name for name in one if name in other]
    changed = [name for name in both if repr(one[name]) != repr(other[name])]
    for name in changed:
        yield from _fields(section, name, called(name), one[name], other[name])
    again = [name for name in other if name in one]
    if again != both and (section == "rules" or not changed):
        first = next(b for a, b in zip(both, again) if a != b)
        text = tr("{what} stand in another order: {names}", what=words_of(section), names=listed(again[:8]))
        yield Difference(section, first, "order", listed(both), listed(again), text)


def _summary(section: str, row: Any) -> str:
    parts = [row.title] if getattr(row, "title", "") not in ("", row.id) else []
    parts += [
        said(n, getattr(row, n)) for n in _SPEAKS.get(section, ()) if getattr(row, n, None) not in (None, "", 0, ())
    ]
    if section == "injects" and row.at >= 0:
        parts.insert(0, format_clock(row.at))
    if section == "stream":
        parts.insert(0, format_clock(row.at))
    return listed(parts) if parts else ""


def _fields(section: str, name: str, whose: str, one: Any, other: Any) -> Iterator[Difference]:
    """The fields of two rows of the same id."""
    for field in fields(one):
        before, after = getattr(one, field.name), getattr(other, field.name)
        if repr(before) == repr(after) or field.name == "y":
            if field.name == "y" and repr(before) != repr(after) and one.x == other.x:
                yield _moved(section, name, whose, one, other)
            continue
        if field.name == "x":
            yield _moved(section, name, whose, one, other)
        else:
            yield from _value(section, name, field.name, before, after, whose=whose)


def _moved(section: str, name: str, whose: str, one: Any, other: Any) -> Difference:
    before, after = (f"[{row.x:g}, {row.y:g}]" for row in (one, other))
    text = tr("{whose}: lies at {after} instead of {before}", whose=whose, after=after, before=before)
    return Difference(section, name, "at", before, after, text)


def _value(section: str, name: str, field: str, one: Any, other: Any, *, whose: str) -> Iterator[Difference]:
    """One field that differs."""
    one, other = _unkeyed(one), _unkeyed(other)
    if _are_rows(one) or _are_rows(other):
        if all(hasattr(row, "id") for row in (*one, *other)):
            called = partial(_called, _PART, whose=whose, what=words_of(field.removesuffix("s")))
            yield from _rows(section, called, _by_id(one), _by_id(other))
            return
        rows = [[described(row) for row in side] for side in (one, other)]
        yield _members(section, name, field, rows[0], rows[1], whose)
        return
    if _is_list(one) and _is_list(other) and field != "posts":
        yield _members(section, name, field, one, other, whose)
        return
    if is_dataclass(one) and type(one) is type(other) and not isinstance(one, Condition | Spread):
        yield from _fields(section, name, whose, one, other)
        return
    before, after = said(field, one), said(field, other)
    if before == after:  # what people would say is the same, and yet it is not
        before, after = exactly(one), exactly(other)
    yield Difference(section, name, field, before, after, _sentence(field, one, other, before, after, whose), whose)


def _unkeyed(value: Any) -> Any:
    """Rows that stand under their ids, as a list of them."""
    return tuple(value.values()) if isinstance(value, Mapping) and _are_rows(tuple(value.values())) else value


def _are_rows(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and hasattr(value[0], "__dataclass_fields__")


def _is_list(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, str) for item in value)


def _sentence(field: str, one: Any, other: Any, before: str, after: str, whose: str) -> str:
    values = {"whose": whose, "before": before, "after": after}
    if field == "at" and isinstance(one, int) and isinstance(other, int) and min(one, other) >= 0:
        values["span"] = format_span(abs(other - one))
        if other > one:
            return tr("{whose} comes at {after} instead of {before}, {span} later", **values)
        return tr("{whose} comes at {after} instead of {before}, {span} earlier", **values)
    if field in ("strength", "people") and word_as("unit", "people") in after:
        form = marked("{whose}: {after} instead of {before}") if whose else marked("{after} instead of {before}")
        return tr(form, **values)
    form = _FIELD if whose else _FIELD_ALONE
    return tr(form, field=words_of(field), **values)


def _members(section: str, name: str, field: str, one: Sequence[str], other: Sequence[str], whose: str) -> Difference:
    """Two lists: what the second has besides, and what it lacks."""
    before, after = listed(one), listed(other)
    new, gone = [item for item in other if item not in one], [item for item in one if item not in other]
    what = tr("{whose}: {field}", whose=whose, field=words_of(field)) if whose else words_of(field)
    form = marked("{what}: with {new}, without {gone}")
    if not gone:
        form = marked("{what}: with {new}")
    if not new:
        form = marked("{what}: without {gone}")
    if not new and not gone:
        form = marked("{what}: in another order")
        if before == after:
            form = marked("{what}: otherwise in what it reads or does")
    text = tr(form, what=what, new="; ".join(new), gone="; ".join(gone))
    return Difference(section, name, field, before, after, text)


# the rest


def _roles(section: str, one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[Difference]:
    """Where each role sits, or what it is called."""
    for name in dict.fromkeys((*one, *other)):
        before, after = one.get(name, ""), other.get(name, "")
        if before == after and (name in one) == (name in other):
            continue
        form, no = marked("role {name} sits at {after} instead of {before}"), tr("nowhere")
        if section == "role_titles":
            form, no = marked("role {name} is called {after} instead of {before}"), name
        elif name not in one:
            form = marked("role {name} sits at {after}, and is new")
        elif name not in other:
            form = marked("role {name} sits at nothing instead of {before}")
        yield Difference(section, name, "", before, after, tr(form, name=name, after=after or no, before=before or no))


def _parameters(one: Any, other: Any) -> Iterator[Difference]:
    for mechanism, name, meta in describe():
        before, after = (getattr(getattr(side, mechanism), name) for side in (one, other))
        if repr(before) != repr(after):
            kind = {"duration": "within", "share": "share", "number": "", "length": "length"}.get(
                meta.get("dimension", ""), ""
            )
            texts = said(kind, before), said(kind, after)
            if texts[0] == texts[1]:
                texts = exactly(before), exactly(after)
            path = f"{mechanism}.{name}"
            text = tr("parameter {path}: {after} instead of {before}", path=path, after=texts[1], before=texts[0])
            yield Difference("parameters", path, "", *texts, text)


def _ways(one: Mapping[tuple[str, str], Any], other: Mapping[tuple[str, str], Any]) -> Difference:
    """The ways between places, in one sentence: those that differ, the shortest first."""
    there = [pair for pair in dict.fromkeys((*one, *other)) if one.get(pair) != other.get(pair)]
    pairs = sorted(
        {(min(pair), max(pair)) for pair in there if pair[0] != pair[1]},
        key=lambda pair: (sum(one.get(pair, other.get(pair, ()))), pair),
    )
    told = []
    for pair in pairs[:_MOST_WAYS]:
        metres = [f"{sum(side[pair]):.0f} m" if pair in side else tr("no way") for side in (other, one)]
        ends = {"a": pair[0], "b": pair[1]}
        told.append(tr("{a} to {b} {after} instead of {before}", **ends, after=metres[0], before=metres[1]))
    text = tr("ways: {told}", told="; ".join(told)) if told else tr("ways: in another order")
    if len(pairs) > _MOST_WAYS:
        text = tr("ways: {told}, and {n} more", told="; ".join(told), n=len(pairs) - _MOST_WAYS)
    return Difference("ways", "", "", str(len(one)), str(len(other)), text)


def in_words_only(one: Scenario, other: Scenario) -> list[Difference]:
    """Texts of the file that no engine reads: the situation, the controllers' notes, sources."""
    found = []
    for field in ("summary", "situation", "draws_on", "language"):
        found += _text("", field, getattr(one, field), getattr(other, field))
    injects = {inject.id: inject for inject in one.msel}
    for inject in other.msel:
        before = injects.get(inject.id)
        for field in ("script", "notes", "storyline") if before is not None else ():
            found += _text(tr("inject {name}", name=inject.id), field, getattr(before, field), getattr(inject, field))
    for name, rule in other.plan.items():
        if name in one.plan:
            found += _text(tr("rule {name}", name=name), "source", one.plan[name].source, rule.source)
    return found


def _text(whose: str, field: str, before: str, after: str) -> list[Difference]:
    if before == after:
        return []
    values = [shortened(text) if text else word_as("said", "nothing") for text in (after, before)]
    form = _FIELD if whose else _FIELD_ALONE
    text = tr(form, whose=whose, field=words_of(field), after=values[0], before=values[1])
    return [Difference("words", whose, field, before, after, text)]
