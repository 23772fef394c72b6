"""The toy test: pairs of the same chance, and when a difference is clear."""

from __future__ import annotations

from simulator.authoring.rehearsal.seen import Answer, Seen
from simulator.authoring.rehearsal.thresholds import EXTRA, FEWEST_PAIRS
from simulator.authoring.rehearsal.toy import Chance, DryRun, chances_of, to_run, verdict
from simulator.blueprint.model import Blueprint, DecisionSpec
from simulator.measures import MEASURES
from tests.authoring.rehearsal.dry import rehearsed, text_of
from tests.builders import a_scenario, build_of

HARM = list(MEASURES).index("civilian_harm")


def asking() -> tuple[Blueprint, DecisionSpec]:
    """A scenario that asks one question, and the question."""
    options = {"go": "Go", "wait": "Wait"}
    ask = {"when": "time > H+1", "asks": "duty_officer", "deadline": "5 min", "default": "go", "options": options}
    blueprint = build_of(a_scenario(decisions={"ask": ask}))
    return blueprint, blueprint.decisions[0]


def run(number: int, harm: float | None, *answers: Answer, events: int = 10) -> DryRun:
    """A run by its number, with so much harm."""
    values: list[float | None] = [None] * len(MEASURES)
    values[HARM] = harm
    return DryRun(number, events, values, Seen(answers=list(answers)))


def chances(*pairs: tuple[float | None, float | None], events: int = 10) -> list[Chance]:
    """A chance for each pair of harms: with go, and with wait."""
    return [Chance("ask", n, {"go": run(n, a), "wait": run(n, b, events=events)}) for n, (a, b) in enumerate(pairs)]


def test_the_same_difference_in_every_pair_is_clear() -> None:
    said = verdict(*asking(), chances(*((n, n + 2) for n in range(6))))
    assert said.clear == ("civilian_harm", "go", "wait", 2)
    assert (said.pairs, said.differing) == (6, 6)


def test_a_difference_that_goes_both_ways_is_not() -> None:
    said = verdict(*asking(), chances((1, 2), (2, 1), (1, 3), (3, 1), (1, 1), (2, 2)))
    assert said.clear is None
    assert (said.pairs, said.differing) == (6, 4)


def test_the_interval_is_students() -> None:
    """Differences 1 to 6: mean 3.5, standard error 0.764, t at 95 % and 5 degrees 2.571, so it ends at 1.54."""
    said = verdict(*asking(), chances(*((0, n) for n in range(1, 7))))
    assert said.clear is not None
    assert said.clear[3] == 3.5
    wide = verdict(*asking(), chances((0, -1), (0, 0), (0, 1), (0, 2), (0, 3), (0, 1)))  # 1.0 +- 1.48
    assert wide.clear is None


def test_what_is_the_same_in_every_pair_differs_in_none() -> None:
    said = verdict(*asking(), chances((1, 1), (2, 2), (None, None)))
    assert (said.pairs, said.following, said.differing, said.clear) == (3, 0, 0, None)
    assert not said.judged
    other = verdict(*asking(), chances((1, 1), (2, 2), events=11))
    assert (other.following, other.differing) == (2, 0)


def test_a_measure_that_only_one_of_the_two_has_is_a_difference() -> None:
    said = verdict(*asking(), chances((None, 1), (None, 2)))
    assert (said.differing, said.clear) == (2, None)


def test_a_fork_is_a_chance_in_which_the_question_was_answered_one_way() -> None:
    _, spec = asking()
    taken = run(1, 0, Answer("ask", 60, 90, "wait"))
    left = run(2, 0, Answer("ask", 60, -1))
    default = run(3, 0, Answer("ask", 60, 360, "go", True))
    both = run(4, 0, Answer("ask", 60, 90, "go"), Answer("ask", 600, 690, "wait"))
    never = run(5, 0)
    found = chances_of(spec, [taken, left, default, both, never])
    assert [(chance.replication, list(chance.runs)) for chance in found] == [(1, ["wait"]), (3, [])]
    assert to_run(spec, found) == {("ask", "go"): [1, 3], ("ask", "wait"): [3]}


def test_a_run_that_is_forced_to_what_the_model_takes_is_the_same_run() -> None:
    """So that a dry run may stand for its option."""
    from simulator.authoring.rehearsal.seen import seen
    from simulator.runs.headless import blueprint_of, run_once
    from simulator.scenario.library import find_scenario

    blueprint = blueprint_of(find_scenario("distress_calls"))
    free = run_once(blueprint, 5, 2)
    taken = {a.decision: a.option for a in seen(blueprint, free.log).answers if not a.defaulted}
    assert taken
    for decision, option in taken.items():
        assert run_once(blueprint, 5, 2, decide={decision: option}).digest == free.digest


def test_pairs_cost_no_more_than_the_fewest_and_their_share() -> None:
    done = rehearsed("distress_calls", runs=40)
    others = sum(len(d.options) - 1 for d in done.blueprint.decisions)
    assert done.extra <= max(FEWEST_PAIRS * others, EXTRA * 40)


def test_a_decision_that_matters_is_not_called_a_toy() -> None:
    done = rehearsed("first_steps", text_of("first_steps"))
    assert done.verdicts["open_gate"].clear is not None
