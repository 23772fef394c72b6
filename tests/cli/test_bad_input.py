"""Every row B01-B59 of the bad-input table (robustness sheet, section 5), held against the command line.

A row is a file with one thing wrong.  What is asserted is what the sheet promises an author: the code, the line and
column, words that help, the exit status, no traceback, and not one byte written beside the file.  The rows
themselves are in ``tests/scenario/bad_input_rows.py``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.cli import main
from simulator.runs.headless import blueprint_of, run_once
from tests.scenario.bad_input_rows import FILE, GOOD, ODD, ROWS, SIGN, Odd, Row, swap, uses, zoned

ROOT = Path(__file__).resolve().parents[2]


def laid(row: Row, folder: Path) -> Path:
    """The room of a row: a folder with its files, beside which nothing may appear either."""
    room = folder / "room"
    room.mkdir()
    for name, text in row.others.items():
        (room / name).parent.mkdir(parents=True, exist_ok=True)
        (room / name).write_bytes(text.replace(SIGN, "").encode())
    (room / FILE).write_bytes(row.bytes)
    return room


def named(row: Row) -> str:
    """A row's name as pytest shows it."""
    return row.name.replace(" ", "_")


def params(rows: Sequence[Row]) -> list[Any]:
    """Rows as parameters; one with a known fault is expected to fail."""
    return [pytest.param(row, id=named(row)) for row in rows]


@dataclass(frozen=True)
class Said:
    """What a command said: its exit status and its two streams."""

    status: int
    out: str
    err: str

    @property
    def findings(self) -> list[tuple[str, int, int, str]]:
        """File, line, column and code of every finding: on standard output by a check, else on standard error."""
        return [(f, int(line), int(col), code) for f, line, col, code in FINDING.findall(self.out or self.err)]

    @property
    def errors(self) -> list[tuple[str, int, int, str]]:
        """The findings that stop a scenario from being run."""
        return [finding for finding in self.findings if finding[3][0] in "EL"]


FINDING = re.compile(r"^([^\s:][^:\n]*):(\d+):(\d+): ([A-Z]\d{3}): ", re.MULTILINE)


