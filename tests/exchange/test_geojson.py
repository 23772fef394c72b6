"""The ground as GeoJSON: out of a scenario and back without a difference, and what other people's maps hold."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.blueprint.build import build
from simulator.cli import main
from simulator.errors import ExitStatus
from simulator.exchange.earth import Grid, Plane
from simulator.exchange.geojson import read_geojson
from simulator.scenario.library import shipped
from simulator.scenario.load import load
from tests.builders import a_scenario, text_of

Json = dict[str, Any]


def startex(*words: str | Path) -> int:
    return main([str(word) for word in words])


def a_point(lon: Any, lat: Any, **said: Any) -> Json:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": said}


def a_line(*points: list[float], **said: Any) -> Json:
    return {"type": "Feature", "geometry": {"type": "LineString", "coordinates": points}, "properties": said}


def an_area(*points: list[float], **said: Any) -> Json:
    return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [points]}, "properties": said}


def a_map(*features: Any, **about: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features, **about})


HERE = a_point(31.7, 9.5, id="here")


@pytest.fixture
def imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Import a text: the exit status, what was said, and the scenario that was written, if one was."""

    def _import(text: str | bytes, *words: str | Path) -> tuple[int, str, Json]:
        source, out = tmp_path / "f.geojson", tmp_path / "out.yaml"
        source.write_bytes(text.encode() if isinstance(text, str) else text)
        status = startex("ground", "import", source, "--out", out, "--force", *words)
        written = yaml.load(out.read_text(encoding="utf-8"), yaml.BaseLoader) if out.exists() else {}
        if written:
            assert startex("check", out) == 0
        return status, capsys.readouterr().err, written

    return _import


# out and back


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_the_ground_of_a_shipped_scenario_comes_back_byte_for_byte(path: Path, tmp_path: Path) -> None:
    drawn, out = tmp_path / "g.geojson", tmp_path / f"{path.name}"
    assert startex("ground", "export", path.stem, drawn) == 0
    assert startex("ground", "import", drawn, "--into", path.stem, "--out", out) == 0
    assert out.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("grid", [False, True], ids=["metres", "MGRS"])
def test_a_scenario_of_nothing_but_the_ground_has_the_same_places_ways_and_stretches(
    grid: bool, tmp_path: Path, test_seed: int
) -> None:
    """The file alone is enough: fields that name forces are not part of the ground."""
    draw = random.Random(test_seed)
    places: Json = {"site": {"kind": "poc_site", "at": "36PUR 50000 50000" if grid else [0, 0]}}
    for number in range(20):
        near = draw.choice([*places])
        at: Any = [draw.randint(-4000, 4000), draw.randint(-4000, 4000) / 10]
        if draw.random() < 0.5:
            at = f"{draw.randint(10, 900)} m {draw.choice(['north', 'southwest'])} of {near}"
        elif grid and draw.random() < 0.7:
            at = f"36PUR {draw.randint(45000, 55000)} {draw.randint(45000, 55000)}"
        places[f"p-{number}"] = {"kind": "place", "at": at, "title": f"Place {number}", "of": near}
    routes = [{"from": f"p-{n}", "to": f"p-{n + 1}", "surface": draw.choice(["paved", "track"])} for n in range(9)]
    perimeter = {"north": {"of": "site", "at": [0, 400], "length": "1.2 km", "layers": ["fence", "ditch"], "posts": 4}}
    whole = a_scenario(places=places, routes=routes, perimeter=perimeter)
    source, drawn, out = tmp_path / "s.yaml", tmp_path / "g.geojson", tmp_path / "out.yaml"
    source.write_text(text_of({**whole, "places": places}), encoding="utf-8")
    assert startex("ground", "export", source, drawn) == 0
    assert startex("ground", "import", drawn, "--out", out, "--startex", "2031-03-01T08:00+02:00") == 0
    before, after = build(load(source)), build(load(out))
    assert after.places == before.places
    assert after.segments == before.segments
    assert after.ways == before.ways
    if not grid:  # on a grid the sun was the clock's, and metres counted from elsewhere
        assert after.sun == before.sun


def test_the_file_says_exercise_and_how_it_is_to_be_handled(tmp_path: Path) -> None:
    assert startex("ground", "export", "site_in_flames", tmp_path / "g.geojson") == 0
    said = json.loads((tmp_path / "g.geojson").read_text(encoding="ascii"))
    assert said["exercise"].startswith("EXERCISE")
    assert said["handling"].startswith("EXERCISE EXERCISE EXERCISE - for training only")
    assert said["origin"] == [31.7, 9.5]
    assert {f["geometry"]["type"] for f in said["features"]} == {"Point", "LineString"}


