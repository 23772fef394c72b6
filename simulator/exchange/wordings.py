"""Other people's words for the types and means of an inject, and what of their columns becomes a note."""

from __future__ import annotations

import re
from collections.abc import Mapping

from simulator.catalogue import marked

__all__ = ["EVERYBODY", "KEPT", "MEANS", "MISSING", "TITLES", "TOO_LONG", "TYPES", "word_for"]

MEANS = {  # not for people
    "verbal": "verbal person face oral briefing brief meeting orale verbalement réunion vive voix",
    "phone": "phone telephone call cell mobile téléphone tél appel portable",
    "email": "email mail courriel courriels mél",
    "radio": "radio vhf hf",
    "written": "written letter fax document memo paper report handout écrit écrite lettre télécopie papier rapport",
    "media": "media news tv social press broadcast video médias média presse télévision réseaux",
    "simulation": "simulation simulated cax model simulé simulée",
    "other": "other autre",
}
"""word of the language -> the words that people have for it, in English and French"""
TYPES = {  # not for people
    "contingency": "contingency contingent adaptive réserve imprévu",
    "expected_action": "expected player attendue joueur",
    "administrative": "administrative admin startex endex commex administratif",
    "contextual": "contextual context information informational inject complexity simulation actor controller"
    " contexte contextuel contextuelle injection",
}
EVERYBODY = frozenset(  # not for people
    (
        *("all", "everyone", "everybody", "all players", "all participants", "all cells", "players"),
        *("tous", "toutes", "tout le monde", "tous les joueurs", "tous les participants", "joueurs"),
    )
)
KEPT = {
    "status": marked("Status: {text}"),
    "scenario_time": marked("Scenario time: {text}"),
    "controller": marked("Controller: {text}"),
    "location": marked("Location: {text}"),
    "background": marked("Background: {text}"),
    "author": marked("Author: {text}"),
    "priority": marked("Priority: {text}"),
    "objective_2": marked("Second objective: {text}"),
    "actual_time": marked("Actual time: {text}"),
    "actual_response": marked("Actual response: {text}"),
}
"""what the language has no field for: it stands in the notes, under its name"""


TOO_LONG = {"from": marked("from: {text}"), "storyline": marked("storyline: {text}")}
"""what stands in the notes where it is longer than its field takes"""
MISSING = {
    (True, False): marked("the row has no text"),
    (False, True): marked("the row has no time"),
    (True, True): marked("the row has no text and no time"),
}
"""whether a row lacks a text, and a time -> how that is said"""
TITLES = frozenset(  # not for people
    ("exercise", "exercise name", "exercise title", "name of exercise", "exercice", "nom de l'exercice")
)
"""what stands before the name of an exercise"""


def word_for(said: str, words: Mapping[str, str]) -> str:
    """The word of the language that a cell means; empty where it means none that we know."""
    plain = re.sub(r"[\W_]+", " ", said.casefold()).split()
    return next((name for name, known in words.items() if set(plain) & set(known.split())), "")
