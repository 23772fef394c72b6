"""The row of what a base can give to people from outside."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["HostingSpec"]


@dataclass(frozen=True, slots=True)
class HostingSpec:
    """For how many a base has room and water, and what people expect of it."""

    at: str
    provides: int
    expected: float
