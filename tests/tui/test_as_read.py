"""What somebody stumbled over who read the screens for the first time."""

from __future__ import annotations

from textual.widgets import Static

from simulator import commands as c
from simulator.events import LogEvent
from simulator.readers.scene.rows import Waiting
from tests.engine.cases import PLATOON, WIRE
from tests.tui.stage import Stage, played, room
from tests.tui.test_screens import evaluated, moved
from tui.lines.opening import lasting
from tui.lines.status import next_spans
from tui.widgets.bars import Bar


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


def test_after_endex_nothing_is_counted_down() -> None:
    seen: list[str] = []

    async def plays(s: Stage) -> None:
        await s.press("space", "X", "y")
        s.app.bring_up_to_date()
        await s.settled()
        seen.extend([str(s.app.screen.query_one("#clock", Bar).content), *s.text_of("msel")])

    played(plays)
    assert "next inject" not in seen[0]
    assert any("I-02" in line for line in seen)
    assert not [line for line in seen[1:] if ":" in line]


def test_what_was_done_in_time_stands_at_its_time_with_those_who_did_it() -> None:
    expects = {"action": "send the platoon", "within": "30 min", "task": "D"}
    base = evaluated()["msel"]

    async def plays(s: Stage) -> None:
        await moved(s, 900)
        await s.press("d", "1", "tab", "5", "enter", "X", "y", "H")
        await s.settled()
        good = [text for text in s.text_of("differences") if "send the platoon" in text]
        assert len(good) == 1
        assert good[0].split()[0] == "H+0:15"
        assert "(Duty officer, military)" in good[0]

    to, roles = ["duty_officer", "military"], {"duty_officer": {"post": "ops", "title": "Duty officer"}}
    played(plays, scenario=evaluated(msel=[base[0], {**base[1], "to": to, "expects": [expects]}], roles=roles))


def test_names_of_cells_stand_in_a_column_however_long_they_are() -> None:
    cells = {name: {"roles": [], "played_by": "room"} for name in ("a_cell_with_a_long_name", "military")}

    async def plays(s: Stage) -> None:
        await s.press("I")
        await s.settled()
        assert len({line.index("people in the room") for line in s.text_of("briefing") if "people in" in line}) == 1

    played(plays, scenario=room(cells=cells))


def test_the_next_inject_is_named_beside_cells_with_long_names() -> None:
    cells = {f"cell_with_a_very_long_name_{k}": {"roles": [], "played_by": "room"} for k in range(3)}
    expects = [{"action": "x", "by": name, "within": "1 h"} for name in cells]
    inject = {"id": "I-1", "at": "H+0:03", "type": "contextual", "text": "Well?", "expects": expects}
    seen: list[str] = []

    async def plays(s: Stage) -> None:
        await moved(s, 300)
        seen.append("".join(text for text, _ in next_spans(s.desk, s.desk.scene, 80)))
        await s.press("X", "y")
        await s.settled()
        seen.append("".join(text for text, _ in next_spans(s.desk, s.desk.scene, 80)))

    played(plays, scenario=room(cells=cells) | {"msel": [inject, {**inject, "id": "I-2", "at": "H+1"}]})
    assert seen[0].startswith(" n fires I-2 Well?")
    assert seen[1].startswith(" ENDEX: notes")
    assert [line.count("… 1") for line in seen] == [3, 3]
    assert all(len(line.rstrip()) <= 80 for line in seen)


def test_a_pane_as_large_as_the_screen_shows_titles_whole() -> None:
    title = "The platoon that guards the northern wire"[:30]

    async def plays(s: Stage) -> None:
        await s.press("3", "z")
        await s.settled()
        s.app.bring_up_to_date()
        await s.settled()
        assert any(title in line for line in s.text_of("units"))

    played(plays, scenario=room(perimeter=WIRE, units={"platoon": {**PLATOON["platoon"], "title": title}}))


def test_an_exercise_lasts_to_the_hour() -> None:
    assert lasting(4 * 86400 + 18 * 3600) == "4 d 18 h"
    assert lasting(6 * 86400) == "6 days"
    assert lasting(6 * 3600) == "6 h"


def test_a_rule_without_a_place_acts_in_a_sentence() -> None:
    said: list[str] = []

    async def plays(s: Stage) -> None:
        s.desk.say = lambda text, _: said.append(text)
        s.desk.submit = lambda _: [LogEvent(1, 0, "order_given", "R-1", {}, None)]  # type: ignore[method-assign]
        s.app.screen._let_act(Waiting("R-1", "Look", "ops", "", "", 0))

    played(plays)
    assert said == ["R-1 acts"]
