"""Where scenarios lie: shipped ones by name, any other by path; and what a name of a file may be.

One function finds the shipped folder from a checkout, an editable install and a wheel.
"""

from __future__ import annotations

import os
import re
import stat
from importlib.resources import files
from pathlib import Path

from simulator.catalogue import tr
from simulator.errors import Problem, ScenarioSyntaxError, StorageError, UsageError

__all__ = ["find_scenario", "include_path", "read_file", "scenario_folder", "shipped"]

_MOST_READ = 20_000_001
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)


def scenario_folder() -> Path:
    """The folder of the shipped scenarios."""
    packed = Path(str(files("simulator"))) / "_scenarios"
    return packed if packed.is_dir() else Path(__file__).resolve().parents[2] / "scenarios"


def shipped() -> list[Path]:
    """The shipped scenarios, by name."""
    return sorted(scenario_folder().glob("*.yaml"))


def find_scenario(reference: str) -> Path:
    """The file of a scenario given by path or by shipped name; raises :class:`UsageError`."""
    by_name = scenario_folder() / f"{reference}.yaml"
    if re.fullmatch(r"[A-Za-z0-9_-]{1,100}", reference) and by_name.is_file():
        return by_name
    path = Path(reference)
    try:
        found = path.exists()
    except (OSError, ValueError) as error:
        raise UsageError(tr("{reference!r} is not a path: {error}", reference=reference, error=error)) from None
    if found:
        return path
    names = ", ".join(p.stem for p in shipped())
    raise UsageError(
        tr(
            "there is no scenario {reference!r}; shipped are {names}; or give the path of a file",
            reference=reference,
            names=names,
        )
    )


def read_file(path: Path) -> bytes:
    """The bytes of a regular file, at most a little over the limit; raises for anything else."""
    try:
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode):
            what = tr("a folder") if stat.S_ISDIR(mode) else tr("not a regular file")
            raise UsageError(tr("{path} is {what}; give the path of a scenario file", path=path, what=what))
        with open(path, "rb") as file:
            return file.read(_MOST_READ)
    except (OSError, ValueError) as error:
        if isinstance(error, PermissionError | FileNotFoundError | ValueError):
            raise UsageError(
                tr("{path} cannot be read: {error}", path=path, error=getattr(error, "strerror", None) or error)
            ) from None
        raise StorageError(tr("{path} cannot be read: {error}", path=path, error=error)) from None


def _bad(code: str, message: str, hint: str, name: str) -> ScenarioSyntaxError:
    return ScenarioSyntaxError([Problem(code, f"uses {name[:80]!r}: {message}", hint)])


def _check_inside(path: Path, root: Path, name: str) -> None:
    """A path that is there names a file inside its folder, wherever links lead."""
    try:
        target = path.resolve(strict=True)
    except FileNotFoundError:
        raise _bad(
            "E507", tr("there is no such file: the link leads nowhere"), tr("copy the file instead"), name
        ) from None
    except (OSError, RuntimeError):  # a link to itself
        raise _bad(
            "E507", tr("there is no such file: the link leads in a circle"), tr("copy the file instead"), name
        ) from None
    if not target.is_relative_to(root.resolve()):
        raise _bad("E503", tr("a link leads out of the folder"), tr("copy the file instead"), name)
    if target.is_dir():
        raise _bad("E507", tr("this is a folder"), tr("name a file in it"), name)


def include_path(name: str, folder: Path) -> Path:
    """The file that ``uses:`` names, inside the scenario's own folder or the shipped one.

    Raises :class:`ScenarioSyntaxError` with one unplaced problem: the caller knows where it stands.
    """
    parts = name.split("/")
    if re.match(r"^[a-z][a-z0-9+.-]*://", name, re.IGNORECASE):
        raise _bad("E505", tr("only files can be used, not addresses"), tr("save the file beside the scenario"), name)
    if name.startswith(("/", "\\")) or re.match(r"^[A-Za-z]:", name):
        raise _bad("E502", tr("the path is absolute"), tr("write it from the scenario's folder: lib/units.yaml"), name)
    if ".." in parts or "\\" in name:
        raise _bad(
            "E501", tr("the path leads out of the scenario's folder"), tr("put the file beside the scenario"), name
        )
    for part in parts:
        if (
            not part
            or len(part) > 100
            or part.endswith((".", " "))
            or _DEVICES.match(part)
            or re.search(r'[<>:"|?*\0-\x1f]', part)
        ):
            raise _bad(
                "E506",
                tr("{part!r} is not a file name everywhere", part=part[:40]),
                tr("use letters, digits, - and _"),
                name,
            )
    for root in (folder, scenario_folder()):
        path = root / name
        if path.is_symlink() or path.exists():
            _check_inside(path, root, name)
            return path
    near = ", ".join(sorted(p.name for p in (scenario_folder() / "lib").glob("*.yaml")))
    raise _bad("E507", tr("there is no such file"), tr("shipped libraries in lib/: {near}", near=near), name)
