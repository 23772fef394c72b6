"""A box for what is typed, pasted or offered for change: what stands in it is safe to show, and is what is saved."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from tui.safe_text import line_of

__all__ = ["Typed"]


class Typed(Input):
    """An input of one line whose value never holds a sign that is hidden or that a terminal would obey."""

    def validate_value(self, value: str) -> str:
        """The value as it may be shown."""
        return line_of(value)

    async def _on_key(self, event: events.Key) -> None:
        """Keys act in the order in which they came, also where a slow line hands over many at once.

        Textual lets a key that edits climb to the application and back before it acts, and a letter that comes
        after it overtakes it.
        """
        own = self._bindings.key_to_bindings.get(event.key, ())
        if own and not event.is_printable:
            event.stop()
            event.prevent_default()
            await self.run_action(own[0].action)
        else:
            await super()._on_key(event)
