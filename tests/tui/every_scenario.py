"""A shipped scenario played from the briefing to the door by hands that know none: what they do, and what they keep.

What is waited for is a sign, a figure or a key, or a sentence that the catalogue is asked for: the same hands play in
every language.  With ``STARTEX_ALBUM=FOLDER`` what stood on the screen at each moment is kept there as text.
"""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from simulator.catalogue import PLACE, language, tr, word
from tests.tui.terminal import Terminal
from tests.tui.typist import Sight, Typist

__all__ = ["ADHOC", "Album", "Conductor", "NOTE", "STRENGTH", "WHY_RATED", "Part", "parts", "speed_for"]

SPEEDS = (60, 300, 600, 3600)
_PLAY_S = 80
"""seconds of the wall that an exercise may take at a speed; a longer one jumps"""
_STANDS_FROM = 600
"""above this speed the clock stands while the room talks"""
_JUMP_EVERY_S = 6.0
_TRIES = 3
"""how often in a row ``c`` is pressed without anything coming of it before rules are left waiting"""
_PAGES = 6
_SURE = 24
"""signs of a row of pane 4 that are never cut and that nothing lies over"""

ADHOC = {
    "en": "A trader says that the road is closed since noon.",
    "fr": "Un marchand dit la route coupée depuis midi.",
}
NOTE = {"en": "nobody has taken it yet", "fr": "personne ne s'en est encore saisi"}
SAID = {"en": "the duty officer: it cannot wait", "fr": "l'officier de permanence : cela ne peut attendre"}
WHY_RATED = {"en": "in time, but by chance", "fr": "à temps, mais par chance"}
STRENGTH = {"en": "they talked to each other", "fr": "ils se sont parlé"}


def speed_for(seconds: int) -> int:
    """The slowest speed at which an exercise of so many seconds is over in time, or the fastest there is."""
    return next((speed for speed in SPEEDS if seconds <= speed * _PLAY_S), SPEEDS[-1])


# what stood there


@dataclass
class Album:
    """What stood on the screen at each moment, and what a reader would stumble over in it."""

    folder: Path | None = None
    wrong: list[str] = field(default_factory=list)
    count: int = 0

    @classmethod
    def of(cls, name: str) -> Album:
        """The album of a play; it is written where ``STARTEX_ALBUM`` says."""
        place = os.environ.get("STARTEX_ALBUM")
        return cls(Path(place) / name if place else None)

    def add(self, moment: str, sight: Sight) -> None:
        """Keep a moment."""
        self.count += 1
        self.wrong += [f"{moment}: {text}" for text in stumbled_over(sight)]
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            lines = "\n".join(line.rstrip() for line in sight.lines)
            (self.folder / f"{self.count:02d}-{moment}.txt").write_text(f"{lines}\n")


def stumbled_over(sight: Sight) -> list[str]:
    """What may stand on no screen: a pane that could not be shown, and a sentence of another language."""
    failed = [tr(text).partition("{")[0] for text in _FAILED]
    found = [text for text in failed if text in sight.text]
    return found + [text for text in _foreign() if re.search(rf"\b{re.escape(text)}\b", sight.text)]


_FAILED = ("this line cannot be shown: {broken}", "the map cannot be shown: {error}")


def _foreign() -> tuple[str, ...]:
    return _english() if language() == "fr" else ()


@cache
def _english() -> tuple[str, ...]:
    """Sentences of the catalogue as they are in English, those of one word and those with fields left out."""
    rows = [
        row
        for path in (PLACE / "fr").glob("*.po")
        for row in re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', path.read_text(), re.MULTILINE)
    ]
    french = "\n".join(said for _, said in rows)
    return tuple(text for text, said in rows if " " in text and "{" not in text and said != text and text not in french)


# the hands


def _waiting(sight: Sight) -> list[str]:
    """The rules that wait, by the signs of their rows that no note covers."""
    return [rule[:_SURE] for rule in sight.waiting]


def _above(sight: Sight) -> bool:
    """Whether a sheet lies over the live screen."""
    return not sight.state


@dataclass(frozen=True, slots=True)
class Part:
    """Something done once this share of the exercise is over."""

    share: float
    deed: Callable[[Conductor], object]


