"""The documents by the names under which they are asked for, each with its file's name."""

from __future__ import annotations

from collections.abc import Callable

from simulator.catalogue import marked
from simulator.report.document import Document
from simulator.report.pack.cards import cards
from simulator.report.pack.chart import wall_map
from simulator.report.pack.eeg import sheets
from simulator.report.pack.handouts import handouts
from simulator.report.pack.msel import handbook
from simulator.report.pack.papers import Papers
from simulator.report.pack.sitman import sitman
from simulator.units import told_by_day

__all__ = ["FOR_PLAYERS", "MISSING", "PAPERS"]


def _in_its_time(make: Callable[[Papers], Document | None]) -> Callable[[Papers], Document | None]:
    """A document whose times are told as its exercise asks: by day where that lasts many days."""

    def _made(papers: Papers) -> Document | None:
        b = papers.planned.blueprint
        with told_by_day(b.startex, b.duration):
            return make(papers)

    return _made


PAPERS: dict[str, Callable[[Papers], Document | None]] = {
    "sitman": _in_its_time(sitman),
    "msel": _in_its_time(handbook),
    "eeg": _in_its_time(sheets),
    "cards": _in_its_time(cards),
    "injects": _in_its_time(handouts),
    "map": _in_its_time(wall_map),
}
"""name -> what makes it; None where the scenario has nothing to put into it"""
FOR_PLAYERS = ("sitman", "cards", "map")
"""documents that players may read whole"""
MISSING = {
    "eeg": marked("the scenario names no objectives: there are no evaluation guides"),
    "cards": marked("the scenario names no roles and no cells: there are no role cards"),
    "injects": marked("the scenario has no inject that anybody reads: there are no pages to hand over"),
    "map": marked("the scenario names no places: there is no map"),
}
"""name -> what is said where it is not written"""
