"""The order of battle as a table: out of a scenario and back, and what other people's tables hold."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.blueprint.build import build
from simulator.blueprint.model import Blueprint
from simulator.cli import main
from simulator.cli.forces import known_kinds
from simulator.errors import ExitStatus
from simulator.exchange.delimited import read_delimited
from simulator.exchange.forces.columns import COLUMNS, MODELS
from simulator.exchange.forces.laid import laid
from simulator.exchange.forces.read import read_forces
from simulator.exchange.workbook import write_workbook
from simulator.scenario.fields import aliases
from simulator.scenario.library import shipped
from simulator.scenario.load import load
from tests.builders import a_scenario, text_of

Json = dict[str, Any]


def startex(*words: str | Path) -> int:
    return main([str(word) for word in words])


@pytest.fixture
def imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Import a text: the exit status, what was said, and the scenario that was written, if one was."""

    def _import(text: str | bytes, *words: str | Path, name: str = "f.csv") -> tuple[int, str, Json]:
        source, out = tmp_path / name, tmp_path / "out.yaml"
        source.write_bytes(text.encode() if isinstance(text, str) else text)
        out.unlink(missing_ok=True)
        status = startex("forces", "import", source, "--out", out, *words)
        written = yaml.load(out.read_text(encoding="utf-8"), yaml.BaseLoader) if out.exists() else {}
        said = capsys.readouterr()
        if written:
            assert startex("check", out) == 0
            assert "0 errors, 0 warnings" in capsys.readouterr().err, "a draft checks clean"
        return status, said.err + said.out, written

    return _import


# out and back


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_the_forces_of_a_shipped_scenario_come_back_byte_for_byte(path: Path, suffix: str, tmp_path: Path) -> None:
    if suffix == "xlsx":
        pytest.importorskip("openpyxl", reason="the extra exchange is not installed")
    table, out = tmp_path / f"f.{suffix}", tmp_path / f"{path.name}"
    assert startex("forces", "export", path.stem, "--out", table) == 0
    assert startex("forces", "import", table, "--into", path.stem, "--out", out) == 0
    assert out.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_a_shipped_order_of_battle_alone_is_a_draft_with_the_same_units(path: Path, tmp_path: Path) -> None:
    table, out = tmp_path / "f.csv", tmp_path / "alone.yaml"
    assert startex("forces", "export", path.stem, "--out", table) == 0
    assert startex("forces", "import", table, "--out", out, "--startex", "2031-03-01T08:00+02:00") == 0
    before, after = build(load(path)), build(load(out))
    assert [*after.units] == [*before.units]
    for name, unit in before.units.items():
        other = after.units[name]
        assert (other.title, other.type, other.component, other.at) == (unit.title, unit.type, unit.component, unit.at)
        assert (other.notice, other.can, other.contingent) == (unit.notice, unit.can, unit.contingent)
    assert after.contingents == before.contingents


def test_without_a_file_the_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert startex("forces", "export", "first_steps") == 0
    assert "unit,platoon,,military,infantry_platoon,battalion,32,base,15 (8-25) min" in capsys.readouterr().out


TITLES = ["=1+1", "-1", "'x", "é 語", "a; b, c", '"q"', "# no", "a: b", "yes", "010", "{x}", "[y]", " two  blanks "]
SPANS = ["5 min", "15 (8-25) min", "30 min +- 50 %", {"exponential": "20 min"}, {"one_of": ["10 min", "1 h"]}]
POSTS = ["ops", "post_1", "post_2"]


