"""What ``startex msel``, ``ground`` and ``forces import`` say of what came in, and of what stopped it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.catalogue import tr, trn
from simulator.cli.out import complain
from simulator.errors import ExitStatus, Problem, errors_in

if TYPE_CHECKING:
    from simulator.commands import PutInject
    from simulator.exchange.msel import Read

__all__ = ["handed_in", "stopped", "stopped_ahead", "tell_first", "tell_unwritten", "too_much", "written", "wrong"]

_MOST_LINES = 500
"""rows or features left out that are named one by one"""


def tell_first(lines: Sequence[str]) -> None:
    """The first of some lines about a file, and how many more there are."""
    for line in lines[:_MOST_LINES]:
        complain(f"  {line}")
    if len(lines) > _MOST_LINES:
        complain(tr("  and {n} more", n=len(lines) - _MOST_LINES))


def tell_unwritten(errors: Sequence[Problem], file: Path | str) -> None:
    """Say that errors of a file stopped its import."""
    complain(
        trn(
            "nothing is written: {n} error; mend it in {file}",
            "nothing is written: {n} errors; mend them in {file}",
            len(errors),
            file=file,
        )
    )


def stopped(read: Read, file: Path, *, leave_out: bool) -> bool:
    """Say everything that a file gave reason for; True where its errors stop the import."""
    errors = errors_in(read.problems)
    for problem in read.problems:
        complain(str(problem))
    if errors and not leave_out:
        complain(
            trn(
                "nothing is written: {n} error in {file}; mend it, or add --leave-out",
                "nothing is written: {n} errors in {file}; mend them, or add --leave-out",
                len(errors),
                file=file,
            )
        )
        return True
    if not read.msel:
        complain(tr("nothing is written: {file} has no row that makes an inject", file=file))
        return True
    return False


def wrong(errors: int, *, into: bool) -> int:
    """Say that what was made of a file is no scenario, and where it is mended; the exit status."""
    if into:
        said = trn(
            "nothing is written: {n} error; mend it in the file",
            "nothing is written: {n} errors; mend them in the file",
            errors,
        )
    else:
        said = trn(
            "nothing is written: {n} error; mend it, or say --into a scenario that knows these names",
            "nothing is written: {n} errors; mend them, or say --into a scenario that knows these names",
            errors,
        )
    complain(said)
    return int(ExitStatus.SCENARIO)


def too_much(problems: Sequence[Problem], injects: int, file: Path) -> int:
    """Say that a file is more than one scenario takes, and what to do; the exit status."""
    for problem in problems:
        complain(f"{problem.code}: {problem.message}")
    complain(
        tr("nothing is written: the {n} injects of {file} are more than one scenario takes;", n=injects, file=file)
    )
    complain(tr("split the workbook, by days or storylines, and make a scenario of each part"))
    return int(ExitStatus.LIMIT)


def written(injects: int, file: Path, out: Path) -> None:
    """Say that a scenario has been written."""
    complain(
        trn(
            "{n} inject of {file} is written. Try: startex check {out}",
            "{n} injects of {file} are written. Try: startex check {out}",
            injects,
            file=file,
            out=out,
        )
    )


def stopped_ahead(problems: Sequence[Problem], file: Path, *, leave_out: bool) -> bool:
    """Say what is wrong with rows that are for a session; True where errors stop them."""
    for problem in problems:
        complain(str(problem))
    errors = len(errors_in(problems))
    if errors and not leave_out:
        complain(
            trn(
                "nothing is handed in: {n} error in {file}; mend it, or add --leave-out",
                "nothing is handed in: {n} errors in {file}; mend them, or add --leave-out",
                errors,
                file=file,
            )
        )
        return True
    return False


def handed_in(injects: Sequence[PutInject], folder: Path) -> None:
    """Say that injects lie ready for whoever plays a session."""
    complain(
        trn(
            "{n} inject is handed in, and safe: who plays {folder} has it in a second or two,",
            "{n} injects are handed in, and safe: who plays {folder} has them in a second or two,",
            len(injects),
            folder=folder,
        )
    )
    complain(tr("and if nobody does, startex resume takes them first"))
