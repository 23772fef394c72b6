"""What a reader reads in each form of a document, as plain text."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from typing import Any

__all__ = ["parts_of", "text_of"]


def text_of(data: bytes, form: str) -> str:
    """The words of a document; of a DOCX those of all its parts, what nobody sees too."""
    if form == ".docx":
        return "\n".join(html.unescape(re.sub(r"<[^>]+>", "", part)) for part in parts_of(data).values())
    text = data.decode()
    if form == ".html":
        return html.unescape(re.sub(r"<[^>]+>", "", text))
    if form == ".json":
        return "\n".join(_words(json.loads(text)))
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text)


def parts_of(data: bytes) -> dict[str, str]:
    """The parts of a DOCX that are text, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {n: archive.read(n).decode() for n in archive.namelist() if n.endswith((".xml", ".rels"))}


def _words(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [word for key, item in value.items() for word in (str(key), *_words(item))]
    if isinstance(value, list):
        return [word for item in value for word in _words(item)]
    return [str(value)]
