"""The forces' part of a scene: units, groups and posts, where they are and what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from simulator.blueprint.model import Blueprint
from simulator.events import LogEvent
from simulator.readers.scene.rows import Actor, Mark

__all__ = ["Forces", "letters"]

Fold = Callable[[LogEvent], None]
Where = Callable[[str], tuple[float, float]]


def letters(names: Iterable[str], first: str = "") -> dict[str, str]:
    """A sign of one or two letters for each name, unique: its first letter and a number where there are several."""
    found: dict[str, str] = {}
    counts: dict[str, int] = {}
    every = list(names)
    heads = [first or next((sign for sign in name if sign.isalpha() and sign.isascii()), "x").upper() for name in every]
    for name, head in zip(every, heads, strict=True):
        counts[head] = counts.get(head, 0) + 1
        found[name] = head if heads.count(head) == 1 else f"{head}{counts[head]}"
    return found


class Forces:
    """Folds what units, groups and posts do.  ``where`` gives the place on the ground of a place's id."""

    def __init__(self, blueprint: Blueprint, where: Where):
        self._where = where
        b = blueprint
        signs = letters(b.units) | {name: sign.lower() for name, sign in letters(b.groups, "m").items()}
        self.units = {
            u.id: Actor(
                u.id, u.title or u.id, signs[u.id], "unit", u.component, "available", u.at, *where(u.at), u.strength
            )
            for u in b.units.values()
        }
        self.groups = {
            g.id: Actor(g.id, g.title or g.id, signs[g.id], "group", "", "away", "", 0.0, 0.0, 0, present=False)
            for g in b.groups.values()
        }
        self._fought: dict[str, LogEvent] = {}
        """fight that goes on -> how it began"""
        self.posts = {
            p.id: Actor(p.id, p.id, "o", "post", p.component, "manned", p.segment, p.x, p.y, 0)
            for p in b.posts.values()
        }

    def folds(self) -> dict[str, Fold]:
        """Kind of event -> what takes it in."""
        return {
            "order_accepted": self._accepted,
            "unit_moved": self._moved,
            "unit_stuck": self._stuck,
            "unit_arrived": self._arrived,
            "task_begun": self._begun,
            "task_done": self._free,
            "task_dropped": self._free,
            "world_overridden": self._overridden,
            "group_gathered": lambda e: self._group(e, "massing"),
            "barrier_attacked": lambda e: self._comes(e, "breaching"),
            "unrest_began": lambda e: self._comes(e, "attacking"),
            "group_entered": lambda e: self._group(e, "inside"),
            "attack_began": self._attacks,
            "fight_began": self._fights,
            "fight_ended": self._fights_no_more,
            "group_deterred": lambda e: self._gone(e, "deterred"),
            "group_left": lambda e: self._gone(e, "gone"),
            "post_under_fire": lambda e: self._post(e, "under_fire"),
            "post_abandoned": lambda e: self._post(e, "abandoned"),
            "post_manned": lambda e: self._post(e, "manned"),
            "post_held": lambda e: self._post(e, "manned"),
        }

    # units

    def _accepted(self, event: LogEvent) -> None:
        unit = self._unit(event, "tasked")
        unit.task = str(event.data["task"])

    def _unit(self, event: LogEvent, state: str) -> Actor:
        unit = self.units[event.subject]
        unit.state, unit.since, unit.seq = state, event.at, event.seq
        return unit

    def _moved(self, event: LogEvent) -> None:
        unit = self._unit(event, "moving")
        unit.x, unit.y = unit.where(event.at)
        unit.to = str(event.data["to"])
        unit.to_x, unit.to_y = self._where(unit.to)
        unit.left_at, unit.arrives = event.at, event.at + int(event.data["takes_s"])

    def _stuck(self, event: LogEvent) -> None:
        unit = self.units[event.subject]
        unit.arrives += int(event.data["takes_s"])
        unit.seq = event.seq

    def _arrived(self, event: LogEvent) -> None:
        unit = self._unit(event, "on_scene")
        unit.at = str(event.data["at"])
        self._stand(unit)

    def _stand(self, unit: Actor) -> None:
        """It is at its place, and no longer on its way."""
        unit.x, unit.y = self._where(unit.at)
        unit.to, unit.left_at, unit.arrives = "", -1, -1

    def _begun(self, event: LogEvent) -> None:
        unit = self._unit(event, "on_scene")
        unit.task = str(event.data["task"])

    def _free(self, event: LogEvent) -> None:
        unit = self._unit(event, "available")
        unit.task = ""
        if unit.arrives >= 0:  # turned back on its way
            unit.x, unit.y = unit.where(event.at)
            unit.to, unit.left_at, unit.arrives = "", -1, -1

    def _overridden(self, event: LogEvent) -> None:
        unit, what = self.units.get(event.subject), event.data["what"]
        if unit is None:
            return
        unit.seq = event.seq
        if what == "delay" and unit.arrives >= 0:
            unit.arrives = max(event.at, unit.arrives + int(event.data["seconds"]))
        elif what == "freeze":
            unit.x, unit.y = unit.where(event.at)
            unit.state, unit.left_at, unit.arrives = "frozen", -1, -1

    # groups and posts

    def _group(self, event: LogEvent, state: str) -> None:
        group = self.groups.get(event.subject)
        if group is None:
            return
        group.state, group.since, group.seq, group.present = state, event.at, event.seq, True
        group.at, group.strength = str(event.data["at"]), int(event.data["strength"])
        group.x, group.y = self._where(group.at)

    def _comes(self, event: LogEvent, state: str) -> None:
        """The event's subject is where it comes to."""
        group = self.groups.get(str(event.data["by"]))
        if group is None:
            return
        group.state, group.since, group.seq, group.present = state, event.at, event.seq, True
        group.at, group.strength = event.subject, int(event.data["strength"])
        group.x, group.y = self._where(event.subject)

    def _fights(self, event: LogEvent) -> None:
        """Two parties fight here; they may fight elsewhere as well, and stand where they began last."""
        self._fought[str(event.data["fight"])] = event
        for word in ("by", "against"):
            group = self.groups.get(str(event.data[word]))
            if group is not None:
                group.state, group.since, group.seq, group.present = "fighting", event.at, event.seq, True
                group.at, (group.x, group.y) = event.subject, self._where(event.subject)
                group.strength = int(event.data["strength" if word == "by" else "against_strength"])

    def _fights_no_more(self, event: LogEvent) -> None:
        """A party that fights elsewhere as well is there now, others go."""
        ended = self._fought.pop(str(event.data["fight"]))
        for group in (self.groups.get(str(ended.data[word])) for word in ("by", "against")):
            if group is None or group.state != "fighting":
                continue
            others = (e for e in self._fought.values() if group.id in (e.data["by"], e.data["against"]))
            elsewhere = next(others, None)
            group.since, group.seq, group.present = event.at, event.seq, elsewhere is not None
            group.state = "fighting" if group.present else "away"
            group.at = elsewhere.subject if elsewhere is not None else ""
            if group.present:
                group.x, group.y = self._where(group.at)

    def _attacks(self, event: LogEvent) -> None:
        group = self.groups.get(str(event.data["by"]))
        if group is not None:
            group.state, group.since, group.seq = "attacking", event.at, event.seq

    def _gone(self, event: LogEvent, state: str) -> None:
        group = self.groups.get(event.subject)
        if group is not None:
            group.state, group.since, group.seq, group.present = state, event.at, event.seq, False

    def _post(self, event: LogEvent, state: str) -> None:
        post = self.posts[event.subject]
        post.state, post.since, post.seq = state, event.at, event.seq

    # the map

    def marks(self, now: int) -> list[Mark]:
        """Posts that are not as they should be, units, groups that are there."""
        found = [Mark("x" if p.state == "abandoned" else "o", "post", p.title, p.x, p.y) for p in self.posts.values()]
        for actor in (*self.units.values(), *self.groups.values()):
            if actor.present:
                x, y = actor.where(now)
                found.append(Mark(actor.letter, actor.side, actor.title, x, y, seq=actor.seq))
        return found