class Desk:
    """The command line in this process, standing in one folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
        self.folder, self._capsys, self._monkeypatch = folder, capsys, monkeypatch

    def stand(self, row: Row) -> Path:
        """Lay a row's files and go there."""
        room = laid(row, self.folder)
        self._monkeypatch.chdir(room)
        return room

    def __call__(self, *arguments: str) -> Said:
        self._capsys.readouterr()
        status = main(arguments)
        return Said(status, *self._capsys.readouterr())


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk in an empty folder."""
    return Desk(tmp_path, capsys, monkeypatch)


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file below a folder, with its time of change and its bytes."""
    return {
        str(path.relative_to(folder)): (path.lstat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    }


@pytest.mark.parametrize("row", params(ROWS))
def test_the_check_says_what_is_wrong_and_where(row: Row, desk: Desk) -> None:
    desk.stand(row)
    said = desk("check", FILE)
    assert said.errors == [(row.about, *row.place, row.code)]
    first = next(line for line in said.out.splitlines() if f" {row.code}: " in line)
    for word in row.words:
        assert word in first
    assert len(first) < 500, "a message is read, not scrolled"


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_bad_file_ends_check_and_run_with_its_exit_status_and_nothing_written(row: Row, desk: Desk) -> None:
    desk.stand(row)
    before = contents(desk.folder)
    checked = desk("check", FILE)
    assert checked.status == row.status
    ran = desk("run", FILE, "--log", "log.jsonl")
    assert (ran.status, ran.out) == (row.status, "")
    assert ran.errors
    assert set(ran.errors) <= set(checked.errors)
    assert contents(desk.folder) == before
    assert "Traceback" not in checked.out + checked.err + ran.err


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_every_refusal_names_a_remedy(row: Row, desk: Desk) -> None:
    desk.stand(row)
    first = next(line for line in desk("check", FILE).out.splitlines() if f" {row.code}: " in line)
    assert first.partition("; ")[2].strip()


# --- what is odd, and accepted ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def good_digest(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the good scenario."""
    path = tmp_path_factory.mktemp("good") / FILE
    path.write_text(GOOD, encoding="utf-8")
    return run_once(blueprint_of(path, label=FILE), 1).digest


@pytest.mark.parametrize("row", ODD, ids=named)
def test_what_is_odd_but_clear_is_accepted_with_a_word_about_it(row: Odd, desk: Desk) -> None:
    desk.stand(row)
    before = contents(desk.folder)
    said = desk("check", FILE)
    assert said.status == 0
    assert said.findings == ([(FILE, *row.place, row.code)] if row.code else [])
    for word in row.words:
        assert word in said.out
    assert contents(desk.folder) == before


@pytest.mark.parametrize("row", ODD, ids=named)
def test_what_is_odd_but_clear_runs_and_shows_its_text_harmlessly(row: Odd, desk: Desk, good_digest: str) -> None:
    desk.stand(row)
    before = contents(desk.folder)
    said = desk("run", FILE, "--full")
    assert said.status == 0
    assert contents(desk.folder) == before
    for text in row.shows:
        assert text in said.out
    for text in row.hides:
        assert text not in said.out + said.err
    if row.same:
        assert said.out.splitlines()[-1] == f"digest {good_digest}"


@pytest.mark.parametrize("sign", ["\x1b", "\x9b", "\u202e"], ids=["ESC", "C1", "right_to_left"])
def test_a_json_document_carries_no_sign_that_a_terminal_obeys(sign: str, desk: Desk) -> None:
    desk.stand(Row("B44", swap("Bad input", json.dumps(f"Bad {sign} input")), 0))
    said = desk("run", FILE, "--json")
    assert json.loads(said.out)["title"] == f"Bad {sign} input", "the text itself is kept"
    assert sign not in said.out


# --- clocks ----------------------------------------------------------------------------------------------------------


def test_a_time_of_day_after_the_clocks_went_forward_is_the_local_time(desk: Desk) -> None:
    # 18:00 in the evening, UTC+1, to 06:00 in the morning, UTC+2, are eleven hours.
    desk.stand(Row("B31", zoned("2031-03-29T18:00", "D+1 06:00").replace("duration: 4 h", "duration: 24 h"), 0))
    assert "H+11:00  I-1 to ops" in desk("run", FILE).out


def test_a_date_without_an_offset_is_local_to_startex(desk: Desk) -> None:
    desk.stand(Row("B31", swap("at: H+0:10", "at: 2031-03-01T09:00"), 0))
    assert "H+1:00  I-1 to ops" in desk("run", FILE).out


# --- what is no regular file -----------------------------------------------------------------------------------------


def alone(folder: Path, *arguments: str) -> Said:
    """The command in a process of its own, which is ended if it waits for ever."""
    done = subprocess.run(
        [sys.executable, "-m", "simulator", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def _fifo(folder: Path) -> str:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no FIFOs")
    os.mkfifo(folder / "pipe.yaml")
    return "pipe.yaml"


def _folder(folder: Path) -> str:
    (folder / "parts.yaml").mkdir()
    return "parts.yaml"


def _endless(folder: Path) -> str:
    if not os.path.exists("/dev/zero"):
        pytest.skip("this system has no /dev/zero")
    return "/dev/zero"


@pytest.mark.parametrize("verb", ["check", "run"])
@pytest.mark.parametrize(
    ("make", "what"),
    [
        pytest.param(_folder, "a folder", id="B22a_a_folder"),
        pytest.param(_fifo, "not a regular file", id="B22b_a_FIFO"),
        pytest.param(_endless, "not a regular file", id="B22c_dev_zero"),
    ],
)
def test_what_is_no_file_is_refused_without_waiting(make: Any, what: str, verb: str, tmp_path: Path) -> None:
    name = make(tmp_path)
    before = sorted(os.listdir(tmp_path))
    said = alone(tmp_path, verb, name)
    assert (said.status, said.out) == (2, "")
    assert f"{name} is {what}; give the path of a scenario file" in said.err
    assert "Traceback" not in said.err
    assert sorted(os.listdir(tmp_path)) == before


def test_a_file_that_is_not_there_is_a_usage_error(desk: Desk) -> None:
    desk.stand(Row("B22d", GOOD, 0))
    said = desk("check", "exercize.yaml")
    assert said.status == 2
    assert "there is no scenario 'exercize.yaml'" in said.err


# --- links -----------------------------------------------------------------------------------------------------------


def _link(target: Path, link: Path) -> None:
    try:
        link.symlink_to(target, target_is_directory=target.is_dir())
    except (OSError, NotImplementedError):
        pytest.skip("this system lets us make no links")


@pytest.mark.parametrize("verb", ["check", "run"])
@pytest.mark.parametrize(
    ("target", "code", "words"),
    [
        pytest.param("../secret.yaml", "E503", ("a link leads out of the folder", "copy the file"), id="B56a_out"),
        pytest.param("../secret", "E503", ("a link leads out of the folder", "copy the file"), id="B56b_by_a_folder"),
        pytest.param("link.yaml", "E507", (), id="B56c_to_itself"),
        pytest.param("nothing.yaml", "E507", ("no such file",), id="B56d_to_nothing"),
    ],
)
def test_a_link_that_leads_out_or_nowhere_is_refused(
    target: str, code: str, words: tuple[str, ...], verb: str, desk: Desk
) -> None:
    used = "link.yaml/units.yaml" if target == "../secret" else "link.yaml"
    row = Row("B56", uses(f"▸{used}"), 3)
    room = desk.stand(row)
    secret = "roles: {spy: {post: nowhere_secret}}\n"
    (desk.folder / "secret.yaml").write_text(secret, encoding="utf-8")
    (desk.folder / "secret").mkdir()
    (desk.folder / "secret" / "units.yaml").write_text(secret, encoding="utf-8")
    _link(room / target, room / "link.yaml")
    before = sorted(str(path) for path in desk.folder.rglob("*"))
    said = desk(verb, FILE)
    assert said.status == 3
    assert said.errors == [(FILE, *row.place, code)]
    for word in words:
        assert word in said.out + said.err
    assert "secret" not in said.out + said.err, "not a word of the file is told"
    assert sorted(str(path) for path in desk.folder.rglob("*")) == before


def test_a_link_inside_the_folder_is_followed(desk: Desk) -> None:
    room = desk.stand(Row("B56e", uses("link.yaml"), 0, others={"more.yaml": "roles: {clerk: {post: ops}}\n"}))
    _link(room / "more.yaml", room / "link.yaml")
    assert desk("check", FILE).status == 0


# --- one odd value anywhere ------------------------------------------------------------------------------------------

ANYTHING: dict[str, Any] = {
    "nothing": None,
    "an empty text": "",
    "an empty list": [],
    "an empty group": {},
    "lists in a list": [[[]]],
    "a list of groups": [{"kind": "gate"}],
    "absent": "absent",
    "a negative number": "-1",
    "a large number": "9" * 30,
    "a long text": "x" * 250,
    "a date before all clocks": "0001-01-01",
    "a date after all clocks": "9999-12-31T23:59+00:00",
    "a far day": "D+9999 06:00",
    "digits of another sort": "²",
    "markup": "[/red]",
}


def _places(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    rows = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, below in rows:
        yield from _places(below, (*path, key))


_FEW = 4
"""every so many places are tried at a merge; the soak tries all"""


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(
            value,
            id=name.replace(" ", "_"),
        )
        for name, value in ANYTHING.items()
    ],
)
@pytest.mark.parametrize("every", [_FEW, pytest.param(1, marks=pytest.mark.soak)])
def test_one_odd_value_anywhere_ends_in_a_decision_and_never_in_a_traceback(
    value: Any, every: int, desk: Desk, test_seed: int
) -> None:
    """At every so many places of a scenario, from one on that the seed draws."""
    desk.stand(Row("odd", GOOD, 0))
    good = yaml.load(GOOD, Loader=yaml.BaseLoader)
    wrong: list[object] = []
    for path in islice(_places(good), test_seed % every, None, every):
        scenario: Any = deepcopy(good)
        holder = scenario
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = value
        Path(FILE).write_text(yaml.safe_dump(scenario, sort_keys=False, allow_unicode=True), encoding="utf-8")
        try:
            said = desk("check", FILE)
        except Exception as error:  # every one of them is a traceback on somebody's screen
            wrong.append((path, error))
            continue
        decided = said.status in (3, 7) if said.errors else said.status == 0
        if not decided:
            wrong.append((path, said))
    assert not wrong


# --- the table is whole ----------------------------------------------------------------------------------------------


def test_every_row_of_the_sheet_is_here() -> None:
    ours = {row.name[:3] for row in (*ROWS, *ODD)} | {"B22", "B56"}  # these two have tests of their own
    assert ours == {f"B{number:02}" for number in range(1, 60)}


def test_the_good_scenario_is_good(desk: Desk) -> None:
    desk.stand(Row("good", GOOD, 0))
    said = desk("check", FILE)
    assert (said.status, said.findings) == (0, [])
