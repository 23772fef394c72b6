"""The canonical log: one JSON record a line, the same bytes for the same log; the digest is the SHA-256 of the file.

Held against Python's own ``json`` and ``hashlib``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import random
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.cli.main import main
from simulator.codec import command_from, command_of, decode_log, digest, encode_log
from simulator.commands import Command
from simulator.events import LogEvent
from tests.builders import a_scenario, engine_of, ran

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.integers(-(2**53), 2**53) | WORDS | st.booleans() | st.lists(WORDS, max_size=3)
EVENTS = st.builds(
    LogEvent,
    seq=st.integers(1, 10**6),
    at=st.integers(0, 10**8),
    kind=WORDS,
    subject=WORDS,
    data=st.dictionaries(WORDS, VALUES, max_size=5),
    cause=st.none() | st.integers(1, 10**6),
    given=st.lists(st.integers(1, 10**6), max_size=3).map(tuple),
)
LOGS = st.lists(EVENTS, max_size=8)


@settings(max_examples=300, deadline=None)
@given(log=LOGS)
def test_a_log_is_read_back_as_it_was_and_written_again_to_the_same_bytes(log: list[LogEvent]) -> None:
    written = encode_log(log)
    again = list(decode_log(written.splitlines(keepends=True) if b"\r" not in written else written.split(b"\n")))
    assert again == log
    assert encode_log(again) == written


@settings(max_examples=300, deadline=None)
@given(log=LOGS)
def test_each_line_is_the_json_of_one_event_in_order(log: list[LogEvent]) -> None:
    written = encode_log(log)
    assert written.endswith(b"\n") or not log
    lines = written.decode().split("\n")[:-1]
    assert len(lines) == len(log)
    for line, event in zip(lines, log, strict=True):
        row = json.loads(line)
        assert row == {**event._asdict(), "given": list(event.given)}
        assert list(row["data"]) == sorted(row["data"], key=lambda key: key.encode())


@settings(max_examples=200, deadline=None)
@given(log=LOGS, seed=st.integers(0, 10**6))
def test_the_order_in_which_data_was_put_together_does_not_show(log: list[LogEvent], seed: int) -> None:
    rng = random.Random(seed)
    other = []
    for event in log:
        items = list(event.data.items())
        rng.shuffle(items)
        other.append(event._replace(data=dict(items)))
    assert encode_log(other) == encode_log(log)
    assert digest(other) == digest(log)


@settings(max_examples=200, deadline=None)
@given(log=LOGS)
def test_the_digest_is_the_sha256_of_the_bytes(log: list[LogEvent]) -> None:
    assert digest(log) == hashlib.sha256(encode_log(log)).hexdigest()


def test_the_digest_of_nothing_is_that_of_no_bytes() -> None:
    assert encode_log([]) == b""
    assert digest([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_log_by_hand_has_the_bytes_that_other_programs_read() -> None:
    log = [
        LogEvent(1, 0, "exercise_started", "test", {"seed": 7, "duration_s": 60}, None),
        LogEvent(2, 60, "inject_delivered", "I-1", {"to": ["ops"], "text": "é\n"}, 1, (1,)),
    ]
    assert encode_log(log).decode() == (
        '{"seq":1,"at":0,"kind":"exercise_started","subject":"test",'
        '"data":{"duration_s":60,"seed":7},"cause":null,"given":[]}\n'
        '{"seq":2,"at":60,"kind":"inject_delivered","subject":"I-1",'
        '"data":{"text":"é\\n","to":["ops"]},"cause":1,"given":[1]}\n'
    )


@settings(max_examples=100, deadline=None)
@given(log=LOGS, what=st.sampled_from(["at", "kind", "subject", "data", "cause", "given", "order", "length"]))
def test_any_change_of_a_log_changes_its_digest(log: list[LogEvent], what: str) -> None:
    base = [LogEvent(1, 1, "k", "s", {"n": 1}, None), LogEvent(2, 1, "l", "s", {}, 1), *log]
    change: dict[str, Any] = {"at": 2, "kind": "kk", "subject": "", "data": {"n": 2}, "cause": 1, "given": (1,)}
    if what == "order":
        other = [base[1], base[0], *log]
    elif what == "length":
        other = base[:-1]
    else:
        other = [base[0]._replace(**{what: change[what]}), *base[1:]]
    assert digest(other) != digest(base)


GOOD = b'{"seq":1,"at":0,"kind":"k","subject":"s","data":{},"cause":null}\n'


def test_empty_lines_and_missing_givens_are_read() -> None:
    assert list(decode_log([GOOD, b"\n", b"  \r\n", GOOD.strip()])) == [LogEvent(1, 0, "k", "s", {}, None, ())] * 2


@pytest.mark.parametrize(
    "line",
    [
        b"x",
        b"{}",
        b"[]",
        b"null",
        GOOD.replace(b'"seq":1', b'"seq":"1"'),
        GOOD.replace(b'"at":0,', b""),
        b"\xff\xfe",
        GOOD[:-2],
    ]
    + [GOOD.replace(b"{},", b"[],"), GOOD.replace(b'"kind":"k"', b'"kind":null'), GOOD * 2],
)
def test_a_line_that_is_no_event_is_named_by_its_number(line: bytes) -> None:
    lines = decode_log([GOOD, b"\n", line.replace(b"\n", b"")])
    next(lines)
    with pytest.raises(ValueError, match="line 3 is not a LogEvent"):
        next(lines)


def test_a_log_of_a_run_holds_only_what_every_machine_writes_the_same() -> None:
    log = ran(engine_of(a_scenario(threat={"groups": {"g": {"strength": "10-20"}}})))

    def _plain(value: object) -> bool:
        if isinstance(value, list | tuple):
            return all(map(_plain, value))
        return isinstance(value, str | int)  # no floats: their digits would be the machine's

    assert log
    assert all(_plain(value) for event in log for value in event.data.values())
    assert list(decode_log(encode_log(log).splitlines())) == [
        e._replace(data=json.loads(json.dumps(e.data))) for e in log
    ]


def test_the_digest_that_a_run_prints_is_that_of_the_file_that_it_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "run.jsonl"
    assert main(["run", "first_steps", "--seed", "5", "--log", str(path), "--json"]) == 0
    printed = capsys.readouterr().out
    assert hashlib.sha256(path.read_bytes()).hexdigest() in printed


# commands


def test_a_command_is_the_same_after_its_way_through_json() -> None:
    given = {
        "int": 60,
        "str": "wörter",
        "tuple[str, ...]": ("a", "b"),
        "tuple[tuple[str, str, str], ...]": (("a", "b", "c"),),
    }
    for kind in get_args(Command):
        command = kind(**{f.name: given[str(f.type)] for f in dataclasses.fields(kind)})
        body = json.loads(json.dumps(command_of(command)))
        assert command_from(body) == command
        assert command_from({**body, "of a later version": 1}) == command


@pytest.mark.parametrize(
    "body", [None, 3, [], {}, {"do": "Dance"}, {"do": ["Remark"]}, {"do": "Remark"}, {"do": "ShiftInjects", "by": "x"}]
)
def test_what_is_no_command_is_a_value_error_that_says_why(body: object) -> None:
    with pytest.raises(ValueError, match=r"command|Remark|ShiftInjects"):
        command_from(body)
