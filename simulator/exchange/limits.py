"""The gate before a workbook is opened: what it would unfold to is measured while it streams by.

A workbook is a ZIP of XML.  Neither the sizes it declares nor the ranges it names are believed: a small
file can unfold to gigabytes, and one cell or one merged range at the far corner makes a reader walk
seventeen thousand million cells.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO

from simulator.catalogue import tr
from simulator.errors import Problem
from simulator.exchange.tables import MOST_CELLS, MOST_ROWS, WorkbookWrong, letters, too_large

__all__ = ["MOST_BYTES", "SheetFacts", "measured"]

MOST_BYTES, MOST_ENTRIES, MOST_RATIO, MOST_INFLATED = 20_000_000, 200, 100, 50_000_000
_SMALL = 100_000
"""an entry that unfolds to less than this may be packed as tightly as it likes"""
_CHUNK = 1 << 16

_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
_FAR_ROW = re.compile(rb'<(?:\w+:)?(?:row|c)\s[^>]*?\br="[A-Z]{0,3}(\d+)"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z0-9:$]+)"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_HIDDEN_COL = re.compile(rb'<(?:\w+:)?col\s(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\bmin="(\d+)")[^>]*?\bmax="(\d+)"')
_UNKNOWN_FORMULA = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


@dataclass(slots=True)
class SheetFacts:
    """What the gate saw of one sheet, by its path in the file."""

    merged: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    unknown_formulas: list[str] = field(default_factory=list)
    """formula cells that hold no value"""


@dataclass(slots=True)
class Facts:
    """What the gate saw of the whole file."""

    sheets: dict[str, SheetFacts]
    macros: bool


def _wrong(code: str, message: str, hint: str) -> WorkbookWrong:
    return WorkbookWrong([Problem(code, message, hint)])


def measured(data: bytes) -> Facts:
    """What a workbook holds, when it keeps to the limits.

    Raises :class:`WorkbookWrong` for what is no workbook, :class:`ScenarioTooLarge` above a limit.
    """
    if len(data) > MOST_BYTES:
        raise too_large(tr("the file is larger than 20 MB, the most"))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        why = tr("the workbook is protected by a password, or in the format before 2007")
        raise _wrong("E702", why, tr("save it as .xlsx without a password"))
    if not data.startswith(b"PK"):
        why = tr("this is not a workbook: it does not begin as a ZIP file")
        raise _wrong("E701", why, tr("save it as .xlsx, or as .csv"))
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            return _measured(packed)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        said = str(error).splitlines()[0][:100] if str(error) else tr("it ends too early")
        why = tr("the workbook is damaged or cut off ({why})", why=said)
        raise _wrong("E701", why, tr("save it again")) from None


def _measured(packed: zipfile.ZipFile) -> Facts:
    entries = packed.infolist()
    if len(entries) > MOST_ENTRIES:
        why = tr("the workbook is made of {n} parts; {most} are the most", n=len(entries), most=MOST_ENTRIES)
        raise too_large(why)
    for entry in entries:
        _check_ratio(entry, entry.file_size)
    if sum(entry.file_size for entry in entries) > MOST_INFLATED:
        raise too_large(tr("the workbook unfolds to more than 50 MB"))
    facts, left, cells = Facts({}, False), MOST_INFLATED, 0
    for entry in entries:
        content = _inflated(packed, entry, left)
        left -= len(content)
        facts.macros |= entry.filename.lower().endswith("vbaproject.bin")
        if _ENTITY.search(content) and entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            why = tr("{file} declares a document type or an entity", file=entry.filename)
            raise _wrong("E703", why, tr("no spreadsheet program writes that; save it again with one"))
        if "worksheets/" in entry.filename and entry.filename.endswith(".xml"):
            cells += len(_CELL.findall(content))
            facts.sheets[entry.filename] = _sheet(content, entry.filename)
    if cells > MOST_CELLS:
        raise too_large(tr("the workbook has {n} cells; {most} are the most", n=cells, most=MOST_CELLS))
    return facts


def _check_ratio(entry: zipfile.ZipInfo, size: int) -> None:
    if size > _SMALL and size > MOST_RATIO * max(entry.compress_size, 1):
        why = tr("{file} unfolds to more than {most} times its size", file=entry.filename, most=MOST_RATIO)
        raise too_large(why)


def _inflated(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """An entry's bytes, counted while they stream: what the file says of their number is not believed."""
    parts, size = [], 0
    with packed.open(entry) as stream:
        while part := stream.read(_CHUNK):
            size += len(part)
            if size > left:
                raise too_large(tr("the workbook unfolds to more than 50 MB"))
            parts.append(part)
    _check_ratio(entry, size)
    return b"".join(parts)


def _sheet(content: bytes, name: str) -> SheetFacts:
    rows = len(_ROW.findall(content))
    far = max((int(number) for number in _FAR_ROW.findall(content)), default=0)
    if max(rows, far) > MOST_ROWS:
        last = max(rows, far)
        why = tr("{name} goes down to row {last}; {most} rows are the most", name=name, last=last, most=MOST_ROWS)
        raise too_large(why)
    hidden = [tr("row {number}", number=number.decode()) for number in _HIDDEN_ROW.findall(content)]
    for first, last in _HIDDEN_COL.findall(content):
        a, b = letters(min(int(first), 20_000)), letters(min(int(last), 20_000))
        hidden.append(tr("column {name}", name=a) if a == b else tr("columns {first} to {last}", first=a, last=b))
    return SheetFacts(
        [ref.decode() for ref in _MERGED.findall(content)],
        hidden,
        [ref.decode() for ref in _UNKNOWN_FORMULA.findall(content)],
    )
