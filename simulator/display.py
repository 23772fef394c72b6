"""The one door through which somebody else's text reaches a terminal.

Ground floor: standard library only.  Scenario text may hold escape sequences, overrides of the writing
direction, or hundreds of combining marks.  The original is kept; what is shown has pictures instead.
"""

from __future__ import annotations

import unicodedata

__all__ = ["MOST_MARKS", "pictured", "shown"]

MOST_MARKS = 8
"""combining marks in a row that are shown; more would cover the lines above"""
_BEARER = "\u25cc"
"""bears a mark with which a text begins: it would sit on, and count with, whatever text stands before it"""

_HARMLESS = frozenset("\n")
_INVISIBLE = frozenset(("Cf", "Co", "Cs", "Cn"))


def pictured(text: str) -> bool:
    """Whether a text holds signs that are shown as pictures, tabs aside."""
    return any(_hidden(char) for char in text if char not in "\n\t")


def _hidden(char: str) -> bool:
    category = unicodedata.category(char)
    return category == "Cc" or category in _INVISIBLE or category in ("Zl", "Zp")


def _picture(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return "\ufffd"


def shown(text: str) -> str:
    """The text as it may be printed: control characters as pictures, marks capped; new lines stay.

    That holds also where one text is printed behind another: none begins with a mark.
    """
    if text.isascii() and text.isprintable():
        return text
    found, marks = [], 0
    for char in unicodedata.normalize("NFC", text):
        if char in _HARMLESS:
            found.append(char)
            marks = 0
            continue
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if _hidden(char):
            found.append(_picture(char))
        elif marks <= MOST_MARKS:
            found.append(char if found or not marks else _BEARER + char)
    return "".join(found)
