"""How values of a blueprint's rows are said: spans, clock times, shares, texts, conditions, steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, asdict, fields, is_dataclass
from typing import Any

from simulator.catalogue import decimal, tr, word, word_as
from simulator.conditions import Condition
from simulator.quantities import Spread
from simulator.units import format_clock, format_span
from simulator.vocabulary import FORCE_STEPS

__all__ = ["UNITS", "described", "exactly", "listed", "plain_of", "said", "shortened", "words_of"]

_SHORT = 70
_KINDS = {  # not for people
    "clock": "at expires busy_until begins declared host_agreement planned",
    "span": "duration notice handling decides_in capital_delay written_delay delay after late_by for_s within deadline"
    " thinking every shift announced_in full_scale_every lead",
    "share": "rehearsal hidden_share capital_call written_order language_error lists_right in_prefabs procedure_known"
    " out_of_reach fails fails_in_combat resolve share reported from_site by_host trend trust tension consent weights"
    " women",
    "m": "length width distance loop cordon",
    "m2": "waiting_area",
    "m/s": "speed",
    "people": "people strength residents capacity carries first_aiders",
    "people/min": "traffic",
    "a month": "rate",
    "a day": "smuggled",
    "a week": "targeted_per_week",
}
UNITS = tuple(kind for kind in _KINDS if kind not in ("clock", "span", "share"))
_KIND = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_SIZE = {"people/min": 60.0, "a month": 2592000.0, "a day": 86400.0}
_WORDS = {  # not for people
    "for_s": "for",
    "sender": "from",
    "acts_alone": "acts when it hears nobody",
    "condition": "if",
    "steps": "does",
    "actors": "for",
    "local": "acts on what it sees itself",
    "of": "part of",
    "faces": "lies before",
    "cut": "is cut",
    "lead_missing": "nobody leads",
    "leads": "who leads",
    "by": "done by",
    "name": "",
    "value": "",
    "on": "where",
}
"""field -> what it is called where its name says too little; words_of says it, as docs/listed.py lists it"""
_HOLD_WORDS = frozenset(  # not for people
    (
        *("kind", "type", "component", "mobility", "caveats", "hidden_caveats", "do", "task", "played_by", "means"),
        *("cover", "level", "surface", "resolve", "mixed", "harm", "host", "layers"),
    )
)
"""fields whose values are words of the language, not names"""


def words_of(name: str) -> str:
    """A field of a row in words."""
    plain = plain_of(name)
    return word_as("field", plain) if plain else ""


def plain_of(name: str) -> str:
    """A field of a row in the words of the code."""
    return _WORDS.get(name, name.replace("_", " ").strip())


def shortened(text: str) -> str:
    """A text in quotes, cut where it is long."""
    flat = " ".join(text.split())
    return tr('"{text}"', text=flat if len(flat) <= _SHORT else flat[: _SHORT - 3].rstrip() + "...")


def _number(value: float, kind: str) -> str:
    if kind == "clock":
        return format_clock(int(value)) if value >= 0 else tr("never")
    if kind == "span":
        return format_span(value) if value >= 0 else tr("without end")
    if kind == "share":
        return decimal(f"{value * 100:g} %")
    return f"{decimal(f'{value * _SIZE.get(kind, 1.0):.6g}')}{' ' + word_as('unit', kind) if kind else ''}"


def _spread(value: Spread, kind: str) -> str:
    if value.kind == "fixed":
        return _number(value.mode, kind)
    low, mode, high = (_number(part, kind) for part in (value.low, value.mode, value.high))
    if value.kind == "uniform":
        return tr("between {low} and {high}", low=low, high=high)
    if value.kind == "triangular":
        return tr("{mode} ({low} to {high})", mode=mode, low=low, high=high)
    if value.kind == "one_of":
        parts = zip(value.values, value.weights)
        several = ", ".join(f"{_number(v, kind)} ({w * 100:g} %)" for v, w in parts)
        return tr("one of {several}", several=several)
    return tr("about {mode} ({form})", mode=mode, form=value.kind)


def said(name: str, value: object) -> str:
    """A value of the field of that name."""
    kind = _KIND.get(name, "")
    if name == "deterred_by" and isinstance(value, int):
        return word(FORCE_STEPS[value]).replace("_", " ")
    if value is None or value == "" or value == ():
        return word_as("said", "nothing")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, int | float):
        return _number(value, kind)
    if isinstance(value, Spread):
        return _spread(value, kind)
    if isinstance(value, Condition):
        return value.text
    if isinstance(value, str):
        plain = word(value) if name in _HOLD_WORDS else value
        return shortened(value) if " " in value else plain
    if name == "posts" and isinstance(value, tuple):
        return str(len(value))
    if name == "weights" and isinstance(value, tuple):
        return listed(f"{option} {said(name, weight)}" for option, weight in value)
    if isinstance(value, tuple | list):
        return listed(said(name, item) for item in value)
    return described(value)


def listed(parts: Iterable[str]) -> str:
    """Things one after another."""
    return ", ".join(parts) or word_as("said", "nothing")


def described(row: Any) -> str:
    """A row without an id - a step, an effect, a target - by what it says besides the usual."""
    if not is_dataclass(row):
        return str(row)
    parts: list[str] = []
    for field in fields(row):
        value = getattr(row, field.name)
        if value in ("", (), None, -1, False) or (field.default is not MISSING and value == field.default):
            continue
        text = said(field.name, value)
        first = not parts or field.name in ("prose", "text", "action")
        parts.append(text if first else f"{words_of(field.name)} {text}".strip())
    return (", " if len(parts) > 4 else " ").join(parts) or word_as("said", "nothing")


def exactly(value: Any) -> str:
    """A value as it is kept, where what people would say of two values is the same."""
    if isinstance(value, Condition):
        return tr("{text} (of {facts})", text=value.text, facts=listed(sorted(map(str, value.reads))))
    return repr(asdict(value)) if isinstance(value, Spread) else repr(value)
