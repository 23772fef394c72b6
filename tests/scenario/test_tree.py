"""YAML to a tree of text with places: what is kept, what is refused (design, section 4; robustness sheet, section 5).

Places are held against a search for the same text in the file, meaning against PyYAML's own loader without its types.
"""

from __future__ import annotations

import string
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.errors import ScenarioSyntaxError, ScenarioTooLarge
from simulator.scenario.decoding import MOST_BYTES
from simulator.scenario.tree import (
    DEEPEST,
    LONGEST_TEXT,
    MOST_NODES,
    Tree,
    parse_tree,
)


def tree_of(text: str | bytes) -> Tree:
    """The tree of a text."""
    tree, _ = parse_tree(text if isinstance(text, bytes) else text.encode(), "test.yaml")
    return tree


def value_of(text: str) -> object:
    """What stands under ``v`` once read."""
    found = tree_of(f"v: {text}\n").plain()
    assert isinstance(found, dict)
    return found["v"]


def refused(text: str | bytes) -> list[tuple[str, int, int]]:
    """Code and place of every problem."""
    with pytest.raises((ScenarioSyntaxError, ScenarioTooLarge)) as told:
        tree_of(text)
    return [(p.code, p.line, p.col) for p in told.value.problems]


@pytest.mark.parametrize(
    "text",
    ["1:30", "NO", "no", "yes", "on", "off", "true", "010", "0x1F", "1_000", "1e3", ".5", ".inf", ".nan", "2026-02-30"]
    + ["2031-03-01T08:00+02:00", "171430B FEB 31", "H+1:30", "8 (3-20) min", "60 %", "=", "12", "-3", "Null-land"],
)
def test_what_an_author_writes_stays_text(text: str) -> None:
    assert value_of(text) == text


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_nothing_unless_it_is_quoted(text: str) -> None:
    assert value_of(text) is None
    assert value_of(f"'{text}'") == text
    assert value_of(f'"{text}"') == text


@pytest.mark.parametrize("key", ["~", "null", "NO", "010", "1:30", "2026-02-30", "true", "1"])
def test_a_key_is_the_text_that_stands_there(key: str) -> None:
    assert tree_of(f"{key}: x\n").plain() == {key: "x"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'it''s'", "it's"),
        (r'"a\tb\u00e9"', "a\tb\u00e9"),
        ("|\n  one\n  two\n", "one\ntwo\n"),
        (">\n  one\n  two\n", "one two\n"),
        ("one\n  two", "one two"),
        ("a # a comment", "a"),
        ("a#b", "a#b"),
        ("[a, b]  # a comment", ["a", "b"]),
        ("!!str 12", "12"),
        ("! 12", "12"),
        ("{a: {b: [c]}}", {"a": {"b": ["c"]}}),
        ("[]", []),
        ("{}", {}),
    ],
)
def test_quotes_blocks_comments_and_plain_tags_read_as_yaml_says(text: str, value: object) -> None:
    assert value_of(text) == value


def test_comments_and_empty_lines_move_places_and_nothing_else() -> None:
    bare = tree_of("a: 1\nb: [2]\n")
    told = tree_of("# one\n\na: 1  # two\n\n# three\nb: [2]\n")
    assert told.plain() == bare.plain() == {"a": "1", "b": ["2"]}
    assert isinstance(told.value, dict)
    assert [(e.line, e.col) for e in told.value.values()] == [(3, 1), (6, 1)]


LAID_OUT = """\
startex: 1
places:
  camp: {kind: sector, people: 900}
  gate:
    kind: gate
msel:
  - id: I-1
    text: "é: ü"
  - {id: I-2, to: [ops, joc]}
"""


def _leaves(tree: Tree) -> list[Tree]:
    if isinstance(tree.value, dict):
        return [leaf for entry in tree.value.values() for leaf in _leaves(entry.node)]
    if isinstance(tree.value, list):
        return [leaf for node in tree.value for leaf in _leaves(node)]
    return [tree]


def _keys(tree: Tree) -> list[tuple[str, int, int]]:
    if isinstance(tree.value, dict):
        own = [(name, entry.line, entry.col) for name, entry in tree.value.items()]
        return own + [key for entry in tree.value.values() for key in _keys(entry.node)]
    return [key for node in tree.value for key in _keys(node)] if isinstance(tree.value, list) else []


def test_every_value_and_every_key_knows_the_line_and_column_where_it_stands() -> None:
    lines = LAID_OUT.split("\n")
    leaves = _leaves(tree_of(LAID_OUT))
    assert len(leaves) == 9
    for leaf in leaves:
        assert lines[leaf.line - 1][leaf.col - 1 :].lstrip('"').startswith(str(leaf.value)), leaf
    keys = _keys(tree_of(LAID_OUT))
    assert len(keys) == 12
    for name, line, col in keys:
        assert lines[line - 1][col - 1 :].startswith(f"{name}:"), name


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_as_one(end: str) -> None:
    assert tree_of(LAID_OUT.replace("\n", end)) == tree_of(LAID_OUT)


def test_a_byte_order_mark_does_not_move_the_first_column() -> None:
    assert tree_of(b"\xef\xbb\xbf" + LAID_OUT.encode()) == tree_of(LAID_OUT)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_read_with_a_notice(encoding: str) -> None:
    mark = "" if encoding == "utf-16" else "\ufeff"
    tree, notices = parse_tree((mark + LAID_OUT).encode(encoding), "test.yaml")
    assert tree == Tree(1, 1, tree_of(LAID_OUT).value, "test.yaml")
    assert [(n.code, n.severity) for n in notices] == [("N115", "notice")]