def an_order_of_battle(draw: random.Random) -> Json:
    """Forces with every field that the language has, in all its forms."""

    def _some(**fields: Any) -> Json:
        return {name: value() for name, value in fields.items() if draw.random() < 0.5}

    def _names(*names: str) -> Any:
        chosen = draw.sample(names, draw.randint(1, len(names)))
        return chosen[0] if len(chosen) == 1 and draw.random() < 0.5 else chosen

    def _span() -> Any:
        return draw.choice(SPANS)

    def _yes() -> str:
        return draw.choice(["yes", "no"])

    def _caveats() -> Any:
        return _names("no_night_dismounted", "needs_armour", "no_crowd_control")

    contingents = {
        f"c-{n}": _some(
            component=lambda: draw.choice(["military", "police"]), strength=lambda: draw.choice([0, 400]),
            rehearsal=lambda: draw.choice(["70 %", "0.6", "high"]), caveats=_caveats, hidden_caveats=_caveats,
            hidden_share=lambda: "10 %", capital_call=lambda: "0.2", capital_delay=_span, written_order=lambda: "5 %",
            written_delay=_span, language_error=lambda: "0.1",
        ) for n in range(draw.randint(0, 3))
    }  # fmt: skip
    kinds = {
        f"kind {n}".replace(" ", "_"): {"notice": _span()} | _some(
            component=lambda: draw.choice(["military", "police", "security", "civilian"]), can=lambda: ["guard"],
            strength=lambda: draw.randint(1, 200), mobility=lambda: draw.choice(["foot", "wheels", "armour", "air"]),
            armed=_yes, carries=lambda: draw.randint(0, 9), medics=_yes, tags=lambda: _names("reserve", "fpu"),
        ) for n in range(draw.randint(1, 4))
    }  # fmt: skip
    posts = {
        post: {"kind": draw.choice(["battalion", "sector", "police"])} | _some(
            title=lambda: draw.choice(TITLES), staff=lambda: draw.randint(1, 9), commands=_yes, handling=_span,
            component=lambda: "police", reports_to=lambda: "ops", passes_to=lambda: _names(*POSTS[:1]),
            beside=lambda: ["ops"], decides_in=_span, channels=lambda: ["radio"], at=lambda: "base",
        ) for post in POSTS[1:]
    }  # fmt: skip
    units = {
        f"unit-{n}": {"type": draw.choice([*kinds]), "at": draw.choice(["base", "site", "camp"])} | _some(
            title=lambda: draw.choice(TITLES), notice=_span, strength=lambda: draw.randint(1, 90), armour=_yes,
            readiness=lambda: draw.choice(["90 %", "0.5"]), caveats=_caveats, tags=lambda: _names("tag1", "tag2"),
            channels=lambda: ["radio"], busy_until=lambda: draw.choice(["H+1:30", "H+2"]),
            under=lambda: draw.choice(POSTS),
        ) | ({"of": draw.choice([*contingents])} if contingents and draw.random() < 0.7 else {})
        for n in range(draw.randint(1, 8))
    }  # fmt: skip
    patrols = {
        f"patrol-{n}": {"by": draw.choice([*units]), "loop": "3 km"} | _some(
            teams=lambda: draw.randint(1, 4), mode=lambda: "vehicle", hours=lambda: draw.choice(["day", "night"]),
            shift=lambda: "6 h", outside=_yes, begins=lambda: "H+1", mixed=_yes, along=lambda: ["north"],
        ) for n in range(draw.randint(0, 2))
    }  # fmt: skip
    perimeter = {"north": {"of": "site", "at": [0, 400], "length": "1 km", "layers": ["fence"]}}
    sections = {"contingents": contingents, "unit_types": kinds, "units": units, "patrols": patrols, "command": posts}
    return a_scenario(perimeter=perimeter, **{name: held for name, held in sections.items() if held})


def forces_in(blueprint: Blueprint) -> Json:
    """The rows of the forces."""
    names = ("contingents", "units", "patrols", "command")
    return {name: getattr(blueprint, name) for name in names}


def round_trips(draw: random.Random, count: int, folder: Path) -> None:
    for number in range(count):
        whole = an_order_of_battle(draw)
        bare = {**whole, "command": {"ops": whole["command"]["ops"]}}
        bare |= {name: a_scenario().get(name, {}) for name in ("contingents", "units", "patrols", "unit_types")}
        for name, scenario in (("whole", whole), ("bare", {k: v for k, v in bare.items() if v})):
            (folder / f"{name}.yaml").write_text(text_of(scenario), encoding="utf-8")
        paths = {name: folder / f"{name}.yaml" for name in ("whole", "bare", "back")}
        table = folder / "f.csv"
        assert startex("forces", "export", paths["whole"], "--out", table, "--force") == 0, number
        to = ("--out", paths["back"], "--force")
        assert startex("forces", "import", table, "--into", paths["bare"], *to) == 0, (number, table.read_text("utf-8"))
        assert forces_in(build(load(paths["back"]))) == forces_in(build(load(paths["whole"]))), number
        assert startex("forces", "import", table, "--into", paths["whole"], *to) == 0, number
        assert paths["back"].read_bytes() == paths["whole"].read_bytes(), number


def test_generated_orders_of_battle_come_back_as_the_same_rows_of_a_blueprint(test_seed: int, tmp_path: Path) -> None:
    """Into a scenario without these forces, and into their own, where nothing changes."""
    round_trips(random.Random(test_seed), 25, tmp_path)


@pytest.mark.soak
def test_three_hundred_generated_orders_of_battle_come_back(test_seed: int, tmp_path: Path) -> None:
    round_trips(random.Random(test_seed), 300, tmp_path)


