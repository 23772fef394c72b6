"""A first draft of a scenario, made of building blocks: what ``startex new`` writes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from textwrap import indent

from simulator.authoring.blocks import COMMANDS, RULES, UNITS, block, hazards_for, sections, spoken, unit_types
from simulator.authoring.layout import laid_out
from simulator.catalogue import language, marked, tr, trn
from simulator.errors import UsageError
from simulator.quantities import QuantityError, parse_number
from simulator.units import format_span, parse_datetime, written_clock

__all__ = ["FORCES", "MOST_SITES", "Wish", "draft", "forces_of", "starter", "usual_people"]

MOST_SITES = 6
FORCES = (  # not for people
    "infantry_platoon=2, fpu_platoon, security_team, engineers, fire_team, ambulance_team, civil_affairs_team"
)
_SHORTEST, _LONGEST = 2 * 3600, 7 * 86400
_USUAL = {"town": 40}
_PEOPLE = 4000
_PEOPLE_EACH = 7.1
"""people in a shelter: what the shipped scenarios have"""
_POST = 9
"""people that a post takes, three in each of three shifts"""
_POSTS_EACH_SITE = 4
_APART_M = 4000
_ABOUT = {
    "clock": marked(
        "When it begins, how long it lasts, and where the sun stands. Times are counted from STARTEX: H+1:30."
    ),
    "uses": marked(
        "Libraries: kinds of units, command posts with their roles and channels, contingency rules by component."
    ),
    "places": marked("The ground. Positions are metres east and north of a point of your choice, or words."),
    "perimeter": marked("The wire, and who stands on it."),
    "routes": marked("The ways between places; without one, as the crow flies and a fifth more."),
    "contingents": marked(
        "A post on the wire takes nine people, three in each of three shifts; the rest makes up the units."
    ),
    "units": marked("Who can be sent. Say notice: 5 min where a unit stands ready."),
    "cells": marked("Who plays what: room, model (the simulation) or excon (exercise control)."),
    "leadership": marked("Who leads in a crisis."),
    "community": marked("How people feel at STARTEX: low, medium, high."),
    "threat": marked("What happens, whatever anybody does. Nothing here may know the plan."),
    "plan": marked(
        "The plan, besides the library's rules: when this is known, do that. A rule of the same name replaces one."
    ),
    "decisions": marked(
        "Questions that the situation puts to a role. The model stands in for a room that nobody plays."
    ),
    "msel": marked("The MSEL: what exercise control tells the players, and what it expects of them."),
    "objectives": marked("What the exercise is for, and what would show that it was reached."),
    "measures": marked("The measures to show first."),
    "variants": marked("Other versions of the same exercise: each line sets one value."),
}
_COUNT = (  # not for people
    "  COUNT: {title: The guards say how many wait, for: gates, when: crowd seen, do: [{task: report, to: ioc}]}"
)
_LEAD = "leadership: {incident_commander: ioc_duty_officer, announced_in: 5 (2-15) min}"  # not for people
_FEEL = "community: {trust: medium, tension: medium, consent: medium}"  # not for people
_ROLES = "ioc_duty_officer, police_duty_officer, security_duty_officer, field_office_head"  # not for people
_CHANGE = marked("{title} - a draft to change. Lines that begin with # are for you, not for the machine.")
_DRAWS_ON = marked("nothing yet - name the real events that you learn from; keep your own names fictional")
_STARTER = marked("My first exercise")
_NAME = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Wish:
    """What an author wants: ``forces`` is ``type=number, ...``; times as a scenario file writes them."""

    title: str
    site: str = "protection_site"
    people: int = 0
    """all sites together; 0 for what is usual there"""
    sites: int = 1
    forces: str = FORCES
    """empty where somebody else says who is there"""
    hazards: tuple[str, ...] = ()
    begins: str = "2031-03-01T06:00+02:00"
    lasts: str = "8 h"
    command: str = "missions"
    brought: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """sections of a ground that somebody else drew, as lines: then no site and no hazard is put in"""
    where: tuple[str, str] = ("5.0", "31.0")
    """latitude and longitude, for the sun"""


def usual_people(site: str, sites: int = 1) -> int:
    """How many live at the sites of a kind where nobody says so: in a town those are the staff of each."""
    return _USUAL[site] * sites if site in _USUAL else _PEOPLE


def draft(wish: Wish) -> str:
    """The text of a commented scenario that checks clean and runs; raises :class:`UsageError` for what cannot be."""
    wish = replace(wish, people=wish.people or usual_people(wish.site, wish.sites))
    seconds = _seconds(wish)
    forces = forces_of(wish.forces) if wish.forces else {}
    hazards = wish.hazards or tuple(hazards_for(wish.site)[:1])
    _check(wish, hazards)
    if wish.brought:
        return laid_out(_written(wish, seconds, forces, {name: [*lines] for name, lines in wish.brought.items()}))
    parts: dict[str, list[str]] = {}
    for number in range(wish.sites):
        _take(parts, sections(block("site", wish.site)), _names(wish, number, seconds))
    for number, hazard in enumerate(hazards):
        _take(parts, sections(block("hazard", hazard)), _names(wish, number % wish.sites, seconds))
    return laid_out(_written(wish, seconds, forces, parts))


def starter(title: str) -> str:
    """The text of the scenario that explains every section, under a title."""
    text = files("simulator.scenario").joinpath("starter.yaml").read_text(encoding="utf-8")
    said = spoken(text).replace(tr(_STARTER), title)
    return re.sub(r"^draws_on: .*\n", lambda found: found[0] + language_line(), said, flags=re.MULTILINE)


def language_line() -> str:
    """What a file says of the language that it is written in; English need not be said."""
    return "" if language() == "en" else f"language: {language()}\n"  # not for people


# what is wished


def _seconds(wish: Wish) -> int:
    try:
        parse_datetime(wish.begins)
        seconds = int(parse_number(wish.lasts, "duration"))
    except QuantityError as error:
        raise UsageError(str(error)) from None
    if not _SHORTEST <= seconds <= _LONGEST:
        raise UsageError(tr("an exercise of {span} is none for these blocks; between 2 h and 7 days", span=wish.lasts))
    return seconds


def forces_of(text: str) -> dict[str, int]:
    """``infantry_platoon=2, engineers`` as type -> number; raises :class:`UsageError` for what cannot be."""
    known, found = unit_types(), {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, number = part.partition("=")
        name, number = name.strip(), number.strip() or "1"
        if name not in known:
            raise UsageError(
                tr("there is no kind of unit {name!r}; there are {known}", name=name, known=", ".join(known))
            )
        if not number.isdecimal() or not 0 < int(number) <= 20:
            raise UsageError(tr("{text!r}: write {name}=2 for two of them; 20 are the most", text=part, name=name))
        found[name] = int(number)
    if not found:
        raise UsageError(tr("somebody must be there; name kinds of unit: infantry_platoon=2"))
    return found


def _check(wish: Wish, hazards: tuple[str, ...]) -> None:
    block("site", wish.site)
    fitting = hazards_for(wish.site)
    for hazard in hazards:
        block("hazard", hazard)
        if hazard not in fitting:
            names = {"hazard": hazard, "site": wish.site, "known": ", ".join(fitting)}
            raise UsageError(tr("{hazard} cannot happen at a {site}; there are {known}", **names))
    if len(set(hazards)) < len(hazards):
        raise UsageError(tr("a hazard is named twice"))
    if not 1 <= wish.sites <= MOST_SITES:
        raise UsageError(tr("{n} sites cannot be; between 1 and {most}", n=wish.sites, most=MOST_SITES))
    if wish.command not in COMMANDS:
        known = ", ".join(COMMANDS)
        raise UsageError(
            tr("there is no command structure {name!r}; there are {known}", name=wish.command, known=known)
        )
    if not 10 * wish.sites <= wish.people <= 200_000:
        raise UsageError(tr("{n} people cannot be; between 10 a site and 200000", n=wish.people))


# blocks


def _names(wish: Wish, number: int, seconds: int) -> Mapping[str, str]:
    """What stands for the ``$`` names of one site, besides those that get its number."""
    people = wish.people // wish.sites
    values = {
        "east": str(number * _APART_M),
        "people": str(people),
        "shelters": str(max(1, round(people / _PEOPLE_EACH))),
        "residents": str(min(2000, max(1, people // 2))),
        "": f"_{number + 1}" if wish.sites > 1 else "",
    }
    for share in range(5, 100, 5):
        values[f"at_{share}"] = written_clock(round(seconds * share / 100 / 300) * 300)
    return values


def _take(parts: dict[str, list[str]], found: Mapping[str, list[str]], names: Mapping[str, str]) -> None:
    """Add a block's sections to those that are there, with its names filled in."""
    for section, lines in found.items():
        filled = [_NAME.sub(lambda name: names.get(name[1], name[1] + names[""]), line) for line in lines]
        parts.setdefault(section, []).extend(filled)


