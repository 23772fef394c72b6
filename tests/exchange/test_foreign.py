"""Somebody else's workbooks: twelve layouts with the heads and quirks of the field, every row accounted for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.cli import main
from simulator.errors import ScenarioError
from simulator.exchange.delimited import read_delimited
from simulator.exchange.foreign import Choices, read_foreign
from simulator.exchange.msel import Read
from simulator.exchange.recognise import mapping_of, recognised, tables_of
from simulator.exchange.tables import Book
from simulator.exchange.workbook import read_workbook
from tests.builders import build_of

openpyxl = pytest.importorskip("openpyxl", reason="the extra exchange is not installed")
day = datetime.fromisoformat
Rows = list[list[Any]]


@dataclass(frozen=True)
class Layout:
    """A workbook: its sheets, and what must come out of it: the times, and the codes of what is said."""

    sheets: dict[str, Rows]
    times: list[str]
    codes: list[str]
    choices: Choices = Choices()
    change: Callable[[Any], None] = lambda book: None


USUAL = Choices()
PLAIN = ["MSEL #", "INJECT DTG", "SUBJECT", "EVENT DESCRIPTION", "SEND TO (RECIPIENT PLAYERS)"]
LAYOUTS: dict[str, Layout] = {
    "heads not on top, a date and a time, method and type": Layout(
        {
            "MSEL": [
                ["Exercise:", "Dry River"],
                [],
                [
                    "MSEL NUMBER",
                    "DATE",
                    "Time",
                    "EVENT TYPE",
                    "Event Summary",
                    "Sent From",
                    "Target",
                    "INJECT MODE",
                    "DESCRIPTION/SCRIPT",
                ],
                ["1", day("2031-02-01"), time(8), "Administrative", "STARTEX", "EXCON", "JOC", "Verbal", "Begin"],
                ["2", day("2031-02-01"), 0.375, "Contextual", "News", "Radio", "JOC; Police", "Radio", "Two\nlines"],
            ]
        },
        ["H+0:00", "H+1:00"],
        ["N708"],
    ),
    "date-time groups with a zone": Layout(
        {
            "MSEL": [
                PLAIN,
                ["1", "010800B FEB 31", "a", "b", "JOC"],
                ["2", "010930BFEB31", "a", "b", "JOC"],
                ["3", "01 1000Z Feb 2031", "a", "b", "JOC"],
            ]
        },
        ["H+0:00", "H+1:30", "H+4:00"],
        ["N708"],
    ),
    "offsets from the hour": Layout(
        {
            "S": [
                ["EVENT #", "Offset", "Title", "To"],
                ["5", "H+0:20", "a", "JOC"],
                ["5-A", "T+1", "b", "JOC"],
                ["6", "M-5", "c", "JOC"],
            ]
        },
        ["H+0:20", "H+1:00"],
        ["E707", "N708"],
    ),
    "a day column, times as four figures, over midnight": Layout(
        {
            "S": [
                ["No.", "Day", "Time (0600-1800)", "Description", "To"],
                [1, "Day 1", 800, "a", "JOC"],
                [2, None, "2330", "b", "JOC"],
                [3, "Day 2", "0030 hrs", "c", "JOC"],
            ]
        },
        ["H+0:00", "H+15:30", "H+16:30"],
        ["N708", "N708", "N708"],
    ),
    "banners between days, the head repeated": Layout(
        {
            "S": [
                ["No", "Time", "Inject", "To"],
                ["DAY 1"],
                [1, "08:00", "a", "JOC"],
                ["No", "Time", "Inject", "To"],
                ["DAY 2"],
                [2, "07:00", "b", "JOC"],
            ]
        },
        ["H+0:00", "H+23:00"],
        ["N706", "N706", "N706", "N708", "N708", "N708"],
    ),
    "dates that could be two": Layout(
        {"S": [["ID", "Date", "Time", "Description", "To"], ["A", "03/04/2031", "8:00 AM", "a", "JOC"]]},
        [],
        ["E707", "E706", "N708"],
    ),
    "dates that could be two, and somebody said": Layout(
        {
            "S": [
                ["ID", "Date", "Time", "Description", "To"],
                ["A", "03/04/2031", "8:00 AM", "a", "JOC"],
                ["B", "04/04/2031", "8:00 PM", "a", "JOC"],
            ]
        },
        ["H+0:00", "H+36:00"],
        ["N708", "N708"],
        Choices(dates="dmy"),
    ),
    "two sheets of injects and one of contacts": Layout(
        {
            "Day 1": [PLAIN, ["1", "2031-02-01 08:00", "a", "b", "JOC"]],
            "Contacts": [["Function", "Room"], ["Chief", 3]],
            "Day 2": [PLAIN, ["2", "2 Feb 2031 08:00", "a", "b", "JOC"]],
        },
        ["H+0:00", "H+24:00"],
        ["N705", "N708", "N708"],
    ),
    "rows that lack what they must have": Layout(
        {
            "S": [
                PLAIN,
                ["1", "2031-02-01 08:00", "a", "b", "JOC"],
                ["2", None, "no time", "b", "JOC"],
                ["3", "2031-02-01 09:00", None, None, "JOC"],
                ["4", "2031-02-01 09:00", "a", "b", None],
                [None, "2031-02-01 10:00", "a", "b", "JOC"],
            ]
        },
        ["H+0:00", "H+1:00", "H+2:00"],
        ["N708", "N708", "E706", "E706", "N706", "N708"],
    ),
    "columns that mean nothing, far to the right": Layout(
        {"S": [[*PLAIN, "Cost"], ["1", "2031-02-01 08:00", "a", "b", "JOC", 5]]},
        ["H+0:00"],
        ["N705", "N705", "N708", "N708"],
        change=lambda book: book["S"].cell(2, 16_384, "stray"),
    ),
    "merged dates, every field that becomes a note": Layout(
        {
            "S": [
                [
                    "SourceReference",
                    "Date",
                    "ScheduledTime",
                    "Description",
                    "Target",
                    "CONTROLLER",
                    "STATUS",
                    "LocationName",
                    "Inject Author",
                    "NOTES/REMARKS",
                    "EXPECTED ACTION/OUTCOMES",
                    "1st Objective Supported",
                ],
                [
                    1,
                    day("2031-02-01"),
                    time(8),
                    "a",
                    "JOC",
                    "EXCON 1",
                    "Ready",
                    "Gate",
                    "Author",
                    "n",
                    "• Move within 20 min\n• Tell",
                    "Protect people",
                ],
                [2, None, time(9), "b", "JOC", None, None, None, None, None, None, None],
            ]
        },
        ["H+0:00", "H+1:00"],
        ["N702", "N708", "N708", "N708"],
        change=lambda book: book["S"].merge_cells("B2:B3"),
    ),
    "five hundred rows": Layout(
        {"S": [PLAIN, *[[str(i), f"H+{i // 60}:{i % 60:02d}", "a", f"line\n{i}", "JOC / Police"] for i in range(500)]]},
        [f"H+{i // 60}:{i % 60:02d}" for i in range(500)],
        ["N708"],
    ),
}


def made(layout: Layout) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in layout.sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    layout.change(book)
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def read_of(book: Book, choices: Choices = USUAL) -> tuple[Read, set[tuple[str, int]]]:
    """What was read, and the rows (sheet, number) below a head."""
    tables = recognised(book)
    below = {(t.sheet.name, row) for t in tables for row in t.sheet.rows if row > t.head}
    return read_foreign(book, tables, "A test", choices), below


def spoken_of(read: Read) -> set[tuple[str, int]]:
    """Rows that became an inject or are named in what was said."""
    texts = [*read.places, *(p.message for p in read.problems if p.code in ("E706", "E707", "N706"))]
    return {(sheet, int(row)) for text in texts for sheet, row in re.findall(r"([\w ]+)!\w*?[A-Z]+(\d+)", text)}


def test_there_are_twelve() -> None:
    assert len(LAYOUTS) == 12


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_row_of_a_foreign_workbook_is_an_inject_or_is_said_by_address(name: str) -> None:
    layout = LAYOUTS[name]
    read, below = read_of(read_workbook(made(layout)), layout.choices)
    assert [inject["at"] for inject in read.msel] == layout.times
    assert sorted(p.code for p in read.problems) == sorted(layout.codes), [p.message for p in read.problems]
    assert spoken_of(read) == below


@pytest.mark.parametrize("name", [name for name, layout in LAYOUTS.items() if layout.times])
def test_what_comes_out_checks_clean_and_builds(name: str) -> None:
    layout = LAYOUTS[name]
    read, _ = read_of(read_workbook(made(layout)), layout.choices)
    blueprint = build_of({**read.facts, "startex": 1, "msel": read.msel})
    assert len(blueprint.injects) == len(layout.times)
    assert not blueprint.places


def test_what_the_language_has_no_field_for_stands_in_the_notes() -> None:
    read, _ = read_of(read_workbook(made(LAYOUTS["merged dates, every field that becomes a note"])))
    first = read.msel[0]
    assert first["notes"].split("\n") == [
        "n", "Status: Ready", "Controller: EXCON 1", "Location: Gate", "Author: Author",
    ]  # fmt: skip
    assert first["expects"] == [
        {"action": "Move within 20 min", "within": "20 min"},
        {"action": "Tell", "within": "30 min"},
    ]
    assert read.facts["objectives"] == [{"id": first["objective"], "text": "Protect people"}]


def test_the_far_cell_is_said_by_its_address() -> None:
    read, _ = read_of(read_workbook(made(LAYOUTS["columns that mean nothing, far to the right"])))
    assert any("S!XFD2" in p.message for p in read.problems)
    assert any("S!F2" in p.message for p in read.problems)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_read_with_its_separator_and_encoding(separator: str, encoding: str) -> None:
    text = separator.join(["No", "Time", "Description", "To"]) + "\n" + separator.join(["1", "08:00", "Café", "JOC"])
    read, _ = read_of(read_delimited(text.encode(encoding)))
    assert [(inject["at"], inject["text"]) for inject in read.msel] == [("H+0:00", "Café")]


def startex(*words: str | Path) -> int:
    return main([str(word) for word in words])


def test_a_mapping_is_shown_then_kept_then_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    layout = LAYOUTS["columns that mean nothing, far to the right"]
    source, out, kept = tmp_path / "f.xlsx", tmp_path / "s.yaml", tmp_path / "m.yaml"
    source.write_bytes(made(layout))
    assert startex("msel", "import", source, "--out", out) == 2
    assert "SUBJECT: title" in capsys.readouterr().err
    assert startex("msel", "import", source, "--out", out, "--mapping", kept) == 0
    assert not out.exists()
    said = yaml.safe_load(kept.read_text(encoding="utf-8"))
    assert said["sheets"]["S"]["columns"]["Cost"] == "-"
    kept.write_text(kept.read_text(encoding="utf-8").replace("Cost: '-'", "Cost: notes"), encoding="utf-8")
    assert startex("msel", "import", source, "--out", out, "--mapping", kept) == 0
    assert yaml.safe_load(out.read_text(encoding="utf-8"))["msel"][0]["notes"] == "5"
    assert startex("check", out) == 0
    assert startex("run", out) == 0


def test_a_mapping_that_does_not_fit_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, kept = tmp_path / "f.xlsx", tmp_path / "m.yaml"
    source.write_bytes(made(LAYOUTS["offsets from the hour"]))
    kept.write_text("sheets: {S: {head: row 1, columns: {Tytle: title, To: who}}}", encoding="utf-8")
    assert startex("msel", "import", source, "--out", tmp_path / "s.yaml", "--mapping", kept) == 3
    said = capsys.readouterr().err
    assert "Tytle" in said
    assert "no field who" in said


def test_rows_that_are_wrong_stop_the_import_until_somebody_leaves_them_out(tmp_path: Path) -> None:
    source, out = tmp_path / "f.xlsx", tmp_path / "s.yaml"
    source.write_bytes(made(LAYOUTS["rows that lack what they must have"]))
    assert startex("msel", "import", source, "--out", out, "--yes") == 3
    assert not out.exists()
    assert startex("msel", "import", source, "--out", out, "--yes", "--leave-out") == 0
    assert startex("check", out) == 0


def test_a_workbook_laid_into_its_scenario_changes_the_msel_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, out, again = tmp_path / "a.xlsx", tmp_path / "b.yaml", tmp_path / "c.xlsx"
    assert startex("msel", "export", "first_steps", book) == 0
    opened = openpyxl.load_workbook(book)
    opened["MSEL"]["B2"] = "H+0:07"
    opened.save(book)
    capsys.readouterr()
    assert startex("msel", "import", book, "--into", "first_steps", "--out", out) == 0
    assert "~ I-1 Planned time: 'H+0:05' -> 'H+0:07'" in capsys.readouterr().out
    shipped = yaml.safe_load((Path(__file__).parents[2] / "scenarios" / "first_steps.yaml").read_text(encoding="utf-8"))
    new = yaml.safe_load(out.read_text(encoding="utf-8"))
    assert new["msel"][0]["at"] == "H+0:07"
    assert {**new, "msel": 0} == {**shipped, "msel": 0}
    assert startex("check", out) == 0
    assert startex("msel", "export", out, again) == 0
    assert startex("msel", "export", out, again) == 2


GROUPED: Rows = [
    ["Exercise:", "Dry River"],
    ["No", "Planned", None, "Delivery", None, None, "Content", None, "Actual", None],
    [None, "Date", "Time", "From", "To", "Method", "Subject", "Description", "Time", "Response"],
    [1, "2031-02-01", "08:00", "HQ", "JOC", "Radio", "News", "A crowd", "08:05", "They went"],
    ["No", "Planned", None, "Delivery", None, None, "Content", None, "Actual", None],
    [None, "Date", "Time", "From", "To", "Method", "Subject", "Description", "Time", "Response"],
    [2, "2031-02-01", "09:30", "HQ", "JOC", "Phone", "More", "Another", None, None],
]
FULL = [
    ["Delivery", None, None, None, None],
    ["To", "Time", "Subject", "Description", "From"],
    ["a", "08:00", "b", "c", "d"],
]


def merged(*ranges: str) -> Callable[[Any], None]:
    return lambda book: [book["S"].merge_cells(one) for one in ranges] and None


@pytest.mark.parametrize("change", [merged(), merged("A2:A3", "B2:C2", "D2:F2", "G2:H2", "I2:J2")], ids=["", "merged"])
def test_a_row_of_groups_above_the_heads_is_a_part_of_the_head(change: Callable[[Any], None]) -> None:
    """A number over both rows, and two times that only their groups tell apart."""
    book = read_workbook(made(Layout({"S": GROUPED}, [], [], change=change)))
    [table] = recognised(book)
    assert (table.first, table.head, table.grouped) == (2, 3, True)
    said = mapping_of([table])["sheets"]["S"]
    assert said["head"] == "rows 2 and 3"
    assert said["columns"] == {
        "No": "id", "Planned / Date": "date", "Planned / Time": "at", "Delivery / From": "from", "Delivery / To": "to",
        "Delivery / Method": "means", "Content / Subject": "title", "Content / Description": "text",
        "Actual / Time": "actual_time", "Actual / Response": "actual_response",
    }  # fmt: skip
    read, below = read_of(book)
    assert [(inject["id"], inject["at"], inject["means"]) for inject in read.msel] == [
        ("1", "H+0:00", "radio"), ("2", "H+1:30", "phone"),
    ]  # fmt: skip
    assert read.msel[0]["notes"].split("\n") == ["Actual time: 08:05", "Actual response: They went"]
    assert spoken_of(read) == below
    assert "N702" not in [p.code for p in read.problems], "a head that is merged loses nothing"
    assert read.facts["title"] == "Dry River"
    kept = tables_of(book, mapping_of([table]), "m.yaml")
    assert kept == [table]


def test_a_row_of_groups_over_heads_that_say_enough_is_shown_with_them() -> None:
    rows = [["Planning", None, "Content", None, None], *FULL[1:]]
    book = read_workbook(made(Layout({"S": rows}, [], [], change=merged("A1:B1", "C1:E1"))))
    assert [*recognised(book)[0].heads.values()][:3] == ["Planning / To", "Planning / Time", "Content / Subject"]


def test_a_label_above_the_heads_is_no_group() -> None:
    book = read_workbook(made(Layout({"S": [["Exercise:", "Dry River"], *FULL[1:]]}, [], [])))
    assert not recognised(book)[0].grouped
    assert read_of(book)[0].facts["title"] == "Dry River"


def test_a_title_that_is_merged_over_the_whole_table_is_no_row_of_groups() -> None:
    book = read_workbook(made(Layout({"S": FULL}, [], [], change=merged("A1:E1"))))
    assert not recognised(book)[0].grouped
    assert any("S!A1 'Delivery' stands above the table" in p.message for p in read_of(book)[0].problems)


def test_a_mapping_of_two_rows_that_do_not_follow_each_other_is_refused() -> None:
    book = read_workbook(made(Layout({"S": GROUPED}, [], [])))
    with pytest.raises(ScenarioError):
        tables_of(book, {"sheets": {"S": {"head": "rows 1 and 3", "columns": {"No": "id"}}}}, "m.yaml")
