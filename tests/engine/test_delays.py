"""What keeps an order back: one delay after the other, each from the mark of the one before."""

from __future__ import annotations

from simulator.engine.delays import Delays, Draft
from tests.builders import a_scenario, world_of


def test_delays_add_up_in_the_order_in_which_they_were_offered_those_before_all_first() -> None:
    delays, told = Delays(), list[tuple[str, int]]()

    def _delay(name: str, lost: float) -> None:
        def _loses(draft: Draft, seq: int) -> tuple[float, int]:
            told.append((name, seq))
            return lost, seq + 1 if lost else seq

        delays.offer(_loses, before_all=name == "sits")

    for name, lost in (("reads", 60.0), ("asks", 0.0), ("sits", 600.0), ("writes", 30.0)):
        _delay(name, lost)
    post = world_of(a_scenario()).command["ops"]
    draft = Draft("GO", post, "military", "camp", of_rule=True, to_units=True)
    assert delays.of(draft, 10.0, 7) == (700.0, 10)
    assert told == [("sits", 7), ("reads", 8), ("asks", 9), ("writes", 9)]


def test_a_post_without_staffing_planning_or_readiness_loses_nothing() -> None:
    world = world_of(a_scenario())
    draft = Draft("GO", world.command["ops"], "military", "camp", of_rule=True, to_units=True)
    before = len(world.log)
    assert world.delays.of(draft, 10.0, 1) == (10.0, 1)
    assert len(world.log) == before
