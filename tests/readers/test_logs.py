"""Looking into a log by columns finds what looking into a list of the same events finds."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from simulator.engine.columns import ColumnLog
from simulator.events import LogEvent
from simulator.readers import logs
from simulator.readers.evaluation import evidence
from simulator.readers.logs import Picked, by_kind, by_seq
from simulator.readers.measures import measure
from simulator.readers.story import why
from tests.shipped import log_of, made

NAME = "site_in_flames"


@pytest.fixture(params=[0, 1000], ids=["picked", "held"])
def pair(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[Sequence[LogEvent], ColumnLog]:
    """A log as a list and by columns, of which kinds with few events are held, or none."""
    monkeypatch.setattr(logs, "_FEW", request.param)
    plain, columns = log_of(NAME), ColumnLog()
    for event in plain:
        columns.append(event)
    return plain, columns


def test_events_are_found_by_kind_and_by_seq(pair: tuple[Sequence[LogEvent], ColumnLog]) -> None:
    plain, columns = pair
    kinds, found = by_kind(plain), by_kind(columns)
    assert list(found) == list(kinds)
    for kind, events in kinds.items():
        assert list(found[kind]) == list(events)
        assert (found[kind][-1], list(found[kind][-3:]), list(found[kind][::-2])) == (
            *(events[-1], list(events[-3:])),
            list(events[::-2]),
        )
    assert dict(by_seq(columns)) == dict(by_seq(plain)) == {event.seq: event for event in plain}


def test_what_readers_find_is_the_same(pair: tuple[Sequence[LogEvent], ColumnLog]) -> None:
    plain, columns = pair
    blueprint = made(NAME)
    assert measure(blueprint, columns) == measure(blueprint, plain)
    assert evidence(blueprint, columns) == evidence(blueprint, plain)
    assert why(columns, len(plain) - 1) == why(plain, len(plain) - 1)


def test_a_log_that_begins_late_or_grows_is_looked_into_all_the_same() -> None:
    plain, columns = log_of(NAME), ColumnLog()
    assert dict(by_seq(plain[7:])) == {event.seq: event for event in plain[7:]}
    assert 3 not in by_seq(plain[7:])
    assert dict(by_seq(ColumnLog())) == {}
    for event in plain[:-1]:
        columns.append(event)
    seqs, some = by_seq(columns), Picked(columns, range(5, 50, 3))
    columns.append(plain[-1])
    assert (seqs[len(plain)], list(some)) == (plain[-1], list(plain[5:50:3]))
    for seq in (0, -1, len(plain) + 1):
        assert seq not in seqs
