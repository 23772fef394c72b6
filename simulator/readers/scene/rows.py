"""What a scene is made of: one row for each thing that a screen shows, as the log has left it.

Rows are changed by the fold that owns them (:class:`~simulator.readers.scene.scene.Scene`) and read by everybody
else.  ``seq`` is always the number of the event that changed the row last, 0 if none did: what ``why`` is asked of.
Times are seconds of the exercise, lengths metres; -1 stands for a time that is not known.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Actor", "Asked", "Expected", "Inject", "Mark", "Place", "Pressure", "Waiting"]


@dataclass(slots=True)
class Inject:
    """A line of the MSEL, or an inject that exercise control wrote.

    ``state`` is ``planned`` (comes by the clock), ``contingency`` (comes on a condition, or if an action is missing),
    ``ready`` (its time has come and exercise control delivers by hand), ``held``, ``delivered``, ``recalled``,
    ``skipped`` or ``expired``.  ``due`` is when it comes by the clock.  ``critical``: it changes the world, so that
    taking it back does not undo it.
    """

    id: str
    title: str
    text: str
    type: str
    to: tuple[str, ...]
    sender: str
    means: str
    objective: str
    state: str
    due: int
    delivered_at: int = -1
    critical: bool = False
    added: bool = False
    repeats: bool = False
    seq: int = 0


@dataclass(slots=True)
class Asked:
    """A question to the room, open or answered.

    ``played_by`` is who plays the role.  ``proposed`` is the option that the deadline proposes to exercise control.
    """

    name: str
    decision: str
    title: str
    role: str
    at: str
    options: tuple[str, ...]
    played_by: str
    opened_at: int
    deadline: int
    state: str = "open"
    """open, taken, defaulted or gone"""
    option: str = ""
    words: str = ""
    answer: str = ""
    """what was chosen, in the option's own words, and what the room said beside it"""
    by: str = ""
    proposed: str = ""
    offer: str = ""
    """the option that is proposed or was taken, in its own words"""
    taken_at: int = -1
    seq: int = 0
    opened: int = 0
    """the event that opened it"""


@dataclass(slots=True)
class Expected:
    """What the players should do now, or should have done: an expected action of an inject, or a step of the plan."""

    source: str
    text: str
    by: str
    since: int
    until: int
    state: str = "open"
    """open, done or missed"""
    index: int = 0
    seq: int = 0


@dataclass(slots=True)
class Waiting:
    """A rule of the plan that has fired and waits, since the room or exercise control plays its role."""

    rule: str
    title: str
    post: str
    place: str
    why: str
    since: int
    seq: int = 0


@dataclass(slots=True)
class Actor:
    """A unit, a group or a post: where it is, what it does.

    ``side`` is ``unit``, ``group`` or ``post``.  On the way, ``x`` and ``y`` are where it set out from, ``to_x`` and
    ``to_y`` where it goes, between ``left_at`` and ``arrives``; else it stands at ``x`` and ``y``.
    ``letter`` is its sign on a map: two characters at most, unique in the scene.
    """

    id: str
    title: str
    letter: str
    side: str
    component: str
    state: str
    at: str
    x: float
    y: float
    strength: int
    task: str = ""
    to: str = ""
    to_x: float = 0.0
    to_y: float = 0.0
    left_at: int = -1
    arrives: int = -1
    present: bool = True
    """whether it is to be seen on a map: groups that have not come or have gone are not"""
    since: int = 0
    seq: int = 0

    def where(self, now: int) -> tuple[float, float]:
        """Its place at a second, on the straight line between where it set out and where it goes."""
        if self.arrives <= self.left_at or now >= self.arrives:
            return (self.to_x, self.to_y) if self.arrives > self.left_at >= 0 else (self.x, self.y)
        share = max(0.0, (now - self.left_at) / (self.arrives - self.left_at))
        return self.x + share * (self.to_x - self.x), self.y + share * (self.to_y - self.y)


@dataclass(slots=True)
class Place:
    """A place, gate or stretch of the perimeter, and how it is with it.

    ``state``: of a stretch whole, open, blocked or repaired; of a gate its mode; of any place attacked, burning,
    unrest, secure or empty; ``crowd`` is how many wait there, ``hurt`` and ``dead`` the people hurt and dead there.
    """

    id: str
    title: str
    kind: str
    x: float
    y: float
    state: str = ""
    crowd: int = 0
    hurt: int = 0
    dead: int = 0
    burning: bool = False
    since: int = 0
    seq: int = 0


@dataclass(slots=True)
class Pressure:
    """How much a cell has on its table: injects and questions that it has not answered yet."""

    cell: str
    played_by: str
    open_actions: int
    open_questions: int
    late: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign on a map: ``kind`` is unit, group, post, crowd, fire, harm or report; ``seen_at`` is -1 for what is true
    now, else the second at which it was seen."""

    sign: str
    kind: str
    label: str
    x: float
    y: float
    seen_at: int = -1
    seq: int = 0
