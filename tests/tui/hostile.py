"""Hostile texts: what an author, a note or an imported sheet could hold to take over a terminal or a widget."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator

from simulator.display import MOST_MARKS

__all__ = ["hidden_in", "hostile_texts"]

_ACTS = (
    "\x1b]52;c;ZXZpbA==\x07",  # writes the clipboard
    "\x1b]52;c;ZXZpbA==\x1b\\",
    "\x1b]0;owned\x07",  # sets the title
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[H",
    "\x1b[31;1m",
    "\x1b[?1049l",
    "\x1bPq#0;2;0;0;0\x1b\\",
    "\x1b_Gf=32;AAAA\x1b\\",
    "\x1b^private\x1b\\",
    "\x1bc",
    "\x9b31m",
    "\x9d0;owned\x9c",
    "\x90q\x9c",
    "\x00",
    "\x07",
    "\x08\x08\x08",
    "\x7f",
    "\r",
    "\t",
    "\n",
    "\u202e",  # writes from right to left
    "\u202d",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u2069",
    "\u200b",
    "\u200d",
    "\u200e",
    "\u2060",
    "\ufeff",
    "\u2028",
    "\u2029",
    "\u00ad",
    "\U000e0041\U000e0042",  # tags
    "\ue000",
    "\U0010ffff",
    "\ufffe",
    "\ud800",
    "\udfff",
    "e" + "\u0301" * 300,
    "\u0489" * 40,
    "\u20dd" * 20,
    "[/red]",
    "[/]",
    "[bold red on",
    "[@click=app.quit]x[/]",
    "[@click=app.leave]x[/]",
    "[link=https://evil.example]x[/link]",
    "[$error]x[/$error]",
    "\\[",
    "[[",
    "{0}{x!r}%s%n",
    "مرحبا",
    "שלום",
    "漢字かな",
    "한국어",
    "👨‍👩‍👧‍👦",
    "🇳🇱",
    "👍🏽",
    "ﷺ",
    "𒐫",
    "ｆｕｌｌ",
)


def hostile_texts(rng: random.Random, count: int) -> Iterator[str]:
    """So many texts: acts and random signs among words, sometimes very long."""
    for _ in range(count):
        parts = []
        for _ in range(rng.randint(1, 6)):
            draw = rng.random()
            if draw < 0.6:
                parts.append(rng.choice(_ACTS))
            elif draw < 0.8:
                parts.append("word ")
            else:
                parts.append("".join(chr(rng.randrange(0x110000)) for _ in range(rng.randint(1, 8))))
        text = "".join(parts)
        yield text * rng.randint(20, 200) if rng.random() < 0.01 else text


def hidden_in(text: str) -> str:
    """The first sign that a terminal could obey or nobody could see, as its name; empty if there is none."""
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") and char != "\n":
            return f"U+{ord(char):04X} {category}"
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MOST_MARKS:
            return f"{marks} marks in a row"
    return ""
