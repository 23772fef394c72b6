"""Other people's words for the types and means of an inject, and what of their columns becomes a note."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["EVERYBODY", "KEPT", "MEANS", "TYPES", "word_for"]

MEANS = {
    "verbal": "verbal person face oral briefing brief meeting",
    "phone": "phone telephone call cell mobile",
    "email": "email mail",
    "radio": "radio vhf hf",
    "written": "written letter fax document memo paper report handout",
    "media": "media news tv social press broadcast video",
    "simulation": "simulation simulated cax model",
    "other": "other",
}
TYPES = {
    "contingency": "contingency contingent adaptive",
    "expected_action": "expected player",
    "administrative": "administrative admin startex endex commex",
    "contextual": "contextual context information informational inject complexity simulation actor controller",
}
EVERYBODY = frozenset(["all", "everyone", "everybody", "all players", "all participants", "all cells", "players"])
KEPT = {
    "status": "Status", "scenario_time": "Scenario time", "controller": "Controller", "location": "Location",
    "background": "Background", "author": "Author", "priority": "Priority", "objective_2": "Second objective",
    "actual_time": "Actual time", "actual_response": "Actual response",
}  # fmt: skip
"""what the language has no field for: it stands in the notes, under its name"""


def word_for(said: str, words: Mapping[str, str]) -> str:
    """The word of the language that a cell means; empty where it means none that we know."""
    plain = re.sub(r"[\W_]+", " ", said.casefold()).split()
    return next((name for name, known in words.items() if set(plain) & set(known.split())), "")
