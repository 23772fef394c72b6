"""A scenario as the documents before the exercise need it: the blueprint, and the words that no engine reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from simulator.blueprint.build import build
from simulator.blueprint.model import Blueprint
from simulator.scenario.load import load
from simulator.scenario.schema import Scenario

__all__ = ["Planned", "Remarks", "planned"]


@dataclass(frozen=True, slots=True)
class Remarks:
    """What a scenario says of an inject to exercise control alone."""

    script: str = ""
    storyline: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A scenario before its exercise; ``identity`` is the SHA-256 of everything that its files say, variant and all."""

    blueprint: Blueprint
    identity: str
    language: str = "en"
    summary: str = ""
    situation: str = ""
    draws_on: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    """role -> its title, or nothing"""
    remarks: Mapping[str, Remarks] = field(default_factory=dict)
    """inject -> what is said of it"""
    routes: tuple[tuple[str, str], ...] = ()
    """places and stretches of the perimeter that a route joins"""

    @property
    def assumptions_hash(self) -> str:
        """The SHA-256 of every assumed number with its value and source: the one that a report prints."""
        return sha256(repr(self.blueprint.assumptions).encode()).hexdigest()


def planned(path: Path, *, variant: str = "", sets: Mapping[str, str] | None = None, language: str = "") -> Planned:
    """Read a scenario for its documents, in a language if it has words in that one.

    Raises :class:`ScenarioError` with every problem at once.
    """
    document = load(path, variant=variant, sets=sets, language=language)
    blueprint = build(document)
    scenario = document.scenario
    assert scenario is not None, "a blueprint was built of it"
    whole = json.dumps(document.tree.plain(), ensure_ascii=True, separators=(",", ":"))
    return Planned(
        blueprint=blueprint,
        identity=sha256(whole.encode()).hexdigest(),
        language=scenario.language,
        summary=scenario.summary.strip(),
        situation=scenario.situation.strip(),
        draws_on=scenario.draws_on.strip(),
        roles={name: role.title for name, role in scenario.roles.items()},
        remarks={row.id: Remarks(row.script, row.storyline, row.notes) for row in scenario.msel},
        routes=_routes(scenario),
    )


def _routes(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    return tuple((route.from_, route.to) for route in scenario.routes)
