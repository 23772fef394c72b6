"""Exercise time: moments and spans as people write them, held against datetime arithmetic in UTC and by hand."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.catalogue import tr
from simulator.quantities import QuantityError
from simulator.reasons import told_answer, told_reason
from simulator.units import (
    DAY,
    Epoch,
    clock_column,
    format_amount,
    format_clock,
    format_span,
    parse_datetime,
    parse_when,
    told_by_day,
    written_clock,
)

STARTEX = Epoch(datetime(2031, 3, 1, 8, 0, tzinfo=timezone(timedelta(hours=2))))
BERLIN = ZoneInfo("Europe/Berlin")

MOMENTS = [
    ("H+0", 0),
    ("H+1", 3600),
    ("H+1:30", 5400),
    ("H+1:30:15", 5415),
    ("H + 1:30", 5400),
    (" H+1 ", 3600),
    ("H+99999", 99999 * 3600),
    ("H+001:05", 3900),
    ("90 min", 5400),
    ("1 h 30 min", 5400),
    ("2 d", 172800),
    ("D+0", 0),
    ("D+2", 172800),
    ("D+0 08:00", 0),
    ("D+0 8:30", 1800),
    ("D+2 06:00", 2 * 86400 - 2 * 3600),
    ("2031-03-01T08:00+02:00", 0),
    ("2031-03-01T06:00Z", 0),
    ("2031-03-01T06:00:30+00:00", 30),
    ("2031-03-01T10:00", 7200),
    ("2031-03-02", 86400 - 8 * 3600),
    ("010800B MAR 31", 0),
    ("010600Z MAR 31", 0),
    ("010600Z MAR 2031", 0),
    ("010600z mar 31", 0),
    ("010600ZMAR31", 0),
    ("010100N MAR 31", -4 * 3600),  # N is an hour west of Greenwich: 02:00 there, 04:00 here
]


@pytest.mark.parametrize(("text", "at"), MOMENTS, ids=[row[0] for row in MOMENTS])
def test_a_moment_is_whole_seconds_after_startex(text: str, at: int) -> None:
    if at < 0:
        with pytest.raises(QuantityError) as refused:
            parse_when(text, STARTEX)
        assert refused.value.code == "E205"
    else:
        assert parse_when(text, STARTEX) == at


REFUSED = [
    ("1:30", "E204"),
    ("01:30:00", "E204"),
    ("-5 min", "E205"),
    ("H-1", "E205"),
    ("H - 1", "E205"),
    ("D-1", "E205"),
    ("2031-02-28T23:59+02:00", "E205"),
    ("D+0 07:59", "E205"),
    ("", "E203"),
    ("soon", "E203"),
    ("H+", "E203"),
    ("H+1:60", "E203"),
    ("H+1:5", "E203"),
    ("H+100000", "E203"),
    ("D+1 24:00", "E203"),
    ("D+1 6", "E203"),
    ("h+1", "E203"),
    ("5", "E203"),
    ("5 km", "E203"),
    ("2031-02-30", "E207"),
    ("2031-13-01", "E207"),
    ("2031-03-01T25:00", "E207"),
    ("320800B MAR 31", "E207"),
    ("012400B MAR 31", "E207"),
    ("010800B MRZ 31", "E207"),
    ("010800J MAR 31", "E203"),
    ("2201-01-01", "E207"),
    ("1899-12-31", "E207"),
    (".inf", "E206"),
    ("1e400 s", "E206"),
]


@pytest.mark.parametrize(("text", "code"), REFUSED, ids=[repr(row[0]) for row in REFUSED])
def test_a_moment_that_is_none_is_refused_with_a_remedy(text: str, code: str) -> None:
    with pytest.raises(QuantityError) as refused:
        parse_when(text, STARTEX)
    assert refused.value.code == code
    assert refused.value.hint


@pytest.mark.parametrize("text", ["2031-03-01T08:00+02:00", "010800B MAR 31", "D+2 06:00"])
def test_without_a_clock_only_spans_can_be_read(text: str) -> None:
    with pytest.raises(QuantityError):
        parse_when(text)
    assert parse_when("D+2") == 172800
    assert parse_when("H+1:30") == 5400


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, 99999 * 3600))
def test_a_clock_time_is_read_back_as_it_was_written(at: int) -> None:
    assert parse_when(format_clock(at)) == at


@pytest.mark.parametrize(
    ("at", "text"),
    [(0, "H+0:00"), (5, "H+0:00:05"), (60, "H+0:01"), (3600, "H+1:00"), (58800, "H+16:20"), (360000, "H+100:00")]
    + [(-60, "H-0:01"), (-3605, "H-1:00:05")],
)
def test_a_clock_time_is_written_as_people_say_it(at: int, text: str) -> None:
    assert format_clock(at) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (119, "119 s"),
        (119.6, "2 min"),
        (120, "2 min"),
        (149, "2 min"),
        (151, "3 min"),
        (7169, "119 min"),
        (7170, "2 h"),
        (9000, "2 h 30 min"),
        (86400, "24 h"),
        (72 * 3600 - 60, "71 h 59 min"),
        (72 * 3600, "3 days"),
        (30 * 86400, "30 days"),
    ],
)
def test_a_span_is_written_as_people_say_it(seconds: float, text: str) -> None:
    assert format_span(seconds) == text


@settings(max_examples=300, deadline=None)
@given(seconds=st.integers(0, 400 * 86400))
def test_a_written_span_is_near_the_span(seconds: int) -> None:
    # seconds are rounded to minutes from two minutes on, whole hours to days from 72 hours on
    off = 0 if seconds < 120 else 30 if seconds < 72 * 3600 - 30 else 43200 + 3600
    assert abs(parse_when(format_span(seconds)) - seconds) <= off


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "min", "-"),
        (0.256, "share", "26 %"),
        (0.5, "level", "50 %"),
        (12.0, "min", "12 min"),
        (12.34, "min", "12.3 min"),
        (123.4, "people", "123 people"),
        (-5.0, "h", "-5 h"),
        (0.0, "people", "0 people"),
    ],
)
def test_an_amount_is_written_with_its_unit(value: float | None, unit: str, text: str) -> None:
    assert format_amount(value, unit) == text


# dates


LETTERS = {"Z": 0} | dict(zip("ABCDEFGHIKLM", range(1, 13))) | dict(zip("NOPQRSTUVWXY", range(-1, -13, -1)))
"""the zone letters of the field: A to M east of Greenwich without J, N to Y west"""


@pytest.mark.parametrize(("letter", "hours"), LETTERS.items())
def test_every_zone_letter_is_its_number_of_hours(letter: str, hours: int) -> None:
    assert parse_datetime(f"171430{letter} FEB 31") == datetime(
        2031, 2, 17, 14, 30, tzinfo=timezone(timedelta(hours=hours))
    )
    epoch = Epoch(datetime(2031, 2, 17, 14, 30, tzinfo=timezone(timedelta(hours=hours))))
    assert epoch.dtg(0) == f"171430{letter} FEB 31"
    assert epoch.dtg(86400) == f"181430{letter} FEB 31"


def test_a_zone_of_half_an_hour_has_no_letter() -> None:
    epoch = Epoch(datetime(2031, 2, 17, 14, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))))
    assert epoch.dtg(0) == "171430? FEB 31"


MOMENT = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31))  # noqa: DTZ001


@settings(max_examples=300, deadline=None)
@given(moment=MOMENT, hours=st.integers(-12, 12), at=st.integers(0, 400 * 86400))
def test_a_date_time_group_is_read_back_to_the_minute(moment: datetime, hours: int, at: int) -> None:
    epoch = Epoch(moment.replace(second=0, microsecond=0, tzinfo=timezone(timedelta(hours=hours))))
    at -= at % 60
    if epoch.local(at).year <= 2099:
        assert parse_when(epoch.dtg(at), epoch) == at


@settings(max_examples=300, deadline=None)
@given(moment=MOMENT, here=st.integers(-12, 14), there=st.integers(-12, 14), at=st.integers(0, 400 * 86400))
def test_a_date_with_an_offset_is_the_same_moment_anywhere(moment: datetime, here: int, there: int, at: int) -> None:
    epoch = Epoch(moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=here))))
    text = (epoch.moment + timedelta(seconds=at)).astimezone(timezone(timedelta(hours=there))).isoformat()
    if "2100" not in text and "2101" not in text:
        assert parse_when(text, epoch) == at
    assert epoch.seconds(epoch.local(at)) == at


def test_days_are_counted_on_the_wall_and_hours_on_the_watch_when_the_clocks_go_forward() -> None:
    # In Berlin the clocks go from 02:00 to 03:00 on 30 March 2031: from 18:00 to 06:00 are eleven hours.
    epoch = Epoch(parse_datetime("2031-03-29T18:00", "Europe/Berlin"))
    assert parse_when("D+1 06:00", epoch) == 11 * 3600
    assert parse_when("2031-03-30T06:00", epoch) == 11 * 3600
    assert parse_when("D+1", epoch) == 24 * 3600
    assert epoch.local(11 * 3600).strftime("%d %H:%M") == "30 06:00"
    with pytest.raises(QuantityError) as refused:
        parse_when("D+1 02:30", epoch)
    assert refused.value.code == "E208"


def test_days_are_counted_on_the_wall_when_the_clocks_go_back() -> None:
    # On 26 October 2031 the clocks go from 03:00 to 02:00: from 18:00 to 06:00 are thirteen hours.
    epoch = Epoch(parse_datetime("2031-10-25T18:00", "Europe/Berlin"))
    assert parse_when("D+1 06:00", epoch) == 13 * 3600
    assert parse_when("D+1 02:30", epoch) == 8 * 3600 + 1800  # the first of the two


@settings(max_examples=200, deadline=None)
@given(moment=MOMENT, at=st.integers(0, 400 * 86400))
def test_the_local_moment_of_a_second_is_that_of_utc_arithmetic(moment: datetime, at: int) -> None:
    aware = moment.replace(microsecond=0, tzinfo=UTC).astimezone(BERLIN)
    found = Epoch(aware).local(at)
    assert found.tzinfo is BERLIN
    assert found.astimezone(UTC) == aware.astimezone(UTC) + timedelta(seconds=at)


@pytest.mark.parametrize("zone", ["Europe/Berlln", "../../etc/passwd", "/etc/passwd", "Europe", "a\0b", "x" * 300])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(QuantityError) as refused:
        parse_datetime("2031-03-01T08:00", zone)
    assert refused.value.code == "E203"


def test_a_date_without_offset_and_zone_is_utc() -> None:
    assert parse_datetime("2031-03-01T08:00") == datetime(2031, 3, 1, 8, tzinfo=UTC)
    assert parse_datetime("2031-03-01T08:00+02:00", "Europe/Berlin").utcoffset() == timedelta(hours=2)
    assert parse_datetime("2031-07-01T08:00", "Europe/Berlin").utcoffset() == timedelta(hours=2)
    assert parse_datetime("2031-01-01T08:00", "Europe/Berlin").utcoffset() == timedelta(hours=1)


PIECES = st.sampled_from(
    ["H", "D", "+", "-", ":", "1", "30", "99999", " ", "min", "T", "Z", "2031-03-0", "B MAR 31", "é"]
)
TEXTS = st.text(string.printable, max_size=25) | st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=20)


@settings(max_examples=600, deadline=None)
@given(text=TEXTS)
def test_any_text_is_a_second_from_startex_on_or_refused_with_a_code(text: str) -> None:
    at = -1
    try:
        at = parse_when(text, STARTEX)
    except QuantityError as error:
        assert error.code in ("E203", "E204", "E205", "E206", "E207", "E208", "E209")  # noqa: PT017
    else:
        assert at >= 0


LONG = ("2031-05-05T06:00+02:00", 32 * DAY)


@given(st.integers(0, 400 * DAY))
def test_a_moment_told_by_day_is_read_back_to_the_second(at: int) -> None:
    with told_by_day(*LONG):
        said = format_clock(at)
    assert said.startswith("D+")
    assert parse_when(said, Epoch(datetime.fromisoformat(LONG[0]))) == at


def test_an_exercise_of_more_than_four_days_is_told_by_day_and_a_shorter_one_in_hours() -> None:
    told = {}
    for duration in (4 * DAY, 4 * DAY + 1):
        with told_by_day(LONG[0], duration):
            told[duration] = (format_clock(25 * DAY), clock_column(25 * DAY, 10), written_clock(25 * DAY))
    assert told[4 * DAY] == ("H+600:00", "  H+600:00", "H+600:00")
    assert told[4 * DAY + 1] == ("D+25 06:00", "    D+25 06:00", "H+600:00")
    assert format_clock(25 * DAY) == "H+600:00"


def test_what_a_log_says_of_a_time_is_told_by_day() -> None:
    assert told_reason("from H+600:00 to H+601:30") == "from H+600:00 to H+601:30"
    with told_by_day(*LONG):
        assert told_reason("from H+600:00 to H+601:30") == "from D+25 06:00 to D+25 07:30"
        assert told_reason("from here to there") == "from here to there"
        assert told_answer("crowd at gate: open, as of H+600:00").endswith("as of D+25 06:00")


@pytest.mark.parametrize(
    ("value", "unit", "text"), [(0, "people", "0 people"), (1, "people", "1 person"), (1.5, "days", "1.5 days")]
)
def test_one_is_told_as_one(value: float, unit: str, text: str) -> None:
    assert format_amount(value, unit) == text


def test_french_takes_one_form_for_less_than_two_and_a_comma(french: None) -> None:
    """The words are the catalogue's; that 0 has the form of 1, and 2 another, is what French asks."""
    said = [format_amount(value, "incidents") for value in (0, 1, 1.5, 2)]
    assert said == ["0 incident", "1 incident", "1,5 incident", "2 incidents"]
    assert tr("{n:.1f}", n=3.5) == "3,5"
    assert tr("{n}", n="3.5") == "3.5"
