"""Named streams: they belong to a name, not to an order; and they are uniform."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.random import PCG64, SeedSequence

from simulator.engine.draws import Draws, Stream


def test_a_stream_does_not_depend_on_what_was_made_before_it() -> None:
    one, other = Draws(7, 3), Draws(7, 3)
    for k in range(50):
        other.stream(f"noise {k}", "x").uniform()
    first = [one.stream("qrf", "notice").uniform() for _ in range(200)]
    second = [other.stream("qrf", "notice").uniform() for _ in range(200)]
    assert first == second


def test_seed_replication_entity_and_purpose_each_make_another_stream() -> None:
    base = Draws(1, 0).stream("a", "b").uniform()
    keys = [(2, 0, "a", "b"), (1, 1, "a", "b"), (1, 0, "c", "b"), (1, 0, "a", "d")]
    others = [Draws(seed, replication).stream(entity, purpose) for seed, replication, entity, purpose in keys]
    assert all(s.uniform() != base for s in others)


def test_the_words_of_the_hash_are_the_words_of_the_generator() -> None:
    """PCG64 fed through numpy's seed-sequence interface equals PCG64 built from the same words."""

    class Words:
        def __init__(self, words):
            self.words = words

        def generate_state(self, n, dtype=np.uint32):
            return self.words[:n]

    from hashlib import blake2b

    from numpy.random.bit_generator import ISeedSequence

    ISeedSequence.register(Words)
    digest = np.frombuffer(blake2b(b"1/0/a/b", digest_size=32).digest(), dtype="<u8")
    expected = (PCG64(Words(digest)).random_raw(5) >> np.uint64(11)) * 2.0**-53
    stream = Stream(b"1/0/a/b")
    assert [stream.uniform() for _ in range(5)] == expected.tolist()
    assert isinstance(SeedSequence(1), ISeedSequence)


def test_uniforms_are_uniform_and_waits_are_exponential() -> None:
    stream = Draws(11, 0).stream("test", "moments")
    u = np.array([stream.uniform() for _ in range(40_000)])
    w = np.array([stream.wait() for _ in range(40_000)])
    assert abs(u.mean() - 0.5) < 4 * sqrt(1 / 12 / len(u))
    assert ((u >= 0) & (u < 1)).all()
    assert abs(w.mean() - 1) < 4 / sqrt(len(w))
    assert abs((w > 2).mean() - np.exp(-2)) < 0.01


def test_once_belongs_to_its_name_and_several_are_four_independent_draws() -> None:
    draws = Draws(5, 0)
    assert draws.once("a", "b") == draws.once("a", "b") != draws.once("a", "c")
    table = np.array([draws.several(f"entity {k}", "x") for k in range(5000)])
    assert table.shape == (5000, 4)
    assert np.abs(np.corrcoef(table.T) - np.eye(4)).max() < 0.06
    assert abs(table.mean() - 0.5) < 0.01
