"""LogEvents to canonical JSON lines and back; commands to plain JSON values and back.

One record a line, keys of ``data`` sorted, UTF-8, ``\\n`` on every system: the same log is the same
bytes everywhere, and the digest of a run is the SHA-256 of exactly these bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, get_args

import msgspec

from simulator.commands import Command
from simulator.events import LogEvent

__all__ = ["command_from", "command_of", "decode_log", "digest", "encode_log"]


class _Record(msgspec.Struct):
    seq: int
    at: int
    kind: str
    subject: str
    data: dict[str, Any]
    cause: int | None
    given: tuple[int, ...] = ()


_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(_Record)


def encode_log(log: Iterable[LogEvent]) -> bytes:
    """The canonical event log: JSON Lines with ``seq, at, kind, subject, data, cause, given``."""
    return _ENCODER.encode_lines([_Record(*event) for event in log])


def decode_log(lines: Iterable[bytes]) -> Iterator[LogEvent]:
    """LogEvents from the lines of a log file; raises :class:`ValueError` naming the line that is none."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                r = _DECODER.decode(line)
            except msgspec.MsgspecError as error:
                raise ValueError(f"line {number} is not a LogEvent: {error}") from None
            yield LogEvent(r.seq, r.at, r.kind, r.subject, r.data, r.cause, r.given)


def digest(log: Sequence[LogEvent]) -> str:
    """SHA-256 of the canonical log, in hexadecimal."""
    return sha256(encode_log(log)).hexdigest()


_COMMANDS: dict[str, type] = {kind.__name__: kind for kind in get_args(Command)}


def command_of(command: Command) -> dict[str, Any]:
    """A command as a JSON object: its name under ``do``, then its fields."""
    return {"do": type(command).__name__, **msgspec.to_builtins(command)}


def command_from(body: object) -> Command:
    """The command of a JSON object; a field that a later version added is passed over.

    Raises :class:`ValueError` for what is no command, saying why.
    """
    name = body.get("do") if isinstance(body, dict) else None
    kind = _COMMANDS.get(name) if isinstance(name, str) else None
    if kind is None or not isinstance(body, dict):
        raise ValueError(f"{str(name)[:60]!r} is not a command; there are {', '.join(sorted(_COMMANDS))}")
    try:
        found: Command = msgspec.convert({k: v for k, v in body.items() if k != "do"}, kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"{name}: {error}") from None
    return found
