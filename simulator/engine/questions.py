"""Messages of the room: words handed from cell to cell, and questions to an asset.

An asset's answer is drafted from its own picture and nothing else: a command post knows what it was told,
a unit or post what it sees.  Exercise control sends the draft or writes another.
"""

from __future__ import annotations

from simulator import reasons
from simulator.catalogue import marked
from simulator.commands import Message
from simulator.engine.entities import Post, Staffed, Unit
from simulator.engine.world import World
from simulator.units import written_clock

__all__ = ["Questions"]

_TOLD = 6
"""things that an answer speaks of at most, the newest first"""

_LONGEST = 2000


class Questions:
    """Passes messages and drafts answers."""

    def __init__(self, world: World):
        self.w = world
        b = world.blueprint
        self._people = {*(cell.id for cell in b.cells), *b.roles, *b.command, *b.units, *b.posts, "excon"}
        self._told = {*self._people, *(name for inject in b.injects for name in inject.to)}

    def why_not(self, command: Message) -> str:
        """Why a message cannot be passed; empty if it can."""
        if command.kind not in ("ask", "pass"):
            return reasons.NO_MESSAGE.format(kind=command.kind)
        for name in (command.sender, command.to):
            if name not in self._people:
                return reasons.NOBODY.format(name=name)
        if command.kind == "ask" and self._asset(command.to) is None:
            return reasons.CANNOT_BE_ASKED.format(name=command.to)
        return "" if command.text else marked("a message needs a text")

    def nobody(self, to: tuple[str, ...]) -> str:
        """Why an inject cannot go to these; empty if it can.  A scenario without cells says freely who is told."""
        unknown = [name for name in to if name not in self._told] if self.w.blueprint.cells else []
        return reasons.NO_RECIPIENT.format(name=unknown[0]) if unknown else ""

    def send(self, command: Message) -> None:
        """Pass words on; a question is answered by a draft at once."""
        data = {"to": command.to, "text": command.text[:_LONGEST]}
        if command.kind == "pass":
            self.w.emit("message_passed", command.sender, data, None)
            return
        asked = self.w.emit("question_asked", command.sender, data, None)
        asset = self._asset(command.to)
        if asset is not None:
            text, marks = self._draft(asset)
            self.w.emit("answer_drafted", command.to, {"to": command.sender, "text": text}, asked, marks)

    def _asset(self, name: str) -> Staffed | Unit | Post | None:
        return self.w.command.get(name) or self.w.units.get(name) or self.w.posts.get(name)

    def _draft(self, asset: Staffed | Unit | Post) -> tuple[str, tuple[int, ...]]:
        if isinstance(asset, Staffed):
            return self._known(asset)
        if not asset.heard:
            return reasons.NOT_HEARD, self.w.given(asset.mark)
        parts, marks = [], [asset.mark]
        if isinstance(asset, Unit):
            parts.append(_whereabouts(asset))
        elif not asset.manned:
            return reasons.NOBODY_THERE, self.w.given(asset.mark)
        seen = [thing for _, thing in sorted(self.w.observation.things.items()) if asset.id in thing.seen_by]
        for thing in seen[:_TOLD]:
            parts.append(
                reasons.SEEN.format(what=thing.kind, place=thing.place, state=thing.state, n=round(thing.value))
            )
            marks.append(thing.mark)
        if not seen:
            parts.append(reasons.NOTHING_TO_REPORT)
        return "; ".join(parts), self.w.given(*marks)

    def _known(self, post: Staffed) -> tuple[str, tuple[int, ...]]:
        """What a command post has been told of late, own units last."""
        facts = [
            (key, fact)
            for key, fact in sorted(post.picture.items())
            if "@" in key and not key.endswith("@*") and fact[3] and fact[4] and not key.startswith("unit@")
        ]
        facts.sort(key=lambda row: -row[1][2])
        parts = [
            reasons.KNOWN.format(what=what, place=place, state=state or round(value), time=written_clock(seen))
            for key, (value, state, seen, _, _) in facts[:_TOLD]
            for what, _, place in (key.partition("@"),)
        ]
        marks = [fact[3] for _, fact in facts[:_TOLD]]
        return "; ".join(parts) or reasons.NOTHING_TO_REPORT, self.w.given(*marks)


def _whereabouts(unit: Unit) -> str:
    """Where a unit is, how it is, and what it is at."""
    task, state = unit.order.step.task if unit.order is not None else "", unit.state.replace("_", " ")
    if unit.at:
        said = reasons.WE_ARE_AT_IT if task else reasons.WE_ARE_AT
    else:
        said = reasons.ON_THE_WAY_TO_IT if task else reasons.ON_THE_WAY
    return said.format(place=unit.at, state=state, task=task)
