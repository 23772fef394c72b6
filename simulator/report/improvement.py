"""Appendix A, the improvement plan, and appendix B, who took part.

Each area for improvement becomes a row that somebody must own: what is proposed comes from what kind of finding it is
and says so; dates and persons are for people to fill in.
"""

from __future__ import annotations

from collections.abc import Sequence

from simulator.catalogue import marked, tr, word
from simulator.readers.evaluation.rows import ADDED, HELD, LATE, MISSED, PART
from simulator.report.document import Finding, Paragraph, Section, Table
from simulator.report.material import Material
from simulator.report.overview import TO_FILL_IN
from simulator.report.voice import Voice

__all__ = ["ELEMENTS", "improvement_plan", "participants"]

PLANNING, ORGANIZATION, EQUIPMENT, TRAINING, EXERCISES = ELEMENTS = (
    *(marked("Planning"), marked("Organization"), marked("Equipment"), marked("Training"), marked("Exercises")),
)
"""elements of capability"""
_HEAD = (
    *(marked("Capability"), marked("Issue"), marked("Corrective action (proposed)"), marked("Capability element")),
    *(marked("Responsible organization"), marked("Contact"), marked("Start"), marked("Completion")),
)


def improvement_plan(found: Sequence[Finding]) -> Section:
    """One row for each area for improvement."""
    rows = tuple(_row(finding) for finding in found)
    intro = Paragraph(
        tr(
            "A draft: every action is a proposal by kind of finding. Agree on it, give it an owner and two dates, and "
            "exercise again."
        ),
        (),
        "note",
    )
    title = tr("Appendix A: Improvement plan")
    if not rows:
        return Section(title, (Paragraph(tr("No area for improvement was found."), (), "note"),))
    table = Table(tr("Improvement plan"), tuple(map(tr, _HEAD)), rows, (11, 24, 18, 11, 12, 8, 6, 10))
    return Section(title, (intro, table), new_page=True)


def _row(finding: Finding) -> tuple[str, ...]:
    action, element = _proposed(finding)
    issue = f"{finding.number} {finding.statement}"
    return (finding.capability or "-", issue, action, tr(element), finding.function or tr(TO_FILL_IN), "", "", "")


def _proposed(finding: Finding) -> tuple[str, str]:
    """An action and its element of capability, by what was found."""
    source, verdict = word(finding.source), finding.verdict
    if finding.basis == "handover":
        return tr("Agree who tells whom, and put it into the plan"), ORGANIZATION
    if finding.basis == "remark":
        return tr(TO_FILL_IN), TO_FILL_IN
    if verdict == HELD:
        said = tr("See whether enough forces are free for {source}, and who may decide otherwise", source=source)
        return said, ORGANIZATION
    if verdict == LATE:
        return tr("Rehearse {source} until it is done in its time", source=source), TRAINING
    if verdict in (MISSED, PART):
        return tr("Say in the plan who does {source} and how it is passed on; rehearse it", source=source), PLANNING
    if verdict == ADDED:
        said = tr(
            "Go through {source} with those who decide, and see what would have kept people from harm", source=source
        )
        return said, TRAINING
    return tr("Find what kept {source} from its threshold, and exercise it again", source=source), EXERCISES


def participants(material: Material, voice: Voice) -> Section:
    """Cells and roles; how many evaluators; no person is named."""
    rows = tuple(
        (voice.function(cell.id), ", ".join(map(voice.function, cell.roles)), tr(TO_FILL_IN))
        for cell in material.blueprint.cells
        if cell.played_by == "room"
    )
    evaluators = sum(name.casefold() != "facilitator" for name in material.people)
    said = Paragraph(
        tr(
            "Evaluators who rated or kept a notebook: {number}. Organisations and numbers are for people to fill in.",
            number=evaluators,
        )
    )
    head = (tr("Cell"), tr("Functions"), tr("Organisations and numbers"))
    table = Table(tr("Participants"), head, rows, (20, 45, 35))
    return Section(tr("Appendix B: Participants"), (said, *((table,) if rows else ())))
