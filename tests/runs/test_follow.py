"""A second process follows a session that this one plays: all of it, in order, and never touches the folder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.codec import encode_log
from simulator.commands import Remark
from simulator.errors import SessionError
from simulator.record.told import EVENTS, ToldReader
from simulator.runs.follow import Followed
from simulator.runs.sessions import begin, resume
from tests.runs.live import Wall, passes

STEPS = Path(__file__).parents[2] / "scenarios" / "first_steps.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "s"


def played(folder: Path, wall: Wall, seconds: int = 60, speed: float = 60):
    session = begin(folder, STEPS)
    session.go("f", wall())
    session.drops = False
    session.set_speed(speed, "f", wall())
    passes(session, wall, seconds)
    return session


def states(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


FOLLOWER = """
import json, sys, time
from simulator.runs.follow import Followed
followed = Followed(__import__("pathlib").Path(sys.argv[1]))
print("ready", flush=True)
for line in sys.stdin:
    new = followed.poll()
    clock = followed.clock(float(line))
    print(json.dumps({"seqs": [e.seq for e in new], "state": clock.state, "at": clock.at}), flush=True)
"""


def test_another_process_has_everything_at_its_next_look(folder: Path) -> None:
    wall = Wall()
    session = begin(folder, STEPS)
    other = subprocess.Popen(
        [sys.executable, "-c", FOLLOWER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin is not None
    assert other.stdout is not None
    try:
        assert other.stdout.readline() == "ready\n"

        def asked() -> dict:
            other.stdin.write(f"{wall().wall}\n")
            other.stdin.flush()
            return json.loads(other.stdout.readline())

        first = asked()
        seen = first["seqs"]
        assert first["state"] == "waiting"
        session.go("f", wall())
        session.drops = False
        session.set_speed(600, "f", wall())
        for _ in range(12):
            session.pump(wall(1))
            said = asked()
            seen += said["seqs"]
            assert seen == [e.seq for e in session.log]
            assert said["at"] >= session.log[-1].at
        session.pause("f", wall())
        assert asked()["state"] == "paused"
        session.close("f", wall())
        assert asked()["state"] == "suspended"
        assert len(seen) > 20
    finally:
        other.stdin.close()
        other.wait(timeout=20)
        other.stdout.close()


def test_following_writes_nothing_and_takes_no_lock(folder: Path) -> None:
    wall = Wall()
    session = played(folder, wall)
    before = states(folder)
    followed = Followed(folder)
    followed.poll()
    assert states(folder) == before
    session.pump(wall(5))
    session.close("f", wall())
    again, _ = resume(folder)
    again.close("f", wall())


def test_a_line_that_is_being_written_waits_for_the_next_look(tmp_path: Path) -> None:
    (tmp_path / EVENTS).write_bytes(b"one\ntw")
    reader = ToldReader(tmp_path)
    assert reader.poll() == [b"one"]
    assert reader.poll() == []
    with (tmp_path / EVENTS).open("ab") as file:
        file.write(b"o\n")
    assert reader.poll() == [b"two"]
    assert not reader.again


def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    """The bar for a long session: a look at a file that has not changed opens nothing, else only its new end."""
    from simulator.record.files import REAL

    read: list[int] = []

    class Counted:
        def __getattr__(self, name: str):
            return getattr(REAL, name)

        def read(self, descriptor: int, size: int) -> bytes:
            part = REAL.read(descriptor, size)
            read.append(len(part))
            return part

    (tmp_path / EVENTS).write_bytes(b"x" * 99 + b"\n" + b"y\n" * 5000)
    reader = ToldReader(tmp_path, files=Counted())
    assert len(reader.poll()) == 5001
    read.clear()
    assert reader.poll() == []
    assert read == []
    with (tmp_path / EVENTS).open("ab") as file:
        file.write(b"z\n")
    assert reader.poll() == [b"z"]
    assert sum(read) == 2


def test_a_look_at_a_journal_that_has_grown_takes_in_the_new_records_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simulator.record import journal

    wall = Wall()
    session = played(folder, wall)
    followed = Followed(folder)
    followed.poll()
    seen: list[dict] = []
    upcast = journal.upcast
    monkeypatch.setattr(journal, "upcast", lambda body, major: (seen.append(body), upcast(body, major))[1])
    followed.poll()
    assert seen == []
    session.submit(Remark("note", "the only new one"), "f", wall(1))
    seen.clear()
    followed.poll()
    assert [body["kind"] for body in seen][-1] == "command"
    assert len(seen) <= 2
    session.close("f", wall())


def test_a_session_that_is_taken_up_again_is_followed_on(folder: Path) -> None:
    wall = Wall()
    session = played(folder, wall)
    followed = Followed(folder)
    seen = followed.poll()
    session.close("f", wall())
    again, _ = resume(folder)
    again.go("f", wall())
    passes(again, wall, 5)
    seen += followed.poll()
    assert encode_log(seen) == encode_log(again.log)
    assert (followed.again, followed.clock(wall().wall).state) == (0, "running")
    again.close("f", wall())


def test_a_file_of_other_events_lets_the_picture_begin_anew(folder: Path) -> None:
    wall = Wall()
    session = played(folder, wall)
    followed = Followed(folder)
    first = followed.poll()
    lines = (folder / EVENTS).read_bytes().splitlines(keepends=True)
    (folder / "other").write_bytes(b"".join([lines[0].replace(b"first_steps", b"other_steps"), *lines[1:]]))
    (folder / "other").replace(folder / EVENTS)
    second = followed.poll()
    assert followed.again == 1
    assert [e.seq for e in second] == [e.seq for e in first]
    session.close("f", wall())


def test_without_its_file_of_events_a_session_is_told_by_replay(folder: Path) -> None:
    wall = Wall()
    session = played(folder, wall)
    (folder / EVENTS).unlink()
    followed = Followed(folder)
    seen = followed.poll()
    assert "by replay" in followed.notice
    assert encode_log(seen) == encode_log(session.log)
    session.submit(Remark("note", "x"), "f", wall(5))
    (folder / EVENTS).unlink(missing_ok=True)
    followed.poll()
    seen += followed.poll()
    assert encode_log(seen) == encode_log(session.log)
    session.close("f", wall())


def test_the_clock_runs_stands_and_falls_silent_as_the_journal_says(folder: Path) -> None:
    wall = Wall()
    session = played(folder, wall, seconds=10, speed=60)
    followed = Followed(folder)
    followed.poll()
    at = followed.clock(wall().wall).at
    assert followed.clock(wall(5).wall).at == at + 300
    assert followed.clock(wall(60).wall).state == "silent"
    session.pause("f", wall())
    followed.poll()
    assert followed.clock(wall(60).wall).state == "paused"
    session.close("f", wall())


def test_stop_and_black_out_are_seen_until_they_are_over(folder: Path) -> None:
    wall = Wall()
    session = played(folder, wall, seconds=5)
    followed = Followed(folder)

    def seen() -> tuple[bool, bool]:
        followed.poll()
        clock = followed.clock(wall().wall)
        return clock.dark, clock.stopped

    session.submit(Remark("mark", "blackout on"), "f", wall())
    assert seen() == (True, False)
    session.submit(Remark("mark", "blackout off"), "f", wall())
    assert seen() == (False, False)
    session.submit(Remark("stop", "real event"), "f", wall())
    assert seen() == (False, True)
    session.go("f", wall(60))
    assert seen() == (False, False)
    session.close("f", wall())


def test_what_is_no_session_says_so(tmp_path: Path) -> None:
    with pytest.raises(SessionError, match="holds no session"):
        Followed(tmp_path)
