"""``startex msel``: the MSEL as a workbook or CSV, out of a scenario and into one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.catalogue import tr, trn
from simulator.cli import imported
from simulator.cli.needs import Force, Scenario, check_target, have_extra, settled, write_result
from simulator.cli.out import complain, say, say_words
from simulator.errors import ExitStatus, ScenarioTooLarge, UsageError, status_of

if TYPE_CHECKING:
    from simulator.blueprint.model import Blueprint
    from simulator.exchange.msel import Read
    from simulator.exchange.recognise import Table
    from simulator.exchange.tables import Book

__all__ = ["Order", "app", "book_of", "read_msel", "table_kind"]

app = typer.Typer(
    name="msel",
    help="The MSEL as other programs keep it: workbooks, CSV, CAP messages.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_WORKBOOKS = (".xlsx", ".xlsm")


def table_kind(file: Path) -> str:
    """``xlsx`` or ``csv`` by the file's name; raises :class:`UsageError` for another, or without the extra."""
    suffix = file.suffix.lower()
    if suffix in _WORKBOOKS:
        have_extra("exchange", "openpyxl", "defusedxml")
        return "xlsx"
    if suffix in (".csv", ".tsv", ".txt"):
        return "csv"
    raise UsageError(tr("{file} is neither a workbook nor CSV; name it .xlsx or .csv", file=file))


@app.command("export")
def export(
    scenario: Scenario,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .xlsx or .csv file; with --cap a folder.")],
    cap: Annotated[bool, typer.Option("--cap", help="Each inject as a CAP 1.2 message with status Exercise.")] = False,
    force: Force = False,
) -> int:
    """Write the MSEL of a scenario; ``startex msel import`` reads it back without loss."""
    from simulator.exchange.compose import msel_of
    from simulator.exchange.msel import facts_rows, msel_rows
    from simulator.scenario.library import find_scenario
    from simulator.scenario.load import load, raise_if_wrong

    path = find_scenario(scenario)
    document = load(path, language=settled(path))
    raise_if_wrong(document)
    if cap:
        from simulator.blueprint.build import build

        language = document.scenario.language if document.scenario else "en"
        return _export_cap(build(document), file, Path(document.file).stem, language)
    msel = msel_of(document)
    kind, rows = table_kind(file), msel_rows(msel)
    if kind == "csv":
        from simulator.exchange.delimited import write_delimited

        content = write_delimited(rows)
    else:
        from simulator.exchange.columns import OWN
        from simulator.exchange.workbook import write_workbook

        plain = document.tree.plain()
        facts = facts_rows(plain if isinstance(plain, dict) else {})
        content = write_workbook({"MSEL": rows, "Exercise": facts}, [column.width for column in OWN])
    write_result(file, content, force=force)
    complain(trn("{n} inject is written to {file}", "{n} injects are written to {file}", len(msel), file=file))
    say(str(file))
    return int(ExitStatus.OK)


def _export_cap(blueprint: Blueprint, folder: Path, slug: str, language: str) -> int:
    """Messages into a folder that is there, each under a name of its own; none replaces a file."""
    from simulator.exchange.cap import messages

    if not folder.is_dir():
        raise UsageError(
            tr("{folder} is no folder; make it first, so that messages land where they should", folder=folder)
        )
    count = 0
    for name, content in messages(blueprint, slug, language):
        write_result(folder / name, content)
        count += 1
    complain(
        trn(
            "{n} CAP message with status Exercise is written to {folder}",
            "{n} CAP messages with status Exercise are written to {folder}",
            count,
            folder=folder,
        )
    )
    say(str(folder))
    return int(ExitStatus.OK)


@dataclass(frozen=True, slots=True)
class Order:
    """What an import was asked for."""

    file: Path
    into: str
    mapping: Path | None
    yes: bool
    said: tuple[str, str, str]
    leave_out: bool
    force: bool


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .xlsx or .csv file, ours or somebody else's.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="The scenario file to write.")] = None,
    into: Annotated[
        str, typer.Option("--into", metavar="SCENARIO", help="Lay the MSEL into this scenario; the rest of it stays.")
    ] = "",
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="FILE", help="What the columns mean; where it is not there it is written."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take the mapping that was recognised.")] = False,
    startex: Annotated[str, typer.Option("--startex", metavar="TIME", help="STARTEX: 2031-02-17T18:00+02:00.")] = "",
    dates: Annotated[str, typer.Option("--dates", metavar="ORDER", help="dmy or mdy, for dates like 3/4/2031.")] = "",
    within: Annotated[
        str, typer.Option("--within", metavar="SPAN", help="Limit of expected actions that have none.")
    ] = "30 min",
    leave_out: Annotated[bool, typer.Option("--leave-out", help="Go on without the wrong rows.")] = False,
    session: Annotated[
        Path | None, typer.Option("--session", metavar="DIR", help="Add what is still ahead to a session.")
    ] = None,
    force: Force = False,
) -> int:
    """Make a scenario of an MSEL, lay it into one, or add it to a session; what is not taken is said by its address."""
    order = Order(file, into, mapping, yes, (startex, dates, within), leave_out, force)
    if session is not None:
        if out is not None or into:
            raise UsageError(tr("--session adds to a session and writes no scenario: leave --out and --into away"))
        return _add_to(order, session)
    if out is None:
        raise UsageError(
            tr("say where the scenario goes with --out FILE, or which session it is for with --session DIR")
        )
    check_target(out, force=force)
    return _import(order, out)