def test_every_field_of_the_forces_has_a_column() -> None:
    from simulator.exchange.forces.columns import field_in

    for section, model in MODELS.items():
        given = {field_in(section, column.field) for column in COLUMNS}
        assert {*aliases(model)} - given == set(), section


# changes


def changed(
    imported: Any, tmp_path: Path, old: str, new: str, scenario: str = "site_in_flames"
) -> tuple[int, str, Json]:
    table = tmp_path / "table.csv"
    assert startex("forces", "export", scenario, "--out", table, "--force") == 0
    text = table.read_text("utf-8")
    assert old in text
    status, said, written = imported(text.replace(old, new), "--into", scenario)
    return status, said, written


def test_a_changed_cell_changes_its_field_and_nothing_else(imported: Any, tmp_path: Path) -> None:
    old = "unit,unpol_1,United Nations police,police,police_team,,8,base,,5 min"
    status, said, written = changed(imported, tmp_path, old, old.replace(",8,", ",11,").replace("5 min", "20 min"))
    assert status == 0
    lines = [line for line in said.splitlines() if line[:2] in ("~ ", "+ ")]
    assert lines == ["~ units unpol_1 strength: None -> '11'", "~ units unpol_1 notice: None -> '20 min'"]
    told = {"type": "police_team", "at": "base", "title": "United Nations police"}
    assert written["units"]["unpol_1"] == told | {"strength": "11", "notice": "20 min"}


def test_what_only_a_kind_can_say_makes_another_kind(imported: Any, tmp_path: Path) -> None:
    """Two units with the same vehicles share one."""
    old = "infantry_section,contingent_a,9,base,,5 min +- 50 %,wheels"
    status, said, written = changed(imported, tmp_path, old, old.replace("wheels", "4 APC"))
    assert status == 0
    assert written["units"]["section_a"]["type"] == "infantry_section-2"
    assert written["unit_types"]["infantry_section-2"] | {"tags": 0} == {
        "component": "military", "strength": "9", "mobility": "armour", "notice": "5 min +- 50 %", "tags": 0,
        "medics": "no",
    }  # fmt: skip
    assert "kind of unit infantry_section-2 is made: infantry_section with mobility armour" in said


def test_a_unit_cannot_be_of_another_component_than_its_contingent(imported: Any, tmp_path: Path) -> None:
    old = "First police platoon,police,"
    status, said, _ = changed(imported, tmp_path, old, old.replace("police,", "military,"))
    assert status == ExitStatus.SCENARIO
    assert "f.csv:17:4: E707: D17: its contingent police_unit is of another component: police" in said


def test_what_the_file_does_not_name_stays_and_is_said(imported: Any) -> None:
    status, said, written = imported("Name,Kind,Strength\nReserve,infantry_section,12\n", "--into", "first_steps")
    assert status == 0
    assert [*written["units"]] == ["platoon", "guards", "Reserve".lower()]
    assert written["units"]["reserve"]["at"] == "base"
    assert "the file does not name battalion, platoon, guards: they stay" in said


def test_a_place_and_a_command_post_that_are_not_there_are_errors_with_row_and_column(imported: Any) -> None:
    text = "Name,Kind,Home place,Command\nReserve,infantry_platoon,bse,ops\nOther,gate_guards,gate,opps\n"
    status, said, written = imported(text, "--into", "first_steps")
    assert (status, written) == (ExitStatus.SCENARIO, {})
    assert "f.csv:2:3: E707: C2: there is no place 'bse'" in said
    assert "did you mean 'base'?" in said
    assert "f.csv:3:4: E707: D3: there is no command post 'opps'" in said


# other people's tables


def test_names_and_strengths_alone_make_a_draft_that_runs(imported: Any, tmp_path: Path) -> None:
    status, said, written = imported("Name,Strength\nAlpha Company,120\n2nd platoon,30\nStore keepers,4\nTotal,154\n")
    assert status == 0
    assert {name: unit["type"] for name, unit in written["units"].items()} == {
        "alpha_company": "infantry_company", "2nd_platoon": "infantry_platoon", "store_keepers": "unit",
    }  # fmt: skip
    assert [unit["strength"] for unit in written["units"].values()] == ["120", "30", "4"]
    assert "A5 'Total': a sum of other rows" in said
    assert "A2, A3, A4: no home place is said: base" in said
    assert startex("run", tmp_path / "out.yaml", "--quiet") == 0


