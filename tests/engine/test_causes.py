"""Causes are real ones: take a stream event, an inject or a decision out of a paired run, and see what is gone.

Following ``cause`` tells the story of an event; following ``cause`` and ``given`` tells what it depends on.
So of a run A and the run B without the thing, with the same seed:

* what descends from it by ``cause`` is gone from B, unless the like happens there for another cause;
* whatever in A cannot be reached from it by ``cause`` and ``given`` is in B too, equal but for its seq,
  at least up to the first moment at which B does something that A does not.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from simulator.blueprint.model import Blueprint
from simulator.events import LogEvent
from simulator.readers.story import chain
from simulator.runs.headless import blueprint_of, run_once

SCENARIOS = Path(__file__).parents[2] / "scenarios"
BEGINS = ("stream_event_began", "inject_delivered", "decision_opened")


def content(event: LogEvent) -> tuple[object, ...]:
    return (event.at, event.kind, event.subject, json.dumps(event.data, sort_keys=True))


Said = tuple[LogEvent, tuple[object, ...]]
"""an event with its content, which is written out once for all comparisons"""


def not_in(log: list[Said], other: Counter[tuple[object, ...]]) -> list[LogEvent]:
    """The events of a log that another log does not hold, counting doubles."""
    left, found = other.copy(), []
    for event, words in log:
        if left[words] > 0:
            left[words] -= 1
        else:
            found.append(event)
    return found


def descent(log: list[LogEvent], name: str) -> tuple[set[int], set[int]]:
    """The seqs that descend from a thing by cause, and by cause and given."""
    story = {e.seq for e in log if e.subject == name and e.kind in BEGINS}
    story |= {e.seq for e in log if e.subject == name and e.kind == "action_expected"}
    depends = set(story)
    for event in log:
        if event.cause in story:
            story.add(event.seq)
        if event.cause in depends or any(mark in depends for mark in event.given):
            depends.add(event.seq)
    return story, depends


def things(blueprint: Blueprint) -> list[tuple[str, str]]:
    """Path and name of everything that comes from outside or is asked of the room."""
    return [
        *((f"threat.stream.{e.id}", e.id) for e in blueprint.stream),
        *((f"msel.{i.id}", i.id) for i in blueprint.injects),
        *((f"decisions.{d.id}", d.id) for d in blueprint.decisions),
    ]


def assert_causes_are_real(name: str, variant: str, seeds: range) -> None:
    """Take every stream event, inject and decision out in turn, and compare with the paired run."""
    path = SCENARIOS / f"{name}.yaml"
    blueprint = blueprint_of(path, variant=variant)
    without = [(t, blueprint_of(path, variant=variant, sets={p: "absent"})) for p, t in things(blueprint)]
    descended = still = 0
    for seed in seeds:
        log = run_once(blueprint, seed).log
        said = [(e, content(e)) for e in log]
        had = Counter(words for _, words in said)
        for thing, other in without:
            story, depends = descent(log, thing)
            counted = Counter(map(content, run_once(other, seed).log))
            new = counted - had
            first_new = min((at for at, *_ in new), default=10**9)
            lost = [e for e in not_in([s for s in said if s[0].seq not in depends], counted) if e.at < first_new]
            assert not lost, f"seed {seed} without {thing}: {lost[:3]}"
            besides = counted - Counter(words for e, words in said if e.seq not in story)
            descended += len(story)
            still += len(story) - len(not_in([s for s in said if s[0].seq in story], besides))
    assert descended > 20
    # What happens all the same happens for another cause: several people call about one compound, and the search
    # that begins six hours later by the plan's clock needs any one of them.  One in ten at most.
    assert still <= 0.1 * descended, f"{still} of {descended} descendants are still there"


CASES = [
    ("site_in_flames", "", 1),
    ("site_in_flames", "before", 1),
    ("distress_calls", "", 4),
    ("distress_calls", "before", 6),
    ("first_steps", "", 6),
    ("staff_relocation", "", 1),
    ("extraction_under_crossfire", "", 2),
    ("extraction_under_crossfire", "before", 2),
    ("early_warning", "", 1),
    ("cordon_and_search", "", 2),
    ("cordon_and_search", "before", 2),
    ("year_of_readiness", "", 1),
]


@pytest.mark.parametrize(("name", "variant", "seeds"), CASES)
def test_with_one_thing_taken_out_its_descendants_are_gone_and_the_rest_is_equal(
    name: str, variant: str, seeds: int
) -> None:
    assert_causes_are_real(name, variant, range(1, 1 + seeds))


@pytest.mark.soak
@pytest.mark.parametrize(("name", "variant", "seeds"), CASES)
def test_causes_are_real_with_seeds_that_nobody_has_looked_at(
    name: str, variant: str, seeds: int, test_seed: int
) -> None:
    assert_causes_are_real(name, variant, range(test_seed, test_seed + 10 * seeds))


@pytest.mark.parametrize("name", ["site_in_flames", "distress_calls", "weapons_free_zone", "first_steps"])
def test_at_least_nine_of_ten_events_have_a_cause(name: str) -> None:
    blueprint = blueprint_of(SCENARIOS / f"{name}.yaml")
    log = [e for seed in range(5) for e in run_once(blueprint, seed).log]
    assert sum(e.cause is not None for e in log) >= 0.9 * len(log)


@pytest.mark.parametrize(
    ("name", "variant", "kinds"),
    [
        ("site_in_flames", "before", ("person_died", "person_hurt", "block_burnt")),
        ("distress_calls", "", ("residents_rescued", "call_closed")),
        ("distress_calls", "before", ("resident_harmed",)),
    ],
)
def test_a_death_or_a_rescue_walks_back_to_an_inject_a_stream_event_or_a_decision(
    name: str, variant: str, kinds: tuple[str, ...]
) -> None:
    blueprint = blueprint_of(SCENARIOS / f"{name}.yaml", variant=variant)
    ends = 0
    for seed in range(6):
        log = run_once(blueprint, seed).log
        by_seq = {e.seq: e for e in log}
        for event in log:
            if event.kind in kinds:
                ends += 1
                walked = chain(by_seq, event.seq)
                assert any(e.kind in BEGINS for e in walked), [e.kind for e in walked]
    assert ends > 3
