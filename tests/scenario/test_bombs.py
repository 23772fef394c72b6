"""Files made to break their reader (robustness sheet, section 4), each checked in a process with hard limits.

The promise is a decision in under 2 seconds and 300 MB.  The limits are set on the process once Python and the
reader are loaded: the system itself ends a check that wants more, whatever the clock on the wall says.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.scenario.long_scenario import unlike_names

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit a process in this way")

ROOT = Path(__file__).resolve().parents[2]
MOST_MEMORY = 300_000_000

GUARDED = """
import math, resource, sys, time
from pathlib import Path
import simulator.blueprint.build, simulator.scenario.load
from simulator.cli import main

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
seconds = math.ceil(time.process_time()) + 2
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
statm = Path("/proc/self/statm")
if statm.exists():
    size, resident = (int(pages) * resource.getpagesize() for pages in statm.read_text().split()[:2])
    most = size - resident + int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
sys.exit(main(["check", sys.argv[1]]))
"""

GOOD = """\
startex: 1
title: A bomb
clock: {startex: 2031-03-01T08:00+02:00, duration: 4 h}
channels: {radio: {delay: 30 s, fails: 0}}
"""


def nested(first: str, again: str, depth: int) -> str:
    """A list of nine, and lists of nine times the list before."""
    return f"a0: &a0 {first}\n" + "".join(f"a{n}: &a{n} {again.format(*[f'*a{n - 1}'] * 9)}\n" for n in range(1, depth))


NINE = "[{}, {}, {}, {}, {}, {}, {}, {}, {}]"


@dataclass(frozen=True)
class Bomb:
    """A file, the exit status it must end with, and a code that must be named."""

    name: str
    text: str | bytes
    status: int
    code: str = ""


def _injects(count: int, row: str) -> str:
    return GOOD + "msel:\n" + "".join(f"  - {row.format(n, n + 1)}\n" for n in range(count))


BOMBS = [
    # those of the sheet
    Bomb("aliases of aliases", GOOD + nested("[x, x, x, x, x, x, x, x, x]", NINE, 9), 3, "E109"),
    Bomb("aliases of aliases, 60 deep", GOOD + nested("[x, x]", NINE, 60), 3, "E109"),
    Bomb("merge keys of merge keys", nested("{k: v}", "{{<<: " + NINE + "}}", 12), 3, "E108"),
    Bomb("an alias that holds itself", GOOD + "summary: &a [*a, *a]\n", 3, "E110"),
    Bomb("100,000 brackets", "a: " + "[" * 100_000, 3, "E111"),
    Bomb("100,000 braces", "{a: " * 100_000, 3, "E111"),
    Bomb("100,000 hyphens", "- " * 100_000, 3, "E111"),
    Bomb("100,000 question marks", "? " * 100_000, 3, "E111"),
    Bomb("a text of 10 MB", GOOD + "summary: " + "x" * 10_000_000, 7, "L101"),
    Bomb("a quoted text of 10 MB", GOOD + 'summary: "' + "x\n\n  " * 2_000_000 + '"', 7, "L101"),
    Bomb("a text of 1.9 MB", GOOD + "summary: " + "x" * 1_900_000, 7, "L103"),
    Bomb("100,000 keys", GOOD + "".join(f"k{n}: 1\n" for n in range(100_000)), 7, "L102"),
    Bomb("100,000 keys in one line", GOOD + "variants: {" + "k: 1, " * 100_000 + "}", 7, "L102"),
    Bomb("500,000 commas", GOOD + "measures: [" + "a," * 500_000 + "]", 7, "L102"),
    Bomb("an integer of 5,000 digits", GOOD + f"places: {{camp: {{kind: sector, people: {'9' * 5000}}}}}\n", 3, "E203"),
    Bomb(
        "a version of 5,000 digits",
        GOOD.replace("startex: 1\n", f"startex: {'9' * 5000}\n"),
        3,
        "E2",
    ),
    Bomb("30 February", GOOD.replace("2031-03-01", "2026-02-30"), 3, "E207"),
    Bomb("half of a surrogate pair", GOOD.encode() + b'summary: "\xed\xa0\x80"\n', 3, "E106"),
    Bomb("half of a surrogate pair, escaped", GOOD + r'summary: "\udfff"', 3, "E1"),
    Bomb("an escaped ESC", GOOD + r'summary: "\e]52;c;aGk=\a"', 0, "W306"),
    # the reader's own loops
    Bomb("brackets in a condition", GOOD + f"plan: {{R: {{do: [], when: {'(' * 900}}}}}\n", 3, "E404"),
    Bomb("not, 4,900 times", GOOD + f"plan: {{R: {{do: [], when: {'not ' * 4_900} x}}}}\n", 3, "E404"),
    Bomb("a quantity of 19,000 brackets", GOOD.replace("30 s", "(" * 19_000), 3, "E203"),
    Bomb("a quantity of 19,000 blanks", GOOD.replace("30 s", f'"3{" " * 19_000}x"'), 3, "E203"),
    Bomb("a key 60,000 times", GOOD + "title: x\n" * 60_000, 3, "E107"),
    Bomb("libraries that use each other, doubled", GOOD + "uses: [one.yaml, one.yaml]\n", 3, "E504"),
    Bomb(
        "70,000 unknown fields",
        GOOD + "".join(f"k{n}: 1\n" for n in range(70_000)),
        3,
        "E201",
    ),
    Bomb(
        "1,000 unknown names among 2,000",
        GOOD
        + "unit_types: {platoon: {notice: 1 min}}\nplaces: {base: {kind: un_base}}\nunits:\n"
        + "".join(f"  {name}: {{type: platoon, at: base}}\n" for name in unlike_names(2000))
        + "msel:\n  - {id: I, type: contextual, at: H+1, to: ["
        + ", ".join(f"x{name}" for name in unlike_names(1000))
        + "]}\n",
        3,
        "E301",
    ),
    Bomb(
        "15,000 injects",
        _injects(15_000, "{{id: J{}, type: contextual, at: H+1}}"),
        7,
        "L104",
    ),
    Bomb(
        "4,000 injects in a chain",
        _injects(4_000, "{{id: J{}, type: contingency, if_missing: J{}}}")
        + "  - {id: J4000, type: contextual, at: H+1}\n",
        0,
        "W603",
    ),
    Bomb(
        "3,000 places in a chain",
        GOOD
        + "places:\n"
        + "".join(f"  p{n}: {{kind: place, at: 1 m north of p{n + 1}}}\n" for n in range(3_000))
        + "  p3000: {kind: place}\n",
        0,
        "",
    ),
]


def _ran(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A program in a process of its own, with the bomb and the limit as its arguments."""
    return subprocess.run(
        [sys.executable, "-c", program, "bomb.yaml", str(MOST_MEMORY)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.name.replace(" ", "_"))
def test_a_bomb_is_decided_within_two_seconds_and_300_megabytes(bomb: Bomb, tmp_path: Path) -> None:
    (tmp_path / "bomb.yaml").write_bytes(bomb.text if isinstance(bomb.text, bytes) else bomb.text.encode())
    (tmp_path / "one.yaml").write_text("uses: [two.yaml, two.yaml]\n", encoding="utf-8")
    (tmp_path / "two.yaml").write_text("uses: [one.yaml, one.yaml]\n", encoding="utf-8")
    done = _ran(GUARDED, tmp_path)
    assert done.returncode == bomb.status, done.stderr[-300:]
    assert f" {bomb.code}" in done.stdout or not bomb.code
    assert "Traceback" not in done.stderr


WASTE = {"time": "while True: pass", "memory": "x = [bytes(10_000_000) for _ in range(40)]"}


@pytest.mark.parametrize("sort", [*WASTE])
def test_the_limits_themselves_end_a_process_that_takes_more(sort: str, tmp_path: Path) -> None:
    if sort == "memory" and not os.path.exists("/proc/self/statm"):
        pytest.skip("only Linux says how much memory is taken")
    wasteful = GUARDED.replace('sys.exit(main(["check", sys.argv[1]]))', WASTE[sort])
    assert wasteful != GUARDED
    done = _ran(wasteful, tmp_path)
    assert done.returncode != 0
    assert sort == "time" or "MemoryError" in done.stderr
