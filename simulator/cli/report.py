"""``startex report``: the after-action report and improvement plan of a session."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.catalogue import tr
from simulator.cli.needs import check_target, have_extra, settled_in, write_result
from simulator.cli.out import complain, say
from simulator.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from simulator.report.document import Document
    from simulator.runs.beside.rows import Beside

__all__ = ["FORMS", "form_of", "report", "written"]

FORMS = (".docx", ".html", ".md", ".json")
RUNS = 60
"""runs of the plan that are made where nobody says"""
MOST_RUNS = 10_000

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a session.")]
Out = Annotated[
    Path | None, typer.Option(metavar="FILE", help="A .docx, .html, .md or .json file; else Markdown here.")
]
Audience = Annotated[str, typer.Option(metavar="staff|players", help="Who reads it: players see nothing of EXCON's.")]
Redact = Annotated[bool, typer.Option("--redact", help="Leave out names and what people wrote.")]
Plan = Annotated[Path | None, typer.Option(metavar="BATCH_DIR", help="A batch of the same scenario to stand beside.")]
Runs = Annotated[
    int, typer.Option(metavar="N", help="Runs of the plan to stand beside, 0 for none.", min=0, max=MOST_RUNS)
]
Force = Annotated[bool, typer.Option("--force", help="Write over a file that exists.")]


def report(
    folder: Folder,
    out: Out = None,
    audience: Audience = "staff",
    redact: Redact = False,
    plan: Plan = None,
    runs: Runs = RUNS,
    force: Force = False,
) -> int:
    """Write the after-action report of a session: evidence, ratings, the room beside its plan, an improvement plan."""
    form = form_of(out)
    check_target(out, force=force)
    from simulator.report.compose import after_action
    from simulator.report.material import gather
    from simulator.report.voice import PLAYERS, STAFF, Reader

    if audience not in (STAFF, PLAYERS):
        raise UsageError(
            tr("--audience {audience!r}: say {staff} or {players}", audience=audience, staff=STAFF, players=PLAYERS)
        )
    settled_in(folder)
    material = gather(folder)
    for notice in material.notices:
        complain(notice)
    if runs and material.log:
        material = replace(material, beside=_beside(folder, runs, plan))
    elif plan is not None:
        raise UsageError(tr("--plan needs runs of the session's own plan beside it: leave --runs 0 out"))
    document = after_action(material, Reader(audience, redact))
    if out is None:
        for line in written(document, form).decode().splitlines():
            say(line)
    else:
        write_result(out, written(document, form), force=force)
        complain(tr("the report is in {file}", file=out))
    whole = not runs or not material.log or material.beside is not None
    return int(ExitStatus.OK if whole else ExitStatus.PARTIAL)


def _beside(folder: Path, runs: int, plan: Path | None) -> Beside | None:
    """The session beside its plan; says what is being done, for it takes a while."""
    have_extra("batch", "scipy", *(["pyarrow"] if plan else []))
    from simulator.runs.beside.batches import planned
    from simulator.runs.beside.conduct import PAIRS, beside

    given = planned(plan, folder) if plan is not None else None
    complain(
        tr(
            "{runs} runs of the plan and of each variant, {pairs} pairs of futures of each moment; "
            "--runs 0 leaves it out",
            runs=runs,
            pairs=PAIRS,
        )
    )
    found = beside(folder, runs, planned=given)
    if found is None:
        complain(tr("the workers ended before their time: the report is without runs of the plan; try fewer --runs"))
    return found


def form_of(out: Path | None) -> str:
    """The form by the file's name; raises UsageError for another, or where the libraries for it are missing."""
    form = ".md" if out is None else out.suffix.lower()
    if form not in FORMS:
        raise UsageError(tr("{file}: name it {forms} or {last}", file=out, forms=", ".join(FORMS[:-1]), last=FORMS[-1]))
    needed = {".docx": ("docx", "matplotlib"), ".html": ("jinja2",)}.get(form, ())
    have_extra("report", *needed)
    return form


def written(document: Document, form: str) -> bytes:
    """A document in a form."""
    if form == ".docx":
        from simulator.report.writers.word import word

        return word(document)
    if form == ".html":
        from simulator.report.writers.html import html

        return html(document).encode()
    if form == ".json":
        from simulator.report.writers.plain import as_json

        return as_json(document)
    from simulator.report.writers.markdown import markdown

    return markdown(document).encode()
