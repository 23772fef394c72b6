"""``startex check``: every problem of some files, at once."""

from __future__ import annotations

from typing import Annotated

import typer

from simulator.catalogue import tr, trn
from simulator.cli.needs import scenario_named
from simulator.cli.out import complain, dump, fail, say
from simulator.errors import Problem, ScenarioError, SimulatorError, UsageError, errors_in, status_of

__all__ = ["check", "problems_of"]


def problems_of(reference: str, variant: str = "") -> tuple[list[Problem], int]:
    """Every problem of one scenario, in reading order, and the exit status it calls for."""
    from simulator.blueprint.build import inspect
    from simulator.scenario.load import in_order, load

    path, label = scenario_named(reference)
    try:
        document = load(path, label=label, variant=variant)
        inspect(document)
    except ScenarioError as error:
        return list(error.problems), int(error.exit_status)
    found = in_order(document.problems)
    return found, int(status_of(found))


def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenario files, or names of shipped ones.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
    every_variant: Annotated[bool, typer.Option("--variants", help="Check every variant as well.")] = False,
    again: Annotated[bool, typer.Option("--watch", help="Check again when a file or a library changes.")] = False,
) -> int:
    """Report every problem of scenario files: file:line:col, a code, plain words, a remedy."""
    if not again:
        return _check(files, as_json=as_json, every_variant=every_variant)
    if as_json:
        raise UsageError(tr("--json is one document, and --watch would be many"))
    from simulator.cli.watch import watch

    return watch(files, lambda: _checked(files, every_variant=every_variant))


def _checked(files: list[str], *, every_variant: bool) -> int:
    """A check whose failure is said, and ends nothing: the next change may mend it."""
    try:
        return _check(files, as_json=False, every_variant=every_variant)
    except SimulatorError as error:
        fail(error)
        return int(error.exit_status)


def _check(files: list[str], *, as_json: bool, every_variant: bool) -> int:
    everything: list[Problem] = []
    worst = 0
    for reference in files:
        names = [""]
        found, status = problems_of(reference)
        if every_variant and not status:
            from simulator.cli.look import variants_of

            names += variants_of(reference)
        for name in names[1:]:
            more, other = problems_of(reference, name)
            found += [p for p in more if p not in found]
            status = max(status, other)
        everything += found
        worst = max(worst, status)
    if as_json:
        rows = ("file", "line", "col", "code", "severity", "message", "hint")
        dump({"problems": [{row: getattr(p, row) for row in rows} for p in everything]})
        return worst
    for problem in everything:
        say(str(problem))
    errors = len(errors_in(everything))
    others = len(everything) - errors
    complain(
        trn(
            "{errors}, {others} in {n} file",
            "{errors}, {others} in {n} files",
            len(files),
            errors=trn("{n} error", "{n} errors", errors),
            others=trn("{n} warning or notice", "{n} warnings and notices", others),
        )
    )
    return worst
