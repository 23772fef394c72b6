"""Sentences, time lines and chains, told of logs made by hand and of every event of the shipped scenarios."""

from __future__ import annotations

import pytest

from simulator.events import KINDS, ONES, LogEvent
from simulator.readers.story import chain, sentence, timeline
from simulator.readers.targets import findings
from tests.builders import a_scenario, build_of
from tests.readers.logs import log
from tests.shipped import log_of


def test_a_chain_walks_to_the_first_cause() -> None:
    rows = [LogEvent(1, 0, "exercise_started", "x", {}, None), LogEvent(2, 5, "inject_delivered", "I", {}, None)]
    rows += [LogEvent(3, 6, "effect_applied", "I", {"effect": "e"}, 2), LogEvent(4, 7, "rule_done", "R", {}, 3)]
    assert [e.seq for e in chain({e.seq: e for e in rows}, 4)] == [2, 3, 4]


def test_events_alike_at_one_second_are_one_line_of_the_time_line() -> None:
    rows = [("breach_opened", 60, "north", {}), ("breach_opened", 60, "north", {}), ("breach_opened", 61, "north", {})]
    told = [(event.at, text, count) for event, text, count in timeline(log(*rows)) if event.kind == "breach_opened"]
    assert told == [(60, "the wire of north is open", 2), (61, "the wire of north is open", 1)]


@pytest.mark.parametrize(
    ("do", "said"),
    [
        ({"do": "breach", "by": "men", "on": "west"}, "men set out to break through the wire at west"),
        ({"do": "outage", "by": "", "on": "", "channel": "mobile"}, "the mobile network fails"),
        ({"do": "cut", "by": "", "on": "west"}, "somebody cuts the wire at west"),
    ],
)
def test_each_verb_of_the_stream_has_its_sentence(do: dict[str, str], said: str) -> None:
    assert sentence(LogEvent(1, 0, "stream_event_began", "e", do, None)) == said


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("first_steps", ""),
        ("site_in_flames", ""),
        ("site_in_flames", "before"),
        ("distress_calls", ""),
        ("distress_calls", "before"),
        ("weapons_free_zone", ""),
    ],
)
def test_every_event_of_a_shipped_scenario_has_all_that_its_sentence_needs(name: str, variant: str) -> None:
    for event in log_of(name, variant):
        assert event.kind in KINDS
        told = sentence(event)
        assert "?" not in told.replace(str(event.data.get("text", "")), ""), (event.kind, told)


def test_a_target_is_met_missed_or_without_evidence() -> None:
    objectives = [
        {"id": "O1", "text": "T", "targets": [{"measure": "report_to_decide", "at_most": "15 min"}]},
        {"id": "O2", "text": "T", "targets": [{"measure": "field_care_60", "at_least": "50 %"}]},
    ]
    blueprint = build_of(a_scenario(objectives=objectives))
    found = findings(blueprint, {"report_to_decide": 15.0, "field_care_60": None})
    assert [(f.met, f.asked) for f in found] == [(True, "at most 15 min"), (None, "at least 50 %")]
    found = findings(blueprint, {"report_to_decide": 15.1, "field_care_60": 0.499})
    assert [f.met for f in found] == [False, False]


def test_how_heavy_the_fire_is_is_said_in_the_language_of_the_rest(french: None) -> None:
    event = LogEvent(1, 0, "fire_changed", "square", {"level": "low", "fight": "battle"}, None)
    assert sentence(event).endswith("faible")


@pytest.mark.parametrize(
    ("kind", "subject", "data", "said"),
    [
        ("month_counted", "zone", {"count": 1, "month": 3}, "one incident in month 3"),
        ("month_counted", "zone", {"count": 4, "month": 3}, "4 incidents in month 3"),
        ("broadcast_sent", "soc", {"channels": 1, "to": []}, "soc broadcasts on one channel"),
        ("staff_robbed", "drivers", {"count": 1}, "one of drivers is robbed"),
        ("flights_ordered", "airport", {"first_s": 67623}, "aircraft are asked for: the first in 18 h 47 min"),
    ],
)
def test_one_is_told_as_one_and_hours_as_hours(kind: str, subject: str, data: dict[str, object], said: str) -> None:
    assert sentence(LogEvent(1, 0, kind, subject, data, None)) == said


def test_a_time_line_leaves_out_the_few_who_hear_of_an_alert_from_each_other() -> None:
    told = {"ready": 1, "astray": 0, "waits": 0, "state": "orange", "by": "hearsay"}
    rows = [("staff_told", 60, "drivers", {"count": n, **told}) for n in (1, 148)]
    assert [text for event, text, _ in timeline(log(*rows)) if event.kind == "staff_told"] == [
        "148 of drivers hear of the alert (orange): 1 set out, 0 wait, 0 go wrong"
    ]


def test_every_sentence_about_one_belongs_to_a_kind_that_counts_it() -> None:
    for kind, (counted, text) in ONES.items():
        assert "{" + counted + "}" in KINDS[kind][0], kind
        assert "{" + counted + "}" not in text, kind


@pytest.mark.parametrize(
    ("kind", "subject", "data", "said"),
    [
        ("step_expected", "MIL-1", {"text": "rescue well_field", "by": "x", "at": ""}, "MIL-1 expects: rescue at Well"),
        ("step_expected", "MIL-1", {"text": "ask well_field's men", "by": "x", "at": ""}, "expects: ask well_field's"),
        ("step_expected", "MIL-1", {"text": "Visit well_field", "by": "x", "at": ""}, "expects: Visit well_field"),
        ("command_refused", "", {"command": "OrderUnit", "why": "the exercise is over"}, "order unit refused: the ex"),
        (
            "answer_drafted",
            "a",
            {"to": "b", "text": "we are at well_field, on scene; nothing to report"},
            "at Well, on",
        ),
        (
            "message_passed",
            "a",
            {"to": "b", "text": "go to well_field; nothing to report"},
            "go to well_field; nothing",
        ),
    ],
)
def test_people_read_titles_and_plain_words_where_ids_stand_in_the_log(
    kind: str, subject: str, data: dict[str, object], said: str
) -> None:
    titles = {"well_field": "Well"}
    assert said in sentence(LogEvent(1, 0, kind, subject, data, None), lambda name: titles.get(name, name))


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "a person dies at once"), (7, "a person dies, 7 min after being hurt")]
)
def test_who_dies_in_the_minute_of_being_hurt_dies_at_once(minutes: int, said: str) -> None:
    assert sentence(LogEvent(1, 60, "person_died", "p1", {"after_min": minutes}, None)) == said


@pytest.mark.parametrize(("hurt", "said"), [(0, "nobody is hurt"), (1, "one person is hurt"), (3, "3 people hurt")])
def test_an_incident_is_told_with_how_many_it_hurt(hurt: int, said: str) -> None:
    event = LogEvent(1, 60, "village_incident", "hamlet", {"hurt": hurt}, None)
    assert sentence(event) == f"an incident in hamlet: {said}"
