"""``startex run``: one headless run, told as a time line, measures and a digest."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.catalogue import tr, trn
from simulator.cli.needs import Scenario, check_target, scenario_named, write_result
from simulator.cli.out import complain, dump, say
from simulator.display import shown
from simulator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.runs.headless import Run

__all__ = ["pairs_of", "run", "sets_of"]

_LARGEST_SEED = 2**63 - 1


def pairs_of(given: list[str], option: str, form: str) -> dict[str, str]:
    """NAME=VALUE options as a mapping; raises :class:`UsageError` saying the ``form`` of ``option``."""
    pairs = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise UsageError(tr("{option} {text!r} is not of the form {form}", option=option, text=text, form=form))
        pairs[name.strip()] = value.strip()
    return pairs


def sets_of(given: list[str]) -> dict[str, str]:
    """What ``--set`` was given, by path; raises UsageError."""
    return pairs_of(given, "--set", tr("PATH=VALUE, as in units.qrf_1.notice='60 min'"))


@contextmanager
def _progress(title: str, quiet: bool) -> Iterator[Callable[[int, int], object] | None]:
    """A bar on standard error, where somebody can see it, once a run takes longer than a second."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from simulator.units import format_clock

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[at]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(shown(title), total=1, at="", visible=False)
        began = time.monotonic()

        def _step(now: int, end: int) -> None:
            bar.update(task, total=end, completed=now, at=format_clock(now), visible=time.monotonic() - began > 1)

        yield _step


def run(
    scenario: Scenario,
    seed: Annotated[int, typer.Option(help="Seed of every random draw.", min=0, max=_LARGEST_SEED)] = 1,
    replication: Annotated[int, typer.Option(help="Number of the replication.", min=0, max=10**9)] = 0,
    variant: Annotated[str, typer.Option(help="A variant of the scenario.")] = "",
    settings: Annotated[list[str], typer.Option("--set", metavar="PATH=VALUE", help="Change one value.")] = [],  # noqa: B006
    decide: Annotated[
        list[str], typer.Option("--decide", metavar="DECISION=OPTION", help="What the room decides.")
    ] = [],  # noqa: B006
    log: Annotated[Path | None, typer.Option(metavar="F.jsonl", help="Write the canonical event log.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a log that exists.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No time line.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Every event in the time line.")] = False,
) -> int:
    """Run a scenario once: a time line, the measures, and the digest of the log."""
    from simulator.cli.titles import titles_of
    from simulator.runs.headless import blueprint_of, check_decisions, run_once
    from simulator.units import tell_by_day

    check_target(log, force=force)
    path, label = scenario_named(scenario)
    blueprint = blueprint_of(path, label=label, variant=variant, sets=sets_of(settings))
    tell_by_day(blueprint.startex, blueprint.duration)
    choices = pairs_of(decide, "--decide", tr("DECISION=OPTION"))
    check_decisions(choices, blueprint)
    with _progress(blueprint.title, quiet or as_json) as progress:
        done = run_once(blueprint, seed, replication, decide=choices, progress=progress)
    if log is not None:
        write_result(log, done.lines, force=force)
    if as_json:
        dump(_document(done))
    else:
        title = titles_of(blueprint, path, variant=variant, sets=sets_of(settings))
        _tell(done, title, quiet=quiet, full=full, log=log)
    return 0


def _document(done: Run) -> dict[str, Any]:
    from simulator.measures import MEASURES
    from simulator.readers.targets import findings
    from simulator.runs.headless import ENGINE_REVISION

    b = done.blueprint
    return {
        "scenario": b.name,
        "title": b.title,
        "handling": b.handling,
        "variant": b.variant,
        "seed": done.seed,
        "replication": done.replication,
        "engine_revision": ENGINE_REVISION,
        "digest": done.digest,
        "endex_s": done.endex,
        "events": len(done.log),
        "steps": done.steps,
        "measures": {
            name: {"value": value, "unit": MEASURES[name].unit, "k": MEASURES[name].k}
            for name, value in done.measures.items()
        },
        "targets": [
            {"objective": f.objective, "measure": f.measure, "asked": f.asked, "value": f.value, "met": f.met}
            for f in findings(b, done.measures)
        ],
        "assumptions": [{"parameter": name, "value": text, "source": source} for name, text, source in b.assumptions],
    }


def _tell(done: Run, title: Callable[[str], str], *, quiet: bool, full: bool, log: Path | None) -> None:
    from simulator.cli.numbers import tell_numbers
    from simulator.readers.story import timeline
    from simulator.units import clock_column

    b = done.blueprint
    if b.handling:
        say(b.handling)
    variant = tr(" - variant {variant}", variant=b.variant) if b.variant else ""
    say(tr("{title}{variant}, seed {seed}", title=b.title, variant=variant, seed=done.seed))
    if not quiet:
        say()
        for event, text, count in timeline(done.log, everything=full, title=title):
            say(f"{clock_column(event.at, 11)}  {text}{f' (x{count})' if count > 1 else ''}  [{event.seq}]")
    say()
    tell_numbers(b, done.measures, few=quiet)
    say()
    assumed = sum(1 for _, _, source in b.assumptions if source != "this scenario")
    say(
        tr(
            "{events}; {assumed} numbers are assumptions (--json lists them); one run is one of many",
            events=trn("{n} event", "{n} events", len(done.log)),
            assumed=assumed,
        )
    )
    say(tr("digest {digest}", digest=done.digest))
    if log is not None:
        complain(tr("the log is in {file}; ask it: startex why {file} SEQ", file=log))
