"""What somebody stumbled over who read the screens for the first time."""

from __future__ import annotations

from textual.widgets import Static

from simulator import commands as c
from tests.engine.cases import PLATOON, WIRE
from tests.tui.stage import Stage, played, room
from tests.tui.test_screens import evaluated, moved


def test_a_pane_is_zoomed_that_was_gone_to_in_the_same_breath() -> None:
    async def plays(s: Stage) -> None:
        await s.press("5")
        s.app.screen.action_pane(1)
        s.app.screen.action_zoom()
        assert s.pane("msel").has_class("-zoom")

    played(plays)


def test_a_heading_counts_what_stands_below_it() -> None:
    async def plays(s: Stage) -> None:
        await moved(s, 900)
        await s.press("d", "1", "tab", "5", "enter", "X", "y", "H")
        await s.settled()
        rows = s.pane("differences").rows
        heads = [k for k, row in enumerate(rows) if row.heading]
        assert [rows[k].text.strip() for k in heads] == ["A GOOD ONE"]
        assert len(rows) == 2

    played(plays, scenario=evaluated(msel=[evaluated()["msel"][0]]))


def test_what_nothing_came_of_says_so() -> None:
    async def plays(s: Stage) -> None:
        await s.press("space", "n", "5", "end", "w")
        await s.settled()
        assert s.text_of("why")[-1].strip() == "nothing yet"

    played(plays)


def test_an_exercise_without_cells_says_who_plays() -> None:
    async def plays(s: Stage) -> None:
        await s.press("I")
        await s.settled()
        lines = [line.strip() for line in s.text_of("briefing")]
        assert lines[lines.index("CAST 0 cells") + 1] == "the simulation plays every role"

    played(plays, scenario=room(cells={}))


def test_an_order_is_given_in_plain_words() -> None:
    seen: list[str] = []

    async def plays(s: Stage) -> None:
        await s.press("r")
        await s.settled()
        seen.append(str(s.app.screen.query_one("#drawer-lines", Static).content))
        await s.type("The first platoon")
        await s.press("tab")
        await s.type("Fight fire")
        await s.press("tab")
        await s.type("gate")
        await s.press("enter")

    units = {"platoon": {**PLATOON["platoon"], "title": "The first platoon"}}
    plan = {"FIRE": {"title": "Fire", "for": "platoon", "when": "time > 1 h", "do": [{"task": "fight_fire"}]}}
    commands = played(plays, scenario=room(perimeter=WIRE, units=units, plan=plan)).commands
    assert "fight fire" in seen[0]
    assert [(one.unit, one.task) for one in commands if isinstance(one, c.OrderUnit)] == [("platoon", "fight_fire")]


def test_a_target_is_called_by_its_plain_name() -> None:
    async def plays(s: Stage) -> None:
        await moved(s, 900)
        await s.press("E")
        await s.settled()
        assert any("civilian harm - civilians killed or hurt" in line for line in s.text_of("evaluate"))

    played(plays, scenario=evaluated())
