"""``startex fmt``: whatever the layout was, meaning, order and comments stay, and a second time changes nothing."""

from __future__ import annotations

import random
from hashlib import sha256
from pathlib import Path

import pytest

from simulator.authoring.formatting import formatted
from simulator.blueprint.build import build
from simulator.errors import ScenarioError
from simulator.scenario.load import load
from simulator.scenario.tree import parse_tree
from tests.authoring.scribbles import FOLDER, STARTER, Scribe, varied

SHIPPED = [*sorted(FOLDER.rglob("*.yaml")), STARTER]


def blueprint_hash(data: bytes) -> str:
    """What an engine would be built from, for the bytes of a file."""
    blueprint = build(load(FOLDER / "it.yaml", label="it.yaml", data=data))
    return sha256(repr(blueprint).encode()).hexdigest()


def as_saved(text: str, rng: random.Random) -> bytes:
    """The bytes that an editor makes of a text."""
    return rng.choice(
        (
            text.encode(),
            text.encode(),
            text.replace("\n", "\r\n").encode(),
            b"\xef\xbb\xbf" + text.encode(),
            text.encode("utf-16"),
        )
    )


def test_three_hundred_scenarios_keep_meaning_and_comments_and_are_laid_out_once(test_seed: int) -> None:
    rng = random.Random(test_seed)
    for number in range(300):
        scribe = Scribe(rng)
        plain = varied(rng)
        text = scribe.scribbled(plain)
        data = as_saved(text, rng)
        tree, _ = parse_tree(data, "it.yaml")
        assert tree.plain() == plain, f"seed {test_seed}, {number}: the test writes it wrongly"
        made = formatted(data, "it.yaml")
        assert not formatted(made.data, "it.yaml").changed, f"seed {test_seed}, {number}"
        assert blueprint_hash(made.data) == blueprint_hash(data), f"seed {test_seed}, {number}"
        begin = 0
        for comment in sorted(scribe.comments, key=text.index):
            begin = made.after.index(comment, begin) + len(comment)
            assert made.after[begin] == "\n", f"seed {test_seed}, {number}: {comment}"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_the_shipped_files_are_laid_out(path: Path) -> None:
    assert not formatted(path.read_bytes(), path.name).changed


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a:   1", "a: 1\n"),
        ("a: {b:   1,c: 2 }", None),
        ("a: { b: 1,   c:  [ 2,3 ] }\n", "a: {b: 1, c: [2, 3]}\n"),
        ("a:\n- 1\n-   2\n", "a:\n  - 1\n  - 2\n"),
        ("a:\n      b: 1\n      c: 2\n", "a:\n  b: 1\n  c: 2\n"),
        ("long: 1\na:    2\n", "long: 1\na:    2\n"),
        ("longer: 1\na:    2\n", "longer: 1\na:      2\n"),
        ("longer: 1\na:    2\nb: 3\nc: 3\n", "longer: 1\na: 2\nb: 3\nc: 3\n"),
        ("longer: 1\n\na:    2\n", "longer: 1\n\na: 2\n"),
        ("a: 1   # x\nbcd: 2   # y\nc: 1\t# z\n", "a: 1  # x\nbcd: 2  # y\nc: 1  # z\n"),
        ("a: 1   # x\nbc: 2  # y\n", "a: 1   # x\nbc: 2  # y\n"),
        ("\n\na: 1\n\n\n\nb: 2\n\n", "a: 1\n\nb: 2\n"),
        ("a: |\n     x\n       y\n", "a: |\n  x\n    y\n"),
        ("a: |2\n   x\n  y\n", "a: |2\n   x\n  y\n"),
        ("a:\n    b: |4\n         x\n", "a:\n  b: |4\n       x\n"),
        ("a: |+\n  x\n\n\nb: 1\n", "a: |+\n  x\n\n\nb: 1\n"),
        ("a: |\n  x\n\n\nb: 1\n", "a: |\n  x\n\nb: 1\n"),
        ("a: 'x\n\n\n      y'\n", "a: 'x\n\n\n  y'\n"),
        ('a: "x\\  \n   y"\n', 'a: "x\\  \n  y"\n'),
        ("a: {b: 1,\n  c: 2,\n d: 3}\n", "a: {b: 1,\n    c: 2,\n    d: 3}\n"),
        ("a: {\n b: 1\n}\n", "a: {\n    b: 1\n  }\n"),
        ("a: [{\nb: 1}]\n", None),
        ("a:\n# x\n- 1\n# y\n- 2\n# z\nb: 1\n", "a:\n  # x\n  - 1\n  # y\n  - 2\n# z\nb: 1\n"),
        ("a:\n    - b: 1\n      # x\n      c: 2\n    # y\n\n# z\n", "a:\n  - b: 1\n    # x\n    c: 2\n  # y\n\n# z\n"),
        ("a: &x {b: 1}\nc: *x\n", "a: &x {b: 1}\nc: *x\n"),
        ("a: {b: , c: }\n", "a: {b: , c: }\n"),
        ("? a\n:   1\n", "? a\n: 1\n"),
        ("a:\n  - - 1\n    - 2\n", "a:\n  - - 1\n    - 2\n"),
        ("---\na: 1\n...\n", "---\na: 1\n...\n"),
        ("a: |\n  no line end", "a: |\n  no line end"),
        ('{"a":1,"b":[2]}', '{"a": 1, "b": [2]}\n'),
    ],
)
def test_what_the_layout_is(text: str, made: str | None) -> None:
    done = formatted(text.encode(), "it.yaml")
    assert made is None or done.after == made
    assert not formatted(done.data, "it.yaml").changed


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: [1\n", "E104"),
        (b"a: \xff\n", "E106"),
        (b"a: 1\n\tb: 2\n", "E104"),
        (b"", "E101"),
        ("a: x\u2028b: 2\n".encode(), "E116"),
        (b"a: 1\n---\nb: 2\n", "E103"),
    ],
)
def test_what_cannot_be_laid_out_is_told(data: bytes, code: str) -> None:
    with pytest.raises(ScenarioError) as told:
        formatted(data, "it.yaml")
    assert [problem.code for problem in told.value.problems] == [code]


