"""Sentences and words that people read and that stand in tables of the code, for the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from simulator import commands, events, parameters, vocabulary
from simulator.quantities import DIMENSIONS
from simulator.readers.evaluation import rows
from simulator.readers.hotwash import LANES, WHATS
from simulator.scenario.schema import Scenario
from tui.keys import KEYS, LIVE, keys_of

__all__ = ["sentences"]

Row = tuple[str | None, str, str]

_LOGGED = (
    *("everybody", "facilitator", "fork", "nobody", "session"),  # who decided or said something
    *("dead", "T1", "T2", "T3", "beaten", "shot"),
    *("perpetrator", "crush", "delayed_care", "un_fire", "smuggler"),
    *("begins", "ends", "patrol", "rules", "search", "host agreement"),
    *("instruction", "order", "report", "status", "answer", "call-off"),
    *("level", "channel", "unit", "release", "close", "people", "untrue report"),
    *("trust", "tension", "consent", "night", "daylight", "rain", "dry", "fire", "resolved"),
    *("under_fire", "abandoned", "manned", "day", "days"),
)
"""words that an event, a fact or a sign holds"""
_HELD = (
    "planned",
    "ready",
    "contingency",
    "recalled",
    "missed",
    "taken",
    "defaulted",
    "running",
    "damaged",
    "practice",
)
_ENDED = ("suspended", "ended", "paused", "silent", "whole", "partial", "python", "revision")
_NAMES = ("reserve", "engineers", "section")
"""how injects, questions, sessions and batches stand, and units that rules name by what they are"""


def sentences() -> dict[str, list[Row]]:
    """By room: (context, sentence, the file that it stands in)."""
    return {"words": [*_events(), *_measures(), *_parameters(), *_words()], "screen": _keys()}


def _events() -> list[Row]:
    """How each kind of event is told."""
    told = [text for text, _ in events.KINDS.values()] + list(events.INTENTS.values())
    return [(None, text, "simulator/events.py") for text in told if text]


def _measures() -> list[Row]:
    """What measures and quantities say, and why a unit is busy."""
    told = [m.about for m in vocabulary.MEASURES.values()] + list(vocabulary.QUANTITIES.values())
    return [(None, text, "simulator/vocabulary.py") for text in (*told, *vocabulary.BUSY)]


def _keys() -> list[Row]:
    """What keys are called and what they do, on the foot line, in the help and in the palette."""
    told = [text for key in KEYS for text in (key.foot, key.about, *((key.shown,) if len(key.shown) > 2 else ()))]
    told += [key.named for key in keys_of(LIVE) if "(" not in key.action]
    screens = dict.fromkeys(screen for key in KEYS for screen in key.where)
    said = [(None, text, "tui/keys.py") for text in dict.fromkeys(told) if text]
    return [*said, ("word", "y", "tui/widgets/confirm.py"), *(("word", one, "tui/keys.py") for one in screens)]


def _parameters() -> list[Row]:
    """What each number of the mechanisms means, and where it comes from."""
    told = dict.fromkeys(meta[name] for _, _, meta in parameters.describe() for name in ("about", "source"))
    return [(None, text, "simulator/parameters") for text in told if any(map(str.islower, text))]


def _words() -> list[Row]:
    """The words of the language, the vocabulary and the log that a screen or a report shows as they are."""
    groups = [
        vocabulary.COMPONENTS,
        vocabulary.FORCE_STEPS,
        vocabulary.UNIT_STATES,
        vocabulary.GROUP_STATES,
        vocabulary.INJECT_STATES,
        vocabulary.RULE_STATES,
        vocabulary.KINDS,
        *vocabulary.KINDS.values(),
        vocabulary.QUANTITIES,
        vocabulary.MEASURES,
        [measure.unit for measure in vocabulary.MEASURES.values()],
        events.INTENTS,
        commands.REMARKS,
        commands.CONFIDENCES,
        commands.OVERRIDES,
        [command.__name__ for command in get_args(commands.Command)],
        DIMENSIONS,
        parameters.SETS,
        rows.VERDICTS,
        rows.LEVELS,
        (rows.JUDGEMENT, rows.WORST),
        ("action", "rule", "decision", "handover", "harm", "remark"),
        LANES,
        WHATS,
        _LOGGED,
        _HELD,
        _ENDED,
        _NAMES,
        _of_the_language(Scenario, set()),
    ]
    names = dict.fromkeys(name for group in groups for name in group)
    return [("word", name, "simulator/vocabulary.py") for name in names if name]


def _of_the_language(kind: Any, seen: set[Any]) -> Iterator[str]:
    """Every word that some field of a scenario may hold."""
    if get_origin(kind) is Literal:
        yield from (word for word in get_args(kind) if isinstance(word, str))
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind not in seen:
            seen.add(kind)
            for field in kind.model_fields.values():
                yield from _of_the_language(field.annotation, seen)
    else:
        for part in get_args(kind):
            yield from _of_the_language(part, seen)
