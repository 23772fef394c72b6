"""Which lesson is modelled where, what takes it away, and what that is worth: docs/coverage.md, and its measurements.

    python docs/coverage.py                           writes docs/coverage.md out of what is stored
    python docs/coverage.py --check                   exit status 1 if the page is stale
    python docs/coverage.py --measure                 measures what is missing or stale, then writes
    python docs/coverage.py --measure NAME -n 300     these, whatever is stored

Rows stand in docs/coverage/*.toml, results in docs/coverage/results/NAME.json.  What is finished of a batch is kept in
the folder of --work, which docs/study.py shares: a second call does the rest.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from lessons import (  # noqa: E402
    EVERY,
    SOURCES,
    Lesson,
    Verdict,
    difference_said,
    lessons,
    not_modelled,
    state_of,
    toggled,
    verdict_of,
)
from measured import BEFORE, batch_of, blueprint, keep, result_of, sha_of, stored  # noqa: E402

from simulator.engine.engine import ENGINE_REVISION  # noqa: E402
from simulator.processes import cores  # noqa: E402
from simulator.scenario.library import find_scenario, shipped  # noqa: E402

PAGE = ROOT / "docs" / "coverage.md"

HEAD = """# What of the lessons is modelled

<!-- written by docs/coverage.py; do not edit: change docs/coverage/*.toml, or run make coverage -->

The project works from a list of 55 lessons, C01 to C55, taken from three documents: {sources}.
Each row names the words of its source, the mechanism that models it, the variant of a scenario that takes it away,
and the measure on which the file as it stands should be better. *Difference* is the variant minus the file as it
stands, over pairs of replications with the same seeds, with its 95 % interval; it holds chance only, not what nobody
knows about assumed numbers. A difference that is nil or of the other sign is a *finding*: it is reported, and nothing
was bent to avoid it. `make coverage` measures what is missing or stale. What a lesson is worth can be assumed as a
whole - the rules of a zone, a statement in public -: then the row shows the assumption, and nothing is ranked.
"""


def counted() -> Iterator[str]:
    """How much of the list is where."""
    rows, kinds = lessons(), Counter(verdict_of(row).kind for row in lessons())
    modelled = {row.id for row in rows}
    silent = [name for name in EVERY if name not in modelled and name not in not_modelled()]
    findings = kinds["nil"] + kinds["other sign"] + kinds["unclear"]
    scenarios = len({row.scenario for row in rows})
    yield f"- {len(modelled)} of {len(EVERY)} lessons are modelled, in {len(rows)} rows of {scenarios} scenarios."
    yield f"- {kinds['shown']} rows are as claimed and clear of 0; {findings} are findings."
    yield f"- {kinds['none']} rows are not measured."
    yield f"- {len(not_modelled())} lessons are context and not modelled."
    if silent:
        yield f"- No scenario has these yet: {', '.join(silent)}."


def table() -> Iterator[str]:
    """Every row, by lesson."""
    yield "| lesson | words of the source | mechanism | scenario, variant | sets | measure | difference | verdict |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in lessons():
        mechanism = f"[{Path(row.mechanism).name}](../{row.mechanism})"
        where = f"[{row.scenario}](../scenarios/{row.scenario}.yaml) `{row.variant}`"
        paths = ", ".join(f"`{path}`" for path in toggled(row))
        measure = f"`{row.measure}`, {row.better} is better"
        verdict, state = verdict_of(row), state_of(row)
        words = f"{verdict.words} ({state})" if state and verdict.kind != "none" else verdict.words
        cells = (row.id, f"“{row.phrase}” [{row.source}]", mechanism, where, paths, measure, _said(row, verdict), words)
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _said(row: Lesson, verdict: Verdict) -> str:
    found = verdict.difference
    if not found or not found["n"]:
        return "-"
    said = difference_said(found, row.measure)
    pairs = f"{found['n']} pairs" + (f", {found['missing']} without one of the two" if found["missing"] else "")
    return f"{said}; {pairs}"


def findings() -> Iterator[str]:
    """Rows whose effect is nil, of the other sign, or too small to be told."""
    odd = [(row, verdict_of(row)) for row in lessons()]
    for row, verdict in odd:
        if verdict.kind in ("nil", "other sign", "unclear"):
            words = verdict.words.removeprefix("*finding*: ")
            yield f"- {row.id} in `{row.scenario}` on `{row.measure}`: {words} ({_said(row, verdict)})."


def absent() -> Iterator[str]:
    """What nothing models, and why."""
    yield "| lesson | words of the source | why not |"
    yield "|---|---|---|"
    for row in not_modelled().values():
        yield f"| {row['id']} | “{row['phrase']}” [{row['source']}] | {row['reason']} |"


def stale() -> Iterator[str]:
    """Which results do not count any more, or are not there."""
    for name in dict.fromkeys(row.scenario for row in lessons()):
        rows = [row for row in lessons() if row.scenario == name]
        for state in dict.fromkeys(filter(None, map(state_of, rows))):
            which = ", ".join(row.id for row in rows if state_of(row) == state)
            yield f"- `{name}`: {which}: {state}."


def measured() -> Iterator[str]:
    """How each scenario was measured."""
    yield "| scenario | replications | seed | engine revision | digest of the results |"
    yield "|---|---|---|---|---|"
    for path in shipped():
        if found := stored(path.stem):
            counts = (found["replications"], found["seed"], found["engine_revision"])
            yield f"| {path.stem} | {' | '.join(map(str, counts))} | `{found['results_sha256'][:16]}` |"


def page() -> str:
    """The whole page."""
    sources = "; ".join(f"[{sign}] {name}" for sign, name in SOURCES.items())
    parts = [HEAD.format(sources=sources), *counted(), "", *table(), ""]
    for title, lines in (
        ("Findings", findings()),
        ("Not modelled", absent()),
        ("Results that are missing or stale", stale()),
        ("How it was measured", measured()),
    ):
        if found := list(lines):
            parts += [f"## {title}", "", *found, ""]
    return "\n".join(parts).rstrip() + "\n"


# measuring


def wanted(names: Sequence[str]) -> list[Path]:
    """The scenarios that are named; without names those whose result is missing or stale."""
    if names:
        return [find_scenario(name) for name in names]
    return [path for path in shipped() if _is_due(path)]


def _is_due(path: Path) -> bool:
    rows = [row for row in lessons() if row.scenario == path.stem]
    if any(map(state_of, rows)):
        return True
    ends = ["base", *(v for v in (BEFORE,) if v in blueprint(path).variants)]
    found = stored(path.stem)
    if len(ends) < 2 or found is None:
        return len(ends) > 1
    fresh = all(found["blueprints"].get(name) == sha_of(path, name) for name in ends)
    return not fresh or found["engine_revision"] != ENGINE_REVISION


def measure(path: Path, work: Path, replications: int, workers: int) -> None:
    """Measure one scenario and keep its result."""
    rows = [(row.variant, row.measure) for row in lessons() if row.scenario == path.stem]
    print(keep(result_of(batch_of(path, work, replications, workers), path, rows)))


def main() -> int:
    """Measure if that is asked for; write the page, or say that it is stale."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", nargs="*", metavar="NAME", help="measure these scenarios, or all that are due")
    parser.add_argument("-n", type=int, default=300, help="replications of each variant")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "study", help="folder of the batches")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="say whether the page is fresh")
    asked = parser.parse_args()
    if asked.measure is not None:
        for path in wanted(asked.measure):
            measure(path, asked.work, asked.n, min(asked.workers, cores()))
    text = page()
    if asked.check:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
        if not fresh:
            sys.stderr.write("stale: docs/coverage.md; run make docs\n")
        return 0 if fresh else 1
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
