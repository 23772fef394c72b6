"""Who reads a document, and in which words: names, events and free text as this reader may see them.

Functions are named, never persons; a contributor's force is *a contingent*.  The staff read evaluators' names beside
their own ratings, unless it is redacted; players never do.  Words that people wrote are left out where it is redacted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.blueprint.model import Blueprint
from simulator.catalogue import marked, tr, word
from simulator.events import LogEvent
from simulator.readers.scene.names import Names
from simulator.readers.story import sentence
from simulator.units import format_clock

__all__ = ["LEFT_OUT", "PLAYERS", "STAFF", "Reader", "Voice"]

STAFF, PLAYERS = "staff", "players"
LEFT_OUT = marked("(words left out)")
CONTROL = "facilitator"
"""the name under which exercise control's own remarks stand in a log"""

_FREE: Mapping[str, tuple[str, ...]] = {
    "remark_made": ("text",),
    "message_passed": ("text",),
    "question_asked": ("text",),
    "answer_drafted": ("text",),
    "inject_added": ("text",),
    "inject_edited": ("text",),
    "inject_skipped": ("why",),
    "world_overridden": ("why",),
    "command_refused": ("why",),
    "exercise_ended": ("why",),
}
"""kind of event -> what in it somebody wrote during the exercise"""


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a document is written."""

    audience: str = STAFF
    redact: bool = False

    @property
    def staff(self) -> bool:
        """Whether what only exercise control and evaluators may know is for this reader."""
        return self.audience == STAFF

    @property
    def names(self) -> bool:
        """Whether evaluators are named beside what they gave."""
        return self.staff and not self.redact


class Voice:
    """The words for one reader; ``people`` are the evaluators, in the order of their letters."""

    def __init__(self, blueprint: Blueprint, reader: Reader, people: Iterable[str] = ()):
        self.blueprint, self.reader = blueprint, reader
        self._names = Names(blueprint)
        self._decisions = {spec.id: spec for spec in blueprint.decisions}
        self._injects = {spec.id: spec for spec in blueprint.injects}
        told = dict.fromkeys(name.casefold() for name in people if name.casefold() != CONTROL)
        self._letters = {name: _letter(number) for number, name in enumerate(told)}

    def name(self, name: str) -> str:
        """What a unit, place, post or group is called; a contributor's force only by what it is."""
        contingent = self.blueprint.contingents.get(name)
        if contingent is not None:
            return tr("a {component} contingent", component=word(contingent.component))
        return self._names.title(name)

    def function(self, name: str) -> str:
        """A role, post, component or cell in plain words."""
        title = self.name(name)
        return word(title).replace("_", " ") if title == name else title

    def evaluator(self, name: str) -> str:
        """Whoever rated or observed: by name for the staff, else by a letter."""
        if name.casefold() == CONTROL:
            return tr("exercise control")
        if self.reader.names:
            return name
        return tr("evaluator {letter}", letter=self._letters.get(name.casefold(), "?"))

    def words(self, text: str) -> str:
        """Words that somebody wrote during the exercise."""
        return tr(LEFT_OUT) if self.reader.redact and text.strip() else text

    def written(self, event: LogEvent) -> bool:
        """Whether an event tells words that somebody wrote during the exercise."""
        return event.kind in _FREE or (event.kind == "inject_delivered" and not self._scripted(event))

    def _scripted(self, event: LogEvent) -> bool:
        """Whether an inject was delivered in the scenario's own words."""
        spec = self._injects.get(event.subject)
        return spec is not None and event.data["text"] in (spec.title, spec.text[:400])

    def told(self, event: LogEvent) -> str:
        """An event as a sentence that names no person."""
        if event.kind in ("decision_taken", "decision_defaulted"):
            return self._decided(event)
        if event.kind == "remark_made":
            kind = word(event.data["kind"]).replace("_", " ")
            return tr("{name}: {text}", name=kind, text=self.words(str(event.data["text"])))
        data = {key: self._shown(event, key, value) for key, value in event.data.items()}
        return sentence(event._replace(data=data), self.name)

    def _shown(self, event: LogEvent, key: str, value: Any) -> Any:
        if key in _FREE.get(event.kind, ()) and self.reader.redact:
            return self.words(str(value))
        if event.kind == "inject_delivered" and key == "text" and self.reader.redact and not self._scripted(event):
            return self.words(str(value))
        return value

    def _decided(self, event: LogEvent) -> str:
        """What was decided, by which role: the person who said so stays in the log."""
        spec = self._decisions.get(event.subject)
        option = str(event.data["option"])
        if spec is None:
            return tr("{name}: {text}", name=event.subject, text=option)
        chosen = next((row.text for row in spec.options if row.id == option), option)
        who = self.function(spec.role)
        if event.kind == "decision_defaulted":
            return tr("{decision}: nobody answered, so {chosen}", decision=spec.id, chosen=chosen)
        return tr("{decision}: {who} decides: {chosen}", decision=spec.id, who=who, chosen=chosen)

    def at(self, event: LogEvent) -> str:
        """An event with its time, for a list."""
        return f"{format_clock(event.at)} {self.told(event)}"


def _letter(number: int) -> str:
    """A, B, ... Z, AA: as columns of a sheet are counted."""
    more, rest = divmod(number, 26)
    return (_letter(more - 1) if more else "") + chr(ord("A") + rest)
