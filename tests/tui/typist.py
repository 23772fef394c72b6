"""Somebody who sits at the terminal: reads what stands on the screen, presses keys, and knows nothing else.

:class:`Sight` is one look at the screen, :class:`Typist` the hands.  Nothing here reaches a session's objects: what
is not on the screen is not known, and what no key does cannot be done.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from simulator.catalogue import tr
from simulator.units import parse_when
from tests.tui.terminal import Terminal

__all__ = ["Answer", "Sight", "Turn", "Typist"]

_STATE = re.compile(r"([▶‖■])\D*?(?: x([\d.]+))? EX (\d{6}[A-Z] [A-Z]{3} \d\d)")
_AT = re.compile(r"H\+\d+:\d\d(?::\d\d)?")
_OPEN = re.compile(r"[─━] ?4 [^\d─━]*(\d+)")
_CORNERS, _EDGES = ("┌┏", "┐┓"), "└┗─━"
_GOES_ON = "Enter goes on; there space is STARTEX"
_CHOOSES = "a letter chooses, Esc puts away"
_SAVES = "Enter saves, Tab next field, Esc puts away and keeps what is written"
_DRAWER = "━" * 30
"""how the upper edge of a drawer begins: a pane that keys go to has a title or a corner there"""
_PATIENCE_S = 20.0
_HOUR_S = 3600


@dataclass(frozen=True)
class Sight:
    """What stood on the screen at one look."""

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.lines)

    @cached_property
    def _clock(self) -> re.Match[str] | None:
        return _STATE.search("\n".join(self.lines[:3]))

    @property
    def state(self) -> str:
        """BEFORE STARTEX, RUN, PAUSED or ENDEX, by its sign; empty where no clock line is in sight."""
        if not self._clock:
            return ""
        signs = {"▶": "RUN", "■": "ENDEX", "‖": "PAUSED" if self._clock[2] else "BEFORE STARTEX"}
        return signs[self._clock[1]]

    @property
    def speed(self) -> float:
        """Seconds of the exercise a second; 0 where none is shown."""
        return float(self._clock[2]) if self._clock and self._clock[2] else 0.0

    @property
    def at(self) -> int:
        """The second of the exercise, of the calendar where the clock counts days; -1 where none is in sight."""
        found = _AT.search(self._clock.string, self._clock.end()) if self._clock else None
        if found:
            return parse_when(found[0])
        return int(self.moment.timestamp()) if self.moment else -1

    @property
    def moment(self) -> datetime | None:
        """The minute of the exercise by its date-time group; None where no clock line is in sight."""
        if not self._clock:
            return None
        return datetime.strptime(re.sub(r"(?<=\d{6})[A-Z]", "", self._clock[3]), "%d%H%M %b %y").replace(tzinfo=UTC)

    @property
    def drawer(self) -> bool:
        """Whether a form is asked."""
        return any(line.startswith(_DRAWER) for line in self.lines)

    @property
    def asked(self) -> list[str]:
        """The lines of the drawer, its title first; none where no form is asked."""
        edge = next((y for y, line in enumerate(self.lines) if line.startswith(_DRAWER)), len(self.lines))
        return [line.strip() for line in self.lines[edge + 1 :]]

    @cached_property
    def opened(self) -> int:
        """How many questions the title of pane 4 says are open."""
        found = next(filter(None, map(_OPEN.search, self.lines)), None)
        return int(found[1]) if found else 0

    def pane(self, number: int) -> list[str]:
        """The lines inside a pane, without its border; none where it is not in sight."""
        for y, line in enumerate(self.lines):
            titled = re.search(rf"([{_CORNERS[0]}]?)[─━] ?{number} [A-Z]", line)
            if titled:
                left, inside = titled.start(), titled.start() + len(titled[1])
                ends = (line.find(c, inside) for c in (*_CORNERS[0], *_CORNERS[1]))
                return self._inside(y + 1, left, inside, min((x for x in ends if x > 0), default=len(line)))
        return []

    def _inside(self, top: int, left: int, inside: int, right: int) -> list[str]:
        found = []
        for line in self.lines[top:]:
            if line[left : left + 1] in _EDGES:
                break
            found.append(line[inside:right])
        return found

    @property
    def waiting(self) -> list[str]:
        """The rules that wait for the room in pane 4: rule and place."""
        return [line.removeprefix("» ").partition(":")[0] for line in self.pane(4) if line.startswith("» ")]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the room says to a question: the drawer's key, who says it and why, and how sure they are from 1 to 5."""

    key: str
    words: str
    sure: str = "3"


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that the typist does at a second of the exercise, or as soon after it as the hands are free."""

    at: int
    deed: Callable[[Typist], object]


class Typist:
    """Hands on a terminal.  ``keep`` is shown every look; ``pace`` is the seconds between two signs of a text."""

    def __init__(
        self, terminal: Terminal, *, keep: Callable[[Terminal], object] = lambda _: None, pace: float = 0.0
    ) -> None:
        self.terminal, self._keep, self._pace = terminal, keep, pace
        self.refused: dict[str, int] = {}
        """rules for which there was nobody, and when they were last let act"""
        self.answered: list[str] = []
        """questions that were answered, by name, in order"""

    # eyes

    def look(self, seconds: float = 0.05) -> Sight:
        """What stands on the screen after so many seconds at most."""
        self.terminal.read(seconds)
        self._keep(self.terminal)
        return Sight(tuple(self.terminal.text.split("\n")))

    def until(self, what: str | Callable[[Sight], bool], seconds: float = _PATIENCE_S) -> Sight:
        """Look until a text stands there, or something holds; fails with the screen."""
        holds = what if callable(what) else lambda sight: what in sight.text
        end = time.monotonic() + seconds
        while not holds(sight := self.look()):
            assert time.monotonic() < end, f"{what!r} did not come; the screen:\n{sight.text}"
        return sight

    def rest(self, seconds: float) -> None:
        """Read what is there for a while, as somebody who watches does."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.look(min(0.05, left))

    # hands

    def press(self, keys: str, then: str | Callable[[Sight], bool] = "") -> Sight:
        """Press keys at once, and look until something stands there."""
        self.terminal.keys(keys)
        return self.until(then) if then else self.look()

    def type(self, text: str) -> None:
        """Type a text, sign by sign where there is time."""
        if not self._pace:
            self.terminal.keys(text)
            return
        for sign in text:
            self.terminal.keys(sign)
            self.rest(self._pace)

    def fill(self, *fields: str) -> None:
        """Type into the fields of the drawer from the first one on, and save."""
        for number, text in enumerate(fields):
            if number:
                self.terminal.keys("\t")
            self.type(text)
        self.press("\r", lambda sight: not sight.drawer)

    def form(self, key: str, title: str, *fields: str) -> None:
        """Open a drawer by its key, see that it is the one, fill and save it."""
        self.press(key, title)
        self.fill(*fields)

    def back(self, to: str | Callable[[Sight], bool]) -> Sight:
        """Esc, and what stands there then."""
        return self.press("\x1b", to)

    # the work

    def begin(self) -> None:
        """From the briefing to the running clock."""
        self.until(tr(_GOES_ON))
        self.press("\r", lambda sight: sight.state == "BEFORE STARTEX")
        self.press(" ", lambda sight: sight.state == "RUN")

    def decide(self, answers: Mapping[str, Answer]) -> None:
        """Take down what the room says to the question that ``d`` opens."""
        before = self.look().opened
        sight = self.press("d", tr(_CHOOSES))
        name = next(name for name in answers if f"{name}: " in sight.text)
        answer = answers[name]
        self.press(answer.key, tr(_SAVES))
        self.fill(answer.words, answer.sure)
        self.until(lambda sight: sight.opened < before)
        self.answered.append(name)

    def let_act(self) -> None:
        """Let a rule act; one for which there is nobody is left for an hour."""
        before = self.look()
        self.press("c")
        try:
            self.until(lambda sight: sight.waiting != before.waiting, 2)
        except AssertionError:
            said = " ".join(self.look().text.split())
            stuck = [rule for rule in before.waiting if f"{rule.split()[0]} finds no unit" in said]
            self.refused.update((rule, before.at) for rule in stuck or before.waiting)

    def can_act(self, sight: Sight) -> bool:
        """Whether a rule waits that was not tried within the hour."""
        return any(sight.at - self.refused.get(rule, -_HOUR_S) >= _HOUR_S for rule in sight.waiting)

    def faster(self, speed: float) -> None:
        """One step towards a speed."""
        now = self.look().speed
        self.press(">" if now < speed else "<", lambda sight: sight.speed != now or sight.state != "RUN")

    def play(
        self, turns: Sequence[Turn], answers: Mapping[str, Answer], *, speed: float, until: int, seconds: float
    ) -> Sight:
        """Conduct the exercise up to a second of it, in so many seconds of the wall at most."""
        left, end = sorted(turns, key=lambda turn: turn.at), time.monotonic() + seconds
        while (sight := self.look()).state != "ENDEX" and (left or sight.at < until):
            assert time.monotonic() < end, f"it takes too long; the screen:\n{sight.text}"
            if sight.opened:
                self.decide(answers)
            elif self.can_act(sight):
                self.let_act()
            elif left and sight.at >= left[0].at:
                left.pop(0).deed(self)
            elif sight.state == "PAUSED":
                self.press(" ", lambda sight: sight.state != "PAUSED")
            elif sight.speed != speed:
                self.faster(speed)
        return sight
