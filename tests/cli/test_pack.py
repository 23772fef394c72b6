"""``startex pack`` writes what it is asked for, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cli.main import main
from tests.report.pack.test_documents import PLAIN

NAMES = ("sitman", "msel", "eeg", "cards", "injects", "map")


def test_it_writes_every_document_in_every_form_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "papers"
    assert main(["pack", "first_steps", "--out", str(out), "--format", "md,html", "--support", "Stress office"]) == 0
    assert {p.name for p in out.iterdir()} == {f"{name}.{form}" for name in NAMES for form in ("md", "html")}
    assert "Stress office" in (out / "sitman.md").read_text(encoding="utf-8")
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 12
    assert "only sitman, cards and map are for players" in said.err


def test_it_writes_only_what_is_named(tmp_path: Path) -> None:
    assert main(["pack", "first_steps", "--out", str(tmp_path), "--format", "md", "--only", "map,sitman"]) == 0
    assert {p.name for p in tmp_path.iterdir()} == {"sitman.md", "map.md"}


def test_a_file_that_is_there_stays_and_nothing_else_is_written(tmp_path: Path) -> None:
    (tmp_path / "msel.md").write_text("mine", encoding="utf-8")
    assert main(["pack", "first_steps", "--out", str(tmp_path), "--format", "md"]) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["msel.md"]
    assert (tmp_path / "msel.md").read_text(encoding="utf-8") == "mine"
    assert main(["pack", "first_steps", "--out", str(tmp_path), "--format", "md", "--force"]) == 0
    assert "MSEL" in (tmp_path / "msel.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        (["--only", "sitmap"], 2, "'sitmap' is none of them"),
        (["--only", ","], 2, "nothing is named"),
        (["--format", "pdf"], 2, "'pdf' is none of them"),
        (["--support", "x" * 300], 2, "200 are the most"),
        (["--variant", "nosuch"], 3, "nosuch"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_makes_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], status: int, said: str
) -> None:
    out = tmp_path / "papers"
    assert main(["pack", "first_steps", "--out", str(out), "--format", "md", *more]) == status
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_where_it_cannot_write_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    assert main(["pack", "first_steps", "--out", str(file), "--format", "md"]) == 2
    assert main(["pack", "first_steps", "--out", str(tmp_path / "no" / "where"), "--format", "md"]) == 6
    assert "cannot be made" in capsys.readouterr().err


def test_what_a_scenario_has_nothing_for_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = tmp_path / "plain.yaml"
    plain.write_text(PLAIN, encoding="utf-8")
    out = tmp_path / "papers"
    assert main(["pack", str(plain), "--out", str(out), "--format", "md"]) == 0
    assert {p.name for p in out.iterdir()} == {"sitman.md", "msel.md", "cards.md", "injects.md"}
    said = capsys.readouterr().err
    assert "there is no map" in said
    assert "there are no evaluation guides" in said
    assert main(["pack", str(plain), "--out", str(out), "--only", "map", "--format", "md"]) == 2
