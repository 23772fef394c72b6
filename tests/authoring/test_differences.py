"""``startex diff``: a sentence for each kind of change, and none where nothing differs in meaning."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from dataclasses import fields
from typing import Any

import pytest

from simulator.authoring.differences import NOUNS, differences, in_words_only, meaning, together
from simulator.blueprint.build import build
from simulator.blueprint.model import Blueprint
from simulator.cli.main import main
from simulator.errors import ScenarioError
from simulator.scenario.load import Document, load
from simulator.scenario.writing import scenario_text
from tests.authoring.scribbles import FOLDER, Scribe, plain_of, varied

FIRST = "first_steps.yaml"


def document(plain: Any, **how: Any) -> Document:
    """A plain tree as a file of the shipped folder would be read."""
    text = plain if isinstance(plain, str) else scenario_text(plain)
    return load(FOLDER / "it.yaml", label="it.yaml", data=text.encode(), **how)


def blueprint(plain: Any, **how: Any) -> Blueprint:
    return build(document(plain, **how))


def said_of(sets: dict[str, str], name: str = FIRST) -> list[str]:
    """The sentences about a shipped scenario with a few settings, as ``--set`` takes them."""
    plain = plain_of(FOLDER / name)
    return together(differences(blueprint(plain), blueprint(plain, sets=sets)))


@pytest.mark.parametrize(
    ("sets", "sentence"),
    [
        ({"title": "Last steps"}, 'title: "Last steps" instead of "First steps"'),
        ({"clock.duration": "5 h"}, "duration: 5 h instead of 4 h"),
        ({"clock.latitude": "30"}, "the sun rises and sets at other times"),
        ({"places.camp.people": "3500"}, "camp: 3500 people instead of 3000 people"),
        ({"places.camp.shelters": "400"}, "camp: shelters: 400 instead of 420"),
        ({"places.gate.lanes": "3"}, "gate: lanes: 3 instead of 2"),
        ({"perimeter.north.length": "650 m"}, "north: length: 650 m instead of 600 m"),
        ({"perimeter.north.sensors": "yes"}, "north: sensors: yes instead of no"),
        ({"channels.radio.fails": "5 %"}, "channel radio: fails: 5 % instead of 3 %"),
        (
            {"channels.radio.delay": "20 s"},
            "channel radio: delay: 20 s instead of 30 s (10 s to 90 s)",
        ),
        ({"command.ops.staff": "3"}, "post ops: staff: 3 instead of 2"),
        ({"command.ops.integrates": "[military, security, police]"}, "post ops: integrates: with police"),
        ({"contingents.battalion.rehearsal": "50 %"}, "contingent battalion: rehearsal: 50 % instead of 80 %"),
        (
            {"units.platoon.notice": "5 min"},
            "platoon: notice: 5 min instead of 15 min (8 min to 25 min)",
        ),
        ({"units.guards.strength": "24"}, "guards: 24 people instead of 10 people"),
        ({"places.base.bunkers": "2"}, "base: bunkers: 2 instead of 0"),
        (
            {"threat.groups.raiders.strength": "20-40"},
            "group raiders: between 20 people and 40 people instead of between 15 people and 30 people",
        ),
        (
            {"threat.groups.raiders.deterred_by": "verbal"},
            "group raiders: deterred by: verbal instead of show of force",
        ),
        (
            {"threat.stream.assault.at": "H+1:40"},
            "event assault comes at H+1:40 instead of H+1:10, 30 min later",
        ),
        ({"threat.stream.gathering": "absent"}, "event gathering is gone: H+0:55, mass, raiders, north"),
        ({"plan.STAND": "absent"}, "rule STAND is gone: Stand behind the wire"),
        (
            {"plan.STAND.when": "massing seen"},
            "rule STAND: when: massing seen instead of massing reported to ops",
        ),
        ({"plan.STAND.if_comms_lost": "act"}, "rule STAND: acts when it hears nobody: yes instead of no"),
        ({"plan.STAND.do.0.within": "20 min"}, "rule STAND: does: with deploy at ? within 20 min"),
        ({"decisions.open_gate.deadline": "5 min"}, "decision open_gate: deadline: 5 min instead of 10 min"),
        ({"decisions.open_gate.default": "wait"}, "decision open_gate: default: wait instead of open"),
        (
            {"decisions.open_gate.options.open.text": "Open"},
            'decision open_gate, option open: text: Open instead of "Open the gate"',
        ),
        ({"msel.I-1.at": "H+0:35"}, "inject I-1 comes at H+0:35 instead of H+0:05, 30 min later"),
        ({"msel.I-1": "absent"}, 'inject I-1 is gone: H+0:05, "Good morning. It is market day."'),
        ({"objectives.O1.targets.0.at_most": "3 people"}, "objective O1: targets: with civilian_harm at most 3"),
        ({"measures": "[civilian_harm]"}, "measures: without report_to_decide; move_to_scene"),
        ({"parameters.force.round": "90 s"}, "parameter force.round: 90 s instead of 60 s"),
        ({"community.tension": "60 %"}, "tension: 60 % instead of 30 %"),
    ],
)
def test_each_kind_of_change_is_a_sentence(sets: dict[str, str], sentence: str) -> None:
    assert any(line.startswith(sentence) for line in said_of(sets)), said_of(sets)


def test_what_several_have_in_common_is_said_once() -> None:
    lines = said_of({"units.qrf_1.notice": "9 min", "units.qrf_2.notice": "9 min"}, "site_in_flames.yaml")
    assert lines == ["qrf_1, qrf_2: notice: 9 min instead of 15 min (8 min to 22 min)"]


def test_options_of_several_decisions_keep_their_decision() -> None:
    plain = deepcopy(plain_of(FOLDER / FIRST))
    plain["decisions"]["other_gate"] = deepcopy(plain["decisions"]["open_gate"])
    sets = {f"decisions.{name}.options.open.text": "Open" for name in ("open_gate", "other_gate")}
    (line,) = together(differences(blueprint(plain), blueprint(plain, sets=sets)))
    assert (
        line
        == 'decision open_gate, option open, decision other_gate, option open: text: Open instead of "Open the gate"'
    )


def test_what_is_new_is_told_with_what_it_is() -> None:
    plain = plain_of(FOLDER / FIRST)
    more = deepcopy(plain)
    more["plan"]["MIL-3"] = {**more["plan"]["PROTECT"], "title": "A third rule"}
    more["units"]["second"] = dict(more["units"]["platoon"])
    more["places"]["market"] = {"kind": "market", "at": ["100", "50"]}
    lines = together(differences(blueprint(plain), blueprint(more)))
    assert "rule MIL-3 is new: A third rule" in lines
    assert "second is new: infantry_platoon, 22 people, base" in lines
    assert "market is new: market" in lines
    assert any(line.startswith("ways: ") for line in lines)


def test_only_the_order_of_rules_and_objectives_is_an_order() -> None:
    plain = plain_of(FOLDER / FIRST)
    turned = deepcopy(plain)
    for section in ("places", "units", "perimeter", "decisions", "variants"):
        turned[section] = dict(reversed(turned[section].items()))
    assert differences(blueprint(plain), blueprint(turned)) == []
    turned["plan"] = dict(reversed(turned["plan"].items()))
    (row,) = differences(blueprint(plain), blueprint(turned))
    assert row.text == "rules stand in another order: PROTECT, STAND, TELL"


def test_layout_is_no_difference(test_seed: int) -> None:
    rng = random.Random(test_seed)
    for _ in range(20):
        plain = varied(rng)
        assert differences(blueprint(plain), blueprint(Scribe(rng).scribbled(plain))) == [], test_seed


def _leaves(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(node, dict):
        return [leaf for key, below in node.items() for leaf in _leaves(below, (*path, key))] + [path]
    if isinstance(node, list):
        return [leaf for index, below in enumerate(node) for leaf in _leaves(below, (*path, index))] + [path]
    return [path]


def _edited(plain: Any, rng: random.Random) -> Any:
    """A tree with one thing taken out, doubled, moved or written otherwise."""
    made = deepcopy(plain)
    path = rng.choice([leaf for leaf in _leaves(made) if leaf and leaf[0] not in ("uses", "startex")])
    holder = made
    for part in path[:-1]:
        holder = holder[part]
    value, last = holder[path[-1]], path[-1]
    if isinstance(value, dict | list) or rng.random() < 0.2:
        holder.pop(last)
    elif isinstance(value, str):
        digits = [i for i, c in enumerate(value) if c.isdigit()]
        at = rng.choice(digits) if digits else 0
        other = {"yes": "no", "no": "yes", "low": "high", "medium": "low", "high": "medium"}
        holder[last] = other.get(
            value, value[:at] + str(rng.randrange(10)) + value[at + 1 :] if digits else value + "s"
        )
    return made


def test_there_is_no_difference_exactly_where_the_meaning_is_the_same(test_seed: int) -> None:
    rng = random.Random(test_seed)
    same = built = 0
    files = sorted(FOLDER.glob("*.yaml"))
    bases = {path: blueprint(plain_of(path)) for path in files}
    while built < 100:
        path = rng.choice(files)
        one = bases[path]
        try:
            other = blueprint(_edited(plain_of(path), rng))
        except ScenarioError:
            continue
        built += 1
        forth, back = differences(one, other), differences(other, one)
        alike = meaning(one) == meaning(other)
        same += alike
        assert (forth == []) == alike, test_seed
        assert (back == []) == alike, test_seed
        assert {(d.section, d.id) for d in forth} == {(d.section, d.id) for d in back}, test_seed
        assert all(d.text and len(d.text) < 2000 for d in forth)
    assert 0 < same < built


def test_every_section_of_a_blueprint_has_words() -> None:
    """A section with rows must be one that rows are told of; another one is a value or is handled by name."""
    told = {
        *NOUNS,
        "parameters",
        "assumptions",
        "ways",
        "roles",
        "role_titles",
        "tags",
        "stands_in",
        "posts",
        "sun",
        "zone",
        "search",
    }
    told |= {"relocation", "planning", "access", "warning", "roads", "operation"}
    told |= {"hosting", "readiness", "staffing", "works"}
    plain = {"name", "title", "variant", "handling", "startex", "duration", "season", "leads", "lead_missing"}
    plain |= {"announced_in", "trust", "tension", "consent", "measures", "variants"}
    assert {field.name for field in fields(Blueprint)} == told | plain


def test_texts_that_no_engine_reads_are_told_apart() -> None:
    plain = plain_of(FOLDER / FIRST)
    edited = {**plain, "situation": "Otherwise."}
    one, other = document(plain), document(edited)
    assert differences(build(one), build(other)) == []
    assert one.scenario is not None
    assert other.scenario is not None
    (row,) = in_words_only(one.scenario, other.scenario)
    assert row.text.startswith("situation: Otherwise.") or row.text.startswith('situation: "Otherwise."')


# the command


def test_a_variant_is_held_against_the_file_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "first_steps", "--variant", "slow"]) == 0
    said = capsys.readouterr()
    assert said.out == "platoon: notice: 60 min (40 min to 90 min) instead of 15 min (8 min to 25 min)\n"
    assert said.err == "1 difference\n"


def test_two_variants_are_held_against_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["diff", "weapons_free_zone", "--variant", "only_rules", "--variant", "only_host"]
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {(d["section"], d["field"]) for d in found["differences"]} == {("zone", "rules"), ("zone", "host_agreement")}
    assert found["handling"]


@pytest.mark.parametrize(
    "words", [["first_steps"], ["no_such", "first_steps"], ["first_steps", *["--variant", "slow"] * 3]]
)
def test_a_call_that_cannot_be_is_refused(words: list[str]) -> None:
    assert main(["diff", *words]) == 2


def test_the_same_scenario_has_no_difference(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "first_steps", "first_steps"]) == 0
    assert capsys.readouterr() == ("", "they mean the same\n")
