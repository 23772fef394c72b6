"""What a cursor stands in: held against the parser, node by node, and at places where the parser gives up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.authoring.cursor import Spot, spot_at
from simulator.scenario.library import read_file, shipped
from simulator.scenario.tree import Tree, parse_tree

Path_ = tuple[str | int, ...]


def keys_of(tree: Tree, path: Path_ = ()) -> Iterator[tuple[Path_, str, int, int]]:
    """Every key with the path to its mapping, its line and its column from 1."""
    if isinstance(tree.value, dict):
        for key, entry in tree.value.items():
            yield path, key, entry.line, entry.col
            yield from keys_of(entry.node, (*path, key))
    elif isinstance(tree.value, list):
        for k, item in enumerate(tree.value):
            yield from keys_of(item, (*path, k))


def texts_of(tree: Tree, path: Path_ = ()) -> Iterator[tuple[Path_, str, int, int]]:
    """Every text with its own path, its line and its column from 1."""
    if isinstance(tree.value, dict):
        for key, entry in tree.value.items():
            yield from texts_of(entry.node, (*path, key))
    elif isinstance(tree.value, list):
        for k, item in enumerate(tree.value):
            yield from texts_of(item, (*path, k))
    elif isinstance(tree.value, str):
        yield path, tree.value, tree.line, tree.col


@pytest.mark.parametrize("path", shipped(), ids=lambda p: p.stem)
def test_every_key_of_a_scenario_is_found_below_its_mapping(path: Path) -> None:
    data = read_file(path)
    lines = data.decode().split("\n")
    found = list(keys_of(parse_tree(data, path.name)[0]))
    assert len(found) > 50
    for where, key, line, column in found:
        if lines[line - 1][column - 1 :].startswith(key):
            spot = spot_at(lines, line - 1, column - 1 + len(key))
            assert (spot.path, spot.is_key, spot.word) == (where, True, key.split(" ")[-1]), (line, column, key)
            assert key not in spot.present


@pytest.mark.parametrize("path", shipped(), ids=lambda p: p.stem)
def test_every_value_of_a_scenario_is_found_at_its_path(path: Path) -> None:
    data = read_file(path)
    lines = data.decode().split("\n")
    seen = 0
    for where, text, line, column in texts_of(parse_tree(data, path.name)[0]):
        if lines[line - 1][column - 1 :].startswith(text) and text:
            seen += 1
            assert spot_at(lines, line - 1, column - 1 + len(text)).path == where, (line, column, text)
    assert seen > 50


@pytest.mark.parametrize("path", shipped(), ids=lambda p: p.stem)
def test_no_text_that_is_broken_anywhere_stops_it(path: Path, test_seed: int) -> None:
    rng = random.Random(test_seed)
    text = read_file(path).decode()
    for _ in range(40):
        at = rng.randrange(len(text))
        broken = text[:at] + rng.choice(["{", "}", "[", "]", '"', "'", ": ", "- ", "#", "\n", "|", ""]) + text[at + 3 :]
        lines = broken.split("\n")
        row = rng.randrange(len(lines))
        assert isinstance(spot_at(lines, row, rng.randrange(len(lines[row]) + 1)), Spot)


@pytest.mark.parametrize(
    ("text", "path", "is_key", "word", "present"),
    [
        ("un", (), True, "un", ()),
        ("units:\n  a: {ty", ("units", "a"), True, "ty", ()),
        ("units:\n  a: {type: x, ", ("units", "a"), True, "", ("type",)),
        ("units:\n  a:\n    type: x\n    ", ("units", "a"), True, "", ("type",)),
        ("units:\n  a:\n    type: inf", ("units", "a", "type"), False, "inf", ()),
        ("msel:\n- id: 1\n  to: [a, b", ("msel", 0, "to", 1), False, "b", ()),
        ("msel:\n- id: 1\n- ", ("msel", 1), True, "", ()),
        ("msel:\n- id: 1\nuni", (), True, "uni", ("msel",)),
        ("plan:\n  R: {do: [{task: a}, {ta", ("plan", "R", "do", 1), True, "ta", ()),
        ("plan:\n  R:\n    do:\n      - task: a\n        at", ("plan", "R", "do", 0), True, "at", ("task",)),
        ("plan:\n  R: {when: contact reported to o", ("plan", "R", "when"), False, "o", ()),
        ('units:\n  a: {title: "never closed\nmsel:\n  - {i', ("msel", 0), True, "i", ()),
    ],
)
def test_where_somebody_is_writing(text: str, path: Path_, is_key: bool, word: str, present: tuple[str, ...]) -> None:
    lines = text.split("\n")
    spot = spot_at(lines, len(lines) - 1, len(lines[-1]))
    assert (spot.path, spot.is_key, spot.word, spot.present) == (path, is_key, word, present)


@pytest.mark.parametrize("text", ["# a word", "title: a # a word", "summary: |\n  a word", "summary: >\n\n  a: word"])
def test_nothing_is_said_of_comments_and_blocks_of_text(text: str) -> None:
    lines = text.split("\n")
    assert spot_at(lines, len(lines) - 1, len(lines[-1])).is_text
