"""What is written to a terminal that may go away."""

from __future__ import annotations

from typing import Any, TextIO

__all__ = ["Lasting"]


class Lasting:
    """A file to write to that may go away: from then on writing does nothing.  Signs that it has not become ``?``."""

    def __init__(self, file: TextIO):
        self._file = file
        self._gone = False
        encoding = file.encoding or "ascii"
        self._narrow = None if encoding.lower().replace("-", "").startswith("utf") else encoding

    def write(self, text: str) -> None:
        """Write, if somebody is there."""
        if self._narrow is not None:
            text = text.encode(self._narrow, "replace").decode(self._narrow)
        self._attempt(lambda: self._file.write(text))

    def flush(self) -> None:
        """Flush, if somebody is there."""
        self._attempt(self._file.flush)

    def fileno(self) -> int:
        """The descriptor of the file."""
        return self._file.fileno()

    def _attempt(self, deed: Any) -> None:
        if self._gone:
            return
        try:
            deed()
        except (OSError, ValueError):
            self._gone = True
