"""``startex new`` with files of other programs: a ground, an order of battle, an MSEL, each alone and together."""

from __future__ import annotations

import json
import random
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.blueprint.build import build
from simulator.cli.main import main
from simulator.errors import ExitStatus
from simulator.scenario.load import load

Captured = pytest.CaptureFixture[str]

NAMES = ["Camp", "Base", "Old town", "Crossing"]
KINDS = ["poc_site", "un_base", "town", "place"]
FEATURES = [
    {
        "type": "Feature",
        "properties": {"name": name, "kind": kind},
        "geometry": {"type": "Point", "coordinates": [31.70 + n / 100, 9.50]},
    }
    for n, (name, kind) in enumerate(zip(NAMES, KINDS, strict=True))
]
WIRE = {
    "type": "Feature",
    "properties": {"name": "north", "kind": "fence", "posts": 3},
    "geometry": {"type": "LineString", "coordinates": [[31.698, 9.503], [31.702, 9.503]]},
}
GROUND = json.dumps({"type": "FeatureCollection", "features": [*FEATURES, WIRE]})
FORCES = "Unit;Effectif;Lieu\nAlpha coy;120;Base\n2nd platoon;30;Old Town\nFPU;100;Nowhere\nTotal;250;\n"
MSEL = "No,Time,Description,To,Objective\n1,H+0:10,Market day,All players,O1\n2,H+9:30,Shots in the north,JOC,O1\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("g.geojson", GROUND), ("f.csv", FORCES), ("m.csv", MSEL)):
        Path(name).write_text(text, encoding="utf-8")


def made(capsys: Captured, *words: str) -> dict[str, Any]:
    """The draft, once it has been found clean, laid out and able to run."""
    assert main(["new", "it", *words]) == 0, capsys.readouterr().err
    capsys.readouterr()
    assert main(["check", "it.yaml", "--variants"]) == 0
    assert "0 errors, 0 warnings and notices" in capsys.readouterr().err
    assert main(["fmt", "--check", "it.yaml"]) == 0
    assert main(["run", "it.yaml", "--quiet", "--seed", "1"]) == 0
    held = yaml.load(Path("it.yaml").read_text("utf-8"), yaml.BaseLoader)
    assert isinstance(held, dict)
    return held


OPTIONS = {"--ground": "g.geojson", "--forces": "f.csv", "--msel": "m.csv"}
TOGETHER = [flags for flags in product((False, True), repeat=3) if any(flags)]


@pytest.mark.parametrize("flags", TOGETHER, ids=lambda flags: "".join("gfm"[n] for n in range(3) if flags[n]))
def test_every_combination_of_files_makes_a_clean_draft_with_them_in(flags: tuple[bool, ...], capsys: Captured) -> None:
    chosen = [option for option, taken in zip(OPTIONS, flags, strict=True) if taken]
    held = made(capsys, *[word for option in chosen for word in (option, OPTIONS[option])])
    if "--ground" in chosen:
        assert [*held["places"]] == ["Camp", "Base", "Old_town", "Crossing"]
        assert held["perimeter"]["north"]["of"] == "Camp"
        assert "threat" not in held
    else:
        assert "raiders" in held["threat"]["groups"], "a site with its hazard"
    if "--forces" in chosen:
        assert {"alpha_coy", "2nd_platoon", "fpu"} <= {*held["units"]}
        assert not any(name.startswith("infantry_platoon") for name in held["units"])
        assert held["units"]["fpu"]["at"].lower() == "base"
    else:
        assert "infantry_platoon_2" in held["units"]
    if "--msel" in chosen:
        assert [(row["id"], row["at"]) for row in held["msel"]] == [("1", "H+0:10"), ("2", "H+9:30")]
        assert held["clock"]["duration"] == "11 h", "ENDEX comes after the last inject"
        assert "O1" in [row["id"] for row in held["objectives"]]


def test_units_are_where_the_file_says_and_who_is_nowhere_is_at_the_base(capsys: Captured) -> None:
    assert main(["new", "it", "--ground", "g.geojson", "--forces", "f.csv"]) == 0
    said = capsys.readouterr().err
    assert "C4: there is no place 'Nowhere'" in said
    assert "A5 'Total': a sum of other rows" in said
    blueprint = build(load(Path("it.yaml")))
    assert {name: unit.at for name, unit in blueprint.units.items()} == {
        "2nd_platoon": "Old_town", "alpha_coy": "Base", "fpu": "Base",
    }  # fmt: skip
    assert blueprint.units["alpha_coy"].strength == 120


def test_the_sun_is_that_of_the_ground(capsys: Captured) -> None:
    clock = made(capsys, "--ground", "g.geojson")["clock"]
    assert (float(clock["latitude"]), float(clock["longitude"])) == (pytest.approx(9.5), pytest.approx(31.7, abs=0.05))