def test_a_place_that_was_moved_on_the_map_is_moved_and_nothing_else_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """base lies 200 m south of the gate in words: where it is drawn counts, so the words go when the gate moves."""
    drawn, out = tmp_path / "g.geojson", tmp_path / "out.yaml"
    assert startex("ground", "export", "first_steps", drawn) == 0
    said = json.loads(drawn.read_text(encoding="ascii"))
    gate = next(f for f in said["features"] if f["id"] == "gate")
    gate["geometry"]["coordinates"] = list(Plane((31.6, 4.9)).degrees((40.0, -300.0)))
    drawn.write_text(json.dumps(said), encoding="utf-8")
    capsys.readouterr()
    assert startex("ground", "import", drawn, "--into", "first_steps", "--out", out) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith(("~", "+"))] == [
        "~ places gate at: ['0', '-300'] -> ['40', '-300']",
        "~ places base at: '200 m south of gate' -> ['0', '-500']",
    ]


def test_what_the_file_does_not_draw_stays_and_is_said(imported: Any) -> None:
    status, said, written = imported(a_map(a_point(31.6, 4.9, id="well", title="A well")), "--into", "first_steps")
    assert status == 0
    assert written["places"]["well"] == {"kind": "place", "at": ["0", "0"], "title": "A well"}
    assert [*written["places"]] == ["site", "camp", "gate", "base", "well"]
    assert "does not draw site, camp, gate, base, north: they stay" in said


def test_metres_and_degrees_agree_there_and_back(test_seed: int) -> None:
    """A degree of latitude on WGS 84 is 110.574 km at the equator and 111.132 km at 45 degrees (NIMA TR8350.2)."""
    draw = random.Random(test_seed)
    for latitude, a_degree in ((0.0, 110_574), (45.0, 111_132)):
        assert abs(Plane((30.0, latitude)).metres((30.0, latitude + 0.01))[1] * 100 - a_degree) < 1
    for frame in (Plane((31.7, 9.5)), Plane((179.99, -5.0)), Grid("36PUR5000050000")):
        for _ in range(50):
            point = draw.uniform(-20_000, 20_000), draw.uniform(-20_000, 20_000)
            east, north = frame.metres(frame.degrees(point))
            assert abs(east - point[0]) < 0.05
            assert abs(north - point[1]) < 0.05


def test_the_grid_and_the_plane_measure_the_same_distance() -> None:
    """Two ways to the same metres: the library's grid, and the ellipsoid's radii; they differ by the grid's scale."""
    grid, (east, north) = Grid("36PUR5000050000"), (3000.0, 4000.0)
    plane = Plane(grid.degrees((0.0, 0.0)))
    x, y = plane.metres(grid.degrees((east, north)))
    assert abs((x * x + y * y) ** 0.5 / 5000.0 - 1) < 0.0006


# other people's maps


def test_a_map_of_somebody_else_becomes_places_a_route_and_a_perimeter(imported: Any) -> None:
    """Names from what is said, or from where it lies; ends of a line at the nearest place; sides of an area."""
    side = 0.005
    status, said, written = imported(
        a_map(
            a_point(31.7, 9.5, name="Old town", kind="Town", population=900),
            a_point(31.71, 9.5, id=17, name="Fiéld Clinic", kind="clinic", level="level_2"),
            a_point(31.703, 9.497),
            an_area(*[[31.70 + x * side, 9.51 + y * side] for x, y in SQUARE], name="Camp", kind="poc_site"),
            a_line([31.7, 9.5], [31.705, 9.502], [31.71, 9.5], surface="asphalt"),
            an_area(*[[31.69 + x * side * 4, 9.50 + y * side * 4] for x, y in SQUARE], name="wire", kind="perimeter"),
        )
    )
    assert status == 0
    assert [*written["places"]] == ["Old_town", "Field_Clinic", "n9-4970_e31-7030", "Camp"]
    assert written["places"]["Old_town"]["kind"] == "town"
    assert written["places"]["Field_Clinic"] | {"at": 0} == {
        "kind": "clinic", "at": 0, "level": "level_2", "title": "Fiéld Clinic",
    }  # fmt: skip
    assert [*written["perimeter"]] == ["wire_1", "wire_2", "wire_3", "wire_4"]
    assert all(one["of"] == "Camp" and one["length"].endswith(" m") for one in written["perimeter"].values())
    (route,) = written["routes"]
    assert (route["from"], route["to"]) == ("Old_town", "Field_Clinic")
    assert 1150 <= float(route["distance"].removesuffix(" m")) <= 1210
    assert "'population' of 1 feature is no field" in said
    assert "'surface' of 1 feature is no field" in said


