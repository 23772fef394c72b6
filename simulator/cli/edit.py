"""``startex edit``: write a scenario in the terminal, with its problems, time line, cast and map beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulator.catalogue import tr
from simulator.cli.screen import Ascii, NoMouse, open_screen
from simulator.errors import UsageError
from simulator.system import terminal

__all__ = ["edit"]


def edit(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Scenario file; startex new NAME writes one.")],
    ascii_only: Ascii = False,
    no_mouse: NoMouse = False,
) -> int:
    """Write a scenario in the terminal: problems as you type, words at the cursor, a dry run at a key."""
    from simulator.authoring.drafts import ScenarioFile

    if not file.exists():
        raise UsageError(
            tr("there is no file {file}; startex new {name} writes one that runs", file=file, name=file.stem)
        )
    opened = ScenarioFile(file)
    if not terminal().is_terminal:
        raise UsageError(tr("the editor needs a terminal; startex check says what is wrong with a file"))
    return open_screen("edit", opened, ascii_only=ascii_only, mouse=not no_mouse)
