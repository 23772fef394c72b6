"""The screens in French: everything is said, it fits where it stands, and what is recorded is the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from textual.widgets import Static

from simulator import catalogue
from simulator import commands as c
from simulator.runs.lookahead import Spreading
from simulator.scenario.facts import offered
from tests.tui.stage import LARGE, SMALL, Stage, played, room
from tests.tui.test_live import with_question
from tui.desk import Desk
from tui.glyphs import Glyphs
from tui.keys import EVERYWHERE, KEYS, LIVE, keys_of
from tui.picker import Choices, PickerApp
from tui.screens.ahead import AheadScreen
from tui.screens.forms import Forms
from tui.screens.help import key_rows
from tui.widgets.bars import Bar, foot_spans
from tui.widgets.confirm import Confirm
from tui.widgets.drawer import Form
from tui.widgets.rows import RowPane

LABEL = 12
"""columns of the drawer for what stands before a box"""


@contextmanager
def spoken(code: str) -> Iterator[None]:
    catalogue.use(code)
    try:
        yield
    finally:
        catalogue.use("en")


def line_of(stage: Stage, name: str) -> str:
    return str(stage.app.screen_stack[-1].query_one(f"#{name}", Bar).content)


@pytest.mark.parametrize("code", catalogue.LANGUAGES)
@pytest.mark.parametrize("where", [(LIVE, EVERYWHERE), ("picker",), ("author",)], ids=lambda where: where[0])
def test_the_foot_line_fits_a_narrow_terminal(code: str, where: tuple[str, ...]) -> None:
    with spoken(code):
        told = "".join(text for text, _ in foot_spans(Glyphs(), *where))
    assert len(told.rstrip()) <= SMALL[0], told


def test_every_key_is_named_in_french(french: None) -> None:
    said = {text for key in KEYS for text in (key.foot, key.about) if text}
    assert {text for text in said if catalogue.tr(text) == text} == {"note", "pause"}


def test_the_help_leaves_a_gap_after_the_longest_key(french: None) -> None:
    assert all(row.spans[0][0].endswith(" ") for key in KEYS for row in key_rows(Glyphs(), *key.where))
    (back,) = (row for row in key_rows(Glyphs(), "author") if row.key == "key editor")
    assert back.text.startswith("Échap  Retour")


def test_a_terminal_with_few_signs_has_letters_without_accents(french: None) -> None:
    assert Glyphs(ascii_only=True).plain(catalogue.tr("Esc")) == "Echap"


def test_the_help_fits_a_narrow_terminal(french: None) -> None:
    rows = key_rows(Glyphs(), *dict.fromkeys(place for key in KEYS for place in key.where))
    assert not [row.text for row in rows if len("".join(text for text, _ in row.spans)) >= SMALL[0]]


def forms_of(desk: Desk) -> list[Form]:
    forms, row = Forms(desk), next(iter(desk.scene.injects.values()))
    asked = next(iter(desk.scene.decisions.values()))
    return [
        *(forms.jump(lambda _: None), forms.adhoc(), forms.edit(row), forms.skip(row), forms.defer(row)),
        *(forms.shift(), forms.decision(asked), forms.note(), forms.order(""), forms.message(), forms.override("")),
    ]


@pytest.mark.parametrize("code", catalogue.LANGUAGES)
def test_labels_leave_a_gap_before_their_boxes_and_hints_fit_them(code: str) -> None:
    async def plays(s: Stage) -> None:
        s.session.move_to(900, "f", s.wall(1))
        s.desk.fold()

    with spoken(code):
        stage = played(plays, scenario=with_question())
        fields = [field for form in forms_of(stage.desk) for field in form.fields]
    assert fields
    assert not [field.label for field in fields if len(field.label) >= LABEL]
    assert not [field.hint for field in fields if len(field.hint) > SMALL[0] - LABEL - 2]


def test_the_live_screen_speaks_french(french: None) -> None:
    seen: dict[str, str] = {}

    async def plays(s: Stage) -> None:
        await s.press("n", "space")
        s.app.bring_up_to_date()
        await s.settled()
        seen["clock"], seen["next"] = line_of(s, "clock"), line_of(s, "next")
        seen["msel"] = "\n".join(s.text_of("msel"))
        seen["title"] = str(s.pane("feed").border_title)

    played(plays)
    assert "MARCHE x1" in seen["clock"]
    assert "enreg. ✓" in seen["clock"]
    assert seen["next"].startswith(" n remet I-02")
    assert {"À VENIR 1", "DE RÉSERVE 1", "FAIT 1"} <= {line.strip() for line in seen["msel"].split("\n")}
    assert seen["title"] == "5 DERNIERS FAITS"


def test_what_is_recorded_is_the_same_in_every_language() -> None:
    async def plays(s: Stage) -> None:
        await s.press("space", "n", "u", "m", "K", "K", "o")
        await s.type("seen")
        await s.press("enter", "u", "exclamation_mark")

    def made() -> Any:
        stage = played(plays)
        return stage.session.digest(), [event.data for event in stage.session.log], stage.commands

    found = []
    for code in catalogue.LANGUAGES:
        with spoken(code):
            found.append(made())
    assert found[0] == found[1]
    assert c.Remark("stop", "real event") in found[0][2]
    assert any(isinstance(one, c.Remark) and one.text.startswith("recalled: I-01 at H+0:00") for one in found[0][2])


def test_what_was_recorded_is_told_in_french(french: None) -> None:
    async def plays(s: Stage) -> None:
        await s.press("space", "n", "u", "exclamation_mark")
        await s.settled()

    stage = played(plays)
    told = [stage.desk.names.told(event) for event in stage.session.log]
    assert any("rappelée" in text for text in told)
    assert any(text.endswith("événement réel") for text in told)


class Foreseen:
    """A look-ahead that has come to its answer."""

    futures, done = 100, 1.0
    past = SimpleNamespace(decision="D", at=0)

    def spreads(self) -> list[Spreading]:
        return [
            Spreading("open", "civilian_harm", 100, 1.0, 2.0, 4.0),
            Spreading("close", "civilian_harm", 7, 0.0, 1.5, 3.0),
            Spreading("wait", "civilian_harm", 0, None, None, None),
        ]

    def cancel(self) -> None: ...


def test_what_lies_ahead_is_told_with_its_unit_once(french: None) -> None:
    seen: list[str] = []

    async def plays(s: Stage) -> None:
        s.app.push_screen(AheadScreen(s.desk, s.app.glyphs, Foreseen()))  # type: ignore[arg-type]
        await s.pilot.pause(0.5)
        seen.extend(s.text_of("ahead"))

    played(plays)
    rows = [line.rstrip() for line in seen]
    assert any(line.endswith(" 1 - 2 - 4 personnes") for line in rows), rows
    assert any(line.endswith(" 0 - 1,5 - 3 personnes, dans 7 sur 100") for line in rows), rows
    assert any(line.endswith("dans aucun des avenirs") for line in rows), rows


@pytest.mark.parametrize(("code", "key", "fired"), [("fr", "o", True), ("fr", "y", True), ("en", "o", False)])
def test_a_question_is_answered_with_the_letter_of_the_language(code: str, key: str, fired: bool) -> None:
    async def plays(s: Stage) -> None:
        await s.press("down", "f", key)

    with spoken(code):
        assert (played(plays).commands == [c.DeliverInject("I-02")]) is fired


def test_a_question_names_the_letter_that_answers_it(french: None) -> None:
    seen: list[str] = []

    async def plays(s: Stage) -> None:
        await s.press("down", "f")
        assert isinstance(s.app.screen, Confirm)
        seen.append(str(s.app.screen.query_one("#confirm", Static).content))

    played(plays)
    assert seen[0].endswith("Entrée ou o\u00a0: oui\u00a0; n ou Échap\u00a0: non")


@pytest.mark.parametrize("said", ["tout le monde", "Tout le monde", "everybody", ""])
def test_everybody_is_everybody_in_both_languages(said: str, french: None) -> None:
    async def plays(s: Stage) -> None:
        await s.press("a")
        await s.type("Rain")
        await s.press("tab")
        await s.type(said)
        await s.press("enter")

    assert played(plays).commands == [c.PutInject("X-1", "Rain", ())]


@pytest.mark.parametrize(("said", "kept"), [("faible", "low"), ("high", "high"), ("3", "medium"), ("", "")])
def test_how_sure_the_room_is_may_be_said_in_both_languages(said: str, kept: str, french: None) -> None:
    async def plays(s: Stage) -> None:
        s.session.move_to(900, "f", s.wall(1))
        s.desk.fold()
        await s.press("d", "1", "tab")
        await s.type(said)
        await s.press("enter")

    commands = played(plays, scenario=with_question()).commands
    assert [one.confidence for one in commands if isinstance(one, c.TakeDecision)] == [kept]


def test_a_disk_that_says_no_is_told_on_the_clock_line(french: None) -> None:
    seen: list[str] = []

    async def plays(s: Stage) -> None:
        await s.press("space")
        s.journal.fails = 1
        await s.press("n")
        s.app.bring_up_to_date()
        await s.settled()
        seen.append(line_of(s, "clock"))

    played(plays)
    assert "!! NON ENREGISTRÉ" in seen[0]


def test_the_picker_offers_scenarios_with_their_french_words(french: None) -> None:
    few = [facts for facts in offered(Path("nowhere")) if facts.name in ("site_in_flames", "first_steps")]
    app = PickerApp(few, (), Choices())
    seen: list[str] = []

    async def _run() -> None:
        async with app.run_test(size=LARGE) as pilot:
            await pilot.pause()
            await pilot.press("down")
            await pilot.pause()
            seen.extend(
                "\n".join(row.text for row in app.query_one(f"#{n}", RowPane).rows) for n in ("picker", "about")
            )

    asyncio.run(_run())
    assert "Le site en flammes" in seen[0]
    assert "Objectifs\u00a0:" in seen[1]
    assert "Agir sur l'alerte" in seen[1]


def test_the_palette_names_every_action_in_french(french: None) -> None:
    names: list[str] = []

    async def plays(s: Stage) -> None:
        names.extend(command.title for command in s.app.get_system_commands(s.app.screen))

    played(plays)
    assert "remettre la suivante (n)" in names
    assert len(names) > len([key for key in keys_of(LIVE) if "(" not in key.action])


@pytest.mark.parametrize("said", ["militaire", "Militaire, police", "police militaire", "military police"])
def test_cells_are_named_and_meant_by_what_they_are_called(said: str, french: None) -> None:
    seen: dict[str, str] = {}
    cells = {name: {"roles": [], "played_by": "room"} for name in ("military", "police")}

    async def plays(s: Stage) -> None:
        await s.press("a")
        await s.settled()
        seen["asked"] = str(s.app.screen.query_one("#drawer-lines", Static).content)
        await s.type("Pluie")
        await s.press("tab")
        await s.type(said)
        await s.press("enter", "J")
        await s.settled()
        seen["jump"] = str(s.app.screen.query_one("#drawer-lines", Static).content)
        await s.press("tab", *"militaire: x", "enter")

    commands = played(plays, scenario=room(cells=cells)).commands
    assert seen["asked"].endswith("militaire, police")
    assert seen["jump"].startswith("consignes (militaire)")
    told = [set(one.to) for one in commands if isinstance(one, c.PutInject)]
    assert len(told) == 1
    assert told[0] <= {"military", "police"}
    assert len(told[0]) == (1 if said == "militaire" else 2)
    assert [one.about for one in commands if isinstance(one, c.Remark) and one.kind == "standing_order"] == ["military"]
