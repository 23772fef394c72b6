"""The commands of design sheet, section 8: what each prints, on which stream, and the exit status it ends with."""

from __future__ import annotations

import importlib.metadata
import io
import json
import os
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import simulator.runs.headless
import simulator.system
from simulator.cli import main
from simulator.cli.look import variants_of
from simulator.measures import MEASURES
from simulator.readers.story import chain
from simulator.runs.headless import blueprint_of, run_once
from simulator.scenario.library import shipped
from tests.builders import a_scenario, text_of
from tests.engine.cases import with_decision

SCENARIOS = Path(__file__).parents[2] / "scenarios"
NAMES = sorted(path.stem for path in shipped())


@dataclass(frozen=True)
class Said:
    """What one call of the command gave."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)


Command = Callable[..., Said]


@pytest.fixture
def startex(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command, called in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def _call(*arguments: str) -> Said:
        capsys.readouterr()
        return Said(main(arguments), *capsys.readouterr())

    return _call


@pytest.fixture
def here(startex: Command, tmp_path: Path) -> Path:
    """The folder in which the command stands."""
    return tmp_path


def write(folder: Path, name: str, scenario: dict[str, Any]) -> str:
    (folder / name).write_text(text_of(scenario), encoding="utf-8")
    return name


BROKEN = a_scenario(units={"qrf": {"type": "platon", "at": "base"}})
ODD = a_scenario(
    units={"qrf": {"type": "platoon", "at": "base"}},
    msel=[{"id": "I", "at": "H+20", "type": "contextual", "text": "too late"}],
)

# exit statuses, and which stream

STATUSES: list[tuple[str, tuple[str, ...], int]] = [
    ("list", ("list",), 0),
    ("list as JSON", ("list", "--json"), 0),
    ("list with too much", ("list", "everything"), 2),
    ("check a clean file", ("check", "good.yaml"), 0),
    ("check a shipped one", ("check", "first_steps"), 0),
    ("check with warnings only", ("check", "odd.yaml"), 0),
    ("check a wrong file", ("check", "broken.yaml"), 3),
    ("check a wrong file as JSON", ("check", "broken.yaml", "--json"), 3),
    ("check several, one wrong", ("check", "good.yaml", "broken.yaml"), 3),
    ("check nothing", ("check",), 2),
    ("check what is not there", ("check", "nowhere.yaml"), 2),
    ("check what is not a YAML file", ("check", "not.yaml"), 3),
    ("check a folder", ("check", "."), 2),
    ("run", ("run", "good.yaml"), 0),
    ("run nothing", ("run",), 2),
    ("run a wrong file", ("run", "broken.yaml"), 3),
    ("run what is not there", ("run", "nowhere"), 2),
    ("run with a seed that is none", ("run", "good.yaml", "--seed", "abc"), 2),
    ("run with a seed below zero", ("run", "good.yaml", "--seed", "-1"), 2),
    ("run with a seed too large", ("run", "good.yaml", "--seed", str(2**63)), 2),
    ("run with a replication below zero", ("run", "good.yaml", "--replication", "-1"), 2),
    ("run with an option that is not there", ("run", "good.yaml", "--sed", "1"), 2),
    ("run with a variant that is not there", ("run", "good.yaml", "--variant", "befor"), 3),
    ("run with a setting of no form", ("run", "good.yaml", "--set", "units.qrf.notice"), 2),
    ("run with a setting that leads nowhere", ("run", "good.yaml", "--set", "units.qfr.notice=1 min"), 3),
    ("run with a setting that is no value", ("run", "good.yaml", "--set", "units.qrf.notice=soon"), 3),
    ("run with a decision of no form", ("run", "good.yaml", "--decide", "gate"), 2),
    ("run with a decision that is not there", ("run", "good.yaml", "--decide", "gate=open"), 2),
    ("run into a log that is there", ("run", "good.yaml", "--log", "good.yaml"), 2),
    ("run into a folder that is not there", ("run", "good.yaml", "--log", "no/log.jsonl"), 6),
    ("why", ("why", "log.jsonl", "1"), 0),
    ("why an event that is not there", ("why", "log.jsonl", "99999"), 2),
    ("why event nought", ("why", "log.jsonl", "0"), 2),
    ("why of no log", ("why", "good.yaml", "1"), 2),
    ("why of nothing", ("why", "nowhere.jsonl", "1"), 2),
    ("why of a folder", ("why", ".", "1"), 2),
    ("schema", ("schema",), 0),
    ("new", ("new", "mine"), 0),
    ("new over a file that is there", ("new", "good"), 2),
    ("new without a name", ("new",), 2),
    ("new with a name that is a path", ("new", "../mine"), 2),
    ("doctor", ("doctor",), 0),
    ("doctor as JSON", ("doctor", "--json"), 0),
    ("help", ("--help",), 0),
    ("help of a command", ("run", "--help"), 0),
    ("nothing at all", (), 2),
    ("a command that is not there", ("chekc",), 2),
]
NOTHING_OUT = {2, 6}


@pytest.fixture
def files(here: Path) -> dict[str, bytes]:
    """A clean file, an odd one, a wrong one, no YAML at all, and a log; with their bytes."""
    write(here, "good.yaml", a_scenario(units={"qrf": {"type": "platoon", "at": "base"}}))
    write(here, "odd.yaml", ODD)
    write(here, "broken.yaml", BROKEN)
    (here / "not.yaml").write_text('title: "never closed\n', encoding="utf-8")
    (here / "log.jsonl").write_bytes(run_once(blueprint_of(SCENARIOS / "first_steps.yaml"), 1).lines)
    return {path.name: path.read_bytes() for path in here.iterdir()}


@pytest.mark.parametrize(("arguments", "status"), [row[1:] for row in STATUSES], ids=[row[0] for row in STATUSES])
def test_every_command_ends_with_its_status_and_touches_no_file_that_is_there(
    arguments: tuple[str, ...], status: int, startex: Command, here: Path, files: dict[str, bytes]
) -> None:
    said = startex(*arguments)
    assert said.status == status
    if status in NOTHING_OUT:
        assert said.out == ""
        assert said.err.strip()
    assert "Traceback" not in said.out + said.err
    assert "\x1b" not in said.out + said.err
    after = {path.name: path.read_bytes() for path in here.iterdir() if path.is_file()}
    assert after == files | ({"mine.yaml": after["mine.yaml"]} if arguments == ("new", "mine") else {})


NEAR: list[tuple[str, tuple[str, ...], str]] = [
    ("a command", ("chekc", "good.yaml"), "check"),
    ("an option", ("run", "good.yaml", "--sed", "1"), "--seed"),
    ("a scenario", ("run", "first_stepz"), "first_steps"),
    ("a variant", ("run", "first_steps", "--variant", "slwo"), "slow"),
    ("a path", ("run", "first_steps", "--set", "units.platon.notice=1 min"), "platoon"),
    ("a field of a path", ("run", "first_steps", "--set", "units.platoon.notce=1 min"), "notice"),
    ("a decision", ("run", "first_steps", "--decide", "open_gat=open"), "open_gate"),
    ("an option of a decision", ("run", "first_steps", "--decide", "open_gate=opne"), "open"),
    ("a unit type", ("check", "broken.yaml"), "platoon"),
]


@pytest.mark.parametrize(("arguments", "near"), [row[1:] for row in NEAR], ids=[row[0] for row in NEAR])
def test_a_name_that_is_not_there_is_answered_with_the_one_that_was_meant(
    arguments: tuple[str, ...], near: str, startex: Command, files: dict[str, bytes]
) -> None:
    said = startex(*arguments)
    assert said.status in (2, 3)
    assert re.search(rf"(?<![\w-]){re.escape(near)}(?!\w)", said.out + said.err)


# list

LIST = {
    "type": "array",
    "minItems": 4,
    "items": {
        "type": "object",
        "required": ["name", "title", "duration_s", "variants"],
        "properties": {
            "name": {"type": "string", "pattern": "^[a-z_]+$"},
            "title": {"type": "string", "minLength": 1},
            "duration_s": {"type": "integer", "minimum": 60},
            "variants": {"type": "array", "items": {"type": "string"}},
        },
    },
}


def test_list_as_json_says_name_title_duration_and_variants(startex: Command) -> None:
    rows = startex("list", "--json").document
    jsonschema.validate(rows, LIST)
    assert [row["name"] for row in rows] == NAMES
    for row in rows:
        blueprint = blueprint_of(SCENARIOS / f"{row['name']}.yaml")
        assert (row["title"], row["duration_s"]) == (blueprint.title, blueprint.duration)
        assert row["variants"] == list(blueprint.variants)


def test_list_names_every_shipped_scenario_with_its_variants(startex: Command) -> None:
    said = startex("list")
    for path in shipped():
        assert path.stem in said.out
        assert all(variant in said.out for variant in variants_of(str(path)))
    assert said.err == ""


# check

CHECK = {
    "type": "object",
    "additionalProperties": False,
    "required": ["problems"],
    "properties": {
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["file", "line", "col", "code", "severity", "message", "hint"],
                "properties": {
                    "file": {"type": "string", "minLength": 1},
                    "line": {"type": "integer", "minimum": 1},
                    "col": {"type": "integer", "minimum": 1},
                    "code": {"type": "string", "pattern": "^[ELWN][0-9]{3}$"},
                    "severity": {"enum": ["error", "warning", "notice"]},
                    "message": {"type": "string", "minLength": 1},
                    "hint": {"type": "string"},
                },
            },
        }
    },
}


@pytest.mark.parametrize("file", ["good.yaml", "odd.yaml", "broken.yaml", "not.yaml"])
def test_check_as_json_holds_what_check_prints(file: str, startex: Command, files: dict[str, bytes]) -> None:
    as_json, plain = startex("check", file, "--json"), startex("check", file)
    jsonschema.validate(as_json.document, CHECK)
    rows = as_json.document["problems"]
    assert len(rows) == len(plain.out.splitlines()) == {"good.yaml": 0}.get(file, 1)
    for row, line in zip(rows, plain.out.splitlines(), strict=True):
        mark = "" if row["severity"] == "error" else f"{row['severity']}: "
        assert line.startswith(f"{row['file']}:{row['line']}:{row['col']}: {row['code']}: {mark}{row['message']}")
        assert line.endswith(row["hint"])
        assert row["file"] == file
    assert as_json.err == ""
    errors = sum(row["severity"] == "error" for row in rows)
    assert re.match(rf"{errors} errors?, {len(rows) - errors} warnings?\b", plain.err)
    assert as_json.status == plain.status == (3 if errors else 0)


def test_check_reports_the_problems_of_all_files_in_their_order(startex: Command, files: dict[str, bytes]) -> None:
    rows = startex("check", "broken.yaml", "good.yaml", "odd.yaml", "--json").document["problems"]
    assert [(row["file"], row["severity"]) for row in rows] == [("broken.yaml", "error"), ("odd.yaml", "warning")]


def test_check_finds_what_is_wrong_in_a_variant_only_when_it_is_asked_to(startex: Command, here: Path) -> None:
    scenario = a_scenario(
        units={"qrf": {"type": "platoon", "at": "base"}}, variants={"odd": {"units.qrf.type": "platon"}}
    )
    file = write(here, "v.yaml", scenario)
    assert startex("check", file).status == 0
    said = startex("check", file, "--variants")
    assert said.status == 3
    assert "E301" in said.out
    assert "platoon" in said.out


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_scenarios_check_clean_in_every_variant(name: str, startex: Command) -> None:
    said = startex("check", name, "--variants")
    assert (said.status, said.out) == (0, "")


# run

RUN = {
    "type": "object",
    "required": [
        *("scenario", "title", "handling", "variant", "seed", "replication", "engine_revision", "digest", "endex_s"),
        *("events", "steps", "measures", "targets", "assumptions"),
    ],
    "additionalProperties": False,
    "properties": {
        "scenario": {"type": "string"},
        "title": {"type": "string"},
        "handling": {"type": "string"},
        "variant": {"type": "string"},
        "seed": {"type": "integer"},
        "replication": {"type": "integer"},
        "engine_revision": {"type": "integer", "minimum": 1},
        "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "endex_s": {"type": "integer"},
        "events": {"type": "integer", "minimum": 2},
        "steps": {"type": "integer", "minimum": 1},
        "measures": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "required": ["value", "unit", "k"],
                "properties": {
                    "value": {"type": ["number", "null"]},
                    "unit": {"type": "string", "minLength": 1},
                    "k": {"type": "string", "pattern": "^(K([1-9]|1[0-9]|2[01]))?$"},
                },
            },
        },
        "targets": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["objective", "measure", "asked", "value", "met"],
                "properties": {
                    "objective": {"type": "string"},
                    "measure": {"enum": list(MEASURES)},
                    "asked": {"type": "string", "pattern": "^at (most|least) "},
                    "value": {"type": ["number", "null"]},
                    "met": {"type": ["boolean", "null"]},
                },
            },
        },
        "assumptions": {
            "type": "array",
            "minItems": 50,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["parameter", "value", "source"],
                "properties": {name: {"type": "string", "minLength": 1} for name in ("parameter", "value", "source")},
            },
        },
    },
}


@pytest.mark.parametrize("name", NAMES)
def test_run_as_json_is_one_document_of_the_known_shape(name: str, startex: Command) -> None:
    said = startex("run", name, "--seed", "3", "--json")
    jsonschema.validate(said.document, RUN)
    assert said.err == ""
    assert said.out.isascii()
    run = run_once(blueprint_of(SCENARIOS / f"{name}.yaml"), 3)
    document = said.document
    assert (document["scenario"], document["variant"], document["seed"]) == (name, "", 3)
    assert (document["digest"], document["events"], document["endex_s"]) == (run.digest, len(run.log), run.endex)
    assert {k: v["value"] for k, v in document["measures"].items()} == run.measures
    assert list(document["measures"]) == list(MEASURES)


def test_json_is_plain_ascii_and_holds_the_text_as_it_was_written(startex: Command, here: Path) -> None:
    """So that no terminal obeys it, and no program loses a letter."""
    title = "Caf\u00e9 \u2603 \x9b31m"
    file = write(here, "title.yaml", a_scenario(title=title))
    said = startex("run", file, "--json")
    assert said.out.isascii()
    assert said.document["title"] == title


@pytest.mark.parametrize("name", NAMES)
def test_the_measures_that_other_programs_rely_on_are_there(name: str, startex: Command) -> None:
    measures = startex("run", name, "--json").document["measures"]
    assert isinstance(measures["civilian_harm"]["value"], float)
    rows = {f"K{k}" for k in range(1, 22)} - {"K14"}  # K14 is about checkpoints, which no shipped scenario has
    assert {row["k"] for row in measures.values()} >= rows
    months = [measures[n]["value"] for n in ("baseline_month_incidents", "zone_months_incidents")]
    assert all(isinstance(m, float) == (name == "weapons_free_zone") for m in months)


def test_run_tells_a_time_line_measures_targets_and_the_digest_of_the_log(startex: Command, here: Path) -> None:
    said = startex("run", "first_steps", "--seed", "3", "--log", "log.jsonl")
    lines = said.out.splitlines()
    assert lines[0] == "First steps, seed 3"
    assert lines[-1] == f"digest {sha256((here / 'log.jsonl').read_bytes()).hexdigest()}"
    assert re.search(
        r"^ +H\+\d+:\d\d(?::\d\d)? +raiders set out to gather before north +\[\d+\]$", said.out, re.MULTILINE
    )
    assert re.search(r"^  civilian_harm +\d+ people +K1 ", said.out, re.MULTILINE)
    assert re.search(r"^  O1 Nobody is hurt: .*: (met|missed)$", said.out, re.MULTILINE)
    assert "startex why log.jsonl SEQ" in said.err
    assert len(said.err.splitlines()) == 1


def test_quiet_leaves_the_time_line_out_and_full_leaves_nothing_out(startex: Command) -> None:
    quiet, plain, full = (startex("run", "first_steps", *o).out for o in (["--quiet"], [], ["--full"]))
    told = [len(re.findall(r"^ +H\+.*\[\d+\]$", text, re.MULTILINE)) for text in (quiet, plain, full)]
    assert told[0] == 0 < told[1] < told[2]
    log = run_once(blueprint_of(SCENARIOS / "first_steps.yaml"), 1).log
    counted = sum(int(n or 1) for n in re.findall(r"^ +H\+.*?(?:\(x(\d+)\))?  \[\d+\]$", full, re.MULTILINE))
    assert counted == len(log)
    assert len({text.splitlines()[-1] for text in (quiet, plain, full)}) == 1


def test_the_numbers_in_the_time_line_are_those_that_why_takes(startex: Command) -> None:
    out = startex("run", "first_steps", "--log", "log.jsonl").out
    rows = re.findall(r"^ +(H\+[\d:]+)  (.*?)(?: \(x\d+\))?  \[(\d+)\]$", out, re.MULTILINE)
    assert len(rows) > 10
    for clock, sentence, seq in rows[::4]:
        last = startex("why", "log.jsonl", seq).out.splitlines()
        assert any(clock in line and sentence in line and f"[{seq} " in line for line in last)


def test_a_setting_changes_one_value_and_a_variant_several(startex: Command) -> None:
    plain, slow = (startex("run", "first_steps", *o, "--json").document for o in ([], ["--variant", "slow"]))
    by_hand = startex("run", "first_steps", "--set", "units.platoon.notice=60 (40-90) min", "--json").document
    assert plain["digest"] != slow["digest"] == by_hand["digest"]
    assert (slow["variant"], by_hand["variant"]) == ("slow", "")


def test_settings_are_laid_over_the_variant_in_their_order(startex: Command) -> None:
    one = "units.platoon.notice=60 (40-90) min"
    other = "units.platoon.notice=15 (8-25) min"
    plain = startex("run", "first_steps", "--json").document["digest"]
    assert startex("run", "first_steps", "--variant", "slow", "--set", other, "--json").document["digest"] == plain
    assert startex("run", "first_steps", "--set", one, "--set", other, "--json").document["digest"] == plain


def test_a_setting_may_take_something_away(startex: Command) -> None:
    """With the stream's events gone there is no harm: nothing is scripted."""
    events = ("gathering", "assault", "raid")
    sets = [word for event in events for word in ("--set", f"threat.stream.{event}=absent")]
    document = startex("run", "first_steps", *sets, "--json").document
    assert document["measures"]["civilian_harm"]["value"] == 0
    assert document["events"] < startex("run", "first_steps", "--json").document["events"]


