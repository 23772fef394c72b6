"""The columns of an order of battle, and the heads under which other people's tables hold the same.

One table holds every kind of entry.  A column is a field of the language, by its own name or by one that several
sections share: ``kind`` is the type of a unit and the kind of a command post.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_origin

from pydantic import BaseModel

from simulator.exchange.columns import plain_head
from simulator.exchange.recognise import Meanings
from simulator.scenario.fields import aliases
from simulator.scenario.schema.forces import CommandPost, Contingent, Patrol, Unit, UnitType

__all__ = [
    "COLUMNS",
    "ENTRIES",
    "FORCES",
    "INHERITED",
    "MODELS",
    "Column",
    "Sections",
    "field_in",
    "is_listed",
    "plain_word",
    "sections_of",
]

Sections = dict[str, dict[str, dict[str, Any]]]
"""section -> name -> fields as an author writes them"""

MODELS: dict[str, type[BaseModel]] = {
    "contingents": Contingent,
    "unit_types": UnitType,
    "command": CommandPost,
    "units": Unit,
    "patrols": Patrol,
}
"""the sections of an order of battle, each before what leans on it"""
ENTRIES = {
    "contingents": ("contingent", "contributor", "contributeur"),
    "unit_types": ("kind of unit", "unit type", "type d unite"),
    "command": ("command post", "headquarters", "hq", "poste de commandement", "pc", "etat major"),
    "units": ("unit", "unite", "team", "element"),
    "patrols": ("patrol", "patrouille"),
}
"""section -> the words for one of its entries; the first is ours"""
INHERITED = ("component", "strength", "mobility", "notice", "armed", "medics", "carries")
"""what is shown with a unit although its kind or contingent says it"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its field, the head that we write, its width in characters, and other people's heads."""

    field: str
    head: str
    width: int = 14
    others: tuple[str, ...] = ()


COLUMNS = (
    Column("entry", "Entry", 14, ("entry type", "row type", "level", "element type", "echelon")),
    Column("id", "Id", 18, (
        "unit id", "identifier", "code", "call sign", "callsign", "ser", "serial", "no", "number", "uic", "indicatif",
        "identifiant", "numero", "n",
    )),
    Column("title", "Title", 30, (
        "name", "unit", "unit name", "unit title", "designation", "formation", "force element", "element", "troops",
        "unite", "nom", "intitule", "nom de l unite", "appellation", "denomination",
    )),
    Column("component", "Component", 12, ("branch", "service", "pillar", "composante", "corps")),
    Column("kind", "Kind", 20, (
        "type", "unit type", "type of unit", "kind of unit", "role", "capability", "genre", "type d unite", "nature",
    )),
    Column("of", "Contingent", 16, (
        "tcc", "pcc", "tcc pcc", "t pcc", "contributor", "contributing country", "country", "nation", "nationality",
        "battalion", "parent unit", "pays", "contributeur", "pays contributeur", "bataillon",
    )),
    Column("strength", "Strength", 10, (
        "str", "personnel", "pax", "all ranks", "troop strength", "headcount", "people", "men", "total strength",
        "actual strength", "present strength", "current strength", "number of personnel", "effectif", "effectifs",
        "personnels", "nombre",
    )),
    Column("at", "Home place", 18, (
        "place", "home", "home base", "base", "location", "loc", "deployed at", "deployment", "station", "site",
        "position", "grid", "mgrs", "camp", "lieu", "emplacement", "localite", "implantation", "garnison",
    )),
    Column("under", "Command", 16, (
        "under", "parent", "command post", "parent cell", "reports to", "higher hq", "higher", "superior", "c2", "hq",
        "commanded by", "opcon", "tacon", "cell", "chain of command", "commandement", "subordination", "rattachement",
        "cellule",
    )),
    Column("notice", "Notice to move", 18, (
        "notice", "ntm", "readiness to move", "reaction time", "preavis", "delai", "delai de reaction",
        "preavis de mise en route",
    )),
    Column("from", "On from", 14, (
        "from", "start", "available from", "on duty from", "duty from", "shift from", "arrives", "ready from", "begins",
        "de", "a partir de", "debut", "disponible des", "en service de",
    )),
    Column("mobility", "Mobility", 12, (
        "vehicles", "vehicle", "vehicles kit", "kit", "equipment", "transport", "mounted", "means of movement",
        "vehicules", "vehicule", "materiel", "equipement", "mobilite", "moyens",
    )),
    Column("armour", "Armoured", 10, ("apc", "blinde")),
    Column("armed", "Armed", 8, ("weapons", "arme", "armement")),
    Column("medics", "Medics", 8, ("medical", "medic", "sante", "medecins")),
    Column("carries", "Carries", 9, ("seats", "lift", "casualties carried", "places", "capacite")),
    Column("readiness", "Readiness", 10, ("usable", "serviceability", "disponibilite")),
    Column("caveats", "Caveats", 24, ("restrictions", "limits", "reserves")),
    Column("tags", "Tags", 18, ("words", "keywords", "mots cles")),
    Column("channels", "Channels", 18, ("comms", "communications", "signals", "transmissions", "radio")),
    Column("can", "Tasks", 24, ("can", "tasks able to do", "taches", "missions")),
    *(Column(name, name.replace("_", " ").capitalize()) for name in (
        "rehearsal", "hidden_caveats", "hidden_share", "capital_call", "capital_delay", "written_order",
        "intervenes",
        "written_delay", "language_error", "staff", "integrates", "commands", "passes_to", "beside", "handling",
        "decides_in",
    )),
    Column("by", "Unit on patrol", 16, ("patrol by", "unite en patrouille")),
    Column("teams", "Teams", 8, ("equipes",)),
    Column("along", "Along", 24, ("stretches", "le long de")),
    Column("loop", "Loop", 10, ("length of loop", "boucle")),
    Column("mode", "Mode", 10, ("patrol mode",)),
    Column("hours", "Hours", 14, ("duty hours", "heures")),
    Column("shift", "Length of shift", 14, ("shift", "length of a shift", "duree de la releve")),
    Column("outside", "Outside", 9, ("outside the wire", "exterieur")),
    Column("mixed", "Mixed", 8, ("mixed patrol", "mixte")),
)  # fmt: skip
"""every column in the order in which we write them; one that holds nothing is left out"""

