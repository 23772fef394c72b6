"""One session on a terminal, stage by stage, and what is held beside it: a bare application, an engine alone."""

from __future__ import annotations

import itertools
import json
import random
import re
import subprocess
import sys
import time
from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.crowd import STARTEX
from benchmarks.watched import Watched, quantile
from simulator.runs.pacer import Moment
from simulator.runs.sessions import begin
from simulator.units import Epoch, parse_when

__all__ = ["Plan", "Played", "bare", "drift_s", "engine_alone_mb", "late_ms"]

Figures = dict[str, float]

_CURSOR = rb"\x1b\[(?:1;)?7;38;[\d;]*m(?:Platoon|Guards) \d\d "
_LOG_CURSOR = rb"\x1b\[7;38;[\d;]*m ?\[\d+"
_SHOWN = re.compile(rb"RUN x60\x1b.{0,400}? ((?:H\+|D\+\d+ )\d+:\d\d(?::\d\d)?) ?\x1b", re.DOTALL)
_EPOCH = Epoch(datetime.fromisoformat(STARTEX))
_FROM_THE_FILE = b"Inject 000 of the exercise"
"""a row of the MSEL, as the file has it"""
_TYPED = "A crowd is coming to the north camp now!"
assert len(_TYPED) == 40

BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    BINDINGS = [("j", "count", "count"), ("q", "quit", "quit")]
    pressed = 0

    def compose(self):
        yield Static("pressed 0 times", markup=False)

    def action_count(self):
        self.pressed += 1
        self.query_one(Static).update(f"pressed {self.pressed} times")

Bare().run()
"""

ENGINE = """
import sys
from pathlib import Path
from simulator.blueprint.build import build
from simulator.engine.engine import Engine
from simulator.scenario.load import load

def resident():
    return int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024

engine = Engine(build(load(Path(sys.argv[1]), label="crowd")), 1, 0)
while len(engine.log) < int(sys.argv[2]):
    engine.advance_to(engine.now + 900)
before = resident()
while len(engine.log) < int(sys.argv[3]):
    engine.advance_to(engine.now + 900)
