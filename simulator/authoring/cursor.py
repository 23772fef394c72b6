"""Where a cursor stands in a scenario that is being written, however broken the rest is.

A YAML parser gives up at the first thing that is wrong, and a text that is being written is always wrong somewhere.
This reader follows indentation, list signs, brackets and quotes up to the cursor and no further: enough to know below
which keys it stands, whether a key or a value is written there, and what of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["Spot", "spot_at"]

_KEY = re.compile(r"""(?:"([^"]*)"|'([^']*)'|([^\s"'#\[\]{},&*!|>%@`-][^#\[\]{},]*?))\s*:(?=\s|$)""")
_TOP = re.compile(r"[a-z_]+:(\s|$)")
_ITEM = re.compile(r"-(\s+|$)")
_BLOCK_TEXT = re.compile(r"[|>][+-]?\d?[+-]?\s*(#.*)?$")
_WORD = re.compile(r"[\w.+*/-]*$")


@dataclass(frozen=True, slots=True)
class Spot:
    """A cursor's place: ``path`` to what it stands in, keys as texts and items of lists as numbers from 0.

    In the value of a field, ``path`` ends with the field.  ``word`` is what stands before the cursor of the word that
    is being written.  ``present`` are the keys written in the same mapping so far.  Nothing can be said (``is_text``)
    inside a block of text or a comment.
    """

    path: tuple[str | int, ...]
    is_key: bool
    word: str
    present: tuple[str, ...] = ()
    is_text: bool = False


@dataclass(slots=True)
class _Frame:
    """One level that is open: a mapping or list in a block (``indent``), or in brackets (``sign``)."""

    indent: int
    sign: str = ""
    key: str | None = None
    item: int = -1
    keys: list[str] = field(default_factory=list)

    @property
    def is_list(self) -> bool:
        """Whether items stand in it, not keys."""
        return self.sign == "[" or (not self.sign and self.item >= 0)

    @property
    def part(self) -> str | int | None:
        """Its part of the path: the item or the key that is open."""
        return self.item if self.is_list else self.key


