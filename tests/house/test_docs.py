"""Documents: the generated ones are fresh, links lead somewhere, and every example is run."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from simulator.cli import main
from tests.house.source import ROOT

PAGES = [p for p in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md") if p.exists()] + [
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "scenarios").glob("*.md")),
]
COMMANDS = (
    *(
        "list",
        "show",
        "check",
        "fmt",
        "diff",
        "upgrade",
        "run",
        "batch",
        "compare",
        "why",
        "schema",
        "new",
        "doctor",
        "rehearse",
    ),
    *("play", "resume", "view", "replay", "fork", "note", "evaluate", "report", "sessions", "repair"),
)
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`(startex [a-z]+[^`]*)`")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[tuple[str, str]]:
    """The fenced blocks of a page: language and content; those that are files have a name instead."""
    return _FENCE.findall(_FILE.sub("", read(name)))


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_the_generated_documents_are_fresh() -> None:
    script = ROOT / "docs" / "generate.py"
    if not script.exists():
        pytest.skip("there is no docs/generate.py yet")
    done = subprocess.run([sys.executable, str(script), "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    page = ROOT / name
    for target in _LINK.findall(read(name)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        assert file.is_relative_to(ROOT), target
        if anchor:
            assert anchor in anchors(file.read_text(encoding="utf-8")), target


def without_a_terminal(words: list[str], folder: Path) -> list[str]:
    """A call that would open a screen or go on for ever, with a script or an end in the place of somebody who types."""
    if {"--plain", "--script", "--once"} & set(words):
        return words
    if words[0] == "edit":
        return ["check", *words[1:]]
    if words[0] == "view":
        at = words.index("--serve") if "--serve" in words else len(words)
        return [*words[:at], *words[at + 2 :], "--once"]
    if words[0] in ("play", "resume"):
        script = folder / "typed"
        script.write_text("start\nwait 6 min\nquit\n", encoding="utf-8")
        return [*words, "--script", str(script)]
    return words


@pytest.mark.parametrize("name", [n for n in NAMES if any("startex" in text for _, text in blocks(n))])
def test_the_commands_of_a_page_run(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the page's order, in a folder with the files that it shows, all parts of each; a comment is for the reader."""
    monkeypatch.chdir(tmp_path)
    for file, text in _FILE.findall(read(name)):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        with (tmp_path / file).open("a", encoding="utf-8") as shown:
            shown.write(text)
    for _, text in blocks(name):
        for line in text.splitlines():
            if line.removeprefix("uv run ").startswith("startex "):
                words = shlex.split(line.removeprefix("uv run "), comments=True)
                assert main(without_a_terminal(words[1:], tmp_path)) == 0, line
                capsys.readouterr()


def excerpts() -> list[tuple[str, str, str, str]]:
    """Lines of a run that a page shows: the page, the run's title and seed, the line without its blanks."""
    found = []
    for name in NAMES:
        for _, text in blocks(name):
            title = re.match(r"([^\n]+), seed (\d+)\n", text)
            lines = [" ".join(line.split()) for line in text.splitlines()] if title else []
            found += [(name, title[1], title[2], line) for line in lines if title and line not in ("", "...")]
    return found


@cache
def printed(scenario: str, seed: str) -> list[str]:
    """What a run prints, without blanks."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["run", scenario.lower().replace(" ", "_"), "--seed", seed]) == 0
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize(("name", "title", "seed", "line"), excerpts())
def test_what_a_page_shows_of_a_run_is_what_the_run_prints(name: str, title: str, seed: str, line: str) -> None:
    said = printed(title, seed)
    assert any(s.startswith(line.removesuffix("...")) if line.endswith("...") else s == line for s in said)


def test_what_the_front_page_says_of_the_commands_is_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Every option that the page names is one of the command's, and the other way round."""
    page = read("README.md")
    for command in COMMANDS:
        assert main([command, "--help"]) == 0
        options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
        rows = [row for row in _INLINE.findall(page) if row.split()[1] == command]
        assert rows, command
        assert {o for row in rows for o in re.findall(r"--[a-z-]+", row)} <= options


def test_every_shipped_scenario_and_variant_is_described() -> None:
    from simulator.cli.look import variants_of
    from simulator.scenario.library import shipped

    page = read("scenarios/README.md")
    for path in shipped():
        assert f"{path.stem}" in page
        assert [v for v in variants_of(str(path)) if v not in page and not v.startswith("without_")] == []


def test_no_document_names_a_path_of_a_machine() -> None:
    for name in NAMES:
        assert not re.search(r"(?<![\w.])/(?:home|root|tmp|work|Users)/|[A-Z]:\\\\", read(name)), name
