"""The after-action report and improvement plan (AAR/IP) of a session, whole."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.catalogue import language, tr
from simulator.report.against import against
from simulator.report.analysis import analysis
from simulator.report.document import Document, Finding, Items, Paragraph, Section, Sheet, Table, blocks
from simulator.report.findings import AREA
from simulator.report.improvement import improvement_plan, participants
from simulator.report.material import Material
from simulator.report.minutes import minutes
from simulator.report.overview import overview
from simulator.report.record import CITED, cited, msel_record, rests_on, time_line
from simulator.report.voice import Reader

__all__ = ["after_action"]


def after_action(material: Material, reader: Reader) -> Document:
    """The report for a reader: sections 1 to 4 and appendices A to F."""
    voice = material.voice(reader)
    rated = analysis(material, voice)
    told = minutes(material, voice)
    found = [block for block in blocks((rated, told)) if isinstance(block, Finding)]
    moments = [finding for finding in found if finding.kind in ("costly", "good")]
    sections = [
        overview(material, voice),
        rated,
        against(material, voice),
        told,
        improvement_plan([finding for finding in found if finding.kind == AREA]),
        participants(material, voice),
        time_line(material, voice, moments),
    ]
    if reader.staff:
        sections += [msel_record(material), cited(material, voice, _shown(tuple(sections)))]
    sections.append(rests_on(material, voice))
    return Document(_sheet(material, reader), tuple(sections))


def _shown(sections: tuple[Section, ...]) -> Iterator[int]:
    """The events that a page shows the numbers of."""
    for block in blocks(sections):
        if isinstance(block, Paragraph | Finding):
            yield from block.seqs[:CITED]
        elif isinstance(block, Items):
            yield from (seq for row in block.rows for seq in row.seqs[:CITED])
        elif isinstance(block, Table):
            yield from (seq for row in block.seqs for seq in row[:CITED])


def _sheet(material: Material, reader: Reader) -> Sheet:
    b = material.blueprint
    version = [
        tr("DRAFT") if material.ended else tr("DRAFT - the exercise is not over"),
        tr("for exercise staff") if reader.staff else tr("for participants"),
        *([tr("names and words left out")] if reader.redact else []),
    ]
    facts = [
        (tr("Exercise"), b.title),
        (tr("Version"), ", ".join(version)),
        (tr("Conducted"), material.wall("startex") or tr("not begun")),
        (tr("Head of the journal"), material.head),
        (tr("Assumptions"), material.assumptions_hash),
    ]
    notices = [*(material.notices if reader.names else ())]
    if material.header.practice:
        notices.append(tr("This was a practice: it stands in no record."))
    seal = tr(
        "journal {journal}, assumptions {assumptions}",
        journal=material.head[:16],
        assumptions=material.assumptions_hash[:16],
    )
    kind = tr("After-Action Report / Improvement Plan")
    return Sheet(kind, b.title, b.handling, tuple(facts), tuple(notices), seal, language())