SQUARE = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]


@pytest.mark.parametrize("turned", [False, True], ids=["right-hand", "left-hand"])
def test_an_area_is_a_place_in_its_middle_whichever_way_its_ring_turns(turned: bool, imported: Any) -> None:
    ring = [[31.7 + x * 0.01, 9.5 + y * 0.01] for x, y in (reversed(SQUARE) if turned else SQUARE)]
    _, _, written = imported(a_map(an_area(*ring, id="area"), a_point(31.705, 9.505, id="middle")))
    assert written["places"]["area"]["at"] == written["places"]["middle"]["at"]


def test_lists_and_nothings_that_a_map_program_writes_are_taken_as_meant(imported: Any) -> None:
    """QGIS and others write a list as a text, and null into every column that a feature has not."""
    line = a_line([31.70, 9.5], [31.71, 9.5], id="n", kind="fence", layers='["fence", "ditch"]', posts=4, towers=None)
    _, _, written = imported(a_map(a_point(31.705, 9.499, id="camp", kind="poc_site", layers=None), line))
    assert written["perimeter"]["n"]["layers"] == ["fence", "ditch"]
    assert written["perimeter"]["n"]["posts"] == "4"
    assert "towers" not in written["perimeter"]["n"]


# twelve hostile or odd files


FAR = [a_point(31.7, 9.5, id="a"), a_point(31.71, 9.5, id="b"), a_point(9.5, 31.7, id="c"), a_point(-70, 9, id="d")]
HUGE = '{"type": "FeatureCollection", "features": [' + "[]," * 600_000 + "1]}"
DEEP = '{"type": "FeatureCollection", "features": ' + "[" * 100_000 + "]" * 100_000 + "}"
LESS_DEEP = a_map(a_point(1, 1, id=json.loads("[" * 60 + "]" * 60)))
ODD: dict[str, tuple[str | bytes, ExitStatus, list[str], list[str]]] = {
    "latitude first, one that cannot be": (
        a_map(HERE, a_point(9.5, 131.7, id="x")), ExitStatus.OK,
        ["features[1] 'x': [9.5, 131.7] is no longitude and latitude: the latitude stands first"], ["here"],
    ),
    "latitude first everywhere, beyond what the clock takes": (
        a_map(a_point(4.5, 71.7, id="x")), ExitStatus.SCENARIO, ["latitude 71.7", "turned round?"], [],
    ),
    "far away from each other, one turned round": (
        a_map(*FAR), ExitStatus.OK,
        ["'c': [9.5, 31.7] is further than 200 km", "are they turned round?", "'d': [-70, 9] is further"],
        ["a", "b"],
    ),
    "metres of a map": (
        a_map(HERE, a_point(350_000.5, 1_050_000, id="x")), ExitStatus.OK, ["are these metres of a map?"], ["here"],
    ),
    "huge": (HUGE, ExitStatus.LIMIT, ["500000 are the most"], []),
    "more features than a scenario could hold": (
        a_map(*[7] * 10_001), ExitStatus.LIMIT, ["10001 features; 10000 are the most"], [],
    ),
    "larger than 20 MB": (b" " * 20_000_001, ExitStatus.LIMIT, ["larger than 20 MB"], []),
    "nested so deep that a reader gives up": (DEEP, ExitStatus.LIMIT, ["deeper than 32"], []),
    "nested so deep that only our own code would": (LESS_DEEP, ExitStatus.LIMIT, ["deeper than 32"], []),
    "a coordinate that is no number": (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry":'
        ' {"type": "Point", "coordinates": [NaN, 1]}}]}', ExitStatus.SCENARIO, ["NaN is no number"], [],
    ),
    "a number without an end": (a_map(HERE, a_point(1e308, 1, id="x")).replace("1e+308", "1e999"), ExitStatus.OK,
        ["[1e999, 1] is no position"], ["here"]),
    "another reference system": (
        a_map(HERE, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32636"}}),
        ExitStatus.SCENARIO, ["another reference system (urn:ogc:def:crs:EPSG::32636)", "EPSG:4326"], [],
    ),
    "the usual reference system, named": (
        a_map(HERE, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}),
        ExitStatus.OK, [], ["here"],
    ),
    "no features": (a_map(), ExitStatus.SCENARIO, ["holds no feature"], []),
    "no bytes": ("", ExitStatus.SCENARIO, ["this is not JSON"], []),
    "JSON of another kind": ('{"type": "Topology"}', ExitStatus.SCENARIO, ["its type is 'Topology'"], []),
    "a list": ("[1, 2]", ExitStatus.SCENARIO, ["holds no object"], []),
    "a workbook": (b"PK\x03\x04\xff\xfe", ExitStatus.SCENARIO, ["is not UTF-8"], []),
    "a key twice": ('{"type": "Feature", "type": "Point"}', ExitStatus.SCENARIO, ["'type' stands twice"], []),
    "points with heights": (
        a_map({"type": "Feature", "geometry": {"type": "Point", "coordinates": [31.7, 9.5, 412]}, "properties": None}),
        ExitStatus.OK, ["1 features have heights"], ["n9-5000_e31-7000"],
    ),
    "areas of several pieces, and of one": (
        a_map(
            HERE,
            {"type": "Feature", "id": "m", "geometry": {"type": "MultiPolygon", "coordinates": [[], []]}},
            {"type": "Feature", "id": "one", "geometry": {"type": "MultiPoint", "coordinates": [[31.7, 9.5]]}},
        ), ExitStatus.OK, ["'m': it is of 2 pieces: split it"], ["here", "one"],
    ),
    "the same name twice": (
        a_map(HERE, a_point(31.71, 9.5, id="here")), ExitStatus.OK,
        ["the name 'here' becomes here-2"], ["here", "here-2"],
    ),
    "a collection of geometries, and nothing drawn": (
        a_map(HERE, {"type": "Feature", "geometry": {"type": "GeometryCollection", "geometries": []}},
              {"type": "Feature", "geometry": None, "properties": {"name": "n"}}, 7),
        ExitStatus.OK,
        ["features[1]: it is a collection of geometries", "'n': nothing is drawn", "features[3]: it is no feature"],
        ["here"],
    ),
    "a line that leads nowhere": (
        a_map(HERE, a_line([31.7, 9.5], [31.8, 9.5])), ExitStatus.OK, ["no place lies within 150 m"], ["here"],
    ),
    "texts that hurt": (
        a_map(a_point(31.7, 9.5, id="\x1b]52;c;x\x07", title="=1+1 \ud800 [/red] \u202e")), ExitStatus.OK,
        ["becomes 52_c_x"], ["52_c_x"],
    ),
    "a sector that lacks its people": (
        a_map(a_point(31.7, 9.5, id="s", kind="sector")), ExitStatus.SCENARIO, ["features[0]: ", "people"], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_gets_a_clear_answer(name: str, imported: Any) -> None:
    text, expected, words, places = ODD[name]
    status, said, written = imported(text)
    assert status == expected, said
    assert [word for word in words if word not in said] == [], said
    assert [*written.get("places", {})] == places
    assert "\x1b" not in said


def test_every_feature_of_a_map_at_random_is_a_thing_or_is_named(imported: Any, test_seed: int) -> None:
    draw = random.Random(test_seed)
    pool = [feature for text, *_ in ODD.values() if isinstance(text, str) for feature in _features(text)]
    for _ in range(10):
        chosen = [HERE, *draw.choices(pool, k=8)]
        status, said, written = imported(a_map(*chosen))
        if status == 0:
            left = said.count("\n  features[")
            assert len(written["places"]) + len(written.get("routes", [])) + left == len(chosen), said


def _features(text: str) -> list[Any]:
    try:
        return [item for item in json.loads(text)["features"] if item != [] and "NaN" not in json.dumps(item)]
    except (ValueError, RecursionError, KeyError, TypeError):
        return []


def test_the_reader_never_builds_a_number_from_a_text_of_a_million_figures() -> None:
    text = a_map(a_point(0, 0, id="n")).replace("[0, 0]", f"[{'1' * 1_000_000}, 0]")
    assert read_geojson(text.encode()).features[0].why.endswith("is no position")
