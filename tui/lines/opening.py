"""The rows that can be shown before the world of an exercise is built: how it is played, and what its file says."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.catalogue import tr, trn
from simulator.units import format_span
from tui.choices import Choices
from tui.widgets.rows import Row

__all__ = ["NAME", "Known", "head_row", "lasting", "named_row", "opening_rows", "session_rows"]


_DAY = 86400
NAME = 15
"""signs of the column of names"""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a session that is being made ready.  ``doing`` says what takes the time."""

    title: str
    handling: str
    choices: Choices
    doing: str
    seconds: int = 0
    """how long the exercise lasts, 0 where that is not known yet"""
    objectives: tuple[str, ...] = ()
    injects: tuple[tuple[str, str], ...] = ()
    """id and title"""


def opening_rows(known: Known) -> list[Row]:
    """What is being made ready, how it is played, what its file says of objectives and injects."""
    rows = [head_row(tr("BEING MADE READY")), Row("doing", ((f"  {known.doing}", ""),))]
    rows += session_rows(known.choices, lasting(known.seconds) if known.seconds else "")
    if known.objectives:
        rows.append(head_row(tr("OBJECTIVES {count}", count=len(known.objectives))))
        rows += [Row(f"objective {k}", ((f"  {text}", ""),)) for k, text in enumerate(known.objectives)]
    if known.injects:
        rows.append(head_row(trn("MSEL {n} inject", "MSEL {n} injects", len(known.injects))))
        rows += [named_row(name, title) for name, title in known.injects]
    return rows


def lasting(seconds: int) -> str:
    """How long an exercise lasts, to the hour: a span in days would be rounded."""
    days, rest = divmod(seconds, _DAY)
    return tr("{days} d {hours} h", days=days, hours=rest // 3600) if days > 2 and rest else format_span(seconds)


def session_rows(choices: Choices, lasts: str) -> list[Row]:
    """How it is played; ``lasts`` says from when and how long, empty where that is not known yet."""
    c = choices
    rows = [
        head_row(tr("THIS SESSION")),
        named_row(tr("kind"), tr("a practice, kept out of the records") if c.practice else tr("an exercise, recorded")),
        named_row(tr("variant, seed"), tr("{variant}, seed {seed}", variant=c.variant or tr("the base"), seed=c.seed)),
    ]
    rows += [named_row(tr("lasts"), lasts)] if lasts else []
    return [
        *rows,
        named_row(tr("injects by"), tr("you, by hand: what is due waits as READY") if c.by_hand else tr("the clock")),
    ]


def head_row(text: str) -> Row:
    """A heading."""
    return Row(f"head {text}", ((text, "title"),), heading=True)


def named_row(name: str, text: str, right: str = "", wide: int = NAME) -> Row:
    """A name in a column of so many signs at least, and what is said of it."""
    return Row(f"{name} {text}", ((f"  {name:<{wide}} ", "strong"), (text, "")), right=right, right_style="quiet")
