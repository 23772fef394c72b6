"""A line of a journal: ``{"n":12,"c":"5f3a…","h":"9c41…","b":{…}}`` and a line feed.

``n`` counts from 0, the header; ``b`` is the record, canonical JSON of at most 64 KiB; ``c`` is the CRC-32 of the rest
of the line; ``h``, the head, is the SHA-256 of the head before it, the number and the record.  One bit changed
anywhere shows in ``c``; a line taken out, put in or moved shows in ``n`` and ``h``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from zlib import crc32

from simulator.catalogue import tr
from simulator.errors import UsageError

__all__ = [
    "GENESIS",
    "MOST_BYTES",
    "MOST_OF_A_LINE",
    "Line",
    "canonical",
    "continues",
    "parse_line",
    "within",
    "write_line",
]

MOST_BYTES = 64 * 1024
"""of a record"""
MOST_OF_A_LINE = MOST_BYTES + 200
GENESIS = sha256(b"startex journal").hexdigest()
"""the head before the first line of all"""

_HEAD = rb'\{"n":(0|[1-9][0-9]{0,11}),"c":"([0-9a-f]{8})","h":"([0-9a-f]{64})","b":'
_BEGIN = re.compile(_HEAD)
_SHAPE = re.compile(_HEAD + rb"(\{.*\})\}", re.DOTALL)
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number, its record, the head after it, and its bytes with the line feed."""

    n: int
    body: dict[str, Any]
    head: str
    raw: bytes


def canonical(body: Mapping[str, Any]) -> bytes:
    """The record's one way to be written; raises :class:`UsageError` for what JSON cannot hold or is too long."""
    try:
        text = json.dumps(dict(body), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
        try:
            found = text.encode()
        except UnicodeEncodeError:  # half a character, as a broken terminal sends it: kept, as an escape
            found = json.dumps(dict(body), allow_nan=False, sort_keys=True, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise UsageError(tr("this cannot be recorded: {error}", error=error)) from None
    if len(found) > MOST_BYTES:
        raise UsageError(
            tr(
                "a record holds at most {most:,} bytes and this has {n:,}; attach it as a file",
                most=MOST_BYTES,
                n=len(found),
            )
        )
    return found


def _chained(head: bytes, n: bytes, body: bytes) -> str:
    return sha256(b"%b:%b:%b" % (head, n, body)).hexdigest()


def write_line(n: int, head: str, body: Mapping[str, Any]) -> Line:
    """The line that follows one whose head is ``head``."""
    text, number = canonical(body), b"%d" % n
    after = _chained(head.encode(), number, text)
    check = _check(number, after.encode(), text)
    raw = b'{"n":%b,"c":"%b","h":"%b","b":%b}\n' % (number, check, after.encode(), text)
    return Line(n, json.loads(text), after, raw)


def _check(n: bytes, head: bytes, body: bytes) -> bytes:
    return b"%08x" % crc32(b"%b:%b:%b" % (n, head, body))


def parse_line(raw: bytes) -> Line | None:
    """The line of these bytes, without a line feed; nothing if it is none, or not whole."""
    shape = _SHAPE.fullmatch(raw)
    if shape is None:
        return None
    n, check, head, text = shape.groups()
    if _check(n, head, text) != check:
        return None
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return Line(int(n), body, head.decode(), raw + b"\n")


def continues(line: Line, head: str) -> bool:
    """Whether the chain leads from ``head`` to this line."""
    text = line.raw[line.raw.index(b',"b":') + 5 : -2]
    return line.head == _chained(head.encode(), b"%d" % line.n, text)


def within(tail: bytes) -> tuple[Line, int] | None:
    """The first whole line anywhere in a piece without line feeds, and where it begins."""
    text = tail.decode("latin-1")  # a character a byte, so that places in the text are places in the piece
    for begin in _BEGIN.finditer(tail):
        try:
            _, end = _DECODER.raw_decode(text, begin.end())
        except (ValueError, RecursionError):
            continue
        if line := parse_line(tail[begin.start() : end + 1]):
            return line, begin.start()
    return None
