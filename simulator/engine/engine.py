"""The engine: one replication as a pure machine.

``advance_to`` moves exercise time, ``apply`` takes a command at the present second, ``drain`` hands out
the LogEvents since the last time.  It reads no file, no clock and no keyboard; the same blueprint, seed
and commands give the same log, byte for byte, whatever slices time is advanced in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from simulator import commands as c
from simulator.blueprint.model import Blueprint, InjectSpec
from simulator.catalogue import marked
from simulator.engine.control import Control
from simulator.engine.decisions import Decisions, OpenDecision
from simulator.engine.delays import Delays
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

ENGINE_REVISION = 6
"""changes whenever the same scenario and seed would give another log"""


class Engine:
    """One replication of a scenario.

    ``played_by`` says for a role who plays it (``room``, ``model`` or ``excon``); roles that it does
    not name are played by the model.  ``decide`` gives the option that a modelled room takes for a
    decision, whatever its weights.  ``by_hand``: an inject whose time has come is only ready, and exercise
    control delivers it.  ``lasts``: it is played for hours, and its log takes less memory and more time.
    """

    def __init__(
        self,
        blueprint: Blueprint | Program,
        seed: int,
        replication: int = 0,
        *,
        played_by: Mapping[str, str] | None = None,
        decide: Mapping[str, str] | None = None,
        by_hand: bool = False,
        lasts: bool = False,
    ):
        program = blueprint if isinstance(blueprint, Program) else Program(blueprint)
        self._faulted = False
        self._drained = 0
        self.seed, self.replication = seed, replication
        w = self._world = World(program, seed, replication, dict(played_by or {}), by_hand=by_hand, lasts=lasts)
        w.pictures_of_posts = Pictures(w)
        w.errands = Errands(w)
        w.roster = Roster(w)
        w.delays = Delays()
        w.duties = Duties(w)
        w.orders = Orders(w)
        w.rules = Rules(w)
        w.decisions = Decisions(w, dict(decide or {}))
        w.effects = Effects(w)
        w.injects = Injects(w)
        self._control = Control(w, self._end)
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
    def held_by(self) -> str | None:
        """The decision that holds the clock until it is answered, if there is one."""
        return self._world.decisions.held()

    @property
    def open_decisions(self) -> dict[str, OpenDecision]:
        """Decisions that wait for an answer, by the name that answers them."""
        return {name: d for name, d in self._world.decisions.open_now.items() if not d.taken}

    @property
    def inject_states(self) -> dict[str, str]:
        """Inject -> waiting, coming, deferred, held, ready, delivered, skipped or expired."""
        return self._world.injects.state

    def inject(self, name: str) -> InjectSpec:
        """An inject as it stands, edited or added; raises KeyError."""
        return self._world.injects.items[name].spec

    def inject_due(self, name: str) -> int | None:
        """When an inject comes by the clock, as far as that is known."""
        return self._world.injects.due(name)

    @property
    def blueprint(self) -> Blueprint:
        """What this engine runs."""
        return self._world.blueprint

    def advance_to(self, at: int) -> int:
        """Move time to ``at`` at most; gives the second where it stands.

        ENDEX stops it, and a decision that holds the clock: in the middle of a second, if need be.
        """
        self._alive()
        w = self._world
        until = min(at, w.blueprint.duration)
        if not w.ended and until >= w.now and w.decisions.held() is None:
            try:
                w.clock.advance(until)
            except BaseException:
                self._faulted = True
                raise
            if w.now >= w.blueprint.duration and w.decisions.held() is None:
                self._end(marked("the time is up"))
        return w.now

    def run(self) -> int:
        """Move time to ENDEX."""
        return self.advance_to(self._world.blueprint.duration)

    def next_at(self) -> int | None:
        """When the next thing happens; None after ENDEX."""
        return None if self._world.ended else self._world.clock.next_at()

    def drain(self) -> Sequence[LogEvent]:
        """The LogEvents since the last call."""
        log = self._world.log
        new = log[self._drained :]
        self._drained = len(log)
        return new

    @property
    def log(self) -> Sequence[LogEvent]:
        """Every LogEvent so far."""
        return self._world.log

    def apply(self, command: c.Command) -> None:
        """Carry out a command at the present second; one that cannot be is refused in the log."""
        self._alive()
        why = self._control.why_not(command)
        if why:
            self._control.refuse(command, why)
            return
        try:
            self._control.carry_out(command)
        except BaseException:
            self._faulted = True
            raise

    def reroll(self, replication: int) -> None:
        """Draw from another replication from now on; what was drawn before stays as it was.

        Many futures of one history: nothing that has happened or is on its way changes, only what is
        drawn later.
        """
        self._world.draws.switch(replication)

    def hand_over(self, *, withhold: Collection[str] = ()) -> None:
        """The model plays every role from now on, and does what rules of the room still wait for.

        Open decisions and fired rules that are withheld are left alone until a command answers them.
        """
        w = self._world
        w.played_by.clear()
        w.decisions.hand_over(withhold)
        w.orders.hand_over(withhold)
        w.injects.hand_over()

    def _end(self, why: str) -> None:
        w = self._world
        if not w.ended:
            w.emit("exercise_ended", w.blueprint.name, {"why": why}, w.started)
            w.ended = True

    def _alive(self) -> None:
        if self._faulted:
            raise EngineFault("this engine has failed before; begin a new one")
