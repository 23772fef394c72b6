"""Eight hours of an exercise on a terminal: nothing grows, nothing stays open, nothing falls behind."""

from __future__ import annotations

import itertools
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.crowd import write_crowd
from benchmarks.screen_session import late_ms
from benchmarks.watched import Watched

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc"),
]

HOURS = 8
MOST_MB = 10
_HOUR_S = 60
"""seconds of the wall for an hour of the exercise at 60x"""

KEYS = (
    "3",
    "j",
    "j",
    "k",
    "1",
    "j",
    "n",
    "a",
    "\x1b",
    "2",
    "+",
    "-",
    "5",
    "v",
    "v",
    "L",
    "\x1b",
    "[",
    "]",
    "?",
    "\x1b",
)
"""what somebody does all the while: every pane, the drawer, the map, the log, the past, the help, and injects"""


def begins(screen: Watched) -> None:
    """The clock runs at 60x."""
    screen.awaited(b"by the clock")
    screen.rest(1.0)
    for key, paint in (("\r", b"n fires"), (" ", b"RUN x1"), (">", b"RUN x5"), (">", b"RUN x20"), (">", b"RUN x60")):
        screen.rest(0.5)
        screen.press(key)
        screen.awaited(paint)


def an_hour(screen: Watched, keys: itertools.cycle[str]) -> tuple[float, int]:
    """Let an hour of the exercise pass, a key every two seconds; gives megabytes and open files at its end."""
    for _ in range(_HOUR_S // 2):
        screen.press(next(keys))
        screen.rest(2.0)
    return screen.resident_mb(), screen.descriptors()


def test_eight_hours_at_60x_grow_no_memory_leave_nothing_open_and_never_fall_behind(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    with Watched("-m", "simulator", "play", str(write_crowd(tmp_path)), "--session", str(folder)) as screen:
        begins(screen)
        keys = itertools.cycle(KEYS)
        hours = [an_hour(screen, keys) for _ in range(HOURS)]
        screen.press("\x1b")
        screen.rest(1.0)
        screen.press("q")
        screen.awaited(b"The clock runs")
        screen.press("y")
        assert screen.ended() == 0
    events = late_ms(folder)
    first = events[0][0]
    late = [statistics.median(ms for at, ms in events if h <= (at - first) // 3600 < h + 1) for h in range(HOURS)]
    for hour, ((mb, files), ms) in enumerate(zip(hours, late, strict=True), 1):
        print(f"hour {hour}: {mb:.1f} MB, {files} files open, events {ms:.0f} ms late (median)")
    print(f"{len(events):,} events; grown by {hours[-1][0] - hours[0][0]:.1f} MB since the first hour")
    replay = [sys.executable, "-m", "simulator", "replay", str(folder), "--verify"]
    assert subprocess.run(replay, capture_output=True).returncode == 0
    assert {files for _, files in hours} == {hours[0][1]}
    assert hours[-1][0] - hours[0][0] <= MOST_MB
    assert statistics.median(late[-3:]) <= statistics.median(late[:3]) + 50
