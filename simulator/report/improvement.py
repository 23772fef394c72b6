"""Appendix A, the improvement plan, and appendix B, who took part.

Each area for improvement becomes a row that somebody must own: what is proposed comes from what kind of finding it is
and says so; dates and persons are for people to fill in.
"""

from __future__ import annotations

from collections.abc import Sequence

from simulator.report.document import Finding, Paragraph, Section, Table
from simulator.report.material import Material
from simulator.report.overview import TO_FILL_IN
from simulator.report.voice import Voice

__all__ = ["ELEMENTS", "improvement_plan", "participants"]

ELEMENTS = ("Planning", "Organization", "Equipment", "Training", "Exercises")
"""elements of capability"""
_HEAD = (
    *("Capability", "Issue", "Corrective action (proposed)", "Capability element"),
    *("Responsible organization", "Contact", "Start", "Completion"),
)


def improvement_plan(found: Sequence[Finding]) -> Section:
    """One row for each area for improvement."""
    rows = tuple(_row(finding) for finding in found)
    intro = Paragraph(
        "A draft: every action is a proposal by kind of finding. Agree on it, give it an owner and two dates, and "
        "exercise again.",
        (),
        "note",
    )
    if not rows:
        return Section("Appendix A: Improvement plan", (Paragraph("No area for improvement was found.", (), "note"),))
    table = Table("Improvement plan", _HEAD, rows, (11, 24, 18, 11, 12, 8, 6, 10))
    return Section("Appendix A: Improvement plan", (intro, table), new_page=True)


def _row(finding: Finding) -> tuple[str, ...]:
    action, element = _proposed(finding)
    issue = f"{finding.number} {finding.statement}"
    return (finding.capability or "-", issue, action, element, finding.function or TO_FILL_IN, "", "", "")


def _proposed(finding: Finding) -> tuple[str, str]:
    """An action and its element of capability, by what was found."""
    what, source = finding.statement.split(":", 1)[0], finding.source
    if finding.reference.startswith("Handover"):
        return "Agree who tells whom, and put it into the plan", "Organization"
    if finding.reference.startswith("Observation"):
        return TO_FILL_IN, TO_FILL_IN
    if what == "held":
        return f"See whether enough forces are free for {source}, and who may decide otherwise", "Organization"
    if what == "late":
        return f"Rehearse {source} until it is done in its time", "Training"
    if what in ("missed", "done in part"):
        return f"Say in the plan who does {source} and how it is passed on; rehearse it", "Planning"
    if what == "harm added":
        return f"Go through {source} with those who decide, and see what would have kept people from harm", "Training"
    return f"Find what kept {source} from its threshold, and exercise it again", "Exercises"


def participants(material: Material, voice: Voice) -> Section:
    """Cells and roles; how many evaluators; no person is named."""
    rows = tuple(
        (voice.function(cell.id), ", ".join(map(voice.function, cell.roles)), TO_FILL_IN)
        for cell in material.blueprint.cells
        if cell.played_by == "room"
    )
    evaluators = sum(name.casefold() != "facilitator" for name in material.people)
    said = Paragraph(
        f"Evaluators who rated or kept a notebook: {evaluators}. Organisations and numbers are for people to fill in."
    )
    table = Table("Participants", ("Cell", "Functions", "Organisations and numbers"), rows, (20, 45, 35))
    return Section("Appendix B: Participants", (said, *((table,) if rows else ())))
