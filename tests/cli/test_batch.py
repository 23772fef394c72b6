"""``startex batch`` at the command line: what it says, what it refuses and with which status."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simulator.cli import batch as module
from simulator.cli import main
from simulator.processes import cores
from tests.cli.test_processes import COMMAND, POSIX, ROOT, Screen, environment
from tests.runs.batch.cases import scenario_text

HERE = ["--workers", "1"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the small scenario; replications run in this process, to be quick."""
    (tmp_path / "small.yaml").write_text(scenario_text(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replications run in this process."""
    import simulator.runs.batch.conduct as conduct
    from tests.runs.batch.cases import Here

    class Local(Here):
        def __init__(self, width: int, blueprints: Any):
            super().__init__(width)
            from simulator.runs.batch import work

            work._BLUEPRINTS.update(blueprints)

    monkeypatch.setattr(conduct, "LocalPool", Local)


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> tuple[str, str]:
    """Standard output and error of a call that must end with a status."""
    found = main(["batch", *words])
    out, err = capsys.readouterr()
    assert found == status, err
    return out, err


def test_the_first_call_that_anybody_makes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With real processes, from the call to the table."""
    out, err = said(capsys, "small.yaml", "--variants", "base,slow", "-n", "6", "--out", "b")
    assert "6 replications of 2 arms" in out
    assert "civilian_harm - civilians killed or hurt" in out
    rows = [line.split() for line in out.splitlines() if line.startswith("  ")]
    assert [row[0] for row in rows] == ["base", "slow"] * 2
    assert all("to" in row for row in rows)
    assert "compare: startex compare b" in err
    assert {p.name for p in (folder / "b").iterdir()} >= {"manifest.json", "results.parquet", "times.parquet", "shards"}


def test_one_document_says_everything(folder: Path, quick: None, capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = said(capsys, "small.yaml", "-n", "3", "--json")
    found = json.loads(out)
    assert (found["folder"], found["state"], found["seed"], found["new"]) == ("small-batch", "whole", 1, 3)
    assert found["replications"] == {"base": 3}
    harm = found["measures"]["base"]["civilian_harm"]
    assert harm["n"] == 3
    assert harm["low"] <= harm["mean"] <= harm["high"]
    assert found["measures"]["base"]["queue_wait"] is None
    one = json.loads(said(capsys, "small.yaml", "-n", "1", "--json", "--out", "one")[0])
    assert one["measures"]["base"]["civilian_harm"]["low"] is None


BAD = [
    (["small.yaml", "-n", "0"], 2, "-n 0: give 1 or more"),
    (["small.yaml", "-n", "-3"], 2, "-n -3: give 1 or more"),
    (["small.yaml", "-n", "many"], 2, "valid integer"),
    (["small.yaml", "-n", "99999999999"], 2, "at most 10,000,000"),
    (["small.yaml", "--workers", "0"], 2, "--workers 0"),
    (["small.yaml", "--chunk", "0"], 2, "--chunk 0"),
    (["small.yaml", "--seed", "abc"], 2, "valid integer"),
    (["small.yaml", "--seed", "-1"], 2, "greater than or equal to 0"),
    (["small.yaml", "--seed", str(2**200)], 2, "less than or equal to"),
    (["small.yaml", "--nothing"], 2, "--nothing"),
    (["nowhere"], 2, "there is no scenario 'nowhere'"),
    (["."], 2, "a folder"),
    (["small.yaml", "--variants", "slwo"], 2, "did you mean slow?"),
    (["small.yaml", "--set", "units.platoon"], 2, "PATH=VALUE"),
    (["small.yaml", "--set", "units.platon.notice=5 min"], 3, "did you mean 'platoon'?"),
    (["small.yaml", "--vary", "units.platon.notice=5..9 min"], 3, "leads nowhere"),
    (["small.yaml", "--vary", "units.platoon.notice=9..5 min"], 2, "the range is empty"),
    (["small.yaml", "--vary", "units.platoon.notice"], 2, "PATH=LOW..HIGH"),
    (["small.yaml", "--vary", "units.platoon.notice=5..9 horses"], 3, "E203"),
    (["small.yaml", "--vary", "units.platoon.notice=5..9 min", "--design", "cube"], 2, "there is no such design"),
    (["small.yaml", "--design", "lhs", "--points", "4"], 2, "needs something that varies"),
    (["small.yaml", "--design-file", "no.yaml"], 2, "no.yaml cannot be read"),
    (["small.yaml", "--decide", "open"], 2, "DECISION=OPTION"),
    (["small.yaml", "--decide", "open=yes,no"], 2, "there is no decision 'open'"),
    (["small.yaml", "--precision", "harm=5%"], 2, "there is no measure 'harm'"),
    (["small.yaml", "--precision", "5%", "--most", "10", "--least", "20"], 2, "less than --least"),
    (["small.yaml", "--most", "10"], 2, "needs --precision"),
    (["small.yaml", "--assumptions", "-1"], 2, "greater than or equal to 0"),
    (["small.yaml", "--out", "small.yaml"], 2, "is a file"),
    (["small.yaml", "--out", "small.yaml/b"], 2, "through a file"),
    (["small.yaml", "--tls-ca", "ca.pem"], 2, "need --cluster"),
    (["small.yaml", "--cluster", "somewhere"], 2, "no scheduler's address"),
    (["small.yaml", "--cluster", "tcp://192.0.2.1:8786"], 2, "without TLS anybody on the way"),
    (["small.yaml", "--cluster", "tls://192.0.2.1:8786"], 2, "give --tls-ca"),
    (["small.yaml", "--cluster", "tls://192.0.2.1:8786", "--tls-ca", "small.yaml"], 2, "needs all of"),
]


@pytest.mark.parametrize(("words", "status", "text"), BAD, ids=[" ".join(row[0][1:])[:60] or row[0][0] for row in BAD])
def test_a_call_that_cannot_be_is_refused_before_anything_is_written(
    words: list[str], status: int, text: str, folder: Path, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(p.name for p in folder.iterdir())
    out, err = said(capsys, *words, status=status)
    assert text in err
    assert "Traceback" not in err
    assert out == ""
    assert sorted(p.name for p in folder.iterdir()) == before


@pytest.mark.parametrize(
    ("handling", "refused"),
    [
        ("EXERCISE EXERCISE EXERCISE - for training only", False),
        ("UNCLASSIFIED", False),
        ("", False),
        ("UN CONFIDENTIAL", True),
        ("Restricted - exercise", True),
        ("diffusion restreinte", True),
        ("NOT for release", True),
    ],
)
def test_a_marked_scenario_goes_to_a_cluster_through_tls_and_with_a_confirmation_only(
    handling: str, refused: bool, tmp_path: Path
) -> None:
    from simulator.errors import UsageError
    from simulator.runs.batch.cluster import Tls, check_handling

    pem = tmp_path / "x.pem"
    pem.write_text("-", encoding="utf-8")
    tls = Tls(pem, pem, pem)
    ways = [("tcp://127.0.0.1:8786", Tls(), True), ("tls://127.0.0.1:8786", tls, False)]
    for address, how, confirmed in ways:
        if refused:
            with pytest.raises(UsageError, match="is marked"):
                check_handling(handling, address, how, confirmed=confirmed)
        else:
            check_handling(handling, address, how, confirmed=confirmed)
    check_handling(handling, "tls://127.0.0.1:8786", tls, confirmed=True)


def test_workers_are_no_more_than_the_machine_has(
    folder: Path, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    _, err = said(capsys, "small.yaml", "-n", "2", "--workers", "10000")
    assert f"--workers 10000: this machine has {cores()} cores; {cores()} workers are used" in err


def test_another_seed_does_not_continue_a_folder(folder: Path, quick: None, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "small.yaml", "-n", "2", "--out", "b")
    _, err = said(capsys, "small.yaml", "-n", "2", "--out", "b", "--seed", "2", status=2)
    assert "its seed is 1, not 2" in err
    _, err = said(capsys, "small.yaml", "-n", "2", "--out", "b", "--variants", "slow", status=2)
    assert "its arms are base, not slow" in err


def test_a_damaged_shard_is_told_and_run_again(folder: Path, quick: None, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "small.yaml", "-n", "2", "--out", "b")
    shard = next((folder / "b" / "shards").iterdir())
    shard.write_bytes(b"PAR1")
    _, err = said(capsys, "small.yaml", "-n", "2", "--out", "b")
    assert "was damaged; it is set aside" in err


def test_a_damaged_manifest_and_a_foreign_shard_end_with_4(
    folder: Path, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "small.yaml", "-n", "2", "--out", "b")
    said(capsys, "small.yaml", "-n", "2", "--out", "c", "--seed", "2")
    for shard in (folder / "c" / "shards").iterdir():
        (folder / "b" / "shards" / shard.name.replace("00000001", "00000009")).write_bytes(shard.read_bytes())
    _, err = said(capsys, "small.yaml", "-n", "3", "--out", "b", status=4)
    assert "belongs to another batch" in err
    (folder / "c" / "manifest.json").write_text("{", encoding="utf-8")
    assert "is damaged" in said(capsys, "small.yaml", "-n", "2", "--out", "c", "--seed", "2", status=4)[1]


def test_a_replication_that_is_set_aside_makes_a_partial_batch(
    folder: Path, quick: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from simulator.runs.batch import work

    def failing(*_: Any) -> Any:
        raise MemoryError("no more")

    monkeypatch.setattr(work, "_row", failing)
    _, err = said(capsys, "small.yaml", "-n", "2", status=8)
    assert "base, replication 0 is set aside: MemoryError: no more; try: startex run small.yaml --seed 1" in err
    assert "the same call again does the rest" in err


def test_a_design_file_says_what_the_command_line_does_not(
    folder: Path, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "d.yaml").write_text(
        "variants: [base, slow]\nreplications: 3\nseed: 5\ndesign: lhs\npoints: 4\n"
        "vary: {units.platoon.notice: 5..60 min, perimeter.north.posts: ['1', '2']}\n"
        "set: {places.camp.people: '4000'}\n",
        encoding="utf-8",
    )
    out, _ = said(capsys, "small.yaml", "--design-file", "d.yaml", "-n", "2", "--json", "--variants", "slow")
    found = json.loads(out)
    assert found["seed"] == 5
    assert set(found["replications"].values()) == {2}
    assert len(found["arms"]) == 4
    assert all(arm.startswith("slow, units.platoon.notice=") for arm in found["arms"])


def test_a_wrong_design_file_is_told_with_its_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "d.yaml").write_text("varry: {a: 1..2}\npoints: none\n", encoding="utf-8")
    _, err = said(capsys, "small.yaml", "--design-file", "d.yaml", status=3)
    assert "d.yaml:1:1: E201: 'varry' is not a field here; did you mean 'vary'?" in err
    assert "d.yaml:2:9:" in err


def test_progress_shows_rate_and_interval_on_a_terminal_only(
    folder: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for screen in (Screen(), io.StringIO()):
        monkeypatch.setattr(sys, "stderr", screen)
        monkeypatch.setattr(sys, "stdout", io.StringIO())
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("COLUMNS", "160")
        assert main(["batch", "small.yaml", "-n", "4", "--out", f"b{id(screen)}"]) == 0
        told = screen.getvalue()
        assert ("A test" in told and "/s" in told and "civilian_harm" in told) == isinstance(screen, Screen)


def test_a_missing_extra_is_told_with_how_to_get_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import importlib.util

    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pyarrow" else real(name))
    _, err = said(capsys, "small.yaml", status=2)
    assert 'pip install "startex[batch]"' in err
    assert module.MOST_REPLICATIONS > 0


@POSIX
def test_a_full_disk_is_told_with_6_and_what_was_finished_is_kept(folder: Path) -> None:
    """The system lets no file of the process grow beyond a few kilobytes, as a full disk does."""
    import resource

    words = [*COMMAND, "batch", "small.yaml", "-n", "400", "--out", "b", "--chunk", "20", *HERE]
    done = subprocess.run(
        words,
        cwd=folder,
        env=environment(PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, resource.RLIM_INFINITY)),
    )
    assert done.returncode == 6, done.stderr
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((folder / "b").rglob("*.part")) == []


@POSIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="the system's administrator may write everywhere")
def test_a_folder_that_may_not_be_written_is_told_with_6(
    folder: Path, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "b").mkdir(mode=0o500)
    _, err = said(capsys, "small.yaml", "-n", "2", "--out", "b", status=6)
    assert "cannot be written" in err
