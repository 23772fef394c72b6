"""``startex play`` and ``resume``: the live session, on the screen, by lines or from a script."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.catalogue import tr, trn
from simulator.cli.needs import settled, settled_in
from simulator.cli.out import complain, say, say_words
from simulator.cli.screen import Ascii, NoMouse, open_screen, screen_named
from simulator.errors import StorageError, UsageError
from simulator.system import close_quietly

if TYPE_CHECKING:
    from simulator.cli.line import LineMode
    from simulator.runs.session import Session

__all__ = ["play", "resume"]

_LARGEST_SEED = 2**63 - 1

Numbered = Iterator[tuple[int, str]] | None
Plain = Annotated[bool, typer.Option("--plain", help="By printed lines and typed words; also for screen readers.")]
Script = Annotated[
    Path | None, typer.Option(metavar="F", help="Take the lines from a file; 'wait 5 min' lets time pass.")
]
_HANDED_IN = 20_000
"""injects that are taken before a session goes on, while no clock runs: as many as a workbook has rows"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be played, and how; ``session`` is the folder if somebody named one."""

    scenario: str
    session: Path | None
    seed: int
    variant: str
    speed: float
    practice: bool
    by_hand: bool


def play(
    scenario: Annotated[
        str,
        typer.Argument(
            metavar="[SCENARIO]", help="A scenario file, or the name of a shipped one; without it, a screen to choose."
        ),
    ] = "",
    seed: Annotated[int, typer.Option(help="Seed of every random draw.", min=0, max=_LARGEST_SEED)] = 1,
    variant: Annotated[str, typer.Option(help="A variant of the scenario.")] = "",
    session: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of the session.")] = None,
    speed: Annotated[float, typer.Option(metavar="N", help="Seconds of the exercise a second, 1 to 3600.")] = 1,
    practice: Annotated[bool, typer.Option("--practice", help="A practice: kept out of the records.")] = False,
    by_hand: Annotated[
        bool, typer.Option("--by-hand", help="An inject whose time has come waits until you deliver it.")
    ] = False,
    script: Script = None,
    plain: Plain = False,
    ascii_only: Ascii = False,
    no_mouse: NoMouse = False,
) -> int:
    """Play a scenario with a room: injects, decisions, notes; everything recorded before it counts."""
    from simulator.runs.pacer import checked_speed

    asked = _Asked(scenario, session, seed, variant, speed, practice, by_hand)
    on_screen = _on_screen(plain, script)
    checked_speed(speed)
    lines = _lines(script)
    if not scenario:
        chosen = _chosen(asked, on_screen, ascii_only, no_mouse)
        if chosen is None:
            return 0
        if chosen.session is not None:
            return resume(chosen.session, None, False, ascii_only, no_mouse)
        wanted = {name: getattr(chosen, name) for name in ("seed", "variant", "practice", "by_hand")}
        asked = replace(asked, scenario=str(chosen.scenario), **wanted)
    return _on(asked, ascii_only, no_mouse) if on_screen else _by_lines(asked, lines, script)


def _chosen(asked: _Asked, on_screen: bool, ascii_only: bool, no_mouse: bool) -> Any:
    """What somebody chose on the screen; None for nothing.  Raises :class:`UsageError` where there is no screen."""
    from simulator.disk import sessions_root

    if not on_screen:
        raise UsageError(tr("name a scenario; startex list shows the shipped ones"))
    choices = screen_named("Choices")(  # not for people
        variant=asked.variant, seed=asked.seed, practice=asked.practice, by_hand=asked.by_hand
    )
    return screen_named("pick")(choices, sessions_root(), ascii_only=ascii_only, mouse=not no_mouse)


def _on(asked: _Asked, ascii_only: bool, no_mouse: bool) -> int:
    """On the screen, until it is left."""
    from simulator.scenario.library import find_scenario

    folder, scenario = _folder(asked), find_scenario(asked.scenario)
    language = settled(scenario)  # before the screen opens: it says what the file says
    chosen = screen_named("Choices")(scenario, None, asked.variant, asked.seed, asked.practice, asked.by_hand)
    opening = _Opening(lambda: _begun(folder, asked, scenario, language))
    status = open_screen("play", opening, folder, chosen, ascii_only=ascii_only, mouse=not no_mouse)
    if asked.practice and asked.session is None:
        _forget(folder)
    elif opening.session is not None:
        _part_from_screen(opening.session, folder)
    return status


@dataclass
class _Opening:
    """Opens a session when the screen is there to wait for it, and keeps it for when the screen is left."""

    opens: Callable[[], Session]
    session: Session | None = None

    def __call__(self) -> Session:
        self.session = self.opens()
        return self.session


def _by_lines(asked: _Asked, lines: Numbered, script: Path | None) -> int:
    """By lines, as often as a practice begins anew."""
    from simulator.scenario.library import find_scenario

    while True:
        folder, scenario = _folder(asked), find_scenario(asked.scenario)
        opened = _begun(folder, asked, scenario, settled(scenario))
        _greet(opened, folder, asked.practice)
        mode, status = _conduct(opened, lines, script)
        if not asked.practice:
            _part(mode.session, folder)
        elif asked.session is None or mode.reset:
            _forget(folder)
        if not mode.reset:
            return status


