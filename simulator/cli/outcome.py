"""What ``startex batch`` says on the way and at the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from simulator.cli.out import complain, say
from simulator.display import shown
from simulator.errors import ExitStatus

if TYPE_CHECKING:
    from simulator.runs.batch.conduct import Done, Progress
    from simulator.runs.batch.experiment import Experiment

__all__ = ["document", "progress", "status", "tell"]

_ARMS_SHOWN = 12


# on the way


@contextmanager
def progress(title: str, quiet: bool) -> Iterator[Callable[[Progress], object]]:
    """A bar on standard error, where somebody can see it."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
        TextColumn("{task.fields[said]}", markup=False),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(shown(title), total=None, rate="", said="")

        def _step(now: Progress) -> None:
            rate = f"{now.new / bar.tasks[0].elapsed:.1f}/s" if bar.tasks[0].elapsed else ""
            bar.update(task, total=now.of, completed=now.finished, rate=rate, said=shown(_running(now)))

        yield _step


def _running(now: Progress) -> str:
    failed = f"{now.failed} failed  " if now.failed else ""
    return failed + (f"{now.measure} {_mean(now.measure, now.interval)}" if now.interval else "")


def _mean(measure: str, interval: Any) -> str:
    """A mean with its interval as people read it."""
    from simulator.units import format_amount
    from simulator.vocabulary import MEASURES

    unit = MEASURES[measure].unit
    if interval is None:
        return "-"
    mean = format_amount(round(interval.mean, 3), unit)
    if interval.low != interval.low:  # one replication says nothing of the spread
        return mean
    scale = 100 if unit in ("share", "level") else 1
    digits = 0 if unit in ("share", "level") or abs(interval.mean) >= 100 else 1
    return f"{mean} ({interval.low * scale:.{digits}f} to {interval.high * scale:.{digits}f})"


# at the end


def document(experiment: Experiment, done: Done) -> dict[str, Any]:
    """What ``--json`` gives."""

    def _row(interval: Any) -> dict[str, Any] | None:
        if interval is None:
            return None
        known = interval.low == interval.low
        ends = (interval.low, interval.high) if known else (None, None)
        return {"n": interval.n, "mean": interval.mean, "low": ends[0], "high": ends[1]}

    return {
        "folder": str(done.folder),
        "state": "whole" if done.whole else "partial",
        "scenario": experiment.name,
        "title": experiment.title,
        "handling": experiment.handling,
        "seed": experiment.seed,
        "arms": [arm.id for arm in experiment.arms],
        "assumptions": len(experiment.assumptions) - 1,
        "replications": done.replications,
        "new": done.new,
        "quarantined": done.quarantined,
        "not_narrow": done.not_narrow,
        "results_digest": done.digest,
        "measures": {arm: {m: _row(i) for m, i in rows.items()} for arm, rows in done.intervals.items()},
    }


def tell(experiment: Experiment, done: Done) -> None:
    """A plain table of the means, arm by arm."""
    from simulator.vocabulary import MEASURES

    if experiment.handling:
        say(experiment.handling)
    arms = [arm.id for arm in experiment.arms]
    least, most = min(done.replications.values()), max(done.replications.values())
    count = f"{least}" if least == most else f"{least} to {most}"
    say(f"{experiment.title}, seed {experiment.seed}: {count} replications of {len(arms)} arm{'s' * (len(arms) != 1)}")
    if sets := len(experiment.assumptions) - 1:
        say(f"and as many with each of {sets} sets of assumed numbers, which the means below leave out")
    shown_arms = arms[:_ARMS_SHOWN]
    wide = max(map(len, shown_arms))
    for measure in experiment.first_measures:
        say()
        say(f"{measure} - {MEASURES[measure].about}")
        for arm in shown_arms:
            interval = done.intervals[arm][measure]
            some = f"  in {interval.n}" if interval and interval.n < done.replications[arm] else ""
            say(f"  {arm:<{wide}}  {_mean(measure, interval)}{some}")
    if len(arms) > len(shown_arms):
        say(f"  ... and {len(arms) - len(shown_arms)} more arms, in results.parquet")
    say()
    say("means, with the interval in which the true mean lies with 95 % confidence; in N: it came up in so many")
    say(f"digest {done.digest}")


def status(done: Done) -> int:
    """Say how it ended and how to go on; gives the exit status."""
    for line in done.not_narrow[:10]:
        complain(f"not as narrow as asked for: {line}")
    for row in done.quarantined[:10]:
        complain(f"{row['arm']}, replication {row['replication']} is set aside: {row['why']}; try: {row['command']}")
    if done.quarantined[10:]:
        complain(f"and {len(done.quarantined) - 10} more, in manifest.json")
    if done.lost:
        complain(f"startex: {done.lost}")
    if done.whole:
        complain(f"the results are in {done.folder}; compare: startex compare {done.folder}")
        return int(ExitStatus.OK)
    complain(f"what is finished is in {done.folder}; the same call again does the rest")
    return 128 + done.stopped_by if done.stopped_by else int(ExitStatus.PARTIAL)
