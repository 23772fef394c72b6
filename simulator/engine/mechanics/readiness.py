"""Readiness: what contingents have learnt, what they forget, who exercises when, who is relieved.

Model
    *Proficiency* of a contingent is a share.  Between events it fades to a floor,

        p(t) = floor + (p0 - floor) * 2 ** (-(t - t0) / half_life)

    and whatever teaches gives a part ``g`` of what is missing: p becomes p + g * (1 - p).  Kinds of
    teaching are the lines of the exercise ledger (scenario-based training, rehearsals, field exercises,
    tabletop exercises), induction by a mobile team (mechanism *training*) and plans of improvement
    (mechanism *ledger*).  Exercises give a contingent that nobody has inducted only the part
    ``uninducted``: it practises what it does not know.  A commander's quality counts for the part ``leads``:

        readiness = p * (1 - leads + leads * quality)

    Where the section is there, readiness stands wherever ``rehearsal`` of a contingent is read: the
    right step of force, the time to decide, captives in the line of fire.

    *What it costs.*  A field exercise takes the units of a contingent that are free away for
    ``field_days``; so does a relief, for ``handover``.

    *Rotation.*  A contingent leaves, its successor has the proficiency that the file says, another
    commander, and no induction.

Parameters
    ``parameters.readiness``, all [A].

Oracle
    Decay and refresh in closed form; exercises at regular distances against the geometric series.

Never
    Nobody acts on a proficiency: rules and decisions read what tests showed and what failed.
"""

from __future__ import annotations

from math import fsum

from simulator.blueprint.model import EffectSpec, StepSpec
from simulator.blueprint.model.readiness import ExerciseSpec, ReadinessSpec, ReadySpec
from simulator.engine.entities import Contingent, Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Ready", "Readiness"]


class Ready:
    """What a contingent can do: its proficiency at a moment, and who commands it."""

    __slots__ = ("failures", "id", "inducted", "mark", "p", "quality", "since", "spec", "tours")

    def __init__(self, spec: ReadySpec):
        self.spec, self.id = spec, spec.id
        self.p, self.since, self.quality = spec.proficiency, 0, spec.commander
        self.inducted = False
        self.mark = 0
        self.tours = 0
        """how often it has been relieved"""
        self.failures: list[tuple[int, int]] = []
        """(second, mark) of each failure in the ledger"""