class Conductor(Typist):
    """Hands that conduct any exercise: every question gets its first other answer, every rule that waits is let act."""

    def __init__(self, terminal: Terminal, album: Album):
        super().__init__(terminal)
        self.album, self.words = album, language()
        self.unheard: list[str] = []
        """questions whose answer was not taken, with what was said to that"""
        self.jumps = self.acts = 0
        self._began: datetime | None = None
        self._vain, self._left_alone = 0, 0.0
        self._jumped = 0.0
        self._tried: Counter[str] = Counter()

    def keep(self, moment: str) -> Sight:
        """Keep what stands there."""
        sight = self.look(0.1)
        self.album.add(moment, sight)
        return sight

    def leaf(self, moment: str, most: int = _PAGES) -> None:
        """Keep a sheet from where it stands, page by page."""
        for page in range(1, most + 1):
            before = self.keep(f"{moment}_{page}")
            for _ in range(2):  # the first one may only move the cursor to the last line
                self.press("\x1b[6~")
                self.rest(0.25)
                if self.look().lines[1:] != before.lines[1:]:
                    break
            else:
                return

    def soon(self, holds: Callable[[Sight], bool], seconds: float = 3.0) -> bool:
        """Whether something comes to hold; nothing is wrong if it does not."""
        try:
            self.until(holds, seconds)
        except AssertionError:
            return False
        return True

    def stand(self) -> None:
        """The clock stands."""
        if self.look().state == "RUN":
            self.press(" ", lambda sight: sight.state != "RUN")

    def fields(self, *texts: str) -> bool:
        """Fill the drawer and save it; one that is refused is put away.  Gives whether it was saved."""
        for number, text in enumerate(texts):
            if number:
                self.terminal.keys("\t")
            self.type(text)
        self.terminal.keys("\r")
        if self.soon(lambda sight: not sight.drawer):
            return True
        self.unheard.append(self.keep("refused").text)
        self.back(lambda sight: not sight.drawer)
        return False

    # before and after

    def brief(self, seconds: float = 90) -> None:
        """The briefing is read to its end, then the clock runs."""
        self.until(tr("Enter goes on; there space is STARTEX"), seconds)
        self.rest(0.5)
        self.leaf("briefing")
        self.press("\r", lambda sight: sight.state == "BEFORE STARTEX")
        self.keep("live_before")
        self._began = self.look().moment
        self.press(" ", lambda sight: sight.state == "RUN")

    def gone(self) -> float:
        """Seconds of the exercise that are over, as the date-time group tells them."""
        now = self.look().moment
        return (now - self._began).total_seconds() if now and self._began else 0.0

    def close(self) -> None:
        """After ENDEX: every pane, the log, the hot wash with a tag, an evaluation with a rating, and the door."""
        self.panes("endex")
        self.log()
        self.press("H", _above)
        self.rest(0.5)
        self.leaf("hot_wash", 3)
        self.press("\t\x1b[B")
        self.rest(0.3)
        self.press("+", lambda sight: sight.drawer)
        self.keep("tag")
        self.fields(STRENGTH[self.words])
        self.leaf("lanes", 3)
        self.back(lambda sight: sight.state == "ENDEX")
        self.press("E", _above)
        self.rest(0.5)
        self.leaf("evaluate")
        self.press("\x1b[H")
        self.press("\r", tr("a letter chooses, Esc puts away"))
        self.keep("rate")
        self.press("s", tr("Enter saves, Tab next field, Esc puts away and keeps what is written"))
        self.fields(WHY_RATED[self.words])
        self.until(tr("the evidence proposes"))
        self.leaf("rated", 3)
        self.back(lambda sight: sight.state == "ENDEX")
        self.press("q")

    # while it runs

    def conduct(self, todo: Sequence[Part], seconds: int) -> None:
        """Play up to ENDEX; an exercise too long for its speed ends when the time of the wall is over."""
        left, speed, begun = list(todo), speed_for(seconds), time.monotonic()
        while left:
            sight, past = self.look(), time.monotonic() - begun
            assert past < _PLAY_S * 5, f"it takes too long; the screen:\n{sight.text}"
            over = max(self.gone() / seconds, past / _PLAY_S if seconds > speed * _PLAY_S * 2 else 0.0)
            if sight.opened and time.monotonic() > self._left_alone:
                self.answer(speed)
            elif over >= left[0].share:
                left.pop(0).deed(self)
            elif self.can_act(sight):
                self.let_one()
            elif sight.state == "PAUSED":
                self.press(" ", lambda sight: sight.state != "PAUSED")
            elif sight.speed != speed:
                self.faster(speed)
            elif seconds > speed * _PLAY_S * 2 and time.monotonic() > self._jumped + _JUMP_EVERY_S:
                self.jump()

    def answer(self, speed: int) -> None:
        """Take down what the room says to the question that ``d`` opens: the first answer that is no default."""
        if speed > _STANDS_FROM:
            self.stand()
        self.press("d")
        if not self.soon(lambda sight: tr("a letter chooses, Esc puts away") in sight.text):
            self._left_alone = time.monotonic() + 5
            return
        sight = self.keep(f"question_{len(self.answered) + 1}")
        name = re.split(r"\s?:\s", sight.asked[0])[0]
        key = "1" if any(line.startswith("1 ") for line in sight.asked) else "a"
        self.press(key, lambda sight: tr("a letter chooses, Esc puts away") not in sight.text)
        self.keep(f"question_{len(self.answered) + 1}_words")
        if self.fields(SAID[self.words], "4"):
            self.answered.append(name)
        else:
            self._left_alone = time.monotonic() + 5

    def can_act(self, sight: Sight) -> bool:
        """Whether a rule waits that was not let act in vain too often."""
        return any(self._tried[rule] < _TRIES for rule in _waiting(sight))

    def let_one(self) -> None:
        """Let a rule act that waits for the room."""
        before = self.look()
        self.press("c")
        if self.soon(lambda sight: _waiting(sight) != _waiting(before), 1.0):
            self.acts += 1
        else:
            self._tried.update(_waiting(before))

    def jump(self) -> None:
        """On to the next inject, if nothing lies between."""
        self.press("J", lambda sight: sight.drawer)
        if not self.jumps:
            self.keep("jump")
        self.terminal.keys("\r")
        self.soon(lambda sight: not sight.drawer, 30)
        if self.soon(lambda sight: not sight.state, 1.0):
            self.jumps += 1
            self.keep(f"heard_{self.jumps}")
            self.back(lambda sight: sight.state != "")
        self._jumped = time.monotonic()

    # parts of it

    def panes(self, moment: str) -> None:
        """The live screen, then every pane that is there as large as the screen."""
        self.stand()
        self.rest(0.3)
        self.keep(f"{moment}_live")
        for number in range(1, 7):
            if self.look().pane(number):
                self.press(f"{number}z")
                self.rest(0.3)
                self.keep(f"{moment}_pane_{number}")
                self.press("z")
                self.rest(0.2)

    def adhoc(self) -> None:
        """An inject of one's own, to everybody."""
        self.press("a", lambda sight: sight.drawer)
        self.keep("adhoc")
        self.fields(ADHOC[self.words], tr("everybody"))
        self.rest(0.3)
        self.keep("adhoc_out")

    def note(self) -> None:
        """A note."""
        self.press("o", lambda sight: sight.drawer)
        self.keep("note")
        self.fields(NOTE[self.words])

    def why(self) -> None:
        """The causes of the last line of what just happened."""
        self.stand()
        self.press("5")
        self.press("\x1b[F")
        self.rest(0.3)
        self.press("w", _above)
        self.rest(0.3)
        self.leaf("why", 2)
        self.back(lambda sight: sight.state != "")

    def order(self) -> None:
        """The drawers for an order, a message and an override are looked at and put away."""
        for key, name in (("r", "order"), ("t", "message"), ("O", "override"), ("S", "shift")):
            self.press(key, lambda sight: sight.drawer)
            self.keep(name)
            self.back(lambda sight: not sight.drawer)

    def map(self) -> None:
        """The map as large as the screen, and a piece of it."""
        self.press("2z")
        self.rest(0.3)
        self.keep("map")
        self.press("++")
        self.rest(0.3)
        self.keep("map_nearer")
        self.press("0z")
        self.rest(0.2)

    def log(self) -> None:
        """The log from its beginning, and its end."""
        self.press("L", _above)
        self.rest(0.4)
        self.keep("log_end")
        self.press("\x1b[H")
        self.rest(0.3)
        self.leaf("log", 3)
        self.back(lambda sight: sight.state != "")

    def endex(self) -> None:
        """The end, asked before."""
        self.stand()
        self.press("X", tr("y does it, n or Esc leaves it"))
        self.keep("endex_asked")
        self.press(word("y"), lambda sight: sight.state == "ENDEX")


def parts() -> list[Part]:
    """Everything that is done beside answering questions and letting rules act."""
    return [
        Part(0.02, Conductor.order),
        Part(0.05, Conductor.why),
        Part(0.10, Conductor.adhoc),
        Part(0.20, Conductor.note),
        Part(0.35, lambda hands: hands.panes("third")),
        Part(0.40, Conductor.map),
        Part(0.55, Conductor.log),
        Part(0.70, lambda hands: hands.panes("late")),
        Part(0.90, Conductor.endex),
    ]
