"""Words that all writers share: how numbers of events, times and labels are said."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.catalogue import tr, trn
from simulator.report.document import Finding
from simulator.units import format_clock

__all__ = ["MOST", "colon", "events_said", "finding_rows", "finding_title", "numbers_said"]

MOST = 8
"""numbers of events that are shown for one thing; JSON holds all"""


def events_said(seqs: tuple[int, ...]) -> str:
    """``events 12, 15 and 40 more``; empty for none."""
    return trn("event {numbers}", "events {numbers}", len(seqs), numbers=numbers_said(seqs)) if seqs else ""


def numbers_said(seqs: tuple[int, ...]) -> str:
    """``12, 15 and 40 more``; empty for none."""
    said = ", ".join(map(str, seqs[:MOST]))
    more = len(seqs) - MOST
    return trn("{numbers} and {n} more", "{numbers} and {n} more", more, numbers=said) if more > 0 else said


def colon() -> str:
    """What stands between a label and its text."""
    return tr(": ")


def finding_title(finding: Finding) -> str:
    """Its number and what was observed."""
    return f"{finding.number} {finding.statement}".strip()


def finding_rows(finding: Finding) -> Iterator[tuple[str, str]]:
    """Label and text of every further line, the empty ones left out; events come apart."""
    yield from (
        (label, text)
        for label, text in (
            (tr("When"), format_clock(finding.at) if finding.at >= 0 else ""),
            (tr("Function"), finding.function),
            (tr("Reference"), finding.reference),
            (tr("Analysis"), finding.analysis),
            *finding.facts,
        )
        if text
    )
