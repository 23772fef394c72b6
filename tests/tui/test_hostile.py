"""Hostile texts on every part of the screen: nothing fails, and nothing hidden comes out."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from rich.cells import cell_len
from textual.screen import Screen
from textual.widgets import Input

from simulator import commands as c
from tests.builders import a_scenario
from tests.engine.cases import PLATOON, WIRE, decision, told
from tests.tui.hostile import hidden_in, hostile_texts
from tests.tui.stage import LARGE, SMALL, Stage, played
from tui.safe_text import clipped, line_of, safe, wrapped
from tui.widgets.confirm import Confirm
from tui.widgets.rows import RowPane

_MSEL = 40


def through_the_door(texts: Iterator[str]) -> int:
    """Every way by which a text becomes signs on a screen; gives how many there were."""
    count = 0
    for count, text in enumerate(texts, 1):
        columns = count % 90
        line, cut, lines = line_of(text), clipped(text, columns), wrapped(text, max(2, columns))
        assert not hidden_in(line), repr(text)
        assert "\n" not in line
        assert not hidden_in(cut), repr(text)
        assert cell_len(cut) == columns, repr(text)
        assert not hidden_in(safe(text).plain), repr(text)
        for part in lines:
            assert not hidden_in(part), repr(text)
            assert cell_len(part) <= max(2, columns), repr(text)
    return count


def test_nothing_hidden_comes_through_the_door_of_texts(test_seed: int) -> None:
    assert through_the_door(hostile_texts(random.Random(test_seed), 3_000)) == 3_000


@pytest.mark.soak
def test_nothing_hidden_of_a_hundred_thousand_comes_through_the_door_of_texts(test_seed: int) -> None:
    assert through_the_door(hostile_texts(random.Random(test_seed), 100_000)) == 100_000


def typed(text: str) -> str:
    """A text as a file or a keyboard may hold it: both are UTF-8."""
    return text.encode("utf-8", "replace").decode() or "empty"


def hostile_room(texts: Iterator[str]) -> Mapping[str, Any]:
    """A scenario of which every title and text is hostile, as far as a file may hold it."""

    def _text(most: int = 200) -> str:
        return typed(next(texts))[:most]

    msel = [
        {"id": f"I-{k}", "title": _text(), "type": "contextual", "text": _text(5000), "at": f"H+{1 + k % 6}:00"}
        for k in range(_MSEL)
    ]
    msel.append({"id": "I-IF", "title": _text(), "type": "contextual", "text": _text(), "when": "time > H+7:00"})
    breach = {**told("H+0:02", "breach", "north"), "title": _text(), "text": _text()}
    return a_scenario(
        title=_text(),
        handling=_text(60),
        perimeter=WIRE,
        places={"camp": {"title": _text()}, "base": {"title": _text()}},
        units={"platoon": {**PLATOON["platoon"], "title": _text()}},
        decisions={
            "D": decision(
                title=_text(),
                deadline="1 h",
                options={"send": {"text": _text()}, "wait": _text()},
            )
        },
        plan={
            "R": {
                "title": _text(),
                "for": "platoon",
                "when": "breach reported to ops",
                "do": [{"prose": _text()}, {"task": "deploy", "at": "north"}],
            }
        },
        objectives=[{"id": "O1", "text": _text(), "targets": [{"measure": "civilian_harm", "at_most": "0 people"}]}],
        cells={"military": {"roles": ["duty_officer"], "played_by": "room"}},
        msel=[breach, *msel],
    )


def look(screen: Screen[Any]) -> None:
    """Every sign that the screen draws, and every row of its panes, in sight or not."""
    for y, strip in enumerate(screen._compositor.render_strips()):
        assert not hidden_in(strip.text), f"line {y}: {strip.text!r}"
    for pane in screen.query(RowPane):
        for y in range(len(pane.rows)):
            text = pane._drawn(y).text
            assert not hidden_in(text), repr(text)
        assert not pane.broken
    for link in (segment for strip in screen._compositor.render_strips() for segment in strip):
        style = link.style
        assert style is None or (style.link is None and "evil" not in str(style.meta)), repr(link)
        assert style is None or "app.quit" not in str(style.meta), repr(link)


async def everywhere(s: Stage, texts: Iterator[str], log: list[str]) -> None:
    """Through every screen, drawer, question, toast and the palette."""

    async def _look(what: str) -> None:
        await s.settled()
        log.append(what)
        look(s.app.screen)

    await _look("live")
    s.wall(60)
    await s.press("space")
    s.session.move_to(300, "facilitator", s.wall())
    s.desk.fold()
    for k in range(3):
        s.desk.adhoc(typed(next(texts)), ())
        s.desk.remark("note", typed(next(texts)), about=typed(next(texts)))
        s.desk.remark("observation", typed(next(texts)), about="O1")
        s.desk.fire(f"I-{k}")
        s.desk.skip(f"I-{k + 10}", typed(next(texts)))
        s.app.tell(next(texts), ("information", "warning", "error")[k])
    s.desk.submit(c.DeliverInject(typed(next(texts))))
    s.desk.remark("mark", typed(next(texts)))
    s.app.bring_up_to_date()
    await _look("live with toasts")
    for key in "adoesSDrctO":
        await s.press(key)
        await _look(f"drawer {key}")
        await s.press("escape")
    s.app.push_screen(Confirm(next(texts)))
    await _look("question")
    await s.press("n")
    for key in ("L", "E", "B", "H", "I", "w", "?"):
        await s.press(key)
        await _look(f"screen {key}")
        await s.press("escape")
    s.desk.decide(next(iter(s.desk.scene.decisions.values())), "other", typed(next(texts)))
    s.session.asks = next(texts)
    s.app.bring_up_to_date()
    await _look("decided")
    await s.press("colon")
    box = s.app.screen.query_one(Input)
    box.value = "fire"
    for _ in range(20):
        await s.pilot.pause(0.05)
        if "fire I-" in "".join(strip.text for strip in s.app.screen._compositor.render_strips()):
            break
    else:
        raise AssertionError("the palette found no inject")
    await _look("palette")
    await s.press("escape")


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_nothing_hidden_is_drawn_by_any_part_of_the_screen(test_seed: int, size: tuple[int, int]) -> None:
    texts = hostile_texts(random.Random(test_seed), 10_000)
    log: list[str] = []

    async def _plays(s: Stage) -> None:
        await everywhere(s, texts, log)

    played(_plays, size=size, scenario=hostile_room(texts))
    assert log[-1] == "palette"
