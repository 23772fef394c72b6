"""``startex msel import --session``: what is ahead is handed in, and every other row is named with the reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulator.cli import main
from simulator.exchange.columns import OWN
from simulator.exchange.delimited import write_delimited
from simulator.runs.sessions import begin, look_at, resume, verify
from tests.builders import a_scenario, text_of
from tests.cli.test_play import POSIX, playing, typed, until
from tests.runs.live import Wall

HEADS = [column.head for column in OWN]


def row(**cells: str) -> list[str]:
    return [cells.get(column.field, "") for column in OWN]


def startex(*words: str | Path) -> int:
    return main([str(word) for word in words])


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """A session of a scenario with cells, at H+1:00, that nobody plays."""
    msel: list[dict[str, Any]] = [
        {"id": "I-1", "at": "H+0:10", "type": "contextual", "text": "first", "to": ["military"]},
        {"id": "I-2", "at": "H+2:00", "type": "contextual", "text": "second", "to": ["military"]},
    ]
    cells = {"military": {"roles": ["duty_officer"], "played_by": "room"}, "police": {"roles": ["chief"]}}
    roles = {"duty_officer": {"post": "ops"}, "chief": {"post": "ops"}}
    source = tmp_path / "scenario.yaml"
    source.write_text(text_of(a_scenario(msel=msel, cells=cells, roles=roles)), encoding="utf-8")
    wall = Wall()
    opened = begin(tmp_path / "s", source)
    opened.move_to(3600, "f", wall(1))
    opened.close("f", wall(1))
    return tmp_path / "s"


ROWS = {
    "ahead": row(id="N-1", at="H+1:30", type="contextual", title="News", text="a crowd", to="military, police",
                 means="radio", **{"from": "Sector HQ"}),
    "ahead, by date": row(id="N-2", at="2031-03-01T10:00+02:00", type="administrative", text="a check"),
    "past": row(id="N-3", at="H+0:30", type="contextual", text="too late"),
    "after ENDEX": row(id="N-4", at="H+9:00", type="contextual", text="too far"),
    "there already": row(id="I-2", at="H+2:00", type="contextual", text="second", to="military"),
    "another of this number": row(id="I-1", at="H+3:00", type="contextual", text="not the first"),
    "twice": row(id="N-1", at="H+1:40", type="contextual", text="again"),
    "nobody": row(id="N-5", at="H+1:50", type="contextual", text="x", to="navy"),
    "no time": row(id="N-6", type="contextual", text="x", when="breach seen"),
    "a condition": row(id="N-7", at="H+2:10", type="contextual", text="x", when="breach seen"),
    "a marker": row(id="N-8", at="H+2:10", type="expected_action", text="x"),
    "no words": row(id="N-9", at="H+2:20", type="contextual"),
    "no time that can be read": row(id="N-10", at="25:00", type="contextual", text="x"),
    "more than words": row(id="N-11", at="H+2:30", type="contextual", text="y", expects="Go [within 5 min]", notes="n"),
}  # fmt: skip


def test_every_row_is_handed_in_or_named_with_the_reason(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "late.csv"
    file.write_bytes(write_delimited([HEADS, *ROWS.values()]))
    assert startex("msel", "import", file, "--session", session) == 3
    assert not (session / "inbox").exists()
    assert "nothing is handed in: 9 errors" in capsys.readouterr().err
    assert startex("msel", "import", file, "--session", session, "--leave-out") == 0
    said = capsys.readouterr()
    handed = [line.split()[2] for line in said.out.splitlines() if line.startswith("+")]
    assert handed == ["N-1", "N-2", "N-11"]
    expected = {
        "A4": "N-3 was to come at H+0:30, and it is H+1:00",
        "A5": "N-4 cannot be added: that time is not ahead",
        "A6": "I-2 is in the session already",
        "A7": "the session has another I-1",
        "A8": "N-1 stands in the file twice",
        "A9": "N-5 cannot be added: there is no cell or role navy",
        "A10": "N-6 has no time",
        "A11": "N-7 comes by a condition",
        "A12": "N-8 comes by a condition, or is for exercise control alone",
        "A13": "N-9 cannot be added: an inject needs a text",
        "A14": "'25:00'",
        "A15": "N-11 comes without its expects, notes",
    }
    lines = said.err.splitlines()
    for place, why in expected.items():
        assert any(f" {place}: " in line and why in line for line in lines), (place, why, said.err)
    assert len(expected) + 2 == len(ROWS)
    wall = Wall()
    opened, _ = resume(session)
    for _ in range(3):
        opened.receive(wall(1))
    assert [e.subject for e in opened.log if e.kind == "inject_added"] == handed
    assert opened.engine.inject("N-1").text == "News\n[radio, from Sector HQ]\na crowd"
    assert opened.engine.inject_due("N-2") == 7200
    opened.close("f", wall(1))
    assert verify(look_at(session)).difference is None


def test_somebody_elses_workbook_is_added_by_its_dates(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The session says when STARTEX was; the mapping is confirmed as in every import."""
    file = tmp_path / "theirs.csv"
    file.write_text("MSEL #,INJECT DTG,EVENT DESCRIPTION,SEND TO\n7,01 0930B MAR 31,A crowd,Military\n", "utf-8")
    assert startex("msel", "import", file, "--session", session) == 2
    assert startex("msel", "import", file, "--session", session, "--yes") == 0
    assert "+ H+1:30 7 to military" in capsys.readouterr().out


def test_a_session_that_is_over_or_a_scenario_beside_it_is_refused(session: Path, tmp_path: Path) -> None:
    file = tmp_path / "late.csv"
    file.write_bytes(write_delimited([HEADS, ROWS["ahead"]]))
    assert startex("msel", "import", file, "--session", session, "--out", tmp_path / "x.yaml") == 2
    assert startex("msel", "import", file) == 2
    opened, wall = resume(session)[0], Wall()
    opened.move_to(8 * 3600, "f", wall(1))
    opened.close("f", wall(1))
    assert startex("msel", "import", file, "--session", session) == 2
    assert startex("msel", "import", file, "--session", tmp_path) == 4


@POSIX
def test_rows_reach_an_exercise_that_another_process_plays(tmp_path: Path) -> None:
    """Two processes: one plays and holds the lock, this one imports; what was handed in comes at its time."""
    file, folder = tmp_path / "late.csv", tmp_path / "s"
    late = row(id="N-1", at="H+1:30", type="contextual", text="a crowd", to="ops")
    file.write_bytes(write_delimited([HEADS, late]))
    with playing(folder) as process:
        typed(process, "start")
        until(process, "THIS IS AN EXERCISE")
        assert startex("msel", "import", file, "--session", folder) == 0
        assert "N-1 added" in until(process, "N-1 added")
        typed(process, "step 2 h")
        assert "H+1:30" in until(process, "N-1 to ops: a crowd")
        typed(process, "quit")
        assert process.wait(60) == 0
    assert startex("replay", folder, "--verify") == 0
