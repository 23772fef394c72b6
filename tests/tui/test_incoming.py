"""Bytes of a terminal become whole keys and pastes; nothing else presses a key or holds the keyboard."""

from __future__ import annotations

import random
import string

import pytest
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message

from tui.incoming import PASTE_BEGINS, PASTE_ENDS, Incoming
from tui.lasting import Lasting

LONG_AGO = 1000.0
STRAY = [
    b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\",  # the reply about a colour, which holds an f
    b"\x1b]52;c;Zm5x\x07",
    b"\x1bP>|some terminal 1.2\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b^private\x9c",
    b"\x1bXfnq\x1b\\",
    b"\x1b[?62;1;6;22c",
    b"\x1b[>0;276;0c",
    b"\x1b[999~",
    b"\x1b[" + b"1;" * 40 + b"f",
    b"\x1bOf",
    b"\x1b[97:65;2u",  # a form of a key that was not asked for
]


def read(*parts: bytes, then: float = LONG_AGO) -> tuple[str, Incoming]:
    """The text of parts that come at once, and then nothing for so many seconds."""
    incoming = Incoming()
    text = "".join(incoming.take(part, 0.0) for part in parts)
    return text + incoming.idle(then), incoming


def pressed(text: str) -> list[Message]:
    """What the parser of keys makes of a text that ends there."""
    parser = XTermParser()
    return [*parser.feed(text), *parser.feed("")] if text else []


def cut(raw: bytes, rng: random.Random) -> list[bytes]:
    parts, at = [], 0
    while at < len(raw):
        size = rng.randint(1, 7)
        parts.append(raw[at : at + size])
        at += size
    return parts


@pytest.mark.parametrize("raw", STRAY)
def test_what_no_key_has_sent_presses_none(raw: bytes) -> None:
    assert read(raw)[0] == ""
    assert read(raw, b"n")[0] in ("n", "")  # a string that is not ended may take what comes at once
    assert read(*(bytes([byte]) for byte in raw))[0] == ""


def test_every_key_comes_through_however_it_is_cut(test_seed: int) -> None:
    rng = random.Random(test_seed)
    for key in ANSI_SEQUENCES_KEYS:
        raw = key.encode()
        if not raw.decode().startswith("\x1b") or len(key) < 2:
            continue
        assert read(raw)[0] == key
        assert read(*cut(raw, rng))[0] == key


@pytest.mark.parametrize(
    "report",
    [
        "\x1b[<0;10;10M",
        "\x1b[<65;120;40m",
        "\x1b[I",
        "\x1b[?2026;2$y",
        "\x1b[97;1;97u",
        "\x1b[97u",
        "\x1b[1;5A",
        "\x1b[48;24;80;480;800t",
    ],
)
def test_what_the_screen_asks_for_comes_through(report: str) -> None:
    assert read(report.encode())[0] == report


def test_whatever_comes_no_sequence_presses_more_than_one_key(test_seed: int) -> None:
    """Random sequences: the parser of keys makes one message of each that gets through, or none."""
    rng = random.Random(test_seed)
    for _ in range(4000):
        body = "".join(rng.choice("0123456789;:<?>=$ ") for _ in range(rng.randint(0, 12)))
        sequence = f"\x1b[{body}{rng.choice(string.ascii_letters + '~@^')}"
        text = read(sequence.encode())[0]
        if text in (PASTE_BEGINS, PASTE_ENDS + PASTE_ENDS, PASTE_BEGINS + PASTE_ENDS):
            continue
        assert len(pressed(text)) <= 1, repr(text)


def test_any_bytes_leave_the_keyboard_alive_after_a_moment(test_seed: int) -> None:
    rng = random.Random(test_seed)
    signs = [b"\x1b", b"[", b"]", b"P", b"_", b"\\", b"\x07", b"200~", b"201~", b"\xc3", b"\xe2\x82", b"\xff", b"n"]
    for _ in range(3000):
        incoming = Incoming()
        for _ in range(rng.randint(1, 30)):
            incoming.take(rng.choice(signs) if rng.random() < 0.8 else rng.randbytes(3), 0.0)
        incoming.idle(LONG_AGO)
        assert not incoming.waits
        assert incoming.take(b"n", LONG_AGO) == "n"


def test_a_string_that_is_never_ended_holds_the_keyboard_for_a_fifth_of_a_second() -> None:
    incoming = Incoming()
    assert incoming.take(b"\x1b]0;title", 10.0) == ""
    incoming.idle(10.1)
    assert incoming.take(b"f", 10.1) == ""
    incoming.idle(10.4)
    assert incoming.take(b"n", 10.4) == "n"


@pytest.mark.parametrize("ends", [b"\r", b"\x1b[A", b"\x1b"])
def test_enter_arrows_and_escape_get_out_of_a_string_at_once(ends: bytes) -> None:
    assert read(b"\x1b]0;title", ends)[0] == ends.decode()


def test_bytes_that_are_no_text_are_the_sign_for_that() -> None:
    assert read(b"\xff n")[0] == "\ufffd n"
    assert read(b"\xc3", b"n")[0] == "\ufffdn"
    assert read(b"\xe2\x82")[0] == "\ufffd"
    assert read(b"\xe2", b"\x82", b"\xac")[0] == "€"


def test_a_paste_is_one_and_holds_nothing_that_acts() -> None:
    raw = PASTE_BEGINS.encode() + b"one\rtwo \x1b]52;c;x\x07 \x1b[31m \xe2\x80\xae end" + PASTE_ENDS.encode()
    text, _ = read(raw)
    assert text == PASTE_BEGINS + "one\rtwo ␛]52;c;x␇ ␛[31m \ufffd end" + PASTE_ENDS
    (paste,) = pressed(text)
    assert isinstance(paste, events.Paste)
    assert paste.text == "one\rtwo ␛]52;c;x␇ ␛[31m \ufffd end"


def test_a_paste_is_the_same_however_it_is_cut(test_seed: int) -> None:
    rng = random.Random(test_seed)
    raw = PASTE_BEGINS.encode() + "é\x1b[2 \x1b[201 €\n".encode() * 20 + PASTE_ENDS.encode()
    whole, _ = read(raw)
    for _ in range(50):
        assert read(*cut(raw, rng))[0] == whole


def test_a_paste_that_is_never_ended_ends_by_itself() -> None:
    incoming = Incoming()
    incoming.take(PASTE_BEGINS.encode() + b"half", 10.0)
    assert incoming.idle(11.0) == ""
    assert incoming.idle(12.5) == PASTE_ENDS
    assert incoming.take(b"n", 12.6) == "n"


class Gone:
    encoding = "latin-1"

    def __init__(self, writes: int):
        self.left, self.text = writes, ""

    def write(self, text: str) -> None:
        if not self.left:
            raise OSError(5, "gone")
        self.left -= 1
        self.text += text

    def flush(self) -> None:
        raise OSError(5, "gone")

    def fileno(self) -> int:
        return 2


def test_a_terminal_that_goes_away_is_written_to_no_more() -> None:
    file = Gone(writes=1)
    lasting = Lasting(file)  # type: ignore[arg-type]
    lasting.write("é│")
    lasting.write("x")
    lasting.write("x")
    lasting.flush()
    assert file.text == "é?"
