"""The opening screen: what is known of an exercise from its file, while the rest of it is made ready.

It is painted before the models of the language, the builder and the engine are loaded, which takes longer than
anything else between the command and the first key that counts.
"""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen

from simulator.catalogue import tr
from tui.lines.folded import folded
from tui.lines.opening import Known, opening_rows
from tui.screens.sheet import heading
from tui.widgets.rows import RowPane

__all__ = ["Opening"]


class Opening(Screen[None]):
    """What will be played, as far as its file says."""

    WHERE = "opening"

    def __init__(self, known: Known):
        super().__init__()
        self._known = known

    def compose(self) -> ComposeResult:
        """The words of the briefing that can be had at once."""
        yield from heading(
            self._known.handling, tr("EXERCISE {title}", title=self._known.title), tr("keys are kept until it is ready")
        )
        yield RowPane(id="opening", empty="")

    def on_resize(self) -> None:
        """Words are folded to the width."""
        self.query_one("#opening", RowPane).show(folded(opening_rows(self._known), self.size.width - 1))
