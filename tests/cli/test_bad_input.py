"""Every row B01-B59 of the bad-input table (robustness sheet, section 5), held against the command line.

A row is a file with one thing wrong.  What is asserted is what the sheet promises an author: the code, the line and
column, words that help, the exit status, no traceback, and not one byte written beside the file.  The expected place
is never typed in by hand: the sign ``▸`` stands in the text where the message must point, and is taken out again.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from simulator.cli import main

ROOT = Path(__file__).resolve().parents[2]
FILE = "exercise.yaml"
SIGN = "▸"

GOOD = """\
startex: 1
title: Bad input
clock: {startex: 2031-03-01T08:00+02:00, duration: 4 h}
places:
  site: {kind: poc_site, at: [0, 0]}
  camp: {kind: sector, of: site, at: [0, 0], people: 900, shelters: 100}
  gate: {kind: gate, of: site, at: [0, -300], leads_to: base}
  base: {kind: un_base, at: [0, -900]}
channels: {radio: {delay: 30 s, fails: 3 %}}
command: {ops: {kind: ioc, integrates: [military]}}
roles: {duty_officer: {post: ops}}
unit_types: {platoon: {strength: 30, notice: 15 (8-25) min}}
units: {qrf_1: {type: platoon, at: base}}
threat:
  groups: {raiders: {strength: 10-20}}
  stream:
    - {id: raid, at: H+1, do: attack, by: raiders, on: camp, for: 30 min}
plan:
  HELP: {for: qrf_1, when: contact reported to ops, do: [{task: protect, at: contact}]}
decisions:
  open_gate: {when: crowd at gate > 100, asks: duty_officer, options: {open: Open it, wait: Wait}, deadline: 10 min,
              default: wait, model: {choose: {open: 70 %, wait: 30 %}}}
msel:
  - {id: I-1, at: H+0:10, type: contextual, to: [ops], text: Men with rifles slept in the next village.}
"""


def swap(*pairs: str) -> str:
    """The good scenario with texts replaced: old, new, old, new ...; each old text stands there exactly once."""
    text = GOOD
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def more(*lines: str) -> str:
    """The good scenario with lines added at its end."""
    return GOOD + "".join(line + "\n" for line in lines)


def inject(fields: str) -> str:
    """The good scenario with a second inject."""
    return more(f"  - {{id: I-2, type: contextual, {fields}}}")


def condition(text: str) -> str:
    """The good scenario with another trigger for its rule; the text is quoted as YAML wants it."""
    return swap("when: contact reported to ops,", f"when: {text},")


@dataclass(frozen=True)
class Row:
    """One row of the table; ``place`` is found from the sign in the file that the finding is about."""

    name: str
    content: str | bytes
    status: int
    code: str = ""
    words: tuple[str, ...] = ()
    at: tuple[int, int] | None = None
    others: Mapping[str, str] = field(default_factory=dict)
    about: str = FILE
    defect: str = ""

    @property
    def bytes(self) -> bytes:
        """The file as it lies on the disk."""
        return self.content if isinstance(self.content, bytes) else self.content.replace(SIGN, "").encode()

    @property
    def place(self) -> tuple[int, int]:
        """Line and column of the finding, from 1."""
        if self.at is not None:
            return self.at
        text = self.content if self.about == FILE else self.others[self.about]
        assert isinstance(text, str)
        before, sign, _ = text.partition(SIGN)
        assert sign, f"{self.name}: no {SIGN} says where"
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1

    def laid(self, folder: Path) -> None:
        """Write the row's files."""
        for name, text in self.others.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.replace(SIGN, "").encode())
        (folder / FILE).write_bytes(self.bytes)


ALIASES = "bomb:\n  a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"  {b}: &{b} [{', '.join(f'*{a}' for _ in range(9))}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)