def _unit_rows(wish: Wish, forces: Mapping[str, int]) -> tuple[list[str], dict[str, int]]:
    """The lines of the units, bases in turn, and how many people each contingent needs for them."""
    types, rows, need, count = unit_types(), [], {"battalion": 0, "police_unit": 0}, 0
    for name, number in forces.items():
        component = types[name]["component"]
        of = {"military": "battalion", "police": "police_unit"}.get(component, "")
        for index in range(number):
            base = f"base_{count % wish.sites + 1}" if wish.sites > 1 else "base"
            owner = f"of: {of}, " if of else ""  # not for people
            rows.append(f"  {name}_{index + 1}: {{type: {name}, {owner}at: {base}}}")  # not for people
            count += 1
            if of:
                need[of] += int(types[name]["strength"])
    return rows, need


# the file


def _section(name: str, lines: list[str]) -> str:
    return f"\n# {tr(_ABOUT[name])}\n{name}:\n" + "\n".join(lines) + "\n"


def _contingents(wish: Wish, need: Mapping[str, int], *, wire: bool) -> list[str]:
    """The lines of those who man the wire and send the units."""
    posts = _POST * _POSTS_EACH_SITE * wish.sites if wire else 0
    lines = [f"  battalion: {{strength: {posts + need['battalion']}, rehearsal: 70 %}}"]  # not for people
    if need["police_unit"]:
        strength = need["police_unit"]
        lines.append(f"  police_unit: {{component: police, strength: {strength}, rehearsal: 70 %}}")  # not for people
    return lines if posts or any(need.values()) else []