print(resident() - before)
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything."""

    keys: int = 60
    """cursor keys at each speed; a third as many injects are fired"""
    drawers: int = 30
    window_s: float = 20
    openings: int = 5
    events: int = 100_000
    from_events: int = 10_000
    log_keys: int = 60

    @classmethod
    def quick(cls) -> Plan:
        """Enough to see that it works."""
        return cls(keys=12, drawers=6, window_s=5, openings=1, events=20_000, from_events=5_000, log_keys=12)


class Played:
    """A session that is played on a terminal; leave the ``with`` and it is over."""

    def __init__(self, scenario: Path, folder: Path, rng: random.Random, plan: Plan):
        self._scenario, self._folder, self._rng, self._plan = scenario, folder, rng, plan
        self._fired = (f"I-{k:03d}" for k in itertools.count() if k % 5 in (2, 3))
        self._fires = next(self._fired)
        self._shown: list[tuple[float, int]] = []
        self._from_mb = 0.0
        self._screen = self._play(folder)

    def __enter__(self) -> Played:
        return self

    def __exit__(self, *_: object) -> None:
        self._screen.close()

    def _play(self, folder: Path) -> Watched:
        return Watched("-m", "simulator", "play", str(self._scenario), "--session", str(folder))

    # stages

    def opened(self) -> Figures:
        """From the start of the process to the file's words, and to the briefing; then the live screen."""
        taken, painted, ready = [], [], []
        for k in range(self._plan.openings):
            screen = self._screen if k == 0 else self._play(self._folder.with_name(f"opened{k}"))
            taken.append(screen.awaited(b"\x1b[?1049h") - screen.began)
            painted.append(screen.awaited(_FROM_THE_FILE) - screen.began)
            ready.append(screen.awaited(b"by the clock") - screen.began)
            if k:
                screen.close()
        screen = self._screen
        screen.rest(1.0)
        screen.press("\r")
        screen.awaited(b"n fires")
        screen.press("3")
        screen.rest(1.0)
        after = [a - b for a, b in zip(painted, taken)]
        figures = {"first paint": painted, "first paint after": after, "ready": ready}
        return {name: quantile(found, 0.5) for name, found in figures.items()}

    def paused(self) -> Figures:
        """The clock has run and stands."""
        self._says(" ", b"RUN x1")
        self._says(" ", b"PAUSED")
        self._screen.rest(5.0)
        cpu = self._screen.cpu_share(self._plan.window_s)
        return {"cpu paused": cpu, **self._keys("paused")}

    def at_1x(self) -> Figures:
        """What the clock alone costs."""
        self._says(" ", b"RUN x1")
        self._screen.rest(5.0)
        return {"cpu 1x": self._screen.cpu_share(self._plan.window_s)}

    def at_60x(self) -> Figures:
        """Processor, keys, lateness, the clock as it is shown."""
        for speed in (b"RUN x5", b"RUN x20", b"RUN x60"):
            self._says(">", speed)
        events, began = self._events(), time.perf_counter()
        self._screen.rest(3.0)
        cpu = self._screen.cpu_share(self._plan.window_s)
        self._screen.hears = self._hear
        figures = {"cpu 60x": cpu, **self._keys("60x")}
        self._screen.rest(self._plan.window_s)
        self._screen.hears = lambda _, __: None
        figures["events 60x"] = (self._events() - events) / (time.perf_counter() - began)
        self._still(b"RUN x60")
        return figures | self._lateness()

    def drawers(self) -> Figures:
        """The drawer of an ad-hoc inject, opened and put away again: then the cursor stands in the units once more."""
        took = []
        for _ in range(self._plan.drawers):
            self._screen.rest(self._rng.uniform(0.5, 0.9))
            took.append(self._screen.paint_ms("a", b"Ad-hoc inject, written at"))
            self._screen.rest(self._rng.uniform(0.3, 0.5))
            self._says("\x1b", re.compile(_CURSOR))
        return {"drawer p50": quantile(took, 0.5), "drawer p95": quantile(took, 0.95)}

    def adhoc(self) -> Figures:
        """An inject of forty characters by somebody who types five a second."""
        screen = self._screen
        screen.rest(1.0)
        screen.press("a")
        began = screen.pressed
        screen.awaited(b"Ad-hoc inject, written at")
        typed_from = time.perf_counter()
        for k, sign in enumerate(_TYPED, 1):
            screen.press(sign)
            screen.rest(typed_from + k / 5 - time.perf_counter())
        screen.press("\r")
        took = screen.awaited(b"X-1 is out") - began
        told = json.dumps(_TYPED).encode()
        assert told in (self._folder / "journal.jsonl").read_bytes(), "not every character came"
        screen.rest(5.0)
        screen.press("3")
        screen.rest(0.5)
        return {"adhoc": took}

    def second_screen(self) -> Figures:
        """A players' screen beside it: from the key that delivers to its words there; the inject is told by radio."""
        took = []
        with Watched("-m", "simulator", "view", str(self._folder), "--cell", "ops") as second:
            second.awaited(b"Words of inject", beside=self._screen)
            for _ in range(self._plan.keys // 3):
                told = b"Words of inject " + self._fires.removeprefix("I-").encode()
                self._screen.rest(self._rng.uniform(0.3, 1.0))
                second.press("")
                self._fire()
                took.append(1000 * (second.awaited(told, beside=self._screen) - self._screen.pressed))
        self._still(b"RUN x60")
        return {"second p50": quantile(took, 0.5), "second p95": quantile(took, 0.95), "second most": max(took)}

    def at_3600x(self) -> Figures:
        """An hour of the exercise a second."""
        for speed in (b"RUN x300", b"RUN x600", b"RUN x3600"):
            self._says(">", speed)
        while self._events() < self._plan.from_events:
            self._screen.rest(0.5)
        self._from_mb, events, began = self._screen.resident_mb(), self._events(), time.perf_counter()
        cpu = self._screen.cpu_share(self._plan.window_s)
        rate = (self._events() - events) / (time.perf_counter() - began)
        figures = {"cpu 3600x": cpu, "events 3600x": rate, **self._keys("3600x")}
        self._still(b"RUN x3600")
        return figures

    def many_events(self) -> Figures:
        """Until the log holds a hundred thousand events."""
        while self._events() < self._plan.events:
            self._screen.rest(0.5)
        grown = self._screen.resident_mb() - self._from_mb
        self._still(b"RUN x3600")
        for speed in (b"RUN x600", b"RUN x300", b"RUN x60"):
            self._says("<", speed)
        return {"growth": grown}

    def log_screen(self) -> Figures:
        """The log of all of it, while the clock runs."""
        screen, last, took = self._screen, b"", []
        screen.rest(1.0)
        opened = screen.paint_ms("L", re.compile(_LOG_CURSOR))
        screen.rest(2.0)
        for key in ("kj" * self._plan.log_keys)[: self._plan.log_keys]:
            screen.rest(self._rng.uniform(0.15, 0.5))
            found = re.findall(_LOG_CURSOR, screen.since)  # after the rest: at the end of the log the cursor follows it
            last = found[-1] if found else last
            other = re.compile(rb"(?!" + re.escape(last) + rb"\b)" + _LOG_CURSOR + rb"\b")
            took.append(screen.paint_ms(key, other))
        self._says("\x1b", b"n fires")
        return {"log opened": opened, "log p50": quantile(took, 0.5), "log p95": quantile(took, 0.95)}

    def left(self) -> Figures:
        """Left in order; then taken up again."""
        self._says("q", b"The clock runs")
        self._screen.press("y")
        status = self._screen.ended(60)
        assert status == 0, f"the screen ended with {status}"
        with Watched("-m", "simulator", "resume", str(self._folder)) as again:
            first = again.awaited(b"BEING MADE READY", 60) - again.began
            took = again.awaited(b"n fires", 60) - again.began
        return {"reopened first": first, "reopened": took}

    # what stages are made of

    def _says(self, key: str, paint: bytes | re.Pattern[bytes]) -> None:
        self._screen.rest(0.3)
        self._screen.press(key)
        self._screen.awaited(paint)

    def _still(self, text: bytes) -> None:
        """The speed is what it was: nothing brought it down on the way."""
        self._screen.press("")
        self._screen.awaited(text, 5.0)

    def _keys(self, name: str) -> Figures:
        """The cursor in the units, and every fourth key an inject."""
        cursor, fire = [], []
        last = self._moved("j", b"")[1]
        for k in range(self._plan.keys * 4 // 3):
            self._screen.rest(self._rng.uniform(0.15, 0.5))
            if k % 4 == 3:
                fire.append(self._fire())
            else:
                took, last = self._moved("jk"[k // 40 % 2], last)
                cursor.append(took)
        found = {}
        for key, took_ms in (("cursor", cursor), ("fire", fire)):
            found |= {f"{name} {key} p50": quantile(took_ms, 0.5), f"{name} {key} p95": quantile(took_ms, 0.95)}
        return found

    def _moved(self, key: str, last: bytes) -> tuple[float, bytes]:
        """Milliseconds until the cursor stands on another unit, and how that looks."""
        other = re.compile((rb"(?!" + re.escape(last) + rb")" if last else b"") + _CURSOR)
        took = self._screen.paint_ms(key, other)
        return took, re.findall(other, self._screen.since)[0]

    def _fire(self) -> float:
        """Milliseconds until the line below says that n fires the next but one."""
        after = next(self._fired)
        took = self._screen.paint_ms("n", re.compile(rb"n fires \x1b\[0m\x1b\[[\d;]*m" + after.encode()))
        self._fires = after
        return took

    def _events(self) -> int:
        """How many events the session has shown, by the number of the last."""
        with (self._folder / "events.jsonl").open("rb") as file:
            file.seek(max(0, file.seek(0, 2) - 4096))
            lines = file.read().split(b"\n")
        return int(json.loads(lines[-2])["seq"]) if len(lines) > 1 else 0

    def _hear(self, at: float, part: bytes) -> None:
        """Take the second of the clock line with the moment at which it was read."""
        found = _SHOWN.search(part)
        if found:
            second = parse_when(found[1].decode(), _EPOCH)
            self._shown.append((at + time.time() - time.perf_counter(), second))

    def _lateness(self) -> Figures:
        """Of the time since 60x began."""
        late = [ms for _, ms in late_ms(self._folder)]
        wall, at = _anchor(_records(self._folder))
        shown = [1000 * (read - wall - (second - at) / 60) for read, second in self._shown]
        return {
            "lateness p50": quantile(late, 0.5),
            "lateness p95": quantile(late, 0.95),
            "shown p95": quantile(shown, 0.95),
        }


# what the journal says


def late_ms(folder: Path) -> list[tuple[int, float]]:
    """Every event since the speed was last set: its second, and how long after that it was recorded.

    When it was due follows from the record of the speed: that second of the exercise was at that second of the wall.
    """
    records = _records(folder)
    wall, since = _anchor(records)
    speed = max((body for body in records if body.get("mark") == "speed"), key=lambda body: body["wall"])["speed"]
    records = [body for body in records if body.get("at", -1) >= since and body["wall"] >= wall]
    seen = [int(body["at"]) for body in records]
    found = []
    for line in (folder / "events.jsonl").read_text("utf-8").splitlines():
        at = int(json.loads(line)["at"])
        if since < at <= seen[-1]:
            recorded = float(records[bisect_left(seen, at)]["wall"])
            found.append((at, 1000 * (recorded - wall - (at - since) / speed)))
    return found


def _records(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line)["b"] for line in (folder / "journal.jsonl").read_text("utf-8").splitlines()]


def _anchor(records: list[dict[str, Any]]) -> tuple[float, int]:
    """The second of the wall at which the speed was last set, and that of the exercise."""
    last = [body for body in records if body.get("mark") == "speed"][-1]
    return float(last["wall"]), int(last["at"])


# what is held beside it


def bare(plan: Plan, rng: random.Random) -> Figures:
    """The same keys to an application of the same library that shows one line."""
    with Watched("-c", BARE) as screen:
        first = screen.awaited(b"pressed 0") - screen.began
        screen.rest(2.0)
        cpu = screen.cpu_share(plan.window_s)
        took = []
        for k in range(1, plan.keys + 1):
            screen.rest(rng.uniform(0.15, 0.5))
            took.append(screen.paint_ms("j", re.compile(rb"pressed %d times" % k)))
    return {"bare p50": quantile(took, 0.5), "bare p95": quantile(took, 0.95), "bare first": first, "bare cpu": cpu}


def engine_alone_mb(scenario: Path, plan: Plan) -> float:
    """What an engine without session or screen grows by while its log comes as far."""
    words = [sys.executable, "-c", ENGINE, str(scenario), str(plan.from_events), str(plan.events)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    return float(done.stdout)


def drift_s(scenario: Path, folder: Path, rng: random.Random) -> float:
    """Eight hours of a wall that jumps on by something random each time: the largest difference of the exercise.

    The exercise is the second that has begun: the whole seconds since STARTEX, and nothing else.
    """
    steady, wall = 1000.0, 1_900_000_000.0
    session = begin(folder, scenario, seed=1)
    session.go("f", Moment(steady, wall))
    worst, passed = 0.0, 0.0
    while passed < 8 * 3600:
        passed += rng.choice((0.05, 0.25, rng.uniform(0.001, 2.0)))
        session.pump(Moment(steady + passed, wall + passed))
        worst = max(worst, abs(session.now - int(passed + 1e-9)))
    session.close("f", Moment(steady + passed, wall + passed))
    return worst
