"""Every shipped scenario with its documents, made once for all tests of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from simulator.report.document import Document
from simulator.report.pack.compose import PAPERS
from simulator.report.pack.papers import Papers
from simulator.runs.planned import planned
from tests.builders import text_of

SCENARIOS = Path(__file__).parents[3] / "scenarios"
SHIPPED = tuple(sorted(path.stem for path in SCENARIOS.glob("*.yaml")))


@cache
def papers_of(name: str, *, with_plan: bool = False) -> Papers:
    """A shipped scenario, ready for its documents."""
    return Papers(planned(SCENARIOS / f"{name}.yaml"), with_plan=with_plan)


@cache
def document_of(name: str, paper: str, *, with_plan: bool = False) -> Document:
    """One document of a shipped scenario; it must be there."""
    found = PAPERS[paper](papers_of(name, with_plan=with_plan))
    assert found is not None
    return found


def papers_from(folder: Path, scenario: object) -> Papers:
    """A scenario of a test's own, ready for its documents."""
    path = folder / "own.yaml"
    path.write_text(scenario if isinstance(scenario, str) else text_of(scenario), encoding="utf-8")  # type: ignore[arg-type]
    return Papers(planned(path))