class _Reader:
    """Follows a text line by line; ``frames`` is what is open where it has come to."""

    def __init__(self) -> None:
        self.frames: list[_Frame] = []
        self.quote = ""
        self.comment = False
        self.token = ""
        self.text_below: int | None = None
        """the indentation of the key whose value is a block of text"""

    @property
    def in_brackets(self) -> bool:
        """Whether a bracket is open."""
        return bool(self.frames and self.frames[-1].sign)

    def line(self, text: str) -> None:
        """Take a line in, or what of it stands before the cursor."""
        self.comment = False
        if (self.in_brackets or self.quote) and _TOP.match(text):
            self.frames, self.quote = [], ""  # somebody has forgotten to close something: a new section begins anyway
        if self.in_brackets or self.quote:
            self._flow(text, 0)
            return
        bare = text.strip()
        indent = len(text) - len(text.lstrip(" "))
        if self.text_below is not None:
            if not bare or indent > self.text_below:
                return
            self.text_below = None
        self.token = ""
        if bare.startswith("#"):
            self.comment = True
        elif bare or indent:
            self._block(text, indent)

    def _block(self, text: str, at: int) -> None:
        while (item := _ITEM.match(text, at)) is not None:
            self._to_item(at)
            at = item.end()
        found = _KEY.match(text, at)
        if found is None:
            self._close(at + 1)
            self._flow(text, at)
            return
        self._to_key(at, next(part for part in found.groups() if part is not None).strip())
        value = text[found.end() :]
        if _BLOCK_TEXT.match(value.strip()):
            self.text_below = at
        self._flow(text, found.end())

    def _close(self, indent: int) -> None:
        """What stands deeper than this is over."""
        while self.frames and not self.frames[-1].sign and self.frames[-1].indent >= indent:
            self.frames.pop()

    def _to_item(self, at: int) -> None:
        self._close(at + 1)
        if not (self.frames and self.frames[-1].is_list and self.frames[-1].indent == at):
            self.frames.append(_Frame(at, item=-1))
        self.frames[-1].item += 1
        self.frames[-1].key = None

    def _to_key(self, at: int, key: str) -> None:
        self._close(at + 1)
        top = self.frames[-1] if self.frames else None
        if top is not None and top.is_list and top.indent == at:
            self.frames.pop()  # a list that stood as deep as its own key is over
            top = self.frames[-1] if self.frames else None
        if top is None or top.is_list or top.indent != at:
            self.frames.append(_Frame(at))
        self.frames[-1].key = key
        self.frames[-1].keys.append(key)

    def _flow(self, text: str, at: int) -> None:
        """Quotes, brackets and what lies in them, from a column on."""
        self.token = "" if not self.quote else self.token
        for k in range(at, len(text)):
            if self._sign(text, k):
                return

    def _sign(self, text: str, k: int) -> bool:
        """Take one sign in; gives whether the rest of the line is a comment."""
        sign = text[k]
        if self.quote:
            self.quote = "" if sign == self.quote else self.quote
            self.token += sign
        elif sign == "#" and (k == 0 or text[k - 1].isspace()):
            self.comment = True
        elif sign in "\"'" and not self.token.strip():
            self.quote, self.token = sign, self.token + sign
        elif sign in "[{" and (self.in_brackets or not self.token.strip()):
            self.frames.append(_Frame(-1, sign, item=0 if sign == "[" else -1))
            self.token = ""
        elif self.in_brackets:
            self._in_brackets(sign, text[k + 1 : k + 2])
        else:
            self.token += sign
        return self.comment

    def _in_brackets(self, sign: str, after: str) -> None:
        top = self.frames[-1]
        if sign in "]}":
            self.frames.pop()
            self.token = ""
        elif sign == ",":
            top.key, self.token = None, ""
            top.item += 1 if top.is_list else 0
        elif sign == ":" and (not after or after.isspace()) and top.key is None and not top.is_list:
            top.key = self.token.strip().strip("\"'")
            top.keys.append(top.key)
            self.token = ""
        else:
            self.token += sign


def spot_at(lines: list[str], row: int, column: int) -> Spot:
    """Where a cursor stands; ``row`` and ``column`` count from 0, in signs."""
    reader = _Reader()
    for text in lines[:row]:
        reader.line(text)
    text = lines[row][:column] if row < len(lines) else ""
    reader.line(text)
    if reader.comment or (reader.text_below is not None and not _opens(reader, text)):
        return Spot((), is_key=False, word="", is_text=True)
    return _spot(reader, text)


def _opens(reader: _Reader, text: str) -> bool:
    """Whether this very line began the block of text."""
    return len(text) - len(text.lstrip(" ")) == reader.text_below and bool(_KEY.match(text.lstrip(" -")))


def _spot(reader: _Reader, text: str) -> Spot:
    found = _WORD.search(reader.token)
    word = found.group() if found is not None else ""
    if not reader.in_brackets:
        is_key = _is_key(reader, text)
    else:
        is_key = not reader.frames[-1].is_list and reader.frames[-1].key is None
    path = tuple(part for frame in reader.frames if (part := frame.part) is not None)
    top = reader.frames[-1] if reader.frames else None
    present = tuple(top.keys) if is_key and top is not None and not top.is_list and top.key is None else ()
    return Spot(path, is_key, word, present)


def _is_key(reader: _Reader, text: str) -> bool:
    """Whether a key may be written at the end of a line outside brackets; the frames are closed to there.

    An item of a list, or what stands alone below a key, may be either: the type of the place decides.
    """
    at = len(text) - len(text.lstrip(" "))
    while (item := _ITEM.match(text, at)) is not None:
        at = item.end()
    if _KEY.match(text, at) is not None:
        return False
    top = reader.frames[-1] if reader.frames else None
    if top is not None and top.is_list and top.indent == at:  # as deep as a list's own signs: beside the list's key
        reader.frames.pop()
        top = reader.frames[-1] if reader.frames else None
    if top is not None and not top.is_list and top.indent == at:
        top.key = None
    return True
