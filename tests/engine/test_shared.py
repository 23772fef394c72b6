"""A log whose events share what they say is the same log."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from simulator.codec import digest
from simulator.engine.engine import Engine
from simulator.engine.shared import SharedLog
from simulator.events import LogEvent
from simulator.runs.headless import blueprint_of
from simulator.scenario.library import shipped


def event(seq: int, **data: object) -> LogEvent:
    return LogEvent(seq, 60 * seq, "sighted", "north_post", data, None)


def test_events_that_say_the_same_share_it_and_others_do_not() -> None:
    log = SharedLog()
    for seq, data in enumerate(({"near": 1}, {"near": True}, {"near": 1}, {"near": 1.0}, {"at": 1}), 1):
        log.append(event(seq, **data))
    assert [(e.seq, e.at) for e in log] == [(seq, 60 * seq) for seq in range(1, 6)]
    assert log[2].data is log[0].data
    assert [repr(e.data["near"]) for e in log[:4]] == ["1", "True", "1", "1.0"]
    assert log[4].data == {"at": 1}


def test_what_is_known_of_earlier_data_does_not_grow_without_end() -> None:
    log = SharedLog()
    for seq in range(1, 5001):
        log.append(event(seq, near=seq))
    assert [e.data["near"] for e in log] == list(range(1, 5001))
    assert sys.getsizeof(log._known) < 100_000


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_every_shipped_scenario_gives_the_same_digest_either_way(path: Path) -> None:
    blueprint = blueprint_of(path)
    plain, lasting = Engine(blueprint, 4), Engine(blueprint, 4, lasts=True)
    plain.run(), lasting.run()
    assert isinstance(lasting.log, SharedLog)
    assert len({id(e.data) for e in lasting.log}) < len({id(e.data) for e in plain.log})
    assert digest(lasting.log) == digest(plain.log)
