"""What files of other programs bring to a draft of ``startex new``: the ground, the forces, the MSEL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.catalogue import tr
from simulator.cli.imported import tell_unwritten
from simulator.cli.needs import check_target
from simulator.cli.out import complain
from simulator.errors import ExitStatus, UsageError, errors_in, status_of

if TYPE_CHECKING:
    from simulator.exchange.msel import Read

__all__ = ["Brought", "drafted"]

_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm")
"""how files of forces end, so that they are no kinds of unit"""
_OF_A_SITE = ("site", "people", "sites", "hazards")
_BEGINS = "2031-03-01T06:00+02:00"


@dataclass(frozen=True, slots=True)
class Brought:
    """The files that a draft is made with, and kinds of unit where no file of forces is named."""

    ground: Path | None
    forces: Path | None
    msel: Path | None
    kinds: str = ""

    @classmethod
    def of(cls, ground: Path | None, forces: str, msel: Path | None) -> Brought:
        """What options say; ``forces`` is a file by its ending, else kinds of unit."""
        table = Path(forces) if Path(forces).suffix.lower() in _TABLES else None
        return cls(ground, table, msel, "" if table else forces)

    def __bool__(self) -> bool:
        return any((self.ground, self.forces, self.msel))


@dataclass(frozen=True, slots=True)
class _Stopped(Exception):
    """A file's errors stop the draft; they have been said."""

    status: int


def drafted(title: str, given: Mapping[str, Any], brought: Brought, target: Path) -> str | int:
    """The text of a draft with what the files hold laid in; the exit status where one of them stops it."""
    check_target(target, force=False)
    if brought.ground and (odd := [name for name in _OF_A_SITE if name in given]):
        raise UsageError(
            tr("--ground brings a ground of its own: leave {names} away, which are of a site", names=", ".join(odd))
        )
    try:
        return _drafted(title, dict(given), brought, target)
    except _Stopped as stopped:
        return stopped.status


def _drafted(title: str, given: dict[str, Any], brought: Brought, target: Path) -> str:
    from simulator.authoring.drafting import Wish, draft
    from simulator.authoring.formatting import formatted

    msel = _msel(brought.msel, given)
    if brought.ground:
        given |= _ground(brought.ground, target, title, str(given.get("begins") or _BEGINS))
    kinds = given.get("forces", Wish(title).forces)
    if brought.ground or brought.forces:
        given["forces"] = ""
    text = draft(Wish(title, **given))
    if brought.ground or brought.forces:
        text = _forces(brought.forces, kinds, text, target)
    if msel is not None and brought.msel:
        text = _with_msel(msel, text, target, brought.msel)
    return formatted(text.encode(), str(target)).after


# the ground


def _ground(file: Path, target: Path, title: str, begins: str) -> dict[str, Any]:
    """What a map brings to a wish: its sections as lines, and where it lies."""
    from simulator.cli.ground import ground_said
    from simulator.exchange.geojson import read_geojson
    from simulator.exchange.land import laid
    from simulator.exchange.properties import SECTIONS
    from simulator.scenario.library import read_file
    from simulator.scenario.tree import parse_tree
    from simulator.scenario.writing import scenario_text

    collection = read_geojson(read_file(file))
    made = laid(collection, target, None, title=title, startex=begins)
    if status := ground_said(made, len(collection.features), file):
        raise _Stopped(status)
    plain: Any = parse_tree(made.text.encode(), str(target))[0].plain()
    lines = {name: scenario_text({name: plain[name]}).splitlines()[1:] for name in SECTIONS if plain.get(name)}
    return {"brought": lines, "where": (plain["clock"]["latitude"], plain["clock"]["longitude"])}


# the forces


