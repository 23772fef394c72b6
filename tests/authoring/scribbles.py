"""Scenarios as no two people write them: one meaning, any layout.

``scribbled`` writes a plain tree as YAML with drawn indentation, quotes, brackets or lines, columns, empty lines, and
comments at odd places; ``varied`` draws another meaning first, so that no two scenarios of a test are the same.
"""

from __future__ import annotations

import random
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from simulator.errors import ScenarioError
from simulator.scenario.library import scenario_folder
from simulator.scenario.tree import parse_tree

__all__ = ["FOLDER", "STARTER", "Scribe", "plain_of", "varied"]

FOLDER = scenario_folder()
STARTER = Path(__file__).resolve().parents[2] / "simulator" / "scenario" / "starter.yaml"
TEXTS = (
    "Plain words",
    "yes",
    "no: it is not # so",
    "it's here",
    'she said "stop"',
    "back\\slash \\ end",
    "- a dash",
    "[brackets], {braces}",
    "~",
    "null",
    "010",
    "ünïcödé → 山",
    "  blanks around  ",
    "two\nlines",
    "two\n\nparagraphs\n",
    "  indented\nfirst line",
    "lines\n    more indented\nand back\n\n\n",
    "a long sentence that goes on and on, as people write them when nobody stops them; " * 2,
    "tab\there",
    "# no comment",
    "? : , & * ! | > % @ `",
    "ends in a colon:",
    "",
)


@cache
def plain_of(path: Path) -> Any:
    """A file as mappings, lists and texts."""
    return parse_tree(path.read_bytes(), path.name)[0].plain()


def varied(rng: random.Random) -> Any:
    """A shipped scenario with a few texts, numbers and units of its own."""
    shipped = sorted(FOLDER.glob("*.yaml"))
    path = rng.choice(shipped) if rng.random() < 0.15 else rng.choice((STARTER, FOLDER / "first_steps.yaml"))
    plain = deepcopy(plain_of(path))
    plain["title"] = rng.choice(
        [t for t in TEXTS if t.strip() and "\n" not in t and "\t" not in t and t not in ("~", "null")]
    )
    plain["summary"] = rng.choice(TEXTS)
    for inject in plain["msel"]:
        if rng.random() < 0.5:
            inject["text"] = rng.choice(TEXTS)
    for name in list(plain["units"]):
        if rng.random() < 0.3:
            plain["units"][f"{name}_{rng.randrange(99)}"] = {
                **plain["units"][name],
                "notice": f"{rng.randrange(1, 60)} min",
            }
    for place in plain["places"].values():
        if "people" in place:
            place["people"] = str(rng.randrange(1, 40_000))
    return plain


@cache
def _reads(text: str, *, flow: bool) -> str | None:
    """What a plain text would be read as."""
    try:
        tree = parse_tree(f"v: [{text}]\n".encode() if flow else f"v: {text}\n".encode(), "x")[0].child("v")
    except ScenarioError:
        return None
    if flow:
        items = tree.value if tree and isinstance(tree.value, list) else []
        tree = items[0] if len(items) == 1 else None
    return tree.value if tree and isinstance(tree.value, str) else None


