"""Sentences and words that people read and that stand in tables of the code, for the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from simulator import commands, events, measures, parameters, vocabulary
from simulator.authoring import completing, said
from simulator.authoring.blocks import COMMANDS, RULES, about_of, words_in
from simulator.blueprint import model
from simulator.quantities import DIMENSIONS
from simulator.readers.evaluation import rows
from simulator.readers.hotwash import LANES, WHATS
from simulator.scenario.schema import Scenario
from tui.keys import KEYS, LIVE, keys_of

__all__ = ["sentences"]

ROOT = Path(__file__).parents[1]
Row = tuple[str | None, str, str]

_LOGGED = (
    *("everybody", "facilitator", "fork", "nobody", "session"),  # who decided or said something
    *("dead", "T1", "T2", "T3", "beaten", "shot"),
    *("perpetrator", "crush", "delayed_care", "un_fire", "smuggler"),
    *("begins", "ends", "patrol", "rules", "search", "host agreement"),
    *("instruction", "order", "report", "status", "answer", "call-off"),
    *("level", "channel", "unit", "release", "close", "people", "untrue report", "supply"),
    *("trust", "tension", "consent", "night", "daylight", "rain", "dry", "fire", "resolved"),
    *("heavy", "low", "paused", "second_way", "turn_back"),
    *("under_fire", "abandoned", "manned", "day", "days"),
    *("residence", "road", "astray", "concentration_point", "convoy", "escorted_convoy", "flown_out"),
    *("hearsay", "team"),
    *("agreement", "assertion", "liaison", "commander", "authorities"),
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
    words = [*_events(), *_measures(), *_parameters(), *_words()]
    return {
        "words": words,
        "cli": [*_help(), *_verbs()],
        "report": _own_words(),
        "authoring": [*_blocks(), *_fields(), *_named()],
        "screen": _keys(),
    }


def _help() -> list[Row]:
    """The help of every command, option and argument, and what stands there for values."""
    from simulator.cli import app
    from simulator.cli.spoken import metavars, texts

    return [
        *((None, text, where) for text, where in texts(app)),
        *(("word", name, "simulator/cli/main.py") for name in metavars(app)),
        ("word", "nothing", "simulator/cli/compared.py"),
    ]


def _verbs() -> list[Row]:
    """What each word of the line mode does."""
    from simulator.cli import hands, line, verbs  # noqa: F401 - they register what can be typed

    return [(None, verb.about, verb.do.__module__.replace(".", "/") + ".py") for verb in line.VERBS.values()]


def _events() -> list[Row]:
    """How each kind of event is told."""
    told = [text for text, _ in events.KINDS.values()] + [
        *events.INTENTS.values(),
        *events.ENDS.values(),
        *events.NOWHERE.values(),
        *(text for _, text in events.ONES.values()),
        *(text for _, text in events.NOUGHTS.values()),
    ]
    return [(None, text, "simulator/events.py") for text in told if text]


def _measures() -> list[Row]:
    """What measures and quantities say, and why a unit is busy."""
    told = [m.about for m in measures.MEASURES.values()] + list(vocabulary.QUANTITIES.values())
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


def _blocks() -> list[Row]:
    """What people read in the building blocks of a draft, and in the starter."""
    rows: list[Row] = []
    libraries = (RULES, *COMMANDS.values())
    for path in sorted((ROOT / "scenarios" / "lib").rglob("*.yaml")):
        text, where = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
        rows += [(None, words, where) for words in words_in(text) if path.parent.name != "lib"]
        rows += [(None, about_of(text), where)] if path.parent.name != "lib" or path.stem in libraries else []
    starter = ROOT / "simulator" / "scenario" / "starter.yaml"
    told = words_in(starter.read_text(encoding="utf-8"), notes=True)
    return [*rows, *((None, words, "simulator/scenario/starter.yaml") for words in told)]


def _fields() -> list[Row]:
    """Fields of a scenario and of its rows as a comparison calls them, and what their numbers are measured in."""
    modules = [import_module(f"{model.__name__}.{found.name}") for found in iter_modules(model.__path__)]
    kinds = [kind for module in modules for kind in vars(module).values() if isinstance(kind, type)]
    names = [field.name for kind in kinds if is_dataclass(kind) for field in fields(kind)]
    names += [name for kind in _models(Scenario, {}) for name in kind.model_fields]
    plain = dict.fromkeys(said.plain_of(name) for name in (*names, "option", "critical_task"))
    where = "simulator/authoring/said.py"
    return [*(("field", name, where) for name in plain if name), *(("unit", unit, where) for unit in said.UNITS)]


def _models(kind: Any, found: dict[type[BaseModel], None]) -> dict[type[BaseModel], None]:
    """The models of the language, from one of its types on."""
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in found:
        found[kind] = None
        for field in kind.model_fields.values():
            _models(field.annotation, found)
    for part in get_args(kind):
        _models(part, found)
    return found


def _named() -> list[Row]:
    """What names of a scenario may name, and a word that is another one elsewhere."""
    said_so = ("said", "nothing", "simulator/authoring/said.py")
    return [
        said_so,
        *(("named", kind.replace("_", " "), "simulator/authoring/completing.py") for kind in completing.NAMED),
    ]


_CELLS = (
    *("leadership", "headquarters", "country_team", "resident_coordinator", "human_rights"),
    *("force", "operations", "training"),
)
"""what cells of an exercise are called beside components: a cell has no title of its own"""


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
        measures.MEASURES,
        [measure.unit for measure in measures.MEASURES.values()],
        events.INTENTS,
        (*commands.REMARKS, "confidence"),
        _CELLS,
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


def _own_words() -> list[Row]:
    """What becomes of an inject beside the states that one can ask for, and words that another room says otherwise."""
    return [("word", name, "simulator/report") for name in ("added", "deferred", "nothing", "Length")]


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
