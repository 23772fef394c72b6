"""Printing: standard output for results, standard error for words about them, all of it made safe."""

from __future__ import annotations

import json
import sys
from textwrap import wrap
from typing import TYPE_CHECKING

from simulator.catalogue import tr
from simulator.display import shown
from simulator.system import terminal

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["complain", "dump", "fail", "say", "say_words", "show"]

_WIDEST, _NO_TERMINAL = 120, 80


def say(text: str = "") -> None:
    """A line of result."""
    print(shown(text))


def say_words(text: str = "") -> None:
    """A line of result that may be long: where somebody looks at it, it goes on in the next line between words."""
    if not terminal().is_terminal:
        say(text)
        return
    begin = len(text) - len(text.lstrip())
    lines = wrap(shown(text), terminal().columns - 1, subsequent_indent=" " * (begin + 4), break_on_hyphens=False)
    for line in lines or [""]:
        say(line)


def show(what: RenderableType) -> None:
    """A table of results.  It fits the terminal, and 80 columns where there is none."""
    from io import StringIO

    from rich.console import Console

    width = min(terminal().columns, _WIDEST) if terminal().is_terminal else _NO_TERMINAL
    console = Console(file=StringIO(), width=width, markup=False, highlight=False, emoji=False, no_color=True)
    with console.capture() as made:
        console.print(what)
    for line in made.get().splitlines():
        say(line.rstrip())


def complain(text: str) -> None:
    """A line about what went wrong or goes on."""
    print(shown(text), file=sys.stderr)


def fail(why: object) -> None:
    """A line about why the command cannot do what it was asked to."""
    complain(tr("startex: {why}", why=why))


def dump(document: object) -> None:
    """One JSON document, and nothing else; in plain ASCII, so that no terminal obeys what a text holds."""
    print(json.dumps(document, indent=2, ensure_ascii=True))
