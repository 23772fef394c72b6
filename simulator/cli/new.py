"""``startex new``: a first draft of a scenario, from questions, from options or from a shipped one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.catalogue import marked, tr
from simulator.cli.brought import Brought, drafted
from simulator.cli.look import KINDS
from simulator.cli.out import complain, say
from simulator.errors import StorageError, UsageError

if TYPE_CHECKING:
    from simulator.authoring.drafting import Wish

__all__ = ["new"]

_DEVICES = r"(?i)con|prn|aux|nul|com\d|lpt\d"
"""names that some systems keep for themselves"""


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the scenario; NAME.yaml is written here.")],
    site: Annotated[str, typer.Option(help="Kind of site: protection_site, open_settlement, town.")] = "",
    people: Annotated[int, typer.Option(help="How many people live there, all sites together.", min=0)] = 0,
    sites: Annotated[int, typer.Option(help="How many sites of that kind.", min=0)] = 0,
    forces: Annotated[
        str, typer.Option(help="Kinds of unit: infantry_platoon=2,ambulance_team=1; or a .csv or .xlsx of them.")
    ] = "",
    ground: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Places, perimeter and routes as GeoJSON, instead of a site.")
    ] = None,
    msel: Annotated[Path | None, typer.Option(metavar="FILE", help="The MSEL as .xlsx or .csv.")] = None,
    hazard: Annotated[list[str] | None, typer.Option(help="What happens; may be given several times.")] = None,
    begins: Annotated[str, typer.Option(help="STARTEX: 2031-03-01T06:00+02:00.")] = "",
    lasts: Annotated[str, typer.Option(help="From STARTEX to ENDEX: 8 h.")] = "",
    command: Annotated[str, typer.Option(help="Command structure: missions, small.")] = "",
    from_: Annotated[str, typer.Option("--from", metavar="SCENARIO", help="Begin with a copy of this one.")] = "",
    ask: Annotated[bool, typer.Option("--ask", help="Ask for what the options do not say.")] = False,
) -> int:
    """Write a commented scenario that checks clean and runs: out of building blocks, see startex list --blocks.

    In a terminal and without options it asks. Without a terminal it writes the starter, which explains every section.
    """
    brought = Brought.of(ground, forces, msel)
    options = {"site": site, "people": people, "sites": sites, "forces": brought.kinds, "hazards": tuple(hazard or ())}
    options |= {"begins": begins, "lasts": lasts, "command": command}
    given = {key: value for key, value in options.items() if value}
    stem = _stem(name)
    title = stem.replace("_", " ").replace("-", " ").capitalize()
    if from_ and (given or ask):
        raise UsageError(tr("--from begins with a copy; change the copy instead of giving other options"))
    if brought and (from_ or ask):
        raise UsageError(tr("files make a draft without --from and --ask; startex ground, forces and msel lay them in"))
    text = _copy(from_, title) if from_ else _draft(title, given, brought, stem, ask=ask)
    if isinstance(text, int):
        return text
    _write(f"{stem}.yaml", text)
    return 0


def _stem(name: str) -> str:
    stem = name.removesuffix(".yaml")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}", stem) or re.fullmatch(_DEVICES, stem):
        raise UsageError(tr("{name!r} cannot be the name of a scenario; use letters, digits, - and _", name=name))
    return stem


def _write(target: str, text: str) -> None:
    from simulator.system import write_new

    try:
        write_new(target, text.encode())
    except FileExistsError:
        raise UsageError(tr("{file} exists; choose another name", file=target)) from None
    except OSError as error:
        raise StorageError(tr("{file} cannot be written here: {why}", file=target, why=error.strerror)) from None
    complain(tr("{file} is written. Try: startex check {file}; startex run {file}", file=target))
    say(target)


def _copy(reference: str, title: str) -> str:
    """A scenario's own text under another title; what it uses is found in the shipped folder."""
    from simulator.scenario.library import find_scenario, read_file
    from simulator.scenario.writing import with_section

    path = find_scenario(reference)
    return with_section(read_file(path), path.name, "title", title)


def _draft(title: str, given: dict[str, Any], brought: Brought, stem: str, *, ask: bool) -> str | int:
    """A draft's text; the exit status where a file stops it."""
    if brought:
        return drafted(title, given, brought, Path(f"{stem}.yaml"))
    from simulator.authoring.drafting import Wish, draft, starter
    from simulator.system import somebody_answers

    answers = somebody_answers()
    if ask and not answers:
        raise UsageError(
            tr("there is no terminal to ask in; say what you want with options, as startex new --help shows")
        )
    if not given and not answers:
        return starter(title)
    wish = Wish(title, **given)
    return draft(_asked(wish, given) if ask or not given else wish)


# questions


def _asked(wish: Wish, given: dict[str, Any]) -> Wish:
    """The wish with an answer to each question that no option has answered; Enter takes what stands in brackets."""
    from simulator.authoring.blocks import blocks, hazards_for
    from simulator.authoring.drafting import draft, usual_people

    if "site" in given or "hazards" not in given:
        draft(wish)  # what the options say must be possible before anybody answers a question
    known = blocks()
    for key, question, kind in _QUESTIONS:
        if key in given:
            continue
        fitting = [b for b in known if b.kind == kind and (not b.sites or wish.site in b.sites)]
        _tell(kind, {b.name: b.about for b in fitting})
        usual = {"sites": 1, "people": usual_people(wish.site, wish.sites), "hazards": hazards_for(wish.site)[0]}
        wish = _ask(wish, key, question, usual.get(key, getattr(wish, key)))
    return wish


_QUESTIONS = (
    ("site", marked("What kind of site?"), "site"),
    ("sites", marked("How many sites of that kind?"), ""),
    ("people", marked("How many people, all together?"), ""),
    ("hazards", marked("What happens? (names with commas between)"), "hazard"),
    ("forces", marked("Which forces?"), "unit type"),  # not for people
    ("begins", marked("When does it begin (STARTEX)?"), ""),
    ("lasts", marked("How long does it last?"), ""),
    ("command", marked("Which command structure?"), "command structure"),  # not for people
)
"""what is asked: the field of the wish, the question, and the kind of block that answers it"""


def _tell(kind: str, rows: dict[str, str]) -> None:
    """What there is to choose from."""
    if not rows:
        return
    complain(tr("{heading}:", heading=tr(KINDS[kind]).capitalize()))
    wide = max(map(len, rows))
    for name, about in rows.items():
        complain(f"  {name:<{wide}}  {tr(about)}")


def _ask(wish: Wish, key: str, question: str, usual: object) -> Wish:
    """The wish with the answer to one question, which is asked again until it can be."""
    from dataclasses import replace

    from simulator.authoring.drafting import draft

    while True:
        answer: Any = str(typer.prompt(tr(question), default=usual, type=str, err=True)).strip()
        if isinstance(usual, int):
            if not answer.isdecimal():
                complain(tr("{text!r} is not {what}", text=answer, what=tr("a whole number")))
                continue
            answer = int(answer)
        if key == "hazards":
            answer = tuple(part.strip() for part in answer.split(",") if part.strip())
        value: dict[str, Any] = {key: answer}
        tried = replace(wish, **value)
        try:
            draft(tried)
        except UsageError as error:
            complain(str(error))
        else:
            return tried
