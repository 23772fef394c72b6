"""A log kept by columns is the same log as a list of the same events."""

from __future__ import annotations

import random
import sys
import tracemalloc
from bisect import bisect_right
from pathlib import Path

import pytest

from simulator.codec import digest
from simulator.engine import columns
from simulator.engine.columns import ColumnLog
from simulator.engine.engine import Engine
from simulator.events import LogEvent
from simulator.runs.headless import blueprint_of
from simulator.scenario.library import shipped


def event(seq: int, **data: object) -> LogEvent:
    return LogEvent(seq, 60 * seq, "sighted", "north_post", data, None)


def drawn(rng: random.Random, count: int) -> list[LogEvent]:
    """Events that no world would write: long waits, causes and reasons from anywhere before."""
    found: list[LogEvent] = []
    for seq in range(1, count + 1):
        cause = rng.choice([None, *range(1, seq)][-5:])
        given = tuple(rng.choices(range(1, seq), k=rng.randrange(4))) if seq > 1 else ()
        kind, subject = rng.choice(("sighted", "shots_fired", "")), rng.choice(("", "gate é", "post\udcff"))
        data = {"n": rng.choice((1, 1.0, True, None, "1")), "who": [rng.randrange(3)]}
        found.append(LogEvent(seq, 31_000_000 + rng.randrange(seq), kind, subject, data, cause, given))
    return found


@pytest.mark.parametrize("block", [1, 7, 400, 4096])
def test_it_answers_as_a_list_does(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_BLOCK", block)
    rng = random.Random(817)
    plain = drawn(rng, 400)
    log = ColumnLog()
    for one in plain:
        log.append(one)
    assert len(log) == len(plain)
    assert list(log) == plain
    assert log == plain
    assert log != plain[:-1]
    assert [repr(e) for e in log] == [repr(e) for e in plain]
    for at in (0, 1, 399, -1, -400):
        assert log[at] == plain[at]
        assert type(log[at]) is LogEvent
    for cut in (slice(5), slice(-7, None), slice(390, 500), slice(None, None, -3), slice(9, 9), slice(2, 300, 7)):
        assert log[cut] == plain[cut], cut
    for at in (400, -401):
        with pytest.raises(IndexError):
            log[at]
    assert list(reversed(log)) == plain[::-1]
    assert plain[17] in log
    assert event(999) not in log


def test_an_empty_log_has_no_last_event() -> None:
    with pytest.raises(IndexError):
        ColumnLog()[-1]
    assert not ColumnLog()
    assert ColumnLog()[3:] == []


@pytest.mark.parametrize("block", [5, 10, 4096])
def test_it_is_searched_by_time_and_grows_while_it_is_read(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_BLOCK", block)
    log = ColumnLog()
    for seq in range(1, 11):
        log.append(event(seq))
    assert bisect_right(log, 300, key=lambda e: e.at) == 5
    seen = 0
    for one in log:
        seen += 1
        if one.seq == 10:
            log.append(event(11))
    assert seen == 11


def test_events_that_say_the_same_share_it_and_others_do_not() -> None:
    log = ColumnLog()
    for seq, data in enumerate(({"near": 1}, {"near": True}, {"near": 1}, {"near": 1.0}, {"at": 1}), 1):
        log.append(event(seq, **data))
    assert log[2].data is log[0].data
    assert [repr(e.data["near"]) for e in log[:4]] == ["1", "True", "1", "1.0"]
    assert log[4].data == {"at": 1}


def test_what_is_known_of_earlier_data_does_not_grow_without_end() -> None:
    log = ColumnLog()
    for seq in range(1, 5001):
        log.append(event(seq, near=seq))
    assert [e.data["near"] for e in log] == list(range(1, 5001))
    assert sys.getsizeof(log._known) < 100_000


def test_an_event_that_says_nothing_new_takes_forty_bytes() -> None:
    log = ColumnLog()
    tracemalloc.start()
    try:
        for seq in range(1, 20_001):
            log.append(LogEvent(seq, 60 * seq, "sighted", "north_post", {"near": seq % 50}, seq - 1, (seq,)))
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken / len(log) < 48, taken / len(log)  # as objects: 300


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_every_shipped_scenario_gives_the_same_digest_either_way(path: Path) -> None:
    blueprint = blueprint_of(path)
    plain, lasting = Engine(blueprint, 4), Engine(blueprint, 4, lasts=True)
    plain.run(), lasting.run()
    assert isinstance(lasting.log, ColumnLog)
    assert digest(lasting.log) == digest(plain.log)
    assert lasting.log == plain.log
