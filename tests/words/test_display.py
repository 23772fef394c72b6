"""What reaches a terminal of somebody else's text (robustness sheet, section 4): nothing that a terminal would obey.

Held against Unicode's own categories and a list of escapes by hand.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.blueprint.build import inspect
from simulator.cli.out import complain, dump, say
from simulator.display import MOST_MARKS, shown
from simulator.scenario.load import load
from tests.builders import a_scenario, text_of

SHOWN = [
    ("plain text, as it was", "plain text, as it was"),
    ("", ""),
    ("two\nlines", "two\nlines"),
    ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
    ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
    ("a\0b\tc\rd\x7f", "a␀b␉c␍d␡"),
    ("\x9b31m\x85", "\ufffd31m\ufffd"),
    ("right\u202eleft\u202c", "right\ufffdleft\ufffd"),
    ("\u2066a\u2069\u061c\u200e", "\ufffda\ufffd\ufffd\ufffd"),
    ("a\u200bb\u200cc\u200dd\ufeffe\u2060f\u00adg", "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg"),
    ("tag\U000e0041\U000e007f", "tag\ufffd\ufffd"),
    ("line\u2028para\u2029", "line\ufffdpara\ufffd"),
    ("\ue000\U000f0000", "\ufffd\ufffd"),
    ("\ud800", "\ufffd"),
    ("e\u0301", "\u00e9"),
    ("Ἀθῆναι Київ 北京 العربية", "Ἀθῆναι Київ 北京 العربية"),
    ("[/red] [@click=app.quit]", "[/red] [@click=app.quit]"),
    ("z" + "\u0335" * 300, "z" + "\u0335" * MOST_MARKS),
    ("z" + "\u0335" * 9 + "y" + "\u0335" * 9, "z" + "\u0335" * MOST_MARKS + "y" + "\u0335" * MOST_MARKS),
    ("z" + "\u20dd" * 20, "z" + "\u20dd" * MOST_MARKS),
    ("\u0335" * 9 + "y", "\u25cc" + "\u0335" * MOST_MARKS + "y"),
    ("\n\u0335", "\n\u0335"),
]


def test_marks_are_capped_where_one_text_is_printed_behind_another() -> None:
    whole = shown("z" + "\u0335" * MOST_MARKS) + shown("\u20dd" * MOST_MARKS)
    assert _longest_run_of_marks(whole) == MOST_MARKS


@pytest.mark.parametrize(("text", "expected"), SHOWN, ids=[ascii(row[0])[:40] for row in SHOWN])
def test_what_a_terminal_would_obey_is_shown_as_a_picture(text: str, expected: str) -> None:
    assert shown(text) == expected


UNSAFE = [
    chr(c) for c in (*range(0x20), *range(0x7F, 0xA0), 0xAD, 0x61C, 0x200B, 0x200D, 0x202E, 0x2028, 0x2066, 0xFEFF)
]
ODD = st.sampled_from([*UNSAFE, "\u0301", "\u0335", "\u20dd", "\U000e0041", "\ue000", "a", "é", "\n", "\U0001f469"])
TEXTS = st.text(max_size=60) | st.lists(ODD, max_size=60).map("".join)


def _longest_run_of_marks(text: str) -> int:
    longest = run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        longest = max(longest, run)
    return longest


@settings(max_examples=1000, deadline=None)
@given(text=TEXTS)
def test_nothing_shown_is_a_control_a_format_or_an_unassigned_character(text: str) -> None:
    found = shown(text)
    categories = {unicodedata.category(char) for char in found if char != "\n"}
    assert not categories & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert found.count("\n") == text.count("\n")
    assert _longest_run_of_marks(found) <= MOST_MARKS
    found.encode()  # can be written anywhere


@settings(max_examples=500, deadline=None)
@given(text=TEXTS)
def test_what_is_shown_once_is_shown_the_same_again(text: str) -> None:
    assert unicodedata.normalize("NFC", shown(shown(text))) == unicodedata.normalize("NFC", shown(text))


@settings(max_examples=500, deadline=None)
@given(text=st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=60))
def test_letters_of_every_script_are_left_as_they_are(text: str) -> None:
    assert shown(text) == unicodedata.normalize("NFC", text)


@settings(max_examples=300, deadline=None)
@given(before=TEXTS, after=TEXTS)
def test_lines_are_shown_one_by_one(before: str, after: str) -> None:
    # a mark that begins a line has nothing to stand on, so it cannot change the line before
    assert shown(f"{before}\n{after}").split("\n")[: before.count("\n") + 1] == shown(before).split("\n")


def test_every_character_that_is_shown_as_a_picture_is_a_picture_of_its_own_or_the_sign_for_none() -> None:
    for code in range(0x20):
        char = chr(code)
        expected = "\n" if char == "\n" else chr(0x2400 + code)
        assert shown(char) == expected
        if char != "\n":
            assert unicodedata.name(shown(char)).startswith("SYMBOL FOR ")
    assert unicodedata.name(shown("\x7f")) == "SYMBOL FOR DELETE"


def test_everything_that_is_printed_goes_through_this_door(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\x1b[31m")
    complain("b\u202e")
    dump({"c": "\x1b\u202e"})
    printed = capsys.readouterr()
    assert printed.out.startswith("a␛[31m\n")
    assert printed.err == "b\ufffd\n"
    assert "\x1b" not in printed.out
    assert r"\u001b\u202e" in printed.out


@pytest.mark.parametrize(
    "char",
    [
        *["\x1b", "\x07", "\x7f", "\x9b", "\u200b", "\u200e", "\u202e", "\u2028", "\u2066", "\u2060", "\U000e0041"],
        *["\u061c", "\u00ad", "\u180e", "\u206a", "\ufff9", "\ue000"],
    ],
    ids=ascii,
)
def test_an_author_is_warned_of_a_character_that_will_be_shown_as_a_picture(char: str, tmp_path: Path) -> None:
    assert shown(f"a{char}b") != f"a{char}b"
    path = tmp_path / "exercise.yaml"
    path.write_text(text_of(a_scenario(summary=f"a{char}b")), encoding="utf-8")
    document = load(path, label=path.name)
    inspect(document)
    assert [p.code for p in document.problems] == ["W306"]


@pytest.mark.parametrize("char", ["é", "北", "\u0301", "–", "\U0001f469", "\u00a0"])
def test_an_author_is_not_warned_of_a_character_that_is_shown_as_it_is(char: str, tmp_path: Path) -> None:
    path = tmp_path / "exercise.yaml"
    path.write_text(text_of(a_scenario(summary=f"a{char}b")), encoding="utf-8")
    document = load(path, label=path.name)
    inspect(document)
    assert document.problems == []
