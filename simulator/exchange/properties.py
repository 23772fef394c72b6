"""What a feature says of itself, as fields of the language: its name, its position in words, and what fits.

A property for which the language has no field, or whose value no field takes, is counted and told.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from simulator.blueprint.ground import is_grid, leans_on
from simulator.catalogue import tr
from simulator.errors import Problem
from simulator.exchange.earth import Frame, Point
from simulator.exchange.geojson import Feature
from simulator.exchange.rows import clean
from simulator.scenario.fields import aliases, references

__all__ = ["SECTIONS", "Ground", "Reading", "Thing", "fields_of", "name_of", "position_of", "word_of"]

SECTIONS = ("places", "perimeter", "routes")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_OURS = ("section", "id", "name", "title", "kind", "at")
_OF_THE_GROUND = frozenset(("place", "gate", "segment"))


@dataclass(slots=True)
class Thing:
    """A place, stretch or route: its fields as a scenario writes them, its address in the file, where it is drawn."""

    section: str
    name: str
    fields: dict[str, Any]
    place: str
    at: Point | None = None


@dataclass(slots=True)
class Ground:
    """What a file draws, and what there is to say about it."""

    things: list[Thing] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def say(self, code: str, message: str, hint: str = "", severity: str = "notice") -> None:
        """Note something about the file."""
        self.problems.append(Problem(code, message, hint, severity=severity))

    def leave(self, feature: Feature, why: str) -> None:
        """Leave a feature out, and say why."""
        told = clean(feature.said.get("id") or feature.said.get("name") or feature.said.get("title") or "")
        self.left_out.append(f"{feature.place}{f' {str(told)[:40]!r}' if told else ''}: {why}")


@dataclass(slots=True)
class Reading:
    """What is gathered while the features go by; ``stands`` is what the scenario has already, by section and name."""

    found: Ground
    frame: Frame
    stands: Mapping[str, Mapping[str, Mapping[str, Any]]]
    lies: dict[str, Point]
    """metres of every place and stretch that is known"""
    alone: bool
    """nothing but the ground is made: what names forces is not taken"""
    unused: Counter[str] = field(default_factory=Counter)
    taken: dict[str, int] = field(default_factory=dict)
    """names that are given away, with the last number that was put behind each"""

    def known(self, name: str) -> bool:
        """Whether a place or stretch has this name."""
        return name in self.lies


def word_of(said: Any) -> str:
    """A property as a word of the language: ``Un Base`` is ``un_base``; empty for what is no text."""
    return re.sub(r"[\s-]+", "_", said.strip().lower()) if isinstance(said, str) else ""


def name_of(feature: Feature, section: str, reading: Reading) -> str:
    """A name of the language: the feature's own, or one made of where it lies; a second one of a name gets a number."""
    said, ours = feature.said, word_of(feature.said.get("section")) in SECTIONS
    told = [str(clean(said.get(key))) for key in ("id", "name", "title")]
    told = told if ours or not told[0].isdigit() else [*told[1:], told[0]]  # a number is the poorest name
    first = next((text for text in told if _slug(text)), "")
    name = (first if _NAME.fullmatch(first) else _slug(first)) or _from_place(feature.points[0])
    wanted, count = name, reading.taken.get(name, 1)
    while name in reading.taken or _is_another(name, section, reading):
        count += 1
        name = f"{wanted[:58]}-{count}"
    reading.taken[wanted] = count
    if not first or name != wanted or (wanted != first):
        why = tr("a feature without a name becomes {name}", name=name)
        if first:
            why = tr("the name {told!r} becomes {name}", told=first[:40], name=name)
        reading.found.say("N708", f"{feature.place}: {why}")
    reading.taken.setdefault(name, 1)
    return name


def _is_another(name: str, section: str, reading: Reading) -> bool:
    return any(name in held for other, held in reading.stands.items() if other != section)


def _slug(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()  # letters without their accents
    return re.sub(r"[^A-Za-z0-9-]+", "_", bare).strip("_-")[:50].strip("_-")


def _from_place(point: Point) -> str:
    """A name made of a longitude and latitude: ``n9-5012_e31-7034``."""
    parts = (f"{'sn'[point[1] >= 0]}{abs(point[1]):.4f}", f"{'we'[point[0] >= 0]}{abs(point[0]):.4f}")
    return "_".join(parts).replace(".", "-")


def _texts(value: Any) -> Any:
    """A value as a scenario writes it; a list that a program wrote as a text is a list again."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _texts(item) for key, item in value.items() if item is not None}
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        try:
            return _texts(json.loads(value, parse_float=str, parse_int=str))
        except (ValueError, RecursionError):
            return clean(value)
    return clean(value)


def fields_of(feature: Feature, model: type[BaseModel], reading: Reading) -> dict[str, Any]:
    """The fields of a model that a feature gives in a form that the model takes."""
    names, refs = aliases(model), {name: kinds for name, _, kinds in references(model)}
    held: dict[str, Any] = {}
    for name, value in feature.said.items():
        if value is None or value == "" or name in _OURS:
            continue
        kinds = refs.get(name, ())
        lost = kinds and not _OF_THE_GROUND & {*kinds} and reading.alone
        lost = lost or ({*kinds} <= _OF_THE_GROUND and kinds and not reading.known(str(value)))
        if name not in names or lost:
            reading.unused[name] += 1
        else:
            held[name] = _texts(value)
    title = clean(feature.said.get("title")) or clean(feature.said.get("name"))
    if title and "title" in names and (feature.said.get("title") or title != feature.said.get("id")):
        held["title"] = title
    return _fitting(held, model, reading)


def _fitting(held: dict[str, Any], model: type[BaseModel], reading: Reading) -> dict[str, Any]:
    """The fields without those that the model refuses."""
    try:
        model.model_validate(held)
    except ValidationError as error:
        wrong = {str(detail["loc"][0]) for detail in error.errors() if detail["loc"] and detail["type"] != "missing"}
        for name in sorted(wrong & {*held}):
            reading.unused[name] += 1
            del held[name]
    return held


def position_of(feature: Feature, reading: Reading) -> Any:
    """The position as it is written in words or metres, where it is one that can be read; else None."""
    said = _texts(feature.said.get("at")) if feature.said.get("at") is not None else None
    if isinstance(said, list) and len(said) == 2 and all(isinstance(part, str) for part in said):
        return said
    if isinstance(said, str) and (is_grid(said) or reading.known(leans_on(said))):
        return said
    if said is not None:
        reading.unused["at"] += 1
    return None