FRENCH = (
    "Unité;Pays contributeur;Effectif;Lieu;Préavis (min);Véhicules;Commandement\r\n"
    "1re Cie d’infanterie;Nord;1 120;Camp Nord;30;12 camions;PC Bataillon\r\n"
    "Peloton blindé;Nord;32;Camp Nord;15;4 VAB;PC Bataillon\r\n"
    "UPC 2;Nord;140;Ville;10;;PC Police\r\n"
)


@pytest.mark.parametrize("coding", ["utf-8-sig", "cp1252", "utf-16", "utf-8"])
def test_a_french_table_with_semicolons_is_read_in_every_coding(coding: str, imported: Any) -> None:
    status, said, written = imported(FRENCH.encode(coding))
    assert status == 0, said
    assert ("N707" in said) == (coding == "cp1252")
    company, platoon, police = written["units"].values()
    assert (company["type"], company["title"], company["strength"]) == (
        "infantry_company",
        "1re Cie d’infanterie",
        "1 120",
    )
    assert (company["notice"], platoon["type"], police["type"]) == ("30 min", "armoured_platoon", "fpu_platoon")
    assert (police["of"], written["contingents"]["nord_police"]["component"]) == ("nord_police", "police")
    assert written["command"]["pc_police"] == {"kind": "police", "title": "PC Police", "component": "police"}
    assert written["places"]["camp_nord"]["title"] == "Camp Nord"


def test_heads_in_other_words_and_another_order_mean_the_same(imported: Any) -> None:
    plain = "Title,Kind,Strength,Home place,Notice to move\nReserve,infantry_platoon,30,Base,20 min\n"
    other = "ORBAT of the mission,,,,\n\nNTM,Pax,Loc,Unit Type,Unit name\n20 mins,30,Base,Infantry Platoon,Reserve\n"
    assert imported(other)[2]["units"] == imported(plain)[2]["units"]


def test_grid_references_are_where_units_are(imported: Any) -> None:
    status, _, written = imported("Unit,Strength,MGRS\nAlpha coy,120,36PUR 50000 50000\nBravo coy,110,Camp 2\n")
    assert status == 0
    assert written["places"]["place"]["at"] == "36PUR 50000 50000"
    assert written["places"]["camp_2"]["at"] == "1000 m east of place"


