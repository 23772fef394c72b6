"""A file that is being edited: what another process wrote is never lost, nor what was typed and not saved.

The text that is not saved yet lies beside the file as ``.NAME.draft`` and is written anew shortly after the last key.
A process that is killed leaves it there, and whoever opens the file again is asked about it.  Before saving, the file
is compared with what was read: one that has changed is not touched.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from simulator.catalogue import tr
from simulator.errors import StorageError, UsageError
from simulator.scenario.library import read_file
from simulator.system import write_over

__all__ = ["ChangedMeanwhile", "ScenarioFile", "replace_file"]

_LARGEST = 2_000_000


class ChangedMeanwhile(UsageError):
    """Another process has written the file since it was read."""


def replace_file(path: Path, before: bytes, after: bytes) -> None:
    """Write over a file that still holds what was read; behind a link the file that it leads to.

    Raises :class:`ChangedMeanwhile` where somebody else has written or removed it, and :class:`StorageError`.
    """
    target = path.resolve()
    try:
        held, mode = target.read_bytes(), target.stat().st_mode
    except OSError:
        held, mode = None, 0
    if held != before:
        raise ChangedMeanwhile(
            tr("{path} was changed by somebody else meanwhile; nothing was written; try again", path=path)
        )
    if not mode & 0o222:
        raise StorageError(tr("{path} may not be written: it is read-only", path=path))
    _write(target, after)


def _write(path: Path, data: bytes, like: str = "") -> None:
    try:
        write_over(str(path), data, like=like)
    except OSError as error:
        raise StorageError(tr("{path} cannot be written: {why}", path=path, why=error.strerror)) from None


class ScenarioFile:
    """The file behind a text.  Texts have plain line ends; the file keeps its own, and its byte-order mark."""

    def __init__(self, path: Path):
        """Read it; raises UsageError for what is no text of a sensible size, StorageError where it cannot be read."""
        self.path = path.resolve()  # a link stays a link: what it leads to is written
        self.draft_path = self.path.with_name(f".{self.path.name}.draft")
        self.text = ""
        """the text as it was last read or saved"""
        self.draft: str | None = None
        """the text that the draft is known to hold"""
        self._mark, self._ends, self._data = b"", "\n", b""
        self.reload()

    def reload(self) -> str:
        """Read it anew; gives its text."""
        data = read_file(self.path)
        if len(data) > _LARGEST:
            why = tr("{path} holds more than {most:,} bytes: no scenario is as large", path=self.path, most=_LARGEST)
            raise UsageError(why)
        mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        try:
            text = data[len(mark) :].decode("utf-8")
        except UnicodeDecodeError as error:
            byte = error.start + len(mark)
            why = tr("{path} is no UTF-8 text: byte {byte} fits no sign", path=self.path, byte=byte)
            raise UsageError(why) from None
        self._mark, self._ends = mark, "\r\n" if "\r\n" in text else "\n"
        self._data = data
        self.text = text.replace("\r\n", "\n")
        return self.text

    def bytes_of(self, text: str) -> bytes:
        """A text as it stands in the file."""
        return self._mark + text.replace("\n", self._ends).encode("utf-8", errors="replace")

    def has_changed(self) -> bool:
        """Whether the file is not what was read or saved last: changed, or gone."""
        try:
            return self.path.read_bytes() != self._data
        except OSError:
            return True

    def save(self, text: str) -> None:
        """Write the text and forget the draft; raises :class:`ChangedMeanwhile`, StorageError."""
        data = self.bytes_of(text)
        replace_file(self.path, self._data, data)
        self.text, self._data = text, data
        self.forget_draft()

    def save_as(self, text: str, path: Path) -> None:
        """Write the text into a file that is not there yet; raises UsageError, StorageError."""
        if path.exists():
            raise UsageError(tr("{path} is there already; name one that is not", path=path))
        _write(path, self.bytes_of(text), str(self.path))

    # what is not saved

    def kept(self) -> str | None:
        """A text that was typed and not saved, of a process that ended without a word; None if there is none."""
        try:
            text = self.draft_path.read_bytes().decode("utf-8", errors="replace")
        except OSError:
            return None
        return text if text != self.text else None

    def keep(self, text: str) -> None:
        """Keep a text that is not saved; raises StorageError."""
        if text == self.text:
            self.forget_draft()
        else:
            _write(self.draft_path, text.encode("utf-8", errors="replace"), str(self.path))
            self.draft = text

    def forget_draft(self) -> None:
        """There is nothing that is not saved."""
        self.draft = None
        with suppress(OSError):
            self.draft_path.unlink()
