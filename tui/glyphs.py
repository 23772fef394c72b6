"""Signs of states: a glyph, its ASCII form, a word and a style, so that colour is never the only one that speaks."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BRAILLE", "Glyph", "Glyphs"]

BRAILLE = 0x2800
"""the empty braille pattern; its eight low bits are its dots"""


@dataclass(frozen=True, slots=True)
class Glyph:
    """How a state is shown."""

    sign: str
    ascii: str
    word: str
    style: str


_STATES: dict[str, Glyph] = {
    "planned": Glyph("·", ".", "", "quiet"),
    "contingency": Glyph("◇", "?", "IF", "quiet"),
    "ready": Glyph("!", "!", "DUE", "due"),
    "late": Glyph("‼", "!!", "LATE", "late"),
    "held": Glyph("‖", "=", "HELD", "due"),
    "delivered": Glyph("✓", "+", "OUT", "done"),
    "recalled": Glyph("↶", "<", "RECALLED", "late"),
    "skipped": Glyph("–", "-", "SKIPPED", "quiet"),
    "expired": Glyph("∅", "0", "EXPIRED", "quiet"),
    "adhoc": Glyph("+", "+", "AD HOC", "done"),
    "open": Glyph("!", "!", "OPEN", "due"),
    "taken": Glyph("✓", "+", "DECIDED", "done"),
    "defaulted": Glyph("∅", "0", "DEFAULT", "late"),
    "gone": Glyph("–", "-", "GONE", "quiet"),
    "done": Glyph("✓", "+", "DONE", "done"),
    "missed": Glyph("✗", "x", "MISSED", "late"),
    "run": Glyph("▶", ">", "RUN", "done"),
    "paused": Glyph("‖", "=", "PAUSED", "due"),
    "ended": Glyph("■", "#", "ENDEX", "quiet"),
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
        "↵": "Enter ",
        "␣": "Spc",
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
        return text.translate(_PLAIN).encode("ascii", "replace").decode("ascii")
