"""``startex batch``: many replications of many arms, into one folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.catalogue import tr, trn
from simulator.cli.needs import Scenario, have_extra, scenario_named
from simulator.cli.out import complain, dump
from simulator.errors import UsageError

if TYPE_CHECKING:
    from simulator.runs.batch.arms import Arm
    from simulator.runs.batch.conduct import Asked
    from simulator.runs.batch.designs import Design
    from simulator.runs.batch.experiment import Experiment
    from simulator.runs.batch.pools import Pool

__all__ = ["batch"]

LARGEST_SEED = 2**63 - 1
MOST_REPLICATIONS = 10**7

Variants = Annotated[str, typer.Option(metavar="A,B", help="Variants; base is the file as it stands, all is each.")]
Number = Annotated[int | None, typer.Option("--replications", "-n", metavar="N", help="Replications of each arm: 100.")]
Seed = Annotated[int | None, typer.Option(help="Seed of every random draw: 1.", min=0, max=LARGEST_SEED)]
Settings = Annotated[list[str], typer.Option("--set", metavar="PATH=VALUE", help="Change one value in every arm.")]
Vary = Annotated[list[str], typer.Option(metavar="PATH=5..60min", help="Vary a value: a range, or values a,b,c.")]
Kind = Annotated[
    str, typer.Option("--design", metavar="KIND", help="How what varies is combined: factorial|lhs|sobol.")
]
Points = Annotated[int | None, typer.Option(metavar="N", help="Points of a design, or values of each range.")]
DesignFile = Annotated[Path | None, typer.Option(metavar="FILE", help="A design in YAML; options here go before it.")]
Decide = Annotated[list[str], typer.Option(metavar="DECISION=A,B", help="What the room decides; several are arms.")]
Assumptions = Annotated[int | None, typer.Option(metavar="N", help="Also N sets of assumed numbers.", min=0)]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of the results: SCENARIO-batch.")]
Workers = Annotated[int | None, typer.Option(metavar="N", help="Worker processes: one a core.")]
Chunk = Annotated[int | None, typer.Option(metavar="N", help="Replications handed over at once: by what they take.")]
Cluster = Annotated[str, typer.Option(metavar="ADDRESS", help="Send the work to a Dask scheduler: tls://host:8786.")]
TlsCa = Annotated[Path | None, typer.Option(metavar="FILE", help="Certificate of the authority, for the cluster.")]
TlsCert = Annotated[Path | None, typer.Option(metavar="FILE", help="Our certificate, for the cluster.")]
TlsKey = Annotated[Path | None, typer.Option(metavar="FILE", help="Our key, for the cluster.")]
Confirm = Annotated[bool, typer.Option("--confirm-handling", help="A restricted file may go to this cluster.")]
Precise = Annotated[
    list[str], typer.Option("--precision", metavar="5%", help="Stop when intervals are this narrow; measure=WIDTH too.")
]
Least = Annotated[int, typer.Option(metavar="N", help="Replications before it may stop.", min=2)]
Most = Annotated[int | None, typer.Option(metavar="N", help="Replications at which it stops: 2000.")]
Csv = Annotated[bool, typer.Option("--csv", help="Write results and times as CSV too.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress and no table.")]


@dataclass(frozen=True)
class Call:
    """What was asked for, as it stands on the command line."""

    scenario: str
    variants: str
    replications: int | None
    seed: int | None
    settings: list[str]
    vary: list[str]
    design: str
    points: int | None
    design_file: Path | None
    decide: list[str]
    assumptions: int | None
    out: Path | None
    workers: int | None
    chunk: int | None
    cluster: str
    tls_ca: Path | None
    tls_cert: Path | None
    tls_key: Path | None
    confirm_handling: bool
    precision: list[str]
    least: int
    most: int | None
    csv: bool
    as_json: bool
    quiet: bool


def batch(
    scenario: Scenario,
    variants: Variants = "",
    replications: Number = None,
    seed: Seed = None,
    settings: Settings = [],  # noqa: B006
    vary: Vary = [],  # noqa: B006
    design: Kind = "",
    points: Points = None,
    design_file: DesignFile = None,
    decide: Decide = [],  # noqa: B006
    assumptions: Assumptions = None,
    out: Out = None,
    workers: Workers = None,
    chunk: Chunk = None,
    cluster: Cluster = "",
    tls_ca: TlsCa = None,
    tls_cert: TlsCert = None,
    tls_key: TlsKey = None,
    confirm_handling: Confirm = False,
    precision: Precise = [],  # noqa: B006
    least: Least = 30,
    most: Most = None,
    csv: Csv = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Run a scenario many times, arm by arm, into a folder; the same call again finishes what is missing."""
    given = locals()
    return _conducted(Call(**{field.name: given[field.name] for field in fields(Call)}))


