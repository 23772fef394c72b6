"""``startex rehearse``: a scenario dry-run some hundreds of times, and what a rehearsal would have found out."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.catalogue import decimal, tr, trn, word
from simulator.cli.batch import LARGEST_SEED
from simulator.cli.needs import Scenario, check_target, have_extra, scenario_named, write_result
from simulator.cli.out import complain, dump, say, show
from simulator.errors import ExitStatus

if TYPE_CHECKING:
    from simulator.authoring.rehearsal.matrix import Tables
    from simulator.authoring.rehearsal.rehearsed import Finding, Rehearsed

__all__ = ["rehearse"]

MOST_RUNS = 100_000
_TO_SCREEN = "-"

Runs = Annotated[int, typer.Option(metavar="N", help="Dry runs.", min=2, max=MOST_RUNS)]
Seed = Annotated[int, typer.Option(help="Seed of every random draw.", min=0, max=LARGEST_SEED)]
Variant = Annotated[str, typer.Option(metavar="NAME", help="Rehearse this variant of the file.")]
Workers = Annotated[int | None, typer.Option(metavar="N", help="Worker processes: one a core.", min=1)]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 3 where there is an error or a warning.")]
Json = Annotated[str, typer.Option("--json", metavar="FILE", help="Write one JSON document; - prints it.")]
Force = Annotated[bool, typer.Option("--force", help="Write over a JSON document that exists.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress and no tables.")]


def rehearse(
    scenario: Scenario,
    runs: Runs = 300,
    seed: Seed = 1,
    variant: Variant = "",
    workers: Workers = None,
    strict: Strict = False,
    as_json: Json = "",
    force: Force = False,
    quiet: Quiet = False,
) -> int:
    """Dry-run a scenario and say what a rehearsal would have found out: what never happens, and what always does."""
    have_extra("batch", "scipy")
    from simulator.authoring.rehearsal.checks import findings
    from simulator.authoring.rehearsal.matrix import tables
    from simulator.units import tell_by_day

    check_target(Path(as_json) if as_json not in ("", _TO_SCREEN) else None, force=force)
    done = _rehearsed(scenario, runs, seed, variant, workers, quiet=quiet or as_json == _TO_SCREEN)
    tell_by_day(done.blueprint.startex, done.blueprint.duration)
    found, made = findings(done), tables(done) if done.runs else None
    if as_json:
        document = _document(done, found, made)
        if as_json == _TO_SCREEN:
            dump(document)
        else:
            write_result(Path(as_json), (json.dumps(document, indent=2) + "\n").encode(), force=force)
    if as_json != _TO_SCREEN:
        _tell(done, found, made, quiet=quiet)
    return _status(done, found, strict=strict)


def _rehearsed(scenario: str, runs: int, seed: int, variant: str, workers: int | None, *, quiet: bool) -> Rehearsed:
    """Read the file, say what a check would, and run it."""
    from simulator.authoring.rehearsal.conduct import Asked
    from simulator.authoring.rehearsal.conduct import rehearse as conduct
    from simulator.cli.outcome import progress
    from simulator.processes import cores
    from simulator.scenario.load import Document, load

    path, label = scenario_named(scenario)

    def _read(name: str) -> Document:
        return load(path, label=label, variant=name)

    document = _read(variant)
    width = min(workers or cores(), cores(), runs)
    title = document.scenario.title if document.scenario is not None else label
    with progress(title, quiet) as observe:
        done = conduct(document, Asked(runs, seed, width), variant=_read, observe=observe)
    said = [p for p in document.problems if p.severity != "error"]
    if said:
        complain(
            trn(
                "startex check says {n} thing besides of this file",
                "startex check says {n} things besides of this file",
                len(said),
            )
        )
    return done


# what is said


def _tell(done: Rehearsed, found: list[Finding], made: Tables | None, *, quiet: bool) -> None:
    if not quiet:
        _head(done)
    for finding in found:
        say(str(finding))
    if not quiet and made is not None:
        _show(made)
        _show_often(done)


def _head(done: Rehearsed) -> None:
    """What was run, and how long it would take in a room."""
    from simulator.authoring.rehearsal.matrix import room_time
    from simulator.authoring.rehearsal.thresholds import INJECT_MIN
    from simulator.units import format_span

    b = done.blueprint
    if b.handling:
        say(b.handling)
    variant = tr(", variant {variant}", variant=b.variant) if b.variant else ""
    told = {"title": b.title, "variant": variant, "seed": done.seed, "runs": done.number}
    if done.extra:
        more = tr("and {n} more in which decisions go otherwise", n=done.extra)
        say(tr("{title}{variant}, seed {seed}: {runs} dry runs, {more}", **told, more=more))
    else:
        say(tr("{title}{variant}, seed {seed}: {runs} dry runs", **told))
    least, most = room_time(b)
    say(
        trn(
            "{n} inject at {low} to {high} minutes each: {least} to {most} in a room; it spans {span}",
            "{n} injects at {low} to {high} minutes each: {least} to {most} in a room; it spans {span}",
            sum(spec.times for spec in b.injects),
            low=INJECT_MIN[0],
            high=INJECT_MIN[1],
            least=format_span(least),
            most=format_span(most),
            span=format_span(b.duration),
        )
    )
    say()


def _show(made: Tables) -> None:
    """Who has how much, and what is exercised when."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    titles = [tr(part.title) for part in made.parts]
    if made.load:
        say()
        say(tr("injects + questions in a run, by cell and part; in brackets the most that are open at once"))
        table = Table(tr("cell"), *titles, box=SIMPLE_HEAD)
        for cell in dict.fromkeys(row.cell for row in made.load):
            rows = [row for row in made.load if row.cell == cell]
            table.add_row(cell, *(decimal(f"{row.injects:.1f} + {row.questions:.1f} ({row.most:g})") for row in rows))
        show(table)
    if made.covered:
        say(tr("injects in a run, by objective, component and part"))
        table = Table(tr("objective"), tr("component"), *titles, box=SIMPLE_HEAD)
        cells = {(row.objective, row.component, row.part): decimal(f"{row.in_a_run:.1f}") for row in made.covered}
        for objective, component in dict.fromkeys((row.objective, row.component) for row in made.covered):
            row = (cells.get((objective, component, part.title), "-") for part in made.parts)
            table.add_row(objective, word(component), *row)
        show(table)
    if made.free:
        say(tr("serve no objective: {injects}", injects=", ".join(made.free)))