def _written(wish: Wish, seconds: int, forces: Mapping[str, int], parts: dict[str, list[str]]) -> str:
    units, need = _unit_rows(wish, forces)
    measures = list(dict.fromkeys(re.findall(r"\w+", " ".join(parts.pop("measures", [])))))
    held = dict(parts)
    held["contingents"] = _contingents(wish, need, wire="perimeter" in parts and not wish.brought)
    held["units"] = [*parts.get("units", []), *units]
    held["cells"] = [f"  operations: {{roles: [{_ROLES}], played_by: room}}"]  # not for people
    held["threat"] = [
        line
        for part in ("groups", "stream")
        if parts.get(f"threat.{part}")
        for line in (f"  {part}:", *parts[f"threat.{part}"])
    ]
    held["plan"] = [spoken(_COUNT)] if "decisions" in parts else []
    text = _head(wish, seconds)
    for name in ("places", "perimeter", "routes", "contingents", "units", "cells"):
        text += _section(name, held[name]) if held.get(name) else ""
    text += f"\n# {tr(_ABOUT['leadership'])}\n{_LEAD}\n\n# {tr(_ABOUT['community'])}\n{_FEEL}\n"
    for name in ("threat", "plan", "decisions", "msel", "objectives"):
        text += _section(name, held[name]) if held.get(name) else ""
    text += f"\n# {tr(_ABOUT['measures'])}\nmeasures: [{', '.join(measures)}]\n" if measures else ""
    if not units:
        return text
    first = units[0].partition(":")[0].strip()
    about = tr("{unit} needs an hour.", unit=first)
    slow = ["slow:", f"  about: {about}", f"  units.{first}.notice: 60 (40-90) min"]  # not for people
    return text + _section("variants", [indent(line, "  ") for line in slow])


def _head(wish: Wish, seconds: int) -> str:
    """The lines above the ground: what it is, when, and out of what."""
    libraries = ", ".join(f"lib/{name}.yaml" for name in (UNITS, COMMANDS[wish.command], RULES))
    span, people = format_span(seconds), wish.people
    whom = trn(
        "A draft of {span} for one site, {people} people.",
        "A draft of {span} for {n} sites, {people} people.",
        wish.sites,
        span=span,
        people=people,
    )
    if wish.brought:
        whom = tr("A draft of {span} on a ground drawn elsewhere.", span=span)
    sun = "latitude: {}, longitude: {}".format(*wish.where)  # not for people
    told = (
        tr(_CHANGE, title=wish.title),
        "",
        "  " + tr("startex check FILE     tells what is wrong, with the line and what to do"),
        "  " + tr("startex run FILE       runs it once and tells what happened"),
        "  " + tr("startex fmt FILE       puts its blanks and columns in order"),
    )
    return "".join(f"# {line}".rstrip() + "\n" for line in told) + (
        "startex: 1\n"  # not for people
        f"title: {_quoted(wish.title)}\n"
        f"summary: {whom}\n"
        f"draws_on: {tr(_DRAWS_ON)}\n"
        f"{language_line()}"
        f"\n# {tr(_ABOUT['clock'])}\n"
        f"clock: {{startex: {wish.begins}, duration: {wish.lasts}, season: dry, {sun}}}\n"  # not for people
        f"\n# {tr(_ABOUT['uses'])}\n"
        f"uses: [{libraries}]\n"
    )


def _quoted(title: str) -> str:
    plain = re.fullmatch(r"[A-Z][A-Za-z0-9]*( [A-Za-z0-9]+)*", title) and title.lower() not in ("null", "yes", "no")
    return title if plain else "'" + title.replace("'", "''") + "'"
