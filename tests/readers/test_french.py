"""What a log holds is told in French: its sentences, its words and its reasons; what somebody wrote stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass

import pytest

from simulator import reasons
from simulator.catalogue import plain, tr
from simulator.events import KINDS, LogEvent
from simulator.readers.evaluation.evidence import evidence
from simulator.readers.evaluation.proposal import proposals
from simulator.readers.hotwash import differences, lanes
from simulator.readers.scene.names import Names
from simulator.readers.scene.picture import Picture, cells_of
from simulator.readers.story import _WORDS, sentence, why
from simulator.reasons import SENTENCES, told_answer, told_reason
from tests.shipped import CASES, IDS, log_of, made

pytestmark = pytest.mark.usefixtures("french")

ALIKE = {"contact", "police", "orange", "T1", "T2", "T3", "ENDEX", "radio", "simulation", "instruction", "section", ""}
ALIKE |= {"signal", "expulsion", "incident", "liaison"}
ALIKE |= {"far"}  # a tag that a variant leaves out
"""words that are the same in both languages, and nothing"""
NAMED = ("_post_", "_patrol", "_sensors", "_residents", "SEC-", "MIL-", "PLN-", "POL-", "ordnance_team")
"""parts of names that are in no scenario or that a variant leaves out"""


def ids_of(blueprint: object) -> set[str]:
    groups = ("units", "groups", "places", "segments", "command", "posts", "contingents", "channels", "roles", "staff")
    named = {name for group in groups for name in getattr(blueprint, group)}
    sources = blueprint.warning.sources if blueprint.warning else {}  # type: ignore[attr-defined]
    needs = blueprint.readiness.needs if blueprint.readiness else {}  # type: ignore[attr-defined]
    works = blueprint.works.pieces if blueprint.works else {}  # type: ignore[attr-defined]
    return (
        named
        | {*sources, *needs, *works}
        | {row.id for row in (*blueprint.injects, *blueprint.decisions, *blueprint.rules)}
    )  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "variant"), CASES, ids=IDS)
def test_every_word_of_a_log_has_its_french(name: str, variant: str) -> None:
    ids, left = ids_of(made(name, variant)), set()
    for event in log_of(name, variant):
        for key in _WORDS & set(event.data):
            said = event.data[key]
            if isinstance(said, str) and said not in ids | ALIKE and not any(known in said for known in NAMED):
                left |= {(event.kind, key, said)} if told_reason(said) == said else set()
    assert left == set()


@pytest.mark.parametrize("said", SENTENCES)
def test_a_reason_is_found_again_with_its_fields(said: str) -> None:
    names = reasons._FIELD.findall(said)
    fields = {name: f"gate_{n}" for n, name in enumerate(names)}
    told = {name: plain(value) if name in reasons._WORDS else value for name, value in fields.items()}
    assert told_reason(said.format(**fields)) == tr(said, **told)
    assert told_reason(said.format(**fields)) != said.format(**fields)


def test_words_within_a_reason_are_said_too() -> None:
    assert told_reason("I-1 is delivered already") == "I-1 est d\u00e9j\u00e0 remise"
    assert told_reason("no outside base") == "pas hors de la base"
    text = "we are at gate_c, on scene, task search_missing; breach at west: open (1)"
    assert told_answer(text) == (
        "nous sommes \u00e0 \u00ab\u00a0gate_c\u00a0\u00bb, sur les lieux, t\u00e2che recherche des disparus;"
        " br\u00e8che \u00e0 \u00ab\u00a0west\u00a0\u00bb\u00a0: ouvert (1)"
    )
    assert told_reason("journal.2.jsonl: line 3 holds whole records without line ends").startswith(
        "journal.2.jsonl\u00a0:"
    )


@pytest.mark.parametrize(
    "own", ["Le portail tient.", "the gate is held by my own people; more to come", "see qrf_1", "", "a: b"]
)
def test_what_somebody_wrote_stays(own: str) -> None:
    assert told_reason(own) == own
    assert told_answer(own) == own


def test_an_answer_is_only_said_again_where_all_of_it_is_the_engines() -> None:
    assert told_answer("nothing to report; I am tired") == "nothing to report; I am tired"
    assert told_answer("mobile is down") == "mobile is down"
    assert told_answer("nothing to report") == "rien \u00e0 signaler"


def test_events_are_told_with_titles_words_and_reasons() -> None:
    refused = LogEvent(1, 0, "order_refused", "qrf", {"why": "has another task", "task": "protect", "at": "west"}, None)
    assert (
        sentence(refused, lambda name: "la FRR" if name == "qrf" else name)
        == "la FRR d\u00e9cline\u00a0: a une autre t\u00e2che"
    )
    effect = LogEvent(1, 0, "effect_applied", "I", {"effect": "untrue report distress riverside"}, None)
    assert sentence(effect) == "faux compte rendu d\u00e9tresse riverside"
    unknown = LogEvent(1, 0, "of_a_later_version", "I", {}, None)
    assert sentence(unknown) == "I: of_a_later_version"
    assert sentence(LogEvent(1, 0, "inject_delivered", "I", {"to": [], "text": "Hold."}, None)).endswith("Hold.")


def test_no_sentence_of_an_event_is_left_in_english() -> None:
    same = {kind for kind, (said, _) in KINDS.items() if said and tr(said) == said}
    assert same <= {
        *("exercise_started", "exercise_ended", "light_changed", "channel_changed", "effect_applied"),
    }


def texts_of(row: object) -> set[str]:
    """Whatever words somebody has written into a scenario."""
    if isinstance(row, str):
        return {row} if " " in row else set()
    if is_dataclass(row):
        return {text for field in fields(row) for text in texts_of(getattr(row, field.name))}
    if isinstance(row, Mapping):
        return {text for value in row.values() for text in texts_of(value)}
    return {text for one in row for text in texts_of(one)} if isinstance(row, tuple | list) else set()


def without(text: str, own: Iterable[str]) -> str:
    """A text without the words of the scenario, whole or as a log cuts them off."""
    for words in own:
        text = text.replace(words[:200], "")
    return text


def test_readers_tell_a_run_in_french() -> None:
    """Nothing of a run's evidence, proposals, time lines, differences or pictures is left in our English."""
    blueprint, log = made("site_in_flames"), log_of("site_in_flames")
    found = evidence(blueprint, log)
    texts = [text for row in found for text in (row.asked, row.found)]
    texts += [reason.text.partition("\u00a0: ")[0] for row in proposals(blueprint, found) for reason in row.reasons]
    texts += [line.text for line in lanes(blueprint, log)] + [row.text for row in differences(blueprint, log)]
    texts += [line for event in log[-5:] for line in why(log, event.seq)]
    for cell in cells_of(blueprint):
        picture = Picture(blueprint, cell)
        for event in log:
            picture.add(event)
        picture.advance(log[-1].at)
        texts += [line.text for line in picture.told] + [picture.said(fact) for fact in picture.facts]
    marks = (" the ", " is ", " of ", "nobody", " at ", " within ", " orders", "given that", "done", " and ", "late")
    own = sorted(texts_of(blueprint), key=len, reverse=True)
    doubtful = {text for text in texts if any(mark in f" {text} " for mark in marks)}
    left = {without(text, own) for text in doubtful}
    assert sorted(text for text in left if any(mark in f" {text} " for mark in marks)) == []


def test_how_passage_is_sought_is_told_in_french() -> None:
    tried = LogEvent(1, 0, "rung_tried", "patrol", {"at": "ford", "rung": "agreement", "outcome": "refused"}, None)
    assert sentence(tried) == "patrol \u00e0 \u00ab\u00a0ford\u00a0\u00bb\u00a0: accord, refus\u00e9"


def test_what_has_no_title_is_at_least_told_without_underscores() -> None:
    blueprint = made("staff_relocation")
    names = Names(blueprint)
    robbed = LogEvent(1, 0, "staff_robbed", "ngo_staff", {"count": 1}, None)
    assert "ngo staff" in names.told(robbed)
    other = LogEvent(1, 0, "decision_taken", blueprint.decisions[0].id, {"option": "other", "by": "room"}, None)
    assert "autre" in names.told(other)
