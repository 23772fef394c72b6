"""What ``startex batch`` says on the way and at the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from simulator.catalogue import decimal, tr, trn
from simulator.cli.out import complain, fail, say
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
            rate = tr("{n:.1f}/s", n=now.new / bar.tasks[0].elapsed) if bar.tasks[0].elapsed else ""
            bar.update(task, total=now.of, completed=now.finished, rate=rate, said=shown(_running(now)))

        yield _step


def _running(now: Progress) -> str:
    failed = trn("{n} failed  ", "{n} failed  ", now.failed) if now.failed else ""
    return failed + (f"{now.measure} {_mean(now.measure, now.interval)}" if now.interval else "")


def _mean(measure: str, interval: Any) -> str:
    """A mean with its interval as people read it."""
    from simulator.measures import MEASURES
    from simulator.units import format_amount

    unit = MEASURES[measure].unit
    if interval is None:
        return "-"
    mean = format_amount(round(interval.mean, 3), unit)
    if interval.low != interval.low:  # one replication says nothing of the spread
        return mean
    scale = 100 if unit in ("share", "level") else 1
    digits = 0 if unit in ("share", "level") or abs(interval.mean) >= 100 else 1
    low, high = (decimal(f"{end * scale:.{digits}f}") for end in (interval.low, interval.high))
    return tr("{mean} ({low} to {high})", mean=mean, low=low, high=high)


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
    from simulator.measures import MEASURES

    if experiment.handling:
        say(experiment.handling)
    arms = [arm.id for arm in experiment.arms]
    _tell_size(experiment, done, len(arms))
    shown_arms = arms[:_ARMS_SHOWN]
    wide = max(map(len, shown_arms))
    for measure in experiment.first_measures:
        say()
        say(f"{measure} - {tr(MEASURES[measure].about)}")
        for arm in shown_arms:
            interval = done.intervals[arm][measure]
            some = tr("  in {n}", n=interval.n) if interval and interval.n < done.replications[arm] else ""
            say(f"  {arm:<{wide}}  {_mean(measure, interval)}{some}")
    if more := arms[_ARMS_SHOWN:]:
        say(trn("  ... and {n} more arm, in results.parquet", "  ... and {n} more arms, in results.parquet", len(more)))
    say()
    say(tr("means, with the interval in which the true mean lies with 95 % confidence; in N: it came up in so many"))
    say(tr("digest {digest}", digest=done.digest))


def _tell_size(experiment: Experiment, done: Done, arms: int) -> None:
    """How much was run."""
    least, most = min(done.replications.values()), max(done.replications.values())
    say(
        trn(
            "{title}, seed {seed}: {count} replications of {n} arm",
            "{title}, seed {seed}: {count} replications of {n} arms",
            arms,
            title=experiment.title,
            seed=experiment.seed,
            count=least if least == most else tr("{least} to {most}", least=least, most=most),
        )
    )
    if sets := len(experiment.assumptions) - 1:
        say(
            trn(
                "and as many with {n} set of assumed numbers, which the means below leave out",
                "and as many with each of {n} sets of assumed numbers, which the means below leave out",
                sets,
            )
        )


def status(done: Done) -> int:
    """Say how it ended and how to go on; gives the exit status."""
    for line in done.not_narrow[:10]:
        complain(tr("not as narrow as asked for: {what}", what=line))
    for row in done.quarantined[:10]:
        complain(
            tr(
                "{arm}, replication {replication} is set aside: {why}; try: {command}",
                arm=row["arm"],
                replication=row["replication"],
                why=row["why"],
                command=row["command"],
            )
        )
    if done.quarantined[10:]:
        complain(tr("and {n} more, in manifest.json", n=len(done.quarantined) - 10))
    if done.lost:
        fail(done.lost)
    if done.whole:
        complain(tr("the results are in {folder}; compare: startex compare {folder}", folder=done.folder))
        return int(ExitStatus.OK)
    complain(tr("what is finished is in {folder}; the same call again does the rest", folder=done.folder))
    return 128 + done.stopped_by if done.stopped_by else int(ExitStatus.PARTIAL)
