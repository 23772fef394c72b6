"""The time line and the answer to why: what is told, in what order, and what stands beside it."""

from __future__ import annotations

import pytest

from simulator.events import KINDS, LogEvent
from simulator.readers.story import chain, notable, sentence, timeline, why
from simulator.readers.targets import findings
from tests.builders import a_scenario, build_of

LOG = [
    LogEvent(1, 0, "exercise_started", "test", {}, None),
    LogEvent(2, 3600, "stream_event_began", "assault", {"do": "breach", "by": "men", "on": "north"}, None),
    LogEvent(3, 3605, "post_abandoned", "north_post_1", {"why": "fire"}, 1),
    LogEvent(4, 3700, "breach_opened", "north", {}, 2, (1, 3)),
    LogEvent(5, 3730, "sighted", "post", {"what": "breach", "at": "north", "value": 1, "state": "open"}, 4),
    LogEvent(6, 3800, "rule_fired", "MIL-5", {"post": "ops", "at": "north", "component": "military"}, 5, (99,)),
    LogEvent(7, 90061, "rule_fired", "DRILL", {"post": "north_post_1", "at": "north", "component": ""}, 5),
]


def test_a_chain_is_the_same_from_a_list_and_from_a_mapping() -> None:
    assert [e.seq for e in chain(LOG, 6)] == [e.seq for e in chain({e.seq: e for e in LOG}, 6)] == [2, 4, 5, 6]
    assert chain(LOG, 1) == [LOG[0]]
    with pytest.raises(KeyError):
        chain(LOG, 77)


def test_why_tells_each_step_and_what_it_depended_on() -> None:
    """STARTEX goes without saying, and so does an event that the log does not hold."""
    assert [line.split() for line in why(LOG, 6)] == [
        line.split()
        for line in (
            "H+1:00  men set out to break through the wire at north  [2 stream_event_began]",
            "H+1:01:40 -> the wire of north is open  [4 breach_opened]",
            "given that north_post_1 is left: fire  [3]",
            "H+1:02:10 -> post sees breach at north  [5 sighted]",
            "H+1:03:20 -> ops acts on MIL-5 for north  [6 rule_fired]",
        )
    ]


def test_each_step_of_why_stands_further_in_until_twelve_deep() -> None:
    events = [LogEvent(1, 0, "exercise_started", "x", {}, None)]
    events += [LogEvent(n, n, "rule_done", "R", {}, n - 1) for n in range(2, 40)]
    depths = [line.index("->") for line in why(events, 39)[1:]]
    assert depths == sorted(depths)
    assert len(set(depths)) == 12


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "rule_fired"])
def test_whether_a_kind_is_told_does_not_depend_on_its_content(kind: str) -> None:
    events = [LogEvent(1, 0, kind, subject, {"do": "breach"}, None) for subject in ("a", "b_post_1")]
    assert notable(events[0]) == notable(events[1])


def test_what_hurts_is_told_and_what_is_daily_work_is_not() -> None:
    told = {kind for kind in KINDS if kind != "rule_fired" and notable(LogEvent(1, 0, kind, "x", {}, None))}
    assert told >= {
        *("person_died", "breach_opened", "group_entered", "order_given", "order_refused", "decision_opened"),
        *("decision_taken", "decision_defaulted", "inject_delivered", "intervention_effective", "action_missed"),
        *("force_step_taken", "post_abandoned", "rule_late", "exercise_started", "exercise_ended"),
    }
    assert not told & {"report_sent", "report_received", "sighted", "community_changed", "crowd_grew", "block_burnt"}


def test_a_posts_own_drill_is_not_told_and_a_centres_rule_is() -> None:
    assert [notable(LOG[5]), notable(LOG[6])] == [True, False]
    assert not notable(LogEvent(1, 0, "rule_fired", "R", {"post": "", "at": "x", "component": ""}, None))


def test_a_time_line_leaves_out_the_daily_work_unless_it_is_asked_for_everything() -> None:
    assert [e.seq for e, _, _ in timeline(LOG)] == [1, 2, 3, 4, 6]
    assert [e.seq for e, _, _ in timeline(LOG, everything=True)] == [1, 2, 3, 4, 5, 6, 7]


def test_only_the_same_words_at_the_same_second_become_one_line() -> None:
    def _fire(seq: int, at: int, place: str) -> LogEvent:
        return LogEvent(seq, at, "fire_lit", place, {}, None)

    events = [_fire(1, 5, "a"), _fire(2, 5, "a"), _fire(3, 5, "b"), _fire(4, 5, "a"), _fire(5, 6, "a")]
    assert [(e.seq, n) for e, _, n in timeline(events)] == [(1, 2), (3, 1), (4, 1), (5, 1)]
    assert list(timeline([])) == []


def test_an_event_of_a_later_version_is_told_by_its_kind() -> None:
    assert sentence(LogEvent(1, 0, "balloon_seen", "post", {}, None)) == "post: balloon_seen"


def test_a_stream_event_without_its_verb_is_told_all_the_same() -> None:
    assert sentence(LogEvent(1, 0, "stream_event_began", "e", {}, None))


@pytest.mark.parametrize(
    ("value", "met"), [(9.9, False), (10.0, True), (12.0, True), (15.0, True), (15.1, False), (None, None)]
)
def test_a_target_may_have_two_ends(value: float | None, met: bool | None) -> None:
    targets = [{"measure": "report_to_decide", "at_least": "10 min", "at_most": "15 min"}]
    blueprint = build_of(a_scenario(objectives=[{"id": "O", "text": "T", "targets": targets}]))
    (found,) = findings(blueprint, {"report_to_decide": value})
    assert (found.objective, found.asked, found.value, found.met) == (
        "O",
        "at most 15 min, at least 10 min",
        value,
        met,
    )


@pytest.mark.parametrize(
    ("measure", "text", "limit"),
    [
        ("report_to_decide", "1 h", 60),
        ("effective_intervention", "90 min", 1.5),
        ("field_care_60", "50 %", 0.5),
        ("civilian_harm", "3 people", 3),
        ("patrol_hours", "12", 12),
    ],
)
def test_a_threshold_is_read_in_the_measures_own_unit(measure: str, text: str, limit: float) -> None:
    blueprint = build_of(
        a_scenario(objectives=[{"id": "O", "text": "T", "targets": [{"measure": measure, "at_most": text}]}])
    )
    assert [f.met for f in findings(blueprint, {measure: limit})] == [True]
    assert [f.met for f in findings(blueprint, {measure: limit * 1.001})] == [False]
