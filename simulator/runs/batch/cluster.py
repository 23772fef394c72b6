"""The same chunks on a Dask scheduler that runs already, on one machine or many.

Tasks go out with their blueprint; what comes back are bytes in MessagePack, and the client is told to take results in
no other form.  Dask's own messages may still hold pickles, so whoever controls the scheduler controls this process:
a scheduler that is not on this machine is spoken to through TLS only.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from simulator.catalogue import marked, tr
from simulator.errors import UsageError
from simulator.processes import ticks
from simulator.reasons import NOT_BACK
from simulator.runs.batch.pools import Lost, Outcome, PoolGone
from simulator.runs.batch.work import Task, run_chunk

__all__ = ["ClusterPool", "Tls", "check_handling"]

_CONNECT_S = 20.0
_NO_WORKERS_S = 60.0
_LOOK_S = 5.0
_ADDRESS = re.compile(r"^(?:(tcp|tls)://)?(\[[0-9a-fA-F:]+\]|[^:/\[\]]+):(\d{1,5})$")
_HERE = re.compile(r"^(localhost|127(\.\d+){3}|\[::1\])$")
_OPEN = re.compile(
    r"^(exercise|for|training|use|only|unclassified|public|open|fictional|sample|demonstration|purposes|and|[\W_])*$",
    re.IGNORECASE,
)
"""markings that say no more than that this is an exercise; any other is taken as a restriction"""


@dataclass(frozen=True, slots=True)
class Tls:
    """The files of an encrypted connection: the authority's certificate, our own, and our key."""

    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None

    @property
    def whole(self) -> bool:
        """Whether all three are given."""
        return None not in (self.ca, self.cert, self.key)


def check_handling(handling: str, address: str, tls: Tls, *, confirmed: bool) -> None:
    """Refuse, before anything is sent, what must not go there.  Raises UsageError."""
    found = _ADDRESS.match(address)
    if found is None:
        said = marked("--cluster {address!r} is no scheduler's address; write tls://host:8786 or tcp://127.0.0.1:8786")
        raise UsageError(tr(said, address=address))
    _check_files(tls)
    if found[1] == "tls" and not tls.whole:
        said = marked("--cluster {address} asks for TLS; give --tls-ca, --tls-cert and --tls-key")
        raise UsageError(tr(said, address=address))
    if found[1] != "tls" and tls.whole:
        said = marked("--cluster {address} is without TLS; write tls://{host}:{port}")
        raise UsageError(tr(said, address=address, host=found[2], port=found[3]))
    if not _OPEN.match(handling) and not (tls.whole and confirmed):
        said = marked(
            "this scenario is marked {handling!r}: it goes to a cluster only through TLS (tls://, --tls-ca, --tls-cert,"
            " --tls-key) and with --confirm-handling, if its handling allows that; or run it here, without --cluster"
        )
        raise UsageError(tr(said, handling=handling))
    if not _HERE.match(found[2]) and not tls.whole:
        said = marked(
            "--cluster {address} is another machine: without TLS anybody on the way can read and change what is sent;"
            " write tls:// and give --tls-ca, --tls-cert and --tls-key"
        )
        raise UsageError(tr(said, address=address))


def _check_files(tls: Tls) -> None:
    """Whether keys and certificates are all there, as files."""
    if any((tls.ca, tls.cert, tls.key)) and not tls.whole:
        raise UsageError(tr("a connection with TLS needs all of --tls-ca, --tls-cert and --tls-key"))
    for path in (tls.ca, tls.cert, tls.key):
        if path is not None and not path.is_file():
            raise UsageError(tr("{path} is not a file; give the certificates and the key as PEM files", path=path))


class ClusterPool:
    """The workers of a Dask scheduler."""

    carries = True

    def __init__(self, address: str, tls: Tls):
        from distributed import Client, Security

        logging.disable(logging.CRITICAL)  # Dask's loggers are many; what is lost is told in our words
        self.address = address
        self.width = 1
        self._tasks: dict[int, tuple[Task, Any]] = {}
        self._done: SimpleQueue[int] = SimpleQueue()
        self._looked = self._seen = ticks()
        security = None
        if tls.whole:
            files = {"tls_ca_file": str(tls.ca), "tls_client_cert": str(tls.cert), "tls_client_key": str(tls.key)}
            security = Security(  # type: ignore[no-untyped-call]
                require_encryption=True, **files
            )
        try:
            self._client: Any = Client(  # type: ignore[no-untyped-call]
                address,
                timeout=_CONNECT_S,
                security=security,
                set_as_default=False,
                deserializers=["dask", "msgpack", "error"],
            )
        except (OSError, TypeError, ValueError) as error:
            raise PoolGone(tr("there is no scheduler at {address}: {error}", address=address, error=error)) from None
        self._look()

    def _look(self) -> None:
        """Count the workers; raises :class:`PoolGone` where there have been none for a while."""
        try:
            self.width = len(self._client.scheduler_info(n_workers=-1)["workers"])
        except OSError as error:
            raise PoolGone(
                tr("the scheduler at {address} is gone: {error}", address=self.address, error=error)
            ) from None
        self._looked = ticks()
        if self.width:
            self._seen = self._looked
        elif self._looked - self._seen > _NO_WORKERS_S:
            raise PoolGone(
                tr("the scheduler at {address} has no workers; start some: dask worker {address}", address=self.address)
            )
        self.width = max(1, self.width)

    def submit(self, task: Task) -> None:
        """Hand a task in."""
        self._alive()
        future = self._client.submit(run_chunk, task, pure=False, key=f"startex-{self._client.id}-{task.number}")
        self._tasks[task.number] = task, future
        future.add_done_callback(lambda _, number=task.number: self._done.put(number))

    def _alive(self) -> None:
        if self._client.status != "running":
            raise PoolGone(tr("the scheduler at {address} is gone", address=self.address))

    def finished(self, timeout: float) -> list[Outcome]:
        """What has come back."""
        found: list[Outcome] = []
        try:
            number = self._done.get(timeout=timeout)
            while True:
                if number in self._tasks:
                    found.append(self._taken(*self._tasks.pop(number)))
                number = self._done.get_nowait()
        except Empty:
            pass
        self._alive()
        if ticks() - self._looked > _LOOK_S:
            self._look()
        return found

    def _taken(self, task: Task, future: Any) -> Outcome:
        """A task's bytes, or that it is lost.  Raises :class:`PoolGone` where trying again is of no use."""
        from distributed import KilledWorker

        try:
            content = future.result(timeout=_NO_WORKERS_S)
        except KilledWorker:
            return task, Lost(marked("its worker died"))
        except (ImportError, AttributeError) as error:
            raise PoolGone(
                tr(
                    "a worker of {address} cannot load startex: {error}; install it there",
                    address=self.address,
                    error=error,
                )
            ) from None
        except Exception as error:  # cancelled, lost on the way, too late: whatever it was, it can be tried again
            self._alive()
            return task, Lost(NOT_BACK.format(error=type(error).__name__))
        finally:
            future.release()
        return task, bytes(content)

    def restart(self) -> None:
        """Give up what is out; it comes back as lost.  The workers are not ours to end."""
        for number, (_, future) in self._tasks.items():
            future.cancel()
            self._done.put(number)

    def close(self) -> None:
        """Let go of the scheduler; it and its workers go on."""
        if self._client.status == "running":
            for _, future in self._tasks.values():
                future.release()
        self._client.close(timeout=2)
        logging.disable(logging.NOTSET)
