"""Bring the catalogue up to date: what the code says, and how each language says it.

python docs/catalogue.py           takes the sentences out of the code into simulator/languages/<language>/*.po, and
                                   makes the file that is read of them; names what has no translation yet
python docs/catalogue.py --check   exit status 1 where a file is stale, a sentence is not translated, or a translation
                                   has not the same fields as the sentence

A translator writes ``msgstr`` lines of the .po files, by hand or with any editor for them.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from simulator.catalogue import DOMAIN, LANGUAGES, PLACE

ROOT = Path(__file__).parents[1]
ROOMS = {
    "authoring": ["simulator/authoring"],
    "cli": ["simulator/cli"],
    "engine": ["simulator/engine"],
    "exchange": ["simulator/exchange"],
    "readers": ["simulator/readers"],
    "report": ["simulator/report"],
    "runs": ["simulator/runs", "simulator/record"],
    "scenario": ["simulator/scenario", "simulator/blueprint"],
    "screen": ["tui"],
    "words": ["simulator/*.py", "simulator/parameters"],
}
KEYWORDS: dict[str, Any] = {"tr": None, "marked": None, "trn": (1, 2)}
PLURALS = {"fr": "nplurals=2; plural=(n > 1);"}
_FIELD = re.compile(r"\{(\w*)[^{}]*\}")
_HEAD: dict[str, Any] = {
    "fuzzy": False,
    "project": DOMAIN,
    "copyright_holder": "the authors of startex",
    "charset": "utf-8",
    **dict.fromkeys(("creation_date", "revision_date"), datetime(2000, 1, 1, tzinfo=UTC)),  # the same every day
}


def empty(code: str | None = None) -> Catalog:
    """A catalogue without sentences."""
    made = Catalog(locale=code, **_HEAD)
    if code in PLURALS:
        made.mime_headers = [("Plural-Forms", PLURALS[code])]
    return made


def files(places: list[str]) -> Iterator[Path]:
    """The modules and templates of a room, in order."""
    for place in places:
        found = (
            ROOT.glob(place) if "*" in place else (p for p in (ROOT / place).rglob("*") if p.suffix in (".py", ".j2"))
        )
        yield from sorted(found)


def extracted(room: str) -> Catalog:
    """What a room says: every sentence in a call of the catalogue, and the words and tables that are listed."""
    made = empty()
    for path in files(ROOMS[room]):
        method = "jinja2.ext.babel_extract" if path.suffix == ".j2" else "python"
        options = {"encoding": "utf-8"}
        name = path.relative_to(ROOT).as_posix()
        for _, messages, notes, context in extract_from_file(method, path, KEYWORDS, ["Translators:"], options):
            made.add(messages, locations=[(name, 0)], auto_comments=notes, context=context)
        for message in in_braces(path) if path.suffix == ".py" else ():
            made.add(message, locations=[(name, 0)])
    for context, message, where in listed().get(room, ()):
        made.add(message, locations=[(where, 0)], context=context)
    return made


def in_braces(path: Path) -> Iterator[str | tuple[str, str]]:
    """What is said in the braces of an f-string, where Babel does not look."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for call in (node for text in ast.walk(tree) if isinstance(text, ast.JoinedStr) for node in ast.walk(text)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
            said = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if said:
                yield (said[0], said[1]) if call.func.id == "trn" else said[0]


def listed() -> dict[str, list[tuple[str | None, str, str]]]:
    """Sentences and words that stand in tables of the code, by room: (context, sentence, where)."""
    from listed import sentences

    return sentences()


def updated(code: str, room: str) -> tuple[Catalog, str]:
    """A room's catalogue in a language as it should stand, and the text of its file."""
    path = PLACE / code / f"{room}.po"
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale=code)
    else:
        old = empty(code)
    new = empty(code)
    for message in extracted(room):
        if message.id:
            known = old.get(_key(message), message.context)
            said = known.string if known else ("", "") if message.pluralizable else ""
            new.add(message.id, said, message.locations, (), message.auto_comments, context=message.context)
    text = BytesIO()
    write_po(text, new, width=120, include_lineno=False, omit_header=False)
    return new, _without_dates(text.getvalue().decode("utf-8"))


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else str(message.id)


def _without_dates(text: str) -> str:
    """Without the lines of a head that differ from day to day and from tool to tool."""
    unstable = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Generated-By", "Language-Team", "Report-")
    lines = [line for line in text.splitlines() if not line.startswith(tuple(f'"{name}' for name in unstable))]
    return "\n".join(line for line in lines if not line.startswith("# ")) + "\n"


def faults(room: str, catalogue: Catalog) -> Iterator[str]:
    """What is wrong with a room's translations: none, or other fields than the sentence has."""
    for message in catalogue:
        if not message.id:
            continue
        ids = list(message.id) if isinstance(message.id, tuple | list) else [message.id]
        said = list(message.string) if isinstance(message.string, tuple | list) else [message.string]
        fields = {name for text in ids for name in _FIELD.findall(text)}
        if not all(said):
            yield f"{room}: not translated: {ids[0]!r}"
        elif any(set(_FIELD.findall(text)) - fields or fields - set(_FIELD.findall(text)) - {"n"} for text in said):
            yield f"{room}: other fields than the sentence: {ids[0]!r}"


def compiled(code: str, rooms: dict[str, Catalog]) -> tuple[bytes, list[str]]:
    """The file that is read, and sentences that two rooms say differently."""
    whole, differing = empty(code), []
    for room, catalogue in rooms.items():
        for message in catalogue:
            known = whole.get(_key(message), message.context) if message.id else None
            if known and known.string != message.string:
                differing.append(f"{room}: said otherwise in another room: {_key(message)!r}")
            elif message.id and known is None:
                whole.add(message.id, message.string, context=message.context)
    data = BytesIO()
    whole.mime_headers = [
        (name, value) for name, value in whole.mime_headers if name in ("Content-Type", "Plural-Forms")
    ]
    write_mo(data, whole)
    return data.getvalue(), differing


def main() -> int:
    """Write or check; gives the exit status."""
    check, wrong = "--check" in sys.argv[1:], []
    for code in LANGUAGES[1:]:
        texts: dict[Path, bytes] = {}
        rooms: dict[str, Catalog] = {}
        for room in ROOMS:
            rooms[room], text = updated(code, room)
            texts[PLACE / code / f"{room}.po"] = text.encode("utf-8")
            wrong += faults(room, rooms[room])
        texts[PLACE / code / "LC_MESSAGES" / f"{DOMAIN}.mo"], differing = compiled(code, rooms)
        wrong += differing
        for path, data in texts.items():
            if path.exists() and path.read_bytes() == data:
                continue
            if check:
                wrong.append(f"{path.relative_to(ROOT)} is stale: run make docs")
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
    print("\n".join(wrong) or "the catalogue is whole")
    return int(bool(wrong) and check)


if __name__ == "__main__":
    raise SystemExit(main())
