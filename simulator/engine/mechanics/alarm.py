"""Alarm: who owns a warning, how it goes up, and how soon a task force meets about it.

Model
    *An owner.*  A country team names who follows a warning up.  An owner carries it upward within
    ``carried``, has the area assessed anew every ``updates``, and sends what is new after the first
    warning.  Without one a warning lies for ``unowned`` until somebody takes it up, and is sent once.

    *What is said.*  The warning that headquarters reads is as strong as the assessed level, less what
    the office leaves out for fear of the consent that it has to lose (C51):

        strength = level * (1 - deference * consent)

    *Which way.*  As special circumstances it goes at once; on the agenda of the regional review it
    waits for the next one.

    *The task force.*  When headquarters convenes it, special circumstances are declared at once, and it
    meets after ``convenes_in``.  The rule says within 48 hours (C53); how soon it is, is drawn.

Parameters
    ``parameters.signals``.

Oracle
    Times by hand; the strength by its formula; met within 48 hours to the second.

Never
    Headquarters knows a warning as it was sent, and nothing of the level behind it.
"""

from __future__ import annotations

from simulator.blueprint.model import StepSpec, WarningSpec
from simulator.catalogue import marked
from simulator.engine.entities import Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Alarm"]

SPECIAL, REVIEW = marked("special circumstances"), marked("regional review")
"""which way a warning goes up"""


class Alarm(Mechanism):
    """Carries a warning up."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.signals
        self.spec: WarningSpec | None = world.blueprint.warning
        self.owners: dict[str, int] = {}
        """area -> mark of the naming of its owner"""
        self._where_to: dict[str, tuple[StepSpec, int]] = {}
        """area -> the step that last sent its warning up, and its mark"""
        self._carried: dict[str, int] = {}
        self._agenda: list[tuple[Staffed, StepSpec, str, int]] = []
        self._convening: set[str] = set()
        offer = world.orders.offer_staff
        offer("name_owner", self._name_owner)
        offer("warn", self._warn)
        offer("put_on_agenda", self._put_on_agenda)
        offer("convene", self._convene)

    def begin(self) -> None:
        """Reviews come at their dates."""
        if self.spec is not None and self.spec.review >= 0:
            self.w.clock.call_at(self.spec.review, self._review)

    # owning

    def _name_owner(self, post: Staffed, step: StepSpec, area: str, cause: int) -> None:
        if area in self.owners:
            return
        self.owners[area] = self.w.emit("owner_named", area, {"by": post.id}, cause)
        self.w.clock.later(self.p.updates, self._update, post, area)

    def _update(self, post: Staffed, area: str) -> None:
        self.w.clock.later(self.p.updates, self._update, post, area)
        self.w.warning.assess(post, area, self.owners[area])

    def assessed(self, post: Staffed, area: str, mark: int) -> None:
        """An assessment is shared: an owner sends up what is new, by the way that the first warning took."""
        way = self._where_to.get(area)
        if area in self.owners and way is not None:
            self._carry(post, way[0], area, mark, way[1])

    # warning

    def _warn(self, post: Staffed, step: StepSpec, area: str, cause: int) -> None:
        """Special circumstances: the warning goes up at once."""
        self._carry(post, step, area, cause)
        self._where_to[area] = (step, cause)

    def _carry(self, post: Staffed, step: StepSpec, area: str, cause: int, first: int = 0) -> None:
        spread = self.p.carried if area in self.owners else self.p.unowned
        count = self._carried[area] = self._carried.get(area, 0) + 1
        takes = spread.draw(self.w.draws.once(f"{area}/{count}", "carried"))
        given = self.w.given(first, self.owners.get(area, 0))
        self.w.clock.later(takes, self._raise, post, step, area, cause, SPECIAL, given)

    def _put_on_agenda(self, post: Staffed, step: StepSpec, area: str, cause: int) -> None:
        self._agenda.append((post, step, area, cause))

    def _review(self) -> None:
        """The regional review sits: it hears what is on its agenda."""
        assert self.spec is not None
        self.w.clock.later(self.spec.review_every, self._review)
        for post, step, area, cause in self._agenda:
            self._raise(post, step, area, cause, REVIEW, ())
        self._agenda.clear()

    def strength(self, area: str) -> float:
        """How strong a warning of an area would read now."""
        assert self.spec is not None
        level, _ = self.w.warning.levels.get(area, (0.0, 0))
        return level * (1 - self.spec.deference * self.w.community.consent)

    def _raise(self, post: Staffed, step: StepSpec, area: str, cause: int, how: str, given: tuple[int, ...]) -> None:
        w = self.w
        if self.spec is None:
            return
        strength = round(100 * self.strength(area))
        _, mark = w.warning.levels.get(area, (0.0, 0))
        data = {"by": post.id, "how": how, "weight": strength}
        seq = w.emit("warning_raised", area, data, cause, w.given(mark, w.community.mark, *given))
        for name in step.to or (post.spec.reports_to,):
            other = w.command.get(name)
            if other is not None:
                w.warning.tell(other, "warning", area, strength, "open", post.id, seq)

    # the task force

    def _convene(self, post: Staffed, step: StepSpec, area: str, cause: int) -> None:
        if area in self._convening or self.spec is None:
            return
        self._convening.add(area)
        mark = self.w.emit("special_circumstances", area, {"by": post.id}, cause)
        takes = self.spec.convenes_in.draw(self.w.draws.once(area, "task force"))
        self.w.clock.later(takes, self._convened, post, step, area, cause, mark)

    def _convened(self, post: Staffed, step: StepSpec, area: str, ordered: int, mark: int) -> None:
        after = (self.w.now - self.w.log[mark - 1].at) // 3600
        seq = self.w.emit("task_force_convened", area, {"by": post.id, "after_h": after}, mark)
        self.w.errands.finish_for(ordered, step, seq)
        self.w.warning.spread(post, "task_force", area, 1, "convened", seq)
