"""Authors who speak French: what a draft is written in, and what is said of a scenario and of its rehearsal."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import catalogue
from simulator.authoring.blocks import blocks, hazards_for, spoken, words_in
from simulator.authoring.differences import differences, together
from simulator.authoring.drafting import Wish, draft, starter
from simulator.authoring.formatting import formatted
from simulator.authoring.reading import read_text
from simulator.blueprint.build import build
from simulator.runs.headless import run_once
from simulator.scenario.load import Document, load
from tests.authoring.rehearsal.dry import found

SITES = ("protection_site", "open_settlement", "town")


def _loaded(text: str, tmp_path: Path) -> Document:
    path = tmp_path / "brouillon.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, label=path.name)


@pytest.mark.parametrize("site", SITES)
def test_a_draft_in_french_says_so_and_plays_as_the_english_one_does(site: str, tmp_path: Path, french: None) -> None:
    wish = Wish("Un essai", site, hazards=tuple(hazards_for(site)))
    said = draft(wish)
    catalogue.use("en")
    written = draft(wish)
    catalogue.use("fr")
    assert "language: fr\n" in said
    assert "language:" not in written
    document = _loaded(said, tmp_path)
    assert not document.problems
    one, other = build(document), build(_loaded(written, tmp_path))
    told = {d.field for d in differences(other, one) if d.section != "role_titles"}
    assert told <= {"title", "text", "sender", "summary", "action", "expects", "capability", "about", "steps"}, told
    logs = [[(e.at, e.kind, e.subject) for e in run_once(blueprint, 1).log] for blueprint in (one, other)]
    assert logs[0] == logs[1]


@pytest.mark.parametrize("site", SITES)
def test_nothing_english_is_left_in_the_words_of_a_draft(site: str, french: None) -> None:
    said = draft(Wish("Un essai", site, hazards=tuple(hazards_for(site))))
    known = {catalogue.tr(text) for text in _english()}
    assert not [text for text in words_in(said) if text in _english() - known]


def _english() -> set[str]:
    folder = Path(__file__).parents[2] / "scenarios" / "lib"
    return {text for path in folder.glob("*/*.yaml") for text in words_in(path.read_text(encoding="utf-8"))}


def test_a_draft_in_french_takes_the_french_words_of_its_libraries(tmp_path: Path, french: None) -> None:
    blueprint = build(_loaded(draft(Wish("Un essai")), tmp_path))
    assert blueprint.command["ioc"].title == "Centre intégré des opérations"
    text = draft(Wish("Un essai")).replace(
        "plan:\n",
        "plan:\n  MIL-1: {title: Rendre compte, for: posts, when: contact seen, do: [{task: report, to: ioc}]}\n",
    )
    assert next(rule for rule in build(_loaded(text, tmp_path)).rules if rule.id == "MIL-1").title == "Rendre compte"


def test_the_starter_in_french_checks_clean(tmp_path: Path, french: None) -> None:
    text = starter("Premier essai")
    assert "title: Premier essai\n" in text
    assert "# La clôture" in text or "# Le terrain" in text
    assert not _loaded(text, tmp_path).problems
    assert not formatted(text.encode(), "essai.yaml").changed


def test_in_english_blocks_and_starter_are_as_they_are_written() -> None:
    folder = Path(__file__).parents[2]
    for path in [*(folder / "scenarios" / "lib").glob("*/*.yaml"), folder / "simulator" / "scenario" / "starter.yaml"]:
        text = path.read_text(encoding="utf-8")
        assert spoken(text) == text


def test_blocks_are_listed_in_french(french: None) -> None:
    told = {block.name: block.about for block in blocks()}
    assert told["fire"] == "Quelqu'un met le feu aux abris."
    assert told["O-fire"].endswith("vient avec fire")


def test_differences_are_said_in_french_and_sentences_that_say_the_same_still_join(
    french: None, tmp_path: Path
) -> None:
    text = draft(Wish("Un essai"))
    after = text.replace("type: infantry_platoon, of", "type: infantry_platoon, notice: 45 min, of")
    joined = together(differences(build(_loaded(text, tmp_path)), build(_loaded(after, tmp_path))))
    assert len(joined) == 1
    assert joined[0].startswith("infantry_platoon_1, infantry_platoon_2\u00a0: préavis\u00a0: 45 min au lieu de ")


def test_a_text_is_read_in_french(french: None) -> None:
    text = draft(Wish("Un essai"))
    read = read_text(Path("essai.yaml"), text.encode())
    assert any(line.text.startswith("joué par ") for line in read.cast)


def test_findings_are_in_french_and_have_the_same_places(french: None) -> None:
    said = found("first_steps")
    catalogue.use("en")
    written = found("first_steps")
    assert [(f.code, f.severity, f.line) for f in said] == [(f.code, f.severity, f.line) for f in written]
    assert said
    assert not {f.message for f in said} & {f.message for f in written}