class Readiness(Mechanism):
    """Follows what contingents have learnt."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.readiness
        self.spec: ReadinessSpec | None = world.blueprint.readiness
        self.contingents = {c.id: Ready(c) for c in self.spec.contingents.values()} if self.spec else {}
        self.by_place = {c.spec.at: c for c in self.contingents.values()}
        """headquarters -> whose it is"""
        self._worth = {
            "scenario_training": self.p.scenario_training,
            "rehearsal": self.p.rehearsal,
            "field_exercise": self.p.field_exercise,
            "tabletop": self.p.tabletop,
        }
        self._trained: dict[str, int] = {}
        world.orders.offer_staff("train", self._train)

    def begin(self) -> None:
        """Exercises and rotations come at their dates."""
        if self.spec is None:
            return
        for exercise in self.spec.exercises:
            self._plan(exercise, 0)
        for contingent in self.contingents.values():
            if contingent.spec.rotates >= 0:
                self.w.clock.call_at(contingent.spec.rotates, self._rotate, contingent)

    # what others read

    def proficiency(self, ready: Ready) -> float:
        """What a contingent has learnt and not forgotten."""
        faded = 0.5 ** ((self.w.now - ready.since) / self.p.half_life)
        return float(self.p.floor + (ready.p - self.p.floor) * faded)

    def level(self, ready: Ready) -> float:
        """How ready a contingent is: its proficiency, as it is led."""
        return self.proficiency(ready) * (1 - self.p.leads + self.p.leads * ready.quality)

    def rehearsed(self, contingent: Contingent | None) -> float:
        """What stands for ``rehearsal``: of one contingent, or the mean of all."""
        if contingent is not None:
            ready = self.contingents.get(contingent.id)
            return contingent.spec.rehearsal if ready is None else self.level(ready)
        if not self.contingents:
            return self.w.rehearsal
        return fsum(self.level(c) for c in self.contingents.values()) / len(self.contingents)

    def marks(self) -> tuple[int, ...]:
        """What the readiness of all depends on; nothing where it is not followed."""
        return self.w.given(*(c.mark for c in self.contingents.values()))

    # what raises it

    def teach(self, ready: Ready, gain: float) -> tuple[int, int]:
        """A part of what is missing is learnt; gives the proficiency before and after, in thousandths."""
        was = self.proficiency(ready)
        ready.p, ready.since = was + gain * (1 - was), self.w.now
        return round(1000 * was), round(1000 * ready.p)

    def _reaches(self, ready: Ready) -> float:
        """The part of an exercise that reaches a contingent."""
        return 1.0 if ready.inducted else float(self.p.uninducted)

    def _plan(self, exercise: ExerciseSpec, number: int) -> None:
        at = exercise.at + number * exercise.every
        if number < exercise.times and at <= self.w.blueprint.duration and (number == 0 or exercise.every):
            self.w.clock.call_at(at, self._hold, exercise, number)

    def _hold(self, exercise: ExerciseSpec, number: int) -> None:
        self._plan(exercise, number + 1)
        for name in exercise.contingents:
            ready = self.contingents[name]
            was, now = self.teach(ready, self._worth[exercise.kind] * self._reaches(ready))
            data = {"what": exercise.kind, "was": was, "now": now, "exercise": exercise.id}
            ready.mark = self.w.emit("exercise_held", name, data, self.w.started, self.w.given(ready.mark))
            if exercise.kind == "field_exercise":
                self.away(ready, self.p.field_days, f"{exercise.id}/{number}", ready.mark)
        self.w.validity.practised(exercise.rules, f"{exercise.id}/{number}")

    def _train(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """A post has a contingent train outside the ledger's dates: its free units are called in for it."""
        ready = self.by_place.get(place)
        if ready is None:
            return
        count = self._trained[ready.id] = self._trained.get(ready.id, 0) + 1
        was, now = self.teach(ready, self.p.scenario_training * self._reaches(ready))
        data = {"what": "scenario_training", "was": was, "now": now, "exercise": ""}
        ready.mark = self.w.emit("exercise_held", ready.id, data, cause, self.w.given(ready.mark))
        self.away(ready, self.p.field_days, f"called/{count}", ready.mark)

    def away(self, ready: Ready, seconds: int, name: str, cause: int) -> None:
        """The units of a contingent that have no order are busy with themselves for a time."""
        free = [u.id for u in self.w.units.values() if u.contingent == ready.id and u.order is None]
        effects = tuple(EffectSpec("unit", name=unit, value=seconds) for unit in free)
        self.w.effects.apply(effects, f"{ready.id}/{name}", cause)

    # rotation

    def _rotate(self, ready: Ready) -> None:
        """The contingent goes home; who comes has not been here."""
        ready.tours += 1
        was = round(1000 * self.proficiency(ready))
        ready.p, ready.since, ready.inducted = ready.spec.successor, self.w.now, False
        ready.quality = self.p.better.draw(self.w.draws.once(f"{ready.id}/{ready.tours}", "commander"))
        ready.failures.clear()
        data = {"was": was, "now": round(1000 * ready.p)}
        ready.mark = self.w.emit("contingent_rotated", ready.id, data, self.w.started, self.w.given(ready.mark))
        self.away(ready, self.p.handover, "relief", ready.mark)  # not for people
        self.settled("performance", ready, ready.mark)
        self.settled("readiness", ready, ready.mark)
        self.tell("rotation", ready, ready.tours, "arrived", f"{ready.id}/{ready.tours}/rotation", ready.mark)

    def tell(self, what: str, ready: Ready, value: float, state: str, name: str, cause: int) -> None:
        """The post that follows readiness, and the one above it, hear of something after a while."""
        assert self.spec is not None
        post = self.w.command.get(self.spec.post)
        if post is None:
            return
        takes = self.p.reported.draw(self.w.draws.once(name, "reported"))
        self.w.clock.later(takes, self.told, post.id, what, ready.spec.at, value, state, ready.id, cause)

    def settled(self, what: str, ready: Ready, cause: int) -> None:
        """Something about a contingent stands open no longer: whoever follows readiness sees it at once."""
        if self.spec is not None and self.spec.post in self.w.command:
            self.told(self.spec.post, what, ready.spec.at, 0, "closed", ready.id, cause)

    def told(self, post: str, what: str, at: str, value: float, state: str, by: str, cause: int) -> None:
        """A post learns something, and so do those that get its copies."""
        for name in (post, *(other for other, _ in self.w.program.copies[post])):
            self.w.warning.tell(self.w.command[name], what, at, value, state, by, cause)
