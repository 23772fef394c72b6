"""Which fields may stand where, what each sort of value becomes, what is proposed for a mistyped one, what order means.

Values are held against hand arithmetic (seconds, metres, shares); names against the models' own fields.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.blueprint.build import build
from simulator.codec import digest
from simulator.engine.engine import Engine
from simulator.events import LogEvent
from simulator.quantities import Spread
from simulator.scenario.fields import aliases, entry_type, field_names, inner_type, models_in, references
from simulator.scenario.library import scenario_folder
from simulator.scenario.load import load
from simulator.scenario.schema import Scenario
from simulator.scenario.schema.forces import Unit
from simulator.scenario.schema.ground import Compound, Gate, Route, Sector
from simulator.scenario.schema.plan import Inject, Option, Rule
from simulator.scenario.schema.threat import Group, StreamEvent
from simulator.scenario.translate import near
from simulator.scenario.tree import parse_tree
from tests.builders import a_scenario, engine_of, of_kind, ran, text_of
from tests.scenario.checked import GOOD, SIGN, checked, checked_at, codes, swap

# walking the models


def _type_of(path: str, given: object = None) -> Any:
    kind: Any = Scenario
    for part in path.split("."):
        kind = entry_type(kind) if part == "0" else inner_type(kind, part, given)
    return kind


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("units.qrf_1", Unit),
        ("routes.0", Route),
        ("threat.groups.raiders", Group),
        ("threat.stream.0", StreamEvent),
        ("plan.HELP", Rule),
        ("msel.0", Inject),
        ("decisions.d.options.open", Option),
    ],
)
def test_a_path_leads_to_the_model_that_stands_there(path: str, model: type) -> None:
    assert models_in(_type_of(path)) == (model,)


@pytest.mark.parametrize(
    ("kind", "model"), [("sector", Sector), ("gate", Gate), ("compound", Compound), ("road", None), ("none", None)]
)
def test_of_a_tagged_union_the_tag_chooses_the_model(kind: str, model: type | None) -> None:
    found = models_in(_type_of("places.x"), {"kind": kind})
    assert found == (model,) if model else len(found) == (1 if kind == "road" else 9)


@pytest.mark.parametrize("path", ["units.qrf_1.nothing", "nothing", "title.x", "units.qrf_1.strength.x"])
def test_a_path_that_leads_out_of_the_models_leads_to_nothing(path: str) -> None:
    assert models_in(_type_of(path)) == ()


def test_fields_are_named_as_in_the_file() -> None:
    assert {"from", "to", "distance"} <= field_names(Route)
    assert "from_" not in field_names(Route)
    assert aliases(Route)["from"] == "from_"
    assert field_names(_type_of("units")) == frozenset()  # any name may stand there


def test_references_say_what_a_name_has_to_name() -> None:
    kinds = {field: of for field, _, of in references(Unit)}
    assert kinds == {
        "type": ("unit_type",),
        "of": ("contingent",),
        "at": ("place",),
        "under": ("command",),
        "channels": ("channel",),
    }
    assert {field: of for field, _, of in references(Route)} == dict.fromkeys(("from", "to"), ("place", "segment"))


# what a value becomes


def _read(folder: Path, text: str) -> Scenario:
    path = folder / "exercise.yaml"
    path.write_text(text, encoding="utf-8")
    document = load(path, label=path.name)
    assert document.problems == []
    assert document.scenario is not None
    return document.scenario


def _spread(kind: str, low: float, mode: float, high: float) -> tuple[Any, ...]:
    return (kind, low, mode, high)


DELAYS = [
    ("30 s", _spread("fixed", 30, 30, 30)),
    ("8 (3-20) min", _spread("triangular", 180, 480, 1200)),
    ("8 ( 3 - 20 ) min", _spread("triangular", 180, 480, 1200)),
    ("1 min (30 s-2 min)", _spread("triangular", 30, 60, 120)),
    ("10-90 s", _spread("uniform", 10, 50, 90)),
    ("30 s - 2 min", _spread("uniform", 30, 75, 120)),
    ("10 min +-50 %", _spread("triangular", 300, 600, 900)),
    ("10 min ±50 %", _spread("triangular", 300, 600, 900)),
    ("1 h 30 min 10 s", _spread("fixed", 5410, 5410, 5410)),
    ("7 (7-7) min", _spread("fixed", 420, 420, 420)),
    ("{exponential: 20 min}", _spread("exponential", 0, 1200, 1200)),
    ("{lognormal: {median: 5 min, p90: 20 min}}", _spread("lognormal", 0, 300, 1200)),
]


@pytest.mark.parametrize(("text", "becomes"), DELAYS, ids=[row[0] for row in DELAYS])
def test_an_uncertain_time_is_read_as_people_write_it(text: str, becomes: tuple[Any, ...], tmp_path: Path) -> None:
    delay = _read(tmp_path, swap("delay: 30 s", f"delay: {text}")).channels["radio"].delay
    assert (delay.kind, delay.low, delay.mode, delay.high) == becomes
    assert delay.whole


def test_a_choice_is_read_with_its_weights_as_shares_by_value(tmp_path: Path) -> None:
    text = swap("delay: 30 s", "delay: {one_of: [3 min, 1 min, 2 min], weights: [1, 5, 2]}")
    delay = _read(tmp_path, text).channels["radio"].delay
    assert delay == Spread("one_of", 60, 180, 180, False, (60, 120, 180), (5 / 8, 2 / 8, 1 / 8))
    even = _read(tmp_path, swap("delay: 30 s", "delay: {one_of: [3 min, 1 min]}")).channels["radio"].delay
    assert even.weights == (0.5, 0.5)


@pytest.mark.parametrize("weights", ["3", "{1 s: 2}", "a, b"])
def test_weights_that_are_no_list_are_told(weights: str, tmp_path: Path) -> None:
    text = swap("delay: 30 s", f"{SIGN}delay: {{one_of: [1 s, 2 s], weights: '{weights}'}}".replace("'{", "{"))
    text = text.replace("}'", "}") if weights.startswith("{") else text
    assert checked_at(tmp_path, text)


PLAIN = [
    ("people: 900", "people: 1 200 people", lambda s: s.places["camp"].people, 1200),
    ("people: 900", "people: 1_200", lambda s: s.places["camp"].people, 1200),
    ("people: 900", "people: 1e3", lambda s: s.places["camp"].people, 1000),
    ("fails: 3 %", "fails: 0.5", lambda s: s.channels["radio"].fails, 0.5),
    ("fails: 3 %", "fails: 100 %", lambda s: s.channels["radio"].fails, 1.0),
    ("length: 500 m", "length: 1.2 km", lambda s: s.perimeter["west"].length, 1200.0),
    ("length: 500 m", "length: 70", lambda s: s.perimeter["west"].length, 70.0),
    ("at: [0, -300]", "at: [1 km, -3e2 m]", lambda s: s.places["gate"].at, (1000.0, -300.0)),
    ("leads_to: base", "leads_to: base, traffic: 6/min", lambda s: s.places["gate"].traffic, 0.1),
    ("leads_to: base", "leads_to: base, traffic: 2 people/min", lambda s: s.places["gate"].traffic, 2 / 60),
    ("leads_to: base", "leads_to: base, waiting_area: 0.5 ha", lambda s: s.places["gate"].waiting_area, 5000.0),
    ("strength: 10-20", "strength: 10-20, resolve: very high", lambda s: s.threat.groups["raiders"].resolve, 0.9),
    ("strength: 10-20", "strength: 10-20, resolve: 35 %", lambda s: s.threat.groups["raiders"].resolve, 0.35),
    ("strength: 10-20", "strength: 10-20, armed: NO", lambda s: s.threat.groups["raiders"].armed, False),
    ("strength: 10-20", "strength: 10-20, armed: on", lambda s: s.threat.groups["raiders"].armed, True),
    ("for: qrf_1", "for: [qrf_1]", lambda s: s.plan["HELP"].for_, ("qrf_1",)),
    ("for: qrf_1", "for: qrf_1", lambda s: s.plan["HELP"].for_, ("qrf_1",)),
    ("deadline: 10 min", "deadline: 1 week", lambda s: s.decisions["open_gate"].deadline, 604800),
    ("deadline: 10 min", "deadline: 90.4 s", lambda s: s.decisions["open_gate"].deadline, 90),
    ("title: A language test", "title: 2026-02-30", lambda s: s.title, "2026-02-30"),
    ("title: A language test", "title: NO", lambda s: s.title, "NO"),
    ("title: A language test", "title: e\u0301", lambda s: s.title, "\u00e9"),
    ("{id: I-1", "{id: 010", lambda s: s.msel[0].id, "010"),
]


@pytest.mark.parametrize(("old", "new", "field", "becomes"), PLAIN, ids=[row[1] for row in PLAIN])
def test_a_value_is_read_in_its_own_unit(old: str, new: str, field: Any, becomes: object, tmp_path: Path) -> None:
    assert field(_read(tmp_path, swap(old, new))) == pytest.approx(becomes)


def test_a_name_that_yaml_would_turn_into_something_else_stays_a_name(tmp_path: Path) -> None:
    for name in ("NO", "010", "1e3", "true", "2026-02-30"):
        scenario = _read(tmp_path, GOOD.replace("qrf_1", name))
        assert [*scenario.units] == [name, "qrf_2"]
        assert scenario.plan["HELP"].for_ == (name,)


TIMES = [
    ("H+1:30", 5400),
    ("H+0", 0),
    ("H + 1:30:05", 5405),
    ("90 min", 5400),
    ("1 h 30 min", 5400),
    ("D+0 09:30", 5400),
    ("2031-03-01T09:30+02:00", 5400),
    ("2031-03-01T08:30+01:00", 5400),
    ("2031-03-01T07:30Z", 5400),
    ("2031-03-01T09:30", 5400),
    ("2031-03-01 09:30", 5400),
    ("010930B MAR 31", 5400),
    ("010730Z MAR 2031", 5400),
    ("010930B Mar 31", 5400),
]


@pytest.mark.parametrize(("text", "at"), TIMES, ids=[row[0] for row in TIMES])
def test_a_time_of_an_inject_is_seconds_after_startex(text: str, at: int, tmp_path: Path) -> None:
    path = tmp_path / "exercise.yaml"
    path.write_text(swap("at: H+0:10", f"at: {text}"), encoding="utf-8")
    (inject,) = build(load(path, label=path.name)).injects
    assert inject.at == at


@pytest.mark.parametrize("text", ["time > H+1:75", "time > H+999999", "time > D+99999"])
def test_a_time_in_a_condition_that_is_none_is_told_where_it_stands(text: str, tmp_path: Path) -> None:
    marked = swap("crowd at gate > 100", text.replace("> ", f"> {SIGN}"))
    (found,) = checked_at(tmp_path, marked)
    assert "value error" not in found.message


# did you mean


@pytest.mark.parametrize(
    ("name", "names", "hint"),
    [
        ("plases", ["places", "plan"], "did you mean 'places'?"),
        ("QRF_1", ["qrf_1", "x"], "did you mean 'qrf_1'?"),
        ("mesl", ["msel", "measures"], "did you mean 'msel'?"),
        ("xyz", ["b", "a"], "there are a, b"),
        ("xyz", [], ""),
        ("xyz", list("abcdefghij"), "there are a, b, c, d, e, f, g, h"),
    ],
)
def test_the_nearest_name_is_proposed_or_else_those_that_there_are(name: str, names: list[str], hint: str) -> None:
    assert near(name, names) == hint


def test_where_nothing_is_near_the_remedy_given_is_used() -> None:
    assert near("xyz", ["a"], "do this") == "do this"
    assert near("gatee", ["gate"], "do this") == "did you mean 'gate'?"


def test_among_thousands_of_names_the_near_one_is_still_found() -> None:
    names = [f"{letter}{number:05d}" for letter in "abcdefghij" for number in range(500)] + ["qrf_west"]
    assert near("qrf_wset", names) == "did you mean 'qrf_west'?"


def _sections() -> list[str]:
    return sorted(field_names(Scenario))


@pytest.mark.parametrize("section", _sections())
def test_every_section_is_proposed_when_two_of_its_letters_are_swapped(section: str, tmp_path: Path) -> None:
    middle = len(section) // 2
    mistyped = section[: middle - 1] + section[middle] + section[middle - 1] + section[middle + 1 :]
    if mistyped in field_names(Scenario) or mistyped == section:
        mistyped = section + section[-1]
    (found,) = (p for p in checked(tmp_path, f"{GOOD}{SIGN}{mistyped}: x\n") if p.code == "E201")
    assert found.hint == f"did you mean {section!r}?"


# the order in which things are declared

LISTS_WITH_IDS = ("msel", "objectives", "stream")
ORDER_MEANS_SOMETHING = ("plan", "command", "options")


def shuffled(value: Any, rng: random.Random, name: str = "") -> Any:
    """The same document, in another order wherever the language gives order no meaning."""
    if isinstance(value, dict):
        keys = list(value)
        if name not in ORDER_MEANS_SOMETHING:
            rng.shuffle(keys)
        return {key: shuffled(value[key], rng, key) for key in keys}
    if isinstance(value, list):
        items = [shuffled(item, rng) for item in value]
        if name in (*LISTS_WITH_IDS, "routes"):
            rng.shuffle(items)
        return items
    return value


def _log(folder: Path, document: Any) -> list[LogEvent]:
    path = folder / "exercise.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return ran(Engine(build(load(path, label=path.name)), 3, 0))


def _digest(folder: Path, document: Any) -> str:
    return digest(_log(folder, document))


@pytest.mark.parametrize("name", ["first_steps", "distress_calls", "site_in_flames"])
def test_the_order_of_places_units_events_injects_and_fields_does_not_matter(
    name: str, test_seed: int, tmp_path: Path
) -> None:
    text = (scenario_folder() / f"{name}.yaml").read_bytes()
    document = parse_tree(text, name)[0].plain()
    expected = _digest(tmp_path, document)
    rng = random.Random(test_seed)
    for _ in range(2):
        other = shuffled(document, rng)
        assert list(other) != list(document)
        assert _digest(tmp_path, other) == expected


def test_what_falls_on_one_second_does_not_depend_on_the_order_of_the_file(tmp_path: Path) -> None:
    inject = {"at": "H+1", "type": "contextual", "to": ["ops"], "effects": [{"change": "tension", "by": "0.1"}]}
    event = {"at": "H+1", "do": "rumour", "text": "x"}
    scenario = a_scenario(
        msel=[{"id": f"I-{n}", **inject} for n in range(5)],
        threat={"stream": [{"id": f"rumour_{n}", **event} for n in range(5)]},
    )
    expected = _log(tmp_path, scenario)
    assert len(of_kind(expected, "inject_delivered", "stream_event_began")) == 10
    for turn in (lambda items: items[::-1], lambda items: items[3:] + items[:3]):
        scenario["msel"] = turn(scenario["msel"])
        scenario["threat"]["stream"] = turn(scenario["threat"]["stream"])
        assert _log(tmp_path, scenario) == expected


def test_the_order_of_options_is_the_order_of_the_menu_and_nothing_else(tmp_path: Path) -> None:
    document: Any = parse_tree((scenario_folder() / "site_in_flames.yaml").read_bytes(), "x")[0].plain()
    logs = [_log(tmp_path, document)]
    for decision in document["decisions"].values():
        decision["options"] = dict(reversed(decision["options"].items()))
        decision["model"]["choose"] = dict(reversed(decision["model"]["choose"].items()))
    logs.append(_log(tmp_path, document))
    menus = [[event.data["options"] for event in log if "options" in event.data] for log in logs]
    assert menus[0]
    assert [menu[::-1] for menu in menus[0]] == menus[1]
    without = [[(*e[:4], {k: v for k, v in e.data.items() if k != "options"}, *e[5:]) for e in log] for log in logs]
    assert without[0] == without[1]


def test_the_comparison_of_digests_sees_a_change_of_one_minute(tmp_path: Path) -> None:
    document: Any = parse_tree((scenario_folder() / "first_steps.yaml").read_bytes(), "x")[0].plain()
    expected = _digest(tmp_path, document)
    document["threat"]["stream"][0]["at"] = "H+0:41"
    assert _digest(tmp_path, document) != expected


@pytest.mark.parametrize("order", [("ONE", "TWO"), ("TWO", "ONE")])
def test_rules_that_wake_at_once_fire_in_the_order_of_the_file(order: tuple[str, str]) -> None:
    rules = {"ONE": {"when": "breach reported to ops", "do": ["Say one"]}} | {
        "TWO": {"when": "breach reported to ops", "do": ["Say two"]}
    }
    scenario = a_scenario(
        perimeter={"west": {"of": "site", "at": [-300, 0], "length": "500 m"}},
        plan={name: rules[name] for name in order},
        msel=[
            {
                "id": "I-1",
                "at": "H+1",
                "type": "contextual",
                "effects": [{"report": "breach", "at": "west", "to_post": "ops"}],
            }
        ],
    )
    log = ran(engine_of(text_of(scenario)))
    assert tuple(event.subject for event in of_kind(log, "rule_fired")) == order


def test_a_scenario_of_nothing_but_a_clock_is_a_scenario(tmp_path: Path) -> None:
    text = "startex: 1\ntitle: x\nclock: {startex: 2031-03-01T08:00+02:00, duration: 1 h}\n"
    assert codes(checked(tmp_path, text)) == []