def test_kinds_of_unit_stand_on_a_ground_that_was_drawn(capsys: Captured) -> None:
    units = made(capsys, "--ground", "g.geojson", "--forces", "infantry_platoon=2, ambulance_team")["units"]
    assert [*units] == ["infantry_platoon_1", "infantry_platoon_2", "ambulance_team_1"]
    assert {unit["at"] for unit in units.values()} == {"Base"}


def test_what_is_said_counts_before_what_a_file_says(capsys: Captured) -> None:
    held = made(
        capsys, "--msel", "m.csv", "--begins", "2031-05-01T06:00+02:00", "--lasts", "10 h", "--command", "small"
    )
    assert held["clock"]["startex"] == "2031-05-01T06:00+02:00"
    assert held["clock"]["duration"] == "10 h"
    assert "lib/small_command.yaml" in held["uses"]


@pytest.mark.parametrize("scenario", ["first_steps", "weapons_free_zone"])
def test_what_was_exported_makes_a_draft(scenario: str, capsys: Captured) -> None:
    """Ground and forces of a shipped scenario; its units have the same strength, kind and place in the draft."""
    assert main(["ground", "export", scenario, "out.geojson"]) == 0
    assert main(["forces", "export", scenario, "--out", "out.csv"]) == 0
    made(capsys, "--ground", "out.geojson", "--forces", "out.csv")
    from simulator.scenario.library import find_scenario

    before, after = build(load(find_scenario(scenario))), build(load(Path("it.yaml")))
    assert [*after.places] == [*before.places]
    for name, unit in before.units.items():
        other = after.units[name]
        assert (other.at, other.type, other.component, other.notice) == (
            unit.at,
            unit.type,
            unit.component,
            unit.notice,
        )


REFUSED: dict[str, tuple[list[str], ExitStatus, str]] = {
    "a ground and a site": (["--ground", "g.geojson", "--site", "town"], ExitStatus.USAGE, "leave site away"),
    "a copy and a file": (["--from", "first_steps", "--msel", "m.csv"], ExitStatus.USAGE, "without --from"),
    "questions and a file": (["--ask", "--forces", "f.csv"], ExitStatus.USAGE, "without --from and --ask"),
    "no such ground": (["--ground", "no.geojson"], ExitStatus.USAGE, "no.geojson"),
    "a ground that is none": (["--ground", "f.csv"], ExitStatus.SCENARIO, "this is not JSON"),
    "no such kind": (["--ground", "g.geojson", "--forces", "knights"], ExitStatus.USAGE, "no kind of unit 'knights'"),
    "forces that are none": (["--forces", "m.csv"], ExitStatus.SCENARIO, "order of battle"),
    "an MSEL that is none": (["--msel", "g.geojson"], ExitStatus.USAGE, "neither a workbook nor CSV"),
    "an MSEL of another table": (["--msel", "f.csv"], ExitStatus.SCENARIO, "looks like an MSEL"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_said_and_nothing_is_written(name: str, capsys: Captured) -> None:
    words, status, said = REFUSED[name]
    assert main(["new", "it", *words]) == status
    assert said in capsys.readouterr().err
    assert not Path("it.yaml").exists()


def test_a_wrong_cell_stops_the_draft_with_file_row_and_column(capsys: Captured) -> None:
    Path("bad.csv").write_text("Name,Strength\nAlpha,many\n", encoding="utf-8")
    assert main(["new", "it", "--ground", "g.geojson", "--forces", "bad.csv"]) == ExitStatus.SCENARIO
    assert "bad.csv:2:2: E707: B2: 'many'" in capsys.readouterr().err
    assert not Path("it.yaml").exists()


def test_a_draft_never_replaces_a_file(capsys: Captured) -> None:
    Path("it.yaml").write_text("mine", encoding="utf-8")
    assert main(["new", "it", "--forces", "f.csv"]) == ExitStatus.USAGE
    assert Path("it.yaml").read_text("utf-8") == "mine"
    assert "it.yaml exists" in capsys.readouterr().err


def test_any_units_at_any_places_of_any_ground_make_a_clean_draft(test_seed: int, capsys: Captured) -> None:
    draw = random.Random(test_seed)
    for number in range(6):
        chosen = draw.sample(FEATURES, draw.randint(1, 4))
        Path("g.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": chosen}), encoding="utf-8")
        rows = [f"{draw.choice(['Coy', 'Platoon', '排', 'QRF'])} {n},{draw.randint(1, 300)},{draw.choice(NAMES)}"
                for n in range(draw.randint(1, 9))]  # fmt: skip
        Path("f.csv").write_text("Name,Strength,Place\n" + "\n".join(rows) + "\n", encoding="utf-8")
        Path("it.yaml").unlink(missing_ok=True)
        held = made(capsys, "--ground", "g.geojson", "--forces", "f.csv")
        assert len(held["units"]) == len(rows), number
