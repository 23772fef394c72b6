"""What ids are called, for commands that tell events: the titles of a run, of a session, of a log's scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.catalogue import language, plain
from simulator.cli.needs import settled, settled_in
from simulator.errors import SimulatorError
from simulator.units import tell_by_day

if TYPE_CHECKING:
    from simulator.blueprint.model import Blueprint
    from simulator.events import LogEvent

__all__ = ["titles", "titles_of", "titles_of_log"]

Title = Callable[[str], str]


def titles(blueprint: Blueprint) -> Title:
    """What the ids of a scenario are called: by their titles, or in plain words where somebody or a place has none."""
    from simulator.readers.scene.names import Names

    b, names = blueprint, Names(blueprint)
    without = {*b.units, *b.groups, *b.places, *b.segments, *b.posts, *b.command, *b.roles, *b.patrols}
    without |= {f"{segment}_sensors" for segment in b.segments}

    def _title(name: str) -> str:
        said = names.title(name)
        return plain(name) if said == name and name in without else said

    return _title


def titles_of(blueprint: Blueprint, path: Path, *, variant: str = "", sets: Mapping[str, str] | None = None) -> Title:
    """The titles of a scenario that was run, in the language that is spoken if it has words in that one.

    What is run, and so what the log holds, has the words of the file whatever language is spoken.
    """
    from simulator.blueprint.build import build
    from simulator.scenario.load import load

    if language() == "en":
        return titles(blueprint)
    return titles(build(load(path, variant=variant, sets=sets, language=language())))


def titles_of_log(log: Path, events: Mapping[int, LogEvent], scenario: str = "") -> Title:
    """The titles of a log: those of its session, of the scenario that is named, or of the shipped one that it names.

    From then on times are told as that exercise asks: by day where it lasts many days.  Ids stay as they are where no
    titles are to be found; raises what reading a scenario that is named raises.
    """
    from simulator.blueprint.build import build
    from simulator.scenario.library import find_scenario, shipped
    from simulator.scenario.load import load

    if log.is_dir() and not scenario:
        return _titles_of_session(log)
    first = events.get(1)
    if not scenario and (first is None or first.subject not in {path.stem for path in shipped()}):
        return str
    path = find_scenario(scenario or str(first.subject if first else ""))
    blueprint = build(load(path, language=settled(path)))
    tell_by_day(blueprint.startex, blueprint.duration)
    return titles(blueprint)


def _titles_of_session(folder: Path) -> Title:
    """The titles of a session's own copy of its scenario; ids where it cannot be read."""
    from simulator.runs.sessions import look_at

    settled_in(folder)
    try:
        return titles(look_at(folder).blueprint)
    except SimulatorError:
        return str
