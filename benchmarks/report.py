"""What the report of a session costs without runs of its plan, each call in a process of its own.

python -m benchmarks.report [--rounds 3] [--json]

report     a session of four hours with some fifty commands, to DOCX and to HTML; bar 5 s from the call to the file
ratio      the same, over reading and replaying the session alone (``startex replay``) in a process of its own, in turns
pack       the documents before the exercise of the same scenario, as DOCX and HTML; no bar
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from simulator import commands as c
from simulator.runs.pacer import Moment
from simulator.runs.session import Session
from simulator.runs.sessions import begin

SCENARIO = Path(__file__).parents[1] / "scenarios" / "site_in_flames.yaml"
HOURS, BAR_S = 4, 5.0


def a_session(folder: Path) -> int:
    """Four hours by hand, a remark every five minutes, and ENDEX; gives the number of events."""
    session = begin(folder, SCENARIO, variant="before")
    at = 0.0

    def _now() -> Moment:
        nonlocal at
        at += 1.0
        return Moment(at, 1_900_000_000.0 + at)

    for minute in range(5, HOURS * 60, 5):
        session.move_to(minute * 60, "facilitator", _now())
        session.submit(c.Remark("observation", f"seen at {minute} minutes", "", f"O{1 + minute % 4}"), "a", _now())
    _end(session, _now)
    return len(session.log)


def _end(session: Session, now: object) -> None:
    assert callable(now)
    session.move_to(HOURS * 3600, "facilitator", now())
    for about in ("O1", "O2", "O3", "O4"):
        session.submit(c.Remark("rating", "as seen", "", about, "S"), "a", now())
    session.submit(c.EndExercise("time is up"), "facilitator", now())
    session.close("facilitator", now())


def timed(*call: str) -> float:
    """Seconds of a command, from the call to its end; it must succeed."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "simulator", *call], check=True, capture_output=True)
    return time.perf_counter() - began


def measured(folder: Path, rounds: int) -> dict[str, float]:
    """Medians of rounds, what is compared in turns."""
    session, out = folder / "session", folder / "out"
    events = a_session(session)
    rows: dict[str, list[float]] = {"replay": [], ".docx": [], ".html": [], "pack": []}
    for _ in range(rounds):
        rows["replay"].append(timed("replay", str(session)))
        for form in (".docx", ".html"):
            target = str(out.with_suffix(form))
            rows[form].append(timed("report", str(session), "--runs", "0", "--out", target, "--force"))
        rows["pack"].append(timed("pack", str(SCENARIO), "--out", str(folder / "pack"), "--force"))
    found = {name: median(values) for name, values in rows.items()}
    found |= {f"ratio {form}": found[form] / found["replay"] for form in (".docx", ".html")}
    return found | {"events": float(events)}


def main() -> int:
    """Measure, print, and give 1 where the bar is not met."""
    said = argparse.ArgumentParser()
    said.add_argument("--rounds", type=int, default=3)
    said.add_argument("--json", action="store_true")
    given = said.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), given.rounds)
    met = max(found[".docx"], found[".html"]) <= BAR_S
    if given.json:
        print(json.dumps({**found, "bar": BAR_S, "met": met}, indent=2))
        return int(not met)
    print(f"a session of {HOURS} h, {found['events']:.0f} events; replayed in {found['replay']:.2f} s")
    for form in (".docx", ".html"):
        print(f"report {form:6} {found[form]:.2f} s, {found[f'ratio {form}']:.2f} times its replay; bar {BAR_S:.0f} s")
    print(f"pack          {found['pack']:.2f} s for twelve files")
    print("met" if met else "NOT MET")
    return int(not met)


if __name__ == "__main__":
    sys.exit(main())
