"""Shares of replications, with Wilson's interval: it holds near 0 and 1 and for few replications too."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.catalogue import tr

__all__ = ["Share", "discordant", "enough_for_share", "in_tens", "per_cent", "share_of"]


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``n`` with the 95 % interval of the share."""

    hits: int
    n: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself."""
        return self.hits / self.n


def share_of(hits: int, n: int) -> Share:
    """``hits`` of ``n``, n >= 1."""
    from scipy.stats import binomtest

    interval = binomtest(hits, n).proportion_ci(confidence_level=0.95, method="wilson")
    return Share(hits, n, float(interval.low), float(interval.high))


def discordant(only_one: int, only_other: int) -> float:
    """The exact p of McNemar's test: pairs in which only one of two arms met a target, against only the other."""
    from scipy.stats import binomtest

    return float(binomtest(only_one, only_one + only_other).pvalue) if only_one + only_other else 1.0


def enough_for_share(share: Share, half: float = 0.05) -> int:
    """Replications after which the interval of a share is about ``half`` to both sides."""
    p = min(max(share.value, 0.05), 0.95)
    return round(1.96**2 * p * (1 - p) / half**2)


def per_cent(share: Share) -> str:
    """``93 % (91-95)``."""
    return f"{share.value * 100:.0f} % ({share.low * 100:.0f}-{share.high * 100:.0f})"


def in_tens(value: float) -> str:
    """A share as people say it: ``about 9 in 10``."""
    tens = round(value * 10)
    if tens == 0:
        return tr("never") if value == 0 else tr("fewer than 1 in 10")
    if tens == 10:
        return tr("always") if value == 1 else tr("more than 9 in 10")
    return tr("about {tens} in 10", tens=tens)
