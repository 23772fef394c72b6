"""What is played when ``site_in_flames`` is played whole: what the room says, and what exercise control does when."""

from __future__ import annotations

from collections.abc import Callable

from simulator.units import parse_when
from tests.tui.typist import Answer, Sight, Turn, Typist

__all__ = ["ADHOC", "ANSWERS", "DURATION", "close", "turns"]

DURATION = 24 * 3600

ANSWERS = {
    "heed_warning": Answer("1", "head of field office: the cut is a week old and they gather in the open", "4"),
    "open_base_gate": Answer("a", "officer at the gate: there is shooting behind them", "4"),
    "keep_reserve": Answer("r", "watch officer: one platoon inside, one rests; qrf_1 deploy sector_1", "3"),
    "use_the_lull": Answer("1", "watch officer: the wire first, then the elders", "4"),
    "force_without_paper": Answer("a", "watch officer: life is at stake, the paper follows", "5"),
}
"""what the room says to each question"""

ADHOC = (
    ("H+0:25", "A trader says that the road north is closed since noon.", ""),
    ("H+1:15", "A water truck is turned back at the main gate.", "military police"),
    ("H+2:40", "Sector 1 asks who guards the cut in the fence tonight.", "military"),
    ("H+4:05", "A rumour: the police leave at midnight.", "police"),
    ("H+5:20", "The clinic asks for an escort for two women in labour.", "military"),
    ("H+8:10", "Radio Deru says that the site is quiet.", ""),
    ("H+11:30", "A wardens' list is forty names short.", "security"),
    ("H+14:45", "Pick-ups without plates are seen on the road from the west.", "military security"),
    ("H+18:20", "A mother looks for three children at the base gate.", "police"),
    ("H+22:30", "A delegation asks when people may go home.", ""),
)
"""injects that are not in the MSEL: when, what, to whom (nobody: to everybody)"""


def turns() -> list[Turn]:
    """Everything that exercise control does beside answering questions."""
    return [
        *(_at(when, lambda hands, text=text, to=to: adhoc(hands, text, to)) for when, text, to in ADHOC),
        _at("H+0:15", lambda hands: note(hands, "the letter was read out; nobody has taken it yet", "I-02")),
        _at("H+1", lambda hands: on_inject(hands, "I-06", "s", "Skip I-06", "the room has heard it from the trader")),
        _at("H+1:30", lambda hands: hands.press("m", "marked for the hot wash")),
        _at("H+2:45", recall),
        _at("H+3:40", ask),
        _at("H+5:50", look_back),
        _at("H+7", stop_and_go_on),
        _at("H+7:30", black_out),
        _at("H+9", lambda hands: on_inject(hands, "I-10", "D", "Put I-10", "H+10")),
        _at("H+12", fork),
        _at("H+15:30", lambda hands: hands.form("r", "Order a unit outside the plan", "qrf_1", "deploy", "sector_1")),
        _at("H+17", lambda hands: note(hands, "soldiers and police speak on one net")),
        _at("H+20", lambda hands: note(hands, "who may open the gate was clear at once", "O4")),
        _at("H+23:30", endex),
    ]


def _at(when: str, deed) -> Turn:
    return Turn(parse_when(when), deed)


# what the hands do


def stand(hands: Typist) -> Sight:
    """The clock stands, so that nothing moves under the cursor."""
    sight = hands.look()
    return hands.press(" ", lambda sight: sight.state != "RUN") if sight.state == "RUN" else sight


def adhoc(hands: Typist, text: str, to: str) -> None:
    """An inject of one's own."""
    hands.form("a", "Ad-hoc inject", text, to or "everybody")
    hands.until("is out. u recalls it")


def note(hands: Typist, text: str, about: str = "") -> None:
    """A note, or with something that it is about an observation."""
    hands.form("o", "Note at", text, about)


def on_inject(hands: Typist, name: str, key: str, title: str, text: str) -> None:
    """Something with one inject of the MSEL: go to it, press the key, see that it is the one, write, save."""
    stand(hands)
    hands.press("1")
    hands.press("\x1b[H")
    hands.rest(0.2)
    rows = [row for row in hands.look().pane(1) if row[:1] and not row[:1].isalnum()]
    place = next(k for k, row in enumerate(rows) if row[3:].startswith(f"{name} "))
    for _ in range(place):
        hands.press("\x1b[B")
    hands.form(key, title, text)


def recall(hands: Typist) -> None:
    """The last inject is recalled."""
    hands.press("u", "is taken back")


def ask(hands: Typist) -> None:
    """A question to a unit; its answer is drafted and sent."""
    hands.press("t", "Message or question")
    hands.press("a", "Enter saves")
    hands.fill("military", "main_gate_guards", "What do you see?")
    hands.press("t", "Message or question")
    sight = hands.look()
    hands.press("s" if " s  send" in sight.text else "\x1b", lambda sight: not sight.drawer)


def look_back(hands: Typist) -> None:
    """Half an hour back, and forward again."""
    stand(hands)
    for _ in range(6):
        hands.press("[", "(live ")
    hands.rest(0.5)
    hands.press("]" * 6, lambda sight: "(live " not in sight.text)


def stop_and_go_on(hands: Typist) -> None:
    """A real event stops the exercise; then it goes on."""
    hands.press("!", "STOP - REAL EVENT")
    hands.rest(0.5)
    hands.press(" ", lambda sight: sight.state == "RUN" and "REAL EVENT" not in "\n".join(sight.lines[:4]))


def black_out(hands: Typist) -> None:
    """The players' screens are dark for a moment."""
    hands.press("K", "PLAYERS DARK")
    hands.press("K", lambda sight: "PLAYERS DARK" not in sight.text)


def fork(hands: Typist) -> None:
    """Another session begins here; it stands in the tree."""
    stand(hands)
    hands.press("b", "forked")
    hands.press("B", "parts at H+12")
    hands.back(lambda sight: sight.state != "")


def endex(hands: Typist) -> None:
    """The end, asked before."""
    hands.press("X", "End the exercise?")
    hands.press("y", lambda sight: sight.state == "ENDEX")


def close(hands: Typist, seen: Callable[[str], object] = lambda _: None) -> None:
    """The hot wash with two tags, an evaluation with a rating, and the door; ``seen`` is told of each screen."""
    hands.press("H", "HOT WASH")
    seen("hot_wash")
    hands.form("-", "area for improvement - ", "the call came late")
    hands.press("\t\x1b[B")
    hands.form("+", "strength - ", "they talked to each other")
    hands.back(lambda sight: sight.state == "ENDEX")
    hands.press("E", "EVALUATE")
    hands.press("\r", "a letter chooses")
    hands.press("s", "Enter saves")
    hands.fill("warned in time, but by chance")
    hands.until("the evidence proposes")
    seen("evaluate")
    hands.back(lambda sight: sight.state == "ENDEX")
    hands.press("q")
