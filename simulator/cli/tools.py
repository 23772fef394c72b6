"""``startex doctor``: finding out whether this machine is ready."""

from __future__ import annotations

import importlib.metadata
import os
import sys
import tempfile
from typing import Annotated

import typer

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


def doctor(as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False) -> int:
    """Find out whether this machine is ready for an exercise."""
    rows = [_python(), *map(_library, _NEEDS), *_extras(), _yaml(), _zones(), _folder(), _sessions(), _scenarios()]
    rows.append(_screen())
    ready = all(row["state"] != "missing" for row in rows)
    if as_json:
        dump({"ready": ready, "checks": rows})
    else:
        for row in rows:
            say(f"  {row['state']:<8} {row['what']:<22} {row['found']}")
        say("ready" if ready else "not ready: see the rows marked missing")
    return 0 if ready else 1


def _row(what: str, ok: bool, found: str, *, needed: bool = True) -> dict[str, str]:
    return {"what": what, "state": "ok" if ok else "missing" if needed else "note", "found": found}


def _python() -> dict[str, str]:
    from simulator.system import platform_line

    return _row("Python 3.11 or later", sys.version_info >= (3, 11), platform_line())


def _library(name: str) -> dict[str, str]:
    try:
        return _row(name, True, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return _row(name, False, f"not installed; pip install {name}")


def _extras() -> list[dict[str, str]]:
    rows = []
    for extra, names in _EXTRAS.items():
        for name in names:
            row = _library(name)
            if row["state"] == "missing":
                row = _row(name, False, f'not installed; pip install "startex[{extra}]"', needed=False)
            rows.append(row)
    return rows


def _yaml() -> dict[str, str]:
    import yaml

    fast = hasattr(yaml, "CSafeLoader")
    return _row(
        "fast YAML reader", fast, "libyaml" if fast else "pure Python: large files are slow to read", needed=False
    )


def _zones() -> dict[str, str]:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo("Africa/Nairobi")
        return _row("time zones", True, "found")
    except (ZoneInfoNotFoundError, OSError):
        return _row("time zones", False, "not found; pip install tzdata", needed=False)


def _folder() -> dict[str, str]:
    try:
        with tempfile.TemporaryFile(dir=os.getcwd()) as file:
            file.write(b"startex")
        return _row("this folder", True, "can be written")
    except OSError as error:
        return _row("this folder", False, f"cannot be written: {error.strerror}", needed=False)


def _sessions() -> dict[str, str]:
    from simulator.disk import can_write, sessions_root
    from simulator.record.files import REAL
    from simulator.record.journal import LOW_SPACE

    root = sessions_root()
    there = next(folder for folder in (root, *root.parents) if folder.exists())
    try:
        free = REAL.free(there)
    except OSError as error:
        return _row("sessions", False, f"{root}: {error.strerror}", needed=False)
    if not can_write(there):
        return _row("sessions", False, f"{root} cannot be written", needed=False)
    return _row("sessions", free >= LOW_SPACE, f"{root}, {free / 2**30:.1f} GiB free", needed=False)


def _scenarios() -> dict[str, str]:
    from simulator.cli.check import problems_of
    from simulator.scenario.library import shipped

    paths = shipped()
    wrong = [path.stem for path in paths if problems_of(str(path))[1]]
    found = f"{len(paths)} found" + (f"; not clean: {', '.join(wrong)}" if wrong else ", all check clean")
    return _row("shipped scenarios", bool(paths) and not wrong, found)


def _screen() -> dict[str, str]:
    from simulator.system import terminal

    t = terminal()
    if not t.is_terminal:
        return _row("terminal", False, "output is not a terminal; headless commands work", needed=False)
    enough = t.columns >= 80 and t.lines >= 24
    return _row(
        "terminal",
        enough,
        f"{t.columns}x{t.lines}, {t.encoding}, {'colour' if t.colour else 'no colour'}",
        needed=False,
    )
