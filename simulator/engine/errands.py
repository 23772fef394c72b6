"""Errands: what a rule that fired still has to bring about, and by when."""

from __future__ import annotations

from simulator.blueprint.model import RuleSpec, StepSpec
from simulator.engine.world import World

__all__ = ["Errands"]


class Errand:
    """One firing of a rule: what must still be done, and by when."""

    __slots__ = ("fired_at", "late", "marks", "pending", "seq", "silent")

    def __init__(self, seq: int, fired_at: int, pending: list[StepSpec], *, silent: bool):
        self.seq, self.fired_at, self.pending, self.silent = seq, fired_at, pending, silent
        self.late = False
        self.marks: dict[str, int] = {}
        """unit -> the last that was heard of its part"""


class Errands:
    """Follows the steps of rules that have a time: in time, or late."""

    def __init__(self, world: World):
        self.w = world
        self._open: dict[tuple[str, str], Errand] = {}

    def begin(self, rule: RuleSpec, place: str, seq: int, *, silent: bool) -> None:
        """A rule fired for a place: watch its timed steps; a ``silent`` one is carried out by people, in their way."""
        timed = [step for step in rule.steps if step.within >= 0]
        errand = self._open[rule.id, place] = Errand(seq, self.w.now, timed, silent=silent)
        for step in list(timed):
            self.w.clock.later(step.within, self._deadline, rule.id, place, step, errand)

    def follow(self, source: str, place: str, unit: str, mark: int) -> None:
        """Remember the last event of a unit's part, for an errand that comes late."""
        errand = self._open.get((source, place))
        if errand is not None:
            errand.marks[unit] = mark

    def waits_for_people(self, source: str, place: str) -> bool:
        """Whether people play the rule's role, and some of its timed steps are not done."""
        errand = self._open.get((source, place))
        return errand is not None and errand.silent and bool(errand.pending)

    def cancel(self, source: str, place: str) -> None:
        """What a rule fired for is over: nothing more is expected."""
        errand = self._open.pop((source, place), None)
        if errand is not None:
            errand.pending.clear()

    def finish_for(self, cause: int, step: StepSpec, mark: int) -> None:
        """A step is done that was begun by the rule's firing ``cause``, or by what its post lost before it acted."""
        event = self.w.log[cause - 1]
        if event.kind == "team_called" and event.cause:  # the only such event that is about a post, and not the rule
            event = self.w.log[event.cause - 1]
        self.finish(event.subject, str(event.data.get("at", "")), step, mark)

    def finish(self, source: str, place: str, step: StepSpec, mark: int) -> None:
        """A step is done; with the last timed one the rule is carried out, by whoever gave the order."""
        self._tick(source, place, step, mark)
        for name, at in list(self._open):
            errand = self._open[name, at]
            if errand.silent and at == place and name != source:
                same = next((s for s in errand.pending if s.task == step.task), None)
                if same is not None:
                    self._tick(name, at, same, mark)

    def _tick(self, source: str, place: str, step: StepSpec, mark: int) -> None:
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
