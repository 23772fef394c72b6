"""startex view as somebody types it, and what no view may ever hold."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.commands import PutInject
from simulator.engine.engine import Engine
from simulator.events import LogEvent
from simulator.readers.scene.ground import Ground
from simulator.readers.scene.picture import Picture, cells_of
from simulator.runs.follow import Clock
from simulator.runs.headless import blueprint_of
from simulator.runs.projector import page
from simulator.runs.sessions import begin
from tests.runs.live import Wall, passes

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FLAMES = SCENARIOS / "site_in_flames.yaml"


@cache
def flames() -> tuple:
    blueprint = blueprint_of(FLAMES)
    engine = Engine(blueprint, 3)
    engine.run()
    return blueprint, tuple(engine.drain())


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A session that somebody plays: three hours and an inject for one cell."""
    wall = Wall()
    session = begin(tmp_path / "s", FLAMES)
    session.go("f", wall())
    session.drops = False
    session.set_speed(3600, "f", wall())
    passes(session, wall, 3)
    session.submit(PutInject("X-1", "A\x1b[31m word for the <b>police</b>", ("police",)), "f", wall())
    yield tmp_path / "s"
    session.close("f", wall())


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main(["view", *map(str, arguments)])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def rendered(picture: Picture, now: int) -> str:
    """All that a view can show of a picture, as text."""
    clock = Clock("running", now)
    facts = [f"{picture.said(fact)} {fact}" for fact in picture.facts]
    html = unescape(page(picture, clock))
    rows = [picture.told, picture.injects, picture.units, picture.marks(now), facts]
    return html + "\n".join(str(row) for row in rows)


def test_the_picture_of_a_cell_while_somebody_else_plays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = said(capsys, folder, "--cell", "police", "--once")
    assert status == 0
    assert "INJECT: A␛[31m word for the <b>police</b>" in out
    assert "\x1b" not in out
    assert "training only" in out
    status, out, _ = said(capsys, folder, "--cell", "military", "--once")
    assert status == 0
    assert "word for the" not in out
    assert "STARTEX" in out


def test_the_page_is_whole_escaped_and_refreshes_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder.parent / "view.html"
    assert said(capsys, folder, "--cell", "police", "--html", file, "--once")[0] == 0
    text = file.read_text(encoding="utf-8")
    assert "A␛[31m word for the &lt;b&gt;police&lt;/b&gt;" in text
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert 'http-equiv="refresh"' not in text, "a page that nobody keeps up to date does not ask for more"
    assert text.endswith("</html>")
    blueprint, _ = flames()
    live = page(Picture(blueprint, "police"), Clock("running", 0))
    assert '<meta http-equiv="refresh" content="1">' in live
    assert not re.search(r"https?://|src=|href=", live), "it needs nothing from elsewhere"
    assert live.count("<polyline") == len(Ground(blueprint).lines) > len(blueprint.segments), "the wire and the ways"


def test_a_cell_that_there_is_not_is_refused_with_those_there_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = said(capsys, folder, "--cell", "navy", "--once")
    assert (status, out) == (2, "")
    assert all(name in err for name in ("civilian", "military", "police", "security"))


