"""Sentences and words that people read and that stand in tables of the code, for the catalogue."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, get_args

from pydantic import BaseModel

from simulator import events, vocabulary
from simulator.authoring import completing, said
from simulator.authoring.blocks import COMMANDS, RULES, about_of, words_in
from simulator.blueprint import model
from simulator.scenario.schema import Scenario

__all__ = ["sentences"]

ROOT = Path(__file__).parents[1]
Row = tuple[str | None, str, str]


def sentences() -> dict[str, list[Row]]:
    """By room: (context, sentence, the file that it stands in)."""
    return {
        "words": [*_events(), *_words()],
        "report": _own_words(),
        "authoring": [*_blocks(), *_fields(), *_named()],
    }


def _events() -> list[Row]:
    """How each kind of event is told."""
    told = [text for text, _ in events.KINDS.values()] + list(events.INTENTS.values())
    return [(None, text, "simulator/events.py") for text in told if text]


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


def _words() -> list[Row]:
    """The words of the vocabulary that a screen or a report shows as they are."""
    groups = [
        vocabulary.COMPONENTS,
        vocabulary.FORCE_STEPS,
        vocabulary.UNIT_STATES,
        vocabulary.GROUP_STATES,
        vocabulary.INJECT_STATES,
        vocabulary.RULE_STATES,
        vocabulary.KINDS,
        *vocabulary.KINDS.values(),
    ]
    names = dict.fromkeys(name for group in groups for name in group)
    return [("word", name, "simulator/vocabulary.py") for name in names]


def _own_words() -> list[Row]:
    """What becomes of an inject beside the states that one can ask for, and words that another room says otherwise."""
    return [("word", name, "simulator/report") for name in ("added", "deferred", "nothing", "Length")]