def test_line_ends_of_windows_stay_and_mixed_ones_become_one_kind() -> None:
    assert formatted(b"a:  1\r\nb: 2\r\n", "x").data == b"a: 1\r\nb: 2\r\n"
    assert formatted(b"a:  1\r\nb: 2\n", "x").data == b"a: 1\nb: 2\n"
    assert formatted(b"\xef\xbb\xbfa: 1\n", "x").data == b"a: 1\n"


BITS = (
    *"\n\n:#-?,[]{}'\"|>&*!%@ \t",
    "  ",
    "\n  ",
    "\n\n",
    ": ",
    "- ",
    " #",
    "|2\n",
    ">-\n",
    "? ",
    "&a ",
    "*a",
    "---\n",
    "\r\n",
    "é",
)


@pytest.mark.parametrize(
    "text",
    [
        "summary: >\n  \n",
        "summary: >\n     \ntitle: x\n",
        "summary: |+\n    \n  \ntitle: x\n",
        "a:\n  b: >\n     \n  c: x\n",
    ],
)
def test_a_block_text_of_nothing_but_blanks_is_laid_out_once_and_for_all(text: str) -> None:
    made = formatted(text.encode(), "it.yaml")
    assert not formatted(made.data, "it.yaml").changed
    assert parse_tree(made.data, "it.yaml")[0].plain() == parse_tree(text.encode(), "it.yaml")[0].plain()


def test_texts_with_bits_put_in_anywhere_are_laid_out_or_refused(test_seed: int) -> None:
    """What the loader reads is laid out once and for all, or refused in words; nothing else may come of it."""
    rng = random.Random(test_seed)
    source = (FOLDER / "first_steps.yaml").read_text(encoding="utf-8").split("\n")
    laid, refused = 0, list[str]()
    for number in range(1500):
        begin = rng.randrange(len(source) - 6)
        text = "\n".join(source[begin : begin + rng.randint(2, 6)]) + "\n"
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(text) + 1)
            text = text[:at] + rng.choice(BITS) + text[at:]
        data = text.encode()
        try:
            parse_tree(data, "it.yaml")
        except ScenarioError:
            continue
        try:
            made = formatted(data, "it.yaml")
        except ScenarioError as error:
            refused.append(error.problems[0].code)
            continue
        laid += 1
        assert not formatted(made.data, "it.yaml").changed, f"seed {test_seed}, {number}: {text!r}"
    assert laid > 100
    assert set(refused) <= {"E116"}
    assert len(refused) <= laid // 20, f"seed {test_seed}: {len(refused)} refused of {laid}"
