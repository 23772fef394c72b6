"""Staffing: the people who decide - when they sit together, how tired they are, whose plans agree (C40, C42, C19).

Model
    *Convening.*  The crisis team (a post of the kind ``cmt``) does not sit when a crisis begins.  The first question or
    rule that needs it calls it together, which takes, at the same quantile of both,

        leaders * ``prepared`` + (1 - leaders) * ``unprepared``

    and nothing is decided there before.  A decision whose deadline passes meanwhile gets its default.  A team that
    nobody has needed for ``sits`` goes apart, and is called again.

    *Fatigue.*  People are up for ``awake_before`` when their duty begins.  Where teams take turns (``shifts`` of two or
    more) the hours awake begin anew every ``shift``; where the same people stay, they grow by
    1 - ``sleeps`` * (1 + ``repays``) in an hour.  With the hours awake beyond ``fresh_for``, h,

        performance = max(``least``, 1 - ``tires`` * h / 12 h * s)

    where s is ``stress`` once contact has been reported and there is no counselling, else 1.  Whoever decides takes
    1 / performance as long; an order goes out wrong with the share 1 - performance, and is set right in ``set_right``.

    *Plans.*  Components that did not plan together count on the same people.  An order to units by a component
    collides with another's plan with

        p = 1 - (1 - ``claims``)^n,   n = components here with which it did not plan

    and waits for ``sorted_out``.  An integrated post collides with the components outside the planning group.
    Drills wait for nobody.  Where a scenario says nothing of its staffing, nothing is drawn and nothing is lost.

Parameters
    ``parameters.staffing``; domain 3 rows "FHQ/CMT convened", "Fatigue".

Oracle
    The closed forms above by hand; monotone in leaders, shifts, counselling and in each component of the group.

Never
    Nobody is tired because of what comes of it: hours and the first report of contact alone count.
"""

from __future__ import annotations

from simulator.catalogue import marked
from simulator.engine.delays import Draft
from simulator.engine.entities import Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Staffing"]

_HALF_A_DAY = 43200


class Staffing(Mechanism):
    """Knows who sits, who is tired, and whose plans agree."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.staffing
        self.spec = world.blueprint.staffing
        self._sits: dict[str, tuple[int, int, int]] = {}
        """crisis team -> (from when it sits, when it was last needed, mark of its calling)"""
        world.delays.offer(self._sits_first, before_all=True)
        world.delays.offer(self.loses)

    # fatigue

    def awake(self, at: int) -> float:
        """Seconds that those on duty have been awake, or as good as awake, at a second of the exercise."""
        if self.spec is None:
            return 0.0
        if self.spec.shifts > 1:
            return float(self.p.awake_before + at % self.p.shift)
        return float(self.p.awake_before + at * max(0.0, 1 - self.p.sleeps * (1 + self.p.repays)))

    def performance(self, at: int) -> float:
        """What is left of a rested staff's performance, 0 to 1."""
        if self.spec is None:
            return 1.0
        contact = self.w.commanding.contact_at
        stress = self.p.stress if not self.spec.counselling and 0 <= contact <= at else 1.0
        beyond = max(0.0, self.awake(at) - self.p.fresh_for)
        return max(self.p.least, 1 - self.p.tires * beyond / _HALF_A_DAY * stress)

    def slows(self) -> float:
        """By what a time to decide is multiplied now; exactly 1 where nobody tires."""
        return 1.0 if self.spec is None else 1 / self.performance(self.w.now)

    # plans

    def collides(self, component: str) -> float:
        """How likely an order of a component meets the plan of another that counts on the same."""
        apart = () if self.spec is None else self.spec.apart[component]
        return float(1 - (1 - self.p.claims) ** len(apart))

    def loses(self, draft: Draft, seq: int) -> tuple[float, int]:
        """Seconds that an order to units loses to plans that collide and to tired people; the mark to go on from."""
        if self.spec is None or not draft.to_units:
            return 0.0, seq
        name, place, lost = draft.name, draft.place, 0.0
        key, others = f"{name}@{place}", self.spec.apart[draft.component]
        u = self.w.draws.several(key, "plans of others")
        if others and u[0] < self.collides(draft.component):
            lost = self.p.sorted_out.draw(u[1])
            other = others[int(u[2] * len(others))]
            data = {"post": draft.post.id, "at": place, "with": other, "takes_s": int(lost)}
            seq = self.w.emit("plans_collided", name, data, seq)
        u = self.w.draws.several(key, "a tired staff")
        if u[0] < 1 - self.performance(self.w.now):
            takes = self.p.set_right.draw(u[1])
            lost += takes
            why = marked("the staff is tired")
            data = {"post": draft.post.id, "at": place, "takes_s": int(takes), "why": why}
            seq = self.w.emit("order_mistaken", name, data, seq)
        return lost, seq

    # convening

    def convening(self, u: float) -> float:
        """Seconds until the crisis team sits, at a quantile."""
        leaders = 1.0 if self.spec is None else self.spec.leaders
        return leaders * self.p.prepared.draw(u) + (1 - leaders) * self.p.unprepared.draw(u)

    def _sits_first(self, draft: Draft, seq: int) -> tuple[float, int]:
        """Before a rule is carried out those who decide have to sit; whoever took a decision sat already."""
        return self.gathers(draft.post, draft.name, draft.place, seq) if draft.of_rule else (0.0, seq)

    def gathers(self, post: Staffed | None, name: str, place: str, seq: int) -> tuple[float, int]:
        """Seconds until a post can decide at all, because its people have to come together; the mark to go on from."""
        if self.spec is None or post is None or post.spec.kind != "cmt":
            return 0.0, seq
        now = self.w.now
        since, last, mark = self._sits.get(post.id, (0, -1, 0))
        if last < 0 or now - max(last, since) > self.p.sits:
            takes = self.convening(self.w.draws.once(f"{post.id}/{name}@{place}", "convenes"))
            seq = self.w.emit("team_called", post.id, {"takes_s": int(takes), "at": place}, seq)
            self._sits[post.id] = (now + int(takes), now, seq)
            return takes, seq
        self._sits[post.id] = (since, now, mark)
        if since > now:
            return float(since - now), self.w.emit(
                "team_called", post.id, {"takes_s": since - now, "at": place}, seq, (mark,)
            )
        return 0.0, seq
