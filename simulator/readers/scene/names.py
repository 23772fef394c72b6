"""Titles for ids: what people read on a screen."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.blueprint.model import Blueprint
from simulator.catalogue import plain, tr, word
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
        bare = (*(cell.id for cell in b.cells), *b.staff, *b.contingents)
        self._titles = {**{name: plain(name) for name in bare}, **b.role_titles, **self._titles}
        self._titles = {**_deeds(b, self._titles), **_observers(b, self._titles), **self._titles}
        self._sits = b.roles
        self._signs = {sign.casefold(): name for name, sign in letters(b.units).items()}
        self._options = {(d.id, o.id): o.text for d in b.decisions for o in d.options if o.text}

    def title(self, name: str) -> str:
        """The title of an id, or the id."""
        return self._titles.get(name, name)

    def option(self, decision: str, name: str) -> str:
        """An option of a question in its own words, or its id."""
        return self._options.get((decision, name), name)

    def meant(self, text: str, *groups: Iterable[str]) -> str:
        """The id in one of these groups that somebody means: by id, by title, or by a unit's letters; else the text.

        A role and the post where it sits may have one title: then the post is meant.  Else nobody guesses between two.
        """
        said = text.strip()
        known = dict.fromkeys(name for group in groups for name in group)
        if said in known:
            return said
        called = {name for name in known if self.title(name).casefold() == said.casefold()} if said else set()
        found = [name for name in known if name in called and self._sits.get(name) not in called]
        sign = self._signs.get(said.casefold(), "")
        return found[0] if len(found) == 1 else sign if not found and sign in known else said

    def told(self, event: LogEvent) -> str:
        """An event as a sentence with titles; an option in its own words."""
        option = str(event.data.get("option", ""))
        said = word(option) if option == "other" else self.option(event.subject, option)
        return sentence(
            event, self.title if said == option else lambda name: said if name == option else self.title(name)
        )


def _title(row: object) -> str:
    return str(getattr(row, "title", ""))


def _deeds(b: Blueprint, titles: dict[str, str]) -> dict[str, str]:
    """What a group sets out to do is called after the group, if that has a title."""
    return {
        event.id: tr("what {group} set out to do", group=titles[event.by]) for event in b.stream if event.by in titles
    }


def _observers(b: Blueprint, titles: dict[str, str]) -> dict[str, str]:
    """Those who see and report without a title of their own are called after what they belong to, if that has one."""
    posts = {
        p.id: tr("{place}, post {number}", place=titles[p.segment], number=p.id.rpartition("_")[2])
        for p in b.posts.values()
        if p.segment in titles
    }
    return {
        **{p.id: tr("{unit}, patrol", unit=titles[p.unit]) for p in b.patrols.values() if p.unit in titles},
        **{f"{p.id}_patrol": tr("{unit}, patrol", unit=titles[p.unit]) for p in b.patrols.values() if p.unit in titles},
        **{f"{name}_sensors": tr("{place}, sensors", place=titles[name]) for name in b.segments if name in titles},
        **{f"{name}_wardens": tr("{place}, wardens", place=titles[name]) for name in b.places if name in titles},
        **{f"{name}_residents": tr("{place}, residents", place=titles[name]) for name in b.places if name in titles},
        **posts,
    }
