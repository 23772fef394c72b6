"""``startex upgrade``: files of older versions of the language, brought up to the present one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulator.catalogue import tr, trn
from simulator.cli.out import complain, say

__all__ = ["upgrade"]


def upgrade(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenario files, or libraries of them.")],
) -> int:
    """Bring files up to the present version of the language, and show what was done; everything else in them stays."""
    from simulator.authoring.drafts import replace_file
    from simulator.authoring.upgrading import upgraded
    from simulator.scenario.library import read_file

    changed = 0
    for name in files:
        data = read_file(Path(name))
        made = upgraded(data, name)
        if made.done:
            replace_file(Path(name), data, made.data)
            changed += 1
        for line in made.done or (tr("up to date, in version {version} of the language", version=made.version),):
            say(f"{name}: {line}")
    complain(trn("{some} of {n} file brought up", "{some} of {n} files brought up", len(files), some=changed))
    return 0
