"""``startex fmt`` and files: what is written, what is not, and what is said."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from simulator.authoring.drafts import replace_file
from simulator.cli.main import main
from simulator.errors import UsageError

ODD = b"startex:   1\ntitle: x # why\n"
EVEN = b"startex: 1\ntitle: x  # why\n"
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "odd.yaml"
    path.write_bytes(ODD)
    return path


def test_a_file_is_laid_out_and_named_and_a_second_time_is_left_alone(file: Path, capsys: Captured) -> None:
    assert main(["fmt", str(file)]) == 0
    assert file.read_bytes() == EVEN
    assert capsys.readouterr().out == f"{file}\n"
    stood = file.stat().st_mtime_ns, file.stat().st_ino
    assert main(["fmt", str(file)]) == 0
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == stood
    assert capsys.readouterr() == ("", "0 of 1 file laid out\n")


def test_check_writes_nothing_and_says_so_by_its_status(file: Path, capsys: Captured) -> None:
    assert main(["fmt", "--check", str(file)]) == 3
    assert file.read_bytes() == ODD
    file.write_bytes(EVEN)
    assert main(["fmt", "--check", str(file)]) == 0


def test_diff_shows_lines_and_writes_nothing(file: Path, capsys: Captured) -> None:
    assert main(["fmt", "--diff", str(file)]) == 0
    assert file.read_bytes() == ODD
    shown = capsys.readouterr().out.splitlines()
    assert "-startex:   1" in shown
    assert "+startex: 1" in shown
    file.write_bytes(b"\xef\xbb\xbf" + EVEN)
    assert main(["fmt", "--diff", str(file)]) == 0
    assert "only its encoding or its line ends" in capsys.readouterr().out


def test_behind_a_link_the_file_is_written_and_the_link_stays(file: Path) -> None:
    link = file.with_name("link.yaml")
    link.symlink_to(file.name)
    assert main(["fmt", str(link)]) == 0
    assert link.is_symlink()
    assert file.read_bytes() == EVEN


def test_who_may_read_a_file_stays(file: Path) -> None:
    file.chmod(0o600)
    assert main(["fmt", str(file)]) == 0
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_read_only_file_is_left_alone(file: Path, capsys: Captured) -> None:
    file.chmod(0o444)
    assert main(["fmt", str(file)]) == 6
    assert file.read_bytes() == ODD
    assert "read-only" in capsys.readouterr().err


def test_a_file_that_somebody_else_changed_meanwhile_is_left_alone(file: Path) -> None:
    file.write_bytes(b"startex: 1\ntitle: theirs\n")
    with pytest.raises(UsageError, match="changed by somebody else"):
        replace_file(file, ODD, EVEN)
    assert file.read_bytes() == b"startex: 1\ntitle: theirs\n"


def test_a_disk_that_says_no_leaves_the_old_file_whole(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def _full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", _full)
    assert main(["fmt", str(file)]) == 6
    assert file.read_bytes() == ODD
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_files_that_cannot_be_read_do_not_stop_the_others(file: Path, capsys: Captured) -> None:
    wrong = file.with_name("wrong.yaml")
    wrong.write_bytes(b"a: \xff\n")
    assert main(["fmt", str(wrong), str(file.parent), str(file.with_name("no.yaml")), str(file)]) == 3
    assert wrong.read_bytes() == b"a: \xff\n"
    assert file.read_bytes() == EVEN
    said = capsys.readouterr().err
    assert re.search(r"wrong\.yaml:1:4: E106", said)
    assert "is a folder" in said
    assert "No such file" in said
    assert "1 of 4 files laid out" in said
