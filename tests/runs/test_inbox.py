"""Injects that are handed in beside whoever plays: each comes once, in the journal before the inbox forgets it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.cli.line import LineMode
from simulator.commands import DeferInject, PutInject, Remark
from simulator.errors import StorageError
from simulator.record.files import REAL
from simulator.runs.inbox import INBOX, Inbox, hand_in
from simulator.runs.session import Session
from simulator.runs.sessions import begin, look_at, resume, verify
from tests.runs.live import Wall
from tui.desk import Desk

FIRST = Path(__file__).parents[2] / "scenarios" / "first_steps.yaml"


def some(count: int, at: int = 3600) -> list[PutInject]:
    return [PutInject(f"N-{number}", f"Report {number}", ("ops",), at + 60 * number) for number in range(count)]


def taken(session: Session) -> list[str]:
    return [event.subject for event in session.log if event.kind == "inject_added"]


def waiting(folder: Path) -> list[str]:
    return sorted(path.suffix for path in (folder / INBOX).iterdir())


def receive(session: Session, wall: Wall, looks: int = 8) -> None:
    for _ in range(looks):
        session.pump(wall(1))
        session.receive(wall())


def test_an_inject_that_was_handed_in_comes_at_its_time_and_the_replay_is_the_same(tmp_path: Path) -> None:
    wall, folder = Wall(), tmp_path / "s"
    session = begin(folder, FIRST)
    session.go("f", wall())
    session.pump(wall(100))
    hand_in(folder, some(3, at=120))
    receive(session, wall)
    assert taken(session) == ["N-0", "N-1", "N-2"]
    assert waiting(folder) == []
    session.move_to(1000, "f", wall(1))
    came = [(e.at, e.subject) for e in session.log if e.kind == "inject_delivered" and e.subject.startswith("N-")]
    assert came == [(120, "N-0"), (180, "N-1"), (240, "N-2")]
    session.close("f", wall(1))
    verdict = verify(look_at(folder))
    assert verdict.difference is None
    assert verdict.broken_seal == 0
    bodies = [entry.body for entry in look_at(folder).history if isinstance(entry.command, PutInject)]
    assert {body["by"] for body in bodies} == {"msel import"}


def test_what_is_handed_in_while_nobody_plays_waits_for_whoever_resumes(tmp_path: Path) -> None:
    wall, folder = Wall(), tmp_path / "s"
    begin(folder, FIRST).close("f", wall())
    hand_in(folder, some(2))
    session, _ = resume(folder)
    LineMode(session, lambda text: None).pump(wall(1))
    assert taken(session) == ["N-0", "N-1"]
    session.close("f", wall(1))


def test_whoever_resumes_by_a_script_has_them_before_its_first_line(tmp_path: Path) -> None:
    wall, folder, script = Wall(), tmp_path / "s", tmp_path / "lines"
    begin(folder, FIRST).close("f", wall())
    hand_in(folder, some(25)[:15])
    hand_in(folder, some(25)[15:])
    script.write_text("step 3 h\nquit\n", encoding="utf-8")
    assert main(["resume", str(folder), "--script", str(script)]) == 0
    came = [e.subject for e in verify(look_at(folder)).engine.log if e.kind == "inject_delivered"]
    assert [name for name in came if name.startswith("N-")] == [f"N-{number}" for number in range(25)]


def test_the_screen_takes_them_as_the_lines_do(tmp_path: Path) -> None:
    wall, folder = Wall(), tmp_path / "s"
    session = begin(folder, FIRST)
    hand_in(folder, some(2))
    desk = Desk(session, folder, now=wall)
    desk.pump()
    assert taken(session) == ["N-0", "N-1"]
    assert desk.scene.injects["N-1"].due == 3660
    session.close("f", wall(1))


def test_the_same_file_twice_is_taken_once(tmp_path: Path) -> None:
    wall, folder = Wall(), tmp_path / "s"
    session = begin(folder, FIRST)
    for _ in range(2):
        hand_in(folder, some(2))
        receive(session, wall)
    assert taken(session) == ["N-0", "N-1"]
    assert not [event for event in session.log if event.kind == "command_refused"]
    session.close("f", wall(1))


def test_whoever_plays_may_die_anywhere_and_each_comes_once(tmp_path: Path, test_seed: int) -> None:
    """Thirty injects, and a process that is gone after a random number of them: the file is still there."""
    draw = random.Random(test_seed)
    wall, folder = Wall(), tmp_path / "s"
    session = begin(folder, FIRST)
    hand_in(folder, some(30))
    for _ in range(4):
        receive(session, wall, draw.randint(0, 1))
        if draw.random() < 0.5:
            session.submit(Remark("note", "hello"), "f", wall(1))
        session._journal.close()  # killed: nothing is closed in order
        session, _ = resume(folder)
    receive(session, wall)
    assert taken(session) == [f"N-{number}" for number in range(30)]
    assert waiting(folder) == []
    session.close("f", wall(1))
    assert verify(look_at(folder)).difference is None


def test_a_disk_that_says_no_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wall, folder = Wall(), tmp_path / "s"
    session = begin(folder, FIRST)
    session.pump(wall(1))
    hand_in(folder, some(3))
    append, left = session._journal.append, [1]

    def _fails(body: dict[str, object]) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise StorageError("the disk is full")
        return append(body)

    monkeypatch.setattr(session._journal, "append", _fails)
    receive(session, wall)
    assert taken(session) == ["N-0"]
    assert "not recorded" in session.asks
    assert waiting(folder) == [".jsonl"]
    monkeypatch.setattr(session._journal, "append", append)
    receive(session, wall, 15)
    assert taken(session) == ["N-0", "N-1", "N-2"]
    assert waiting(folder) == []
    session.close("f", wall(1))


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"{", b'{"do": "EndExercise"}\n', b'{"do": "PutInject"}\n', b"[" * 100_000, b"7\n"],
    ids=["empty", "no text", "no JSON", "another command", "half a command", "deep", "a number"],
)
def test_a_file_that_is_no_list_of_injects_is_put_aside_and_the_log_says_so(content: bytes, tmp_path: Path) -> None:
    wall, folder = Wall(), tmp_path / "s"
    session = begin(folder, FIRST)
    (folder / INBOX).mkdir()
    (folder / INBOX / "x.jsonl").write_bytes(content)
    hand_in(folder, some(1))
    receive(session, wall)
    assert taken(session) == ["N-0"]
    assert not session.engine.ended
    assert [e.data["text"][:26] for e in session.log if e.kind == "remark_made"] == ["x.jsonl in the inbox canno"]
    assert waiting(folder) == [".unread"]
    session.close("f", wall(1))


def test_a_time_that_has_passed_when_it_is_taken_is_refused_in_the_log(tmp_path: Path) -> None:
    wall, folder = Wall(), tmp_path / "s"
    session = begin(folder, FIRST)
    hand_in(folder, some(1, at=100))
    session.move_to(200, "f", wall(1))
    receive(session, wall)
    assert [e.data["why"] for e in session.log if e.kind == "command_refused"] == ["that time is not ahead"]
    session.close("f", wall(1))


def test_an_added_inject_can_be_put_off_and_gets_other_words_like_any_other(tmp_path: Path) -> None:
    wall, folder = Wall(), tmp_path / "s"
    session = begin(folder, FIRST)
    for command in (*some(1), DeferInject("N-0", 5000), PutInject("N-0", "Other words", (), 6000)):
        session.submit(command, "f", wall(1))
    assert session.engine.inject_due("N-0") == 6000
    assert session.engine.inject("N-0").text == "Other words"
    session.close("f", wall(1))


def test_a_folder_without_an_inbox_costs_a_look_a_second_and_nothing_else(tmp_path: Path) -> None:
    looks = []

    class _Counted:
        def names(self, folder: Path) -> list[str]:
            looks.append(folder)
            return REAL.names(folder)

    wall = Wall()
    session = begin(tmp_path / "s", FIRST)
    inbox = Inbox(tmp_path / "s", _Counted())
    for _ in range(40):
        inbox.empty_into(session, wall(0.25), 10)
    assert len(looks) == 10
    session.close("f", wall(1))
