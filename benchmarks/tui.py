"""The live screen, measured in a real terminal of 160 by 48 with 500 injects and 100 actors.

    python -m benchmarks.tui [--quick] [--rounds 3] [--seed 1] [--json FILE]

Each round plays the exercise of benchmarks/crowd.py with ``startex play`` on a pseudo-terminal and reads what comes
from it, as somebody in front of it would.  Keys are sent at random moments.  A bare application of the same library,
with one line of text, is measured in the same way beside every round: on a machine that others use too the ratio says
more than the milliseconds.  Figures are the medians of the rounds.

    key -> paint        the key's bytes written, to the first read that holds what the key shows; two keys: the cursor
                        to the next unit (one line), and n (an inject recorded, applied and delivered)
    first paint         the first read that holds a row of the file's MSEL; the briefing is whole, and keys act, later:
                        what is typed between is kept
    lateness            when something in the exercise was due by the wall, to when it was recorded and given to the
                        screen: from the session's own journal and log, no probe
    clock shown         how old the second on the clock line was when its bytes were read
    players' screen     a second terminal with startex view: from n's bytes written to the first, to the first read from
                        the second that holds the words delivered
    processor           of the whole process, no key pressed, from /proc
    100,000 events      growth of the process from when the speed was set, beside that of an engine alone that comes as
                        far; then the cursor in the log screen
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.crowd import ACTORS, INJECTS, write_crowd
from benchmarks.screen_session import Plan, Played, bare, drift_s, engine_alone_mb

__all__ = ["main"]


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the table: the figure's key, what it is called, and what it is held against; without most: nothing."""

    key: str
    title: str
    unit: str
    most: float | None = None


BARS = (
    Bar("paused cursor p50", "key -> paint, paused, cursor, p50", "ms", 30),
    Bar("paused cursor p95", "key -> paint, paused, cursor, p95", "ms", 100),
    Bar("paused fire p50", "key -> paint, paused, n fires, p50", "ms", 30),
    Bar("paused fire p95", "key -> paint, paused, n fires, p95", "ms", 100),
    Bar("60x cursor p50", "key -> paint, 60x, cursor, p50", "ms", 30),
    Bar("60x cursor p95", "key -> paint, 60x, cursor, p95", "ms", 100),
    Bar("60x fire p50", "key -> paint, 60x, n fires, p50", "ms", 30),
    Bar("60x fire p95", "key -> paint, 60x, n fires, p95", "ms", 100),
    Bar("3600x cursor p50", "key -> paint, 3600x, cursor, p50", "ms", 50),
    Bar("3600x cursor p95", "key -> paint, 3600x, cursor, p95", "ms", 150),
    Bar("3600x fire p50", "key -> paint, 3600x, n fires, p50", "ms", 50),
    Bar("3600x fire p95", "key -> paint, 3600x, n fires, p95", "ms", 150),
    Bar("drawer p50", "drawer open, 60x, p50", "ms"),
    Bar("drawer p95", "drawer open, 60x, p95", "ms", 150),
    Bar("adhoc", "ad-hoc inject, 40 characters at 5 a second", "s", 10),
    Bar("second p50", "key -> paint on the players' screen, p50", "ms"),
    Bar("second p95", "key -> paint on the players' screen, p95", "ms"),
    Bar("second most", "key -> paint on the players' screen, longest", "ms", 1000),
    Bar("lateness p50", "lateness of events, 60x, p50", "ms"),
    Bar("lateness p95", "lateness of events, 60x, p95", "ms", 100),
    Bar("shown p95", "clock shown, 60x, age when read, p95", "ms", 100),
    Bar("drift", "drift after 8 h on a fake clock", "s", 0),
    Bar("cpu paused", "processor, paused", "%", 0.5),
    Bar("cpu 1x", "processor, 1x", "%", 5),
    Bar("cpu 60x", "processor, 60x", "%", 20),
    Bar("cpu 3600x", "processor, 3600x", "%", 45),
    Bar("events 60x", "events in a second of the wall, 60x", ""),
    Bar("events 3600x", "events in a second of the wall, 3600x", ""),
    Bar("first paint", "first paint, from the process's start", "s", 1),
    Bar("first paint after", "first paint, once the terminal is taken", "s"),
    Bar("ready", "briefing whole, keys act, from the process's start", "s"),
    Bar("reopened first", "first paint of a session that is resumed", "s"),
    Bar("reopened", "its live screen", "s"),
    Bar("growth", "100,000 events, growth of the process", "MB", 10),
    Bar("growth engine", "100,000 events, growth of an engine alone", "MB"),
    Bar("log opened", "100,000 events, the log screen opened", "ms"),
    Bar("log p50", "100,000 events, cursor in the log, p50", "ms"),
    Bar("log p95", "100,000 events, cursor in the log, p95", "ms", 50),
    Bar("bare p50", "bare application, key -> paint, p50", "ms"),
    Bar("bare p95", "bare application, key -> paint, p95", "ms"),
    Bar("bare first", "bare application, first paint", "s"),
    Bar("bare cpu", "bare application, processor", "%"),
)
RATIOS = (
    ("paused cursor p50", "bare p50"),
    ("60x cursor p50", "bare p50"),
    ("60x cursor p95", "bare p95"),
    ("3600x cursor p95", "bare p95"),
    ("first paint", "bare first"),
)


