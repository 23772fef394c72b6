"""What one cell knows of an exercise, and nothing else: the player's side of a log.

The log holds the truth, what is to come and what the others know.  :class:`Picture` lets in, event by event, only what
reached the cell; whatever is shown to players is made of a picture, so that a screen cannot show more than it holds.
It never holds that a question was opened, its options, injects that were not delivered to the cell, or drafts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.blueprint.model import Blueprint, InjectSpec
from simulator.catalogue import plain, tr
from simulator.errors import UsageError
from simulator.events import LogEvent
from simulator.readers.scene.knowledge import Fact, Knowledge
from simulator.readers.scene.rows import Mark
from simulator.readers.scene.wording import Wording

__all__ = ["OLD_S", "Heard", "OwnUnit", "Picture", "Told", "cells_of", "names_of"]

OLD_S = 15 * 60
"""seconds after which what was seen counts as old: it may be otherwise by now"""
_LOCAL = ("unit", "decision")
"""kinds of facts that are no news: own units have a list of their own, and what was decided is told as an order"""
_SIGNS = {
    "warning": "w", "massing": "m", "contact": "c", "alarm": "a", "breach": "B", "shots": "s", "fire": "f",
    "crowd": "p", "unrest": "u", "find": "x", "casualties": "+", "distress": "D", "refusal": "r", "incident": "i",
    "denial": "n",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A line of what a cell was told: when, by which event, and in words."""

    at: int
    seq: int
    text: str


@dataclass(slots=True)
class Heard:
    """An inject that was delivered to the cell; ``withdrawn`` once exercise control has taken it back."""

    id: str
    title: str
    text: str
    sender: str
    means: str
    at: int
    seq: int
    withdrawn: bool = False


@dataclass(slots=True)
class OwnUnit:
    """A unit as its posts last heard of it; ``at`` is the place where they take it to be."""

    id: str
    title: str
    state: str
    task: str
    at: str
    seen_at: int
    heard_at: int
    seq: int


def cells_of(blueprint: Blueprint) -> dict[str, tuple[str, ...]]:
    """The names under which somebody may look on, each with its command posts: cells, or posts where there are none."""
    if not blueprint.cells:
        return {name: (name,) for name in blueprint.command}
    return {
        cell.id: tuple(dict.fromkeys(blueprint.roles[role] for role in cell.roles if blueprint.roles.get(role)))
        for cell in blueprint.cells
    }


def names_of(blueprint: Blueprint, cell: str) -> frozenset[str]:
    """Every name under which a cell of :func:`cells_of` is spoken to."""
    held = cells_of(blueprint)[cell]
    roles = next((c.roles for c in blueprint.cells if c.id == cell), ())
    posts = [blueprint.command[name] for name in held]
    components = {c for post in posts for c in (post.component, *post.integrates)}
    units = {u.id for u in blueprint.units.values() if u.under in held}
    tags = {tag for tag, meant in blueprint.tags.items() if meant and units.issuperset(meant)}
    contingents = {u.contingent for u in blueprint.units.values() if u.id in units and u.contingent}
    names = {cell, *roles, *held, *units, *tags, *contingents}
    return frozenset(names | (components - {c.id for c in blueprint.cells}))