def _begun(folder: Path, asked: _Asked, scenario: Path, language: str) -> Session:
    from simulator.cli.terminal import now_here
    from simulator.runs.replay import BY_CLOCK, BY_HAND
    from simulator.runs.sessions import begin

    opened = begin(
        folder,
        scenario,
        seed=asked.seed,
        variant=asked.variant,
        practice=asked.practice,
        delivery=BY_HAND if asked.by_hand else BY_CLOCK,
        language=language,
    )
    if asked.speed != 1:
        opened.set_speed(asked.speed, "facilitator", now_here())
    return opened


def resume(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a session.")],
    script: Script = None,
    plain: Plain = False,
    ascii_only: Ascii = False,
    no_mouse: NoMouse = False,
) -> int:
    """Go on with a session where it was left, however it ended."""
    from simulator.cli.terminal import now_here
    from simulator.runs.sessions import resume

    settled_in(folder)
    on_screen = _on_screen(plain, script)
    lines = _lines(script)
    notices: list[str] = []

    def opens() -> Session:
        opened, told = resume(folder)
        notices.extend(told)
        opened.receive(now_here(), _HANDED_IN)
        return opened

    if on_screen:
        return _gone_on(_Opening(opens), notices, folder, ascii_only, no_mouse)
    opened = opens()
    for notice in notices:
        complain(notice)
    _greet(opened, folder, opened.header.practice)
    _tell_last(opened)
    mode, status = _conduct(opened, lines, script)
    if mode.reset:
        _forget(folder)
    else:
        _part(mode.session, folder)
    return status


def _gone_on(opening: _Opening, notices: list[str], folder: Path, ascii_only: bool, no_mouse: bool) -> int:
    """On the screen, until it is left; what should be told about the folder is told when the terminal is free."""
    chosen = screen_named("Choices")(session=folder)
    try:
        status = open_screen("play", opening, folder, chosen, ascii_only=ascii_only, mouse=not no_mouse)
    finally:
        for notice in notices:
            complain(notice)
    if opening.session is not None:
        _part_from_screen(opening.session, folder)
    return status


def _on_screen(plain: bool, script: Path | None) -> bool:
    """Whether the screen opens; raises :class:`UsageError` where nobody could see it or type."""
    import sys

    if plain or script is not None:
        return False
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            tr("there is no terminal here: add --plain to read lines from standard input, or --script FILE")
        )
    return True


def _lines(script: Path | None) -> Numbered:
    """The lines of a script with their numbers, to be taken one after the other; None without one."""
    from simulator.scenario.library import read_file

    return None if script is None else iter([*enumerate(read_file(script).decode("utf-8", "replace").splitlines(), 1)])


def _folder(asked: _Asked) -> Path:
    """Where a new session lies when nobody says: the system's place for such things, or a temporary one."""
    from simulator.disk import free_folder, sessions_root
    from simulator.scenario.library import find_scenario
    from simulator.system import temporary_folder

    name = find_scenario(asked.scenario).stem
    if asked.session is not None:
        return asked.session
    if asked.practice:
        return Path(temporary_folder())
    return free_folder(sessions_root() / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}")


def _forget(folder: Path) -> None:
    from simulator.system import forget_folder

    try:
        forget_folder(str(folder))
    except OSError as error:
        raise StorageError(tr("{folder} cannot be removed: {why}", folder=folder, why=error.strerror)) from None


def _greet(opened: Session, folder: Path, practice: bool) -> None:
    from simulator.units import format_clock

    if opened.header.handling:
        say(opened.header.handling)
    header = opened.header
    variant = tr(", variant {variant}", variant=header.variant) if header.variant else ""
    say(tr("EXERCISE - {title}{variant}, seed {seed}", title=header.title, variant=variant, seed=header.seed))
    if practice:
        say(tr("PRACTICE: nothing of this is kept as a record"))
    else:
        say(tr("recorded in {folder}", folder=folder))
    if opened.started:
        clock = format_clock(opened.now)
        say(tr("it is {clock}, and the clock stands: go lets it run on, help says what can be typed", clock=clock))
    else:
        say(tr("start is STARTEX, help says what can be typed, quit leaves"))


def _tell_last(opened: Session) -> None:
    """The last things that were told, so that whoever resumes sees what was on the paper."""
    from simulator.cli.line import LineMode
    from simulator.readers.story import notable

    mode = LineMode(opened, say_words)
    for event in [e for e in opened.log if notable(e)][-10:]:
        say_words(mode.line_of(event))


def _conduct(opened: Session, lines: Numbered, script: Path | None) -> tuple[LineMode, int]:
    """The conversation; gives the exit status."""
    from simulator.cli import hands, verbs  # noqa: F401 - they register what can be typed
    from simulator.cli.line import LineMode
    from simulator.cli.terminal import converse, play_script

    mode = LineMode(opened, say_words, patient=lines is not None)
    if lines is not None:
        return mode, play_script(mode, lines, str(script))
    return mode, converse(mode)


def _part_from_screen(session: Session, folder: Path) -> None:
    """The same, if the terminal is still there: a window that was closed is no reason for another status."""
    try:
        _part(session, folder)
    except OSError:
        close_quietly()


def _part(session: Session, folder: Path) -> None:
    from simulator.units import format_clock

    events = trn("{n} event", "{n} events", len(session.log))
    told = {"clock": format_clock(session.now), "events": events, "digest": session.digest()}
    if session.engine.ended:
        say(tr("the exercise is over at {clock}; {events}; digest {digest}", **told))
    else:
        say(tr("the exercise is suspended at {clock}; {events}; digest {digest}", **told))
    say(tr("seal {seal}", seal=session.head))
    command = "replay" if session.engine.ended else "resume"
    complain(tr("recorded in {folder}; startex {command} {folder}", folder=folder, command=command))
