"""A file that is being edited, by us and by others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.authoring.drafts import ChangedMeanwhile, ScenarioFile
from simulator.errors import StorageError, UsageError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "mine.yaml"
    file.write_bytes(b"startex: 1\ntitle: Mine\n")
    return file


def test_what_was_typed_and_not_saved_is_found_by_the_next_who_opens_the_file(path: Path) -> None:
    ScenarioFile(path).keep("startex: 1\ntitle: Other\n")
    again = ScenarioFile(path)
    assert again.text == "startex: 1\ntitle: Mine\n"
    assert again.kept() == "startex: 1\ntitle: Other\n"
    again.save("startex: 1\ntitle: Other\n")
    assert ScenarioFile(path).kept() is None
    assert list(path.parent.iterdir()) == [path], "nothing is left lying about"


def test_a_text_that_is_as_the_file_is_leaves_no_draft(path: Path) -> None:
    file = ScenarioFile(path)
    file.keep("another")
    file.keep(file.text)
    assert file.kept() is None


@pytest.mark.parametrize("how", ["changed", "removed", "replaced"])
def test_a_file_that_somebody_else_has_written_is_not_touched(path: Path, how: str) -> None:
    file = ScenarioFile(path)
    if how == "changed":
        path.write_bytes(b"theirs")
    elif how == "removed":
        path.unlink()
    else:
        other = path.with_name("theirs")
        other.write_bytes(b"theirs")
        os.replace(other, path)
    assert file.has_changed()
    with pytest.raises(ChangedMeanwhile):
        file.save("ours")
    assert (path.read_bytes() == b"theirs") if how != "removed" else not path.exists()
    file.save_as("ours", path.with_name("ours.yaml"))
    assert path.with_name("ours.yaml").read_bytes() == b"ours"
    with pytest.raises(UsageError):
        file.save_as("ours", path.with_name("ours.yaml"))


def test_line_ends_and_the_mark_of_a_file_stay_as_they_were(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    file = ScenarioFile(path)
    assert file.text == "a: 1\nb: 2\n"
    file.save("a: 1\nb: 3\n")
    assert path.read_bytes() == b"\xef\xbb\xbfa: 1\r\nb: 3\r\n"
    assert not file.has_changed()


def test_saving_changes_neither_who_may_read_a_file_nor_a_link_to_it(path: Path) -> None:
    path.chmod(0o600)
    link = path.with_name("link.yaml")
    link.symlink_to(path)
    file = ScenarioFile(link)
    file.keep("x")
    assert file.draft_path.stat().st_mode & 0o777 == 0o600
    file.save("x")
    assert link.is_symlink()
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"x", 0o600)


@pytest.mark.parametrize(("data", "said"), [(b"a: \xff", "byte 3"), (b"x" * 2_000_001, "2,000,000")])
def test_what_is_no_text_of_a_sensible_size_is_refused(path: Path, data: bytes, said: str) -> None:
    path.write_bytes(data)
    with pytest.raises(UsageError, match=said):
        ScenarioFile(path)


def test_a_disk_that_refuses_loses_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    file = ScenarioFile(path)
    monkeypatch.setattr("simulator.authoring.drafts.write_over", full)
    with pytest.raises(StorageError, match="No space"):
        file.save("more")
    assert path.read_bytes() == b"startex: 1\ntitle: Mine\n"
    assert not file.has_changed()
