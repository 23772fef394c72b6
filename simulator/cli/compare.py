"""``startex compare``: what finished batches say, in the terminal, as a page, or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulator.catalogue import tr
from simulator.cli.needs import check_target, have_extra, write_result
from simulator.cli.out import complain, dump

__all__ = ["compare"]

Folders = Annotated[list[Path], typer.Argument(metavar="DIR...", help="Folders that startex batch has written.")]
Baseline = Annotated[str, typer.Option(metavar="ARM", help="The arm that others are compared with: base.")]
Measures = Annotated[
    list[str], typer.Option("--measure", metavar="M", help="A measure to compare, again for more; all for every one.")
]
Html = Annotated[Path | None, typer.Option(metavar="FILE", help="Write one page that needs no network.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Analyst = Annotated[
    bool, typer.Option("--analyst", help="Sobol indices, probability of being best, variance by chance and ignorance.")
]
Force = Annotated[bool, typer.Option("--force", help="Write over a page that exists.")]


def compare(
    folders: Folders,
    baseline: Baseline = "",
    measures: Measures = [],  # noqa: B006
    html: Html = None,
    as_json: Json = False,
    analyst: Analyst = False,
    force: Force = False,
) -> int:
    """Compare the arms of batches: what breaks, who owns it, how sure that is, and what the sample cannot tell."""
    have_extra("batch", "pyarrow", "scipy")
    if html is not None:
        have_extra("report", "jinja2", "matplotlib")
        check_target(html, force=force)
    from simulator.runs.compare.comparison import Options, plain
    from simulator.runs.compare.comparison import compare as compared
    from simulator.runs.compare.sample import read_sample

    found = compared(read_sample(folders), Options(baseline, tuple(measures), analyst))
    if html is not None:
        from simulator.runs.compare.page import page

        write_result(html, page(found).encode(), force=force)
    if as_json:
        dump(plain(found))
    else:
        from simulator.cli.compared import tell

        tell(found)
    if html is not None:
        complain(tr("the page is in {file}", file=html))
    return 0
