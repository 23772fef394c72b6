"""Validity of the plan: what is wrong in its own rules, how old it is, what headquarters finds.

Model
    *Defects* are read off the scenario's own plan, rule by rule, as a reader at headquarters would:

    - it says nobody who may order it;
    - none of its steps says by when;
    - a step needs a unit, and none that the rule speaks of can do it;
    - the nearest of these units cannot be there in its time, by staff time, notice and road.

    A rule is *stale* when nobody has practised it for ``fresh``; every exercise that practises it makes
    it fresh, and so does its validation.  A rule is valid that is fresh and has no defect.

    When a rule fires that is not, staff lose time before it is carried out: ``improvise`` for each defect,
    ``reread`` where it is stale.  A plan that is sent for validation comes back after ``returns`` with the
    defects that were found, each with the chance ``finds``; each is mended after ``mends``.

Parameters
    ``parameters.validity``, all [A].

Oracle
    A plan with one defect of each kind, by hand; staleness by dates.

Never
    No defect is written into a scenario: a plan has those that it has.
"""

from __future__ import annotations

from simulator.blueprint.model import RuleSpec, StepSpec
from simulator.catalogue import marked
from simulator.engine.delays import Draft
from simulator.engine.entities import Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Validity"]

_STALE = marked("nobody has practised it for long")
_AUTHORITY = marked("it says nobody who may order it")
_TIME = marked("it says no time")
_NOBODY = marked("nobody whom it names can do it")
_FAR = marked("nobody can be there in its time")


