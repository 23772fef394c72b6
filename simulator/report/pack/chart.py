"""The map on one large sheet, for the wall and the table."""

from __future__ import annotations

from dataclasses import replace

from simulator.catalogue import tr
from simulator.report.document import Document, Section
from simulator.report.pack.ground import chart, ground_tables
from simulator.report.pack.known import for_players
from simulator.report.pack.papers import Papers

__all__ = ["wall_map"]


def wall_map(papers: Papers) -> Document | None:
    """The A3 map with its tables; None where the scenario has no places."""
    known = for_players(papers)
    drawn = chart(known)
    if drawn is None:
        return None
    sheet = replace(known.sheet(tr("Map"), "", paper="A3 landscape"), facts=())
    keys = Section(tr("Key to the map"), ground_tables(known), new_page=True)
    return Document(sheet, (Section("", (drawn,)), keys))
