"""``startex schema`` against the JSON Schema standard (Draft 2020-12) and against what the loader itself says.

Files are read as an editor reads them: by the core rules of YAML 1.2, where ``yes`` and dates are text and numbers are
numbers.  Whatever the loader accepts, the schema has to accept; fields that the loader refuses, it has to refuse.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from simulator.cli.main import main
from simulator.parameters import describe
from simulator.scenario.fields import aliases
from simulator.scenario.library import scenario_folder
from simulator.scenario.schema import Scenario
from simulator.scenario.schema.export import json_schema
from tests.scenario.checked import GOOD, checked, swap

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "scenarios").glob("*.yaml")) + [ROOT / "simulator" / "scenario" / "starter.yaml"]


class _Core(yaml.SafeLoader):
    """YAML 1.2 as editors read it."""


_Core.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", "-+.0123456789"),
):
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))
_Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
_Core.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


def as_an_editor_reads(text: str) -> Any:
    """A file as a YAML language server hands it to its validator."""
    return yaml.load(text, Loader=_Core)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The schema as it is printed: through JSON and back."""
    found: dict[str, Any] = json.loads(json.dumps(json_schema()))
    return found


@pytest.fixture(scope="module")
def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """The standard's own reading of it."""
    return Draft202012Validator(schema)


