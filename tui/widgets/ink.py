"""Lines that a widget draws itself: styles worked out once, and a line that was drawn before taken as it was.

Textual works out a widget's style from all its ancestors whenever it is asked, which for a pane of forty lines costs
more than drawing them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import ClassVar

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

__all__ = ["Inked"]

_LEAST = 32
"""lines that are kept at least; a line takes some kilobytes, so that no more are kept than can be seen twice over"""


class Inked(Widget):
    """A widget with ink: its own style and those of its component classes, by their short names."""

    INK: ClassVar[str] = ""
    """what the names of the component classes begin with"""

    _ink: dict[str, Style] | None = None
    _kept: dict[Hashable, Strip] | None = None
    _ink_of = ""

    def ink(self, name: str = "") -> Style:
        """The widget's own style, or that of a component laid over it."""
        found = self._fresh().get(name)
        if found is None:
            base = self.rich_style
            part = self.get_component_rich_style(f"{self.INK}--{name}", partial=True) if name else Style()
            found = self._fresh()[name] = base + part
        return found

    def kept(self, key: Hashable, draw: Callable[[], Strip]) -> Strip:
        """A line as it was drawn before for the same key, or drawn now; the key holds all that it depends on."""
        self._fresh()
        kept = self._kept
        assert kept is not None
        found = kept.get(key)
        if found is None:
            if len(kept) >= _LEAST + 2 * self.size.height:
                kept.clear()
            found = kept[key] = draw()
        return found

    def _fresh(self) -> dict[str, Style]:
        """The styles that were worked out, none if the theme is another one since."""
        theme = self.app.theme
        if self._ink is None or self._ink_of != theme:
            self._ink, self._kept, self._ink_of = {}, {}, theme
        return self._ink

    def notify_style_update(self) -> None:
        """A style has changed: all are worked out anew."""
        self._ink = None
        super().notify_style_update()
