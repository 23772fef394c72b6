"""What comes from a terminal, made fit for keys: any bytes in, whole keys and pasted text out.

A terminal sends more than keys: replies to questions that some other program asked, halves of sequences over a slow
line, bytes that are no text.  Read as keys these would press some: the reply to a question about colours holds an
``f``, which fires an inject.  So only what is a key, a report that was asked for or a paste gets through; strings
for the terminal (OSC, DCS, APC) and sequences that nobody knows are dropped, and nothing that was begun and never
ended holds the keyboard for longer than a moment.

No input and no clock here: bytes and moments come in, text for the parser of keys goes out.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from simulator.display import shown

__all__ = ["Incoming", "PASTE_BEGINS", "PASTE_ENDS"]

_ESC = "\x1b"
PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_STRINGS = frozenset("]PX^_")
"""after ESC, these begin a string for the terminal: OSC, DCS, SOS, PM, APC"""
_LONGEST = 32
"""signs of a sequence; the parser of keys takes longer ones for single keys"""
_SEQUENCE_S, _STRING_S, _PASTE_S = 0.05, 0.2, 2.0
"""quiet for so long, a sequence, a string or a paste has ended"""
_REPORT = re.compile(
    r"\x1b\[(?:"
    r"<\d{1,4};-?\d{1,5};-?\d{1,5}[Mm]"  # the mouse
    r"|(?:\d{1,4};){2}\d{1,4}M"  # the mouse of rxvt
    r"|[IO]"  # the window has the keyboard, or has it no more
    r"|\?\d{1,5};\d\$y"  # whether a mode is known
    r"|\d{1,4};\d{1,4}R"  # where the cursor stands
    r"|\d{1,6}(?:;\d{0,3})?(?:;\d{1,6})?u"  # a key of the kitty protocol, as the driver asks for it
    r"|\d{1,2};\d{1,3}[~ABCDEFHPQS]"
    r"|48;\d{1,5};\d{1,5};\d{1,6};\d{1,6}t"  # the size
    r"|20[01]~)\Z"
)


class Incoming:
    """Bytes of a terminal as text in which every sequence is whole and known.

    :meth:`take` what came, and ask :meth:`idle` when nothing did.  Moments are seconds that only grow.
    """

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._held = ""
        """a sequence that has begun"""
        self._string = False
        self._closing = False
        """the ESC that is held may be the end of a string"""
        self._paste = False
        self._at = 0.0

    @property
    def waits(self) -> bool:
        """Whether something has begun that has not ended."""
        return bool(self._held or self._string or self._paste or self._decoder.getstate()[0])

    def take(self, raw: bytes, moment: float) -> str:
        """What came, as far as it is whole."""
        self._at = moment
        return self._read(self._decoder.decode(raw))

    def idle(self, moment: float) -> str:
        """Nothing came: what was begun some time ago has ended."""
        quiet, found = moment - self._at, ""
        if quiet >= _SEQUENCE_S:
            if self._decoder.getstate()[0]:
                found += self._read(self._decoder.decode(b"", final=True))
            found += self._let_go()
        if quiet >= _STRING_S:
            self._string = False
        if quiet >= _PASTE_S and self._paste:
            self._paste = False
            found += PASTE_ENDS
        return found

    def _read(self, text: str) -> str:
        if not (self._held or self._string) and text.isascii() and text.isprintable():
            return text
        return "".join(map(self._next, text))

    def _next(self, char: str) -> str:
        if self._string:
            return self._in_string(char)
        if self._held:
            return self._in_sequence(char)
        if char == _ESC:
            self._held = _ESC
            return ""
        if self._paste:
            return _pasted(char)
        return "" if "\x80" <= char < "\xa0" else char

    def _in_string(self, char: str) -> str:
        if char >= " " and char != "\x9c":
            return ""
        self._string = False
        if char == _ESC:
            self._held, self._closing = _ESC, True
        return char if char in "\r\n\t" else ""

    def _in_sequence(self, char: str) -> str:
        held, sequence, closing = self._held, self._held + char, self._closing
        if self._paste:
            return self._perhaps_end(char)
        if char == _ESC:
            return self._let_go() + self._next(_ESC)
        self._held, self._closing = "", False
        if held == _ESC:
            if closing and char == "\\":
                return ""
            if char in _STRINGS:
                self._string = True
            elif char in "[O":
                self._held = sequence
            else:
                return sequence
            return ""
        return self._in_control(char, sequence)

    def _in_control(self, char: str, sequence: str) -> str:
        """A sign after ESC [ or ESC O."""
        if char < " ":
            return char
        if sequence[1] == "O":
            return _if_known(sequence)
        if len(sequence) > _LONGEST:
            self._string = True
        elif "@" <= char <= "~" and sequence != "\x1b[[":
            found = _if_known(sequence)
            self._paste = found == PASTE_BEGINS
            return found
        elif " " <= char <= "~":
            self._held = sequence
        return ""

    def _perhaps_end(self, char: str) -> str:
        """A sign after an ESC in a paste: its end, or text like any other."""
        sequence = self._held + char
        if sequence == PASTE_ENDS:
            self._held, self._paste = "", False
            return PASTE_ENDS
        if PASTE_ENDS.startswith(sequence):
            self._held = sequence
            return ""
        text = shown(self._held)
        self._held = ""
        return text + self._next(char)

    def _let_go(self) -> str:
        """What is held has ended: ESC alone or a whole key stands for itself, anything else is dropped."""
        held, self._held, self._closing = self._held, "", False
        if self._paste:
            return shown(held)
        return held if held == _ESC else _if_known(held)


def _if_known(sequence: str) -> str:
    return sequence if sequence in ANSI_SEQUENCES_KEYS or _REPORT.match(sequence) else ""


def _pasted(char: str) -> str:
    """A sign of a paste as it may be shown; an end of a line stays one."""
    return char if char in "\r\n\t" else shown(char)
