"""Injects, objectives and measures, resolved for the blueprint."""

from __future__ import annotations

from simulator.blueprint.model import (
    CriticalTaskSpec,
    ExpectationSpec,
    InjectSpec,
    ObjectiveSpec,
    TargetSpec,
)
from simulator.blueprint.plan import Plan
from simulator.blueprint.wording import Loc
from simulator.catalogue import tr
from simulator.measures import MEASURES
from simulator.quantities import QuantityError, parse_number
from simulator.scenario.schema import Scenario
from simulator.scenario.schema.plan import Expectation, Inject, Objective
from simulator.scenario.translate import near

__all__ = ["Msel"]

MOST_REPEATS = 1000
_UNITS_OF = {"min": "duration", "h": "duration", "share": "share", "people": "count", "days": "duration"}


class Msel:
    """Builds the rows of the MSEL and of what it is for."""

    def __init__(self, scenario: Scenario, plan: Plan):
        self.s, self.plan = scenario, plan

    def injects(self) -> tuple[InjectSpec, ...]:
        """The MSEL by time, then id."""
        rows = [self._inject(index, inject) for index, inject in enumerate(self.s.msel)]
        return tuple(sorted(rows, key=lambda row: (row.at if row.at >= 0 else 1 << 40, row.id)))

    def _inject(self, index: int, inject: Inject) -> InjectSpec:
        loc: Loc = ("msel", index)
        missing = inject.if_missing
        if inject.at is None and inject.when is None and inject.if_missing is None:
            self.plan.problem(
                loc,
                "E202",
                tr("nothing says when {id} comes", id=inject.id),
                tr("write at: H+0:40, when: or if_missing:"),
            )
        self._names_in(inject, loc)
        every, times = self._repeats(inject, (*loc, "repeat"))
        return InjectSpec(
            id=inject.id,
            at=self.plan.at(inject.at, (*loc, "at")),
            when=self.plan.condition(inject.when, (*loc, "when"), world=True),
            after=inject.after or 0,
            type=inject.type,
            title=inject.title,
            to=inject.to,
            sender=inject.from_,
            means=inject.means,
            text=inject.text,
            expects=tuple(self._expectation(e, (*loc, "expects", i)) for i, e in enumerate(inject.expects)),
            if_missing=missing if missing and self.plan.names.exists(missing, "inject") else "",
            expires=self.plan.at(inject.expires, (*loc, "expires")),
            every=every,
            times=times,
            effects=self.plan.effects(inject.effects, (*loc, "effects")),
            objective=inject.objective or "",
        )

    def _names_in(self, inject: Inject, loc: Loc) -> None:
        for index, name in enumerate(inject.to):
            if not self.plan.names.known(name, "cell", "role", "unit", "command", "tag", "component", "contingent"):
                hint = self.plan.names.near(name, "cell", "role", "unit", "command")
                self.plan.problem((*loc, "to", index), "E301", tr("there is nobody {name!r} to tell", name=name), hint)

    def _repeats(self, inject: Inject, loc: Loc) -> tuple[int, int]:
        """How often an inject comes, and after how many seconds each time."""
        if inject.repeat is None:
            return 0, 1
        every, times = inject.repeat.every, inject.repeat.times
        if every == 0:
            why = tr("{id} would repeat without end in one instant", id=inject.id)
            self.plan.problem((*loc, "every"), "L105", why, tr("write every: 10 min"))
        if times > MOST_REPEATS:
            why = tr(
                "{id} would come {times} times; {most} is the most",
                id=inject.id,
                times=times,
                most=MOST_REPEATS,
            )
            self.plan.problem((*loc, "times"), "L104", why, tr("repeat it less"))
        return every, min(times, MOST_REPEATS)

    def _expectation(self, expected: Expectation, loc: Loc) -> ExpectationSpec:
        if expected.task and not self.plan.names.known(expected.task, "rule", "decision", "objective"):
            self._no_task((*loc, "task"), expected.task)
        decision = self.s.decisions.get(expected.task or "")
        for index, option in enumerate(expected.option if expected.task not in self.plan.names.absent else ()):
            if decision is None:
                self.plan.problem(
                    (*loc, "option"), "E202", tr("only a decision has options"), tr("write task: and a decision")
                )
            elif option not in decision.options:
                why, hint = (
                    tr("{option!r} is not one of the options", option=option),
                    near(option, list(decision.options)),
                )
                self.plan.problem((*loc, "option", index), "E301", why, hint)
        return ExpectationSpec(
            expected.action,
            expected.by or "",
            expected.within,
            expected.task or "",
            expected.option,
            self.plan.condition(expected.done_when, (*loc, "done_when"), world=True),
        )

    def _no_task(self, loc: Loc, task: str) -> None:
        hint = self.plan.names.near(task, "rule", "decision")
        self.plan.problem(loc, "E301", tr("there is no rule or decision {task!r}", task=task), hint)

    def objectives(self) -> tuple[ObjectiveSpec, ...]:
        """The objectives, in the file's order."""
        rows = []
        for index, objective in enumerate(self.s.objectives):
            targets = []
            for i, target in enumerate(objective.targets):
                loc: Loc = ("objectives", index, "targets", i)
                if target.measure not in MEASURES:
                    hint = near(target.measure, list(MEASURES))
                    self.plan.problem(
                        (*loc, "measure"), "E301", tr("there is no measure {measure!r}", measure=target.measure), hint
                    )
                    continue
                if target.task and not self.plan.names.known(target.task, "rule", "decision"):
                    self._no_task((*loc, "task"), target.task)
                unit = MEASURES[target.measure].unit
                at_most = self._threshold(target.at_most, unit, (*loc, "at_most"))
                at_least = self._threshold(target.at_least, unit, (*loc, "at_least"))
                if target.at_most is None and target.at_least is None:
                    self.plan.problem(
                        loc, "E202", tr("a target needs at_most or at_least"), tr("write at_most: 15 min")
                    )
                targets.append(TargetSpec(target.measure, target.task or "", at_most, at_least, target.text))
            tasks = tuple(self._critical(objective, index, i) for i in range(len(objective.critical_tasks)))
            rows.append(ObjectiveSpec(objective.id, objective.text, objective.capability, tuple(targets), tasks))
        return tuple(rows)

    def _critical(self, objective: Objective, index: int, i: int) -> CriticalTaskSpec:
        """A critical task, called after its objective and its number: ``O1.2``."""
        task, loc = objective.critical_tasks[i], ("objectives", index, "critical_tasks", i, "done_by")
        for n, name in enumerate(task.done_by):
            if not self.plan.names.known(name, "rule", "decision", "inject"):
                hint = self.plan.names.near(name, "rule", "decision", "inject")
                self.plan.problem(
                    (*loc, n), "E301", tr("there is no rule, decision or inject {name!r}", name=name), hint
                )
        return CriticalTaskSpec(f"{objective.id}.{i + 1}", task.text, task.done_by)

    def _threshold(self, text: str | None, unit: str, loc: Loc) -> float | None:
        """A threshold in the measure's own unit: minutes or hours for times, a share, a count."""
        if text is None:
            return None
        dimension = _UNITS_OF.get(unit, "number")
        try:
            value = parse_number(text, dimension)
        except QuantityError as error:
            self.plan.problem(loc, error.code, error.message, error.hint)
            return None
        return value / 60 if unit == "min" else value / {"h": 3600, "days": 86400}.get(unit, 1)

    def measures(self) -> tuple[str, ...]:
        """The measures to show first."""
        for index, name in enumerate(self.s.measures):
            if name not in MEASURES:
                self.plan.problem(
                    ("measures", index),
                    "E301",
                    tr("there is no measure {name!r}", name=name),
                    near(name, list(MEASURES)),
                )
        return tuple(n for n in self.s.measures if n in MEASURES)