class Validity(Mechanism):
    """Reads the plan, and says what it costs to work with it."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.validity
        self.spec = world.blueprint.readiness
        self.rules = {r.id: r for r in world.blueprint.rules if not r.local} if self.spec else {}
        self.defects: dict[str, list[str]] = {}
        self._fresh_until: dict[str, int] = {}
        self._said: dict[str, bool] = {}
        """rule -> whether it was said to be valid"""
        self.marks: dict[str, int] = {}
        self._count: dict[str, int] = {}
        world.orders.offer_staff("validate", self._validate)
        world.delays.offer(self.costs)

    def begin(self) -> None:
        """What is wrong with the plan at STARTEX, and how long it will be known."""
        if self.spec is None:
            return
        for name, rule in self.rules.items():
            self.defects[name] = self.found_in(rule)
            self._said[name] = True
            self._until(name, self.p.fresh - self.spec.plan_age)
            self._say(name, self.w.started)

    # reading a rule

    def found_in(self, rule: RuleSpec) -> list[str]:
        """What is wrong with a rule."""
        found = []
        if not rule.role:
            found.append(_AUTHORITY)
        tasks = [s for s in rule.steps if s.task != "prose"]
        if tasks and all(s.within < 0 for s in tasks):
            found.append(_TIME)
        fit = [(s, self._able(rule, s)) for s in tasks if self.w.duties.knows(s.task) and s.task != "return"]
        if any(not units for _, units in fit):
            found.append(_NOBODY)
        elif any(self._too_far(rule, step, units) for step, units in fit):
            found.append(_FAR)
        return found

    def _able(self, rule: RuleSpec, step: StepSpec) -> list[str]:
        words = (step.by,) if step.by else rule.actors
        units = [u for word in words for u in self.w.blueprint.tags.get(word, ())]
        return [u for u in units if not self.w.units[u].spec.can or step.task in self.w.units[u].spec.can]

    def _too_far(self, rule: RuleSpec, step: StepSpec, units: list[str]) -> bool:
        """Whether there is a place of the step where no unit can be in its time."""
        if step.within < 0:
            return False
        places = [step.at] if step.at in self.w.places else []
        if step.at in ("?", "") and self.spec and any(key.startswith("need@") for _, key in rule.when.reads):
            places = [need.at for need in self.spec.needs.values()]
        away = (min(self._expected(name, at) for name in units) for at in places)
        staff = rule.after or self.w.command[rule.post].spec.decides_in
        return any(seconds + staff.mean > step.within for seconds in away)

    def _expected(self, name: str, at: str) -> float:
        unit = self.w.units[name]
        return self.w.movement.expected(unit, at, unit.spec.at)

    # age

    def practised(self, rules: tuple[str, ...], name: str) -> None:
        """An exercise practises some rules, or all: they are known for a while."""
        for rule in rules or self.rules:
            if rule in self.rules:
                self._until(rule, self.w.now + self.p.fresh)
                self._say(rule, self.w.started)

    def _until(self, rule: str, until: int) -> None:
        if until > self._fresh_until.get(rule, -1 << 40):
            self._fresh_until[rule] = until
            if until > self.w.now:
                self.w.clock.later(until - self.w.now, self._fades, rule, until)

    def _fades(self, rule: str, until: int) -> None:
        if self._fresh_until[rule] == until:
            self._say(rule, self.w.started)

    def stale(self, rule: str) -> bool:
        """Whether nobody has practised a rule for long."""
        return self._fresh_until[rule] <= self.w.now

    def _say(self, rule: str, cause: int) -> None:
        """Say when a rule becomes valid, or is so no longer."""
        valid = not self.defects[rule] and not self.stale(rule)
        if valid != self._said[rule]:
            self._said[rule] = valid
            given = self.w.given(self.marks.get(rule, 0))
            if valid:
                self.marks[rule] = self.w.emit("plan_rule_valid", rule, {}, cause, given)
            else:
                why = {"why": self.defects[rule][0] if self.defects[rule] else _STALE}
                self.marks[rule] = self.w.emit("plan_rule_lapsed", rule, why, cause, given)

    # working with it

    def costs(self, draft: Draft, seq: int) -> tuple[float, int]:
        """Seconds that staff lose over a rule that is not valid, and the mark to go on from."""
        rule = draft.name
        if not draft.of_rule or rule not in self.rules:
            return 0.0, seq
        defects, stale = self.defects[rule], self.stale(rule)
        if not defects and not stale:
            return 0.0, seq
        count = self._count[rule] = self._count.get(rule, 0) + 1
        u = self.w.draws.several(f"{rule}/{count}", "improvises")
        takes = self.p.improvise.draw(u[0]) * len(defects) + (self.p.reread.draw(u[1]) if stale else 0.0)
        why = defects[0] if defects else _STALE
        data = {"post": draft.post.id, "at": draft.place, "takes_s": int(takes), "why": why}
        return takes, self.w.emit("plan_improvised", rule, data, seq, self.w.given(self.marks.get(rule, 0)))

    def given(self, rule: str) -> int:
        """What a rule's validity depends on."""
        return self.marks.get(rule, 0)

    # validation

    def _validate(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """The plan goes to headquarters."""
        if self.spec is None:
            return
        mark = self.w.emit("plan_sent", post.id, {"rules": len(self.rules)}, cause)
        count = self._count["validation"] = self._count.get("validation", 0) + 1
        takes = self.p.returns.draw(self.w.draws.once(f"validation/{count}", "returns"))
        self.w.clock.later(takes, self._validated, post, count, mark)

    def _validated(self, post: Staffed, count: int, cause: int) -> None:
        assert self.spec is not None
        w, found = self.w, 0
        mark = w.emit("plan_validated", post.id, {"rules": len(self.rules)}, cause)
        for rule, defects in self.defects.items():
            self._until(rule, w.now + self.p.fresh)
            for what in list(defects):
                u = w.draws.several(f"{rule}/{what}/{count}", "validation")
                if u[0] < self.p.finds:
                    found += 1
                    seq = w.emit("plan_defect_found", rule, {"what": what}, mark)
                    w.clock.later(self.p.mends.draw(u[1]), self._mended, rule, what, seq)
            self._say(rule, mark)
        if found and self.spec.post in w.command:
            w.readiness.told(self.spec.post, "defect", self.spec.at, found, "found", post.id, mark)

    def _mended(self, rule: str, what: str, cause: int) -> None:
        if what in self.defects[rule]:
            self.defects[rule].remove(what)
            seq = self.w.emit("plan_defect_mended", rule, {"what": what}, cause)
            self._say(rule, seq)
