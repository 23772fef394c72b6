"""Every shipped scenario on a terminal, from the briefing to the door: small and large, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import catalogue
from simulator.runs.sessions import look_at, verify
from simulator.scenario.facts import facts_of
from tests.shipped import PATHS
from tests.tui.every_scenario import ADHOC, NOTE, STRENGTH, WHY_RATED, Album, Conductor, parts
from tests.tui.stage import LARGE, SMALL
from tests.tui.terminal import Terminal

pytestmark = pytest.mark.soak


def conducted(name: str, size: tuple[int, int], folder: Path) -> Conductor:
    """Play a scenario whole in the language that is spoken; gives the hands."""
    code, (columns, lines) = catalogue.language(), size
    words = ("play", name, "--seed", "3", "--session", str(folder))
    terminal = Terminal(*words, columns=columns, lines=lines, environment={"STARTEX_LANGUAGE": code})
    try:
        hands = Conductor(terminal, Album.of(f"{name}-{columns}x{lines}-{code}"))
        hands.brief()
        hands.conduct(parts(), facts_of(PATHS[name]).seconds)
        hands.close()
        assert terminal.wait() == 0
    finally:
        terminal.close()
    return hands


def held_against_the_log(folder: Path, hands: Conductor) -> None:
    """What was done at the keys is in the journal, once, and a replay of it is the same."""
    again = verify(look_at(folder))
    assert again.recorded
    assert not again.difference
    assert not again.broken_seal
    log, code = again.engine.log, hands.words
    taken = [e.subject for e in log if e.kind == "decision_taken" and e.data["by"] == "room"]
    assert taken == [name.partition("@")[0] for name in hands.answered]
    assert [e.data["text"] for e in log if e.kind == "inject_added"] == [ADHOC[code]]
    assert len([e for e in log if e.kind == "exercise_ended"]) == 1
    said = {str(e.data["kind"]): str(e.data["text"]) for e in log if e.kind == "remark_made"}
    assert said["note"] == NOTE[code]
    assert said["rating"] == WHY_RATED[code]
    assert said["observation"].endswith(STRENGTH[code])


@pytest.mark.parametrize("code", catalogue.LANGUAGES)
@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "160x48"])
@pytest.mark.parametrize("name", PATHS)
def test_it_is_conducted_from_the_briefing_to_the_door(
    name: str, size: tuple[int, int], code: str, tmp_path: Path
) -> None:
    catalogue.use(code)
    try:
        hands = conducted(name, size, tmp_path / "s")
    finally:
        catalogue.use("en")
    print(f"{len(hands.answered)} answers, {hands.acts} rules let act, {hands.jumps} jumps")
    held_against_the_log(tmp_path / "s", hands)
    assert hands.album.wrong == []
    assert hands.unheard == []
