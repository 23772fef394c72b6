"""Where the command line comes in: one function for each screen that opens, each gives an exit status."""

from __future__ import annotations

from pathlib import Path

from simulator.runs.session import Session
from tui.app import ExerciseApp

__all__ = ["play"]


def play(session: Session, folder: Path, *, ascii_only: bool = False, mouse: bool = True) -> int:
    """Conduct a session on this terminal until it is left; the session is closed however that ends."""
    app = ExerciseApp(session, folder, ascii_only=ascii_only)
    try:
        status = app.run(mouse=mouse)
    finally:
        wrong = app.shut()
    return 1 if wrong or session.alarm or not app.left else int(status or 0)
