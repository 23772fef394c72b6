"""Rows B80 to B93 of the table of bad input: what is no workbook, what would unfold, what must be said by address."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from simulator.cli import main
from simulator.errors import ExitStatus, ScenarioError
from simulator.exchange.limits import measured
from simulator.exchange.workbook import read_workbook

openpyxl = pytest.importorskip("openpyxl", reason="the extra exchange is not installed")

HEAD = ["Number", "Date/Time", "Description", "To"]


def a_workbook(*rows: list[Any], change: Any = None) -> bytes:
    """A workbook of somebody else; ``change`` gets the sheet."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "S"
    for row in (HEAD, *rows):
        sheet.append(row)
    if change:
        change(sheet)
    held = BytesIO()
    made.save(held)
    return held.getvalue()


def packed(data: bytes, **parts: bytes) -> bytes:
    """The same workbook with parts replaced or added: ``sheet1`` is the first sheet."""
    names = {"sheet1": "xl/worksheets/sheet1.xml", "macros": "xl/vbaProject.bin", "more": "xl/media/more.xml"}
    new = {names[name]: content for name, content in parts.items()}
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in old.infolist():
            if entry.filename not in new:
                made.writestr(entry.filename, old.read(entry))
        for name, content in new.items():
            made.writestr(name, content)
    return held.getvalue()


def sheet(cells: str, after: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData>{after}</worksheet>'.encode()


ROW = [1, datetime.fromisoformat("2031-02-01T08:00"), "A crowd gathers", "ops"]
GOOD = a_workbook(ROW)
NOISE = bytes(range(256)) * 40
FAR = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
REFUSED: list[tuple[str, bytes, ExitStatus, str]] = [
    ("B81 not zip", b"startex: 1\n", ExitStatus.SCENARIO, "not a workbook"),
    ("B81 empty", b"", ExitStatus.SCENARIO, "not a workbook"),
    ("B82 truncated", GOOD[: len(GOOD) // 2], ExitStatus.SCENARIO, "damaged or cut off"),
    ("B82 a part is damaged", GOOD[:60] + bytes(200) + GOOD[260:], ExitStatus.SCENARIO, "damaged or cut off"),
    ("B83 encrypted", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ExitStatus.SCENARIO, "without a password"),
    ("B84 bomb by ratio", packed(GOOD, more=bytes(40_000_000)), ExitStatus.LIMIT, "more than 100 times"),
    ("B84 bomb by size", packed(GOOD, more=NOISE * 5000), ExitStatus.LIMIT, "unfolds to more than"),
    ("B85 the far corner", packed(GOOD, sheet1=sheet(FAR)), ExitStatus.LIMIT, "row 1048576"),
    ("B86 an entity", packed(GOOD, sheet1=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), ExitStatus.SCENARIO, "entity"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "status", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_workbook_or_would_unfold_is_refused(data: bytes, status: ExitStatus, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_workbook(data)
    assert caught.value.exit_status == status
    assert said in str(caught.value)


def test_a_file_that_lies_about_its_size_is_counted_while_it_streams() -> None:
    """The declared size is rewritten in the directory and in the entry."""
    data = bytearray(packed(GOOD, more=NOISE * 50))
    size = len(NOISE * 50).to_bytes(4, "little")
    lied = bytes(data).replace(size, (1000).to_bytes(4, "little"))
    assert lied != bytes(data)
    with pytest.raises(ScenarioError):
        measured(lied)


def test_two_hundred_and_one_parts_are_too_many() -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for number in range(201):
            made.writestr(f"{number}", b"")
    with pytest.raises(ScenarioError) as caught:
        measured(held.getvalue())
    assert caught.value.exit_status == ExitStatus.LIMIT


def test_a_merged_range_of_every_cell_costs_nothing() -> None:
    """A reader that walks it would not come back."""
    after = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
    book = read_workbook(packed(GOOD, sheet1=sheet(cells, after)))
    assert ["S!A1:XFD1048576 is merged" in p.message for p in book.problems] == [True]


def test_macros_are_said_and_not_looked_at() -> None:
    assert [p.code for p in read_workbook(packed(GOOD, macros=b"x")).problems] == ["N704"]


def test_a_formula_counts_by_its_stored_value_and_is_said_where_it_has_none() -> None:
    known = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+2</f></c><c r="C1"><f>1+3</f><v></v></c></row>'
    book = read_workbook(packed(GOOD, sheet1=sheet(known)))
    assert book.sheets[0].rows == {1: {1: 2}}
    assert [(p.code, p.message[:4]) for p in book.problems] == [("E704", "S!B1"), ("E704", "S!C1")]


def test_merged_and_hidden_cells_are_said_by_address() -> None:
    def _odd(part: Any) -> None:
        part.merge_cells("C2:D2")
        part.row_dimensions[2].hidden = True
        part.column_dimensions["B"].hidden = True

    said = [(p.code, p.message) for p in read_workbook(a_workbook(ROW, change=_odd)).problems]
    assert [code for code, _ in said] == ["N702", "N703", "N703"]
    assert "S!C2:D2" in said[0][1]
    assert {"row 2" in said[1][1], "column B" in said[2][1]} == {True}


@pytest.mark.parametrize("epoch", [openpyxl.utils.datetime.WINDOWS_EPOCH, openpyxl.utils.datetime.MAC_EPOCH])
@pytest.mark.parametrize("format", ["yyyy-mm-dd hh:mm", "General"])
def test_a_serial_is_the_same_date_whenever_the_workbook_counts_from(
    epoch: datetime, format: str, tmp_path: Path
) -> None:
    made = openpyxl.Workbook()
    made.epoch = epoch
    serial = openpyxl.utils.datetime.to_excel(datetime.fromisoformat("2031-02-01T08:30"), epoch)
    made.active.append(HEAD)
    made.active.append([1, serial, "A crowd gathers", "ops"])
    made.active["B2"].number_format = format
    made.save(tmp_path / "f.xlsx")
    assert main(["msel", "import", str(tmp_path / "f.xlsx"), "--out", str(tmp_path / "s.yaml"), "--yes"]) == 0
    assert "2031-02-01T08:30:00+00:00" in (tmp_path / "s.yaml").read_text(encoding="utf-8")


def test_where_no_table_looks_like_an_msel_the_heads_that_were_seen_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = openpyxl.Workbook()
    made.active.append(["Apples", "Pears"])
    made.active.append([1, 2])
    made.save(tmp_path / "f.xlsx")
    out = tmp_path / "s.yaml"
    assert main(["msel", "import", str(tmp_path / "f.xlsx"), "--out", str(out), "--yes"]) == 3
    assert "Apples, Pears" in capsys.readouterr().err
    assert not out.exists()