def _forces(file: Path | None, kinds: str, text: str, target: Path) -> str:
    """The draft with the forces of a file, or of kinds, at the places that it has."""
    from simulator.authoring.drafting import forces_of
    from simulator.cli.exchange import book_of
    from simulator.cli.forces import forces_said, known_kinds
    from simulator.exchange.forces.laid import laid
    from simulator.exchange.forces.read import read_forces
    from simulator.exchange.tables import Book, Sheet

    if file is None:
        names = [(f"{kind}_{n + 1}", kind) for kind, number in forces_of(kinds).items() for n in range(number)]
        rows = [("Id", "Kind"), *names]  # not for people: heads of a table that is read at once
        held = {number: dict(enumerate(row, 1)) for number, row in enumerate(rows, 1)}
        book: Book | int = Book([Sheet("", {row: {**cells} for row, cells in held.items()})])
    else:
        book = book_of(file)
    if isinstance(book, int):
        raise _Stopped(book)
    read = read_forces(book, str(file or "--forces"))
    made = laid(read, target, text.encode(), known_kinds(), home=_home(text, target))
    if status := forces_said(made):
        raise _Stopped(status)
    return made.text


def _home(text: str, target: Path) -> str:
    """Where those are who have no place that is there: the first base, else the first place."""
    from simulator.scenario.tree import parse_tree

    plain: Any = parse_tree(text.encode(), str(target))[0].plain()
    places = plain.get("places", {})
    return next((n for n, fields in places.items() if fields.get("kind") == "un_base"), next(iter(places), ""))


# the MSEL


def _msel(file: Path | None, given: dict[str, Any]) -> Read | None:
    """What an MSEL says; when it begins and how long it lasts are put into what is wished, where nobody says so."""
    from simulator.cli.exchange import Order, read_msel
    from simulator.exchange.schedule import duration_for
    from simulator.quantities import QuantityError
    from simulator.units import parse_when

    if file is None:
        return None
    order = Order(file, "", None, True, (str(given.get("begins", "")), "", "30 min"), False, False)
    read = read_msel(order, str(given.get("begins", "")))
    if isinstance(read, int):
        raise _Stopped(read)
    for problem in read.problems:
        complain(str(problem))
    if errors_in(read.problems) or not read.msel:
        complain(tr("nothing is written: {file} has errors, or no row that makes an inject", file=file))
        raise _Stopped(int(ExitStatus.SCENARIO))
    last = 0
    for inject in read.msel:
        try:
            last = max(last, parse_when(str(inject.get("at", "H+0"))))
        except QuantityError:
            continue  # a date, or a mistake that the check says
    clock = read.facts.get("clock", {})
    given.setdefault("begins", clock.get("startex") or _BEGINS)
    given.setdefault("lasts", duration_for(max(last, 6 * 3600)))
    return read


def _with_msel(read: Read, text: str, target: Path, file: Path) -> str:
    """The draft with an MSEL laid in, and whom it tells and what it serves."""
    from simulator.exchange.compose import composed
    from simulator.scenario.load import load
    from simulator.scenario.writing import with_section

    document = load(target, label=str(target), data=text.encode())
    scenario = document.scenario
    plain: Any = document.tree.plain()
    assert scenario is not None
    known = {*scenario.cells, *scenario.roles, *scenario.units, *scenario.command, *scenario.contingents}
    names = [str(name) for inject in read.msel for name in inject.get("to", ()) if str(name) not in known]
    if new := list(dict.fromkeys(names)):
        leads = {name: f"{name[:58]}_lead" for name in new}
        cells = {name: {"roles": [leads[name]], "played_by": "room"} for name in new}
        text = with_section(text.encode(), str(target), "cells", {**plain["cells"], **cells})
        roles = {leads[name]: {"title": tr("Lead of {name}", name=name)} for name in new}
        text = with_section(text.encode(), str(target), "roles", roles)
    served = {str(inject["objective"]): "" for inject in read.msel if inject.get("objective")}
    served |= {str(row.get("id")): row for row in read.facts.get("objectives", []) if str(row.get("id")) in served}
    stands = [row for row in plain.get("objectives", []) if row["id"] not in served]
    if served:
        rows = [row or {"id": name, "text": name} for name, row in served.items()]
        text = with_section(text.encode(), str(target), "objectives", [*stands, *rows])
    made = composed(read, target, text.encode(), title="")
    for problem in made.problems:
        complain(str(problem))
    if made.errors:
        tell_unwritten(made.errors, file)
        raise _Stopped(int(status_of(made.problems)))
    return made.text
