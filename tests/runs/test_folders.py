"""Sessions on the disk: begun, resumed, verified, forked; portable; a notebook beside them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from simulator.commands import Remark, TakeDecision
from simulator.errors import SessionError, SessionLocked, UsageError
from simulator.record.journal import JournalView, read_journal
from simulator.record.told import EVENTS
from simulator.runs import notebook
from simulator.runs.notebook import Notebooks, exercise_time, notes, write
from simulator.runs.replay import entries
from simulator.runs.sessions import begin, fork, look_at, resume, verify
from tests.builders import text_of
from tests.engine.cases import with_decision
from tests.runs.live import Wall, passes

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "own.yaml"
    text = with_decision() | {"cells": {"military": {"roles": ["duty_officer"], "played_by": "room"}}}
    path.write_text(text_of(text), encoding="utf-8")
    return path


def played(folder: Path, scenario: Path, option: str = "wait") -> str:
    """A session in which the room answers D with an option ten minutes after it was asked; gives its digest."""
    wall = Wall()
    session = begin(folder, scenario, seed=7)
    session.move_to(3600, "f", wall())
    while not session.engine.open_decisions:
        session.step("f", wall())
    session.move_to(session.now + 300, "f", wall())
    session.submit(TakeDecision("D", option), "f", wall())
    session.move_to(4 * 3600, "f", wall())
    session.close("f", wall())
    return session.digest()


def test_a_session_is_resumed_and_verified_from_its_folder_alone(tmp_path: Path, scenario: Path) -> None:
    digest = played(tmp_path / "s", scenario)
    scenario.unlink()
    shutil.move(tmp_path / "s", tmp_path / "elsewhere")
    verdict = verify(look_at(tmp_path / "elsewhere"))
    assert verdict.recorded
    assert (verdict.difference, verdict.broken_seal) == (None, 0)
    session, notices = resume(tmp_path / "elsewhere")
    assert notices == []
    assert session.digest() == digest
    with pytest.raises(SessionLocked):
        resume(tmp_path / "elsewhere")
    session.submit(Remark("note", "and on"), "f", Wall()())
    session.close("f", Wall()())


def test_a_scenario_with_libraries_and_variants_comes_with_its_copies(tmp_path: Path) -> None:
    session = begin(tmp_path / "s", SCENARIOS / "site_in_flames.yaml", seed=3, variant="before")
    session.move_to(7200, "f", Wall()())
    session.close("f", Wall()())
    assert len(list((tmp_path / "s" / "scenario").rglob("*.yaml"))) > 1
    assert verify(look_at(tmp_path / "s")).engine.blueprint.variant == "before"


def test_the_first_event_that_was_recorded_otherwise_is_named(tmp_path: Path, scenario: Path) -> None:
    played(tmp_path / "s", scenario)
    path = tmp_path / "s" / EVENTS
    lines = path.read_bytes().splitlines(keepends=True)
    changed = json.loads(lines[5]) | {"subject": "somebody"}
    path.write_bytes(b"".join([*lines[:5], json.dumps(changed).encode() + b"\n", *lines[6:]]))
    found = verify(look_at(tmp_path / "s")).difference
    assert found is not None
    assert found[0] == 6
    assert "somebody" in found[1]


def test_without_its_events_a_session_is_verified_by_the_digests_in_its_journal(
    tmp_path: Path, scenario: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played(tmp_path / "s", scenario)
    (tmp_path / "s" / EVENTS).unlink()
    verdict = verify(look_at(tmp_path / "s"))
    assert (verdict.recorded, verdict.broken_seal) == (False, 0)
    monkeypatch.setattr(
        "simulator.engine.decisions.Decisions.let_run", lambda self, name: self.w.emit("x", "", {}, None)
    )
    found = look_at(tmp_path / "s")
    assert verify(found).broken_seal == len(verdict.engine.log)


def test_a_fork_shares_its_parents_history_and_decides_otherwise(tmp_path: Path, scenario: Path) -> None:
    played(tmp_path / "s", scenario, "wait")
    parent = look_at(tmp_path / "s")
    whole = verify(parent).engine.log
    asked = next(e.at for e in whole if e.kind == "decision_opened")
    fork(parent, asked + 60, tmp_path / "f", Wall()(), decide={"D": "send"})
    child, _ = resume(tmp_path / "f")
    assert child.header.parent["name"] == "s"
    assert child.header.parent["head"] == parent.head
    before = [e for e in whole if e.at <= asked + 60]
    assert child.log[: len(before)] == before
    assert [e.data["option"] for e in child.log if e.kind == "decision_taken"] == ["send"]
    child.move_to(4 * 3600, "f", Wall()())
    assert [e.kind for e in child.log if e.kind == "task_begun"] == ["task_begun"], "had you sent it then"
    assert [e for e in whole if e.kind == "task_begun"] == []
    child.close("f", Wall()())
    assert verify(look_at(tmp_path / "f")).difference is None


def test_a_fork_at_any_minute_is_the_parents_prefix(tmp_path: Path, scenario: Path) -> None:
    played(tmp_path / "s", scenario)
    parent = look_at(tmp_path / "s")
    whole = verify(parent).engine.log
    for minute in range(0, 240, 24):
        fork(parent, minute * 60, tmp_path / f"f{minute}", Wall()())
        child, _ = resume(tmp_path / f"f{minute}")
        assert child.now == minute * 60
        assert child.log == [e for e in whole if e.at <= minute * 60]
        child.close("f", Wall()())


def test_a_fork_that_cannot_be_says_what_can(tmp_path: Path, scenario: Path) -> None:
    played(tmp_path / "s", scenario)
    parent = look_at(tmp_path / "s")
    with pytest.raises(UsageError, match=r"come to H\+4:00"):
        fork(parent, 5 * 3600, tmp_path / "f", Wall()())
    with pytest.raises(UsageError, match="D is not open at H"):
        fork(parent, 60, tmp_path / "f", Wall()(), decide={"D": "send"})
    asked = next(e.at for e in verify(parent).engine.log if e.kind == "decision_opened")
    with pytest.raises(UsageError, match="it has send, wait"):
        fork(parent, asked + 1, tmp_path / "f", Wall()(), decide={"D": "dance"})
    assert not (tmp_path / "f").exists()


def test_a_folder_that_holds_something_is_not_begun_in(tmp_path: Path, scenario: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        begin(tmp_path / "s", scenario)
    with pytest.raises(SessionError, match="holds no session"):
        resume(tmp_path / "s")


def test_a_notebook_is_merged_by_the_exercises_time(tmp_path: Path, scenario: Path) -> None:
    """Its writer knows the wall only; where the exercise stood then follows from the journal."""
    wall, folder = Wall(), tmp_path / "s"
    session = begin(folder, scenario)
    session.drops = False
    session.go("f", wall())
    session.set_speed(60, "f", wall())
    passes(session, wall, 20)
    session.pause("f", wall())
    paused_at = session.now
    end = wall().wall
    passes(session, wall, 100)
    noted = write(folder, "Eva One", "they doubled the guard", end - 5, about="O1", rating="s")
    write(folder, "second", "a break", end + 50)
    assert noted.at == paused_at - 300
    assert noted.rating == "S"
    assert [(n.by, n.at) for n in notes(folder)] == [("Eva One", paused_at - 300), ("second", paused_at)]
    session.submit(Remark("note", "the session goes on"), "f", wall(1))
    session.close("f", wall(1))
    assert exercise_time(list(entries([])), 5.0) == 0


def test_notebooks_that_are_asked_for_all_the_while_say_what_reading_all_of_it_anew_says(
    tmp_path: Path, scenario: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note may lie after all that is recorded: where it belongs is known when the session has gone on."""
    wall, folder, read = Wall(), tmp_path / "s", list[Path]()

    def counted(place: Path) -> JournalView:
        read.append(place)
        return read_journal(place)

    session = begin(folder, scenario)
    session.drops = False
    books = Notebooks(folder)
    monkeypatch.setattr(notebook, "read_journal", counted)
    assert books.notes() == []
    assert not read, "nobody has written: there is nothing to read"
    session.go("f", wall())
    session.set_speed(60, "f", wall())
    write(folder, "eva", "they doubled the guard", wall().wall + 9)
    for seconds in (5, 5, 20, 20):
        passes(session, wall, seconds)
        assert books.notes() == notes(folder)
    assert books.notes()[0].at == 9 * 60
    write(folder, "ben", "a break", wall().wall - 12)
    assert [n.by for n in books.notes()] == ["eva", "ben"]
    read.clear()
    passes(session, wall, 20)
    assert books.notes()
    assert not read, "nobody has written since"
    session.close("f", wall(1))


@pytest.mark.parametrize(
    ("who", "text", "rating"), [("../x", "a", ""), ("", "a", ""), ("eva", " ", ""), ("eva", "a", "Q")]
)
def test_a_note_that_cannot_be_is_refused(tmp_path: Path, scenario: Path, who: str, text: str, rating: str) -> None:
    begin(tmp_path / "s", scenario).close("f", Wall()())
    with pytest.raises(UsageError):
        write(tmp_path / "s", who, text, 1.0, rating=rating)
    with pytest.raises(SessionError):
        write(tmp_path / "nothing", "eva", "text", 1.0)