FORM = [
    Row("B01a an empty file", "", 3, "E101", ("the file is empty", "startex: 1"), (1, 1)),
    Row("B01b a file of comments", "# nothing yet\n\n", 3, "E101", ("the file is empty", "startex: 1"), (1, 1)),
    Row("B02a one text", "hello\n", 3, "E102", ("a single text, not a scenario", "startex: 1"), (1, 1)),
    Row("B02b a list", "- one\n- two\n", 3, "E102", ("a list, not a scenario", "startex: 1"), (1, 1)),
    Row("B03 two documents", more("▸---", "startex: 1"), 3, "E103", ("second document", "one scenario")),
    Row("B04 a tab indents", swap("  site: {kind", "▸\tsite: {kind"), 3, "E104", ("a tab", "use blanks")),
    Row("B05 an unclosed quote", swap("title: Bad input", 'title: ▸"Bad input'), 3, "E104", ("never closed",)),
    Row("B06a a NUL", swap("Bad input", "Bad▸\0 input"), 3, "E105", ("NUL", "delete it")),
    Row("B06b another control character", swap("Bad input", "Bad▸\x07 input"), 3, "E105", ("control", "delete it")),
    Row(
        "B07 Latin-1",
        swap("Bad input", "Déjà vu").encode("latin-1"),
        3,
        "E106",
        (f"byte {GOOD.index('Bad') + 1} (0xe9) is not UTF-8", "save the file as UTF-8"),
        (2, 9),
    ),
    Row("B10 a key stands twice", more("▸title: Again"), 3, "E107", ("'title'", "line 2, column 1", "remove one")),
    Row(
        "B11 a merge key",
        swap("units: {qrf_1: {type", "units: {qrf_1: {▸<<: {at: base}, type", ", at: base}}", "}}"),
        3,
        "E108",
        ("merge keys", "variants: or uses:"),
    ),
    Row("B12 an alias bomb", more(*ALIASES.splitlines()), 3, "E109", ("unfold to too many values", "fewer aliases")),
    Row("B13 an alias that holds itself", more("summary: &a [x, ▸*a]"), 3, "E110", ("*a", "holds itself")),
    Row("B14 50,000 open brackets", "a: " + "[" * 50_000, 3, "E111", ("deeper than 64", "bracket"), (1, 67)),
    Row("B15 a file of 10 MB", more("#" * 10_000_000), 7, "L101", ("MB", "2 MB is the most", "uses:"), (1, 1)),
    Row(
        "B16 100,000 keys",
        more("variants:", "  big:", *(f"    k{n}: 1" for n in range(100_000))),
        7,
        "L102",
        ("more than 150000 values", "uses:"),
        None,
    ),
    Row(
        "B17 a Python object",
        swap("title: Bad input", "title: ▸!!python/object/apply:os.system [echo pwned > owned]"),
        3,
        "E112",
        ("python/object", "not allowed", "without a tag"),
    ),
    Row(
        "B18 an include tag",
        swap("title: Bad input", "title: ▸!include secret.txt"),
        3,
        "E112",
        ("'!include'", "not allowed", "without a tag"),
    ),
    Row("B19 a list as a key", more("▸[a, b]: 1"), 3, "E113", ("only plain text can be a key", "name: value")),
    Row("B20a half a pair, escaped", swap("Bad input", r'▸"Bad \ud800 input"'), 3, "E114", ("surrogate",)),
    Row(
        "B20b half a pair, as bytes",
        swap("Bad input", "Bad \ud800 input").encode("utf-8", "surrogatepass"),
        3,
        "E106",
        (f"byte {GOOD.index('Bad') + 4} (0xed) is not UTF-8",),
        (2, 12),
    ),
]

MEANING = [
    Row("B23a an unknown field", more("▸mesl: []"), 3, "E201", ("'mesl' is not a field", "did you mean 'msel'?")),
    Row(
        "B23b an unknown field below",
        swap("raiders: {strength", "raiders: {▸strenght: 4, strength"),
        3,
        "E201",
        ("'strenght'", "did you mean 'strength'?"),
    ),
    Row("B24 a required field", swap("gate, of", "gate, ▸of"), 3),
]
