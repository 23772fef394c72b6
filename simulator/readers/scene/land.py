"""The ground's part of a scene: places, the perimeter, crowds, fires, harm, light and channels."""

from __future__ import annotations

from collections.abc import Callable

from simulator.blueprint.model import Blueprint
from simulator.catalogue import tr, word
from simulator.events import LogEvent
from simulator.readers.scene.rows import Mark, Place

__all__ = ["Land"]

Fold = Callable[[LogEvent], None]


class Land:
    """Folds what happens at places."""

    def __init__(self, blueprint: Blueprint):
        b = blueprint
        self.places = {p.id: Place(p.id, p.title or p.id, p.kind, p.x, p.y) for p in b.places.values()}
        for gate in b.places.values():
            if gate.kind == "gate":
                self.places[gate.id].state = gate.mode
        for s in b.segments.values():
            self.places[s.id] = Place(s.id, s.title or s.id, "perimeter", s.x, s.y, "open" if s.cut else "whole")
        self._posts: dict[str, tuple[float, float]] = {p.id: (p.x, p.y) for p in b.posts.values()}
        self._posts |= {c.id: self.where(c.at) for c in b.command.values()}
        self.channels: dict[str, str] = {}
        self.dark = bool([dark for at, dark in b.sun if at <= 0][-1:] == [True])
        self.rain = False
        self.hurt = self.dead = 0
        self._calms = {p.id for p in b.places.values() if p.kind != "gate"}
        self._wounded: dict[str, str] = {}
        """who was hurt -> where"""

    def where(self, name: str) -> tuple[float, float]:
        """The place on the ground of a place, a stretch or a post; the origin for a name that has none."""
        place = self.places.get(name)
        if place is not None:
            return place.x, place.y
        return self._posts.get(name, (0.0, 0.0))

    def folds(self) -> dict[str, Fold]:
        """Kind of event -> what takes it in."""
        return {
            "breach_opened": lambda e: self._state(e, "open"),
            "breach_blocked": lambda e: self._state(e, "blocked"),
            "breach_unblocked": lambda e: self._state(e, "open"),
            "breach_repaired": lambda e: self._state(e, "repaired"),
            "gate_changed": self._gate,
            "crowd_grew": lambda e: self._crowd(e, int(e.data["count"])),
            "crowd_through": lambda e: self._crowd(e, 0),
            "attack_began": lambda e: self._calm(e, "attacked"),
            "place_secured": lambda e: self._calm(e, "secure"),
            "unrest_began": lambda e: self._calm(e, "unrest"),
            "unrest_ended": lambda e: self._calm(e, ""),
            "fire_lit": lambda e: self._fire(e, lit=True),
            "fire_out": lambda e: self._fire(e, lit=False),
            "person_hurt": self._hurt,
            "person_died": self._died,
            "resident_harmed": self._harmed,
            "light_changed": self._light,
            "rain_changed": self._rain,
            "channel_changed": self._channel,
        }

    def _state(self, event: LogEvent, state: str) -> None:
        place = self.places.get(event.subject)
        if place is not None:
            place.state, place.since, place.seq = state, event.at, event.seq

    def _calm(self, event: LogEvent, state: str) -> None:
        """How it is at a place; a stretch or a gate keeps what is said of its wire and its lanes."""
        if event.subject in self._calms:
            self._state(event, state)

    def _gate(self, event: LogEvent) -> None:
        self._state(event, str(event.data["mode"]))
        self._crowd(event, int(event.data["waiting"]))

    def _crowd(self, event: LogEvent, count: int) -> None:
        place = self.places.get(event.subject)
        if place is not None:
            place.crowd, place.seq = count, event.seq

    def _fire(self, event: LogEvent, *, lit: bool) -> None:
        place = self.places.get(event.subject)
        if place is not None:
            place.burning, place.seq = lit, event.seq

    # people

    def _hurt(self, event: LogEvent) -> None:
        place = self.places.get(str(event.data["at"]))
        self.hurt += 1
        self._wounded[event.subject] = str(event.data["at"])
        if place is not None:
            place.hurt, place.seq = place.hurt + 1, event.seq

    def _died(self, event: LogEvent) -> None:
        self.dead += 1
        place = self.places.get(self._wounded.get(event.subject, ""))
        if place is not None:
            place.dead, place.seq = place.dead + 1, event.seq

    def _harmed(self, event: LogEvent) -> None:
        self.hurt += 1
        place = self.places.get(event.subject)
        if place is not None:
            place.hurt, place.seq = place.hurt + 1, event.seq

    # what everybody can see

    def _light(self, event: LogEvent) -> None:
        self.dark = event.data["light"] == "night falls"

    def _rain(self, event: LogEvent) -> None:
        self.rain = event.data["rain"] == "begins"

    def _channel(self, event: LogEvent) -> None:
        self.channels[event.subject] = str(event.data["state"])

    def marks(self) -> list[Mark]:
        """Crowds, fires and harm."""
        found = []
        for place in self.places.values():
            if place.crowd:
                found.append(
                    Mark("c", "crowd", tr("{count} people wait", count=place.crowd), place.x, place.y, seq=place.seq)
                )
            if place.burning:
                found.append(Mark("F", "fire", word("fire"), place.x, place.y, seq=place.seq))
            if place.hurt:
                told = tr("{hurt} hurt, {dead} dead", hurt=place.hurt, dead=place.dead)
                found.append(Mark("+", "harm", told, place.x, place.y, seq=place.seq))
        return found
