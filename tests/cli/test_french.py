"""The command in French: where the language comes from, help, refusals, and what stays the same in every language."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from simulator import catalogue
from simulator.cli import app, main
from simulator.cli.spoken import asked
from simulator.errors import Problem, UsageError
from tests.house.source import ROOT

SCRIPT = "start\nwait 20 min\nhold\ngo\nlook on\nstop-real\nobserve O1 vu\nrate O1 S bien\njump\nend\nquit\n"


@pytest.fixture
def speaking(french: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment asks for French, as on a machine that is set up so."""
    monkeypatch.delenv("STARTEX_LANGUAGE")
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)


def below(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The names of a command and of all that are below it."""
    yield path
    for name, child in getattr(command, "commands", {}).items():
        yield from below(child, (*path, name))


# which language


@pytest.mark.parametrize(
    "words", [["--language", "fr", "sessions"], ["sessions", "--language", "fr"], ["sessions", "--language=fr"]]
)
def test_the_option_stands_anywhere(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, str(tmp_path)]) == 0
    assert capsys.readouterr().err == f"Il n'y a pas de sessions dans {tmp_path}.\n"


def test_the_option_goes_before_the_environment(
    speaking: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sessions", str(tmp_path)]) == 0
    assert "Il n'y a pas de sessions" in capsys.readouterr().err
    assert main(["--language", "en", "sessions", str(tmp_path)]) == 0
    assert "There are no sessions" in capsys.readouterr().err


def test_it_is_taken_out_of_the_arguments_of_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["startex", "--language", "fr", "sessions", str(tmp_path)])
    assert main() == 0
    assert sys.argv == ["startex", "sessions", str(tmp_path)]
    assert "Il n'y a pas" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--language", "xx", "list"], ["list", "--language="], ["list", "--language"]])
def test_a_language_that_there_is_none_of_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert re.fullmatch(r"startex: --language '(xx)?': say one of en, fr\n", capsys.readouterr().err)


def test_what_stands_behind_two_dashes_is_no_option() -> None:
    assert asked(["note", "d", "--", "--language", "fr"]) == ("", ["note", "d", "--", "--language", "fr"])
    assert asked(["a", "--language", "en", "--language=fr", "b"]) == ("fr", ["a", "b"])
    with pytest.raises(UsageError):
        asked(["--language", "--", "fr"])


def test_a_worker_speaks_the_language_of_the_command() -> None:
    code = (
        "from concurrent.futures import ProcessPoolExecutor as Pool\n"
        "from simulator import catalogue, processes\n"
        "from simulator.cli.spoken import speak\n"
        "if __name__ == '__main__':\n"
        "    speak('fr', asked=True)\n"
        "    with Pool(1, mp_context=processes.worker_context([]), initializer=processes.begin_worker) as pool:\n"
        "        print(pool.submit(catalogue.language).result())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout == "fr\n", done.stderr


# help and refusals


@pytest.mark.parametrize("path", list(below(get_command(app))), ids=" ".join)
def test_help_is_french_and_fits_the_terminal(
    path: tuple[str, ...], speaking: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main([*path, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Usage\u00a0: startex")
    assert "Options\u00a0:\n" in said
    assert "Afficher ce message." in said
    words = set(re.findall(r"\w+", re.sub(r"--[\w-]+", "", said)))
    assert not words & {"the", "and", "of", "with", "file", "required", "Commands", "SCENARIO", "DIR", "NAME"}
    assert [line for line in said.splitlines() if len(line) > 80] == []


def test_help_is_english_where_english_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also the library's words, which would follow the machine's own language."""
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.setenv("LANGUAGE", "fr")
    assert main(["run", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("Usage: startex run")
    assert " Options: --seed " in said
    assert "[default: 1; " in said
    assert "Show this message and exit." in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["plya"], "Il n'y a pas de commande 'plya'. Vouliez-vous dire 'play', 'replay' ?"),
        (["run"], "Il manque l'argument 'SCÉNARIO'."),
        (["fork", "d"], "Il manque l'option '--at'."),
        (["run", "first_steps", "--sed", "3"], "Il n'y a pas d'option --sed (options possibles : --seed, --set)"),
        (["run", "first_steps", "--log"], "L'option '--log' demande une valeur."),
        (["run", "first_steps", "--seed", "x"], "Valeur inadmissible pour '--seed' : un nombre entier est attendu"),
        (
            ["run", "first_steps", "--seed", "-1"],
            "Valeur inadmissible pour '--seed' : un nombre d'au moins 0 est attendu",
        ),
        (["list", "--json=1"], "L'option '--json' ne prend pas de valeur."),
        (["--language", "xx"], "--language 'xx' : choisissez parmi en, fr"),
    ],
)
def test_a_call_is_refused_in_french(
    words: list[str], said: str, speaking: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    first = capsys.readouterr().err.splitlines()[0].replace("\u00a0", " ")
    assert first == f"startex : {said}"


# what is the same in every language


def test_a_run_has_the_same_log_and_the_same_numbers(
    speaking: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    found = {}
    for code in ("en", "fr"):
        assert main(["run", "first_steps", "--json", "--log", f"{code}.jsonl", "--language", code]) == 0
        found[code] = json.loads(capsys.readouterr().out)
    assert Path("en.jsonl").read_bytes() == Path("fr.jsonl").read_bytes()
    for key in found["en"].keys() - {"assumptions", "targets"}:
        assert found["en"][key] == found["fr"][key]
    assert main(["run", "first_steps", "--quiet", "--language", "fr"]) == 0
    assert f"empreinte {found['en']['digest']}\n" in capsys.readouterr().out


def test_a_session_has_the_same_log_and_is_verified_in_the_other_language(
    speaking: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the scenario has its words in one language: else each language plays its own words."""
    monkeypatch.chdir(tmp_path)
    whole = (ROOT / "scenarios" / "first_steps.yaml").read_text(encoding="utf-8")
    sections = re.split(r"(?m)^(?=[a-z_]+:)", whole)
    Path("steps.yaml").write_text("".join(s for s in sections if not s.startswith("translations:")), encoding="utf-8")
    Path("typed").write_text(SCRIPT, encoding="utf-8")
    digests = {}
    for code in ("en", "fr"):
        assert main(["play", "steps.yaml", "--session", code, "--script", "typed", "--language", code]) == 0
        said = capsys.readouterr().out
        digests[code] = re.search(r"(?:digest|empreinte) ([0-9a-f]{64})", said)[1]  # type: ignore[index]
        assert ("STOP - ÉVÉNEMENT RÉEL. CECI N'EST PAS UN EXERCICE." in said) == (code == "fr")
    assert digests["en"] == digests["fr"]
    assert main(["replay", "fr", "--verify", "--language", "en"]) == 0
    assert "the same as recorded, byte for byte" in capsys.readouterr().out


def test_the_line_mode_says_what_can_be_typed(
    speaking: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The words that are typed stay, what follows them and what they do is French."""
    from simulator.cli.line import VERBS

    monkeypatch.chdir(tmp_path)
    Path("typed").write_text("help\nhelp standing\nobserve\nfrob\nstatu\nquit\n", encoding="utf-8")
    assert main(["play", "first_steps", "--session", "s", "--script", "typed"]) == 2
    said = capsys.readouterr().out.replace("\u00a0", " ")
    for verb in VERBS.values():
        assert f"  {verb.name} " in said
        assert catalogue.tr(verb.about) != verb.about
    assert "  standing CELLULE TEXTE               Noter ce qu'une cellule ordonne" in said
    assert "standing CELLULE TEXTE : Noter ce qu'une cellule" in said
    assert "écrivez : observe SUJET TEXTE" in said
    assert "il n'y a pas de mot 'statu' ; vouliez-vous dire status ? Tapez help." in said


def test_a_hint_stands_behind_a_semicolon_that_does_not_break_away(speaking: None) -> None:
    assert f"{Problem('E101', 'le fichier est vide', 'commencez')}" == "E101: le fichier est vide\u00a0; commencez"


def test_sessions_stand_in_columns(speaking: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the words for their states are."""
    for name in ("one", "another"):
        script = tmp_path / "typed"
        script.write_text("end\n" if name == "one" else "start\n", encoding="utf-8")
        assert main(["play", "first_steps", "--session", str(tmp_path / name), "--script", str(script)]) == 0
    capsys.readouterr()
    assert main(["sessions", str(tmp_path)]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if " enregistrements " in line]
    assert len(lines) == 2
    assert len({line.index(" enregistrements ") for line in lines}) == 1
