"""A batch's folder: who holds it, what its manifest says, and whether it belongs to the same experiment."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from simulator.catalogue import plain, tr
from simulator.disk import LockHeld
from simulator.errors import BatchDamaged, BatchLocked, StorageError, UsageError
from simulator.measures import MEASURES
from simulator.processes import held, lasting
from simulator.runs.batch.experiment import Experiment
from simulator.runs.batch.work import engine_versions

__all__ = ["FORMAT", "Folder", "opened"]

FORMAT = 1
_LOCK = ".lock"
_TABLES = ("results", "times", "runs")
_VERSIONS = ("simpy", "numpy", "astral", "scipy", "pyarrow", "msgspec", "pydantic", "networkx")


class Folder:
    """A folder that is held by this process."""

    def __init__(self, path: Path):
        self.path = path

    @property
    def manifest(self) -> Path:
        """The file that says what the folder holds."""
        return self.path / "manifest.json"

    @property
    def shards(self) -> Path:
        """Where finished replications lie."""
        return self.path / "shards"

    def read(self) -> dict[str, Any] | None:
        """The manifest; None where there is none.  Raises BatchDamaged."""
        try:
            content = self.manifest.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageError(
                tr("{manifest} cannot be read: {error}", manifest=self.manifest, error=error.strerror)
            ) from None
        try:
            found = json.loads(content)
            found["format"], found["experiment"], found["arms"], found["seed"]
        except (ValueError, TypeError, KeyError, RecursionError):
            raise BatchDamaged(
                tr(
                    "{manifest} is damaged; move it away and give the same command again: finished "
                    "replications are in the folder's shards and are kept",
                    manifest=self.manifest,
                )
            ) from None
        if found["format"] != FORMAT:
            raise BatchDamaged(
                tr(
                    "{manifest} has format {format}; this version reads {ours}",
                    manifest=self.manifest,
                    format=found["format"],
                    ours=FORMAT,
                )
            )
        return dict(found)

    def write(self, document: Mapping[str, Any]) -> None:
        """Write the manifest, whole and for good."""
        try:
            lasting(str(self.manifest), json.dumps(document, indent=1, ensure_ascii=True).encode() + b"\n")
        except OSError as error:
            raise StorageError(
                tr("{manifest} cannot be written: {error}", manifest=self.manifest, error=error.strerror)
            ) from None

    def foreign(self) -> str:
        """The name of something that is not a batch's; empty if there is nothing of the kind."""
        ours = ("shards", "manifest.json", *(f"{t}.{end}" for t in _TABLES for end in ("parquet", "csv")))
        return next((p.name for p in sorted(self.path.iterdir()) if p.name not in ours and p.name[0] != "."), "")

    def check(self, experiment: Experiment) -> None:
        """Raises UsageError unless the folder is empty or belongs to this experiment."""
        before = self.read()
        if before is None:
            if name := self.foreign():
                raise UsageError(
                    tr(
                        "{path} is no batch and not empty (it has {name}); give another with --out",
                        path=self.path,
                        name=name,
                    )
                )
        elif before["experiment"] != experiment.hash():
            why = "; ".join(_differences(before, document(experiment)))
            raise UsageError(
                tr(
                    "{path} holds another batch: {why}; give the same call to continue it, or another "
                    "folder with --out",
                    path=self.path,
                    why=why or tr("not the same experiment"),
                )
            )


@contextmanager
def opened(path: Path) -> Iterator[Folder]:
    """Make and hold a folder.  Raises BatchLocked, StorageError, and UsageError where there is a file."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UsageError(tr("{path} is a file; give a folder with --out", path=path)) from None
    except NotADirectoryError:
        raise UsageError(tr("{path} leads through a file; give a folder with --out", path=path)) from None
    except OSError as error:
        raise StorageError(tr("{path} cannot be made: {error}", path=path, error=error.strerror)) from None
    with ExitStack() as stack:
        try:
            stack.enter_context(held(str(path / _LOCK)))
        except LockHeld as who:
            raise BatchLocked(
                tr("another batch writes into {path} ({who}); wait for its end, or give another", path=path, who=who)
            ) from None
        except OSError as error:
            raise StorageError(tr("{path} cannot be written: {error}", path=path, error=error.strerror)) from None
        yield Folder(path)


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """In words, what differs between a folder's experiment and ours."""
    if before["seed"] != now["seed"]:
        yield tr("its seed is {before}, not {now}", before=before["seed"], now=now["seed"])
    then, here = before.get("scenario", {}), now["scenario"]
    if then.get("name") != here["name"]:
        yield tr("it is of {before}, not of {now}", before=then.get("name"), now=here["name"])
    elif then.get("sha256") != here["sha256"] or then.get("libraries") != here["libraries"]:
        yield tr("the scenario's text has changed")
    keys = ("id", "sets", "decide")
    if _rows(before["arms"], keys) != _rows(now["arms"], keys):
        yield tr("its arms are {before}, not {now}", before=_few(before["arms"]), now=_few(now["arms"]))
    if before.get("assumptions") != now["assumptions"]:
        yield tr("its sets of assumed numbers are others")
    versions = before.get("engine", {})
    yield from (
        tr(
            "it was begun with {what} {before}, this is {now}",
            what=plain(name),
            before=versions.get(name, "-"),
            now=number,
        )
        for name, number in now["engine"].items()
        if versions.get(name) != number
    )


def _rows(arms: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> list[list[Any]]:
    return [[arm.get(key) for key in keys] for arm in arms]


def _few(arms: Sequence[Mapping[str, Any]]) -> str:
    names = [str(arm["id"]) for arm in arms]
    first = ", ".join(names[:4])
    return tr("{names} and {n} more", names=first, n=len(names) - 4) if names[4:] else first


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"


def document(experiment: Experiment) -> dict[str, Any]:
    """The part of a manifest that says what is to run; the conduct adds what came of it."""
    engine = engine_versions()
    libraries = {n: c.decode("utf-8", "replace") for n, c in experiment.files.items() if n != experiment.path.name}
    return {
        "format": FORMAT,
        "startex": engine["startex"],
        "engine_revision": int(engine["engine_revision"]),
        "versions": {"python": ".".join(map(str, sys.version_info[:3])), **{n: _installed(n) for n in _VERSIONS}},
        "engine": engine,
        "experiment": experiment.hash(),
        "scenario": {
            "name": experiment.name,
            "title": experiment.title,
            "file_text": experiment.text.decode("utf-8", "replace"),
            "sha256": sha256(experiment.text).hexdigest(),
            "handling": experiment.handling,
            "libraries": libraries,
        },
        "seed": experiment.seed,
        "arms": [
            {
                "id": arm.id,
                "variant": arm.variant,
                "sets": dict(arm.sets),
                "decide": dict(arm.decide),
                "factors": dict(arm.factors),
                "point": arm.point,
                "assumptions": len(experiment.assumptions) - 1,
                **facts,
            }
            for arm, facts in zip(experiment.arms, experiment.facts, strict=True)
        ],
        "assumptions": {"sets": [dict(s) for s in experiment.assumptions], "not_varied": experiment.unvaried},
        "design": experiment.design.document(),
        "measures": {name: {"unit": m.unit, "k": m.k, "about": m.about} for name, m in MEASURES.items()},
        "first_measures": list(experiment.first_measures),
    }
