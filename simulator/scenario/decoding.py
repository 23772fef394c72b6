"""The bytes of a file as text: UTF-8, with or without its mark; UTF-16 where a program wrote that."""

from __future__ import annotations

import codecs

from simulator.catalogue import tr
from simulator.errors import Problem, ScenarioSyntaxError, ScenarioTooLarge

__all__ = ["MOST_BYTES", "decode"]

MOST_BYTES = 2_000_000


def decode(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """The text of a file: UTF-8 (a BOM is fine), or UTF-16 with a notice; raises on anything else."""
    if len(data) > MOST_BYTES:
        size = f"{len(data) / 1e6:.1f}" if len(data) <= 10 * MOST_BYTES else f"over {MOST_BYTES * 10 / 1e6:.0f}"
        why = tr("the file is {size} MB; 2 MB is the most", size=size)
        raise ScenarioTooLarge([Problem("L101", why, tr("split it with uses:"), file, 1, 1)])
    notices: list[Problem] = []
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        notices.append(
            Problem("N115", tr("the file is UTF-16; UTF-8 is better"), tr("save it as UTF-8"), file, 1, 1, "notice")
        )
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        col = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        said = {"start": error.start, "byte": data[error.start], "encoding": encoding[:6].upper().rstrip("-")}
        why = tr("byte {start} (0x{byte:02x}) is not {encoding}", **said)
        raise ScenarioSyntaxError([Problem("E106", why, tr("save the file as UTF-8"), file, line, col)]) from None
    return text, notices
