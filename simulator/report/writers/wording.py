"""Words that all writers share: how numbers of events, times and labels are said."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.report.document import Finding
from simulator.units import format_clock

__all__ = ["MOST", "events_said", "finding_rows", "finding_title"]

MOST = 8
"""numbers of events that are shown for one thing; JSON holds all"""


def events_said(seqs: tuple[int, ...]) -> str:
    """``events 12, 15 and 40 more``; empty for none."""
    if not seqs:
        return ""
    more = f" and {len(seqs) - MOST} more" if len(seqs) > MOST else ""
    return f"event{'s' * (len(seqs) > 1)} {', '.join(map(str, seqs[:MOST]))}{more}"


def finding_title(finding: Finding) -> str:
    """Its number and what was observed."""
    return f"{finding.number} {finding.statement}".strip()


def finding_rows(finding: Finding) -> Iterator[tuple[str, str]]:
    """Label and text of every further line, the empty ones left out; events come apart."""
    yield from (
        (label, text)
        for label, text in (
            ("When", format_clock(finding.at) if finding.at >= 0 else ""),
            ("Function", finding.function),
            ("Reference", finding.reference),
            ("Analysis", finding.analysis),
            *finding.facts,
        )
        if text
    )
