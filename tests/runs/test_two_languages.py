"""What a run, a session or a batch writes is the same in every language: only what people read differs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator import catalogue
from simulator.commands import Message, Override, PutInject, Remark, SkipInject, TakeDecision
from simulator.engine.program import Program
from simulator.record.journal import Journal as OnDisk
from simulator.record.repair import repair
from simulator.runs.batch.tally import Precision
from simulator.runs.headless import blueprint_of, run_once
from simulator.runs.inbox import INBOX, Inbox
from simulator.runs.jump import jump
from simulator.scenario.library import shipped
from tests.engine.test_engine import a_command
from tests.record.histories import FOLDER, a_disk
from tests.runs.live import Journal, Wall, lived, opened

FIRST = Path(__file__).parents[2] / "scenarios" / "first_steps.yaml"
LANGUAGES = ("en", "fr")


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    catalogue.use("en")


def in_each(does: Callable[[], Any]) -> list[Any]:
    """What something gives in each language."""
    found = []
    for code in LANGUAGES:
        catalogue.use(code)
        found.append(does())
    return found


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_a_log_has_the_same_bytes(path: Path) -> None:
    english, french = in_each(lambda: run_once(blueprint_of(path), 7))
    assert english.lines == french.lines
    assert english.digest == french.digest


def refused_and_answered() -> tuple[list[str], bytes, str]:
    """A room whose commands are refused, that asks, jumps and answers: its journal, its events and their digest."""
    program, wall, journal = Program(blueprint_of(FIRST)), Wall(), Journal()
    session = opened(program, journal)
    session.go("f", wall())
    asset = next(iter(program.blueprint.units))
    for command in (
        SkipInject("nothing", "no time"),
        PutInject("", "words"),
        PutInject("N-1", "words", due=1),
        TakeDecision("nothing", "open"),
        Override("brake", "nobody"),
        Override("vanish", asset),
        Remark("shout", "words"),
        Message("ask", asset, asset, "What do you see?"),
        Message("ask", asset, "nobody", "What do you see?"),
    ):
        session.submit(command, "f", wall(1))
    jump(session, 3600, "f", wall(1))
    session.close("f", wall(1))
    assert session.digest()
    return journal.texts, b"".join(f"{e}\n".encode() for e in session.log), session.digest()


def test_a_journal_with_refusals_answers_and_a_jump_has_the_same_bytes() -> None:
    english, french = in_each(refused_and_answered)
    assert english == french
    assert sum("command_refused" in line for line in english[1].decode().splitlines()) == 8
    assert "answer_drafted" in english[1].decode()


def test_sessions_of_any_room_have_the_same_bytes(test_seed: int) -> None:
    program = Program(blueprint_of(FIRST))

    def _command(rng: random.Random, program: Program, now: int) -> object:
        return a_command(rng, program, now) if program.blueprint.decisions else Remark("note", "words")

    for k in range(5):

        def _lived(k: int = k) -> tuple[list[str], str]:
            session, journal = lived(program, k, random.Random(f"{test_seed}/{k}"), _command)  # type: ignore[arg-type]
            return journal.texts, session.digest()

        english, french = in_each(_lived)
        assert english == french, (test_seed, k)


def written_on() -> tuple[dict[str, bytes], list[str]]:
    """A journal into which somebody else wrote, so that it goes on in another file and is repaired in the end."""
    disk = a_disk()
    journal = OnDisk.create(FOLDER, {"title": "Test"}, files=disk)
    journal.append({"kind": "mark", "mark": "go"})
    path = FOLDER / "journal.jsonl"
    other = disk.open_append(path)
    disk.write(other, b"somebody")
    disk.close(other)
    journal.append({"kind": "mark", "mark": "pause"})
    journal.close()
    notices = list(journal.notices)
    disk.put(path, disk.content(path)[:-30] + b"damage and more damage in this line\n")
    repair(FOLDER, files=disk)
    return {name: disk.content(FOLDER / name) for name in disk.names(FOLDER)}, notices


def test_files_of_a_journal_have_the_same_bytes_and_its_notices_have_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.record.journal.new_mark", lambda: "0123456789abcdef")  # whose writing it is
    (english, notices), (french, others) = in_each(written_on)
    assert english == french
    assert any(b"somebody else writes into it" in content for content in english.values())
    assert any("somebody else writes into it" in notice for notice in notices)
    assert any("quelqu'un d'autre y \u00e9crit" in notice for notice in others)


def test_what_an_inbox_cannot_read_is_noted_in_the_same_words(tmp_path: Path) -> None:
    def _noted() -> str:
        place = tmp_path / catalogue.language() / INBOX
        place.mkdir(parents=True)
        (place / "bad.jsonl").write_text("no command", encoding="utf-8")
        journal, wall = Journal(), Wall()
        session = opened(Program(blueprint_of(FIRST)), journal)
        Inbox(place.parent).empty_into(session, wall(60), 9)
        return journal.texts[-1]

    english, french = in_each(_noted)
    assert english == french
    assert "cannot be read and is put aside" in english


def test_a_manifest_holds_the_precision_in_the_same_words() -> None:
    english, french = in_each(lambda: str(Precision("civilian_harm", width=2)))
    assert english == french == "civilian_harm within 2 people"