@pytest.mark.parametrize("option", ["send", "wait"])
def test_what_the_room_decides_may_be_said_beforehand(option: str, startex: Command, here: Path) -> None:
    file = write(here, "asked.yaml", with_decision())
    said = startex("run", file, "--decide", f"D={option}", "--log", "log.jsonl")
    assert said.status == 0
    assert re.search(rf"D: {option}", said.out)
    rows = [json.loads(line) for line in (here / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert any(row["kind"] == "order_given" for row in rows) == (option == "send")


def test_the_same_thing_cannot_be_set_or_decided_in_two_ways(startex: Command, here: Path) -> None:
    """Or, if it can, the last one holds."""
    file = write(here, "asked.yaml", with_decision())
    said = startex("run", file, "--decide", "D=send", "--decide", "D=wait")
    assert said.status == 2 or re.search("D: wait", said.out)


def test_a_scenario_is_named_or_its_path_given(startex: Command, here: Path) -> None:
    (here / "mine.yaml").write_bytes((SCENARIOS / "first_steps.yaml").read_bytes())
    named, given = startex("run", "first_steps", "--json").document, startex("run", "mine.yaml", "--json").document
    assert (named["scenario"], given["scenario"]) == ("first_steps", "mine")
    assert named["measures"] == given["measures"]


def test_the_handling_of_a_scenario_is_printed_first(startex: Command, here: Path) -> None:
    file = write(here, "marked.yaml", a_scenario(handling="EXERCISE - UNCLASSIFIED"))
    assert startex("run", file, "--quiet").out.splitlines()[0] == "EXERCISE - UNCLASSIFIED"
    assert startex("run", file, "--json").document["handling"] == "EXERCISE - UNCLASSIFIED"


# the log


def test_a_log_that_is_there_is_written_over_only_when_asked(startex: Command, here: Path) -> None:
    startex("run", "first_steps", "--log", "log.jsonl")
    before = (here / "log.jsonl").read_bytes()
    assert startex("run", "first_steps", "--seed", "2", "--log", "log.jsonl").status == 2
    assert (here / "log.jsonl").read_bytes() == before
    assert startex("run", "first_steps", "--seed", "2", "--log", "log.jsonl", "--force").status == 0
    assert (here / "log.jsonl").read_bytes() != before
    assert [path.name for path in here.iterdir()] == ["log.jsonl"]


def test_writing_over_a_log_touches_no_other_file(startex: Command, here: Path) -> None:
    (here / "log.jsonl").write_text("old", encoding="utf-8")
    (here / "log.jsonl.new").write_text("mine", encoding="utf-8")
    assert startex("run", "first_steps", "--log", "log.jsonl", "--force").status == 0
    assert (here / "log.jsonl.new").read_text(encoding="utf-8") == "mine"


class FullDisk(io.RawIOBase):
    """A file that takes ten bytes and then says that the disk is full."""

    def __init__(self, real: Any):
        self.real = real

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.real.write(bytes(data[:10]))
        self.real.flush()
        raise OSError(28, "No space left on device")

    def close(self) -> None:
        if not self.closed:
            self.real.close()
        super().close()


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file that is opened for writing bytes takes ten of them."""
    real_open, real_fdopen = io.open, os.fdopen

    def _open(file: Any, mode: str = "r", *args: Any, **more: Any) -> Any:
        opened = real_open(file, mode, *args, **more)
        return FullDisk(opened) if "w" in mode and "b" in mode else opened

    def _fdopen(fd: int, mode: str = "r", *args: Any, **more: Any) -> Any:
        opened = real_fdopen(fd, mode, *args, **more)
        return FullDisk(opened) if "w" in mode and "b" in mode else opened

    monkeypatch.setattr(simulator.system.os, "fdopen", _fdopen)
    monkeypatch.setattr(io, "open", _open)


def test_a_disk_that_fills_up_leaves_no_half_a_log(startex: Command, here: Path, full_disk: None) -> None:
    said = startex("run", "first_steps", "--log", "log.jsonl")
    assert said.status == 6
    assert "No space left" in said.err
    assert list(here.iterdir()) == []


def test_a_disk_that_fills_up_leaves_the_log_that_was_there(
    startex: Command, here: Path, request: pytest.FixtureRequest
) -> None:
    startex("run", "first_steps", "--log", "log.jsonl")
    before = (here / "log.jsonl").read_bytes()
    request.getfixturevalue("full_disk")
    assert startex("run", "first_steps", "--seed", "2", "--log", "log.jsonl", "--force").status == 6
    assert {path.name: path.read_bytes() for path in here.iterdir()} == {"log.jsonl": before}


# why


def test_why_walks_from_the_first_cause_to_the_event(startex: Command) -> None:
    startex("run", "site_in_flames", "--variant", "before", "--log", "log.jsonl")
    log = run_once(blueprint_of(SCENARIOS / "site_in_flames.yaml", variant="before"), 1).log
    death = next(e for e in log if e.kind == "person_died")
    expected = [e.seq for e in chain(log, death.seq)]
    said = startex("why", "log.jsonl", str(death.seq))
    assert [int(n) for n in re.findall(r"\[(\d+) \w+\]$", said.out, re.MULTILINE)] == expected
    document = startex("why", "log.jsonl", str(death.seq), "--json").document
    assert [e["seq"] for e in document["chain"]] == expected
    for row in document["chain"]:
        assert set(row) == {"seq", "at", "kind", "subject", "data", "cause", "given"}
    assert [row["cause"] for row in document["chain"]] == [None, *expected[:-1]]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (b'{"seq":1}\n', "line 1"),
        (b'{"seq":1,"at":0,"kind":"x","subject":"","data":{},"cause":null}\n{"seq":2', "line 2"),
        (b"\xff\xfe\n", "line 1"),
    ],
)
def test_why_of_a_damaged_log_says_which_line_is_none(lines: bytes, said: str, startex: Command, here: Path) -> None:
    (here / "log.jsonl").write_bytes(lines)
    answer = startex("why", "log.jsonl", "1")
    assert answer.status == 2
    assert said in answer.err


def test_why_of_a_log_with_a_line_missing_says_so(startex: Command, here: Path) -> None:
    """A chain that leads to a line that somebody took out is no root, and no fault of ours."""
    run = run_once(blueprint_of(SCENARIOS / "first_steps.yaml"), 1)
    event = next(e for e in run.log if e.cause is not None and e.cause > 2)
    lines = run.lines.splitlines(keepends=True)
    (here / "cut.jsonl").write_bytes(b"".join(lines[: event.cause - 1] + lines[event.cause :]))
    said = startex("why", "cut.jsonl", str(event.seq))
    assert (said.status, said.out) == (2, "")
    assert re.search(rf"\b{event.seq}\b.*\b{event.cause}\b", said.err)


def test_why_of_a_log_that_leads_in_a_circle_says_so(startex: Command, here: Path) -> None:
    rows = [{"seq": n, "at": 0, "kind": "fire_out", "subject": "x", "data": {}, "cause": 3 - n} for n in (1, 2)]
    (here / "log.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    for seq in ("1", "2"):
        assert startex("why", "log.jsonl", seq).status == 2


# schema


class CoreLoader(yaml.SafeLoader):
    """YAML as an editor's language server reads it: only true, false and null are more than text and numbers."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", "^(true|false)$", "tf"),
    ("int", r"^-?(0|[1-9]\d*)$", "-0123456789"),
    ("float", r"^-?\d+\.\d+$", "-0123456789"),
    ("null", "^(null|~|)$", ["n", "~", ""]),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


def test_schema_is_a_json_schema_that_every_shipped_scenario_meets(startex: Command) -> None:
    schema = startex("schema").document
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path in shipped():
        document = yaml.load(path.read_text(encoding="utf-8"), CoreLoader)
        assert [f"{e.json_path}: {e.message[:200]}" for e in validator.iter_errors(document)] == [], path.name
    assert list(validator.iter_errors({"startex": 1}))
    assert list(validator.iter_errors({**a_scenario(), "injekts": []}))


# new


def test_new_writes_a_file_that_checks_clean_and_runs(startex: Command, here: Path) -> None:
    said = startex("new", "river-crossing_2")
    assert (said.status, said.out) == (0, "river-crossing_2.yaml\n")
    assert [path.name for path in here.iterdir()] == ["river-crossing_2.yaml"]
    text = (here / "river-crossing_2.yaml").read_text(encoding="utf-8")
    assert "title: River crossing 2" in text
    assert len(re.findall(r"^\s*#|\s# ", text, re.MULTILINE)) >= 10, "it explains itself"
    checked = startex("check", "river-crossing_2.yaml", "--variants")
    assert (checked.status, checked.out) == (0, "")
    assert startex("run", "river-crossing_2.yaml").status == 0


@pytest.mark.parametrize(
    "name", ["../up", "/etc/mine", "a/b", "a\\b", "..", ".", "", "a b", "-x", "name\n", "é", "x" * 80, "C:x", "$HOME"]
)
def test_new_writes_nothing_outside_and_nothing_odd(name: str, startex: Command, here: Path) -> None:
    (here / "room").mkdir()
    before = sorted(here.rglob("*"))
    said = startex("new", "--", name)
    assert said.status == 2
    assert sorted(here.rglob("*")) == before
    assert said.out == ""


@pytest.mark.parametrize("name", ["con", "NUL", "aux", "com1", "lpt9"])
def test_new_refuses_names_that_another_system_keeps_for_its_devices(name: str, startex: Command, here: Path) -> None:
    assert startex("new", name).status == 2
    assert list(here.iterdir()) == []


def test_new_takes_a_name_with_its_ending(startex: Command, here: Path) -> None:
    assert startex("new", "mine.yaml").out == "mine.yaml\n"
    assert [path.name for path in here.iterdir()] == ["mine.yaml"]


# doctor

DOCTOR = {
    "type": "object",
    "additionalProperties": False,
    "required": ["ready", "checks"],
    "properties": {
        "ready": {"type": "boolean"},
        "checks": {
            "type": "array",
            "minItems": 5,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["what", "state", "found"],
                "properties": {
                    "what": {"type": "string", "minLength": 1},
                    "state": {"enum": ["ok", "missing", "note"]},
                    "found": {"type": "string", "minLength": 1},
                },
            },
        },
    },
}


def test_doctor_finds_this_machine_ready(startex: Command, here: Path) -> None:
    document = startex("doctor", "--json").document
    jsonschema.validate(document, DOCTOR)
    assert document["ready"] is True
    assert list(here.iterdir()) == []
    said = startex("doctor")
    assert said.out.splitlines()[-1] == "ready"
    assert [row["what"] in said.out for row in document["checks"]].count(False) == 0


def test_doctor_knows_everything_that_the_package_needs(startex: Command) -> None:
    project = tomllib.loads((SCENARIOS.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.match(r"[A-Za-z0-9-]+", row)[0].lower() for row in project["dependencies"] if ";" not in row}
    assert needed <= {row["what"].lower() for row in startex("doctor", "--json").document["checks"]}


def test_doctor_says_what_is_missing_and_ends_with_1(startex: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.metadata.version

    def _version(name: str) -> str:
        if name == "simpy":
            raise importlib.metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(importlib.metadata, "version", _version)
    said = startex("doctor", "--json")
    assert said.status == 1
    assert said.document["ready"] is False
    assert {row["what"]: row["state"] for row in said.document["checks"]}["simpy"] == "missing"
    assert "pip install simpy" in startex("doctor").out


# what is typed and what is shown


def test_a_name_with_control_characters_is_shown_with_pictures(startex: Command) -> None:
    said = startex("run", "no\x1b]0;owned\x07\nsuch")
    assert said.status == 2
    assert "\x1b" not in said.err
    assert "\x07" not in said.err


def test_an_interrupt_ends_quietly_with_130(startex: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def _interrupted(*args: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(simulator.runs.headless, "run_once", _interrupted)
    said = startex("run", "first_steps")
    assert (said.status, said.out) == (130, "")
    assert said.err in ("", "startex: stopped\n")


PLAIN = """\
startex: 1
title: A plain MSEL
handling: EXERCISE ONLY
clock: {startex: 2031-02-17T18:00+02:00, duration: 4 h}
roles: {mayor: {title: The mayor}, chief: {title: Chief of police}}
cells: {town: {roles: [mayor, chief], played_by: room}}
decisions:
  close_school:
    {when: time > H+1, asks: mayor, options: {yes_close: Close it, leave: Leave it open}, deadline: 30 min,
     default: leave}
msel:
  - {id: I-1, at: H+0:10, type: contextual, to: [town], text: A fire on the market.}
  - {id: I-2, at: H+0:50, type: expected_action, to: [mayor], text: Parents call,
     expects: [{action: Decide about the school, within: 60 min, task: close_school, option: yes_close}]}
"""


def test_a_plain_msel_whose_cells_name_roles_plays_without_a_world(startex: Command, tmp_path: Path) -> None:
    """Corrections 13: an imported workbook has no world; its injects, its decision and its expected action count."""
    (tmp_path / "plain.yaml").write_text(PLAIN, encoding="utf-8")
    assert startex("check", "plain.yaml").status == 0
    said = startex("run", "plain.yaml", "--log", "plain.jsonl")
    assert said.status == 0
    assert "A fire on the market." in said.out
    assert "close_school" in said.out
    assert "I-2" in said.out
    assert "Parents call" in said.out


def test_the_marking_is_on_everything_that_is_printed_or_written(startex: Command, tmp_path: Path) -> None:
    """Corrections 15: how an exercise is to be handled stands on the run, in its log, above a why and in the list."""
    (tmp_path / "plain.yaml").write_text(PLAIN, encoding="utf-8")
    assert startex("run", "plain.yaml", "--log", "plain.jsonl").out.startswith("EXERCISE ONLY\n")
    assert "EXERCISE ONLY" in (tmp_path / "plain.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert startex("why", "plain.jsonl", "3").out.startswith("EXERCISE ONLY\n")
    assert "EXERCISE EXERCISE EXERCISE" in startex("list").out


def test_a_campaign_is_told_by_days(startex: Command) -> None:
    said = startex("run", "weapons_free_zone", "--set", "clock.duration=40 days").out
    assert "D+30 06:00  " in said
    assert "H+720" not in said


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"startex {importlib.metadata.version('startex')}\n"
