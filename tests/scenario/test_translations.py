"""A scenario's words in other languages: what is laid where, what is refused, and that nothing but words changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulator.blueprint.build import build
from simulator.catalogue import language, settle, use
from simulator.events import LogEvent
from simulator.runs.headless import run_once
from simulator.runs.sessions import begin, resume
from simulator.scenario.library import find_scenario, shipped
from simulator.scenario.load import Document, load
from simulator.scenario.translations import languages_of, untranslated
from tests.builders import a_scenario, text_of
from tests.runs.live import Wall
from tests.scenario.checked import GOOD, codes

FRENCH = "{title: Un exercice, units.qrf_1.title: Réserve}"


def loaded(
    folder: Path, block: str, *, language: str = "fr", files: dict[str, str] | None = None, **asked: Any
) -> Document:
    """The good scenario with words in other languages, read in one of them."""
    for name, text in (files or {}).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    path = folder / "exercise.yaml"
    path.write_text(f"{GOOD}translations: {block}\n", encoding="utf-8")
    return load(path, label=path.name, language=language, **asked)


def words(document: Document) -> tuple[str, str, str]:
    """Title, the title of a unit, and the language."""
    assert document.scenario is not None
    return document.scenario.title, document.scenario.units["qrf_1"].title, document.scenario.language


def errors(document: Document) -> list[str]:
    return [code for code in codes(document.problems) if code != "N216"]


@pytest.mark.parametrize(
    ("block", "files"),
    [
        (f"{{fr: {FRENCH}}}", {}),
        ("{fr: {title: Un exercice, units: {qrf_1: {title: Réserve}}}}", {}),
        ("{fr: {title: Un exercice, units.qrf_1: {title: Réserve}}}", {}),
        ("{fr: fr/exercise.yaml}", {"fr/exercise.yaml": FRENCH}),
    ],
)
def test_paths_mappings_and_files_say_the_same(tmp_path: Path, block: str, files: dict[str, str]) -> None:
    document = loaded(tmp_path, block, files=files)
    assert errors(document) == []
    assert words(document) == ("Un exercice", "Réserve", "fr")
    assert set(files) <= set(document.files)


@pytest.mark.parametrize("path", ["decisions.wait_or_go.options.wait.text", "decisions.wait_or_go.options.wait"])
@pytest.mark.parametrize("written", ["wait: Wait", "wait: {text: Wait}"])
def test_short_forms_have_words_as_well(tmp_path: Path, path: str, written: str) -> None:
    decision = (
        "{title: Wait or go, when: time > H+1, asks: duty_officer, options: {go: Go, %s}, deadline: 5 min, default: go}"
    )
    text = GOOD.replace("decisions:\n", f"decisions:\n  wait_or_go: {decision % written}\n")
    path_of = tmp_path / "exercise.yaml"
    path_of.write_text(f"{text}translations: {{fr: {{{path}: Attendre}}}}\n", encoding="utf-8")
    document = load(path_of, label="exercise.yaml", language="fr")
    assert document.scenario is not None
    assert document.scenario.decisions["wait_or_go"].options["wait"].text == "Attendre"
    missing = untranslated(document.tree, "fr")
    assert "decisions.wait_or_go.options.go.text" in missing
    assert "decisions.wait_or_go.options.wait.text" not in missing


@pytest.mark.parametrize("code", ["", "en", "sw"])
def test_a_language_that_it_has_no_words_in_leaves_them_as_written(tmp_path: Path, code: str) -> None:
    plain = loaded(tmp_path, "{}", language="")
    assert words(loaded(tmp_path, f"{{fr: {FRENCH}}}", language=code)) == words(plain)


def test_what_a_variant_or_a_setting_says_stands(tmp_path: Path) -> None:
    block = f"{{fr: {FRENCH}}}\nvariants: {{v: {{units.qrf_1.title: Theirs}}}}"
    assert words(loaded(tmp_path, block, variant="v"))[:2] == ("Un exercice", "Theirs")
    assert words(loaded(tmp_path, block, sets={"title": "Mine"}))[:2] == ("Mine", "Réserve")


def test_a_library_brings_its_words_and_says_nothing_of_what_was_left_out(tmp_path: Path) -> None:
    library = (
        "command: {watch: {kind: company, at: base, title: Watch room}}\n"
        "translations: {fr: {command.watch.title: Salle de veille, command.gone.title: Perdu}}\n"
    )
    document = loaded(tmp_path, "{fr: {title: Un exercice}}\nuses: [lib.yaml]", files={"lib.yaml": library})
    assert errors(document) == []
    assert document.scenario is not None
    assert document.scenario.command["watch"].title == "Salle de veille"


def test_a_copy_of_a_shipped_scenario_may_leave_out_what_its_words_are_about(tmp_path: Path) -> None:
    """Its French lies in the shipped folder, which its author cannot change: what is gone or new is passed over."""
    text = find_scenario("first_steps").read_text(encoding="utf-8")
    gone, new = (
        "  guards: {type: gate_guards, at: gate}\n",
        "  - {id: I-9, at: H+1, type: contextual, text: New, to: [ops]}\n",
    )
    assert gone in text
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(gone, "").replace("msel:\n", f"msel:\n{new}"), encoding="utf-8")
    document = load(path, label=path.name, language="fr")
    assert document.problems == []
    assert document.scenario is not None
    assert document.scenario.title == "Premiers pas"


@pytest.mark.parametrize(
    ("block", "files", "found"),
    [
        ("{fr: fr/none.yaml}", {}, [("E507", "exercise.yaml")]),
        ("{fr: ../outside.yaml}", {}, [("E501", "exercise.yaml")]),
        ("{fr: fr/a.yaml}", {"fr/a.yaml": "title: [\n"}, [("E104", "fr/a.yaml")]),
        ("{fr: fr/a.yaml}", {"fr/a.yaml": "title: x\nunits: {qrf_1: {strength: 9}}\n"}, [("E215", "fr/a.yaml")]),
        ("{fr: {routes.0.from: base}}", {}, [("E215", "exercise.yaml")]),
    ],
)
def test_what_is_wrong_is_told_at_its_own_line(
    tmp_path: Path, block: str, files: dict[str, str], found: list[tuple[str, str]]
) -> None:
    document = loaded(tmp_path, block, files=files)
    assert [(p.code, p.file) for p in document.problems if p.code != "N216"] == found


def test_what_has_no_words_is_named(tmp_path: Path) -> None:
    document = loaded(tmp_path, "{fr: {title: Un exercice}}", language="")
    missing = untranslated(document.tree, "fr")
    assert "title" not in missing
    assert "msel.I-1.text" in missing
    (notice,) = document.problems
    assert f"{len(missing)} texts" in notice.message


def test_nothing_but_words_changes(tmp_path: Path) -> None:
    """The same seed plays out the same: every event at its second, but for the texts of injects."""
    block = "{fr: {title: Un exercice, units.qrf_1.title: Réserve, msel.I-1.text: Des hommes attendent.}}"
    english, french = (run_once(build(loaded(tmp_path, block, language=code)), 7).log for code in ("en", "fr"))
    assert english != french
    assert [without_words(event) for event in english] == [without_words(event) for event in french]


def without_words(event: LogEvent) -> LogEvent:
    return event._replace(data={key: value for key, value in event.data.items() if key != "text"})


def test_a_session_stays_in_its_language(tmp_path: Path) -> None:
    loaded(tmp_path, "{fr: fr/exercise.yaml}", files={"fr/exercise.yaml": FRENCH})
    session = begin(tmp_path / "session", tmp_path / "exercise.yaml", language="fr")
    assert (session.header.title, session.header.language) == ("Un exercice", "fr")
    session.close("facilitator", Wall()())
    again, _ = resume(tmp_path / "session")
    assert again.program.blueprint.title == "Un exercice"
    again.close("facilitator", Wall()())


@pytest.mark.parametrize(
    ("environment", "languages", "of_words", "spoken"),
    [
        ({}, ("en", "fr"), "en", "en"),
        ({"LANG": "fr_FR.UTF-8"}, ("en", "fr"), "fr", "fr"),
        ({"LANG": "fr_FR.UTF-8"}, ("en",), "en", "en"),
        ({"LANG": "en_GB.UTF-8"}, ("fr",), "fr", "fr"),
        ({"STARTEX_LANGUAGE": "fr"}, ("en",), "en", "fr"),
        ({"STARTEX_LANGUAGE": "en"}, ("fr", "en"), "en", "en"),
        ({}, ("sw",), "sw", "en"),
    ],
)
def test_one_language_is_settled_on(
    environment: dict[str, str], languages: tuple[str, ...], of_words: str, spoken: str
) -> None:
    use("fr" if environment.get("STARTEX_LANGUAGE") == "fr" else "en")
    try:
        assert (settle(environment, languages), language()) == (of_words, spoken)
    finally:
        use("en")


def test_a_scenario_says_which_languages_it_has(tmp_path: Path) -> None:
    assert languages_of(loaded(tmp_path, f"{{fr: {FRENCH}}}", language="").tree) == ("en", "fr")


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_the_shipped_scenarios_have_all_their_words_in_french(path: Path) -> None:
    document = load(path, label=path.name, language="fr")
    assert document.problems == []
    assert untranslated(document.tree, "fr") == []
    assert document.scenario is not None
    assert document.scenario.language == "fr"


def test_a_file_of_words_that_holds_none_is_told_how_one_begins(tmp_path: Path) -> None:
    for text, code in (("- a\n", "E102"), ("", "E101")):
        (tmp_path / "fr.yaml").write_text(text, encoding="utf-8")
        path = tmp_path / "x.yaml"
        path.write_text(text_of(a_scenario(translations={"fr": "fr.yaml"})), encoding="utf-8")
        [problem] = [p for p in load(path).problems if p.code == code]
        assert "title:" in problem.hint
        assert "startex" not in problem.hint + problem.message


def test_the_handling_of_a_command_post_is_a_time_and_no_words(tmp_path: Path) -> None:
    scenario = tmp_path / "exercise.yaml"
    scenario.write_text(f"{GOOD.replace('{kind: ioc', '{kind: ioc, handling: 10 s')}\n", encoding="utf-8")
    tree = load(scenario, label=scenario.name).tree
    assert "handling: 10 s" in scenario.read_text(encoding="utf-8")
    assert not [path for path in untranslated(tree, "fr") if path.endswith(".handling")]
