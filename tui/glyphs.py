"""Signs of states: a glyph, its ASCII form, a word and a style, so that colour is never the only one that speaks."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import combining, normalize

from simulator.catalogue import marked, tr

__all__ = ["Glyph", "Glyphs"]


@dataclass(frozen=True, slots=True)
class Glyph:
    """How a state is shown."""

    sign: str
    ascii: str
    word: str
    style: str

    @property
    def said(self) -> str:
        """The word as people read it; some states have none."""
        return tr(self.word) if self.word else ""


_STATES: dict[str, Glyph] = {
    "planned": Glyph("·", ".", "", "quiet"),
    "contingency": Glyph("◇", "?", marked("IF"), "quiet"),
    "ready": Glyph("!", "!", marked("DUE"), "due"),
    "late": Glyph("‼", "!!", marked("LATE"), "late"),
    "held": Glyph("‖", "=", marked("HELD"), "due"),
    "delivered": Glyph("✓", "+", marked("OUT"), "done"),
    "recalled": Glyph("↶", "<", marked("RECALLED"), "late"),
    "skipped": Glyph("–", "-", marked("SKIPPED"), "quiet"),
    "expired": Glyph("∅", "0", marked("EXPIRED"), "quiet"),
    "adhoc": Glyph("+", "+", marked("AD HOC"), "done"),
    "open": Glyph("!", "!", marked("OPEN"), "due"),
    "taken": Glyph("✓", "+", marked("DECIDED"), "done"),
    "defaulted": Glyph("∅", "0", marked("DEFAULT"), "late"),
    "gone": Glyph("–", "-", marked("GONE"), "quiet"),
    "done": Glyph("✓", "+", marked("DONE"), "done"),
    "missed": Glyph("✗", "x", marked("MISSED"), "late"),
    "run": Glyph("▶", ">", marked("RUN"), "done"),
    "paused": Glyph("‖", "=", marked("PAUSED"), "due"),
    "ended": Glyph("■", "#", marked("ENDEX"), "quiet"),
    "harm": Glyph("†", "x", "", "late"),
    "note": Glyph("✎", "n", "", "done"),
    "act": Glyph("»", ">", "", "done"),
}

_PLAIN = str.maketrans(
    {
        "·": ".",
        "–": "-",
        "…": "~",
        "×": "x",
        "│": "|",
        "─": "-",
        "✓": "+",
        "→": ">",
        "←": "<",
        "↵": "Enter ",  # not for people
        "␣": "Spc",  # not for people
        "▲": "^",
        "▼": "v",
        "●": "o",
        "█": "#",
        "▒": ":",
        "░": ".",
        "◀": "<",
        "▶": ">",
        "‖": "=",
        "§": "S",
    }
)


class Glyphs:
    """Signs as the terminal can show them."""

    def __init__(self, *, ascii_only: bool = False):
        self.ascii_only = ascii_only

    def of(self, state: str) -> Glyph:
        """The glyph of a state; a state without one has a dot."""
        return _STATES.get(state, _STATES["planned"])

    def sign(self, state: str) -> str:
        """The sign of a state, two columns wide."""
        glyph = self.of(state)
        return f"{glyph.ascii if self.ascii_only else glyph.sign:<2}"

    def plain(self, text: str) -> str:
        """A text of our own with its signs as the terminal can show them; other people's signs become ``?``."""
        if not self.ascii_only or text.isascii():
            return text
        bare = "".join(sign for sign in normalize("NFKD", text.translate(_PLAIN)) if not combining(sign))
        return bare.encode("ascii", "replace").decode("ascii")
