"""``startex upgrade``: from every older version kept in the corpus to the present one, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.authoring.differences import differences
from simulator.authoring.upgrading import upgraded
from simulator.blueprint.build import build
from simulator.cli.main import main
from simulator.errors import ScenarioError
from simulator.scenario.load import load
from simulator.scenario.schema import LANGUAGE_VERSION
from simulator.scenario.upgrade import UPGRADES
from tests.authoring.scribbles import FOLDER
from tests.scenario.checked import GOOD, swap

CORPUS = Path(__file__).parents[1] / "scenario" / "corpus"
DRAFT = swap("startex: 1", "startex: 0", "plan:\n", "rules:\n", "msel:\n", "injects:\n")


def test_the_corpus_holds_every_older_version() -> None:
    assert sorted(path.stem for path in CORPUS.glob("*.yaml")) == [f"version_{old}" for old in sorted(UPGRADES)]


@pytest.mark.parametrize("old", sorted(UPGRADES))
def test_a_file_of_the_corpus_means_the_same_afterwards_and_keeps_its_other_lines(old: int) -> None:
    data = (CORPUS / f"version_{old}.yaml").read_bytes()
    made = upgraded(data, "it.yaml")
    assert made.version == old
    assert made.done
    before, after = (load(FOLDER / "it.yaml", label="it.yaml", data=text) for text in (data, made.data))
    assert [problem.code for problem in before.problems] == ["N213"] * (LANGUAGE_VERSION - old)
    assert after.problems == []
    assert differences(build(before), build(after)) == []
    lines = list(zip(data.decode().splitlines(), made.data.decode().splitlines(), strict=True))
    assert sum(a != b for a, b in lines) == len(made.done)
    assert upgraded(made.data, "it.yaml").done == ()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("old", "new"), [("", ""), ("rules:\n", "'rules':\n"), ("startex: 0", 'startex: "0"')])
def test_line_ends_and_quotes_stay(old: str, new: str, end: str) -> None:
    text = DRAFT.replace(old, new).replace("\n", end) if old else DRAFT.replace("\n", end)
    made = upgraded(text.encode(), "it.yaml").data.decode()
    assert made.count(end) == text.count(end)
    assert (
        load(FOLDER / "it.yaml", data=made.encode()).problems == load(FOLDER / "it.yaml", data=GOOD.encode()).problems
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (GOOD.replace("startex: 1", f"startex: {LANGUAGE_VERSION + 1}"), "E212"),
        (GOOD.replace("startex: 1", "startex: one"), "E209"),
        (GOOD.replace("startex: 1\n", ""), "E202"),
        ("startex: [0]\n", "E202"),
        (DRAFT.replace("startex: 0", "startex: &v 0").replace("duration: 8 h", "duration: *v"), "E117"),
        ("a: [", "E104"),
    ],
)
def test_what_cannot_be_brought_up_is_told(text: str, code: str) -> None:
    with pytest.raises(ScenarioError) as told:
        upgraded(text.encode(), "it.yaml")
    assert [problem.code for problem in told.value.problems] == [code]


def test_the_command_says_what_it_did_and_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(DRAFT, encoding="utf-8")
    new.write_text(GOOD, encoding="utf-8")
    assert main(["upgrade", str(old), str(new)]) == 0
    said = capsys.readouterr()
    assert f"{old}: line 1: startex: 0 becomes {LANGUAGE_VERSION}\n" in said.out
    assert "rules: is called plan: now" in said.out
    assert f"{new}: up to date" in said.out
    assert said.err == "1 of 2 files brought up\n"
    assert old.read_text(encoding="utf-8") == GOOD
