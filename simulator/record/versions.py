"""Versions of the journal's format: ``major.minor`` in its header.

A minor step may only add: fields and kinds that this version does not know are kept as they are.  A major step has
an upcaster, a pure function from one record of a version to the record of the next, applied when a journal is
read.  What is on the disk is never written anew for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from simulator.catalogue import tr
from simulator.errors import JournalDamaged, JournalTooNew

__all__ = ["FORMAT", "UPCASTERS", "Upcaster", "major_of", "upcast"]

FORMAT = "1.0"
"""what is written now"""

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTERS: Mapping[int, Upcaster] = {}
"""from a major version to the one after it; a header is told from a record by its ``format``"""


def _major(written: str) -> int:
    return int(written.partition(".")[0])


def major_of(header: Mapping[str, Any]) -> int:
    """The major version of a header; raises :class:`JournalTooNew`, and :class:`JournalDamaged` where it says none."""
    found = header.get("format")
    if not isinstance(found, str) or not re.fullmatch(r"[1-9][0-9]{0,3}\.[0-9]{1,4}", found):
        raise JournalDamaged(tr("the journal's header names no format; startex did not write it"))
    if _major(found) > _major(FORMAT):
        raise JournalTooNew(
            tr(
                "the journal has format {found} and this startex knows up to {ours}; it needs a "
                "version of startex that writes format {major}.0 or later",
                found=found,
                ours=FORMAT,
                major=_major(found),
            )
        )
    return _major(found)


def upcast(body: dict[str, Any], major: int) -> dict[str, Any]:
    """A record of an older major version as one of today's."""
    for version in range(major, _major(FORMAT)):
        body = UPCASTERS[version](body)
    return body
