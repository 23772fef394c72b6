"""A document as JSON: everything that it holds, in plain ASCII."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from simulator.report.document import Block, Document, Section

__all__ = ["FORMAT", "as_json", "plain"]

FORMAT = 1


def plain(document: Document) -> dict[str, Any]:
    """The document as mappings, lists, texts and numbers; every block says what it is."""
    sheet = asdict(document.sheet)
    sheet["facts"] = [{"name": name, "value": value} for name, value in document.sheet.facts]
    return {
        "format": FORMAT,
        "marking": document.sheet.marking,
        **sheet,
        "sections": [_section(section) for section in document.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "blocks": [_block(block) for block in section.blocks],
        "sections": [_section(below) for below in section.sections],
    }


def _block(block: Block) -> dict[str, Any]:
    return {"block": type(block).__name__.lower(), **asdict(block)}


def as_json(document: Document) -> bytes:
    """The document as one JSON text; no terminal obeys what a text of it holds."""
    return json.dumps(plain(document), indent=1, ensure_ascii=True).encode() + b"\n"
