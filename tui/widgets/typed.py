"""A box for what is typed, pasted or offered for change: what stands in it is safe to show, and is what is saved."""

from __future__ import annotations

from textual.widgets import Input

from tui.safe_text import line_of

__all__ = ["Typed"]


class Typed(Input):
    """An input of one line whose value never holds a sign that is hidden or that a terminal would obey."""

    def validate_value(self, value: str) -> str:
        """The value as it may be shown."""
        return line_of(value)
