"""The list of figures leaves nothing out, and names only rows that there are."""

from __future__ import annotations

from tests.backtests.figures import between, clock
from tests.backtests.figures_rows import figures_rows
from tests.backtests.rows import Result, rows
from tests.backtests.table import SOURCES, figures, page

LESSONS = {f"C{number:02}" for number in range(1, 56)}


def test_every_lesson_has_its_numbers_in_the_list_or_none_in_its_words() -> None:
    found = figures()
    named, wordless = {one["at"] for one in found["figure"]}, set(found["wordless"])
    assert {at for at in named if at.startswith("C")} | wordless == LESSONS
    assert not named & wordless
    assert all(at[1:].isdigit() and 1 <= int(at[1:]) <= 13 for at in named - LESSONS)


def test_every_figure_is_held_by_rows_or_says_why_not() -> None:
    ids = {row.id for row in rows()}
    for one in figures()["figure"]:
        assert set(one) <= {"at", "said", "source", "rows", "why"}, one
        assert one["source"] in SOURCES
        assert set(one["rows"]) <= ids, f"{one['said']}: there is no row {set(one['rows']) - ids}"
        assert one["rows"] or one.get("why"), f"{one['said']} is held by nothing, and nobody says why"


def test_every_row_of_a_figure_stands_in_the_list() -> None:
    named = {name for one in figures()["figure"] for name in one["rows"]}
    assert [row.id for row in figures_rows() if row.id not in named] == []


def test_every_finding_is_one_of_a_row() -> None:
    assert set(figures()["findings"]) <= {row.id for row in rows()}


def test_no_two_rows_have_one_name() -> None:
    ids = [row.id for row in rows()]
    assert len(ids) == len(set(ids))


def test_the_page_shows_every_row_and_every_figure() -> None:
    text = page([(row, Result("measured so", met=row.id != "fom.week")) for row in rows()])
    assert all(one["said"] in text for one in figures()["figure"])
    assert all(row.claim in text for row in rows())
    assert text.count("**no**") == 2, "in its own table, and in the list"
    assert text.count("Not explained.") == 1, "and among the findings"


def test_a_figure_is_judged_by_its_range() -> None:
    assert between([1, 2, 6], 2, 4, "days") == ("mean 3.0 days, of 3", True)
    assert between([1, 2, 60], 2, 4, "days", "median") == ("median 2.0 days, of 3", True)
    assert between([], 0, 1, "days") == ("no days", False)
    assert (clock(14.5 * 3600, "16:00"), clock(5400, "09:30")) == ("06:30", "11:00")
