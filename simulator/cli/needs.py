"""What several commands need alike: a scenario by its name, an extra of the package, a place to write a result."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from simulator.catalogue import tr
from simulator.errors import SimulatorError, StorageError, UsageError

__all__ = [
    "Force",
    "Scenario",
    "check_target",
    "have_extra",
    "listed",
    "scenario_named",
    "settled",
    "settled_in",
    "write_result",
]

Scenario = Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of a shipped one.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]


def scenario_named(reference: str) -> tuple[Path, str]:
    """The file of a scenario, and what it is called in messages; raises :class:`UsageError` where there is none."""
    from simulator.scenario.library import find_scenario

    path = find_scenario(reference)
    return path, str(path) if Path(reference).exists() else path.name


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them, the last after an *and*."""
    if len(names) < 2:
        return "".join(names)
    return tr("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


def settled(scenario: Path) -> str:
    """The language for a scenario's words; everything else is said in it as well, unless another was asked for."""
    from simulator.catalogue import settle
    from simulator.scenario.library import read_file
    from simulator.scenario.translations import languages_of
    from simulator.scenario.tree import parse_tree
    from simulator.system import environment

    tree, _ = parse_tree(read_file(scenario), scenario.name)
    return settle(environment(), languages_of(tree))


def settled_in(folder: Path) -> None:
    """Speak the language of a session's words, unless another was asked for; what is no session says nothing here."""
    from simulator.catalogue import settle
    from simulator.record.journal import header_of
    from simulator.system import environment

    try:
        words = header_of(folder).get("language")
    except SimulatorError:
        return
    if isinstance(words, str) and words:
        settle(environment(), (words,))


def have_extra(extra: str, *names: str) -> None:
    """Raises :class:`UsageError` saying what to install, where a library of an extra is missing."""
    from importlib.util import find_spec

    if missing := [name for name in names if find_spec(name) is None]:
        raise UsageError(
            tr('{names} must be there for this: pip install "startex[{extra}]"', names=listed(missing), extra=extra)
        )


def check_target(out: Path | None, *, force: bool) -> None:
    """Refuse what cannot be written before anything is worked out.  Raises UsageError and StorageError."""
    if out is None:
        return
    if out.is_dir():
        raise UsageError(tr("{file} is a folder; give the name of a file", file=out))
    if out.exists() and not force:
        raise UsageError(tr("{file} exists; choose another name, or add --force", file=out))
    if not out.absolute().parent.is_dir():
        raise StorageError(tr("{file} cannot be written: there is no folder {folder}", file=out, folder=out.parent))


def write_result(file: Path, content: bytes, *, force: bool = False) -> None:
    """Write a result whole or not at all; raises UsageError where it would replace one, and StorageError."""
    from simulator.system import write_new, write_over

    try:
        (write_over if force else write_new)(str(file), content)
    except FileExistsError:
        raise UsageError(tr("{file} exists; choose another name, or add --force", file=file)) from None
    except OSError as error:
        raise StorageError(tr("{file} cannot be written: {why}", file=file, why=error.strerror)) from None
