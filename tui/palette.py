"""The palette: every command by its name.  Names may hold the words of a scenario, so none is read as markup."""

from __future__ import annotations

from collections.abc import Sequence

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.style import Style

from tui.safe_text import safe

__all__ = ["Commands"]

_FOUND = Style(bold=True, underline=True)


class Commands(Provider):
    """The commands of the screen that is on top, and those of the application."""

    async def discover(self) -> Hits:
        """All of them, by name."""
        for command in sorted(self.app.get_system_commands(self.screen), key=lambda command: command.title):
            if command.discover:
                name = safe(command.title)
                yield DiscoveryHit(name, command.callback, text=name.plain, help=command.help)

    async def search(self, query: str) -> Hits:
        """Those whose names hold the letters of the query, in this order."""
        matcher = self.matcher(query)
        for command in self.app.get_system_commands(self.screen):
            name = safe(command.title)
            score, places = matcher.fuzzy_search.match(query, name.plain)
            if score > 0:
                yield Hit(score, _marked(name, places), command.callback, text=name.plain, help=command.help)


def _marked(name: Content, places: Sequence[int]) -> Content:
    for place in places:
        name = name.stylize(_FOUND, place, place + 1)
    return name
