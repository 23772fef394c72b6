"""Bystanders: crowds that come to a cordon, and the sick who have to pass it.

Model
    While teams search, crowds come with the hazard

        crowds * 2 * tension * (1 told the day before, ``told_late`` at entry, ``never_told``)   an hour

    and after a find in a leader's shelter with the chance ``at_find``.  While one is there the search is slower
    (``distracts``) and the line leaks (``crowd_gap``).  It goes by itself after ``lasts``, after ``talked`` once
    leaders have met there, after ``pushed`` once police push it back; that raises tension, costs trust, hurts some.

    Of the P people in the cordon ``patients`` * P an hour need a clinic outside.  Through a lane for the sick they
    are there after ``lane``; without one they wait until somebody opens one, or the cordon is lifted.

Parameters
    ``parameters.sweep``, all [A].

Oracle
    Patients are a Poisson count; each waits from when it came to when the lane opened, by hand.

Never
    A crowd does not know what was found.  Police do not know how long it will stay.
"""

from __future__ import annotations

from math import log
from typing import Any

from simulator.engine.draws import poisson
from simulator.engine.entities import Staffed, Unit
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Bystanders"]

_TICK, _HOUR, _LONG = 600, 3600, 1800


class Bystanders(Mechanism):
    """Crowds at the cordon, and the sick."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.sweep
        self.crowd = 0
        """how many stand before the cordon now"""
        self.mark = 0
        self._name = ""
        self._awake = False
        self._ticks = self._patients = self._calm_until = 0
        self._lane = 0
        """the mark of the lane for the sick; 0 while there is none"""
        self._waiting: list[tuple[str, int, int]] = []
        """the sick who wait: name, since when, mark"""
        world.orders.offer_staff("push_back", self._push)
        world.orders.offer_staff("open_lane", self._open)
        world.on("meeting_held", self._met)

    def enter(self, cause: int) -> None:
        """The cordon stands: people notice."""
        spec = self.w.operation.spec
        if spec is not None and spec.clinic_lane:
            self._lane = cause
        self._next_patient(cause)

    def awake(self, cause: int) -> None:
        """Teams are in the shelters: crowds may come from now on."""
        if not self._awake:
            self._awake = True
            self.w.clock.later(_TICK, self._tick, cause)

    @property
    def _on(self) -> bool:
        return self.w.operation.phase == "search"

    def _police(self) -> Unit | None:
        inner = self.w.operation.rings["inner"]
        return inner[0].unit if inner else None

    def _report(self, what: str, value: float, state: str, mark: int) -> None:
        unit = self._police()
        if unit is not None:
            self.w.reporting.report(unit, "", what, self.w.operation.place, value, state, mark)

    # crowds

    def _tick(self, cause: int) -> None:
        if not self._on:
            return
        self._ticks += 1
        told = self.w.operation.told
        more = {"before": 1.0, "entry": self.p.told_late}.get(told, self.p.never_told)
        chance = self.p.crowds * 2 * self.w.community.tension * more * _TICK / _HOUR
        u = self.w.draws.once(self.w.operation.place, f"crowd {self._ticks}")
        if u < chance and self.w.now >= self._calm_until:
            self.gathers(f"{self.w.operation.place}/crowd {self._ticks}", cause)
        self.w.clock.later(_TICK, self._tick, cause)

    def gathers(self, name: str, cause: int) -> None:
        """A crowd comes to the cordon, unless one is there."""
        if self.crowd or not self._on:
            return
        operation, u = self.w.operation, self.w.draws.several(name, "crowd")
        self.crowd, self._name = max(1, round(self.p.size.draw(u[0]))), name
        given = self.w.given(operation.told_mark, self.w.community.mark, self.mark)
        self.mark = self.w.emit("crowd_gathered", operation.place, {"count": self.crowd}, cause, given)
        self.w.write(f"protest@{operation.place}", self.crowd, "ongoing", self.mark)
        operation.changed()
        self._report("protest", self.crowd, "ongoing", self.mark)
        self.w.clock.later(self.p.lasts.draw(u[1]), self._goes, name, self.mark)

    def _goes(self, name: str, cause: int) -> None:
        """The crowd is gone, for whatever reason comes first."""
        if not self.crowd or self._name != name:
            return
        self.crowd, self._calm_until = 0, self.w.now + self.p.apart
        operation = self.w.operation
        self.mark = self.w.emit("crowd_dispersed", operation.place, {}, cause, self.w.given(self.mark))
        self.w.write(f"protest@{operation.place}", 0, "gone", self.mark, live=False)
        operation.changed()
        self._report("protest", 0, "gone", self.mark)

    def _met(self, seq: int, subject: str, data: dict[str, Any]) -> None:
        """Leaders have met: they speak to the people."""
        if self.crowd and data["at"] == self.w.operation.place:
            takes = self.p.talked.draw(self.w.draws.once(self._name, "talked to"))
            self.w.clock.later(takes, self._goes, self._name, seq)

    def _push(self, post: Staffed, step: object, place: str, cause: int) -> None:
        """Police push the crowd back, with shields and gas."""
        unit = self._police()
        if not self.crowd or unit is None:
            return
        data = {"by": unit.id, "count": self.crowd}
        seq = self.w.emit("crowd_pushed", self.w.operation.place, data, cause, self.w.given(self.mark, unit.mark))
        self.w.write(f"push@{self.w.operation.place}", 1, "open", seq)
        self.w.community.move(tension=self.p.push_tension, trust=self.p.push_trust, cause=seq)
        u = self.w.draws.several(self._name, "pushed")
        for k in range(poisson(self.crowd * self.p.push_hurt, u[0])):
            self.w.casualties.hurt(f"{self._name}/pushed {k}", self.w.operation.place, "crush", seq, crush=True)
        self.w.clock.later(self.p.pushed.draw(u[1]), self._goes, self._name, seq)

    # the sick

    def _next_patient(self, cause: int) -> None:
        place = self.w.places[self.w.operation.place]
        rate = self.p.patients * place.people / _HOUR
        if rate > 0 and self._on:
            self._patients += 1
            u = self.w.draws.once(place.id, f"patient {self._patients}")
            self.w.clock.later(-log(1 - u) / rate, self._patient, cause)

    def _patient(self, cause: int) -> None:
        if not self._on:
            return
        place, name = self.w.operation.place, f"{self.w.operation.place}/patient {self._patients}"
        data = {"count": len(self._waiting) + 1}
        mark = self.w.emit("patient_came", place, data, cause, self.w.given(self._lane))
        self._waiting.append((name, self.w.now, mark))
        if self._lane:
            self._lets_through(self._lane)
        else:
            self.w.write(f"passage@{place}", len(self._waiting), "waiting", mark)
            self._report("passage", len(self._waiting), "waiting", mark)
        self._next_patient(cause)

    def _open(self, post: Staffed, step: object, place: str, cause: int) -> None:
        """A lane for the sick is opened; those who wait go first."""
        if self._lane or not self._on:
            return
        self._lane = self.w.emit("lane_opened", self.w.operation.place, {"by": post.id}, cause)
        self._lets_through(self._lane)

    def _lets_through(self, opened: int) -> None:
        for name, since, mark in self._waiting:
            takes = self.p.lane.draw(self.w.draws.once(name, "passes"))
            self.w.clock.later(takes, self._passes, since, mark, opened)
        self._waiting.clear()

    def _passes(self, since: int, mark: int, opened: int) -> None:
        operation = self.w.operation
        data = {"waited_s": self.w.now - since}
        seq = self.w.emit("patient_passed", operation.place, data, mark, self.w.given(opened))
        if self.w.facts.get(f"passage@{operation.place}") is not None and not self._waiting:
            self.w.write(f"passage@{operation.place}", 0, "closed", seq, live=False)
        if data["waited_s"] > _LONG:
            self.w.community.move(trust=self.p.wait_trust, cause=seq)

    def lifted(self, cause: int) -> None:
        """The cordon is gone: the crowd goes home, the sick go where they want."""
        self._goes(self._name, cause)
        self._lets_through(cause)
