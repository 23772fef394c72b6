"""A line of spans: the clock line, what comes next, the foot."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content, Span
from textual.widgets import Static

from simulator.catalogue import tr
from tui.glyphs import Glyphs
from tui.keys import keys_of
from tui.safe_text import line_of

__all__ = ["Bar", "foot_spans"]

_STYLES = {
    "quiet": "$foreground 65%",  # not for people
    "strong": "bold",
    "due": "bold $warning",
    "late": "bold $error",
    "done": "$success",
}


_WITHOUT_COLOURS = {**_STYLES, "due": "bold", "late": "bold underline", "done": ""}  # not for people


def foot_spans(glyphs: Glyphs, *where: str) -> list[tuple[str, str]]:
    """The keys of a screen that stand on its foot line."""
    shown = [key for key in keys_of(*where) if key.foot]
    pairs = (((f" {glyphs.plain(tr(k.shown))}", "strong"), (f" {tr(k.foot)} ", "quiet")) for k in shown)
    return [span for pair in pairs for span in pair]


class Bar(Static):
    """One line, of texts with the styles of rows."""

    def __init__(self, *, id: str):
        super().__init__(id=id)
        self._shown: list[tuple[str, str]] = []

    def show(self, spans: Sequence[tuple[str, str]]) -> None:
        """Show these texts; nothing is drawn when they are the same as before."""
        if list(spans) == self._shown:
            return
        self._shown = list(spans)
        text, marks = "", []
        styles = _WITHOUT_COLOURS if self.app.no_color else _STYLES
        for part, style in spans:
            clean = line_of(part)
            if styles.get(style):
                marks.append(Span(len(text), len(text) + len(clean), styles[style]))
            text += clean
        self.update(Content(text, spans=marks), layout=False)
