"""The session's folder: everything that a session is, and nothing of the machine that it was made on.

::

    scenario/       the scenario's own copy with the libraries that it uses, each with its SHA-256 in the header
    journal.jsonl   what was recorded; see simulator.record.journal
    inbox/          injects that were handed in and not taken yet; see simulator.runs.inbox
    attachments/    files that are too long for a record
    ballast         4 MiB that are given up when the disk is full, so that the session can end in order

Folders are their owner's alone (0700), files too (0600).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256, shake_256
from pathlib import Path, PurePosixPath
from typing import Any

from simulator.catalogue import tr
from simulator.errors import SessionError, StorageError, UsageError
from simulator.record.files import REAL, Files, said
from simulator.record.journal import Journal, JournalView, read_journal
from simulator.record.listing import SessionLine, list_sessions
from simulator.record.reading import FIRST, LOCK, chunks
from simulator.record.writing import free_name, put_whole

__all__ = [
    "BALLAST_BYTES",
    "Attachment",
    "SessionLine",
    "attach",
    "check_copies",
    "create_session",
    "is_session",
    "list_sessions",
    "release_ballast",
    "restore_ballast",
    "safe_name",
    "scenario_path",
    "sha_of",
]

BALLAST_BYTES = 4 * 2**20
SCENARIO, ATTACHMENTS, BALLAST = "scenario", "attachments", "ballast"

_LEFT = {SCENARIO, BALLAST, LOCK, f".{BALLAST}.new", f".{FIRST}.new"}
"""what there may be of a session whose journal was never begun"""

_PART = re.compile(r"[^\x00-\x1f\x7f<>:\"/\\|?*]{1,100}")
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def create_session(
    folder: Path,
    *,
    scenario_files: Mapping[str, bytes],
    header: Mapping[str, Any],
    second: Path | None = None,
    files: Files = REAL,
) -> Journal:
    """A new session: its folder, the scenario's copy and the journal, open.

    The first of ``scenario_files`` is the scenario itself, the others what it uses, named as it names them.  The
    journal comes last: a folder without one is no session.  Raises UsageError where something is there already or
    a name cannot be one, and StorageError.
    """
    for name in scenario_files:
        safe_name(name)
    if not scenario_files:
        raise UsageError(tr("a session needs its scenario"))
    sums = {name: sha256(content).hexdigest() for name, content in scenario_files.items()}
    try:
        _new_folder(files, folder)
        for name, content in scenario_files.items():
            _put_below(files, folder / SCENARIO, name, content)
        put_whole(files, folder / BALLAST, shake_256(b"startex ballast").digest(BALLAST_BYTES))
    except OSError as error:
        raise StorageError(
            tr("no session can be begun in {folder}: {error}", folder=folder, error=said(error))
        ) from None
    scenario = {"main": next(iter(scenario_files)), "files": sums}
    return Journal.create(folder, {**header, "scenario": scenario}, second=second, files=files)


def _new_folder(files: Files, folder: Path) -> None:
    """Make the session's folder, and those above it; one that is there may hold only what a failed beginning left."""
    try:
        if set(files.names(folder)) - _LEFT:
            raise UsageError(tr("{folder} is not empty; choose another folder for the session", folder=folder))
    except FileNotFoundError:
        _make(files, folder)
    except NotADirectoryError:
        raise UsageError(tr("{folder} is a file; choose another folder for the session", folder=folder)) from None
    files.sync_folder(folder.parent)


def _make(files: Files, folder: Path) -> None:
    """Make a folder and what is missing above it, and have the names on the disk."""
    try:
        files.make_folder(folder)
    except FileExistsError:
        return
    except FileNotFoundError:
        if folder.parent == folder:
            raise
        _make(files, folder.parent)
        files.make_folder(folder)
    files.sync_folder(folder.parent)


def _put_below(files: Files, root: Path, name: str, content: bytes) -> None:
    path = root.joinpath(*name.split("/"))
    _make(files, path.parent)
    put_whole(files, path, content)


