"""Times as they are typed: a second of the exercise however it is spaced, or a span from now."""

from __future__ import annotations

import pytest

from simulator.errors import UsageError
from simulator.runs.typed import span, when

STARTEX = "2031-03-01T08:00+02:00"
NOW = 7200


@pytest.mark.parametrize("typed", ["H+1:30", " H+1:30", "H + 1:30", "H+1:30 ", "h+1:30", "D+0 09:30", "d + 0 09:30"])
def test_a_second_of_the_exercise_is_the_same_however_it_is_spaced(typed: str) -> None:
    assert when(typed, NOW, STARTEX) == 5400


@pytest.mark.parametrize(("typed", "seconds"), [("10 min", 600), ("+10 min", 600), ("-10 min", -600), (" 90 s", 90)])
def test_a_span_counts_from_now(typed: str, seconds: int) -> None:
    assert (span(typed), when(typed, NOW, STARTEX)) == (seconds, NOW + seconds)


@pytest.mark.parametrize("typed", ["", "--5 min", "soon", "D+0 06:00", "H+", "1:30"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        when(typed, NOW, STARTEX)
