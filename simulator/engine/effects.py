"""What injects and decisions may change in the world: a closed set, each effect one event."""

from __future__ import annotations

from collections.abc import Callable

from simulator.blueprint.model import EffectSpec
from simulator.catalogue import marked
from simulator.engine.entities import Talker
from simulator.engine.world import World
from simulator.events import UNTRUE

__all__ = ["Effects"]


class Effects:
    """Applies effects."""

    def __init__(self, world: World):
        self.w = world
        self._apply: dict[str, Callable[[EffectSpec, str, int], None]] = {
            "level": self._level,
            "report": self._report,
            "channel": self._channel,
            "unit": self._unit,
            "release": self._release,
            "casualties": self._casualties,
            "close": self._close,
            "people": self._people,
            "alert": self._alert,
            "supply": self._supply,
        }

    def apply(self, effects: tuple[EffectSpec, ...], by: str, cause: int) -> None:
        """Apply effects in order; ``by`` names the inject or decision they belong to."""
        for index, effect in enumerate(effects):
            kind = UNTRUE.strip() if effect.untrue else effect.kind
            said = " ".join(word for word in (kind, effect.name, effect.at) if word)
            seq = self.w.emit("effect_applied", by, {"effect": said, "value": round(effect.value * 1000)}, cause)
            self._apply[effect.kind](effect, f"{by}/{index}", seq)

    def _level(self, effect: EffectSpec, name: str, cause: int) -> None:
        if effect.name == "expectation":
            self.w.hosting.expect(effect.value, cause, relative=effect.relative)
            return
        self.w.community.put(effect.name, effect.value, cause, relative=effect.relative)

    def _report(self, effect: EffectSpec, name: str, cause: int) -> None:
        """Somebody outside the model reports; the report may be false, nobody asks the world."""
        x, y = self.w.where(effect.at)
        source = Talker(name.split("/")[0], "civilian", effect.post, x, y, ())
        source.channels = tuple(self.w.channels.values())
        state = {
            "breach": "open",
            "fire": "burning",
            "crowd": "waiting",
            "unrest": "ongoing",
            "distress": "located",
            "casualties": "waiting",
        }
        value = effect.value
        self.w.reporting.report(
            source, effect.post, effect.name, effect.at, value, state.get(effect.name, "present"), cause
        )

    def _channel(self, effect: EffectSpec, name: str, cause: int) -> None:
        self.w.reporting.switch(effect.name, works=bool(effect.value), cause=cause, for_s=effect.for_s)

    def _unit(self, effect: EffectSpec, name: str, cause: int) -> None:
        """A unit is committed elsewhere for a time; several such times end with the last."""
        unit = self.w.units.get(effect.name)
        if unit is None:
            return
        if unit.order is not None:
            self.w.duties.drop(unit, marked("committed elsewhere"), cause)
        unit.committed_until, unit.mark = max(unit.committed_until, self.w.now + int(effect.value)), cause
        unit.state = "committed"
        self.w.duties.tell_state(unit, cause)
        self.w.clock.later(effect.value, self._unit_free, unit.id, cause)

    def _unit_free(self, name: str, cause: int) -> None:
        unit = self.w.units[name]
        if unit.order is None and unit.committed_until <= self.w.now:
            self.w.duties.free(unit, cause)

    def _release(self, effect: EffectSpec, name: str, cause: int) -> None:
        event = next((e for e in self.w.blueprint.stream if e.id == effect.name), None)
        if event is not None:
            self.w.threat.release(event, cause)

    def _casualties(self, effect: EffectSpec, name: str, cause: int) -> None:
        for k in range(int(effect.value)):
            self.w.casualties.hurt(f"{name}/{k}", effect.at, "perpetrator", cause)

    def _close(self, effect: EffectSpec, name: str, cause: int) -> None:
        self.w.closures.close(effect.name, effect.for_s, cause)

    def _people(self, effect: EffectSpec, name: str, cause: int) -> None:
        if effect.at in self.w.gates.gates:
            self.w.crowd.arrive(effect.at, effect.value, cause)

    def _supply(self, effect: EffectSpec, name: str, cause: int) -> None:
        self.w.hosting.supply(effect.value, cause)

    def _alert(self, effect: EffectSpec, name: str, cause: int) -> None:
        self.w.relocation.declare(effect.name, cause)
