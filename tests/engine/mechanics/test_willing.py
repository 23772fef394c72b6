"""Leaders who hold back force: how often, for which reason, and until when."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_scenario, engine_of, of_kind, ran
from tests.engine.mechanics.people_cases import wilson

NEVER_YIELD = {
    "force": {"presence": 0, "verbal": 0, "show_of_force": 0, "warning_shots": 0, "aimed_fire": 0, "hits": 0}
}

PROTECT = {"task": "protect", "at": "camp"}


def faced(intervenes: float, **sections: Any) -> dict[str, Any]:
    """A platoon of a contingent goes to a camp that men attack for two hours."""
    return a_scenario(
        contingents={"c": {"intervenes": intervenes, "rehearsal": 1, "capital_call": 0, "written_order": 0}},
        units={"platoon": {"type": "platoon", "of": "c", "at": "base", "notice": "0 s"}},
        threat={
            "groups": {"men": {"strength": 10, "resolve": 1, "harm": "beating"}},
            "stream": [{"id": "raid", "at": "H+1", "do": "attack", "by": "men", "on": "camp", "for": "2 h"}],
        },
        plan={"R": {"when": "time > H+0:55", "for": "platoon", "after": "1 s", "do": [PROTECT]}},
        parameters=NEVER_YIELD,
        clock={"startex": "2031-03-01T08:00+02:00", "duration": "2 h", "latitude": 5, "longitude": 30},
        **sections,
    )  # fmt: skip


def test_leaders_act_at_once_in_the_share_that_is_written(test_seed: int) -> None:
    runs = 120
    logs = [ran(engine_of(faced(0.3), test_seed, k)) for k in range(runs)]
    held = [of_kind(log, "force_withheld") for log in logs]
    low, high = wilson(sum(not found for found in held), runs)
    assert low <= 0.3 <= high
    reasons = {e.data["why"] for found in held for e in found}
    assert reasons == {"waits for leave from above"}, "thirty to ten, nobody held, life at stake: no other reason holds"


def test_a_reason_that_falls_away_holds_nobody_back() -> None:
    plan = {
        "L": {"when": "time > H+1:20", "authority": "duty_officer", "after": "1 s", "do": [{"task": "authorise_force"}]}
    }
    scenario = faced(0.0)
    scenario["plan"] |= plan
    log = ran(engine_of(scenario))
    leave = of_kind(log, "force_authorised")[0]
    steps = of_kind(log, "force_step_taken")
    assert of_kind(log, "force_withheld")[0].data["why"] == "waits for leave from above"
    assert all(e.data["step"] == "presence" for e in steps if e.at < leave.at)
    assert next(e for e in steps if e.at > leave.at).data["step"] == "warning_shots"


def test_who_says_nothing_of_it_has_leaders_who_act() -> None:
    plain = faced(1.0)
    del plain["contingents"]["c"]["intervenes"]
    assert ran(engine_of(plain)) == ran(engine_of(faced(1.0)))
    assert not of_kind(ran(engine_of(plain)), "force_withheld")


@pytest.mark.parametrize(("strength", "held"), [(10, True), (40, False)])
def test_too_few_is_a_reason_only_for_the_few(strength: int, held: bool) -> None:
    engine = engine_of(faced(0.0))
    engine.advance_to(3900)
    world = engine._world
    unit = world.units["platoon"]
    unit.strength = strength
    groups = list(world.groups.values())
    assert bool(world.willing._few(unit, "camp", groups)) is held
