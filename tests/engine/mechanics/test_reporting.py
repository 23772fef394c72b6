"""Reporting: channels in turn, delays, retries and contact, against hand-worked cases and closed forms."""

from __future__ import annotations

from math import sqrt
from typing import Any

import pytest

from simulator.commands import OrderUnit
from tests.builders import a_scenario, engine_of, merged, of_kind, ran
from tests.engine.cases import PLATOON, WIRE
from tests.engine.mechanics.people_cases import HOUR, MINUTE, Z, assert_share, engines

QUICK = {"handling": "1-2 s"}


def watching(**more: Any) -> dict[str, Any]:
    """Posts that see a gathering at H+1 and report it."""
    least = {
        "perimeter": WIRE,
        "command": {"ops": QUICK},
        "threat": {
            "groups": {"men": {"strength": 40}},
            "stream": [{"id": "mass", "at": "H+1", "do": "mass", "by": "men", "on": "north"}],
        },
        "plan": {"SAY": {"for": "posts", "when": "massing seen", "do": [{"task": "report", "to": "ops"}]}},
    }
    return a_scenario(**merged(least, more))


def delays(scenario: dict[str, Any], seeds: range) -> list[float]:
    """Seconds from the first report's sending to its being known."""
    found = []
    for engine in engines(scenario, seeds):
        log = ran(engine)
        heard = of_kind(log, "report_received")[0]
        sent = next(e for e in of_kind(log, "report_sent") if e.subject == heard.data["by"])
        found.append(float(heard.at - sent.at))
    return found


def test_a_report_takes_the_delay_of_its_channel_and_the_time_to_take_it(test_seed: int) -> None:
    """10-90 s of a channel, mode 30: mean 43.3 s, and one or two more.

    By one post alone: of two that see the same, the quicker is heard first, and its mean is lower.
    """
    alone = watching(channels={"radio": {"delay": "30 (10-90) s"}}, perimeter={"north": {"posts": 1}})
    found = delays(alone, range(test_seed, test_seed + 250))
    deviation = sqrt((10**2 + 30**2 + 90**2 - 300 - 900 - 2700) / 18)
    assert min(found) >= 10
    assert max(found) <= 92
    assert sum(found) / 250 == pytest.approx(130 / 3 + 1.5, abs=Z * deviation / sqrt(250) + 1)


def test_a_lost_message_is_sent_again_on_the_next_channel() -> None:
    """The radio loses everything, the telephone nothing: one failure, then it is known."""
    both = {"radio": {"delay": "30 s", "fails": 1}, "telephone": {"delay": "60 s", "fails": 0}}
    log = ran(engine_of(watching(channels=both)))
    first = of_kind(log, "report_sent")[0]
    failed = [e for e in of_kind(log, "message_failed") if e.cause == first.seq]
    heard = next(e for e in of_kind(log, "report_received") if e.cause == first.seq)
    assert len(failed) == 1
    assert MINUTE <= heard.at - failed[0].at - 60 <= 4 * MINUTE + 3, "sent again after 2 (1-4) min"
    assert failed[0].seq in heard.given


def test_a_dead_channel_carries_nothing_until_it_works_again() -> None:
    """Held back while contact is lost, and said when it is regained."""
    down = {
        "id": "down",
        "at": "H+0:30",
        "type": "contextual",
        "effects": [{"channel": "radio", "works": False, "for": "4 h"}],
    }
    engine = engine_of(watching(msel=[down]))
    engine.advance_to(4 * HOUR + 29 * MINUTE)
    assert not of_kind(engine.log, "report_received")
    assert of_kind(engine.log, "contact_lost")
    log = ran(engine)
    assert of_kind(log, "contact_regained")[0].at >= 4.5 * HOUR
    assert "massing" in {e.data["what"] for e in of_kind(log, "report_received")}


def test_contact_is_lost_after_three_checks_in_a_row_without_an_answer() -> None:
    """Every half hour: between an hour and an hour and a half after the radio died."""
    down = {"id": "down", "at": "H+2", "type": "contextual", "effects": [{"channel": "radio", "works": False}]}
    scenario = a_scenario(perimeter=WIRE, units=PLATOON, msel=[down])
    for engine in engines(scenario, range(20)):
        for event in of_kind(ran(engine), "contact_lost"):
            assert 60 * MINUTE <= event.at - 2 * HOUR <= 90 * MINUTE


def test_what_others_have_said_on_the_net_is_not_said_again() -> None:
    """Of twelve posts that see the same men only the first few speak; each says what it saw when it is alone."""
    many = {"north": {**WIRE["north"], "posts": 12}}
    sent = [len(of_kind(ran(engine), "report_sent")) for engine in engines(watching(perimeter=many), range(10))]
    assert max(sent) < 12
    assert min(sent) >= 1


def test_a_second_group_that_comes_to_the_first_is_seen_and_reported() -> None:
    """Forty men, and an hour later sixty more: the posts say so, and the picture holds about a hundred."""
    scenario = watching()
    scenario["threat"]["groups"]["more"] = {"strength": 60}
    scenario["threat"]["stream"].append({"id": "second", "at": "H+2", "do": "mass", "by": "more", "on": "north"})
    engine = engine_of(scenario)
    engine.advance_to(2 * HOUR - 1)
    before = engine._world.command["ops"].picture["massing@north"][0]
    assert before == pytest.approx(40, rel=0.35)
    ran(engine)
    assert engine._world.command["ops"].picture["massing@north"][0] == pytest.approx(100, rel=0.35)


def test_an_order_misunderstood_is_said_again_as_often_as_the_language_makes_it(test_seed: int) -> None:
    scenario = a_scenario(
        perimeter=WIRE, contingents={"home": {"language_error": 0.25, "capital_call": 0, "written_order": 0}},
        units={"platoon": {"type": "platoon", "at": "base", "of": "home"}},
    )  # fmt: skip
    runs, again = 300, []
    for engine in engines(scenario, range(test_seed, test_seed + runs)):
        engine.apply(OrderUnit("platoon", "deploy", "north"))
        again += [e.data["takes_s"] for e in of_kind(ran(engine), "order_misunderstood")]
    assert_share(len(again), runs, 0.25)
    assert all(2 * MINUTE <= takes <= 12 * MINUTE for takes in again)
