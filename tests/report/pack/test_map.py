"""The map: to scale, north up, nothing on top of something else, and one drawing in both forms."""

from __future__ import annotations

import random
import re
from itertools import combinations, pairwise
from math import hypot

import pytest

from simulator.cli.report import written
from simulator.report.document import Chart, ChartLine, ChartPlace, Document, Section, Sheet
from simulator.report.writers.chart import HIGH, RADIUS, WIDE, Laid, laid_out
from tests.report.pack.conftest import SHIPPED, document_of

KINDS = ("gate", "sector", "un_base", "clinic", "town", "compound", "poc_site", "road")


def a_chart(rng: random.Random, count: int, far: float) -> Chart:
    spots = [(rng.uniform(-far, far), rng.uniform(-far, far)) for _ in range(count)]
    places = tuple(ChartPlace(n, rng.choice(KINDS), f"place of number {n}", x, y) for n, (x, y) in enumerate(spots, 1))
    ways = tuple(ChartLine("route", "", (a, b)) for a, b in pairwise(spots))
    wire = ChartLine("perimeter", "the north", ((-far, far / 2), (far, far / 2)))
    return Chart("c", "a map", (-far, -far, far, far), (*ways, wire), places)


def places_of(laid: Laid) -> list[tuple[float, float]]:
    return [(sign.x, sign.y) for sign in laid.signs if sign.number]


def test_signs_and_names_lie_on_the_paper_and_not_on_each_other(test_seed: int) -> None:
    rng = random.Random(test_seed)
    for count in (1, 5, 20, 40):
        laid = laid_out(a_chart(rng, count, 2000))
        for (ax, ay), (bx, by) in combinations(places_of(laid), 2):
            assert max(abs(ax - bx), abs(ay - by)) >= 2 * RADIUS - 0.2
        names = [label for label in laid.labels if label.kind in ("place", "stretch")]
        boxes = []
        for label in names:
            wide = len(label.text) * 7.4
            left = label.x - {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
            boxes.append((left, label.y - 13, left + wide, label.y + 3))
        for box in boxes:
            assert 0 <= box[0] <= box[2] <= WIDE
            assert 0 <= box[1] <= box[3] <= HIGH
        for a, b in combinations(boxes, 2):
            assert a[0] >= b[2] - 0.2 or b[0] >= a[2] - 0.2 or a[1] >= b[3] - 0.2 or b[1] >= a[3] - 0.2
        assert len(names) >= min(count, 4)


def test_what_had_to_move_aside_has_a_line_to_its_place() -> None:
    spots = tuple(ChartPlace(n, "sector", f"s{n}", 0, 0) for n in (1, 2, 3))
    laid = laid_out(Chart("c", "a map", (-500, -500, 500, 500), (), spots))
    leaders = [stroke.points for stroke in laid.strokes if stroke.kind == "leader"]
    assert [line[1] for line in leaders] == places_of(laid)[1:]
    assert {line[0] for line in leaders} == {places_of(laid)[0]}


def test_lengths_are_to_scale_and_north_is_up() -> None:
    ends = (ChartPlace(1, "gate", "south", 0, -400), ChartPlace(2, "gate", "north east", 300, 0))
    laid = laid_out(Chart("c", "a map", (-500, -500, 500, 500), (), ends))
    (ax, ay), (bx, by) = places_of(laid)
    begin, end, said = laid.scale
    metres = float(said.split()[0]) * (1000 if said.endswith("km") else 1)
    assert hypot(ax - bx, ay - by) / 500 == pytest.approx((end - begin) / metres, rel=0.01)
    assert by < ay
    assert bx > ax


def test_kinds_are_told_apart_by_shape_and_lines_by_how_they_are_dashed() -> None:
    laid = laid_out(a_chart(random.Random(1), 40, 2000))
    keyed = [sign for sign in laid.signs if not sign.number]
    shapes = {tuple((round(x - s.x), round(y - s.y)) for x, y in s.outline) for s in keyed}
    assert len(shapes) == len(keyed) == len(KINDS)
    page = written(
        Document(Sheet("k", "t", ""), (Section("", (a_chart(random.Random(1), 3, 100),)),)), ".html"
    ).decode()
    looks = dict(re.findall(r"\.(perimeter|route|zone) \{ ([^}]*) \}", page))
    assert len(set(looks.values())) == 3
    assert "fill: #fff; stroke: #14202b" in page


def test_every_place_and_stretch_of_a_scenario_is_on_its_map() -> None:
    zones = {}
    for name in SHIPPED:
        (chart,) = (b for s in document_of(name, "map").sections for b in s.blocks if isinstance(b, Chart))
        numbers = [sign.number for sign in laid_out(chart).signs if sign.number]
        assert numbers == [str(place.number) for place in chart.places]
        zones[name] = [line.text for line in chart.lines if line.kind == "zone"]
    assert zones["weapons_free_zone"] == ["weapons-free zone"]