class Picture:
    """One cell's picture; raises :class:`UsageError` for a cell that there is not, naming those there are."""

    def __init__(self, blueprint: Blueprint, cell: str):
        cells = cells_of(blueprint)
        if cell not in cells:
            raise UsageError(_no_cell(cell, cells))
        self.blueprint, self.cell = blueprint, cell
        self.posts = cells[cell]
        self.roles = next((c.roles for c in blueprint.cells if c.id == cell), ())
        self.told: list[Told] = []
        self.injects: list[Heard] = []
        self.now = 0
        self.started = self.ended = False
        self._knowledge = Knowledge(blueprint)
        self._injects = {spec.id: spec for spec in blueprint.injects}
        self._orders: dict[str, tuple[str, str]] = {}
        """unit -> the task and place that one of the cell's posts ordered last"""
        self._last: dict[str, str] = {}
        """unit -> where the cell last took it to be"""
        self._names = names_of(blueprint, cell)
        self._wording = Wording(blueprint, self.posts, self.roles, self._names)

    # folding

    def extend(self, events: Iterable[LogEvent]) -> None:
        """Take in more of the log, in its order."""
        for event in events:
            self.add(event)

    def add(self, event: LogEvent) -> None:
        """Take in the next event of the log; what does not reach the cell changes nothing but the time."""
        self._knowledge.add(event)
        self.now = max(self.now, event.at)
        if event.kind == "exercise_started":
            self.started = True
        elif event.kind == "exercise_ended":
            self.ended = True
        elif event.kind == "inject_delivered":
            self._delivered(event)
            return
        elif event.kind == "remark_made":
            self._recalled(event)
            return
        elif event.kind == "order_given" and event.data["post"] in self.posts:
            self._orders[str(event.data["unit"])] = (str(event.data["task"]), str(event.data["at"]))
        elif event.kind == "status_received" and event.subject in self.posts:
            self._placed(str(event.data["unit"]), str(event.data["state"]))
        text = self._wording.told(event)
        if text:
            self.told.append(Told(event.at, event.seq, text))

    def advance(self, now: int) -> None:
        """Let the exercise's time pass to a second."""
        self._knowledge.advance(now)
        self.now = max(self.now, now)

    def _placed(self, unit: str, state: str) -> None:
        """A unit that is on the scene stands where its post sent it; one that is on the way left from where it was."""
        task, at = self._orders.get(unit, ("", ""))
        if state in ("on_scene", "committed") and at:
            self._last[unit] = at
        if state == "available" and task == "return":
            self._last.pop(unit, None)

    def _delivered(self, event: LogEvent) -> None:
        to = [str(name) for name in event.data.get("to", ())]
        if event.data.get("type") == "expected_action" or (to and self._names.isdisjoint(to)):
            return
        spec = self._injects.get(event.subject)
        heard = _heard(spec, event)
        self.injects.append(heard)
        words = ": ".join(dict.fromkeys(filter(None, (heard.title, heard.text))))
        said = tr("INJECT: {words}", words=words)
        if heard.sender:
            said = tr("INJECT from {sender}: {words}", sender=heard.sender, words=words)
        self.told.append(Told(event.at, event.seq, said))

    def _recalled(self, event: LogEvent) -> None:
        if event.data["kind"] == "standing_order":
            if event.subject in self._names:
                said = tr("standing order: {text}", text=event.data["text"])
                self.told.append(Told(event.at, event.seq, said))
            return
        if event.data["kind"] != "correction" or not str(event.data["text"]).lower().startswith("recalled"):
            return
        for heard in self.injects:
            if str(heard.seq) == event.subject and not heard.withdrawn:
                heard.withdrawn = True
                named = heard.title or heard.text[:60]
                said = tr("WITHDRAWN by exercise control: {inject}", inject=named)
                self.told.append(Told(event.at, event.seq, said))

    # what it holds

    @property
    def facts(self) -> list[Fact]:
        """What the cell's posts know, the newest of each thing, the latest heard first; own units are apart."""
        best: dict[str, Fact] = {}
        for post in self.posts:
            for key, fact in self._knowledge.posts[post].items():
                old = best.get(key)
                if fact.kind not in _LOCAL and (old is None or (old.seen_at, old.seq) < (fact.seen_at, fact.seq)):
                    best[key] = fact
        return sorted(best.values(), key=lambda fact: (-fact.heard_at, -fact.seq, fact.key))

    def of_post(self, post: str) -> dict[str, Fact]:
        """Everything that one of the cell's posts knows, by key."""
        return dict(self._knowledge.posts[post]) if post in self.posts else {}

    @property
    def units(self) -> list[OwnUnit]:
        """The units that the cell's posts know of, as they last heard of them."""
        best: dict[str, Fact] = {}
        for post in self.posts:
            for fact in self._knowledge.posts[post].values():
                old = best.get(fact.place)
                if fact.kind == "unit" and (old is None or (old.seen_at, old.seq) < (fact.seen_at, fact.seq)):
                    best[fact.place] = fact
        return [self._unit(name, best[name]) for name in sorted(best)]

    def _unit(self, name: str, fact: Fact) -> OwnUnit:
        spec = self.blueprint.units[name]
        task, to = self._orders.get(name, ("", ""))
        doing = plain(task) if task else ""
        if doing and to:
            doing = tr("{what} at {place}", what=doing, place=self.named(to))
        busy = doing if fact.state in ("tasked", "moving", "on_scene") else ""
        at = self._last.get(name, spec.at)
        return OwnUnit(name, self.named(name), fact.state, busy, at, fact.seen_at, fact.heard_at, fact.seq)

    def named(self, name: str) -> str:
        """A place, unit or post by its title."""
        return self._wording.named(name)

    def said(self, fact: Fact) -> str:
        """A fact in words, without its times."""
        return self._wording.said(fact)

    def marks(self, now: int) -> list[Mark]:
        """The signs for the cell's map: where something was last known to be, with ``?`` when that is old."""
        found = []
        for fact in self.facts:
            spot = self._spot(fact.place)
            if spot is not None and fact.open:
                old = "?" if now - fact.seen_at > OLD_S else ""
                kind = "crowd" if fact.kind == "crowd" else "fire" if fact.kind == "fire" else "report"
                sign = _SIGNS.get(fact.kind, "!") + old
                found.append(Mark(sign, kind, self.said(fact) + old, *spot, seen_at=fact.seen_at, seq=fact.seq))
        for unit in self.units:
            spot = self._spot(unit.at)
            if spot is not None:
                old = "?" if now - unit.seen_at > OLD_S or unit.state in ("moving", "out_of_contact") else ""
                found.append(Mark("U" + old, "unit", unit.title + old, *spot, seen_at=unit.seen_at, seq=unit.seq))
        return found

    def _spot(self, name: str) -> tuple[float, float] | None:
        b = self.blueprint
        row = b.places.get(name) or b.segments.get(name) or b.posts.get(name)
        return (row.x, row.y) if row is not None else None


def _no_cell(cell: str, cells: Iterable[str]) -> str:
    if named := ", ".join(cells):
        return tr("there is no cell {cell!r} in this exercise: there are {cells}", cell=cell, cells=named)
    return tr("there is no cell {cell!r} in this exercise: the scenario names no cells and no command posts", cell=cell)


def _heard(spec: InjectSpec | None, event: LogEvent) -> Heard:
    """An inject as the cell got it: with its title and whole text unless exercise control has written another."""
    text, means = str(event.data.get("text", "")), str(event.data.get("means", ""))
    if spec is not None and text == (spec.title or spec.text[:400]):
        return Heard(spec.id, spec.title, spec.text, spec.sender, means, event.at, event.seq)
    return Heard(event.subject, "", text, spec.sender if spec else "", means, event.at, event.seq)