def test_the_schema_is_valid_by_the_standard_itself(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_the_command_prints_the_schema_and_nothing_else(
    schema: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == schema
    assert printed.err == ""
    assert printed.out.isascii()


def test_an_editor_reads_words_and_dates_as_text_and_numbers_as_numbers() -> None:
    text = "[yes, NO, 2031-03-01, 1:30, 010, 60 %, 1e3, true, ~]"
    assert as_an_editor_reads(text) == ["yes", "NO", "2031-03-01", "1:30", 10, "60 %", 1000.0, True, None]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_scenario_fits_the_schema(path: Path, validator: Draft202012Validator) -> None:
    errors = [e.message[:200] for e in validator.iter_errors(as_an_editor_reads(path.read_text(encoding="utf-8")))]
    assert errors == []


def test_a_library_fits_the_schema_but_for_what_only_a_scenario_needs(validator: Draft202012Validator) -> None:
    for path in sorted((scenario_folder() / "lib").glob("*.yaml")):
        errors = list(validator.iter_errors(as_an_editor_reads(path.read_text(encoding="utf-8"))))
        assert {e.validator for e in errors} <= {"required"}, [e.message[:200] for e in errors]
        assert all(list(e.path) == [] for e in errors)


# what both must accept

FINE = [
    ("startex: 1\n", "startex: '1'\n"),
    ("delay: 30 s", "delay: 8 (3-20) min"),
    ("delay: 30 s", "delay: {exponential: 20 min}"),
    ("fails: 3 %", "fails: 0.03"),
    ("fails: 3 %", "fails: 0"),
    ("fails: 3 %", "fails: 3 %, works: no"),
    ("fails: 3 %", "fails: 3 %, works: false"),
    ("people: 900", "people: 900 people"),
    ("people: 900", "people: 1e3"),
    ("strength: 10-20", "strength: 15"),
    ("strength: 10-20", "strength: 10-20, resolve: low"),
    ("strength: 10-20", "strength: 10-20, resolve: 0.4"),
    ("strength: 10-20", "strength: 10-20, resolve: 40 %"),
    ("strength: 10-20", "strength: 10-20, armed: yes"),
    ("at: [0, -300]", "at: 300 m north of base"),
    ("at: [0, -300]", "at: 36NTL1234567890"),
    ("at: [0, -300]", "at: [1.5 km, -3e2]"),
    ("for: qrf_1", "for: [qrf_1, qrf_2]"),
    ("do: [{task: protect, at: contact}]", "do: [Call the governor]"),
    ("options: {open: Open it, wait: Wait}", "options: {open: {text: Open it, do: [Call them]}, wait: {}}"),
    ("at: H+0:10", "at: 171430B FEB 32"),
    ("at: H+0:10", "at: 2031-03-01T09:00"),
    ("to: [ops]", "to: ops"),
    ("layers: [fence]", "layers: fence"),
    ("kind: ioc, integrates: [military]", "kind: ioc, integrates: military"),
    ("clock: {startex", "handling: training only\nclock: {startex"),
    ("measures: [civilian_harm]", "measures: [civilian_harm]\nparameters: {force: {round: 60 s}}"),
    ("measures: [civilian_harm]", "measures: [civilian_harm]\nvariants: {v: {units.qrf_1: absent}}"),
    ("measures: [civilian_harm]", "measures: [civilian_harm]\nvariants: {v: {like: [a], about: x}, a: {}}"),
    ("measures: [civilian_harm]", "measures: [civilian_harm]\ncommunity: {trust: very low}"),
]


@pytest.mark.parametrize(("old", "new"), FINE, ids=[row[1][:40] for row in FINE])
def test_what_the_loader_accepts_the_schema_accepts(
    old: str, new: str, validator: Draft202012Validator, tmp_path: Path
) -> None:
    text = swap(old, new)
    assert [p for p in checked(tmp_path, text) if p.severity == "error"] == []
    assert [e.message[:200] for e in validator.iter_errors(as_an_editor_reads(text))] == []


NUMBERS = [
    ("title: A language test", "title: 2031"),
    ("at_most: 0 people", "at_most: 5"),
    ("{measure: civilian_harm, at_most: 0 people}", "{measure: trust, at_least: 0.5}"),
    ("{id: I-1", "{id: 7"),
]


@pytest.mark.parametrize(("old", "new"), NUMBERS, ids=[row[1] for row in NUMBERS])
def test_the_loader_takes_a_number_for_a_text_or_a_name(old: str, new: str, tmp_path: Path) -> None:
    assert checked(tmp_path, swap(old, new)) == []


@pytest.mark.parametrize(("old", "new"), NUMBERS, ids=[row[1] for row in NUMBERS])
def test_a_number_where_the_loader_takes_a_text_or_a_name_fits_the_schema(
    old: str, new: str, validator: Draft202012Validator
) -> None:
    text = swap(old, new)
    assert [e.message[:200] for e in validator.iter_errors(as_an_editor_reads(text))] == []


# what both must refuse

WRONG = [
    ("title: A", "tittle: A"),
    ("duration: 8 h", "durration: 8 h"),
    ("people: 900", "peeple: 900"),
    ("kind: sector", "kind: secter"),
    ("kind: sector, ", ""),
    ("length: 500 m, ", ""),
    ("layers: [fence]", "layers: [hedge]"),
    ("distance: 600 m", "distanse: 600 m"),
    ("fails: 3 %", "fials: 3 %"),
    ("kind: ioc", "kind: icc"),
    ("{post: ops}", "{pst: ops}"),
    ("{post: ops}", "ops"),
    ("notice: 15 (8-25) min", "notise: 15 min"),
    ("qrf_1: {type: platoon, at", "qrf_1: {type: platoon, mood: good, at"),
    ("strength: 10-20", "strength: 10-20, deterred_by: prayer"),
    ("do: attack", "do: atack"),
    ("task: protect", "task: protekt"),
    ("    when: contact reported to ops\n", ""),
    ("    deadline: 10 min\n", ""),
    ("type: contextual", "type: contextal"),
    ("id: O-1, ", ""),
    ("measures: [civilian_harm]", "measures: {civilian_harm: 1}"),
    ("measures: [civilian_harm]", "measures: [civilian_harm]\nparameters: {force: {rownd: 60 s}}"),
    ("measures: [civilian_harm]", "measures: [civilian_harm]\nparameters: {forse: {round: 60 s}}"),
    ("measures: [civilian_harm]", "measures: [civilian_harm]\nmesl: []"),
]


@pytest.mark.parametrize(("old", "new"), WRONG, ids=[f"{row[0][:20]}-{row[1][-30:]}" for row in WRONG])
def test_what_the_loader_refuses_for_its_fields_the_schema_refuses(
    old: str, new: str, validator: Draft202012Validator, tmp_path: Path
) -> None:
    text = swap(old, new)
    assert any(p.severity == "error" for p in checked(tmp_path, text))
    assert not validator.is_valid(as_an_editor_reads(text))


# what the schema knows


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "properties" in value:
            yield value
        for item in value.values():
            yield from _objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item)


def test_every_group_of_fields_in_the_schema_is_closed(schema: dict[str, Any]) -> None:
    groups = list(_objects(schema))
    assert len(groups) > 40
    assert [g.get("properties") for g in groups if g.get("additionalProperties") is not False] == []


def test_the_schema_has_the_sections_of_the_models_and_what_they_need(schema: dict[str, Any]) -> None:
    assert {*schema["properties"]} == {*aliases(Scenario)}
    assert {*schema["required"]} == {"startex", "title", "clock"}


def test_every_parameter_stands_in_the_schema_with_its_default_and_source(schema: dict[str, Any]) -> None:
    groups = schema["properties"]["parameters"]["properties"]
    count = 0
    for mechanism, name, meta in describe():
        said = groups[mechanism]["properties"][name]["description"]
        assert f"Default {meta['text']}" in said
        assert meta["source"] in said
        count += 1
    assert count == sum(len(group["properties"]) for group in groups.values())


def test_the_good_scenario_of_these_tests_fits_the_schema(validator: Draft202012Validator) -> None:
    assert list(validator.iter_errors(as_an_editor_reads(GOOD))) == []
