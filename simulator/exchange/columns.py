"""The columns of an MSEL: our own, and the heads under which other people's workbooks hold the same.

The aliases are the heads of field workbooks, after the list of what an MSEL should hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["FIELDS", "OWN", "Column", "field_of", "plain_head"]


@dataclass(frozen=True, slots=True)
class Column:
    """One of our columns: the field of an inject, its head, its width in characters."""

    field: str
    head: str
    width: int


OWN = (
    Column("id", "Number", 10),
    Column("at", "Planned time", 16),
    Column("type", "Type", 16),
    Column("title", "Title", 28),
    Column("from", "From (simulated)", 20),
    Column("to", "To", 20),
    Column("means", "Method", 11),
    Column("text", "Description", 60),
    Column("script", "Script (exercise control only)", 40),
    Column("expects", "Expected action", 50),
    Column("objective", "Objective", 12),
    Column("storyline", "Storyline", 16),
    Column("notes", "Notes", 40),
    Column("when", "When", 30),
    Column("after", "After", 10),
    Column("if_missing", "If missing", 12),
    Column("expires", "Expires", 12),
    Column("repeat", "Repeat", 16),
    Column("effects", "Effects", 40),
)

FIELDS: dict[str, tuple[str, ...]] = {
    "id": (
        "number", "no", "nr", "id", "msel", "msel number", "msel no", "msel id", "event number", "event no",
        "event id", "inject number", "inject no", "inject id", "source reference", "ref", "serial", "serial number",
    ),
    "status": ("status", "inject status"),
    "at": (
        "planned time", "inject dtg", "dtg", "event time", "scheduled time", "inject time", "planned date time",
        "date time", "h hour", "offset", "elapsed time", "date and time", "planned dtg", "time of inject",
    ),
    "date": ("date", "inject date", "planned date", "event date"),
    "time": ("time", "time 0600 1800", "local time", "start time", "clock"),
    "day": ("day", "exercise day", "d day"),
    "scenario_time": ("scenario day time", "scenario time", "scenario date time"),
    "title": (
        "title", "subject", "event summary", "inject title", "event title", "headline", "summary", "event name",
        "event",
    ),
    "type": ("type", "event type", "trigger type", "inject type", "category"),
    "from": ("from", "from simulated", "send from", "send from simulated", "sent from", "source", "sender", "origin"),
    "to": (
        "to", "send to", "send to recipient players", "send to recipient player", "target", "recipient", "recipients",
        "sent to", "recipient players", "receiver", "player", "players", "delivered to", "training audience",
    ),
    "controller": (
        "controller", "injected by", "injected by responsible controller", "responsible controller",
        "inject implementer", "responsible", "controlled by",
    ),
    "means": ("method", "inject mode", "mode", "delivery method", "means", "inject method", "delivery", "medium"),
    "text": (
        "description", "event description", "description script", "inject", "inject text", "inject description",
        "message", "event details", "details", "content", "injection", "narrative",
    ),
    "script": ("script", "implementer", "implementer actual narrative", "actual narrative", "controller script"),
    "expects": (
        "expected action", "expected actions", "expected action outcomes", "expected actions outcomes",
        "expected reaction to inject", "expected outcome", "expected outcomes", "expected response",
        "expected player action", "expected player actions", "anticipated response", "expected reaction",
    ),
    "objective": (
        "objective", "objectives", "1st objective supported", "1st 2nd objective supported", "1st objective",
        "primary objective", "objective supported", "objectives supported", "training objective",
    ),
    "objective_2": ("2nd objective supported", "2nd objective", "secondary objective"),
    "storyline": (
        "storyline", "storyline thread", "thread", "phase", "track", "major event", "incident", "line of operation",
    ),
    "location": ("location", "impacted location venue", "location name", "venue", "site", "impacted location", "place"),
    "notes": ("notes", "notes remarks", "remarks", "comments", "comment", "note"),
    "background": ("background information", "background"),
    "author": ("inject author", "author", "prepared by"),
    "priority": ("priority",),
    "actual_time": ("actual time", "time injected", "actual inject time"),
    "actual_response": ("actual response", "actual action", "response", "observed response"),
}  # fmt: skip
"""field -> the heads that mean it, in plain words"""

_BY_HEAD = {head: name for name, heads in reversed(FIELDS.items()) for head in heads}


def plain_head(head: object) -> str:
    """A head without case, signs and repeated blanks: ``SEND TO\\n(Players)`` is ``send to players``."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(head)).replace("#", " number ")  # LocationName, EVENT #
    words = re.sub(r"[\W_]+", " ", spaced.casefold()).strip()
    return re.sub(r"\b(number)( number)+\b", r"\1", words)


def field_of(head: object) -> str:
    """The field that a head means; empty for one that we do not know."""
    return _BY_HEAD.get(plain_head(head), "")
