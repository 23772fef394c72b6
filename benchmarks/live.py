"""Live sessions: what an inject costs from the key to the world, opening, resuming, forking, looking ahead.

    python -m benchmarks.live [--look N]

Every figure is printed with what it is held against; the disk's own share is measured beside it on the same disk.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import yaml

from simulator.commands import DeliverInject, PutInject, Remark
from simulator.runs.headless import run_once
from simulator.runs.lookahead import LookAhead, futures_of
from simulator.runs.pacer import Moment
from simulator.runs.session import Session
from simulator.runs.sessions import begin, fork, look_at, resume
from simulator.scenario.library import scenario_folder

SCENARIOS = scenario_folder()


def now() -> Moment:
    return Moment(time.monotonic(), time.time())


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def crowded(folder: Path) -> Path:
    """A hundred actors and as many injects as a file may hold."""
    units = {f"unit_{k}": {"type": "platoon", "at": "base"} for k in range(100)}
    msel = [{"id": f"I-{k}", "at": f"{k % 480} min", "type": "contextual", "text": f"inject {k}"} for k in range(5000)]
    scenario = {
        "startex": 1,
        "title": "Crowded",
        "clock": {"startex": "2031-03-01T08:00+02:00", "duration": "8 h", "latitude": 5, "longitude": 30},
        "places": {
            "site": {"kind": "poc_site", "at": [0, 0]},
            "camp": {"kind": "sector", "of": "site", "at": [0, 0], "people": 5000, "shelters": 700},
            "base": {"kind": "un_base", "at": [0, -1000]},
        },
        "channels": {"radio": {"delay": "30 s", "fails": 0}},
        "command": {"ops": {"kind": "ioc", "staff": 50, "integrates": ["military"]}},
        "unit_types": {"platoon": {"strength": 30, "mobility": "wheels", "notice": "10 min"}},
        "units": units,
        "msel": msel,
    }
    path = folder / "crowded.yaml"
    path.write_text(yaml.safe_dump(scenario), encoding="utf-8")
    return path


def inject_applied(folder: Path) -> None:
    """From the key to the world, at 60x with a hundred actors; beside it the record alone."""
    session = begin(folder / "applied", crowded(folder))
    session.drops = False
    session.go("f", now())
    session.set_speed(60, "f", now())
    took, alone = [], []
    for k in range(1000):
        begun = time.perf_counter()
        session.submit(PutInject(f"X-{k}", "words") if k % 2 else DeliverInject(f"I-{4999 - k}"), "f", now())
        took.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        session._journal.append(
            {"kind": "nothing", "command": {"do": "PutInject", "inject": f"X-{k}", "text": "words"}}
        )
        alone.append(time.perf_counter() - begun)
    for k in range(1000, 6000):  # with those of the file ten thousand
        session.submit(PutInject(f"X-{k}", "words"), "f", now())
    session.close("f", now())
    for share in (0.5, 0.99):
        a, b = quantile(took, share) * 1000, quantile(alone, share) * 1000
        bar = " (bar p99 5 ms)" if share == 0.99 else ""
        print(
            f"inject applied, 100 actors, 60x: p{share * 100:.0f} {a:.2f} ms{bar};"
            f" a record alone {b:.2f} ms; ratio {a / b:.2f}"
        )
    begun = time.perf_counter()
    resume(folder / "applied")[0].close("f", now())
    print(f"open a session with 10,000 injects: {time.perf_counter() - begun:.2f} s (bar 2 s)")


def conducted(folder: Path) -> Session:
    """Four hours of site_in_flames with a note every two minutes."""
    session = begin(folder / "flames", SCENARIOS / "site_in_flames.yaml", seed=3)
    while session.now < 4 * 3600:
        session.move_to(session.now + 120, "f", now())
        session.submit(Remark("note", "words of a facilitator"), "f", now())
    return session


def opened(folder: Path) -> None:
    """Resume and fork, with the headless run of the same hours beside them."""
    session = conducted(folder)
    begun = time.perf_counter()
    run_once(session.program, 3)
    plain = time.perf_counter() - begun
    session.close("f", now())
    begun = time.perf_counter()
    resume(folder / "flames")[0].close("f", now())
    took = time.perf_counter() - begun
    print(
        f"resume of a 4 h session of site_in_flames: {took:.2f} s (bar 1 s);"
        f" a headless run to ENDEX {plain:.2f} s; ratio {took / plain:.1f}"
    )
    found = look_at(folder / "flames")
    times = []
    for minute in range(0, 240, 20):
        begun = time.perf_counter()
        fork(found, minute * 60, folder / f"fork{minute}", now())
        times.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    look_at(folder / "flames")
    read = time.perf_counter() - begun
    print(
        f"fork at any minute: worst {max(times):.2f} s, with reading the parent {max(times) + read:.2f} s (bar 0.5 s)"
    )


def looked_ahead(folder: Path, futures: int) -> None:
    """Look ahead from the first question with three options, the session being pumped meanwhile."""
    session = begin(folder / "look", SCENARIOS / "site_in_flames.yaml", seed=3)
    while not (asked := [n for n, d in session.engine.open_decisions.items() if len(d.item.options) == 3]):
        session.move_to(session.now + 60, "f", now())
    probe = LookAhead(session, asked[0], 1)
    probe.cancel()
    past, cpu = probe.past, time.process_time()
    futures_of(
        session.program,
        past,
        next(iter(session.engine.open_decisions[asked[0]].item.options)),
        range(20),
        ["civilian_harm"],
    )
    each = (time.process_time() - cpu) / 20
    begun, worst = time.perf_counter(), 0.0
    look = LookAhead(session, asked[0], futures)
    while look.spreads() is None:
        step = time.perf_counter()
        session.submit(Remark("note", "meanwhile"), "f", now())
        worst = max(worst, time.perf_counter() - step)
        time.sleep(0.25)
    took = time.perf_counter() - begun
    session.close("f", now())
    print(
        f"look-ahead {futures} futures x 3 options: {took:.1f} s; {each * 1000:.0f} ms of a processor each"
        f" (bar 30 s on 2 cores for 200); worst note meanwhile {worst * 1000:.1f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--look", type=int, default=200, help="futures for each option")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inject_applied(folder)
        opened(folder)
        looked_ahead(folder, options.look)


if __name__ == "__main__":
    main()
