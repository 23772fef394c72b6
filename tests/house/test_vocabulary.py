"""The words of the code and of the documents: each in the glossary or the references, with one meaning."""

from __future__ import annotations

import ast
import re

import pytest

from simulator.events import KINDS as EVENTS
from simulator.measures import MEASURES
from simulator.parameters import describe
from simulator.scenario.schema import Scenario
from simulator.vocabulary import KINDS, QUANTITIES
from tests.house.source import ROOT, modules

GLOSSARY = ROOT / "docs" / "glossary.md"
pytestmark = pytest.mark.skipif(not GLOSSARY.exists(), reason="there is no docs/glossary.md yet")


def rows() -> list[tuple[str, str]]:
    """The glossary: (word, meaning)."""
    text = GLOSSARY.read_text(encoding="utf-8")
    return re.findall(r"^\| (?!word \|)(?!-)(.+?) \| (.+?) \|$", text, re.MULTILINE)


def written() -> set[str]:
    """Words that the glossary explains, as they stand in a file."""
    code = {word for _, meaning in rows() for code in re.findall(r"`([^`]+)`", meaning) for word in code.split()}
    return code | {word.lower() for word, _ in rows()}


@pytest.mark.parametrize(
    "word",
    sorted({*KINDS, *QUANTITIES}),
)
def test_the_glossary_explains_every_word_that_conditions_are_made_of(word: str) -> None:
    assert word in written()


def test_the_glossary_is_in_order_and_explains_each_word_once() -> None:
    words = [word.lower() for word, _ in rows()]
    assert len(words) > 50
    assert words == sorted(words, key=lambda word: word.replace("-", " "))
    assert len(words) == len(set(words))


def test_every_meaning_is_a_sentence_or_two() -> None:
    for word, meaning in rows():
        said = re.sub(r"\s*\(`.*`\)$", "", meaning)
        assert said[0].isupper(), word
        assert said.endswith("."), word
        assert len(said.split()) <= 40, word


def test_what_the_glossary_says_to_write_can_be_written() -> None:
    """Every word in code marks is one of the language, of the vocabulary or of the shipped libraries."""
    page = (ROOT / "docs" / "scenario-reference.md").read_text(encoding="utf-8")
    known = set(re.findall(r"[a-z_]+[a-z0-9_]*", page)) | {*KINDS, *QUANTITIES, *MEASURES}
    for library in (ROOT / "scenarios" / "lib").glob("*.yaml"):
        known |= set(re.findall(r"[a-z_][a-z0-9_]*", library.read_text(encoding="utf-8")))
    for word, meaning in rows():
        for code in re.findall(r"`([^`]+)`", meaning):
            assert set(re.findall(r"[a-z_][a-z0-9_]*", code)) <= known, word


def test_the_references_list_every_section_measure_event_and_parameter() -> None:
    language = (ROOT / "docs" / "scenario-reference.md").read_text(encoding="utf-8")
    events = (ROOT / "docs" / "command-and-event-reference.md").read_text(encoding="utf-8")
    for name, field in Scenario.model_fields.items():
        assert f"`{field.alias or name}`" in language
    for mechanism, name, _ in describe():
        assert f"`{mechanism}.{name}`" in language
    for word in (*EVENTS, *MEASURES):
        assert f"`{word}`" in events


def test_every_problem_code_of_the_source_is_explained() -> None:
    page = (ROOT / "docs" / "problem-codes.md").read_text(encoding="utf-8")
    codes = {
        node.value
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[ELRWN]\d{3}", node.value)
    }
    assert len(codes) > 50
    assert codes == set(re.findall(r"\b[ELRWN]\d{3}\b", page))


BANNED = ("manager", "handler", "helper", "utils")


def test_no_name_is_one_that_says_nothing() -> None:
    """House sheet, section 6: names are words of the field."""
    found = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and any(word in BANNED for word in re.split(r"_|(?<=[a-z])(?=[A-Z])", node.name.lower()))
    ]
    assert found == []
    assert [path for path in modules() if re.search("|".join(BANNED), path)] == []


def test_a_measure_has_a_unit_and_a_row_of_the_list_of_measures() -> None:
    for name, row in MEASURES.items():
        assert row.name == name
        assert row.unit
        assert re.fullmatch(r"K([1-9]|1\d|2[01])|", row.k), name
        assert row.about
