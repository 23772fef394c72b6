"""What a cell knows: the log told again gives every post the engine's own picture, and a cell nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from simulator.conditions import NO_FACT
from simulator.engine.engine import Engine
from simulator.readers.scene.knowledge import Knowledge
from simulator.runs.headless import blueprint_of

SCENARIOS = Path(__file__).parents[2] / "scenarios"
PLAYED = [("first_steps", 1), ("site_in_flames", 1), ("site_in_flames", 7), ("distress_calls", 1)]
LEVELS = ("trust", "tension", "consent")


@cache
def blueprint(name: str):
    return blueprint_of(SCENARIOS / f"{name}.yaml")


@pytest.mark.parametrize(("name", "seed"), PLAYED)
def test_the_log_told_again_gives_every_post_the_engines_own_picture(name: str, seed: int) -> None:
    engine = Engine(blueprint(name), seed)
    world = engine._world
    knowledge = Knowledge(blueprint(name))
    end = blueprint(name).duration
    looked = 0
    for part in range(1, 25):
        now = engine.advance_to(end * part // 24)
        for event in engine.drain():
            knowledge.add(event)
        knowledge.advance(now)
        for post, staffed in world.command.items():
            mine = {key: (round(f.value, 1), f.state, f.seen_at, f.open) for key, f in knowledge.posts[post].items()}
            theirs = {
                key: (round(fact[0], 1) if fact[1] == "" else float(round(fact[0])), fact[1], fact[2], bool(fact[4]))
                for key, fact in staffed.picture.items()
                if not key.endswith("@*") and fact != NO_FACT
            }
            for level in LEVELS:  # the log holds thousandths: just between two tenths they may be rounded otherwise
                if level in theirs:
                    assert abs(mine.pop(level)[0] - theirs.pop(level)[0]) < 0.11
            assert mine == theirs, f"{post} at {now}"
            looked += len(theirs)
    assert looked > 50
