"""What each command post knows, told again from the log alone: the engine's pictures without the engine.

A post knows what it has heard, what it ordered and decided itself, and what everybody can see.  Older news never
replaces newer.  Values are whole numbers, as the log holds them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from simulator.blueprint.model import Blueprint
from simulator.catalogue import marked
from simulator.events import LogEvent
from simulator.vocabulary import CLOSED

__all__ = ["Fact", "Knowledge"]

_SHORT_S = 14 * 86400
"""up to this long, levels of the community are assessed every hour, else every day"""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known: of what kind, where, how much, since when, from whom.

    ``seen_at`` is the second at which it was so, ``heard_at`` when the post learnt it, ``seq`` the event that told it.
    ``open`` says that it still calls for something.
    """

    kind: str
    place: str
    value: float
    state: str
    seen_at: int
    heard_at: int
    by: str
    seq: int

    @property
    def key(self) -> str:
        """Its name in a picture, such as ``breach@west``."""
        return f"{self.kind}@{self.place}" if self.place else self.kind

    @property
    def open(self) -> bool:
        """Whether it stands open."""
        return self.state not in CLOSED


class Knowledge:
    """The pictures of all command posts, by post and key."""

    def __init__(self, blueprint: Blueprint):
        self.blueprint = blueprint
        self.posts: dict[str, dict[str, Fact]] = {name: {} for name in blueprint.command}
        self.now = 0
        self._levels = {"trust": blueprint.trust, "tension": blueprint.tension, "consent": blueprint.consent}
        self._assessed: dict[str, float] = {}
        self._every = 3600 if blueprint.duration <= _SHORT_S else 86400
        self._assess_at = 0
        self._at: dict[int, int] = {}
        """when each event was, by number: a status is as old as what brought it about"""
        self._releases: dict[int, LogEvent] = {}
        """events that keep units busy for a time, after which these say that they are free"""
        self._begun = False

    def add(self, event: LogEvent) -> None:
        """Take in the next event of the log."""
        self.advance(event.at - 1)
        self.now = max(self.now, event.at)
        self._at[event.seq] = event.at
        if event.kind in ("exercise_started", "effect_applied"):
            self._releases[event.seq] = event
        do = getattr(self, f"_{event.kind}", None)
        if do is not None:
            do(event)

    def advance(self, now: int) -> None:
        """Let time pass: civil affairs assess the community, whatever else happens."""
        while self._begun and self._assess_at <= now:
            self.now = max(self.now, self._assess_at)
            for name, level in self._levels.items():
                assessed = round(level, 1)
                if self._assessed.get(name) != assessed:
                    self._assessed[name] = assessed
                    self._everywhere(name, assessed, self._assess_at, 0)
            self._assess_at += self._every

    def _learn(self, post: str, fact: Fact) -> None:
        picture = self.posts.get(post)
        if picture is not None:
            old = picture.get(fact.key)
            if old is None or old.seen_at <= fact.seen_at:
                picture[fact.key] = fact

    def _everywhere(self, name: str, value: float, at: int, seq: int) -> None:
        for post in self.posts:
            self._learn(post, Fact(name, "", value, "", at, at, "", seq))

    def _of_unit(self, post: str, unit: str, state: str, seen_at: int, event: LogEvent, by: str = "") -> None:
        self._learn(post, Fact("unit", unit, 0, state, seen_at, event.at, by or unit, event.seq))

    # what the kinds of events teach

    def _exercise_started(self, event: LogEvent) -> None:
        self._begun = True
        b = self.blueprint
        for unit in b.units.values():
            state = "committed" if unit.busy_until > 0 else "available"
            for post in b.command.values():
                if post.id == unit.under or unit.component in (*post.integrates, post.component):
                    self._of_unit(post.id, unit.id, state, 0, event)
        times = [at for at, _ in b.sun]
        night = bool(times) and b.sun[max(0, bisect_right(times, 0) - 1)][1]
        self._everywhere("night", float(night), event.at, event.seq)

    def _light_changed(self, event: LogEvent) -> None:
        self._everywhere("night", float(event.data["light"] == "night falls"), event.at, event.seq)

    def _rain_changed(self, event: LogEvent) -> None:
        self._everywhere("rain", float(event.data["rain"] == "begins"), event.at, event.seq)

    def _community_changed(self, event: LogEvent) -> None:
        self._levels = {name: event.data[name] / 1000 for name in self._levels}

    def _report_received(self, event: LogEvent) -> None:
        d = event.data
        if d["what"] == "refusal":
            self._dated(event.subject, str(d["by"]), event)
        fact = Fact(d["what"], d["at"], d["value"], d["state"], d["seen_at"], event.at, d["by"], event.seq)
        self._learn(event.subject, fact)

    def _dated(self, post: str, unit: str, event: LogEvent) -> None:
        """A refusal says when the unit spoke, which its state alone does not."""
        told = self.posts.get(post, {}).get(f"unit@{unit}")
        if told is not None and told.heard_at == event.at:
            self.posts[post][told.key] = replace(told, seen_at=int(event.data["seen_at"]))

    def _status_received(self, event: LogEvent) -> None:
        self._of_unit(event.subject, event.data["unit"], event.data["state"], self._spoken_at(event), event)

    def _spoken_at(self, event: LogEvent) -> int:
        """When a unit said what it does: at once after what made it so, or when a task of its own was over."""
        source = self._releases.get(event.cause or 0)
        if source is None or event.data["state"] != "available":
            return self._at.get(event.cause or 0, event.at)
        if source.kind == "exercise_started":
            return min(event.at, self.blueprint.units[event.data["unit"]].busy_until)
        return min(event.at, source.at + int(source.data["value"]) // 1000)

    def _contact_lost(self, event: LogEvent) -> None:
        if event.subject in self.blueprint.units:
            self._of_unit(
                str(event.data["under"]), event.subject, "out_of_contact", event.at, event, marked("radio check")
            )

    def _order_given(self, event: LogEvent) -> None:
        if event.data["post"] != event.data["unit"]:
            post = str(event.data["post"])
            self._of_unit(post, event.data["unit"], "tasked", event.at, event, post)

    def _order_unanswered(self, event: LogEvent) -> None:
        self._of_unit(event.subject, event.data["unit"], "available", event.at, event, event.subject)

    def _message_given_up(self, event: LogEvent) -> None:
        if event.data["what"] == "order":
            self._of_unit(event.subject, event.data["to"], "available", event.at, event, event.subject)

    def _call_located(self, event: LogEvent) -> None:
        post = str(event.data["by"])
        known = self.posts.get(post, {}).get(f"distress@{event.subject}")
        value = known.value if known is not None else 0
        self._learn(post, Fact("distress", event.subject, value, "located", event.at, event.at, post, event.seq))

    def _decision_taken(self, event: LogEvent) -> None:
        spec = next((d for d in self.blueprint.decisions if d.id == event.subject), None)
        if spec is not None:
            option = str(event.data["option"])
            by = str(event.data["by"])
            self._learn(spec.post, Fact("decision", event.subject, 2, option, event.at, event.at, by, event.seq))

    _decision_defaulted = _decision_taken
