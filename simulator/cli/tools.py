"""``startex doctor``: finding out whether this machine is ready."""

from __future__ import annotations

import importlib.metadata
import os
import sys
import tempfile
from typing import Annotated

import typer

from simulator.catalogue import marked, tr
from simulator.cli.out import dump, say

__all__ = ["doctor"]

_NEEDS = (
    *("simpy", "numpy", "PyYAML", "pydantic", "msgspec", "typer", "rich", "networkx", "astral", "mgrs"),
    *("textual", "prompt-toolkit", "platformdirs"),
)
_EXTRAS = {
    "batch": ("scipy", "pyarrow"),
    "report": ("matplotlib", "jinja2", "python-docx"),
    "cluster": ("distributed",),
    "exchange": ("openpyxl", "defusedxml"),
    "edit": ("tree-sitter", "tree-sitter-yaml"),
}
"""extra of the package -> what it brings; a command that needs it says so"""
_STATES = {"ok": marked("ok"), "missing": marked("missing"), "note": marked("note")}
"""how it stands with a thing, as it is said"""


def doctor(as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False) -> int:
    """Find out whether this machine is ready for an exercise."""
    rows = [_python(), *map(_library, _NEEDS), *_extras(), _yaml(), _zones(), _folder(), _sessions(), _scenarios()]
    rows.append(_screen())
    ready = all(row["state"] != "missing" for row in rows)
    if as_json:
        dump({"ready": ready, "checks": rows})
    else:
        for row in rows:
            say(f"  {tr(_STATES[row['state']]):<8} {row['what']:<22} {row['found']}")
        say(tr("ready") if ready else tr("not ready: see the rows marked missing"))
    return 0 if ready else 1


def _row(what: str, ok: bool, found: str, *, needed: bool = True) -> dict[str, str]:
    return {"what": what, "state": "ok" if ok else "missing" if needed else "note", "found": found}


def _python() -> dict[str, str]:
    from simulator.system import platform_line

    return _row(tr("Python 3.11 or later"), sys.version_info >= (3, 11), platform_line())


def _library(name: str) -> dict[str, str]:
    try:
        return _row(name, True, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return _row(name, False, tr("not installed; pip install {name}", name=name))


def _extras() -> list[dict[str, str]]:
    rows = []
    for extra, names in _EXTRAS.items():
        for name in names:
            row = _library(name)
            if row["state"] == "missing":
                row = _row(name, False, tr('not installed; pip install "startex[{extra}]"', extra=extra), needed=False)
            rows.append(row)
    return rows


def _yaml() -> dict[str, str]:
    import yaml

    fast = hasattr(yaml, "CSafeLoader")
    found = "libyaml" if fast else tr("pure Python: large files are slow to read")
    return _row(tr("fast YAML reader"), fast, found, needed=False)


def _zones() -> dict[str, str]:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo("Africa/Nairobi")  # not for people
        return _row(tr("time zones"), True, tr("found"))
    except (ZoneInfoNotFoundError, OSError):
        return _row(tr("time zones"), False, tr("not found; pip install tzdata"), needed=False)


def _folder() -> dict[str, str]:
    try:
        with tempfile.TemporaryFile(dir=os.getcwd()) as file:
            file.write(b"startex")
        return _row(tr("this folder"), True, tr("can be written"))
    except OSError as error:
        return _row(tr("this folder"), False, tr("cannot be written: {why}", why=error.strerror), needed=False)


def _sessions() -> dict[str, str]:
    from simulator.disk import can_write, sessions_root
    from simulator.record.files import REAL
    from simulator.record.journal import LOW_SPACE

    root = sessions_root()
    there = next(folder for folder in (root, *root.parents) if folder.exists())
    try:
        free = REAL.free(there)
    except OSError as error:
        return _row(tr("sessions"), False, f"{root}: {error.strerror}", needed=False)
    if not can_write(there):
        return _row(tr("sessions"), False, tr("{folder} cannot be written", folder=root), needed=False)
    return _row(
        tr("sessions"), free >= LOW_SPACE, tr("{folder}, {n:.1f} GiB free", folder=root, n=free / 2**30), needed=False
    )


def _scenarios() -> dict[str, str]:
    from simulator.cli.check import problems_of
    from simulator.scenario.library import shipped

    paths = shipped()
    wrong = [path.stem for path in paths if problems_of(str(path))[1]]
    if wrong:
        found = tr("{n} found; not clean: {names}", n=len(paths), names=", ".join(wrong))
    else:
        found = tr("{n} found, all check clean", n=len(paths))
    return _row(tr("shipped scenarios"), bool(paths) and not wrong, found)


def _screen() -> dict[str, str]:
    from simulator.system import terminal

    t = terminal()
    if not t.is_terminal:
        return _row(tr("terminal"), False, tr("output is not a terminal; headless commands work"), needed=False)
    enough = t.columns >= 80 and t.lines >= 24
    colour = tr("colour") if t.colour else tr("no colour")
    return _row(tr("terminal"), enough, f"{t.columns}x{t.lines}, {t.encoding}, {colour}", needed=False)