WORDS = st.text(string.ascii_letters + "éüλ字_", min_size=1, max_size=8)
TEXTS = st.text(string.printable[:95] + "éüλ字", max_size=30)
DOCUMENTS = st.dictionaries(
    WORDS,
    st.recursive(
        TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=20
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=150, deadline=None)
@given(document=DOCUMENTS, flow=st.booleans())
def test_what_a_yaml_writer_wrote_is_read_back_as_it_was(document: dict[str, Any], flow: bool) -> None:
    text = yaml.safe_dump(document, allow_unicode=True, default_flow_style=flow, default_style='"')
    assert tree_of(text).plain() == document


def test_an_alias_is_the_value_of_its_anchor_at_its_own_place() -> None:
    tree = tree_of("a: &here {x: 1}\nb:\n  - *here\n  - &here 2\n  - *here\n")
    assert tree.plain() == {"a": {"x": "1"}, "b": [{"x": "1"}, "2", "2"]}
    items = tree.child("b")
    assert items is not None
    assert isinstance(items.value, list)
    assert [(n.line, n.col) for n in items.value] == [(3, 5), (4, 5), (5, 5)]


def _unfolding(count: int) -> str:
    """A list of 999 values, and aliases of it: each unfolds to 1,000 values, the list itself among them."""
    return "a: &a [" + "x," * 999 + "]\nb: [" + ",".join(["*a"] * count) + "]\n"


def test_aliases_may_unfold_up_to_the_budget_and_no_further() -> None:
    # the root, two keys, the list of 1,000 and the list of aliases are 1,004; each alias is 1,000 more
    most = (MOST_NODES - 1004) // 1000
    found = tree_of(_unfolding(most)).plain()
    assert isinstance(found, dict)
    assert len(found["b"]) == most
    assert [code for code, _, _ in refused(_unfolding(most + 1))] == ["E109"]


def test_the_number_of_values_is_counted_to_the_last_one() -> None:
    # the root, the key and the list are three
    assert len(_leaves(tree_of("a: [" + "x," * (MOST_NODES - 3) + "]"))) == MOST_NODES - 3
    assert [code for code, _, _ in refused("a: [" + "x," * (MOST_NODES - 2) + "]")] == ["L102"]


def test_values_may_be_nested_up_to_the_bound_and_no_deeper() -> None:
    inner = DEEPEST - 1  # the mapping that is the file is one
    assert tree_of("a: " + "[" * inner + "]" * inner).plain()
    assert refused("a: " + "[" * (inner + 1) + "]" * (inner + 1)) == [("E111", 1, 4 + inner)]


def test_a_text_may_be_as_long_as_the_bound_and_no_longer() -> None:
    assert value_of("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT
    assert refused("v: " + "x" * (LONGEST_TEXT + 1)) == [("L103", 1, 4)]


def test_a_file_may_be_as_large_as_the_bound_and_no_larger() -> None:
    text = "v: 1\n#"
    assert tree_of(text.ljust(MOST_BYTES, "x")).plain() == {"v": "1"}
    assert refused(text.ljust(MOST_BYTES + 1, "x")) == [("L101", 1, 1)]


def test_mistakes_that_leave_the_rest_readable_are_told_together_in_order() -> None:
    text = "a: 1\na: 2\nb: {<<: {}, c: !x 3}\n[d]: 4\n'e': 5\ne: 6\n"
    assert refused(text) == [("E107", 2, 1), ("E108", 3, 5), ("E112", 3, 16), ("E113", 4, 1), ("E107", 6, 1)]


def test_the_first_of_two_equal_keys_is_named_with_its_place() -> None:
    with pytest.raises(ScenarioSyntaxError) as told:
        tree_of("x: {a: 1, b: 2,\n  a: 3}\n")
    (problem,) = told.value.problems
    assert (problem.code, problem.line, problem.col) == ("E107", 2, 3)
    assert "line 1, column 5" in problem.message


@pytest.mark.parametrize("tag", ["!!python/object:x", "!!binary", "!!set", "!!timestamp", "!include", "!<tag:x>"])
def test_no_tag_but_the_plain_ones_is_accepted(tag: str) -> None:
    assert [code for code, _, _ in refused(f"v: {tag} x\n")] == ["E112"]


@pytest.mark.parametrize("text", ["a: *a", "a: &a [*a]", "a: &a {b: *a}", "a: *b\nb: &b 1"])
def test_an_alias_needs_a_finished_anchor_before_it(text: str) -> None:
    assert [code for code, _, _ in refused(text)] == ["E110"]


BYTES = st.binary(max_size=200) | st.text(
    "{}[]:-,&*!|>'\"%@`#? \n\tab1<~\x00\x1b\x85\ufeff\U0001f600", max_size=80
).map(str.encode)


@settings(max_examples=400, deadline=None)
@given(data=BYTES)
def test_any_bytes_give_a_tree_or_a_placed_problem_and_never_another_error(data: bytes) -> None:
    tree, problems = None, ()
    try:
        tree, _ = parse_tree(data, "test.yaml")
    except (ScenarioSyntaxError, ScenarioTooLarge) as error:
        problems = error.problems
    if tree is not None:
        assert isinstance(tree.value, dict)
        return
    assert problems
    assert all(p.code[0] in "EL" and p.line >= 1 and p.col >= 1 for p in problems)
