"""Our own MSEL files: out of a scenario and back, word for word; and nothing in them becomes a formula."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from simulator.exchange.columns import OWN
from simulator.exchange.delimited import read_delimited, write_delimited
from simulator.exchange.msel import changes, facts_rows, msel_rows, read_own
from simulator.exchange.workbook import read_workbook, write_workbook
from simulator.scenario.library import shipped
from simulator.scenario.load import load

openpyxl = pytest.importorskip("openpyxl", reason="the extra exchange is not installed")

Msel = list[dict[str, Any]]
PIECES = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "'=x",
    "''",
    "'",
    "a\nb",
    "a\r\nb",
    " padded ",
    "010",
    "1e5",
    "_x0041_",
    "_x005F_",
    "é ü 語 🚒",
    "\u202eabc",
    "[within 5 min]",
    "x [within 5 min; by a]",
    "; by",
    ",",
    '"',
    "[{",
    "<b>&amp;",
    "NULL",
    "~",
    "yes",
    "2031-01-01",
    "\x1b]52;c;x\x07",
    "a\x00b",
    "{{7*7}}",
    "- x",
    "# y",
    "a: b",
    "|",
    "%TAG",
]


def generated(draw: random.Random) -> Msel:
    """An MSEL of a few injects with every field, made of texts that hurt."""

    def _text() -> str:
        return "".join(draw.choice(PIECES) for _ in range(draw.randint(1, 3)))

    def _inject(number: int) -> dict[str, Any]:
        made: dict[str, Any] = {"id": f"I-{number}", "at": f"H+{draw.randint(0, 9)}:30", "type": "contextual"}
        for name in ("title", "from", "text", "script", "storyline", "notes", "when"):
            if draw.random() < 0.6:
                made[name] = _text()
        if draw.random() < 0.5:
            made["to"] = draw.sample(["ops", "police", "010"], draw.randint(1, 3))
        if draw.random() < 0.5:
            made["expects"] = [
                {"action": _text(), "within": "10 min", **draw.choice([{}, {"by": "ops"}, {"option": ["a", "b"]}])}
                for _ in range(draw.randint(1, 3))
            ]
        if draw.random() < 0.3:
            made |= {"repeat": {"every": "5 min", "times": "3"}, "effects": [{"set": "tension", "to": _text()}]}
        return made

    return [_inject(number) for number in range(draw.randint(1, 5))]


def through_a_workbook(rows: list[list[str]]) -> Msel:
    read = read_own(read_workbook(write_workbook({"MSEL": rows}, [c.width for c in OWN])))
    assert read.problems == []
    return read.msel


def through_csv(rows: list[list[str]]) -> Msel:
    read = read_own(read_delimited(write_delimited(rows)))
    assert read.problems == []
    return read.msel


def check(draw: random.Random, count: int) -> None:
    for number in range(count):
        msel = generated(draw)
        rows = msel_rows(msel)
        for through in (through_a_workbook, through_csv):
            back = through(rows)
            assert msel_rows(back) == rows, (number, through.__name__)
            assert changes(msel, back) == []


def test_export_import_export_is_identical(test_seed: int) -> None:
    check(random.Random(test_seed), 60)


@pytest.mark.soak
def test_export_import_export_is_identical_five_hundred_times(test_seed: int) -> None:
    check(random.Random(test_seed), 500)


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_a_shipped_msel_comes_back_as_its_author_wrote_it(path: Path) -> None:
    tree = load(path).tree
    plain, section = tree.plain(), tree.child("msel")
    assert isinstance(plain, dict)
    assert section is not None
    msel = section.plain()
    assert isinstance(msel, list)
    rows, facts = msel_rows(msel), facts_rows(plain)
    read = read_own(read_workbook(write_workbook({"MSEL": rows, "Exercise": facts}, [])))
    assert changes(msel, read.msel) == []
    assert facts_rows(read.facts) == facts
    assert [row["id"] for row in read.msel] == [row["id"] for row in msel]


def test_what_begins_like_a_formula_is_a_text_in_a_workbook() -> None:
    rows = [[column.head for column in OWN], *[[piece] * len(OWN) for piece in PIECES if "\x00" not in piece]]
    rows = [[cell.replace("\x1b", "").replace("\x07", "") for cell in row] for row in rows]
    opened = openpyxl.load_workbook(BytesIO(write_workbook({"MSEL": rows}, [])))
    assert {cell.data_type for row in opened["MSEL"].iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_what_begins_like_a_formula_is_quoted_in_csv() -> None:
    text = write_delimited([["=1+1", "+1", "-1", "@x", "\tx", "safe"]]).decode("utf-8-sig")
    assert text == "'=1+1,'+1,'-1,'@x,'\tx,safe\r\n"


def test_a_control_character_goes_out_as_a_picture() -> None:
    rows = msel_rows([{"id": "I", "type": "contextual", "notes": "a\x00b\x1bc"}])
    assert "a␀b␛c" in rows[1]
    assert through_a_workbook(rows)[0]["notes"] == "a␀b␛c"


def test_a_change_made_in_the_workbook_is_shown_by_inject_and_column() -> None:
    old = [{"id": "I-1", "at": "H+1:00", "type": "contextual", "text": "a"}, {"id": "I-2", "type": "contextual"}]
    new = [{"id": "I-1", "at": "H+2:00", "type": "contextual", "text": "a"}, {"id": "I-3", "type": "contextual"}]
    assert changes(old, new) == ["- I-2 is taken out", "~ I-1 Planned time: 'H+1:00' -> 'H+2:00'", "+ I-3  "]


def test_a_row_of_ours_without_its_number_is_said_by_address() -> None:
    rows = msel_rows([{"id": "I-1", "type": "contextual", "text": "a"}])
    rows[1][0] = ""
    read = read_own(read_workbook(write_workbook({"MSEL": rows}, [])))
    assert [p.code for p in read.problems] == ["E706"]
    assert "MSEL!A2" in read.problems[0].message
