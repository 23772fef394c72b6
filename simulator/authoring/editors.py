"""The settings of an editor: our schema is named in what stands there, and every other character stays.

Settings of VS Code are JSON with comments and commas at the end of lists.  They are read past those, one entry is put
in, and the result must say what was there and that entry - or nothing is written.
"""

from __future__ import annotations

import json
import re
from typing import Any

from simulator.catalogue import tr
from simulator.errors import UsageError

__all__ = ["PATTERNS", "SCHEMA_FILE", "with_schema"]

SCHEMA_FILE = "startex.schema.json"
PATTERNS = ("*.yaml", "*.yml")
_KEY = "yaml.schemas"
_NAME = f"./.vscode/{SCHEMA_FILE}"
_SKIPPED = r"//[^\n]*+|(?>/\*.*?\*/)"
_PIECE = re.compile(rf'"(?:\\.|[^"\\])*"|{_SKIPPED}|,(?=(?:\s|{_SKIPPED})*+[}}\]])', re.DOTALL)


def with_schema(text: str, file: str) -> str:
    """The text of a settings file with our schema in it; the same text where it is in it already.

    Raises :class:`UsageError` where the file cannot be read, or holds something else where schemas are named.
    """
    if not text.strip():
        text = "{\n}\n"
    bare = _bare(text)
    settings = _read(bare, file)
    schemas = settings.get(_KEY)
    if schemas is not None and not isinstance(schemas, dict):
        raise UsageError(tr("{file}: {key} is no list of names; {hint}", file=file, key=_KEY, hint=_by_hand()))
    if schemas is not None and _NAME in schemas:
        return text
    entry = f"{json.dumps(_NAME)}: {json.dumps(list(PATTERNS))}"
    if schemas is None:
        made = _put(text, bare.index("{"), f'"{_KEY}": {{{entry}}}', settings, 1)
    else:
        made = _put(text, _opening(bare), entry, schemas, 2)
    wanted = {**settings, _KEY: {**(schemas or {}), _NAME: list(PATTERNS)}}
    if _read(_bare(made), file) != wanted:
        why = tr("{file} is written in a way in which nothing can be added safely; {hint}", file=file, hint=_by_hand())
        raise UsageError(why)
    return made


def _by_hand() -> str:
    """What to do where we cannot."""
    entry = f'"{_KEY}": {{"{_NAME}": {json.dumps(list(PATTERNS))}}}'
    return tr("write this into it: {entry}", entry=entry)


def _bare(text: str) -> str:
    """The same text, every character at its place, with blanks for comments and for commas before a bracket."""
    return _PIECE.sub(lambda found: found[0] if found[0].startswith('"') else re.sub(r"[^\n]", " ", found[0]), text)


def _read(bare: str, file: str) -> dict[str, Any]:
    try:
        settings = json.loads(bare)
    except ValueError as error:
        why = tr("{file} is no JSON: {why}; mend it, or {hint}", file=file, why=error, hint=_by_hand())
        raise UsageError(why) from None
    if not isinstance(settings, dict):
        raise UsageError(tr("{file} holds no settings; mend it, or {hint}", file=file, hint=_by_hand()))
    return settings


def _put(text: str, bracket: int, entry: str, there: dict[str, Any], depth: int) -> str:
    """Put an entry behind a bracket that opens, on a line of its own."""
    inside = "\n" + "  " * depth + entry + ("," if there else "")
    rest = text[bracket + 1 :]
    if not there and not rest.lstrip(" \t").startswith(("\n", "\r")):
        inside += "\n" + "  " * (depth - 1)
    return text[: bracket + 1] + inside + rest


def _opening(bare: str) -> int:
    """Where the bracket of the schemas opens."""
    depth = 0
    for found in re.finditer(r'"(?:\\.|[^"\\])*"|[{}\[\]]', bare):
        piece = found[0]
        if piece in "{[":
            depth += 1
        elif piece in "}]":
            depth -= 1
        elif depth == 1 and json.loads(piece) == _KEY and bare[found.end() :].lstrip().startswith(":"):
            return bare.index("{", found.end())
    raise AssertionError("the caller has read the key")
