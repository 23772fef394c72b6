"""A whole exercise on a terminal, from STARTEX to the hot wash: every question answered, and the journal the truth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from simulator.runs.sessions import fork_folder, look_at, verify
from tests.tui import whole_exercise as whole
from tests.tui.terminal import Terminal
from tests.tui.typist import Turn, Typist

HOUR = 3600


def conducted(folder: Path, turns: Sequence[Turn], *, speed: float, until: int, seconds: float) -> Typist:
    """Play ``site_in_flames`` on a terminal of 160 columns, rate and leave; gives the hands."""
    words = ("play", "site_in_flames", "--seed", "3", "--session", str(folder))
    terminal = Terminal(*words, columns=160, lines=48)
    try:
        hands = Typist(terminal)
        hands.begin()
        hands.play(turns, whole.ANSWERS, speed=speed, until=until, seconds=seconds)
        whole.close(hands)
        assert terminal.wait() == 0
    finally:
        terminal.close()
    return hands


def held_against_the_log(folder: Path, hands: Typist, *, adhoc: int) -> None:
    """What was done at the keys is in the journal, once, and a replay of it is the same."""
    again = verify(look_at(folder))
    assert again.recorded
    assert not again.difference
    assert not again.broken_seal
    log = again.engine.log
    asked = [e.subject for e in log if e.kind == "decision_opened"]
    taken = [e for e in log if e.kind == "decision_taken"]
    assert [e.subject for e in taken] == asked == hands.answered
    assert all(e.data["by"] == "room" for e in taken)
    assert [e for e in log if e.kind == "exercise_ended"]
    added = [(e.data["text"], tuple(e.data["to"])) for e in log if e.kind == "inject_added"]
    assert added == [(text, tuple(to.split())) for _, text, to in whole.ADHOC[:adhoc]]
    said = {str(e.data["text"]).partition(":")[0]: e.data for e in log if e.kind == "remark_made"}
    assert {"area for improvement", "strength"} <= said.keys()
    assert said["warned in time, but by chance"]["rating"] == "S"


def test_the_first_hours_are_conducted_from_the_keys_alone(tmp_path: Path) -> None:
    until = 2 * HOUR
    turns = [turn for turn in whole.turns() if turn.at < until]
    hands = conducted(tmp_path / "s", [*turns, Turn(until, whole.endex)], speed=600, until=until, seconds=60)
    held_against_the_log(tmp_path / "s", hands, adhoc=2)


@pytest.mark.soak
def test_a_whole_day_is_conducted_from_the_keys_alone(tmp_path: Path) -> None:
    hands = conducted(tmp_path / "s", whole.turns(), speed=600, until=whole.DURATION, seconds=900)
    held_against_the_log(tmp_path / "s", hands, adhoc=10)
    assert len(hands.answered) >= 4
    assert fork_folder(tmp_path / "s", 12 * HOUR).name != "s-fork-120000"  # that one is there
