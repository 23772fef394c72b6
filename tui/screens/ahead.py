"""Looking ahead: the futures of each option of an open decision, with their spread drawn.

For the hot wash; during an exercise it must be allowed on purpose, which the log says.  Never for players.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from simulator.catalogue import tr, word
from simulator.measures import MEASURES
from simulator.runs.lookahead import LookAhead, Spreading
from simulator.units import bare_amount, format_amount, format_clock
from tui.desk import Desk
from tui.glyphs import Glyphs
from tui.keys import bindings
from tui.lines.folded import folded
from tui.safe_text import clipped
from tui.screens.sheet import Sheet
from tui.widgets.rows import Row, RowPane

__all__ = ["AheadScreen", "bar"]

_BAR, _SHORT_BAR = 48, 26
"""columns of a bar, on a wide screen and on a narrow one"""


def bar(row: Spreading, low: float, high: float, width: int = _BAR) -> str:
    """A spread on the scale from ``low`` to ``high``: a tenth of the futures lies below its left end, half below ``o``,
    nine tenths below its right end."""
    if row.low is None or row.middle is None or row.high is None:
        return tr("in none of the futures").ljust(width)
    reach = (high - low) or 1.0
    a, m, z = (round((value - low) / reach * (width - 1)) for value in (row.low, row.middle, row.high))
    signs = [" "] * width
    for k in range(a, z + 1):
        signs[k] = "-"
    signs[a] = signs[z] = "|"
    signs[m] = "o"
    return "".join(signs)


class AheadScreen(Sheet):
    """Waits for the futures and draws them; leaving before they are there stops them."""

    WHERE = "ahead"
    BINDINGS: ClassVar[list[BindingType]] = bindings("why")

    def __init__(self, desk: Desk, glyphs: Glyphs, looking: LookAhead):
        super().__init__(desk, glyphs)
        self.looking = looking
        self._found: list[Spreading] | None = None

    def compose(self) -> ComposeResult:
        """What is asked, then a bar for each measure and option."""
        past = self.looking.past
        text = tr(
            "LOOKING AHEAD on {decision} from {time}, {futures} futures an option",
            decision=past.decision,
            time=format_clock(past.at),
            futures=self.looking.futures,
        )
        yield from self.heading(text, tr("Esc goes back"))
        yield RowPane(id="ahead", empty=tr("working"))

    def on_mount(self) -> None:
        """Look for the answer while the exercise goes on."""
        self.query_one("#ahead", RowPane).focus()
        self.set_interval(0.3, self.renew)

    def renew_clock(self) -> None:
        """The futures come while nothing happens in the exercise."""
        self.renew()

    def renew(self) -> None:
        """How far it is, or the answer."""
        if self._found is not None or not self.query("#ahead"):  # it is there, or the screen is being left
            return
        pane = self.query_one("#ahead", RowPane)
        try:
            self._found = self.looking.spreads()
        except Exception as error:  # a worker that died is said, and the exercise goes on
            self._found = []
            self.looking.cancel()
            pane.show([Row("failed", ((tr("the look-ahead failed: {error}", error=error), "late"),))])
            return
        if self._found is None:
            share = tr("{share:.0f} % of the futures are worked out", share=self.looking.done * 100)
            pane.show([Row("working", ((share, "quiet"),))])
            return
        pane.show(self._rows(self._found))

    def _rows(self, found: list[Spreading]) -> list[Row]:
        text = tr("of the futures a tenth lie left of |, half left of o, nine tenths left of |")
        rows = [Row("note", ((text, "quiet"),), heading=True)]
        for name in dict.fromkeys(row.measure for row in found):
            mine = [row for row in found if row.measure == name]
            known = [v for row in mine for v in (row.low, row.high) if v is not None]
            low, high = min(known, default=0.0), max(known, default=1.0)
            rows.append(
                Row(
                    f"measure {name}",
                    ((tr("{what}: {text}", what=word(name), text=tr(MEASURES[name].about)), "title"),),
                    heading=True,
                )
            )
            rows += [self._row(row, low, high) for row in mine]
        return folded(rows, self.size.width - 1)

    def _row(self, row: Spreading, low: float, high: float) -> Row:
        unit, few = MEASURES[row.measure].unit, ""
        ends = [v for v in (row.low, row.middle, row.high) if v is not None]
        words = " - ".join((*(bare_amount(v, unit) for v in ends[:-1]), *(format_amount(v, unit) for v in ends[-1:])))
        if ends and row.count != self.looking.futures:
            few = f", {tr('in {count} of {all}', count=row.count, all=self.looking.futures)}"
        drawn = bar(row, low, high, _BAR if self.size.width >= 100 else _SHORT_BAR)
        told = f" {words}{few}" if ends else ""
        return Row(
            f"{row.measure} {row.option}", ((f"  {clipped(row.option, 16)} ", "strong"), (drawn, "done"), (told, ""))
        )

    def action_back(self) -> None:
        """Back; what is not worked out yet is given up."""
        if self._found is None:
            self.looking.cancel()
        self.app.pop_screen()