def _conducted(call: Call) -> int:
    """Everything but reading the command line."""
    have_extra("batch", "pyarrow", "scipy")
    from simulator.cli import outcome
    from simulator.runs.batch.conduct import run_batch

    experiment, asked = _prepared(call)
    folder = call.out or Path(f"{experiment.name}-batch")
    pool = _pool(call, experiment)
    with outcome.progress(experiment.title, call.quiet or call.as_json) as observe:
        done = run_batch(experiment, folder, asked, pool=pool, observe=observe)
    for name in done.damaged:
        complain(
            tr(
                "{file} was damaged; it is set aside, and what it held was run again",
                file=done.folder / "shards" / name,
            )
        )
    if call.as_json:
        dump(outcome.document(experiment, done))
    elif not call.quiet:
        outcome.tell(experiment, done)
    return outcome.status(done)


def _first(*values: Any) -> Any:
    return next((value for value in values if value not in (None, "", [], {})), None)


def _prepared(call: Call) -> tuple[Experiment, Asked]:
    """The experiment and how it is to be run.  Raises ScenarioError and UsageError before anything is written."""
    from simulator.cli.look import variants_of as known_variants
    from simulator.cli.run import sets_of
    from simulator.runs.batch.arms import arms_of, read_decisions, variants_of
    from simulator.runs.batch.experiment import experiment_of
    from simulator.scenario.design import DesignFile as Written
    from simulator.scenario.design import read_design

    path, label = scenario_named(call.scenario)
    written = read_design(call.design_file) if call.design_file else Written()
    known = known_variants(call.scenario)
    seed = int(_first(call.seed, written.seed, 1))
    fixed, options = read_decisions([*call.decide, *written.decide_texts(call.decide)])
    design = _design(call, written, options, seed)
    sets = {**written.settings, **sets_of(call.settings)}
    names = variants_of(_first(call.variants, ",".join(written.variants), "base"), known)
    arms = arms_of(names, known, design, sets, fixed)
    number = int(_first(call.assumptions, written.assumptions, 0))
    _plausible(call, written)
    experiment = experiment_of(path, label, seed, arms, design, number)
    return experiment, _asked(call, written, experiment, arms)


def _design(call: Call, written: Any, options: list[Any], seed: int) -> Design:
    from simulator.runs.batch.designs import design_of, read_factor

    varied = {**written.vary_texts(), **dict(_vary(text) for text in call.vary)}
    factors = [read_factor(path, text) for path, text in varied.items()]
    kind = _first(call.design, written.design, "none")
    return design_of(kind, [*factors, *options], _first(call.points, written.points), seed)


def _vary(text: str) -> tuple[str, str]:
    path, sign, values = text.partition("=")
    if not sign or not path.strip():
        raise UsageError(tr("--vary {text!r} is not of the form PATH=LOW..HIGH or PATH=a,b,c", text=text))
    return path.strip(), values.strip()


def _plausible(call: Call, written: Any) -> None:
    """Numbers that make no batch are refused before any work is done."""
    number = _first(call.replications, written.replications)
    for option, value, most in (
        ("-n", number, MOST_REPLICATIONS),
        ("--most", call.most, MOST_REPLICATIONS),
        ("--chunk", call.chunk, MOST_REPLICATIONS),
        ("--workers", call.workers, None),
    ):
        if value is not None and (value < 1 or (most is not None and value > most)):
            if not most:
                raise UsageError(tr("{option} {value}: give 1 or more", option=option, value=value))
            raise UsageError(
                tr("{option} {value}: give 1 or more, and at most {most:,}", option=option, value=value, most=most)
            )
    if call.most is not None and not (call.precision or written.precision):
        raise UsageError(tr("--most needs --precision; without one give -n"))
    if call.most is not None and call.most < call.least:
        raise UsageError(tr("--most {most} is less than --least {least}", most=call.most, least=call.least))


def _asked(call: Call, written: Any, experiment: Experiment, arms: list[Arm]) -> Asked:
    from simulator.processes import cores
    from simulator.runs.batch.conduct import Asked
    from simulator.runs.batch.tally import read_precision

    precision = read_precision(call.precision or written.precision, experiment.first_measures)
    number = int(_first(call.replications, written.replications, 100))
    if precision:
        number = int(_first(call.most, call.replications, written.replications, 2000))
    most = min(cores(), number * len(arms) * len(experiment.assumptions))
    workers = call.workers or most
    if workers > cores():
        complain(
            trn(
                "--workers {workers}: this machine has {n} core; {n} worker is used",
                "--workers {workers}: this machine has {n} cores; {n} workers are used",
                cores(),
                workers=workers,
            )
        )
        workers = cores()
    return Asked(number, call.least, precision, workers, call.chunk, call.csv)


def _pool(call: Call, experiment: Experiment) -> Callable[[], Pool] | None:
    """The cluster's workers, if a cluster was named."""
    if not call.cluster:
        if call.tls_ca or call.tls_cert or call.tls_key or call.confirm_handling:
            raise UsageError(tr("--tls-ca, --tls-cert, --tls-key and --confirm-handling need --cluster ADDRESS"))
        return None
    have_extra("cluster", "distributed")
    from simulator.runs.batch.cluster import ClusterPool, Tls, check_handling

    tls = Tls(call.tls_ca, call.tls_cert, call.tls_key)
    check_handling(experiment.handling, call.cluster, tls, confirmed=call.confirm_handling)
    return lambda: ClusterPool(call.cluster, tls)
