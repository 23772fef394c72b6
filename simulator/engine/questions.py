"""Messages of the room: words handed from cell to cell, and questions to an asset.

An asset's answer is drafted from its own picture and nothing else: a command post knows what it was told,
a unit or post what it sees.  Exercise control sends the draft or writes another.
"""

from __future__ import annotations

from simulator.commands import Message
from simulator.engine.entities import Post, Staffed, Unit
from simulator.engine.world import World
from simulator.units import format_clock

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
            return f"{command.kind} is no kind of message: say ask or pass"
        for name in (command.sender, command.to):
            if name not in self._people:
                return f"there is no cell, role, post or unit {name}"
        if command.kind == "ask" and self._asset(command.to) is None:
            return f"{command.to} cannot be asked: name a command post, a post or a unit"
        return "" if command.text else "a message needs a text"

    def nobody(self, to: tuple[str, ...]) -> str:
        """Why an inject cannot go to these; empty if it can.  A scenario without cells says freely who is told."""
        unknown = [name for name in to if name not in self._told] if self.w.blueprint.cells else []
        return f"there is no cell or role {unknown[0]}; separate several by blanks" if unknown else ""

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
            return "no answer: it is not heard", self.w.given(asset.mark)
        parts, marks = [], [asset.mark]
        if isinstance(asset, Unit):
            task = asset.order.step.task if asset.order is not None else ""
            where = f"at {asset.at}" if asset.at else "on the way"
            parts.append(f"we are {where}, {asset.state.replace('_', ' ')}{f', task {task}' if task else ''}")
        elif not asset.manned:
            return "no answer: nobody is there", self.w.given(asset.mark)
        seen = [thing for _, thing in sorted(self.w.observation.things.items()) if asset.id in thing.seen_by]
        for thing in seen[:_TOLD]:
            parts.append(f"{thing.kind} at {thing.place}: {thing.state} ({round(thing.value)})")
            marks.append(thing.mark)
        if not seen:
            parts.append("nothing to report")
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
            f"{key.replace('@', ' at ')}: {state or round(value)}, as of {format_clock(seen)}"
            for key, (value, state, seen, _, _) in facts[:_TOLD]
        ]
        marks = [fact[3] for _, fact in facts[:_TOLD]]
        return "; ".join(parts) or "nothing to report", self.w.given(*marks)