def test_a_page_is_written_or_served_not_both(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = said(capsys, folder, "--cell", "police", "--serve", "0", "--html", "x.html")
    assert (status, "not both" in err) == (2, True)


def test_what_is_no_session_is_refused_as_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = said(capsys, tmp_path, "--cell", "police", "--once")
    assert (status, "holds no session" in err) == (4, True)


def test_lines_come_until_the_session_is_let_go(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wall = Wall()
    session = begin(tmp_path / "s", FLAMES)
    session.go("f", wall())
    session.drops = False
    session.set_speed(3600, "f", wall())
    passes(session, wall, 2)
    session.close("f", wall())
    status, out, _ = said(capsys, tmp_path / "s", "--cell", "military", "--plain")
    assert status == 0
    assert out.index("STARTEX") < out.index("breach at west") < out.index("clock: suspended")


@pytest.mark.parametrize(("clock", "word"), [(Clock("paused", 60, stopped=True), "STOP"), (Clock(dark=True), "H+")])
def test_in_a_stop_or_black_out_the_page_shows_nothing_that_is_known(clock: Clock, word: str) -> None:
    blueprint, log = flames()
    picture = Picture(blueprint, "military")
    picture.extend(log)
    text = page(picture, clock)
    assert word in text
    assert "EXERCISE" in text
    assert not [line for line in picture.told if line.text in unescape(text)]
    assert "svg" not in text.split("<body>")[1]


def test_an_inject_is_not_to_be_seen_before_its_delivery_nor_by_another_cell() -> None:
    blueprint, log = flames()
    texts = {spec.id: [t for t in (spec.title, spec.text) if len(t) > 12] for spec in blueprint.injects}
    delivered = [event for event in log if event.kind == "inject_delivered"]
    assert len(delivered) > 10
    for cell in cells_of(blueprint):
        picture, seen = Picture(blueprint, cell), set()
        for event in log:
            if event.kind == "inject_delivered":
                known = rendered(picture, picture.now)
                assert not [t for name, row in texts.items() if name not in seen for t in row if t in known], cell
                before = len(picture.injects)
                picture.add(event)
                seen |= {event.subject} if len(picture.injects) > before else set()
                for_it = event.data["type"] != "expected_action" and cell in event.data["to"]
                assert for_it <= (len(picture.injects) > before)
                continue
            picture.add(event)
        assert {heard.id for heard in picture.injects} == seen
        assert seen


BY = {"by": "x", "seen_at": 9}
HIDDEN = [
    ("sighted", "west_post_1", {"what": "SECRET", "at": "west", "state": "present", "value": 3}),
    ("breach_opened", "SECRET", {}),
    ("decision_opened", "SECRET", {"asks": "sector_commander", "options": ["SECRET"], "deadline_s": 60, "at": "west"}),
    ("default_proposed", "SECRET", {"option": "SECRET"}),
    ("stream_event_began", "SECRET", {"do": "breach", "by": "SECRET", "on": "west"}),
    ("inject_delivered", "SECRET", {"type": "contextual", "to": ["police"], "means": "SECRET", "text": "SECRET"}),
    ("inject_delivered", "SECRET", {"type": "expected_action", "to": ["military"], "means": "", "text": "SECRET"}),
    ("inject_ready", "SECRET", {"why": "SECRET"}),
    ("inject_edited", "SECRET", {"to": ["military"], "text": "SECRET"}),
    ("inject_added", "SECRET", {"to": ["military"], "text": "SECRET"}),
    ("answer_drafted", "ioc", {"to": "military", "text": "SECRET"}),
    ("question_asked", "police", {"to": "ioc", "text": "SECRET"}),
    ("message_passed", "police", {"to": "security", "text": "SECRET"}),
    ("report_received", "police_ops", {"what": "SECRET", "at": "west", "value": 9, "state": "open", **BY}),
    ("status_received", "police_ops", {"unit": "section_a", "state": "SECRET"}),
    ("order_given", "SECRET", {"post": "police_ops", "unit": "section_a", "task": "SECRET", "at": "west"}),
    ("unit_moved", "section_a", {"to": "SECRET"}),
    ("person_hurt", "SECRET", {"at": "SECRET", "severity": "SECRET"}),
    ("rule_fired", "SECRET", {"post": "ioc", "at": "SECRET", "component": "military"}),
    ("action_expected", "SECRET", {"text": "SECRET", "by": "ioc"}),
    ("remark_made", "-", {"kind": "note", "text": "SECRET", "by": "facilitator"}),
    ("world_overridden", "section_a", {"what": "delay", "seconds": 60, "why": "SECRET"}),
]  # fmt: skip


def test_an_event_that_a_cell_cannot_know_changes_nothing_that_it_is_shown(test_seed: int) -> None:
    blueprint, log = flames()
    chosen = random.Random(test_seed)
    for kind, subject, data in HIDDEN:
        where = chosen.randrange(1, len(log))
        plain, mutant = Picture(blueprint, "military"), Picture(blueprint, "military")
        plain.extend(log[:where])
        mutant.extend(log[:where])
        mutant.add(LogEvent(10**6, log[where - 1].at, kind, subject, data, None))
        now = plain.now
        assert rendered(mutant, now) == rendered(plain, now), f"{kind} after {where} events, seed {test_seed}"
    for event in log[where : where + 50]:
        plain.add(event)
        mutant.add(event)
    assert rendered(mutant, plain.now) == rendered(plain, plain.now)


def test_the_question_finds_an_event_that_the_cell_does_know() -> None:
    blueprint, log = flames()
    picture = Picture(blueprint, "military")
    picture.extend(log[:5])
    before = rendered(picture, 100)
    data = {"what": "shots", "at": "west", "value": 1, "state": "heard", "by": "west_post_1", "seen_at": 99}
    picture.add(LogEvent(10**6, 100, "report_received", "ioc", data, None))
    assert rendered(picture, 100) != before


def test_a_recalled_inject_is_shown_as_withdrawn() -> None:
    blueprint, log = flames()
    picture = Picture(blueprint, "military")
    picture.extend(log)
    heard = picture.injects[0]
    said = {"kind": "correction", "text": f"recalled: {heard.id}", "by": "facilitator", "rating": "", "meant": 0}
    picture.add(LogEvent(10**6, picture.now, "remark_made", str(heard.seq), said, None))
    assert heard.withdrawn
    assert picture.told[-1].text.startswith("WITHDRAWN by exercise control")


def test_an_inject_to_nobody_in_particular_is_for_everybody(tmp_path: Path) -> None:
    blueprint, _ = flames()
    for cell in cells_of(blueprint):
        picture = Picture(blueprint, cell)
        data = {"type": "contextual", "to": [], "means": "verbal", "text": "To all"}
        picture.add(LogEvent(1, 5, "inject_delivered", "X-1", data, None))
        assert [heard.text for heard in picture.injects] == ["To all"]
