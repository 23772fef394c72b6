"""The engine: one replication as a pure machine.

``advance_to`` moves exercise time, ``apply`` takes a command at the present second, ``drain`` hands out
the LogEvents since the last time.  It reads no file, no clock and no keyboard; the same blueprint, seed
and commands give the same log, byte for byte, whatever slices time is advanced in.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator import commands as c
from simulator.blueprint.model import Blueprint
from simulator.engine.decisions import Decisions
from simulator.engine.duties import Duties
from simulator.engine.effects import Effects
from simulator.engine.errands import Errands
from simulator.engine.injects import Injects
from simulator.engine.mechanics import MECHANISMS
from simulator.engine.orders import Orders
from simulator.engine.pictures import Pictures
from simulator.engine.program import Program
from simulator.engine.roster import Roster
from simulator.engine.rules import Rules
from simulator.engine.world import World
from simulator.errors import EngineFault
from simulator.events import LogEvent

__all__ = ["ENGINE_REVISION", "Engine"]

ENGINE_REVISION = 2
"""changes whenever the same scenario and seed would give another log"""


class Engine:
    """One replication of a scenario.

    ``played_by`` says for a role who plays it (``room``, ``model`` or ``excon``); roles that it does
    not name are played by the model.  ``decide`` gives the option that a modelled room takes for a
    decision, whatever its weights.
    """

    def __init__(
        self,
        blueprint: Blueprint | Program,
        seed: int,
        replication: int = 0,
        *,
        played_by: Mapping[str, str] | None = None,
        decide: Mapping[str, str] | None = None,
    ):
        program = blueprint if isinstance(blueprint, Program) else Program(blueprint)
        self._faulted = False
        self._drained = 0
        self.seed, self.replication = seed, replication
        w = self._world = World(program, seed, replication, dict(played_by or {}))
        w.pictures_of_posts = Pictures(w)
        w.errands = Errands(w)
        w.roster = Roster(w)
        w.duties = Duties(w)
        w.orders = Orders(w)
        w.rules = Rules(w)
        w.decisions = Decisions(w, dict(decide or {}))
        w.effects = Effects(w)
        w.injects = Injects(w)
        for name, mechanism in MECHANISMS.items():
            setattr(w, name, mechanism(w))
        b = program.blueprint
        data = {"duration_s": b.duration, "seed": seed, "replication": replication, "handling": b.handling}
        w.started = w.emit("exercise_started", b.name, data, None)
        for name in MECHANISMS:
            getattr(w, name).begin()
        w.rules.begin()
        w.injects.begin()

    # the whole interface

    @property
    def now(self) -> int:
        """Seconds since STARTEX."""
        return self._world.now

    @property
    def steps(self) -> int:
        """How many events have been executed: with ``now`` the place of a command in the run."""
        return self._world.clock.steps

    @property
    def ended(self) -> bool:
        """Whether ENDEX has come."""
        return self._world.ended

    @property
    def blueprint(self) -> Blueprint:
        """What this engine runs."""
        return self._world.blueprint

    def advance_to(self, at: int) -> int:
        """Move time to ``at`` at most; gives the second where it stands: ENDEX stops it."""
        self._alive()
        w = self._world
        until = min(at, w.blueprint.duration)
        if not w.ended and until >= w.now:
            try:
                w.clock.advance(until)
            except BaseException:
                self._faulted = True
                raise
            if w.now >= w.blueprint.duration:
                self._end("the time is up")
        return w.now

    def run(self) -> int:
        """Move time to ENDEX."""
        return self.advance_to(self._world.blueprint.duration)

    def next_at(self) -> int | None:
        """When the next thing happens; None after ENDEX."""
        return None if self._world.ended else self._world.clock.next_at()

    def drain(self) -> list[LogEvent]:
        """The LogEvents since the last call."""
        log = self._world.log
        new = log[self._drained :]
        self._drained = len(log)
        return new

    @property
    def log(self) -> list[LogEvent]:
        """Every LogEvent so far."""
        return self._world.log

    def apply(self, command: c.Command) -> None:
        """Carry out a command at the present second; one that cannot be is refused in the log."""
        self._alive()
        why = self._why_not(command)
        if why:
            data = {"command": type(command).__name__, "why": why}
            self._world.emit(
                "command_refused",
                str(getattr(command, "inject", "") or getattr(command, "decision", "") or "-"),
                data,
                None,
            )
            return
        try:
            self._carry_out(command)
        except BaseException:
            self._faulted = True
            raise

    # commands

    def _why_not(self, command: c.Command) -> str:
        """Why a command cannot be carried out now; empty if it can."""
        w = self._world
        if w.ended:
            return "the exercise is over"
        if isinstance(command, c.DeliverInject | c.SkipInject | c.DeferInject):
            state = w.injects.state.get(command.inject)
            if state is None:
                return f"there is no inject {command.inject}"
            if state in ("delivered", "skipped") and not isinstance(command, c.DeliverInject):
                return f"{command.inject} is {state} already"
            if isinstance(command, c.DeliverInject) and state == "delivered":
                return f"{command.inject} is delivered already"
            if isinstance(command, c.DeferInject) and not w.now <= command.until <= w.blueprint.duration:
                return "that time is not ahead"
        elif isinstance(command, c.AddInject):
            if command.inject in w.injects.items:
                return f"there is an inject {command.inject} already"
        elif isinstance(command, c.TakeDecision):
            return self._why_not_decide(command)
        elif isinstance(command, c.CarryOut):
            return w.orders.why_not_let_act(command.rule, command.place)
        elif isinstance(command, c.OrderUnit):
            return self._why_not_order(command.unit, command.task, command.place)
        return ""

    def _why_not_decide(self, command: c.TakeDecision) -> str:
        decision = self._world.decisions.find(command.decision)
        if decision is None or decision.taken:
            several = [d.name for d in self._world.decisions.open_now.values() if d.item.spec.id == command.decision]
            return f"say which: {', '.join(several)}" if several[1:] else f"{command.decision} is not open"
        if command.option != "other" and command.option not in decision.item.options:
            return f"{command.decision} has no option {command.option}"
        return next((why for order in command.orders if (why := self._why_not_order(*order))), "")

    def _why_not_order(self, unit: str, task: str, place: str) -> str:
        w = self._world
        if unit not in w.units:
            return f"there is no unit {unit}"
        if not w.duties.knows(task):
            return f"{task} is not a task for a unit"
        if place and w.locus(place) is None:
            return f"there is no place {place}"
        return ""

    def _carry_out(self, command: c.Command) -> None:
        w = self._world
        if isinstance(command, c.DeliverInject):
            w.injects.deliver(command.inject, None)
        elif isinstance(command, c.SkipInject):
            w.injects.skip(command.inject, command.why, None)
        elif isinstance(command, c.DeferInject):
            w.injects.defer(command.inject, command.until, None)
        elif isinstance(command, c.AddInject):
            w.injects.add(command.inject, command.text, command.to, ())
        elif isinstance(command, c.TakeDecision):
            decision = w.decisions.find(command.decision)
            assert decision is not None  # _why_not has looked
            decision.words, decision.orders = command.why, command.orders
            w.decisions.take(decision, command.option, command.by, decision.mark)
        elif isinstance(command, c.CarryOut):
            w.orders.let_act(command.rule, command.place)
        elif isinstance(command, c.OrderUnit):
            w.orders.direct(w.units[command.unit], command.task, command.place, w.started, "facilitator")
        else:
            self._end(command.why or "ENDEX was called")

    def _end(self, why: str) -> None:
        w = self._world
        if not w.ended:
            w.emit("exercise_ended", w.blueprint.name, {"why": why}, w.started)
            w.ended = True

    def _alive(self) -> None:
        if self._faulted:
            raise EngineFault("this engine has failed before; begin a new one")
