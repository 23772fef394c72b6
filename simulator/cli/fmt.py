"""``startex fmt``: scenario files in the one layout."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.catalogue import tr, trn
from simulator.cli.out import complain, fail, say
from simulator.errors import ExitStatus, ScenarioError, SimulatorError

if TYPE_CHECKING:
    from simulator.authoring.formatting import Formatted

__all__ = ["fmt"]


def fmt(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenario files, or libraries of them.")],
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit status 3 if a file would change.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,
) -> int:
    """Lay scenario files out alike: blanks and columns only; comments, order and meaning stay."""
    worst, changed = int(ExitStatus.OK), 0
    for name in files:
        try:
            differs = _one(name, write=not (check or diff), show=diff)
        except ScenarioError as error:
            for problem in error.problems:
                complain(str(problem))
            worst = max(worst, int(error.exit_status))
            continue
        except SimulatorError as error:
            fail(error)
            worst = max(worst, int(error.exit_status))
            continue
        changed += differs
    if check or diff:
        said = trn(
            "{some} of {n} file would be laid out", "{some} of {n} files would be laid out", len(files), some=changed
        )
    else:
        said = trn("{some} of {n} file laid out", "{some} of {n} files laid out", len(files), some=changed)
    complain(said)
    return max(worst, int(ExitStatus.SCENARIO)) if check and changed else worst


def _one(name: str, *, write: bool, show: bool) -> bool:
    """Lay out one file; whether it was not so before."""
    from simulator.authoring.drafts import replace_file
    from simulator.authoring.formatting import formatted
    from simulator.scenario.library import read_file

    path = Path(name)
    data = read_file(path)
    made = formatted(data, name)
    if made.changed and show:
        _show(name, made)
    elif made.changed:
        say(name)
        if write:
            replace_file(path, data, made.data)
    return made.changed


def _show(name: str, made: Formatted) -> None:
    before, after = made.before.splitlines(), made.after.splitlines()
    lines = list(unified_diff(before, after, name, tr("{file}, laid out", file=name), lineterm=""))
    for line in lines:
        say(line)
    if not lines:
        say(tr("{file}: only its encoding or its line ends", file=name))
