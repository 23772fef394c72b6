"""What reaches a cell, in the words in which it is told there: nothing for events that do not reach it."""

from __future__ import annotations

from collections.abc import Callable

from simulator.blueprint.model import Blueprint
from simulator.catalogue import plain, tr, word
from simulator.events import LogEvent
from simulator.readers.scene.knowledge import Fact
from simulator.readers.story import sentence
from simulator.reasons import told_answer, told_reason

__all__ = ["Wording"]

_LEVELS = ("trust", "tension", "consent")


class Wording:
    """Words for the events that reach a cell of these posts, roles and names."""

    def __init__(self, blueprint: Blueprint, posts: tuple[str, ...], roles: tuple[str, ...], names: frozenset[str]):
        self.blueprint, self.posts, self.roles, self.names = blueprint, posts, roles, names
        self._decisions = {spec.id: spec for spec in blueprint.decisions}
        self._said: dict[str, Callable[[LogEvent], str]] = {
            "exercise_started": lambda _: "STARTEX",
            "exercise_ended": lambda _: "ENDEX",
            "light_changed": lambda e: told_reason(str(e.data["light"])),
            "rain_changed": sentence,
            "report_received": self._report,
            "status_received": self._status,
            "contact_lost": self._contact,
            "contact_regained": self._contact,
            "order_given": self._order,
            "order_unfilled": self._unfilled,
            "order_unanswered": self._unanswered,
            "message_given_up": self._given_up,
            "call_located": self._located,
            "decision_taken": self._decided,
            "message_passed": self._passed,
            "question_asked": self._asked,
            "broadcast_sent": self._broadcast,
            "lead_announced": self._leads,
        }

    def told(self, event: LogEvent) -> str:
        """The event as the cell is told of it; empty where it is not."""
        say = self._said.get(event.kind)
        return say(event) if say is not None else ""

    def named(self, name: str) -> str:
        """A place, unit, post or role by its title, else by its name in plain words."""
        b = self.blueprint
        row = b.places.get(name) or b.segments.get(name) or b.units.get(name) or b.command.get(name)
        title = row.title if row is not None else b.role_titles.get(name, "")
        return title if title and title != name else plain(name)

    def said(self, fact: Fact) -> str:
        """A fact in words: what, where, how it is, how many."""
        if fact.kind in _LEVELS:
            return f"{word(fact.kind)} {fact.value:.0%}"
        if fact.kind == "night":
            return word("night") if fact.value else word("daylight")
        if fact.kind == "rain":
            return word("rain") if fact.value else word("dry")
        said = self._at(plain(fact.kind), fact.place)
        if fact.state:
            said = tr("{what}: {state}", what=said, state=plain(fact.state))
        return f"{said} ({fact.value:.0f})" if fact.value > 1 else said

    def _at(self, what: str, place: object) -> str:
        """What happens at a place, where there is one."""
        known = place and place != "-"
        return tr("{what} at {place}", what=what, place=self.named(str(place))) if known else what

    def _names(self, event: LogEvent, *fields: str) -> dict[str, str]:
        """Fields of an event by their titles."""
        return {field: self.named(str(event.data[field])) for field in fields}

    def _in(self, post: str) -> str:
        """Which post heard it, where the cell holds more than one."""
        return f"{self.named(post)} - " if len(self.posts) > 1 else ""

    def _report(self, e: LogEvent) -> str:
        if e.subject not in self.posts:
            return ""
        d = e.data
        what = f"{self._at(word(str(d['what'])), d['at'])}, {plain(str(d['state']))}"
        many = f" ({d['value']})" if d["value"] > 1 else ""
        return self._in(e.subject) + tr("{who}: {what}", who=self.named(str(d["by"])), what=what + many)

    def _status(self, e: LogEvent) -> str:
        if e.subject not in self.posts:
            return ""
        said = {"what": self.named(str(e.data["unit"])), "state": plain(str(e.data["state"]))}
        return self._in(e.subject) + tr("{what}: {state}", **said)

    def _contact(self, e: LogEvent) -> str:
        """A unit's own post notices at its radio checks that it is gone, and that it is back."""
        if e.data["under"] not in self.posts or e.subject not in self.blueprint.units:
            return ""
        unit = self.named(e.subject)
        lost = e.kind == "contact_lost"
        return tr("{unit} is out of contact", unit=unit) if lost else tr("{unit} is heard again", unit=unit)

    def _order(self, e: LogEvent) -> str:
        d = e.data
        if d["post"] not in self.posts or d["post"] == d["unit"]:
            return ""
        said = {"post": self.named(str(d["post"])), "unit": self.named(str(d["unit"]))}
        return tr("{post} orders {unit}: {task}", **said, task=self._at(plain(str(d["task"])), d["at"]))

    def _unfilled(self, e: LogEvent) -> str:
        if e.data.get("post") not in self.posts:
            return ""
        return tr("{post} knows of no free {who}", **self._names(e, "post", "who"))

    def _unanswered(self, e: LogEvent) -> str:
        said = self._names(e, "unit")
        return tr("no answer from {unit} to its order", **said) if e.subject in self.posts else ""

    def _given_up(self, e: LogEvent) -> str:
        if e.subject not in self.posts or e.data["what"] != "order":
            return ""
        return tr("{post} cannot reach {to} with its order", post=self.named(e.subject), **self._names(e, "to"))

    def _located(self, e: LogEvent) -> str:
        place = self.named(e.subject)
        return tr("the call from {place} is located", place=place) if e.data["by"] in self.posts else ""

    def _decided(self, e: LogEvent) -> str:
        """What the cell itself decided; that something was asked, and the other options, it never sees."""
        spec = self._decisions.get(e.subject)
        if spec is None or not (spec.role in self.roles or (not self.roles and spec.post in self.posts)):
            return ""
        chosen = next((o.text for o in spec.options if o.id == e.data["option"]), "")
        words = str(e.data.get("words", ""))
        said = "; ".join(filter(None, (chosen, words))) or plain(str(e.data["option"]))
        return tr("{role} decides: {said}", role=self.named(spec.role), said=said)

    def _passed(self, e: LogEvent) -> str:
        if self.names.isdisjoint((e.subject, str(e.data["to"]))):
            return ""
        text = told_answer(str(e.data["text"]), self.named)
        said = {"subject": self.named(e.subject), **self._names(e, "to"), "text": text}
        return tr("{subject} to {to}: {text}", **said)

    def _asked(self, e: LogEvent) -> str:
        if e.subject not in self.names:
            return ""
        return tr(
            "{subject} asks {to}: {text}", subject=self.named(e.subject), **self._names(e, "to"), text=e.data["text"]
        )

    def _broadcast(self, e: LogEvent) -> str:
        return tr("{post} broadcasts", post=self.named(e.subject)) if e.subject in self.posts else ""

    def _leads(self, e: LogEvent) -> str:
        return tr("{post} takes the lead", post=self.named(e.subject)) if e.subject in self.posts else ""
