"""``startex new``: every combination of building blocks checks clean, and something happens in it."""

from __future__ import annotations

import random
from itertools import product
from pathlib import Path

import pytest

from simulator.authoring.blocks import COMMANDS, block, blocks, hazards_for, sections, unit_types
from simulator.authoring.drafting import FORCES, MOST_SITES, Wish, draft
from simulator.authoring.layout import laid_out
from simulator.blueprint.build import build, inspect
from simulator.blueprint.model import Blueprint
from simulator.engine.engine import Engine
from simulator.errors import UsageError
from simulator.scenario.load import load
from simulator.scenario.tree import parse_tree
from tests.builders import ran

SITES = [found.name for found in blocks() if found.kind == "site"]
HAPPENS = {
    "assault": {"group_gathered", "breach_opened", "attack_began"},
    "raid": {"attack_began"},
    "unrest": {"unrest_began"},
    "fire": {"fire_lit"},
    "infiltration": {"stream_event_began", "inject_delivered"},
    "compound_attack": {"group_entered", "residents_listed"},
    "outage": {"stream_event_began"},
}


def checked(wish: Wish, variant: str = "") -> Blueprint:
    """The blueprint of a draft, after it has been held against every check."""
    text = draft(wish)
    assert laid_out(text) == text
    document = load(Path("it.yaml").absolute(), label="it.yaml", data=text.encode(), variant=variant)
    inspect(document)
    assert [str(problem) for problem in document.problems] == [], wish
    return build(document)


def drawn(rng: random.Random) -> Wish:
    """Any wish."""
    site = rng.choice(SITES)
    hazards = hazards_for(site)
    types = rng.sample(sorted(unit_types()), rng.randint(1, 6))
    return Wish(
        rng.choice(("A draft", "It's: a draft", "null", "2031")),
        site=site,
        people=rng.randint(60, 60_000),
        sites=rng.randint(1, MOST_SITES),
        forces=rng.choice((FORCES, ", ".join(f"{name}={rng.randint(1, 3)}" for name in types))),
        hazards=tuple(rng.sample(hazards, rng.randint(1, len(hazards)))),
        begins=rng.choice(("2031-03-01T06:00+02:00", "2031-08-17T22:30+03:00")),
        lasts=rng.choice(("2 h", "8 h", "1 day", "7 days")),
        command=rng.choice(sorted(COMMANDS)),
    )


@pytest.mark.parametrize(("site", "sites", "command"), product(SITES, (1, MOST_SITES), COMMANDS))
def test_all_hazards_of_a_site_together_check_clean(site: str, sites: int, command: str) -> None:
    wish = Wish("All", site=site, sites=sites, command=command, hazards=tuple(hazards_for(site)))
    checked(wish)
    checked(wish, "slow")


def test_any_combination_checks_clean(test_seed: int) -> None:
    rng = random.Random(test_seed)
    for _ in range(40):
        checked(drawn(rng))


@pytest.mark.parametrize(("site", "hazard"), [(site, hazard) for site in SITES for hazard in hazards_for(site)])
def test_what_a_hazard_is_about_happens_in_ten_runs(site: str, hazard: str) -> None:
    blueprint = checked(Wish("One", site=site, hazards=(hazard,), lasts="4 h"))
    happened = []
    for seed in range(1, 11):
        log = ran(Engine(blueprint, seed, 0))
        assert log[-1].kind == "exercise_ended"
        kinds = {event.kind for event in log}
        happened.append(HAPPENS[hazard] <= kinds and "inject_delivered" in kinds)
    assert all(happened)


def test_drawn_drafts_run_ten_seeds_with_something_happening(test_seed: int) -> None:
    rng = random.Random(test_seed)
    for _ in range(4):
        wish = drawn(rng)
        blueprint = checked(wish)
        for seed in range(1, 11):
            log = ran(Engine(blueprint, seed, 0))
            assert log[-1].at == blueprint.duration, (test_seed, wish)
            assert any(event.kind == "stream_event_began" for event in log), (test_seed, wish)
            assert any(event.kind == "inject_delivered" for event in log), (test_seed, wish)


def test_the_plan_and_the_room_answer_in_a_draft_as_it_comes() -> None:
    kinds = set()
    blueprint = checked(Wish("As it comes"))
    for seed in range(1, 11):
        kinds |= {event.kind for event in ran(Engine(blueprint, seed, 0))}
    assert kinds >= {"breach_opened", "report_received", "rule_fired", "order_given", "task_begun", "decision_taken"}


def test_every_block_is_documented_and_every_hazard_fits_somewhere() -> None:
    found = blocks()
    assert {b.kind for b in found} == {
        *("site", "unit type", "command structure", "channel", "rule set", "hazard", "objective", "measure")
    }
    assert all(len(b.about) > 10 for b in found)
    assert {b.name for b in found if b.kind == "hazard"} == {name for site in SITES for name in hazards_for(site)}
    assert {b.name for b in found if b.kind == "hazard"} == set(HAPPENS)


@pytest.mark.parametrize("found", [b for b in blocks() if b.kind in ("site", "hazard")], ids=lambda b: b.name)
def test_the_sections_of_a_block_hold_all_that_stands_in_it(found: object) -> None:
    kind, name = getattr(found, "kind", ""), getattr(found, "name", "")
    text = block(kind, name)
    plain = parse_tree(text.encode(), name)[0].plain()
    assert isinstance(plain, dict)
    taken = sections(text)
    assert {part.partition(".")[0] for part in taken} == set(plain)
    content = [
        line for line in text.splitlines() if line.startswith("  ") and line.strip() not in ("groups:", "stream:")
    ]
    assert sorted(line for lines in taken.values() for line in lines if line.startswith("  ")) == sorted(content)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"site": "castle"}, "there is no site 'castle'"),
        ({"hazards": ("compound_attack",)}, "cannot happen at a protection_site"),
        ({"hazards": ("flood",)}, "there is no hazard 'flood'"),
        ({"hazards": ("fire", "fire")}, "named twice"),
        ({"sites": MOST_SITES + 1}, "sites cannot be"),
        ({"people": 3}, "people cannot be"),
        ({"forces": "knights=3"}, "no kind of unit 'knights'"),
        ({"forces": "engineers=none"}, "write engineers=2"),
        ({"forces": " , "}, "somebody must be there"),
        ({"command": "none"}, "no command structure"),
        ({"lasts": "20 min"}, "between 2 h and 7 days"),
        ({"lasts": "soon"}, "is not a duration"),
        ({"begins": "tomorrow"}, "tomorrow"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_in_words(wish: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        draft(Wish("No", **wish))  # type: ignore[arg-type]
