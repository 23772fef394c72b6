"""The only way in which a text becomes something on the screen.

Titles, names and notes come from other people.  They may hold escape sequences, overrides of the writing direction
or markup; here they become plain signs.  Widgets are given :class:`Content` made here or spans of a row, never
strings: a string would be read as markup.
"""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from simulator.display import MOST_MARKS, shown

__all__ = ["clipped", "line_of", "safe", "sign_by_sign", "wrapped"]

_WIDE_SIGNS = 4
"""signs of a text looked at for each column: combining marks take none"""


def line_of(text: str) -> str:
    """A text as one line: made safe, new lines and tabs as spaces."""
    if text.isascii() and text.isprintable():
        return text
    return shown(text.replace("\n", " ").replace("\t", " "))


def safe(text: str) -> Content:
    """A text for a widget; lines stay lines."""
    return Content(shown(text.replace("\t", " ")))


def sign_by_sign(text: str) -> str:
    """A text made safe of which each sign stands where it stood: for a line in which a cursor moves."""
    if text.isascii() and text.isprintable():
        return text
    found, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        plain = sign if sign == "\t" else shown(sign)
        found.append(plain if len(plain) == 1 and marks <= MOST_MARKS else "\ufffd")
    return "".join(found)


def clipped(text: str, columns: int) -> str:
    """One line of exactly so many columns: padded, or cut with an ellipsis; wide signs count twice."""
    columns = max(0, columns)
    plain = line_of(text[: columns * _WIDE_SIGNS + 64])
    if cell_len(plain) <= columns:
        return set_cell_size(plain, columns)
    return set_cell_size(plain, columns - 1) + "…" if columns > 1 else set_cell_size(plain, columns)


def wrapped(text: str, columns: int, most: int = 40) -> list[str]:
    """A text as lines of so many columns at most, broken between words; ``most`` lines at most."""
    lines: list[str] = []
    for part in shown(text.replace("\t", " ")).split("\n"):
        line = ""
        for word in part.split(" "):
            while cell_len(word) > columns:
                head = set_cell_size(word, columns).rstrip() or word[:1]
                lines.append(line) if line else None
                line, word = "", word[len(head) :]
                lines.append(head)
            joined = f"{line} {word}" if line else word
            if cell_len(joined) > columns:
                lines.append(line)
                line = word
            else:
                line = joined
        lines.append(line)
        if len(lines) >= most:
            break
    return lines[:most]
