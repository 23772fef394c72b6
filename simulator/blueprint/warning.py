"""Early warning, resolved for the blueprint."""

from __future__ import annotations

from simulator.blueprint.model.warning import SourceSpec, WarningSpec
from simulator.blueprint.names import Names
from simulator.blueprint.plan import Plan
from simulator.blueprint.wording import Loc
from simulator.catalogue import tr
from simulator.parameters import Parameters
from simulator.scenario.load import Document
from simulator.scenario.schema import Scenario
from simulator.scenario.schema.threat import StreamEvent
from simulator.scenario.translate import near

__all__ = ["check_event", "warning"]


def warning(scenario: Scenario, plan: Plan, numbers: Parameters) -> WarningSpec | None:
    """The row of early warning, or None."""
    w = scenario.country_team
    if w is None:
        return None
    sources = {
        name: SourceSpec(name, s.title or name, s.sees, s.to, s.delay or numbers.signals.heard, s.reliable, s.noise)
        for name, s in sorted(w.sources.items())
    }
    return WarningSpec(
        w.at,
        w.office,
        w.advisers,
        sources,
        w.common_data,
        w.deference,
        w.convenes_in or numbers.signals.convenes,
        plan.at(w.review, ("country_team", "review")),
        w.review_every,
        w.violence,
    )


def check_event(document: Document, scenario: Scenario, names: Names, loc: Loc, e: StreamEvent) -> None:
    """A signal says what it is and who sees it; signals and escalations say how grave they are."""
    if e.do not in ("signal", "escalate"):
        return
    w = scenario.country_team
    if w is None:
        why = tr("{do} means nothing without country_team:", do=e.do)
        document.problem(loc, "E202", why, tr("say who hears of signals, and who works on them"))
        return
    if e.severity is None:
        document.problem(loc, "E202", tr("how grave is missing: {do} needs severity:", do=e.do), tr("write a share"))
    if e.do == "signal" and (e.signal is None or e.source is None):
        why = tr("a signal needs signal: and source:")
        document.problem(loc, "E202", why, tr("say what it is, and which source sees it"))
    if e.source and e.source not in w.sources and not names.known(e.source):
        hint = near(e.source, list(w.sources))
        document.problem((*loc, "source"), "E301", tr("there is no source {source!r}", source=e.source), hint)
