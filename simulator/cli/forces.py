"""``startex forces``: the order of battle of a scenario as a table, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.catalogue import tr, trn
from simulator.cli.imported import tell_first, tell_unwritten
from simulator.cli.needs import Force, Scenario, check_target, write_result
from simulator.cli.out import complain, say, say_words
from simulator.errors import ExitStatus, UsageError, status_of

if TYPE_CHECKING:
    from simulator.exchange.forces.read import Read
    from simulator.exchange.laid import Laid

__all__ = ["app", "forces_said", "known_kinds"]

app = typer.Typer(
    name="forces",
    help="The order of battle as other programs keep it: CSV, workbooks.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("export")
def export(
    scenario: Scenario,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A .csv or .xlsx file; without it CSV is printed.")
    ] = None,
    force: Force = False,
) -> int:
    """Write the forces of a scenario; ``startex forces import`` reads them back without loss."""
    from simulator.blueprint.build import inspect
    from simulator.cli.exchange import table_kind
    from simulator.exchange.delimited import write_delimited
    from simulator.exchange.forces.columns import COLUMNS, sections_of
    from simulator.exchange.forces.rows import forces_rows
    from simulator.exchange.workbook import write_workbook
    from simulator.scenario.library import find_scenario
    from simulator.scenario.load import load, raise_if_wrong

    kind = table_kind(out) if out else "csv"
    document = load(find_scenario(scenario))
    inspect(document)
    raise_if_wrong(document)
    rows = forces_rows(sections_of(document.tree.plain()), known_kinds())
    if len(rows) == 1:
        raise UsageError(tr("{scenario} has no forces: there is no order of battle to write", scenario=scenario))
    if out is None:
        for line in write_delimited(rows).decode("utf-8-sig").splitlines():
            say(line)
        return int(ExitStatus.OK)
    widths = [column.width for column in COLUMNS if column.head in rows[0]]
    content = (
        write_delimited(rows) if kind == "csv" else write_workbook({"Forces": rows}, widths)
    )  # not for people: an import finds it again
    write_result(out, content, force=force)
    complain(trn("{n} entry is written to {file}", "{n} entries are written to {file}", len(rows) - 1, file=out))
    say(str(out))
    return int(ExitStatus.OK)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .xlsx file, ours or somebody else's.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The scenario file to write.")],
    into: Annotated[
        str, typer.Option("--into", metavar="SCENARIO", help="Lay the forces into this scenario; the rest of it stays.")
    ] = "",
    startex: Annotated[str, typer.Option("--startex", metavar="TIME", help="STARTEX of a new scenario.")] = "",
    force: Force = False,
) -> int:
    """Make a scenario of an order of battle, or lay it into one; what cannot be taken is named with the reason."""
    from simulator.cli.exchange import book_of
    from simulator.exchange.forces.laid import laid
    from simulator.exchange.forces.read import read_forces
    from simulator.scenario.library import find_scenario, read_file
    from simulator.scenario.load import load, raise_if_wrong

    check_target(out, force=force)
    base = find_scenario(into) if into else None
    if base:
        raise_if_wrong(load(base))
    book = book_of(file)
    if isinstance(book, int):
        return book
    read = read_forces(book, str(file))
    title = file.stem.replace("_", " ")
    made = laid(read, out, read_file(base) if base else None, known_kinds(), title=title, startex=startex)
    if status := forces_said(made):
        return status
    if base:
        for line in made.changes or [tr("nothing changes")]:
            say_words(line)
    write_result(out, made.text.encode(), force=force)
    _taken(read.rows - len(read.left_out), file, out)
    say(str(out))
    return int(ExitStatus.OK)


def _taken(entries: int, file: Path, out: Path) -> None:
    """Say how much of a file is in a scenario."""
    complain(
        trn(
            "{n} entry of {file} is in {out}. Try: startex check {out}",
            "{n} entries of {file} are in {out}. Try: startex check {out}",
            entries,
            file=file,
            out=out,
        )
    )


def known_kinds() -> dict[str, dict[str, Any]]:
    """The kinds of unit of the shipped library, as they stand there."""
    from simulator.exchange.forces.columns import sections_of
    from simulator.exchange.forces.laid import LIBRARY
    from simulator.scenario.library import read_file, scenario_folder
    from simulator.scenario.tree import parse_tree

    return sections_of(parse_tree(read_file(scenario_folder() / LIBRARY), LIBRARY)[0].plain())["unit_types"]


def forces_said(made: Laid[Read]) -> int:
    """Say everything that a file gave reason for; the exit status where its errors stop the import."""
    read = made.found
    for problem in (*read.problems, *made.problems):
        complain(str(problem))
    if read.left_out:
        complain(tr("left out, {some} of {n} rows:", some=len(read.left_out), n=read.rows))
        tell_first(read.left_out)
    if made.errors:
        tell_unwritten(made.errors, read.file)
    elif not read.entries:
        complain(tr("nothing is written: {file} has no row that makes a unit", file=read.file))
        return int(ExitStatus.SCENARIO)
    return int(status_of(made.errors))
