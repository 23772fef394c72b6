"""Sentences and words that people read and that stand in tables of the code, for the catalogue."""

from __future__ import annotations

from simulator import events, vocabulary

__all__ = ["sentences"]

Row = tuple[str | None, str, str]


def sentences() -> dict[str, list[Row]]:
    """By room: (context, sentence, the file that it stands in)."""
    return {"words": [*_events(), *_words()], "cli": [*_help(), *_verbs()], "report": _own_words()}


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
    told = [text for text, _ in events.KINDS.values()] + list(events.INTENTS.values())
    return [(None, text, "simulator/events.py") for text in told if text]


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
