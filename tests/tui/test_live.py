"""The live screen: what each key does to the session, on every pane, and what the panes say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from textual import events
from textual.geometry import Size
from textual.widgets._toast import Toast

from simulator import commands as c
from tests.builders import a_scenario
from tests.engine.cases import PLATOON, WIRE, decision, told
from tests.tui.stage import LARGE, SMALL, Stage, played, room
from tui.glyphs import Glyphs
from tui.keys import LIVE, keys_of
from tui.lines.live import countdown, decision_rows
from tui.lines.status import next_spans
from tui.widgets.bars import Bar
from tui.widgets.drawer import Drawer

PANES = ("msel", "map", "units", "decisions", "feed", "objectives")


def with_question() -> Mapping[str, Any]:
    """A breach is reported at H+0:02, and the room is asked what to do."""
    return a_scenario(
        perimeter=WIRE,
        units=PLATOON,
        decisions={"D": decision(deadline="1 h")},
        msel=[told("H+0:02", "breach", "north")],
        cells={"military": {"roles": ["duty_officer"], "played_by": "room"}},
    )


def test_space_is_startex_then_pause_then_go() -> None:
    async def plays(s: Stage) -> None:
        await s.press("space", "space", "space")

    assert played(plays).marks == ["startex", "pause", "go"]


def test_what_is_open_at_endex_is_left_open_and_burns_no_more() -> None:
    found: dict[str, Any] = {}

    def look(s: Stage, name: str) -> None:
        scene, glyphs = s.desk.scene, Glyphs()
        asked = next(row for row in decision_rows(scene, glyphs) if row.key == "decision D")
        gauges = [span for span in next_spans(s.desk, scene, 160) if span[0].startswith("military")]
        found[name] = (asked.right, asked.right_style, gauges)

    async def plays(s: Stage) -> None:
        s.session.go("f", s.wall())
        s.session.move_to(3 * 3600, "f", s.wall(1))
        s.desk.fold()
        look(s, "before")
        s.desk.submit(c.EndExercise("enough"))
        s.app.bring_up_to_date()
        look(s, "after")
        assert str(s.pane("decisions").border_title).startswith("4 DECISIONS 1 left open")

    played(plays, scenario=with_question())
    assert found["before"][0].startswith("OVER ")
    assert found["before"][2] == [("military 1 (1 late)", "late")]
    assert found["after"] == ("left open", "quiet", [("military 1 (1 late)", "quiet")])


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_what_is_said_at_the_edge_never_lies_on_a_drawer(size: tuple[int, int]) -> None:
    async def plays(s: Stage) -> None:
        await s.press("a")
        for n in range(3):
            s.app.tell(f"something has come in and is told in so many words that it takes two lines ({n})", "warning")
        await s.pilot.pause(0.3)
        drawer = s.app.screen.query_one(Drawer).region
        column, lines = size[0] - 10, range(size[1])
        noted = {y for y in lines if isinstance(s.app.screen.get_widget_at(column, y)[0], Toast)}
        assert len(noted) >= 4
        assert drawer.height > 3
        assert max(noted) < drawer.y
        await s.press("escape")
        await s.pilot.pause(0.1)
        assert s.app.screen.query_one("ToastRack").styles.dock == "bottom"

    played(plays, size=size, notes=True)


def test_a_planned_inject_takes_one_key() -> None:
    async def plays(s: Stage) -> None:
        await s.press("n")

    assert played(plays).commands == [c.DeliverInject("I-01")]


def test_an_inject_that_changes_the_world_takes_three() -> None:
    async def plays(s: Stage) -> None:
        await s.press("down", "f", "enter")

    assert played(plays).commands == [c.DeliverInject("I-02")]


def test_it_is_not_fired_when_the_question_is_answered_with_no() -> None:
    async def plays(s: Stage) -> None:
        await s.press("down", "f", "n")

    assert played(plays).commands == []


def test_an_ad_hoc_inject_takes_two_keys_and_its_text() -> None:
    async def plays(s: Stage) -> None:
        await s.press("a")
        await s.type("nqd hello")  # keys of the screen below are text here
        await s.press("enter")

    assert played(plays).commands == [c.PutInject("X-1", "nqd hello", ())]


def test_a_decision_takes_three_keys() -> None:
    async def plays(s: Stage) -> None:
        s.session.move_to(900, "f", s.wall(1))
        s.desk.fold()
        await s.press("d", "a", "enter")

    stage = played(plays, scenario=with_question())
    assert stage.commands == [c.TakeDecision("D", "wait", "room", "", (), "")]


def test_a_decision_in_their_own_words_with_an_order() -> None:
    async def plays(s: Stage) -> None:
        s.session.move_to(900, "f", s.wall(1))
        s.desk.fold()
        await s.press("d", "r")
        await s.type("half of it; platoon deploy north")
        await s.press("tab", "4", "enter")

    stage = played(plays, scenario=with_question())
    orders = (("platoon", "deploy", "north"),)
    assert stage.commands == [c.TakeDecision("D", "other", "room", "half of it", orders, "high")]


def test_a_question_that_is_longer_than_a_line_is_asked_whole_on_the_smallest_screen() -> None:
    asked = "The men stand behind their captives and aim at the patrol. Does anybody speak, and who decides on force?"

    async def plays(s: Stage) -> None:
        s.session.move_to(900, "f", s.wall(1))
        s.desk.fold()
        await s.press("d")
        title = s.pane("drawer-title")
        assert asked in " ".join(line.strip() for line in str(title.render()).splitlines())
        assert title.size.height == 2

    played(plays, size=SMALL, scenario={**with_question(), "decisions": {"D": decision(deadline="1 h", title=asked)}})


def test_parking_a_decision_does_nothing() -> None:
    async def plays(s: Stage) -> None:
        s.session.move_to(900, "f", s.wall(1))
        s.desk.fold()
        await s.press("d", "p")
        assert not s.pane("drawer").is_open

    assert played(plays, scenario=with_question()).commands == []


def test_a_jump_takes_standing_orders_and_ends_with_the_next_inject_and_says_what_each_cell_heard() -> None:
    async def plays(s: Stage) -> None:
        await s.press("J", "tab")
        await s.type("military: stay where you are")
        await s.press("enter")
        await s.settled()
        assert s.app.screen.WHERE == "heard"  # type: ignore[attr-defined]
        assert s.desk.now == 300
        assert any("military heard 1 thing" in text for text in s.text_of("heard"))
        await s.press("escape", "J")
        assert s.pane("drawer").form.lines == ("standing orders of military: none yet, ask them",)

    cells = {"military": {"roles": ["duty_officer"], "played_by": "room"}}
    order, jump = played(plays, scenario=room(cells=cells)).commands
    assert (order.kind, order.about, order.text) == ("standing_order", "military", "stay where you are")
    assert jump == c.Remark("jump", "from H+0:00 to H+0:05")


@pytest.mark.parametrize(("orders", "said"), [("navy: sail", "the cells of the room are none"), ("x", "CELL: WORDS")])
def test_standing_orders_of_nobody_are_refused_and_the_draft_stays(orders: str, said: str) -> None:
    async def plays(s: Stage) -> None:
        s.desk.say = lambda text, _: told.append(text)
        await s.press("J", "tab")
        await s.type(orders)
        await s.press("enter")
        assert s.pane("drawer").is_open

    told: list[str] = []
    assert played(plays).commands == []
    assert said in told[0]


def test_what_is_refused_is_said_below_the_fields_until_it_is_mended() -> None:
    async def plays(s: Stage) -> None:
        foot = s.pane("drawer-foot")
        await s.press("1", "s", "enter")
        assert "skipped with a reason" in str(foot.render())
        await s.press("x")
        assert "Enter saves" in str(foot.render())
        await s.press("enter")
        assert not s.pane("drawer").is_open

    assert played(plays).commands == [c.SkipInject("I-01", "x")]


def test_a_jump_goes_no_further_than_a_question_to_the_room() -> None:
    async def plays(s: Stage) -> None:
        await s.press("J")
        await s.type("2 h")
        await s.press("enter")
        await s.settled()

    stage = played(plays, scenario=with_question())
    assert any(d.state == "open" for d in stage.desk.scene.decisions.values()) is False
    assert stage.desk.now < 900


def test_a_draft_survives_escape_and_is_gone_once_saved() -> None:
    async def plays(s: Stage) -> None:
        await s.press("o")
        await s.type("half a")
        await s.press("escape", "o")
        await s.type(" note")
        await s.press("enter", "o", "escape")

    assert [(r.kind, r.text) for r in played(plays).commands] == [("note", "half a note")]


def test_undo_recalls_an_inject_and_names_it_in_the_log() -> None:
    async def plays(s: Stage) -> None:
        await s.press("n", "u")
        assert any("RECALLED" in text for text in s.text_of("msel"))

    first, second = played(plays).commands
    assert first == c.DeliverInject("I-01")
    assert second.kind == "correction"
    assert second.text.startswith("recalled: I-01")


def test_looking_back_changes_nothing_and_refuses_to_act() -> None:
    async def plays(s: Stage) -> None:
        await s.press("n")
        s.session.move_to(1800, "f", s.wall(1))
        s.desk.fold()
        await s.press("left_square_bracket", "n", "f")

    assert played(plays).commands == [c.DeliverInject("I-01")]


def test_what_is_due_is_ready_where_exercise_control_delivers_by_hand() -> None:
    async def plays(s: Stage) -> None:
        s.session.move_to(600, "f", s.wall(1))
        s.desk.fold()
        s.app.bring_up_to_date()
        assert s.text_of("msel")[0] == "READY 1 "
        assert "LATE 5:00" in s.text_of("msel")[1]
        await s.press("n")

    assert played(plays, delivery="hand").commands == [c.DeliverInject("I-01")]


def test_the_black_out_key_says_so_in_the_log_and_on_the_clock_line() -> None:
    async def plays(s: Stage) -> None:
        await s.press("K", "K")

    assert [r.text for r in played(plays).commands] == ["blackout on", "blackout off"]


def test_a_real_event_stops_the_clock_at_once() -> None:
    async def plays(s: Stage) -> None:
        await s.press("space", "exclamation_mark")
        assert not s.session.pacer.running

    assert [r.kind for r in played(plays).commands] == ["stop"]


def test_endex_asks_first() -> None:
    async def plays(s: Stage) -> None:
        await s.press("X", "enter")  # Enter is not enough
        assert not s.session.engine.ended
        await s.press("y")

    assert played(plays).commands == [c.EndExercise("the facilitator")]


@pytest.mark.parametrize("size", [SMALL, pytest.param(LARGE, marks=pytest.mark.soak)])
def test_every_key_reaches_its_action_whatever_pane_has_the_focus(size: tuple[int, int]) -> None:
    reached: list[tuple[str, str]] = []

    async def plays(s: Stage) -> None:
        screen = s.app.screen
        names = {key.action.partition("(")[0] for key in keys_of(LIVE)}
        for name in names:
            setattr(screen, f"action_{name}", lambda *_, name=name: reached.append((focus, name)))
        for focus in PANES:
            if not s.pane(focus).display:
                continue
            s.pane(focus).focus()
            await s.press(*(key.keys for key in keys_of(LIVE)))

    played(plays, size=size)
    wanted = [key.action.partition("(")[0] for key in keys_of(LIVE)]
    shown = PANES if size == LARGE else PANES[:-1]
    for pane in shown:
        assert [name for where, name in reached if where == pane] == wanted, pane


def test_the_foot_line_fits_80_columns() -> None:
    async def plays(s: Stage) -> None:
        text = str(s.app.screen.query_one("#foot", Bar).render())
        assert "quit" in text
        assert len(text) <= 80

    played(plays, size=SMALL)


def test_of_two_sizes_the_one_that_the_terminal_has_counts_and_not_the_one_that_comes_last() -> None:
    async def plays(s: Stage) -> None:
        s.app._driver.size_now = lambda: Size(*LARGE)  # type: ignore[union-attr]
        s.app.post_message(events.Resize(Size(500, 1), Size(500, 1)))
        await s.settled()
        await s.settled()
        assert tuple(s.app.size) == LARGE

    played(plays, size=LARGE)


def test_the_palette_holds_every_action_by_name() -> None:
    async def plays(s: Stage) -> None:
        titles = [command.title for command in s.app.get_system_commands(s.app.screen)]
        for key in keys_of(LIVE):
            if "(" not in key.action:
                assert any(title.startswith(key.action.replace("_", " ")) for title in titles), key

    played(plays)


def test_a_line_that_cannot_be_drawn_says_so_and_the_exercise_goes_on() -> None:
    async def plays(s: Stage) -> None:
        pane = s.pane("units")
        pane._rows = [object()]
        pane.refresh()
        await s.settled()
        assert "AttributeError" in pane.broken
        await s.press("n")

    assert played(plays).commands == [c.DeliverInject("I-01")]


def test_a_scene_that_fails_is_said_and_the_exercise_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def plays(s: Stage) -> None:
        monkeypatch.setattr(s.desk.scene, "pressure", lambda: 1 // 0)
        await s.press("n")
        assert "ZeroDivisionError" in s.app.screen.broken["next line"]

    assert played(plays).commands == [c.DeliverInject("I-01")]


@pytest.mark.parametrize("typed", ["platoon", "First platoon", "first PLATOON", "P"])
def test_a_unit_and_a_place_may_be_typed_as_people_call_them(typed: str) -> None:
    async def plays(s: Stage) -> None:
        await s.press("r")
        await s.type(typed)
        await s.press("tab")
        await s.type("deploy")
        await s.press("tab")
        await s.type("the north wire")
        await s.press("enter")

    units = {"platoon": {**PLATOON["platoon"], "title": "First platoon"}}
    wire = {"north": {**WIRE["north"], "title": "The north wire"}}
    stage = played(plays, scenario=room(units=units, perimeter=wire))
    assert stage.commands == [c.OrderUnit("platoon", "deploy", "north")]


def test_what_is_refused_is_called_by_plain_words_and_what_was_typed() -> None:
    async def plays(s: Stage) -> None:
        await s.press("r")
        await s.type("Third platoon")
        await s.press("enter")
        assert "order unit refused: there is no unit Third platoon" in str(s.pane("drawer-foot").render())

    played(plays)


def test_every_option_is_read_whole_before_one_is_chosen_on_the_smallest_screen() -> None:
    text = "Call all of them in now, by the leaders of each of the fields, and count who comes back through the gate"

    async def plays(s: Stage) -> None:
        s.session.move_to(900, "f", s.wall(1))
        s.desk.fold()
        await s.press("d")
        assert text in " ".join(" ".join(line.split()) for line in s.text_of("drawer-choices"))

    asked = decision(deadline="1 h", options={"wait": {"text": "Wait"}, "all": {"text": text}})
    played(plays, size=SMALL, scenario={**with_question(), "decisions": {"D": asked}})


def test_a_time_that_is_far_off_is_told_in_days() -> None:
    assert [countdown(s) for s in (470, 359_999, 360_000, 8_640_000)] == ["7:50", "99:59:59", "4 d 4 h", "100 d 0 h"]


def test_after_endex_nothing_is_offered_that_would_be_refused() -> None:
    async def plays(s: Stage) -> None:
        await s.press("X", "y")
        await s.settled()
        assert "ENDEX" in str(s.pane("next").render())

    played(plays)
