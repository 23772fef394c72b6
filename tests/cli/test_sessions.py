"""startex sessions and repair as somebody types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.record.store import create_session


def a_session(folder: Path, title: str = "Site") -> Path:
    with create_session(folder, scenario_files={"a.yaml": b"a"}, header={"title": title}) as journal:
        for number in range(20):
            journal.append({"kind": "command", "id": number})
    return folder


def damage(folder: Path) -> bytes:
    path = folder / "journal.jsonl"
    content = path.read_bytes().replace(b'"id":9', b'"id":8')
    path.write_bytes(content)
    return content


def test_sessions_are_listed_with_state_and_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_session(tmp_path / "one")
    damage(a_session(tmp_path / "two", "An\x1b[2J\nugly title"))
    assert main(["sessions", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    first, second, about = out.splitlines()
    assert first.split() == ["one", "suspended", "4.0", "MiB", "20", "records", "Site"]
    assert second.split()[1] == "damaged"
    assert second.endswith("An␛[2J ugly title")
    assert about.strip() == "line 12 cannot be read"


def test_sessions_as_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_session(tmp_path / "one")
    assert main(["sessions", str(tmp_path), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["title"], row["state"], row["records"]) == ("Site", "suspended", 20)
    assert row["size"] > 4 * 2**20


def test_no_sessions_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sessions", str(tmp_path / "nowhere")]) == 0
    said = capsys.readouterr()
    assert (said.out, "no sessions" in said.err) == ("", True)


def test_ones_own_sessions_are_listed_without_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("simulator.disk.sessions_root", lambda: tmp_path)
    a_session(tmp_path / "mine")
    assert main(["sessions"]) == 0
    assert capsys.readouterr().out.startswith("mine ")


def test_a_repair_says_what_it_kept_and_what_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = a_session(tmp_path / "one")
    content = damage(folder)
    assert main(["repair", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "line 12 cannot be read" in out
    assert "20 records are kept" in out
    assert "Lost: record 11." in out
    assert "kept as journal.damaged.jsonl" in out
    assert (folder / "journal.damaged.jsonl").read_bytes() == content
    assert main(["repair", str(folder)]) == 0
    assert "nothing was changed" in capsys.readouterr().out


def test_a_repair_as_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = a_session(tmp_path / "one")
    damage(folder)
    assert main(["repair", str(folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["kept"], found["lost"], found["old"]) == (20, [[11, 11]], ["journal.damaged.jsonl"])


def test_what_is_no_session_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["repair", str(tmp_path)]) == 4
    assert "holds no session" in capsys.readouterr().err
    (tmp_path / "journal.jsonl").write_bytes(b"")
    assert main(["repair", str(tmp_path)]) == 4
    assert "no whole header" in capsys.readouterr().err


def test_a_session_that_is_being_written_is_not_repaired(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with create_session(tmp_path / "one", scenario_files={"a.yaml": b"a"}, header={}):
        assert main(["repair", str(tmp_path / "one")]) == 5
    assert "is being written by process" in capsys.readouterr().err


def test_the_doctor_says_where_sessions_lie_and_whether_there_is_room(capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--json"])
    row = next(row for row in json.loads(capsys.readouterr().out)["checks"] if row["what"] == "sessions")
    assert "free" in row["found"]
