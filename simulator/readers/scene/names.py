"""Titles for ids: what people read on a screen."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.blueprint.model import Blueprint
from simulator.events import LogEvent
from simulator.readers.story import sentence

__all__ = ["Names"]


class Names:
    """Every id's title.  Rules, decisions, injects and objectives keep their ids: people say them."""

    def __init__(self, blueprint: Blueprint):
        b = blueprint
        more = (b.warning.sources if b.warning else {}, b.readiness.needs if b.readiness else {})
        works = b.works.pieces if b.works else {}
        groups = (b.units, b.groups, b.places, b.segments, b.command, *more, works)
        self._titles = {name: title for group in groups for name, row in group.items() if (title := _title(row))}
        self._titles = {**b.role_titles, **self._titles}

    def title(self, name: str) -> str:
        """The title of an id, or the id."""
        return self._titles.get(name, name)

    def meant(self, text: str, ids: Iterable[str]) -> str:
        """The one of these ids that is meant: by itself or, if no other is called so, by its title; else the text."""
        every, said = tuple(ids), text.strip().casefold()
        called = [name for name in every if said in (name.casefold(), self.title(name).casefold())]
        return called[0] if len(called) == 1 and text not in every else text

    def told(self, event: LogEvent) -> str:
        """An event as a sentence with titles."""
        return sentence(event, self.title)


def _title(row: object) -> str:
    return str(getattr(row, "title", ""))
