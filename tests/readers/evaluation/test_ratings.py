"""What people said: ratings side by side, tags, and proposals that wait for the evaluator's own rating."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from simulator.events import LogEvent
from simulator.readers.evaluation import (
    Proposal,
    evidence,
    proposals,
    ratings,
    reconciled,
    tagged,
    tags,
    visible_proposal,
    written,
)
from tests.builders import a_scenario, build_of
from tests.readers.logs import log


@dataclass(frozen=True)
class Line:
    at: int
    by: str
    text: str
    about: str
    rating: str


def remark(at: int, kind: str, text: str, about: str, rating: str = "", by: str = "facilitator") -> tuple[Any, ...]:
    data = {"kind": kind, "text": text, "by": by, "rating": rating, "meant": at}
    return "remark_made", at, about, data, None


def rating(at: int, given: str, by: str, about: str = "O1", words: str = "seen") -> tuple[Any, ...]:
    return remark(at, "rating", words, about, given, by)


TWO = build_of(
    a_scenario(
        objectives=[
            {"id": "O1", "text": "one", "capability": "care", "targets": [{"measure": "trust", "at_least": "40 %"}]},
            {"id": "O2", "text": "two", "capability": "care", "targets": [{"measure": "trust", "at_least": "90 %"}]},
        ]
    )
)


def rows(found: list[LogEvent], **options: str) -> dict[tuple[str, str], Proposal]:
    return {(p.level, "/".join(p.objectives)): p for p in proposals(TWO, evidence(TWO, found), **options)}


# ratings


def test_ratings_of_several_evaluators_stand_side_by_side() -> None:
    found = log(rating(60, "S", "east"), rating(70, "M", "west"))
    given = ratings(found, [Line(90, "north", "slow", "O1", "M")])
    assert [(r.by, r.rating, r.holds, r.seq) for r in given] == [
        ("east", "S", True, 2),
        ("north", "M", True, -1),
        ("west", "M", True, 3),
    ]
    assert reconciled(given, "O1") == ""


def test_the_newest_rating_of_one_evaluator_holds() -> None:
    given = ratings(log(rating(60, "U", "east"), rating(70, "S", "East")))
    assert [(r.rating, r.holds) for r in given] == [("U", False), ("S", True)]
    assert reconciled(given, "O1") == "S"


def test_who_has_not_observed_it_disagrees_with_nobody() -> None:
    assert reconciled(ratings(log(rating(60, "N", "east"), rating(70, "S", "west"))), "O1") == "S"
    assert reconciled(ratings(log(rating(60, "N", "east"))), "O1") == "N"
    assert reconciled([], "O1") == ""


def test_a_rating_given_to_reconcile_settles_it() -> None:
    found = log(
        rating(60, "S", "east"), rating(70, "U", "west"), rating(80, "M", "lead", words="reconciled: after talk")
    )
    assert reconciled(ratings(found), "O1") == "M"


def test_a_rating_that_was_withdrawn_is_none() -> None:
    assert ratings(log(rating(60, "S", "east"), remark(70, "correction", "withdrawn", "2"))) == []


# tags


def test_a_tag_is_written_and_read_in_one_place() -> None:
    for tag in ("strength", "area for improvement"):
        assert tagged(written(tag, "they asked back")) == (tag, "they asked back")
        assert tagged(written(tag, "")) == (tag, "")
    assert tagged("strength") == ("strength", "")
    assert tagged("Strength: caps") == ("strength", "caps")
    assert tagged("their strength: numbers") == ("", "their strength: numbers")
    with pytest.raises(ValueError, match="is no tag"):
        written("bad", "x")


def test_the_newest_tag_of_an_event_counts_and_notebooks_tag_too() -> None:
    found = log(
        remark(60, "observation", "strength: calm", "9"),
        remark(70, "observation", "area for improvement: slow", "9"),
        remark(80, "observation", "strength: not an event", "O1"),
    )
    assert tags(found) == {9: "area for improvement"}
    assert tags(found, [Line(90, "east", "strength: after all", "9", "")]) == {9: "strength"}


def test_words_about_an_event_or_an_inject_of_the_objective_are_its_evidence() -> None:
    found = log(remark(60, "observation", "area for improvement: nobody listens", "O1", by="east"))
    (piece,) = [p for p in evidence(TWO, found) if p.kind == "remark"]
    assert (piece.objective, piece.verdict, piece.text, piece.by, piece.seqs) == (
        *("O1", "area for improvement", "nobody listens", "east", (2,)),
    )
    assert rows(found)["objective", "O1"].rating == "S"


def test_withdrawn_words_are_no_evidence() -> None:
    found = log(
        remark(60, "observation", "area for improvement: x", "O1"), remark(70, "correction", "withdrawn: a slip", "2")
    )
    assert [p for p in evidence(TWO, found) if p.kind == "remark"] == []
    assert rows(found)["objective", "O1"].rating == "P"


# proposals


def test_a_proposal_is_seen_only_after_the_evaluators_own_rating() -> None:
    found = log(rating(60, "S", "east"))
    proposal, given = rows(found)["objective", "O1"], ratings(found)
    assert visible_proposal(proposal, [], "east") is None
    assert visible_proposal(proposal, given, "west") is None
    assert visible_proposal(proposal, given, "") is None
    assert visible_proposal(proposal, given, "East") is proposal


def test_a_rating_of_another_objective_opens_nothing() -> None:
    found = log(rating(60, "S", "east", about="O2"))
    assert visible_proposal(rows(found)["objective", "O1"], ratings(found), "east") is None
    assert visible_proposal(rows(found)["target", "O1"], ratings(found), "east") is None


def test_a_capability_is_seen_when_all_its_objectives_are_rated() -> None:
    one, both = log(rating(60, "S", "east")), log(rating(60, "S", "east"), rating(70, "N", "east", about="O2"))
    whole = rows(one)["capability", "O1/O2"]
    assert visible_proposal(whole, ratings(one), "east") is None
    assert visible_proposal(whole, ratings(both), "east") is whole


def test_a_capability_is_rolled_up_by_judgement_or_by_its_worst_part() -> None:
    found = log()
    assert [rows(found)["objective", name].rating for name in ("O1", "O2")] == ["P", "U"]
    whole, worst = rows(found)["capability", "O1/O2"], rows(found, roll_up="worst case")["capability", "O1/O2"]
    assert (whole.rating, whole.roll_up) == ("M", "judgement")
    assert any("a person must judge it" in reason.text for reason in whole.reasons)
    assert (worst.rating, worst.roll_up) == ("U", "worst case")


def test_not_observed_is_never_the_worst() -> None:
    met = {"capability": "care", "targets": [{"measure": "trust", "at_least": "40 %"}]}
    words = {"capability": "care", "critical_tasks": [{"text": "Be heard"}]}
    blueprint = build_of(
        a_scenario(objectives=[{"id": "O1", "text": "one", **met}, {"id": "O2", "text": "two", **words}])
    )
    rows = proposals(blueprint, evidence(blueprint, log()), roll_up="worst case")
    found = {(p.level, p.about): p.rating for p in rows}
    assert (found["objective", "O2"], found["capability", "care"], found["task", "O2.1"]) == ("N", "P", "N")