def _add_to(order: Order, folder: Path) -> int:
    """Hand the rows that are still ahead to whoever plays a session."""
    from simulator.cli.terminal import now_here
    from simulator.runs.additions import additions
    from simulator.runs.inbox import hand_in
    from simulator.runs.sessions import look_at
    from simulator.units import format_clock

    found = look_at(folder)
    if any(entry.mark == "ended" for entry in found.history):
        raise UsageError(tr("the exercise of {folder} is over: nothing can be added to it", folder=folder))
    read = read_msel(order, order.said[0] or found.blueprint.startex)
    if isinstance(read, int):
        return read
    if imported.stopped(read, order.file, leave_out=order.leave_out):
        return int(ExitStatus.SCENARIO)
    made = additions(read, found, now_here().wall)
    if imported.stopped_ahead(made.problems, order.file, leave_out=order.leave_out):
        return int(ExitStatus.SCENARIO)
    for inject in made.injects:
        to = " ".join(inject.to) or tr("everybody")
        say_words(tr("+ {clock} {inject} to {to}", clock=format_clock(inject.due), inject=inject.inject, to=to))
    if not made.injects:
        complain(tr("nothing is handed in: no row is new and still ahead"))
        return int(ExitStatus.OK)
    hand_in(folder, made.injects)
    imported.handed_in(made.injects, folder)
    return int(ExitStatus.OK)


def _import(order: Order, out: Path) -> int:
    from simulator.exchange.compose import composed, msel_of, startex_of
    from simulator.exchange.msel import changes
    from simulator.scenario.library import find_scenario, read_file
    from simulator.scenario.load import load, raise_if_wrong

    base = find_scenario(order.into) if order.into else None
    document = load(base) if base else None
    startex = order.said[0]
    if document:
        raise_if_wrong(document)
        startex = startex or startex_of(document)
    read = read_msel(order, startex)
    if isinstance(read, int):
        return read
    if imported.stopped(read, order.file, leave_out=order.leave_out):
        return int(ExitStatus.SCENARIO)
    told = len(read.problems)
    title = order.file.stem.replace("_", " ")
    try:
        made = composed(read, out, read_file(base) if base else None, title=title, startex=startex)
    except ScenarioTooLarge as error:
        return imported.too_much(error.problems, len(read.msel), order.file)
    for problem in (*read.problems[told:], *made.problems):
        complain(str(problem))
    if made.errors:
        if status_of(made.problems) is ExitStatus.LIMIT:
            return imported.too_much((), len(read.msel), order.file)
        return imported.wrong(len(made.errors), into=bool(order.into))
    if document:
        for line in changes(msel_of(document), read.msel) or [tr("nothing changes")]:
            say_words(line)
    write_result(out, made.text.encode(), force=order.force)
    imported.written(len(read.msel), order.file, out)
    say(str(out))
    return int(ExitStatus.OK)


def read_msel(order: Order, startex: str) -> Read | int:
    """What the file says; an exit status where its mapping is still to be confirmed, or it cannot be read."""
    from simulator.exchange.msel import is_own, read_own

    book = book_of(order.file)
    if isinstance(book, int):
        return book
    if is_own(book):
        return read_own(book)
    tables = _mapped(book, order)
    if tables is None:
        return int(ExitStatus.USAGE if order.mapping is None else ExitStatus.OK)
    return _foreign(book, tables, order.file.stem.replace("_", " "), (startex, *order.said[1:]))


def book_of(file: Path) -> Book | int:
    """The tables of a file; the exit status where it cannot be read, after each problem with the file's name."""
    from simulator.errors import ScenarioError
    from simulator.exchange.delimited import read_delimited
    from simulator.exchange.workbook import read_workbook
    from simulator.scenario.library import read_file

    kind = table_kind(file)
    data = read_file(file)
    try:
        return read_workbook(data) if kind == "xlsx" else read_delimited(data)
    except ScenarioError as error:
        for problem in error.problems:
            complain(f"{file}: {problem}")
        return int(error.exit_status)


def _mapped(book: Book, order: Order) -> list[Table] | None:
    """The tables of somebody else's file; None where the mapping is still to be confirmed."""
    from simulator.exchange.recognise import mapping_of, recognised, tables_of
    from simulator.scenario.library import read_file
    from simulator.scenario.tree import parse_tree
    from simulator.scenario.writing import scenario_text

    kept = order.mapping
    if kept is not None and kept.exists():
        return tables_of(book, parse_tree(read_file(kept), str(kept))[0].plain(), str(kept))
    tables = recognised(book)
    text = scenario_text(mapping_of(tables))
    if kept is not None:
        write_result(kept, text.encode())
        complain(
            tr(
                "{mapping} is written: look at it, change what is wrong, and call this again to import {file}",
                mapping=kept,
                file=order.file,
            )
        )
        return None
    for line in text.rstrip("\n").split("\n"):
        complain(line)
    if order.yes:
        return tables
    complain(
        tr(
            "the columns of {file} seem to mean this; add --yes to take it, or --mapping FILE to keep it",
            file=order.file,
        )
    )
    return None


def _foreign(book: Book, tables: list[Table], title: str, said: tuple[str, str, str]) -> Read:
    from simulator.exchange.foreign import Choices, read_foreign
    from simulator.quantities import QuantityError, parse_number

    startex, dates, within = said
    if dates not in ("", "dmy", "mdy"):
        raise UsageError(tr("--dates {dates}: write dmy or mdy", dates=dates))
    try:
        choices = Choices(startex, dates, round(parse_number(within, "duration")))
        return read_foreign(book, tables, title, choices)
    except QuantityError as error:
        raise UsageError(f"{error}") from None
