"""What each command post knows: reports as heard there, own units as they last reported.

A picture is a mapping from keys such as ``breach@west`` to facts, like the truth, but it changes only
when somebody is heard.  Rules and decisions read pictures only.
"""

from __future__ import annotations

from collections.abc import Callable

from simulator.conditions import NO_FACT, anywhere
from simulator.engine.entities import Staffed
from simulator.engine.world import World
from simulator.vocabulary import CLOSED

__all__ = ["Pictures"]

Wake = Callable[[str, str, int], object]


class Pictures:
    """The one way in which a picture changes."""

    def __init__(self, world: World):
        self.w = world
        self._wakes: list[Wake] = []

    def watched_by(self, wake: Wake) -> None:
        """Call ``wake(post, key, mark)`` after every change; who asked first is called first."""
        self._wakes.append(wake)

    def learn(self, post: Staffed, kind: str, place: str, value: float, state: str, seen_at: int, mark: int) -> None:
        """Take in what was seen at ``seen_at`` and heard now; older news never replaces newer."""
        picture = post.picture
        key = f"{kind}@{place}" if place else kind
        old = picture.get(key, NO_FACT)
        if old[2] > seen_at:
            return
        new = picture[key] = (value, state, seen_at, mark, state not in CLOSED)
        if place:
            picture[kind + "@*"] = anywhere(picture.get(kind + "@*", NO_FACT), old, new)
        for wake in self._wakes:
            wake(post.id, key, mark)

    def everywhere(self, name: str, value: float, mark: int) -> None:
        """Something that everybody can see, or that is assessed for all: night, rain, tension."""
        for post in self.w.command.values():
            self.learn(post, name, "", value, "", self.w.now, mark)