def safe_name(name: str) -> str:
    """A relative path with forward slashes that every system can keep; raises UsageError for any other."""
    for part in name.split("/"):
        if not _PART.fullmatch(part) or part.strip(" .") != part.lstrip(" ") or _DEVICES.fullmatch(part):
            raise UsageError(tr("{name!r} cannot be the name of a file in a session", name=name))
    return name


def scenario_path(folder: Path, *, files: Files = REAL) -> Path:
    """The session's own copy of its scenario; raises SessionError."""
    return folder / SCENARIO / str(PurePosixPath(_main(read_journal(folder, files=files))))


def _main(view: JournalView) -> str:
    scenario = view.header.get("scenario")
    main = scenario.get("main") if isinstance(scenario, dict) else None
    if not isinstance(main, str):
        raise SessionError(tr("the session's header names no scenario"))
    try:
        return safe_name(main)
    except UsageError as error:
        raise SessionError(tr("the session's header is not one of ours: {error}", error=error)) from None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a session as a record names it: relative name, SHA-256 and bytes."""

    name: str
    sha256: str
    size: int

    def body(self) -> dict[str, Any]:
        """The fields for a record."""
        return {"name": self.name, "sha256": self.sha256, "size": self.size}


def attach(folder: Path, name: str, content: bytes, *, files: Files = REAL) -> Attachment:
    """Keep a file with the session, whole or not at all; record what this gives, so that it can be missed.

    A name that is taken gets a number.  Raises UsageError and StorageError.
    """
    if "/" in safe_name(name):
        raise UsageError(tr("{name!r}: an attachment's name has no folders", name=name))
    try:
        _make(files, folder / ATTACHMENTS)
        path = free_name(files, folder / ATTACHMENTS / name)
        put_whole(files, path, content)
    except OSError as error:
        raise StorageError(
            tr("{name} cannot be kept with the session: {error}", name=name, error=said(error))
        ) from None
    return Attachment(path.name, sha256(content).hexdigest(), len(content))


def check_copies(folder: Path, view: Journal | JournalView, *, files: Files = REAL) -> list[str]:
    """What a facilitator should be told of files that are missing or not as they were recorded, in sentences."""
    scenario = view.header.get("scenario")
    sums = scenario.get("files") if isinstance(scenario, dict) else None
    wanted = {f"{SCENARIO}/{name}": total for name, total in (sums if isinstance(sums, dict) else {}).items()}
    for record in view.records:
        if isinstance(found := record.body.get("attachment"), dict):
            wanted[f"{ATTACHMENTS}/{found.get('name')}"] = found.get("sha256")
    told = (_differs(files, folder, name, total) for name, total in wanted.items())
    return [sentence for sentence in told if sentence]


def _differs(files: Files, folder: Path, name: str, total: object) -> str:
    try:
        found = sha_of(files, folder.joinpath(*safe_name(name).split("/")))
    except UsageError:
        return tr("{name!r} is no name of ours; the file is left alone", name=name)
    except OSError as error:
        return tr("{name} is missing from the session: {error}", name=name, error=said(error))
    if found != total:
        return tr("{name} has changed since the session began; the session's copy is used as it is", name=name)
    return ""


def sha_of(files: Files, path: Path) -> str:
    """SHA-256 of a file, in hexadecimal; raises :class:`OSError`."""
    total = sha256()
    for chunk in chunks(files, path):
        total.update(chunk)
    return total.hexdigest()


def release_ballast(folder: Path, *, files: Files = REAL) -> bool:
    """Give up the ballast of a full disk, so that a session can end in order; whether there was any."""
    try:
        files.remove(folder / BALLAST)
    except OSError:
        return False
    return True


def restore_ballast(folder: Path, *, files: Files = REAL) -> None:
    """Put the ballast back where it is missing and there is room."""
    try:
        if BALLAST not in files.names(folder) and files.free(folder) > 50 * BALLAST_BYTES:
            put_whole(files, folder / BALLAST, shake_256(b"startex ballast").digest(BALLAST_BYTES))
    except OSError:
        return


def is_session(folder: Path, *, files: Files = REAL) -> bool:
    """Whether a folder holds a session's journal."""
    try:
        return FIRST in files.names(folder)
    except OSError:
        return False
