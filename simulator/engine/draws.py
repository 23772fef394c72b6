"""Named random streams: every draw belongs to (seed, replication, entity, purpose).

A stream is made at its first draw, from 256 bits of BLAKE2b over its name, so it depends neither on
the order of creation nor on what else exists: adding an actor or taking one out leaves all other
draws as they were, which is what pairs two runs.  PCG64 gives raw 64-bit words in blocks; uniforms
and every transform are our own, because only the raw words are promised to stay the same between
versions of the library.

This is the only module that knows a random generator.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import chain
from math import exp, log1p
from struct import Struct

import numpy as np
from numpy.random import PCG64
from numpy.random.bit_generator import ISeedSequence

__all__ = ["Draws", "Stream"]

_BLOCK, _LARGEST = 64, 1024
"""draws made at once: few at first, since most streams give few, then more each time"""
_WORD = np.dtype("<u8")
_FOUR = Struct("<4Q").unpack
_SCALE = 2.0**-53
_SHIFT = np.uint64(11)


class _Words:
    """Hands a hash to PCG64 through numpy's seed-sequence interface."""

    __slots__ = ("words",)

    def __init__(self, digest: bytes):
        self.words = np.frombuffer(digest, dtype=_WORD)

    def generate_state(self, n_words: int, dtype: object = np.uint32) -> np.ndarray:
        """The first words of the hash; PCG64 asks for four of 64 bits."""
        return self.words[:n_words] if dtype is np.uint64 or dtype == np.uint64 else self.words.view("<u4")[:n_words]


ISeedSequence.register(_Words)


class Stream:
    """An endless sequence of draws: ``uniform()`` in [0, 1), ``wait()`` exponential with mean 1.

    Both are bound ``__next__`` methods of a chain of blocks, which is the cheapest call there is.
    """

    __slots__ = ("_bits", "_blocks", "_size", "uniform", "wait")

    def __init__(self, name: bytes):
        self._bits = PCG64(_Words(blake2b(name, digest_size=32).digest()))  # type: ignore[arg-type]
        self._size = _BLOCK
        self._blocks = (array("d"), array("d"))
        """what is left of the present blocks, uniforms and waits: changed in place, so that who draws sees it"""
        self.uniform: Callable[[], float] = chain.from_iterable(self._uniforms()).__next__
        self.wait: Callable[[], float] = chain.from_iterable(self._waits()).__next__

    def switch(self, name: bytes) -> None:
        """Draw from another stream from now on; whoever holds ``uniform`` or ``wait`` draws from it too."""
        self._bits = PCG64(_Words(blake2b(name, digest_size=32).digest()))  # type: ignore[arg-type]
        uniforms, waits = self._blocks
        uniforms[:] = self._words(len(uniforms))
        waits[:] = _waits_of(self._words(len(waits)))

    def _block(self) -> array[float]:
        size, self._size = self._size, min(2 * self._size, _LARGEST)
        return self._words(size)

    def _words(self, size: int) -> array[float]:
        words = array("d")  # a quarter of a list's memory, which a session keeps for hours, and read as quickly
        words.frombytes(((self._bits.random_raw(size) >> _SHIFT) * _SCALE).tobytes())
        return words

    def _uniforms(self) -> Iterator[array[float]]:
        block = self._blocks[0]
        while True:
            block[:] = self._block()
            yield block

    def _waits(self) -> Iterator[array[float]]:
        block = self._blocks[1]
        while True:
            block[:] = _waits_of(self._block())
            yield block


def _waits_of(uniforms: array[float]) -> array[float]:
    return array("d", [-log1p(-u) for u in uniforms])


class Draws:
    """The streams of one replication."""

    __slots__ = ("_four", "_one", "_prefix", "_seed", "_streams")

    def __init__(self, seed: int, replication: int):
        self._seed = seed
        self._streams: dict[str, Stream] = {}
        self._begin(replication)

    def _begin(self, replication: int) -> None:
        """Every name begins with seed and replication: hashed once, and gone on from for each name."""
        self._prefix = f"{self._seed}/{replication}/"
        self._one = blake2b(self._prefix.encode(), digest_size=8).copy
        self._four = blake2b(self._prefix.encode(), digest_size=32).copy

    def switch(self, replication: int) -> None:
        """Draw from another replication's streams from now on."""
        self._begin(replication)
        for name, stream in self._streams.items():
            stream.switch((self._prefix + name).encode())

    def stream(self, entity: str, purpose: str) -> Stream:
        """The stream of an entity for a purpose; the same object each time."""
        name = f"{entity}/{purpose}"
        found = self._streams.get(name)
        if found is None:
            found = self._streams[name] = Stream((self._prefix + name).encode())
        return found

    def once(self, entity: str, purpose: str) -> float:
        """One uniform that belongs to a name alone: for things that have an identity of their own."""
        name = self._one()
        name.update(f"{entity}/{purpose}".encode())
        return (int.from_bytes(name.digest(), "little") >> 11) * _SCALE

    def several(self, entity: str, purpose: str) -> tuple[float, float, float, float]:
        """Four uniforms that belong to a name alone."""
        name = self._four()
        name.update(f"{entity}/{purpose}".encode())
        a, b, c, d = _FOUR(name.digest())
        return (a >> 11) * _SCALE, (b >> 11) * _SCALE, (c >> 11) * _SCALE, (d >> 11) * _SCALE


def poisson(mean: float, u: float) -> int:
    """The number of a Poisson variate at cumulative probability ``u``."""
    if mean <= 0:
        return 0
    count, term = 0, exp(-mean)
    total = term
    while u > total and count < 1000:
        count += 1
        term *= mean / count
        total += term
    return count
