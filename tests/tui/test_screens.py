"""The screens around the live one: briefing, log, why, evaluate, hot wash, branches."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from simulator import commands as c
from simulator.readers.evaluation import IMPROVE, STRENGTH, evidence, proposals, tags
from simulator.readers.hotwash import differences
from simulator.runs.family import family, log_at
from simulator.runs.notebook import write
from simulator.runs.sessions import begin, fork, fork_folder, look_at
from tests.builders import a_scenario, text_of
from tests.engine.cases import PLATOON, WIRE, decision, told
from tests.runs.live import Wall
from tests.tui.stage import LARGE, SMALL, Stage, played, room
from tui.evidence import EvidenceSoFar
from tui.lines.briefing import readiness
from tui.lines.live import feed_row
from tui.screens.log import Filter

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def evaluated(**sections: Any) -> Mapping[str, Any]:
    """A breach is reported, the room is asked, and an inject of objective O1 expects it to send the platoon."""
    expects = {"action": "send the platoon", "by": "duty_officer", "within": "30 min", "task": "D", "option": "send"}
    inject = {"id": "I-1", "at": "H+0:03", "type": "contextual", "text": "Well?", "objective": "O1"}
    return a_scenario(
        **{
            "perimeter": WIRE,
            "units": PLATOON,
            "decisions": {"D": decision(deadline="1 h")},
            "msel": [told("H+0:02", "breach", "north"), {**inject, "expects": [expects]}],
            "cells": {"military": {"roles": ["duty_officer"], "played_by": "room"}},
            "objectives": [
                {
                    "id": "O1",
                    "text": "Decide in time",
                    "capability": "command",
                    "targets": [{"measure": "civilian_harm", "at_most": "5 people"}],
                }
            ],
            **sections,
        }
    )


async def moved(s: Stage, at: int) -> None:
    s.session.move_to(at, "f", s.wall(1))
    s.desk.fold()
    s.app.bring_up_to_date()
    await s.settled()


# evaluate


def test_a_proposal_is_shown_only_once_an_own_rating_is_in() -> None:
    async def plays(s: Stage) -> None:
        await moved(s, 4000)
        await s.press("E")
        assert any("shown once your own rating is in" in text for text in s.text_of("evaluate"))
        await s.press("enter", "s")
        await s.type("slow")
        await s.press("enter")
        assert any("the evidence proposes" in text for text in s.text_of("evaluate"))

    rating = played(plays, scenario=evaluated()).commands[-1]
    assert (rating.kind, rating.about, rating.rating, rating.text) == ("rating", "O1", "S", "slow")


def proposed(stage: Stage) -> str:
    rows = proposals(stage.desk.blueprint, evidence(stage.desk.blueprint, stage.desk.log))
    return next(row.rating for row in rows if row.level == "objective")


@pytest.mark.parametrize(
    ("deed", "rating"),
    [
        (("send", 600), "P"),  # the action done in time; the target is judged at ENDEX
        (("wait", 600), "M"),  # an answer, but not the expected one: part of what was asked
        ((None, 0), "U"),  # nothing that was asked is done so far
    ],
)
def test_a_rating_is_proposed_by_the_doctrines_rule(deed: tuple[str | None, int], rating: str) -> None:
    async def plays(s: Stage) -> None:
        option, at = deed
        if option is not None:
            await moved(s, at)
            s.desk.submit(c.TakeDecision("D", option))
        await moved(s, 6000)

    stage = played(plays, scenario=evaluated())
    assert proposed(stage) == rating


def test_a_target_that_is_missed_is_unable_and_nothing_to_judge_by_is_not_observed() -> None:
    async def plays(s: Stage) -> None:
        s.desk.submit(c.EndExercise("enough"))

    for measure, rating in (("posts_held", "N"), ("trust", "U")):
        aim = {"id": "O1", "text": "x", "capability": "y", "targets": [{"measure": measure, "at_least": "100 %"}]}
        assert proposed(played(plays, scenario=evaluated(objectives=[aim], msel=[]))) == rating


# hot wash


def test_the_hot_wash_shows_what_was_not_answered_first_and_tags_it() -> None:
    async def plays(s: Stage) -> None:
        await moved(s, 3 * 3600)
        await s.press("H")
        first = s.pane("differences").selected
        assert "not" in first.text
        await s.press("minus")
        await s.type("nobody led")
        await s.press("enter")

    stage = played(plays, scenario=evaluated())
    tag = stage.commands[-1]
    assert (tag.kind, tag.text) == ("observation", f"{IMPROVE}: nobody led")
    assert list(tags(stage.desk.log).values()) == [IMPROVE]


def test_the_hot_wash_calls_whoever_it_was_asked_of_by_title() -> None:
    async def plays(s: Stage) -> None:
        await moved(s, 3 * 3600)
        await s.press("H")
        said = "\n".join(row.text for row in s.pane("differences")._rows)
        assert "(Officer on duty)" in said
        assert "(duty_officer)" not in said

    played(plays, scenario=evaluated(roles={"duty_officer": {"post": "ops", "title": "Officer on duty"}}))


def test_differences_are_lengths_of_time_the_largest_first_and_good_ones_apart() -> None:
    async def plays(s: Stage) -> None:
        await moved(s, 600)
        s.desk.submit(c.TakeDecision("D", "send"))
        await moved(s, 3600)

    stage = played(plays, scenario=evaluated())
    found = differences(stage.desk.blueprint, stage.desk.log)
    answered = next(d for d in found if d.text.startswith("What now?"))
    opened = next(e for e in stage.desk.log if e.kind == "decision_opened")
    assert (answered.at, answered.good) == (opened.at + 3600, True)
    assert answered.minutes == round((600 - opened.at - 3600) / 60, 1)
    assert [d.minutes for d in found] == sorted((d.minutes for d in found), reverse=True)


def test_a_strength_is_written_and_read_in_one_way() -> None:
    async def plays(s: Stage) -> None:
        await s.press("n", "H", "tab", "plus", "enter")

    stage = played(plays)
    assert [r.text for r in stage.commands if getattr(r, "kind", "") == "observation"] == [f"{STRENGTH}:"]


# log and why


def test_the_log_is_filtered_by_actor_inject_kind_and_words() -> None:
    async def plays(s: Stage) -> None:
        await s.press("n")
        await moved(s, 1500)
        await s.press("L", "slash")
        await s.type("inject:I-02")
        assert {row.key for row in s.pane("log").rows} == {
            str(e.seq) for e in s.desk.log if e.subject == "I-02" and e.kind == "inject_delivered"
        }

    played(plays)


def test_the_log_shows_each_event_as_the_feed_would_and_its_cursor_stays_while_more_come() -> None:
    async def plays(s: Stage) -> None:
        await moved(s, 600)
        await s.press("L", "slash")
        await s.type("all")
        await s.press("enter", "home")
        pane = s.pane("log")
        under, many = pane.selected, len(pane.rows)
        await moved(s, 3000)
        assert pane.selected == under
        assert len(pane.rows) > many
        assert list(pane.rows) == [feed_row(event, s.desk.names) for event in s.desk.log]
        assert list(pane.rows[-3:]) == list(pane.rows)[-3:]
        await s.press("end")
        await moved(s, 5000)
        assert pane.selected == list(pane.rows)[-1], "at the end it follows"

    played(plays)


@pytest.mark.parametrize("text", ["objective:", "wrong:x", "kind:inject all", "a b c", ":", "group:room"])
def test_a_filter_takes_whatever_is_typed(text: str) -> None:
    stage = Stage()
    found = Filter(text, {})
    assert all(isinstance(found.lets(event, "told"), bool) for event in stage.desk.log)
    assert bool(found.wrong) == (text in ("wrong:x", ":"))


def test_why_shows_causes_and_consequences_and_asks_on() -> None:
    async def plays(s: Stage) -> None:
        await moved(s, 1500)
        s.pane("feed").focus()
        await s.press("end", "w")
        texts = s.text_of("why")
        assert "WHAT IT COMES FROM " in texts
        assert "WHAT CAME OF IT " in texts
        await s.press("enter", "escape")
        assert s.app.screen.WHERE == "live"

    played(plays)


# briefing


def test_the_briefing_opens_before_startex_and_leads_to_the_live_screen() -> None:
    async def plays(s: Stage) -> None:
        s.app.action_help()  # any screen above
        await s.press("escape", "I")
        assert any("I-01" in text for text in s.text_of("briefing"))
        await s.press("enter")
        assert s.app.screen.WHERE == "live"

    played(plays, size=SMALL)


def test_readiness_says_what_is_missing_and_what_is_there() -> None:
    cells = {"military": {"roles": ["duty_officer"], "played_by": "room"}}
    ready = {text: well for well, text in readiness(Stage(evaluated()).desk.blueprint)}
    assert ready["every objective has injects"]
    bare = {text: well for well, text in readiness(Stage(room(cells=cells)).desk.blueprint)}
    assert bare["the scenario has no objective"] is False


def test_the_briefing_counts_injects_by_objective_and_part_of_the_exercise() -> None:
    async def plays(s: Stage) -> None:
        await s.press("I")
        rows = s.text_of("briefing")
        head = next(k for k, row in enumerate(rows) if "injects for" in row)
        assert rows[head].split()[2:4] == ["Part", "1"]
        assert rows[head].split()[-1] == "if"
        assert rows[head + 1].split()[:3] == ["O1", "1", "-"]

    played(plays, scenario=evaluated())


# branches


def test_forks_are_a_tree_and_two_are_compared_at_the_same_minute(tmp_path: Path) -> None:
    scenario = tmp_path / "s.yaml"
    scenario.write_text(text_of(evaluated()), encoding="utf-8")
    wall, folder = Wall(), tmp_path / "first"
    session = begin(folder, scenario)
    session.move_to(900, "f", wall(1))
    session.submit(c.TakeDecision("D", "wait"), "f", wall(1))
    session.move_to(3600, "f", wall(1))
    session.close("f", wall(1))
    other = fork_folder(folder, 900)
    fork(look_at(folder), 900, other, wall(1), decide={"D": "send"})
    members = family(other)
    assert [(m.folder.name, m.depth, m.parted_at) for m in members] == [("first", 0, -1), (other.name, 1, 900)]
    mine = [json.dumps(e.data) for e in log_at(folder, 900) if e.kind == "decision_taken"]
    theirs = [json.dumps(e.data) for e in log_at(other, 900) if e.kind == "decision_taken"]
    assert mine != theirs


def test_what_an_evaluator_writes_is_shown_while_the_clock_stands(tmp_path: Path) -> None:
    scenario = tmp_path / "s.yaml"
    scenario.write_text(text_of(evaluated()), encoding="utf-8")
    folder = tmp_path / "session"
    wall = Wall()
    begin(folder, scenario).close("f", wall(1))

    async def test(stage: Stage) -> None:
        stage.desk.evidence = EvidenceSoFar(stage.session, folder, lambda: stage.wall().steady)
        stage.app.bring_up_to_date()
        assert not any("guard was doubled" in row for row in stage.text_of("objectives"))
        write(folder, "east", "the guard was doubled", wall(1).wall, about="O1")
        stage.app.tell_the_time()
        assert not any("guard was doubled" in row for row in stage.text_of("objectives"))  # not gathered at every tick
        stage.wall(20)
        stage.app.tell_the_time()
        assert any("guard was doubled" in row for row in stage.text_of("objectives"))

    played(test, scenario=evaluated())


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_every_screen_can_be_opened_and_left_again(size: tuple[int, int]) -> None:
    async def plays(s: Stage) -> None:
        await moved(s, 1500)
        for key in ("L", "E", "H", "B", "I", "question_mark"):
            await s.press(key)
            assert s.app.screen is not s.app.screen_stack[1], key
            await s.press("escape")
            assert s.app.screen.WHERE == "live", key

    played(plays, size=size)


def test_what_is_found_at_endex_is_gathered_at_once() -> None:
    async def plays(s: Stage) -> None:
        s.desk.evidence.pieces()
        await moved(s, 600)
        assert not s.desk.evidence.is_due(), "a quarter of a minute has not gone by"
        s.desk.submit(c.EndExercise("enough"))
        assert s.desk.evidence.is_due()
        s.desk.evidence.pieces()
        assert not s.desk.evidence.is_due(), "nothing has come since"

    played(plays, scenario=evaluated())
