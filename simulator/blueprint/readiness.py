"""Readiness over months, resolved for the blueprint."""

from __future__ import annotations

from simulator.blueprint.model.readiness import ExerciseSpec, NeedSpec, ReadinessSpec, ReadySpec
from simulator.blueprint.names import Names
from simulator.blueprint.plan import Plan
from simulator.catalogue import tr
from simulator.scenario.load import Document
from simulator.scenario.schema import Scenario
from simulator.scenario.schema.readiness import Readiness

__all__ = ["readiness"]


def readiness(document: Document, scenario: Scenario, names: Names, plan: Plan) -> ReadinessSpec | None:
    """The rows of the section, sorted by id; names of contingents and rules that mean nothing are problems."""
    r = scenario.readiness
    if r is None:
        return None
    _check(document, scenario, names)
    contingents = {
        name: ReadySpec(
            name,
            c.at,
            c.proficiency,
            c.commander,
            -1 if c.rotates is None else plan.at(c.rotates, ("readiness", "contingents", name, "rotates")),
            c.successor,
        )
        for name, c in sorted(r.contingents.items())
        if name in scenario.contingents
    }
    return ReadinessSpec(
        r.post,
        r.operations,
        r.at,
        contingents,
        _exercises(r, plan, tuple(contingents)),
        r.trainers,
        plan.at(r.trainers_course, ("readiness", "trainers_course")),
        r.trainers_made,
        r.teams,
        -1 if r.tests_every is None else r.tests_every,
        r.plan_age,
        {n: NeedSpec(n, d.title or n, d.at, d.rate, d.within, d.people, d.outside) for n, d in sorted(r.needs.items())},
    )


def _exercises(r: Readiness, plan: Plan, contingents: tuple[str, ...]) -> tuple[ExerciseSpec, ...]:
    """The lines of the ledger; one that names nobody is for all."""
    return tuple(
        ExerciseSpec(
            name,
            e.kind,
            plan.at(e.at, ("readiness", "exercises", name, "at")),
            e.every or 0,
            e.times,
            tuple(c for c in e.for_ or contingents if c in contingents),
            e.practises,
        )
        for name, e in sorted(r.exercises.items())
    )


def _check(document: Document, scenario: Scenario, names: Names) -> None:
    assert scenario.readiness is not None
    r = scenario.readiness
    for name in r.contingents:
        if not names.known(name, "contingent"):
            why = tr("there is no contingent {contingent!r}", contingent=name)
            document.problem(("readiness", "contingents", name), "E301", why, names.near(name, "contingent"))
    for name, exercise in r.exercises.items():
        for index, rule in enumerate(exercise.practises):
            if not names.known(rule, "rule"):
                loc = ("readiness", "exercises", name, "practises", index)
                document.problem(loc, "E301", tr("there is no rule {rule!r}", rule=rule), names.near(rule, "rule"))
    seats: dict[str, str] = {}
    for name, contingent in r.contingents.items():
        other = seats.setdefault(contingent.at, name)
        if other != name:
            why = tr(
                "{name} and {other} have one headquarters: nobody could tell their tests apart", name=name, other=other
            )
            document.problem(("readiness", "contingents", name, "at"), "E202", why, tr("give each a place of its own"))
