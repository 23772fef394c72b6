"""The live screen as a room meets it: what is read out whole, what may be typed, what is never asked twice."""

from __future__ import annotations

import pytest

from simulator.readers.scene.names import Names
from tests.builders import a_scenario, build_of
from tests.engine.cases import PLATOON, WIRE
from tests.shipped import PATHS, made
from tests.tui.stage import SMALL, Stage, played
from tests.tui.test_live import with_question
from tui.called import offered
from tui.lines.live import countdown
from tui.widgets.confirm import Confirm


def test_what_is_read_out_after_a_jump_is_whole_and_has_titles() -> None:
    words = "The elders of both sides ask to be brought together before dawn, and whether anybody will write it down"

    async def plays(s: Stage) -> None:
        await s.press("J", "enter")
        await s.settled()
        lines = s.text_of("heard")
        assert lines[0].rstrip() == "the jump ends with: inject I-9"
        assert " ".join(" ".join(lines).split()).endswith("write it down")
        assert max(map(len, lines)) < 80

    msel = [{"id": "I-9", "type": "contextual", "text": words, "at": "H+0:05", "to": ["military"]}]
    cells = {"military": {"roles": ["duty_officer"], "played_by": "room"}}
    played(plays, scenario=a_scenario(msel=msel, cells=cells), size=SMALL)


def test_endex_is_not_asked_for_twice() -> None:
    async def plays(s: Stage) -> None:
        await s.press("space", "X", "y")
        await s.settled()
        assert s.session.engine.ended
        await s.press("X")
        assert not isinstance(s.app.screen, Confirm)

    played(plays)


@pytest.mark.parametrize("typed", ["platoon", "P", "p", "The first platoon"])
def test_a_unit_is_meant_by_its_id_its_letters_or_its_title(typed: str) -> None:
    units = {"platoon": {**PLATOON["platoon"], "title": "The first platoon"}}
    built = build_of(a_scenario(perimeter=WIRE, units=units))
    names = Names(built)
    assert names.meant(typed, built.units) == "platoon"


def test_what_is_no_unit_stays_as_it_was_typed() -> None:
    built = build_of(a_scenario(perimeter=WIRE, units=PLATOON))
    assert Names(built).meant(" nobody ", built.units) == "nobody"


def test_whoever_is_offered_by_title_is_meant_by_it() -> None:
    """Roles, cells and posts as well as units, in every shipped scenario; a role's post will do for the role."""
    for blueprint in map(made, PATHS):
        names, cells = Names(blueprint), {cell.id: cell for cell in blueprint.cells}
        groups = (cells, blueprint.roles, blueprint.command, blueprint.units, blueprint.posts)
        ids = tuple(name for group in groups for name in group)
        for name, title in zip(ids, (names.title(name) for name in ids), strict=True):
            assert title in offered(names, *groups)
            assert names.meant(title.upper() if title != name else name, *groups) in (name, blueprint.roles.get(name))


def test_nobody_guesses_between_two_of_one_title_and_nothing_typed_is_nobody() -> None:
    units = {name: {**PLATOON["platoon"], "title": "Platoon"} for name in ("first", "second")}
    built = build_of(a_scenario(perimeter=WIRE, units=units))
    names = Names(built)
    assert names.meant("platoon", built.units) == "platoon"
    assert names.meant(" ", built.units, built.posts, built.roles) == ""
    assert (names.meant("f", built.units), names.meant("S", built.units)) == ("first", "second")


def test_an_answered_question_shows_the_words_of_its_answer() -> None:
    async def plays(s: Stage) -> None:
        s.session.move_to(900, "f", s.wall(1))
        s.desk.fold()
        await s.press("d", "r")
        await s.type("we wait for the elders")
        await s.press("enter")
        await s.settled()
        s.app.bring_up_to_date()
        await s.settled()
        assert any("we wait for the elders by room" in text for text in s.text_of("decisions"))

    played(plays, scenario=with_question())


@pytest.mark.parametrize(("seconds", "said"), [(470, "7:50"), (7390, "2:03:10"), (25 * 86400 + 3600, "25 d 1 h")])
def test_days_are_counted_down_in_days(seconds: int, said: str) -> None:
    assert countdown(seconds) == said
