"""Printing: standard output for results, standard error for words about them, all of it made safe."""

from __future__ import annotations

import json
import sys

from simulator.display import shown

__all__ = ["complain", "dump", "say"]


def say(text: str = "") -> None:
    """A line of result."""
    print(shown(text))


def complain(text: str) -> None:
    """A line about what went wrong or goes on."""
    print(shown(text), file=sys.stderr)


def dump(document: object) -> None:
    """One JSON document, and nothing else; in plain ASCII, so that no terminal obeys what a text holds."""
    print(json.dumps(document, indent=2, ensure_ascii=True))