@dataclass
class Rounds:
    """The figures of every round."""

    found: dict[str, list[float]] = field(default_factory=dict)

    def take(self, figures: dict[str, float]) -> None:
        """The figures of one more round."""
        for key, value in figures.items():
            self.found.setdefault(key, []).append(value)

    def median(self, key: str) -> float:
        """The median of a figure."""
        return statistics.median(self.found[key])


def one_round(plan: Plan, rng: random.Random, folder: Path, scenario: Path) -> dict[str, float]:
    """Every figure once."""
    figures = bare(plan, rng)
    with Played(scenario, folder / "session", rng, plan) as played:
        stages: tuple[Callable[[], dict[str, float]], ...] = (
            played.opened,
            played.paused,
            played.at_1x,
            played.at_60x,
            played.drawers,
            played.adhoc,
            played.second_screen,
            played.at_3600x,
            played.many_events,
            played.log_screen,
            played.left,
        )
        for stage in stages:
            began = time.perf_counter()
            figures |= stage()
            say(f"  {stage.__name__} {time.perf_counter() - began:.0f} s")
    return figures


def say(text: str) -> None:
    """What goes on, beside the table."""
    print(text, file=sys.stderr, flush=True)


def _load() -> str:
    """How many others wanted a processor, over one, five and fifteen minutes."""
    return " ".join(Path("/proc/loadavg").read_text("ascii").split()[:3])


def table(rounds: Rounds) -> str:
    """Every figure against its bar, then the ratios."""
    lines = [f"{'figure':<48}{'bar':>9}{'seen':>9}  {'rounds':<28}met"]
    for bar in BARS:
        if bar.key not in rounds.found:
            continue
        seen = rounds.median(bar.key)
        most = "" if bar.most is None else f"{bar.most:g} {bar.unit}"
        met = "" if bar.most is None else "yes" if seen <= bar.most else f"NO, by {seen - bar.most:.3g} {bar.unit}"
        each = " ".join(f"{value:.4g}" for value in rounds.found[bar.key])
        lines.append(f"{bar.title:<48}{most:>9}{seen:>9.4g}  {each:<28}{met}")
    lines.append("")
    for key, beside in RATIOS:
        if key in rounds.found and beside in rounds.found:
            lines.append(f"{key} / {beside}: {rounds.median(key) / rounds.median(beside):.1f}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one short round: to see that it works")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1, help="of the moments at which keys are sent")
    parser.add_argument("--json", type=Path, help="write every figure of every round there")
    given = parser.parse_args()
    plan = Plan.quick() if given.quick else Plan()
    rng, rounds = random.Random(given.seed), Rounds()
    say(f"{INJECTS} injects, {ACTORS} actors; python {platform.python_version()}; load {_load()}")
    with tempfile.TemporaryDirectory() as name:
        scenario = write_crowd(Path(name))
        rounds.take({"drift": drift_s(scenario, Path(name) / "drift", rng)})
        rounds.take({"growth engine": engine_alone_mb(scenario, plan)})
        for k in range(1 if given.quick else given.rounds):
            say(f"round {k + 1}")
            folder = Path(name) / f"round{k}"
            folder.mkdir()
            try:
                rounds.take(one_round(plan, rng, folder, scenario))
            except TimeoutError as error:
                say(f"round {k + 1} is not counted: {str(error)[:200]}")
    print(table(rounds))
    if given.json:
        given.json.write_text(json.dumps(rounds.found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
