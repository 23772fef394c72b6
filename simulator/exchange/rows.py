"""One inject as the cells of our own MSEL, and back, without loss.

An inject here is what stands in a scenario file: texts, lists and mappings of texts, not yet typed.  Where
a field has an inner form, the cell holds lines that people can edit; what these cannot say stands as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from simulator.catalogue import tr
from simulator.exchange.columns import OWN

__all__ = ["cells_of", "clean", "inject_of"]

Row = dict[str, Any]
_LINE = re.compile(r"^(?P<action>.*\S) \[within (?P<within>[^\[\];]+)(?P<rest>(?:; [a-z_]+ [^\[\];]+)*)\]$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_JSON_FIELDS = ("repeat", "effects")


def clean(value: Any) -> Any:
    """A value as a workbook can hold it: control characters as pictures, one kind of line end, nothing empty."""
    if isinstance(value, Mapping):
        held = {str(key): clean(item) for key, item in value.items()}
        return {key: item for key, item in held.items() if item not in ("", None)}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    if value is None:
        return ""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub(_picture, text) if text.strip() else ""


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _of_json(text: str, field: str) -> Any:
    try:
        return clean(json.loads(text))
    except (ValueError, RecursionError):
        raise ValueError(tr("{field} is not readable as JSON", field=field)) from None


def _expectation(held: Mapping[str, Any]) -> str:
    """An expected action as a line; its inner form in brackets."""
    parts = [f"within {held.get('within', '')}"]
    for key, value in held.items():
        if key not in ("action", "within"):
            parts.append(f"{key} {', '.join(value) if isinstance(value, list) else value}")
    return f"{held.get('action', '')} [{'; '.join(parts)}]"


def _of_line(line: str) -> Row:
    found = _LINE.match(line)
    if found is None:
        raise ValueError(tr("an expected action is written: Open the gate [within 30 min]"))
    held: Row = {"action": found["action"], "within": found["within"]}
    for part in found["rest"].split("; ")[1:]:
        key, _, value = part.partition(" ")
        held[key] = value.split(", ") if key == "option" else value
    return held


def _expects_of(text: str) -> list[Row]:
    if text.startswith("[{"):
        return list(_of_json(text, tr("Expected action")))
    return [_of_line(line) for line in text.split("\n") if line.strip()]


def _expects_text(held: list[Row]) -> str:
    """Lines where these say everything, else JSON."""
    lines = "\n".join(map(_expectation, held))
    try:
        same = _expects_of(lines) == held and [*map(list, _expects_of(lines))] == [*map(list, held)]
    except (ValueError, TypeError):
        same = False
    return lines if same else _json(held)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def cells_of(inject: Mapping[str, Any]) -> list[str]:
    """The texts of one row, in the order of :data:`OWN`; raises ValueError for a field that has no column."""
    held = clean(inject)
    row = []
    for column in OWN:
        value = held.pop(column.field, "")
        if value in ("", []):
            row.append("")
        elif column.field == "to":
            row.append(", ".join(map(str, _listed(value))))
        elif column.field == "expects":
            expects = [{**e, "option": _listed(e["option"])} if "option" in e else e for e in _listed(value)]
            row.append(_expects_text(expects))
        else:
            row.append(value if isinstance(value, str) else _json(value))
    if held:
        raise ValueError(tr("an inject has no field {names}", names=", ".join(held)))
    return row


def inject_of(cells: Mapping[str, str]) -> Row:
    """The inject that a row of our own file says; raises ValueError saying which cell is wrong."""
    held: Row = {}
    for column in OWN:
        text = cells.get(column.field, "")
        if not text:
            continue
        if column.field == "to":
            held["to"] = [name.strip() for name in text.split(",") if name.strip()]
        elif column.field == "expects":
            held["expects"] = _expects_of(text)
        elif column.field in _JSON_FIELDS:
            held[column.field] = _of_json(text, column.title)
        else:
            held[column.field] = text
    return held
