"""Where the command line comes in: one function for each screen that opens, each gives an exit status.

What a screen needs is loaded when it opens: each needs other things, and somebody waits for its first paint.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.catalogue import tr
from simulator.system import terminal
from tui.choices import Choices

if TYPE_CHECKING:
    from simulator.authoring.drafts import ScenarioFile
    from simulator.runs.follow import Followed
    from simulator.runs.session import Session
    from tui.desk import Desk
    from tui.lines.opening import Known

__all__ = ["Choices", "edit", "pick", "play", "view"]


def play(
    opens: Callable[[], Session], folder: Path, choices: Choices, *, ascii_only: bool = False, mouse: bool = True
) -> int:
    """Conduct a session on this terminal until it is left; the session is closed however that ends.

    ``opens`` begins it, or goes on with it, while the screen is there already; what it raises is raised when the
    terminal has been given back.  ``choices`` say what it will be.
    """
    from tui.app import ExerciseApp
    from tui.opening import Making

    def make() -> Desk:
        session = opens()
        import_module("tui.screens.live")  # here, and not where it is shown: the terminal is answered meanwhile
        from tui.desk import Desk

        desk = Desk(session, folder)
        gc.collect()
        gc.freeze()  # what is loaded stays; what was only drawn is found, and given back, without walking through that
        return desk

    app = ExerciseApp(folder, Making(make, _known(choices)), ascii_only=ascii_only or _narrow())
    try:
        status = app.run(mouse=mouse)
    finally:
        wrong = app.shut()
    failed = wrong or not app.left or (app.ready and app.desk.session.alarm)
    return 1 if failed else int(status or 0)


def _known(choices: Choices) -> Known:
    """What is known at once; raises what a file raises that is no scenario at all."""
    return _of_session(choices.session) if choices.session is not None else _of_file(choices)


def _of_file(choices: Choices) -> Known:
    from simulator.scenario.facts import facts_of
    from tui.lines.opening import Known

    assert choices.scenario is not None
    facts = facts_of(choices.scenario)
    doing = tr("the file is checked and its world is built")
    if choices.variant:  # what a variant changes is known when it has been laid over the file
        return Known(facts.title, facts.handling, choices, doing)
    return Known(facts.title, facts.handling, choices, doing, facts.seconds, facts.objectives, facts.injects)


def _of_session(folder: Path) -> Known:
    from simulator.record.journal import header_of
    from tui.lines.opening import Known

    header = header_of(folder)
    seed, by_hand = header.get("seed"), header.get("delivery") == "hand"
    choices = Choices(
        session=folder,
        variant=str(header.get("variant", "")),
        seed=seed if isinstance(seed, int) else 0,
        practice=header.get("practice") is True,
        by_hand=by_hand,
    )
    title, handling = str(header.get("title") or folder.name), str(header.get("handling") or "")
    return Known(
        title,
        handling,
        choices,
        tr("what is recorded in {folder} is played anew, up to where it was left", folder=folder),
    )


def pick(choices: Choices, sessions_in: Path, *, ascii_only: bool = False, mouse: bool = True) -> Choices | None:
    """Let somebody choose among shipped scenarios, those of this folder, and sessions that can be gone on with."""
    from simulator.record.listing import list_sessions
    from simulator.scenario.facts import offered
    from tui.picker import PickerApp

    sessions = list_sessions(sessions_in)
    app = PickerApp(offered(Path()), sessions, choices, ascii_only=ascii_only or _narrow())
    app.run(mouse=mouse)
    return app.chosen if app.left else None


def view(followed: Followed, cell: str, *, ascii_only: bool = False, mouse: bool = True) -> int:
    """Show what a cell knows of a session that another process plays, until it is left."""
    from tui.player import PlayerApp

    app = PlayerApp(followed, cell, ascii_only=ascii_only or _narrow())
    status = app.run(mouse=mouse)
    return int(status or 0) if app.left else 1


def edit(file: ScenarioFile, *, ascii_only: bool = False, mouse: bool = True) -> int:
    """Write a scenario on this terminal until it is left."""
    from tui.author.app import AuthorApp

    app = AuthorApp(file, ascii_only=ascii_only or _narrow())
    gc.freeze()  # what is loaded stays: to walk through it again would hold up every third reading for 60 ms
    status = app.run(mouse=mouse)
    return int(status or 0) if app.left else 1


def _narrow() -> bool:
    """Whether the terminal's signs are too few for ours."""
    return not terminal().encoding.lower().replace("-", "").startswith("utf")
