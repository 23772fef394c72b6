"""Titles for ids: what people read on a screen."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.blueprint.model import Blueprint
from simulator.catalogue import plain
from simulator.events import LogEvent
from simulator.readers.scene.forces import letters
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
        self._titles = {**{cell.id: plain(cell.id) for cell in b.cells}, **b.role_titles, **self._titles}
        self._sits = b.roles
        self._signs = {sign.casefold(): name for name, sign in letters(b.units).items()}

    def title(self, name: str) -> str:
        """The title of an id, or the id."""
        return self._titles.get(name, name)

    def meant(self, text: str, *groups: Iterable[str]) -> str:
        """The id in one of these groups that somebody means: by id, by title, or by a unit's letters; else the text.

        A role and the post where it sits may have one title: then the post is meant.  Else nobody guesses between two.
        """
        said = text.strip()
        known = dict.fromkeys(name for group in groups for name in group)
        if said in known:
            return said
        called = {name for name in known if self._titles.get(name, "").casefold() == said.casefold()} if said else set()
        found = [name for name in known if name in called and self._sits.get(name) not in called]
        sign = self._signs.get(said.casefold(), "")
        return found[0] if len(found) == 1 else sign if not found and sign in known else said

    def told(self, event: LogEvent) -> str:
        """An event as a sentence with titles."""
        return sentence(event, self.title)


def _title(row: object) -> str:
    return str(getattr(row, "title", ""))
