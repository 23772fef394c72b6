"""``startex pack``: the documents before the exercise, from a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.catalogue import tr, trn
from simulator.cli.needs import Scenario, check_target, settled, write_result
from simulator.cli.out import complain, say
from simulator.cli.report import form_of, written
from simulator.cli.run import sets_of
from simulator.errors import ExitStatus, StorageError, UsageError

if TYPE_CHECKING:
    from simulator.report.document import Document
    from simulator.report.pack.papers import Papers

__all__ = ["pack"]

_FORMATS = "html,docx"
_LONGEST = 200

Out = Annotated[Path, typer.Option(metavar="DIR", help="The folder to write into; it is made if it is not there.")]
Format = Annotated[str, typer.Option("--format", metavar="LIST", help="Of html, docx, md and json.")]
Only = Annotated[
    str, typer.Option(metavar="LIST", help="Of sitman, msel, eeg, cards, injects and map; all without it.")
]
Variant = Annotated[str, typer.Option(help="A variant of the scenario.")]
Settings = Annotated[list[str], typer.Option("--set", metavar="PATH=VALUE", help="Change one value.")]
Support = Annotated[
    str, typer.Option(metavar="OFFICE", help="Whom to turn to in trouble: an office or function, never a person.")
]
WithPlan = Annotated[
    bool, typer.Option("--with-plan", help="Print the contingency plan in the SitMan: only if the players have it.")
]
Force = Annotated[bool, typer.Option("--force", help="Write over files that exist.")]


def pack(
    scenario: Scenario,
    out: Out,
    formats: Format = _FORMATS,
    only: Only = "",
    variant: Variant = "",
    settings: Settings = [],  # noqa: B006
    support: Support = "",
    with_plan: WithPlan = False,
    force: Force = False,
) -> int:
    """Write the documents before the exercise: SitMan, controller MSEL, evaluation guides, cards, injects, map."""
    forms = _forms(formats)
    from simulator.report.pack.compose import PAPERS
    from simulator.report.pack.papers import Papers
    from simulator.runs.planned import planned
    from simulator.scenario.library import find_scenario

    names = _listed(only, tuple(PAPERS), "--only") if only else list(PAPERS)
    if len(support) > _LONGEST:
        raise UsageError(tr("--support holds {n} characters; {most} are the most", n=len(support), most=_LONGEST))
    path = find_scenario(scenario)
    plan = planned(path, variant=variant, sets=sets_of(settings), language=settled(path))
    papers = Papers(plan, support, with_plan)
    made = list(_made(papers, names))
    if not made:
        raise UsageError(
            tr(
                "there is nothing to write: look at what {scenario} lacks, or ask for other documents",
                scenario=scenario,
            )
        )
    _write(out, [(out / f"{name}{form}", document, form) for name, document in made for form in forms], force=force)
    return int(ExitStatus.OK)


def _made(papers: Papers, names: Sequence[str]) -> Iterator[tuple[str, Document]]:
    """The documents that were asked for; what the scenario has nothing for is said."""
    from simulator.report.pack.compose import MISSING, PAPERS

    for name in names:
        document = PAPERS[name](papers)
        if document is None:
            complain(tr(MISSING[name]))
        else:
            yield name, document


def _write(out: Path, files: Sequence[tuple[Path, Document, str]], *, force: bool) -> None:
    """Everything is made before the first file is written, and none replaces another unasked."""
    if out.exists() and not out.is_dir():
        raise UsageError(tr("{file} is not a folder; give the name of one", file=out))
    for file, _, _ in files:
        if out.exists():
            check_target(file, force=force)
    contents = [(file, written(document, form)) for file, document, form in files]
    _make(out)
    for file, content in contents:
        write_result(file, content, force=force)
        say(str(file))
    complain(
        trn(
            "{n} file is in {folder}; only sitman, cards and map are for players",
            "{n} files are in {folder}; only sitman, cards and map are for players",
            len(contents),
            folder=out,
        )
    )


def _make(out: Path) -> None:
    from simulator.system import make_folder

    try:
        make_folder(str(out))
    except OSError as error:
        raise StorageError(tr("{folder} cannot be made: {why}", folder=out, why=error.strerror)) from None


def _forms(formats: str) -> list[str]:
    found = _listed(formats, ("html", "docx", "md", "json"), "--format")
    return [form_of(Path(f"x.{name}")) for name in found]


def _listed(text: str, known: tuple[str, ...], option: str) -> list[str]:
    """Words with commas between them, each once, in the order of those that are known; raises UsageError."""
    words = [word.strip().lower() for word in text.split(",") if word.strip()]
    wrong = [word for word in words if word not in known]
    if wrong or not words:
        said = tr("{word!r} is none of them", word=wrong[0]) if wrong else tr("nothing is named")
        raise UsageError(
            tr("{option}: {what}; say {known}, with commas between", option=option, what=said, known=", ".join(known))
        )
    return [word for word in known if word in words]
