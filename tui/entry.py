"""Where the command line comes in: one function for each screen that opens, each gives an exit status."""

from __future__ import annotations

import gc
from pathlib import Path

from simulator.authoring.drafts import ScenarioFile
from simulator.record.listing import list_sessions
from simulator.runs.follow import Followed
from simulator.runs.session import Session
from simulator.scenario.facts import offered
from simulator.system import terminal
from tui.app import ExerciseApp
from tui.author.app import AuthorApp
from tui.picker import Choices, PickerApp
from tui.player import PlayerApp

__all__ = ["Choices", "edit", "pick", "play", "view"]


def play(session: Session, folder: Path, *, ascii_only: bool = False, mouse: bool = True) -> int:
    """Conduct a session on this terminal until it is left; the session is closed however that ends."""
    app = ExerciseApp(session, folder, ascii_only=ascii_only or _narrow())
    try:
        status = app.run(mouse=mouse)
    finally:
        wrong = app.shut()
    return 1 if wrong or session.alarm or not app.left else int(status or 0)


def pick(choices: Choices, sessions_in: Path, *, ascii_only: bool = False, mouse: bool = True) -> Choices | None:
    """Let somebody choose among shipped scenarios, those of this folder, and sessions that can be gone on with."""
    sessions = list_sessions(sessions_in)
    app = PickerApp(offered(Path()), sessions, choices, ascii_only=ascii_only or _narrow())
    app.run(mouse=mouse)
    return app.chosen if app.left else None


def view(followed: Followed, cell: str, *, ascii_only: bool = False, mouse: bool = True) -> int:
    """Show what a cell knows of a session that another process plays, until it is left."""
    app = PlayerApp(followed, cell, ascii_only=ascii_only or _narrow())
    status = app.run(mouse=mouse)
    return int(status or 0) if app.left else 1


def edit(file: ScenarioFile, *, ascii_only: bool = False, mouse: bool = True) -> int:
    """Write a scenario on this terminal until it is left."""
    app = AuthorApp(file, ascii_only=ascii_only or _narrow())
    gc.freeze()  # what is loaded stays: to walk through it again would hold up every third reading for 60 ms
    status = app.run(mouse=mouse)
    return int(status or 0) if app.left else 1


def _narrow() -> bool:
    """Whether the terminal's signs are too few for ours."""
    return not terminal().encoding.lower().replace("-", "").startswith("utf")
