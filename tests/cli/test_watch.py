"""``startex check --watch``: when it checks again, which files it looks at, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli import watch
from simulator.cli.main import main
from tests.scenario.checked import GOOD, swap

ROOT = Path(__file__).parents[2]
ONE: watch.Stamp = (("a", 1, 1, 1),)
TWO: watch.Stamp = (("a", 2, 1, 1),)
THREE: watch.Stamp = (("a", 3, 1, 1),)


def test_it_checks_once_after_changes_have_come_to_rest() -> None:
    watched = watch.Watched(ONE)
    looks = [(ONE, 9.0), (TWO, 10.0), (TWO, 10.2), (THREE, 10.25), (THREE, 10.5), (THREE, 10.6), (THREE, 20.0)]
    assert [at for stamp, at in looks if watched.due(stamp, at)] == [10.6]


def test_a_file_that_is_as_it_was_is_not_checked_again() -> None:
    watched = watch.Watched(ONE)
    assert not any(watched.due(stamp, at) for stamp, at in [(TWO, 1.0), (ONE, 1.1), (ONE, 5.0)])


def test_it_looks_at_libraries_and_at_those_that_are_missing(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "a.yaml").write_text("startex: 1\nuses: lib/un_units.yaml\n", encoding="utf-8")
    file = tmp_path / "it.yaml"
    file.write_text(swap("title: A", "uses: [lib/a.yaml, lib/none.yaml, ../x.yaml]\ntitle: A"), encoding="utf-8")
    names = [path.name for path in watch._files([str(file), "nowhere"])]
    assert names == ["it.yaml", "a.yaml", "un_units.yaml", "none.yaml", "x.yaml", "nowhere"]


def test_one_document_and_many_do_not_go_together() -> None:
    assert main(["check", "first_steps", "--watch", "--json"]) == 2


@pytest.mark.skipif(os.name != "posix", reason="an interrupt of another system")
def test_a_change_is_checked_and_an_interrupt_ends_it(tmp_path: Path) -> None:
    file = tmp_path / "it.yaml"
    file.write_text(GOOD, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "simulator", "check", "--watch", str(file)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            changed_and_ended(process, file)
        finally:
            process.kill()


def changed_and_ended(process: subprocess.Popen[str], file: Path) -> None:
    """A mistake is made, the file goes away and comes back, and then it is enough."""
    assert process.stderr is not None
    assert process.stdout is not None
    words = process.stderr
    assert words.readline().startswith("0 errors")
    assert words.readline().startswith("watching")
    file.write_text(GOOD.replace("duration", "duratoin"), encoding="utf-8")
    assert "duration" in process.stdout.readline()
    assert words.readline().startswith("2 errors")
    file.unlink()
    assert words.readline().startswith("watching")
    assert "there is no scenario" in words.readline()
    assert words.readline().startswith("watching")
    file.write_text(GOOD, encoding="utf-8")
    assert words.readline().startswith("0 errors")
    assert words.readline().startswith("watching")
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0
