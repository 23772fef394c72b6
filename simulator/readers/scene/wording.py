"""What reaches a cell, in the words in which it is told there: nothing for events that do not reach it."""

from __future__ import annotations

from collections.abc import Callable

from simulator.blueprint.model import Blueprint
from simulator.events import LogEvent
from simulator.readers.scene.knowledge import Fact

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
            "light_changed": lambda e: str(e.data["light"]),
            "rain_changed": lambda e: f"rain {e.data['rain']}",
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
        title = row.title if row is not None else ""
        return title if title and title != name else name.replace("_", " ")

    def said(self, fact: Fact) -> str:
        """A fact in words: what, where, how it is, how many."""
        if fact.kind in _LEVELS:
            return f"{fact.kind} {fact.value:.0%}"
        if fact.kind == "night":
            return "night" if fact.value else "daylight"
        if fact.kind == "rain":
            return "rain" if fact.value else "dry"
        many = f" ({fact.value:.0f})" if fact.value > 1 else ""
        where = f" at {self.named(fact.place)}" if fact.place else ""
        state = f": {fact.state.replace('_', ' ')}" if fact.state else ""
        return f"{fact.kind.replace('_', ' ')}{where}{state}{many}"

    def _at(self, name: object) -> str:
        return f" at {self.named(str(name))}" if name and name != "-" else ""

    def _in(self, post: str) -> str:
        """Which post heard it, where the cell holds more than one."""
        return f"{post.replace('_', ' ')} - " if len(self.posts) > 1 else ""

    def _report(self, e: LogEvent) -> str:
        if e.subject not in self.posts:
            return ""
        d = e.data
        many = f" ({d['value']})" if d["value"] > 1 else ""
        state = str(d["state"]).replace("_", " ")
        return f"{self._in(e.subject)}{self.named(str(d['by']))}: {d['what']}{self._at(d['at'])}, {state}{many}"

    def _status(self, e: LogEvent) -> str:
        if e.subject not in self.posts:
            return ""
        state = str(e.data["state"]).replace("_", " ")
        return f"{self._in(e.subject)}{self.named(str(e.data['unit']))}: {state}"

    def _contact(self, e: LogEvent) -> str:
        """A unit's own post notices at its radio checks that it is gone, and that it is back."""
        if e.data["under"] not in self.posts or e.subject not in self.blueprint.units:
            return ""
        return f"{self.named(e.subject)} is {'out of contact' if e.kind == 'contact_lost' else 'heard again'}"

    def _order(self, e: LogEvent) -> str:
        d = e.data
        if d["post"] not in self.posts or d["post"] == d["unit"]:
            return ""
        task = str(d["task"]).replace("_", " ")
        return f"{self.named(str(d['post']))} orders {self.named(str(d['unit']))}: {task}{self._at(d['at'])}"

    def _unfilled(self, e: LogEvent) -> str:
        if e.data.get("post") not in self.posts:
            return ""
        return f"{self.named(str(e.data['post']))} knows of no free {self.named(str(e.data['who']))}"

    def _unanswered(self, e: LogEvent) -> str:
        return f"no answer from {self.named(str(e.data['unit']))} to its order" if e.subject in self.posts else ""

    def _given_up(self, e: LogEvent) -> str:
        if e.subject not in self.posts or e.data["what"] != "order":
            return ""
        return f"{self.named(e.subject)} cannot reach {self.named(str(e.data['to']))} with its order"

    def _located(self, e: LogEvent) -> str:
        return f"the call from {self.named(e.subject)} is located" if e.data["by"] in self.posts else ""

    def _decided(self, e: LogEvent) -> str:
        """What the cell itself decided; that something was asked, and the other options, it never sees."""
        spec = self._decisions.get(e.subject)
        if spec is None or not (spec.role in self.roles or (not self.roles and spec.post in self.posts)):
            return ""
        chosen = next((o.text for o in spec.options if o.id == e.data["option"]), "")
        words = str(e.data.get("words", ""))
        said = "; ".join(filter(None, (chosen, words))) or str(e.data["option"]).replace("_", " ")
        return f"{self.named(spec.role)} decides: {said}"

    def _passed(self, e: LogEvent) -> str:
        if self.names.isdisjoint((e.subject, str(e.data["to"]))):
            return ""
        return f"{self.named(e.subject)} to {self.named(str(e.data['to']))}: {e.data['text']}"

    def _asked(self, e: LogEvent) -> str:
        if e.subject not in self.names:
            return ""
        return f"{self.named(e.subject)} asks {self.named(str(e.data['to']))}: {e.data['text']}"

    def _broadcast(self, e: LogEvent) -> str:
        return f"{self.named(e.subject)} broadcasts" if e.subject in self.posts else ""

    def _leads(self, e: LogEvent) -> str:
        return f"{self.named(e.subject)} takes the lead" if e.subject in self.posts else ""