HEAD = "Id,Name,Kind,Strength,Home place,Notice,On from\n"
GOOD = "a,Alpha,infantry_platoon,30,base,15 min,H+1\n"
ODD: dict[str, tuple[str | bytes, ExitStatus, list[str], list[str]]] = {
    "no bytes": ("", ExitStatus.SCENARIO, ["looks like an order of battle", "none"], []),
    "heads that mean nothing": ("Colour,Size\nred,4\n", ExitStatus.SCENARIO, ["E705", "Colour, Size"], []),
    "a head and no rows": (HEAD, ExitStatus.SCENARIO, ["no row that makes a unit"], []),
    "a workbook with the name of CSV": (b"PK\x03\x04", ExitStatus.SCENARIO, ["this is a workbook"], []),
    "more rows than the limit": ("Name,Strength\n" + "x,1\n" * 20_001, ExitStatus.LIMIT, ["20000 rows"], []),
    "larger than 20 MB": (b"Name,Strength\n" + b" " * 20_000_001, ExitStatus.LIMIT, ["larger than 20 MB"], []),
    "a field without an end": (HEAD + '"' + "x" * 200_000, ExitStatus.SCENARIO, ["is not CSV"], []),
    "a strength that is no number": (
        HEAD + GOOD + "b,Bravo,infantry_platoon,many,base,5 min,\n", ExitStatus.SCENARIO,
        ["f.csv:3:4: E707: D3: 'many'", "is not a count"], [],
    ),
    "a strength that no unit has": (
        HEAD + "b,Bravo,infantry_platoon,5001,base,5 min,\n", ExitStatus.SCENARIO, ["f.csv:2:4: ", "'5001'"], [],
    ),
    "a strength below nothing, a notice and a time that are none": (
        HEAD + "b,Bravo,infantry_platoon,-3,base,soon,tomorrow\n", ExitStatus.SCENARIO,
        ["f.csv:2:4: ", "f.csv:2:6: ", "f.csv:2:7: "], [],
    ),
    "an id twice": (
        HEAD + GOOD + GOOD, ExitStatus.SCENARIO, ["f.csv:3:1: E707: A3: 'a' stands in A2 already"], [],
    ),
    "a name twice": (
        "Name,Strength\nPatrol base,9\nPatrol base,8\n", ExitStatus.OK, ["gets a number"],
        ["patrol_base", "patrol_base-2"],
    ),
    "sums, headings, empty rows and a repeated head": (
        "Name,Kind,Strength\n1 Bn,,\nAlpha coy,,120\n,,\nSub-total,,120\nName,Kind,Strength\n,,9\n", ExitStatus.OK,
        ["'1 Bn': it stands alone", "'Sub-total': a sum", "the head is repeated", "the row has no name"], ["alpha_coy"],
    ),
    "texts that hurt": (
        'Name,Strength\n"=cmd|\' /C calc\'!A0",4\n"\x1b]52;c;x\x07[/red]",5\n', ExitStatus.OK, [],
        ["cmd_c_calc_a0", "52_c_x_red"],
    ),
    "names in a script that names cannot have": (
        "Name,Strength\nالسرية الأولى,100\n第二排,30\n", ExitStatus.OK, [], ["unit", "unit-2"],
    ),
    "JSON in a cell that is none": (
        "Id,Name,Kind,Notice,Strength\na,A,gate_guards,{oops,4\n", ExitStatus.SCENARIO, ["f.csv:2:4: "], [],
    ),
    "columns that mean nothing": (
        "Name,Strength,Blood group\nAlpha coy,9,A+\n", ExitStatus.OK, ["C2:C2: 1 cells of the column 'Blood group'"],
        ["alpha_coy"],
    ),
    "a patrol of nobody": (
        "Entry,Id,Name,Loop,Unit on patrol\npatrol,p,P,3 km,ghost\n", ExitStatus.SCENARIO,
        ["f.csv:2:5: E707: E2: there is no unit 'ghost'"], [],
    ),
    "a contingent that cannot man what it sends": (
        "Entry,Id,Name,Strength,Rehearsal\ncontingent,c,,40,150 %\n", ExitStatus.SCENARIO, ["f.csv:2:5: "], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_gets_a_clear_answer(name: str, imported: Any) -> None:
    text, expected, words, units = ODD[name]
    status, said, written = imported(text)
    assert status == expected, said
    assert [word for word in words if word not in said] == [], said
    assert [*written.get("units", {})] == units
    assert "\x1b" not in said


def test_every_row_of_a_table_at_random_is_a_unit_or_is_named(test_seed: int, imported: Any) -> None:
    draw = random.Random(test_seed)
    names = ["Alpha", "", "Total", "第二排", "=1", "Alpha", "QRF", "Sub total 3", "  "]
    for _ in range(10):
        rows = [[draw.choice(names), str(draw.randint(1, 99)), draw.choice(["", "x", "police"])] for _ in range(9)]
        text = "Name,Strength,Kind\nFirst,3,y\n" + "".join(",".join(row) + "\n" for row in rows)
        status, said, written = imported(text)
        assert status == 0, said
        assert len(written["units"]) + said.count("\n  A") + said.count("\n  B") == 10, said


def test_a_workbook_with_a_table_under_groups_is_read(imported: Any) -> None:
    pytest.importorskip("openpyxl", reason="the extra exchange is not installed")
    rows = [["Name", "Pax", "Base"], ["Alpha coy", "120", "Camp 1"], ["Bravo coy", "110", "Camp 2"]]
    data = write_workbook({"ORBAT": rows, "Notes": [["Nothing", "of", "use"]]}, [])
    status, said, written = imported(data, name="f.xlsx")
    assert status == 0
    assert [unit["at"] for unit in written["units"].values()] == ["camp_1", "camp_2"]
    assert "the sheet 'Notes' (1 rows) is not taken" in said


def test_many_rows_cost_no_more_than_many_rows() -> None:
    """Twice the rows are twice the look-ups of names: counted, not timed."""
    from simulator.exchange.forces.names import Names

    counts = []
    for rows in (200, 400):
        names, asked = Names({}), 0
        for _ in range(rows):
            before = dict(names._last)
            name = names.free("platoon")
            asked += names._last.get("platoon", 1) - before.get("platoon", 1)
            names.add(name)
        counts.append(asked)
    assert counts[1] <= 2.1 * counts[0]


def test_what_a_file_says_is_data_and_never_read_from_the_disk(tmp_path: Path) -> None:
    """A kind or place named like a path is a name."""
    text = "Name,Strength,Kind,Home place\nA,3,../../etc/passwd,file:///etc/hosts\n"
    made = laid(read_forces(read_delimited(text.encode()), "f.csv"), tmp_path / "o.yaml", None, known_kinds())
    assert made.errors == []
    assert "etc_passwd" in json.dumps(yaml.safe_load(made.text)["units"])
