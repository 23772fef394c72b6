"""The columns of an MSEL: our own, and the heads under which other people's workbooks hold the same.

The aliases are the heads of field workbooks, after the list of what an MSEL should hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.catalogue import everywhere, marked, tr

__all__ = ["FIELDS", "OWN", "Column", "field_of", "own_heads", "plain_head"]


@dataclass(frozen=True, slots=True)
class Column:
    """One of our columns: the field of an inject, its head (a marked sentence), its width in characters."""

    field: str
    head: str
    width: int

    @property
    def title(self) -> str:
        """The head in the language that is spoken."""
        return tr(self.head)


OWN = (
    Column("id", marked("Number"), 10),
    Column("at", marked("Planned time"), 16),
    Column("type", marked("Type"), 16),
    Column("title", marked("Title"), 28),
    Column("from", marked("From (simulated)"), 20),
    Column("to", marked("To"), 20),
    Column("means", marked("Method"), 11),
    Column("text", marked("Description"), 60),
    Column("script", marked("Script (exercise control only)"), 40),
    Column("expects", marked("Expected action"), 50),
    Column("objective", marked("Objective"), 12),
    Column("storyline", marked("Storyline"), 16),
    Column("notes", marked("Notes"), 40),
    Column("when", marked("When"), 30),
    Column("after", marked("After"), 10),
    Column("if_missing", marked("If missing"), 12),
    Column("expires", marked("Expires"), 12),
    Column("repeat", marked("Repeat"), 16),
    Column("effects", marked("Effects"), 40),
)

FIELDS: dict[str, tuple[str, ...]] = {  # not for people
    "id": (
        "number", "no", "nr", "id", "msel", "msel number", "msel no", "msel id", "event number", "event no",
        "event id", "inject number", "inject no", "inject id", "source reference", "ref", "serial", "serial number",
        "numéro", "n", "no de série", "numéro d injection", "numéro d événement", "référence",
    ),
    "status": ("status", "inject status", "statut", "état"),
    "at": (
        "planned time", "inject dtg", "dtg", "event time", "scheduled time", "inject time", "planned date time",
        "date time", "h hour", "offset", "elapsed time", "date and time", "planned dtg", "time of inject",
        "heure prévue", "gdh", "gdh prévu", "groupe date heure", "date et heure", "heure h", "heure de l injection",
    ),
    "date": ("date", "inject date", "planned date", "event date", "date prévue", "date de l injection"),
    "time": ("time", "time 0600 1800", "local time", "start time", "clock", "heure", "heure locale"),
    "day": ("day", "exercise day", "d day", "jour", "jour d exercice", "jour j"),
    "scenario_time": (
        "scenario day time", "scenario time", "scenario date time",
        "heure du scénario", "date et heure du scénario",
    ),
    "title": (
        "title", "subject", "event summary", "inject title", "event title", "headline", "summary", "event name",
        "event",
        "titre", "objet", "sujet", "résumé", "événement", "titre de l injection",
    ),
    "type": (
        "type", "event type", "trigger type", "inject type", "category",
        "type d injection", "type d événement", "catégorie",
    ),
    "from": (
        "from", "from simulated", "send from", "send from simulated", "sent from", "source", "sender", "origin",
        "de", "de simulé", "expéditeur", "émetteur", "origine", "source simulée",
    ),
    "to": (
        "to", "send to", "send to recipient players", "send to recipient player", "target", "recipient", "recipients",
        "sent to", "recipient players", "receiver", "player", "players", "delivered to", "training audience",
        "à", "destinataire", "destinataires", "joueurs", "cellule", "cible", "public visé",
    ),
    "controller": (
        "controller", "injected by", "injected by responsible controller", "responsible controller",
        "inject implementer", "responsible", "controlled by",
        "contrôleur", "animateur", "responsable", "injecté par",
    ),
    "means": (
        "method", "inject mode", "mode", "delivery method", "means", "inject method", "delivery", "medium",
        "moyen", "mode", "mode d injection", "méthode", "canal", "vecteur",
    ),
    "text": (
        "description", "event description", "description script", "inject", "inject text", "inject description",
        "message", "event details", "details", "content", "injection", "narrative",
        "texte", "texte de l injection", "contenu", "détails", "récit",
    ),
    "script": (
        "script", "implementer", "implementer actual narrative", "actual narrative", "controller script",
        "script direction de l exercice", "script de l animateur",
    ),
    "expects": (
        "expected action", "expected actions", "expected action outcomes", "expected actions outcomes",
        "expected reaction to inject", "expected outcome", "expected outcomes", "expected response",
        "expected player action", "expected player actions", "anticipated response", "expected reaction",
        "action attendue", "actions attendues", "réaction attendue", "réponse attendue", "résultat attendu",
        "résultats attendus",
    ),
    "objective": (
        "objective", "objectives", "1st objective supported", "1st 2nd objective supported", "1st objective",
        "primary objective", "objective supported", "objectives supported", "training objective",
        "objectif", "objectifs", "objectif d entraînement", "objectif principal",
    ),
    "objective_2": (
        "2nd objective supported", "2nd objective", "secondary objective",
        "objectif secondaire", "deuxième objectif",
    ),
    "storyline": (
        "storyline", "storyline thread", "thread", "phase", "track", "major event", "incident", "line of operation",
        "fil narratif", "trame", "fil", "incident majeur",
    ),
    "location": (
        "location", "impacted location venue", "location name", "venue", "site", "impacted location", "place",
        "lieu", "emplacement", "localisation",
    ),
    "notes": (
        "notes", "notes remarks", "remarks", "comments", "comment", "note",
        "remarques", "observations", "commentaires", "commentaire", "remarque",
    ),
    "background": ("background information", "background", "contexte", "informations de contexte"),
    "author": ("inject author", "author", "prepared by", "auteur", "préparé par", "rédacteur"),
    "priority": ("priority", "priorité"),
    "actual_time": ("actual time", "time injected", "actual inject time", "heure réelle", "heure d exécution"),
    "actual_response": (
        "actual response", "actual action", "response", "observed response",
        "réponse réelle", "action réelle", "réponse observée",
    ),
}  # fmt: skip
"""field -> the heads that mean it, in plain words"""

_BY_HEAD = {head: name for name, heads in reversed(FIELDS.items()) for head in heads}


def own_heads() -> list[list[str]]:
    """The head of our own table in every language, the one that is spoken or not."""
    return [list(heads) for heads in zip(*(everywhere(column.head) for column in OWN), strict=True)]


def plain_head(head: object) -> str:
    """A head without case, signs and repeated blanks: ``SEND TO\\n(Players)`` is ``send to players``."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(head)).replace("#", " number ")  # LocationName, EVENT #
    words = re.sub(r"[\W_]+", " ", spaced.casefold()).strip()
    return re.sub(r"\b(number)( number)+\b", r"\1", words)


def field_of(head: object) -> str:
    """The field that a head means; empty for one that we do not know."""
    return _BY_HEAD.get(plain_head(head), "")