class Scribe:
    """Writes one file; ``comments`` are those that it put in, in the order in which it thought of them."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.comments = rng, list[str]()
        self.open_text = False
        """whether an empty line would be part of the text above it"""

    def scribbled(self, plain: Any) -> str:
        """A whole file."""
        text = self.noise(0) + self.mapping(plain, self.rng.choice((0, 0, 0, 2)), "") + self.noise(0)
        return text if self.open_text else text.rstrip("\n") + self.rng.choice(("\n", "\n\n\n"))

    # comments and blanks

    def gap(self) -> str:
        return " " * self.rng.choice((1, 1, 1, 2, 5))

    def comment(self) -> str:
        self.comments.append(
            f"# {len(self.comments)}: odd {{place, [ 'here\" {self.rng.choice(('', '- x', 'a: b'))}".rstrip()
        )
        return self.comments[-1]

    def noise(self, most: int) -> str:
        """Empty lines and lines of comment, none of them further right than given."""
        made = ""
        while self.rng.random() < 0.15:
            made += self.rng.choice(("\n", "   \n")) if self.rng.random() < 0.5 and not self.open_text else ""
            if self.rng.random() < 0.6:
                self.open_text = False
                made += " " * self.rng.randint(0, most) + self.comment() + self.rng.choice(("", "  ")) + "\n"
        return made

    def end(self) -> str:
        """The end of a line, perhaps with a comment."""
        if self.rng.random() < 0.1:
            return self.rng.choice((" ", "   ")) + self.comment() + "\n"
        return self.rng.choice(("", "", "  ")) + "\n"

    # blocks

    def mapping(self, value: dict[str, Any], indent: int, first: str) -> str:
        """A block of keys; ``first`` stands before the first of them, in the place of its indentation."""
        made, column = "", self.rng.random() < 0.4
        longest = max(map(len, value))
        for key, below in value.items():
            begin = first if first and not made else self.noise(indent) + " " * indent
            written = self.text(key, indent, flow=True, key=True)
            pad = " " * (longest - len(key) + 1) if column else self.gap()
            made += begin + written + ":" + self.value(below, indent, pad)
        return made

    def items(self, value: list[Any], indent: int) -> str:
        made = ""
        for item in value:
            dash = " " * indent + "-" + self.gap()
            if isinstance(item, dict) and item and self.rng.random() < 0.5:
                made += self.noise(indent) + self.mapping(item, len(dash), dash)
            else:
                made += self.noise(indent) + " " * indent + "-" + self.value(item, indent, self.gap())
        return made

    def value(self, value: Any, indent: int, pad: str) -> str:
        """What stands behind a colon or a dash, with its line end."""
        step = self.rng.choice((1, 2, 2, 4))
        if isinstance(value, dict) and value and self.rng.random() < 0.6:
            return self.end() + self.mapping(value, indent + step, "")
        if isinstance(value, list) and value and self.rng.random() < 0.6:
            return self.end() + self.items(value, indent + step)
        if isinstance(value, dict | list):
            broken = self.end() + " " * (indent + step) if self.rng.random() < 0.2 else pad
            return broken + self.flow(value, indent) + self.end()
        if value is None:
            return self.rng.choice(("", " ~", " null")) + self.end()
        if "\n" in value and self.rng.random() < 0.8:
            return pad + self.block(value, indent, step)
        return pad + self.text(value, indent, flow=False) + self.end()

    def block(self, value: str, indent: int, step: int) -> str:
        """A text of several lines behind ``|``."""
        body = value.rstrip("\n")
        ends = len(value) - len(body)
        chomp = "-" if not ends else "" if ends == 1 else "+"
        named = str(step) if body.startswith((" ", "\n")) or not body or self.rng.random() < 0.2 else ""
        lines = [" " * (indent + step) + line if line else "" for line in body.split("\n")]
        head = "|" + self.rng.choice((named + chomp, chomp + named))
        head += self.end()
        self.open_text = True
        return head + "\n".join(lines) + "\n" * max(ends, 1)

    # brackets and texts

    def flow(self, value: Any, indent: int) -> str:
        """Something in brackets, perhaps on several lines."""
        if value is None:
            return "null"
        if isinstance(value, str):
            return self.text(value, indent, flow=True)
        pairs = value.items() if isinstance(value, dict) else [(None, item) for item in value]
        made = []
        for key, item in pairs:
            name = "" if key is None else self.text(key, indent, flow=True, key=True) + ":" + self.gap()
            made.append(name + self.flow(item, indent))
        opened, closed = "{}" if isinstance(value, dict) else "[]"
        inside = "".join(self.comma(indent) + part for part in made)[1:] if made else ""
        begin = self.broken(indent) if made and self.rng.random() < 0.15 else self.rng.choice(("", " "))
        last = self.broken(indent) if made and self.rng.random() < 0.15 else self.rng.choice(("", " "))
        return opened + begin + inside.lstrip(" ") + last + closed

    def broken(self, indent: int) -> str:
        return self.end() + self.noise(indent + 3) + " " * (indent + self.rng.randint(1, 9))

    def comma(self, indent: int) -> str:
        return "," + (self.broken(indent) if self.rng.random() < 0.2 else self.rng.choice((" ", " ", "  ")))

    def text(self, value: str, indent: int, *, flow: bool, key: bool = False) -> str:
        """A text: plain where it can be, in quotes, or folded over several lines."""
        self.open_text = False
        ways = ["double"]
        if "\n" not in value and "\t" not in value:
            ways.append("single")
        if _reads(value, flow=flow) == value and "\n" not in value and not value.endswith(":"):
            ways += ["plain"] * 4
        way = self.rng.choice(ways)
        if way == "double":
            made = '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
        else:
            made = value if way == "plain" else "'" + value.replace("'", "''") + "'"
        return made if key or "  " in value or value.strip() != value else self.folded(made, indent)

    def folded(self, text: str, indent: int) -> str:
        words = text.split(" ")
        if len(words) < 4 or any(not word or word.startswith(("#", "-")) for word in words):
            return text
        made = words[0]
        for word in words[1:]:
            made += "\n" + " " * (indent + self.rng.randint(1, 6)) if self.rng.random() < 0.05 else " "
            made += word
        return made