def _show_often(done: Rehearsed) -> None:
    """How often each question opened and each rule fired, and what the measures of the targets came to."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from simulator.authoring.rehearsal.often import often
    from simulator.units import format_amount, format_clock

    made = often(done)
    for heading, turns in ((tr("question"), made.decisions), (tr("rule"), made.rules)):
        if turns:
            table = Table(heading, tr("runs"), tr("half of them by"), tr("answers"), box=SIMPLE_HEAD)
            for turn in turns:
                answers = ", ".join(f"{one.option or '-'} {one.runs}" for one in turn.answers)
                table.add_row(
                    turn.name, str(turn.runs), format_clock(round(turn.middle)) if turn.runs else "-", answers
                )
            if not any(turn.answers for turn in turns):
                table.columns.pop()
            show(table)
    if made.targets:
        say(tr("what the targets' measures came to: one run in ten, half, nine in ten stay at or below"))
        table = Table(tr("objective"), tr("measure"), tr("asked"), "10 %", "50 %", "90 %", tr("runs"), box=SIMPLE_HEAD)
        for row in made.targets:
            came = (format_amount(value, row.unit) for value in (row.low, row.middle, row.high))
            table.add_row(row.objective, row.measure, row.asked, *came, str(row.runs))
        table.columns[1].overflow = "fold"  # a name that is typed elsewhere is shown whole
        show(table)


def _status(done: Rehearsed, found: list[Finding], *, strict: bool) -> int:
    grades = Counter(finding.severity for finding in found)
    complain(
        tr(
            "{errors}, {warnings} and {notices}",
            errors=trn("{n} error", "{n} errors", grades["error"]),
            warnings=trn("{n} warning", "{n} warnings", grades["warning"]),
            notices=trn("{n} notice", "{n} notices", grades["notice"]),
        )
    )
    if done.stopped_by:
        complain(
            trn(
                "stopped after {n} dry run; what is said rests on this one",
                "stopped after {n} dry runs; what is said rests on these",
                done.number,
            )
        )
        return 128 + done.stopped_by
    grave = grades["error"] + grades["warning"]
    return int(ExitStatus.SCENARIO if strict and grave else ExitStatus.OK)


def _document(done: Rehearsed, found: list[Finding], made: Tables | None) -> dict[str, Any]:
    from dataclasses import asdict

    from simulator.authoring.rehearsal.matrix import room_time
    from simulator.authoring.rehearsal.often import often

    least, most = room_time(done.blueprint)
    return {
        "scenario": done.blueprint.name,
        "title": done.blueprint.title,
        "handling": done.blueprint.handling,
        "variant": done.blueprint.variant,
        "seed": done.seed,
        "runs": done.number,
        "runs_of_pairs": done.extra,
        "failed": len(done.failed),
        "stopped_by": done.stopped_by,
        "room_time_s": {"least": least, "most": most, "exercise": done.blueprint.duration},
        "findings": [asdict(finding) for finding in found],
        "decisions": [asdict(verdict) for verdict in done.verdicts.values()],
        **(made.plain() if made is not None else {}),
        **often(done).plain(),
    }
