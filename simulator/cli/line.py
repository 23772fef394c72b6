"""The line mode: a whole exercise as typed lines and printed sentences, over a slow link or through a screen reader.

:class:`LineMode` takes a line and a moment and says what there is to say through ``say``; it reads no keyboard and no
clock, so that a script, a test and a terminal drive the same thing.  The verbs stand in :mod:`simulator.cli.verbs`
and :mod:`simulator.cli.hands`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from simulator.catalogue import tr
from simulator.errors import EngineFault, StorageError, UsageError
from simulator.readers.story import notable, sentence
from simulator.units import clock_column, format_clock

if TYPE_CHECKING:
    from simulator.commands import Command
    from simulator.events import LogEvent
    from simulator.runs.lookahead import LookAhead
    from simulator.runs.pacer import Moment
    from simulator.runs.session import Session

__all__ = ["VERBS", "LineMode", "Verb", "verb"]

FACILITATOR = "facilitator"


@dataclass(frozen=True, slots=True)
class Verb:
    """A word that may be typed: what follows it, and what it does, both as the catalogue has them."""

    name: str
    follows: str
    about: str
    do: Callable[[LineMode, str, Moment], object]

    @property
    def usage(self) -> str:
        """How it is written."""
        return f"{self.name} {tr(self.follows)}" if self.follows else self.name


VERBS: dict[str, Verb] = {}
"""every verb by its name, in the order of the help"""

Doing = Callable[["LineMode", str, "Moment"], object]


def verb(name: str, follows: str = "") -> Callable[[Doing], Doing]:
    """Register a verb; its docstring is its help."""

    def _put(do: Doing) -> Doing:
        VERBS[name] = Verb(name, follows, " ".join((do.__doc__ or "").split()), do)
        return do

    return _put


class LineMode:
    """One session, conducted by lines.

    ``wrong`` counts lines that were not understood; ``leaving`` says that the conversation is over.
    """

    def __init__(self, session: Session, say: Callable[[str], object], *, patient: bool = False):
        self.session, self.say = session, say
        self.patient = patient
        """whether there is time to wait for a look-ahead: in a script, where no clock runs"""
        self.wrong = 0
        self.leaving = False
        self.reset = False
        """the practice begins anew"""
        self.looking: LookAhead | None = None
        self.looks = False
        """look-ahead is switched on during the exercise"""
        self._told = len(session.log)
        self._asked = ""

    # lines

    def do(self, line: str, now: Moment) -> None:
        """Do what a line says; what goes wrong is said in a sentence, never raised."""
        word, _, rest = line.strip().partition(" ")
        if not word or word.startswith("#"):
            return
        word = {".": "step", "?": "help", "exit": "quit", "stop_real": "stop-real"}.get(word.lower(), word.lower())
        found = VERBS.get(word)
        if found is None:
            self.wrong += 1
            if near := get_close_matches(word, VERBS, 1):
                self.say(tr("there is no word {word!r}; did you mean {near}? Type help.", word=word, near=near[0]))
            else:
                self.say(tr("there is no word {word!r} Type help.", word=word))
            return
        try:
            found.do(self, rest.strip(), now)
        except UsageError as error:
            self.wrong += 1
            self.say(f"{error}")
        except StorageError as error:
            self.say(
                tr("NOT RECORDED, and so not done: {why}. The clock stands; make room, then type it again.", why=error)
            )
        except EngineFault as error:
            self.say(f"{error}")
            self.leaving = True
        self.tell()

    def pump(self, now: Moment) -> None:
        """Let time pass, and say what happened."""
        before = self.session.pacer.speed
        try:
            if not self.session.alarm:
                self.session.pump(now)
                self.session.receive(now)
        except EngineFault as error:
            self.say(f"{error}")
            self.leaving = True
        self.tell()
        if self.session.pacer.speed < before:
            self.say(
                tr(
                    "the clock is back at 1x, for the room to take this up; speed {speed:g} goes on as before",
                    speed=before,
                )
            )
        self.look_for_answer()

    def submit(self, command: Command, now: Moment) -> Sequence[LogEvent]:
        """Put a command through the door; gives what came of it at once."""
        self.tell()
        before = len(self.session.log)
        self.session.submit(command, FACILITATOR, now)
        return self.session.since(before)

    # what is said

    def tell(self) -> None:
        """Say what has happened since the last time, and why the clock stands if it stopped by itself."""
        for event in self.session.since(self._told):
            if notable(event):
                self.say(self.line_of(event))
        self._told = len(self.session.log)
        asks = self.session.asks
        held = self.session.engine.held_by
        if held and not asks:
            asks = tr("{decision} holds the clock until it is answered: decide {decision} OPTION", decision=held)
        if asks and asks != self._asked:
            self.say(asks)
        self._asked = asks

    def line_of(self, event: LogEvent) -> str:
        """An event as a line."""
        text = sentence(event)
        if event.kind == "decision_opened":
            options = ", ".join(map(str, event.data["options"]))
            text = tr("{sentence} - {options}, or other", sentence=text, options=options)
        if event.kind == "remark_made" and event.subject != "-":
            about = " ".join(filter(None, (event.subject, str(event.data["rating"]))))
            text = tr("{sentence} (about {about})", sentence=text, about=about)
        return f"{clock_column(event.at, 10)}  {text}  [{event.seq}]"

    def prompt(self) -> str:
        """Where the exercise stands, before a line is typed."""
        s = self.session
        if s.engine.ended:
            state = "ENDEX"
        elif not s.started:
            state = tr("before STARTEX")
        else:
            state = f"{s.pacer.speed:g}x" if s.pacer.running else tr("paused")
        return f"{format_clock(s.now)} {state}> "

    def look_for_answer(self, *, wait: bool = False) -> None:
        """Say what a look-ahead found, once it has."""
        if self.looking is not None and (lines := self.looking.answer(wait=wait)) is not None:
            self.looking = None
            for line in lines:
                self.say(line)
