"""Errands: what a rule that fired still has to bring about, and by when."""

from __future__ import annotations

from simulator.blueprint.model import RuleSpec, StepSpec
from simulator.engine.world import World

__all__ = ["Errands"]


class Errand:
    """One firing of a rule: what must still be done, and by when."""

    __slots__ = ("fired_at", "late", "marks", "pending", "seq")

    def __init__(self, seq: int, fired_at: int, pending: list[StepSpec]):
        self.seq, self.fired_at, self.pending = seq, fired_at, pending
        self.late = False
        self.marks: dict[str, int] = {}
        """unit -> the last that was heard of its part"""


class Errands:
    """Follows the steps of rules that have a time: in time, or late."""

    def __init__(self, world: World):
        self.w = world
        self._open: dict[tuple[str, str], Errand] = {}

    def begin(self, rule: RuleSpec, place: str, seq: int) -> None:
        """A rule fired for a place: watch its timed steps."""
        timed = [step for step in rule.steps if step.within >= 0]
        errand = self._open[rule.id, place] = Errand(seq, self.w.now, timed)
        for step in list(timed):
            self.w.clock.later(step.within, self._deadline, rule.id, place, step, errand)

    def follow(self, source: str, place: str, unit: str, mark: int) -> None:
        """Remember the last event of a unit's part, for an errand that comes late."""
        errand = self._open.get((source, place))
        if errand is not None:
            errand.marks[unit] = mark

    def finish(self, source: str, place: str, step: StepSpec, mark: int) -> None:
        """A step is done; with the last timed one the rule is carried out."""
        errand = self._open.get((source, place))
        if errand is None or step not in errand.pending:
            return
        errand.pending.remove(step)
        if not errand.pending and not errand.late:
            data = {"at": place, "took_s": self.w.now - errand.fired_at}
            seq = self.w.emit("rule_done", source, data, max(mark, errand.seq), self.w.given(min(mark, errand.seq)))
            self.w.write(f"rule@{source}", 2, "done", seq, True)

    def _deadline(self, source: str, place: str, step: StepSpec, errand: Errand) -> None:
        if step in errand.pending and not errand.late:
            errand.late = True
            data = {"at": place, "task": step.task, "within_s": step.within}
            seq = self.w.emit("rule_late", source, data, errand.seq, self.w.given(*errand.marks.values()))
            self.w.write(f"rule@{source}", 1, "late", seq, True)