_FIELDS = {
    ("units", "kind"): "type",
    ("command", "under"): "reports_to",
    ("units", "from"): "busy_until",
    ("patrols", "from"): "begins",
}
"""section and column -> the field that the column means there, where it has another name"""


def plain_word(said: object) -> str:
    """A text without case, accents, signs and repeated blanks: ``Unité n° 2`` is ``unite n 2``."""
    split = unicodedata.normalize("NFKD", plain_head(str(said).replace("\u2019", "'")))
    return " ".join("".join(c for c in split if not unicodedata.combining(c)).replace("\u00b0", " ").split())


_BY_HEAD = {
    plain_word(head): column.field for column in reversed(COLUMNS) for head in (*reversed(column.others), column.head)
}
_UNITS = {"min": "min", "mins": "min", "minutes": "min", "h": "h", "hrs": "h", "hours": "h", "heures": "h"}


def _field_of(head: object) -> str:
    """The field that a head means; ``notice:min`` where the head names the unit of its numbers; empty for none."""
    words = plain_word(head)
    if words in _BY_HEAD:
        return _BY_HEAD[words]
    first, _, last = words.rpartition(" ")
    return f"notice:{_UNITS[last]}" if last in _UNITS and _BY_HEAD.get(first) == "notice" else ""


FORCES = Meanings(
    _field_of,
    frozenset(("id", "title")),
    "",
    "an order of battle",
    "give the columns heads: Title, Strength, Kind, Home place",
)


def field_in(section: str, column: str) -> str:
    """The field of a section that a column means; empty where it means nothing there."""
    name = _FIELDS.get((section, column), column)
    return name if name in aliases(MODELS[section]) else ""


def is_listed(section: str, field: str) -> bool:
    """Whether a field holds several names."""
    model = MODELS[section]
    return get_origin(model.model_fields[aliases(model)[field]].annotation) is tuple


def sections_of(plain: object) -> Sections:
    """The forces of a scenario as its author wrote them; what is said to be absent is not there."""
    held: Mapping[str, Any] = plain if isinstance(plain, dict) else {}
    found: Sections = {}
    for section in MODELS:
        entries = held.get(section)
        rows = entries.items() if isinstance(entries, dict) else ()
        found[section] = {str(name): dict(fields) for name, fields in rows if isinstance(fields, dict)}
    return found
