"""Proposed ratings agree with the hand-worked answer in every scripted session."""

from __future__ import annotations

import pytest

from simulator.readers.evaluation import WORST, Proposal, evidence, proposals
from tests.readers.evaluation.sessions import CASES, Case


def proposed(case: Case, level: str = "objective", **options: str) -> Proposal:
    blueprint, log = case.played()
    return next(row for row in proposals(blueprint, evidence(blueprint, log), **options) if row.level == level)


def test_there_are_thirty_at_least_and_every_rating_is_among_them() -> None:
    assert len(CASES) >= 30
    assert {case.rating for case in CASES} == set("PSMUN")
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_proposal_is_the_hand_worked_one(case: Case) -> None:
    found = proposed(case)
    assert (found.rating, found.about) == (case.rating, "O1"), [reason.text for reason in found.reasons]
    assert found.reasons
    assert not found.provisional


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_piece_names_events_of_its_log(case: Case) -> None:
    blueprint, log = case.played()
    for piece in evidence(blueprint, log):
        assert piece.verdict == "not observed" or piece.seqs
        assert set(piece.seqs) <= {event.seq for event in log}
        assert list(piece.seqs) == sorted(set(piece.seqs))


def test_the_worst_case_rates_by_the_worst_part() -> None:
    case = next(case for case in CASES if case.name == "one target met, one not")
    assert proposed(case).rating == "M"
    worst = proposed(case, roll_up=WORST)
    assert (worst.rating, worst.roll_up) == ("U", WORST)
    assert "trust" in worst.reasons[0].text
