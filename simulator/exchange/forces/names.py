"""Names of the language for other people's texts, and finding what a text names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

__all__ = ["Names", "is_name", "slug"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def is_name(text: str) -> bool:
    """Whether a text is a name of the language as it stands."""
    return _NAME.fullmatch(text) is not None


def slug(text: str) -> str:
    """A name of the language for a text: ``1re Cie d'infanterie`` is ``1re_cie_d_infanterie``; empty for none."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9-]+", "_", plain).strip("_-")[:50].strip("_-")


class Names:
    """Things that a text may name: by their name, their title, or by what their name would be."""

    def __init__(self, known: Mapping[str, Mapping[str, Any]]):
        self._exact: set[str] = set()
        self._words: dict[str, str] = {}
        self._last: dict[str, int] = {}
        for name, fields in known.items():
            self.add(name, str(fields.get("title", "")))

    def __contains__(self, name: str) -> bool:
        return name in self._exact

    def __iter__(self) -> Any:
        return iter(sorted(self._exact))

    def add(self, name: str, title: str = "") -> None:
        """One more thing; of two with the same title the first is meant."""
        self._exact.add(name)
        for word in (name.casefold(), title.casefold(), slug(name), slug(title)):
            if word:
                self._words.setdefault(word, name)

    def find(self, text: str) -> str:
        """The thing that a text names; empty for none."""
        if text in self._exact:
            return text
        return (self._words.get(text.casefold(), "") or self._words.get(slug(text), "")) if text else ""

    def free(self, wanted: str) -> str:
        """A name that nothing has yet: the one wanted, or with a number behind it."""
        name = wanted
        while name in self._exact:
            self._last[wanted] = self._last.get(wanted, 1) + 1
            name = f"{wanted}-{self._last[wanted]}"
        return name
