"""What a batch is to run: one scenario, one seed, its arms and its sets of assumed numbers.

A *case* is an arm with a set of assumed numbers; cases are numbered arm by arm.  The experiment's hash is over all that
a result depends on, so that a folder is continued only by the experiment that it belongs to.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from simulator.blueprint.build import build
from simulator.blueprint.model import Blueprint
from simulator.catalogue import tr
from simulator.errors import UsageError
from simulator.measures import MEASURES
from simulator.runs.batch.arms import Arm
from simulator.runs.batch.assumptions import assumed, believed, sets_of, unvaried
from simulator.runs.batch.designs import Design
from simulator.runs.batch.work import engine_versions
from simulator.runs.headless import check_decisions
from simulator.scenario.library import scenario_folder
from simulator.scenario.load import load

__all__ = ["Case", "Experiment", "experiment_of"]

_KEPT = 64
"""blueprints that are kept ready"""


@dataclass(frozen=True, slots=True)
class Case:
    """An arm with a set of assumed numbers: set 0 are the scenario's own."""

    number: int
    arm: Arm
    assumption: int
    sets: Mapping[str, str]


@dataclass
class Experiment:
    """Everything that a batch's results depend on, and the blueprints that come of it."""

    path: Path
    label: str
    seed: int
    arms: tuple[Arm, ...]
    design: Design
    assumptions: tuple[Mapping[str, str], ...]
    name: str = ""
    title: str = ""
    handling: str = ""
    first_measures: tuple[str, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)
    facts: list[dict[str, Any]] = field(default_factory=list)
    """for each arm what the manifest says of its blueprint"""
    unvaried: list[str] = field(default_factory=list)
    _built: OrderedDict[int, tuple[str, Blueprint]] = field(default_factory=OrderedDict)

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return len(self.arms) * len(self.assumptions)

    def case(self, number: int) -> Case:
        """A case by its number."""
        arm, assumption = divmod(number, len(self.assumptions))
        return Case(number, self.arms[arm], assumption, self.assumptions[assumption])

    def blueprint(self, number: int) -> tuple[str, Blueprint]:
        """The hash of a case's blueprint, and the blueprint; raises ScenarioError."""
        found = self._built.pop(number, None)
        if found is None:
            found = self._build(self.case(number))
            while len(self._built) >= _KEPT:
                self._built.popitem(last=False)
        self._built[number] = found
        return found

    def _build(self, case: Case) -> tuple[str, Blueprint]:
        sets = {**dict(case.arm.sets), **case.sets}
        document = load(self.path, label=self.label, variant=case.arm.variant, sets=sets)
        if self.files and document.files != self.files:
            raise UsageError(
                tr("{label} has changed while the batch was running; give the same command again", label=self.label)
            )
        blueprint = build(document)
        self.files = self.files or document.files
        return sha256(repr(blueprint).encode()).hexdigest(), blueprint

    def few(self) -> dict[str, Blueprint] | None:
        """Every blueprint by its hash if they are few enough to be given to each worker when it begins."""
        if self.cases > _KEPT:
            return None
        return dict(self.blueprint(number) for number in range(self.cases))

    @property
    def is_shipped(self) -> bool:
        """Whether the scenario is one of those that come with the project, and is called by its name."""
        return self.path.parent == scenario_folder()

    @property
    def text(self) -> bytes:
        """The scenario's file."""
        return self.files[self.path.name]

    def identity(self) -> dict[str, Any]:
        """What results depend on: equal identities give equal results."""
        return {
            "scenario": {name: sha256(content).hexdigest() for name, content in sorted(self.files.items())},
            "seed": self.seed,
            "arms": [[a.id, a.variant, list(a.sets), list(a.decide)] for a in self.arms],
            "assumptions": [dict(s) for s in self.assumptions],
            "measures": list(MEASURES),
            "engine": engine_versions(),
        }

    def hash(self) -> str:
        """The SHA-256 of the identity."""
        return sha256(json.dumps(self.identity(), sort_keys=True).encode()).hexdigest()


def experiment_of(
    path: Path,
    label: str,
    seed: int,
    arms: Sequence[Arm],
    design: Design,
    assumptions: int,
) -> Experiment:
    """The experiment of some arms, every blueprint of which has been built once.

    Raises :class:`ScenarioError` with what is wrong in the scenario or in an arm's settings, and UsageError.
    """
    made = Experiment(path, label, seed, tuple(arms), design, ({},))
    seen: dict[tuple[str, tuple[tuple[str, str], ...]], dict[str, Any]] = {}
    for number, arm in enumerate(made.arms):
        key = (arm.variant, arm.sets)
        sha, blueprint = made.blueprint(number)
        check_decisions(dict(arm.decide), blueprint)
        seen.setdefault(key, _facts(sha, blueprint))
        made.facts.append(seen[key])
    _, first = made.blueprint(0)
    made.name, made.title, made.handling, made.first_measures = path.stem, first.title, first.handling, first.measures
    made.unvaried = unvaried(first) if assumptions else []
    made.assumptions = tuple(sets_of(_believed(made), assumptions, seed))
    made._built.clear()
    return made


def _believed(made: Experiment) -> list[Any]:
    """The numbers that may vary in every arm: what one arm sets itself is nobody's assumption any more."""
    free = [{row["parameter"] for row in facts["assumed"] if "[A]" in row["source"]} for facts in made.facts]
    _, first = made.blueprint(0)
    return [b for b in believed(first) if all(b.parameter in names for names in free)]


def _facts(sha: str, blueprint: Blueprint) -> dict[str, Any]:
    from simulator.readers.owners import owners
    from simulator.readers.targets import findings

    asked = {(f.objective, f.measure): f.asked for f in findings(blueprint, {})}
    return {
        "blueprint_sha256": sha,
        "objectives": [
            {
                "id": objective.id,
                "text": objective.text,
                "measure": target.measure,
                "at_most": target.at_most,
                "at_least": target.at_least,
                "asked": asked[objective.id, target.measure],
            }
            for objective in blueprint.objectives
            for target in objective.targets
        ],
        "assumed": assumed(blueprint),
        "owners": owners(blueprint),
        "plan_sha256": sha256(repr(replace(blueprint, variant="")).encode()).hexdigest(),
        "calibrated": ["K13"] if blueprint.zone else [],
    }
