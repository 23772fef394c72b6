"""What is said where works are written wrongly, and what becomes of what is left out."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.errors import ScenarioInvalid
from tests.builders import build_of
from tests.engine.mechanics.test_works import building

WIRE = {
    "north": {"of": "site", "at": [0, 400], "length": "400 m"},
    "old": {"of": "site", "at": [400, 0], "length": "400 m", "layers": ["wall"]},
}
ROAD = {"at": "ford", "length": "1 km", "daily": "10 m"}


@pytest.mark.parametrize(
    ("works", "code", "said"),
    [
        ({"pieces": {"wall": {"road": "rode"}, "road": ROAD}}, "E301", "there is no piece of work 'rode'"),
        ({"pieces": {"road": {**ROAD, "at": "yard"}}}, "E202", "road and wall are built at one place"),
        ({"pieces": {"wall": {"road": "road"}, "road": {**ROAD, "road": "wall"}}}, "E303", "roads of each other"),
        ({"rains": {"begin": "D+20", "end": "D+10"}}, "E210", "the rains end before they begin"),
        ({"post": "nowhere"}, "E301", "there is no command post 'nowhere'"),
        ({"pieces": {"wall": {"along": ["nroth"]}}}, "E301", "'nroth'"),
        ({"pieces": {"road": {**ROAD, "along": ["north"]}}}, "E202", "road is built along a perimeter and has no"),
        ({"pieces": {"wall": {"along": ["old"]}}}, "E202", "old has a wall already"),
        (
            {"pieces": {"wall": {"along": ["north"]}, "berm": {**ROAD, "layers": ["berm"], "along": ["north"]}}},
            "E202",
            "are both built along north",
        ),
    ],
)
def test_what_leads_nowhere_or_cannot_be_told_apart_is_told(works: dict[str, Any], code: str, said: str) -> None:
    with pytest.raises(ScenarioInvalid) as told:
        build_of(building(10, works=works, perimeter=WIRE))
    found = [p for p in told.value.problems if p.code == code and said in p.message]
    assert found, told.value.problems
    assert "nroth" not in said or "north" in f"{found[0].message} {found[0].hint}"


def test_obstacles_are_worth_their_delay_and_material_is_counted_where_the_file_speaks_of_it() -> None:
    spec = build_of(building(10, {"stands": ["light_fence"]}, works={"pieces": {"road": ROAD}})).works
    assert spec is not None
    wall, road = spec.pieces["wall"], spec.pieces["road"]
    assert (wall.around, wall.delay, wall.stands, wall.stores) == (True, 1200, 120, -1)
    assert (road.around, road.delay, road.every, road.title) == (False, 0, -1, "road")
    counted = build_of(building(10, {"load": "5 m", "every": "7 days"})).works
    assert counted is not None
    assert counted.pieces["wall"].stores == 0
