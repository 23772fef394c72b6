"""Workers, parents and schedulers are killed at any moment: every finished replication stays, and is there once.

A short round of each is run always, fifty of each by ``make soak``.  Only processes that a test began are killed.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from simulator.errors import BatchLocked
from simulator.runs.batch.shards import Shards
from tests.runs.batch.cases import an_experiment, batch_in, kept

ROOT = Path(__file__).parents[3]
POSIX = pytest.mark.skipif(os.name != "posix", reason="processes are killed by a signal")
NUMBER = 60
SHORT, LONG = 3, pytest.param(50, marks=pytest.mark.soak)

pytestmark = [POSIX, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with the scenario, and the digest of its batch that nobody disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    return folder, batch_in(folder / "out", an_experiment(folder), NUMBER).digest


def command(folder: Path, out: Path, *more: str) -> list[str]:
    words = ["batch", str(folder / "small.yaml"), "--variants", "base,slow", "-n", str(NUMBER), "--workers", "2"]
    return [sys.executable, "-m", "simulator", *words, "--out", str(out), "--json", *more]


def begun(words: list[str]) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(words, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> tuple[int, dict[str, Any]]:
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err, err
    return process.returncode, json.loads(out) if out else {}


def workers_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The processes of a batch that run replications: what its server of processes has begun."""
    try:
        below = psutil.Process(process.pid).children()
        return [worker for child in below for worker in child.children()]
    except psutil.NoSuchProcess:
        return []


def once_each(out: Path, digest: str) -> None:
    """Every replication is there once, and each is what it would have been."""
    rows = kept(out)
    assert [(arm, n) for arm, _, n, _ in rows] == [(arm, n) for arm in ("base", "slow") for n in range(NUMBER)]
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["results_digest"] == digest


def finished_in(out: Path, folder: Path) -> int:
    """How many replications an interrupted batch has kept."""
    if not (out / "shards").is_dir():
        return 0
    shards = Shards(out / "shards", an_experiment(folder).hash())
    shards.open()
    return sum(len(list(shards.rows(case))) for case in (0, 1))


@pytest.mark.parametrize("rounds", [SHORT, LONG])
def test_a_killed_worker_costs_nothing(rounds: int, whole: tuple[Path, str], tmp_path: Path, test_seed: int) -> None:
    """Two are killed in each batch: so often a replication may be lost by bad luck without being taken for fatal."""
    folder, digest = whole
    draw, killed, number = random.Random(test_seed), 0, 0
    while killed < rounds:
        number += 1
        process = begun(command(folder, tmp_path / str(number)))
        for _ in range(min(2, rounds - killed)):
            while process.poll() is None and not workers_of(process):
                time.sleep(0.02)
            time.sleep(draw.uniform(0, 0.8))
            for worker in draw.sample(found := workers_of(process), min(1, len(found))):
                worker.kill()
                killed += 1
        status, said = ended(process)
        assert (status, said["quarantined"]) == (0, [])
        once_each(tmp_path / str(number), digest)


@pytest.mark.parametrize("rounds", [SHORT, LONG])
def test_a_killed_batch_keeps_what_is_finished_and_leaves_no_worker_behind(
    rounds: int, whole: tuple[Path, str], tmp_path: Path, test_seed: int
) -> None:
    """The same call again and again, killed each time; what was kept once is never lost by a later kill."""
    folder, digest = whole
    draw, out, before = random.Random(test_seed), tmp_path / "0", 0
    for number in range(1, rounds + 1):
        process = begun([*command(folder, out), "--chunk", "3"])
        time.sleep(draw.uniform(0.5, 3))
        workers = workers_of(process)
        process.kill()
        process.communicate()
        assert psutil.wait_procs(workers, timeout=20)[1] == []
        now = finished_in(out, folder)
        assert now >= before
        if (before := now) == 2 * NUMBER:
            finished(folder, out, before, digest)
            out, before = tmp_path / str(number), 0
    finished(folder, out, before, digest)


def finished(folder: Path, out: Path, before: int, digest: str) -> None:
    """The same call, undisturbed, does what is missing and nothing else."""
    done = batch_in(out, an_experiment(folder), NUMBER)
    assert (done.whole, done.new) == (True, 2 * NUMBER - before)
    once_each(out, digest)


def test_an_interrupt_keeps_what_is_finished_and_a_second_call_does_the_rest(
    whole: tuple[Path, str], tmp_path: Path
) -> None:
    folder, digest = whole
    out = tmp_path / "out"
    process = begun([*command(folder, out), "--chunk", "1"])
    while process.poll() is None and not list(out.glob("shards/*.parquet")):
        time.sleep(0.02)
    process.send_signal(2)
    status, said = ended(process)
    if status == 0:
        pytest.skip("it was done before it could be interrupted")
    assert (status, said["state"]) == (130, "partial")
    assert 0 < said["new"] <= 2 * NUMBER  # all of them where it came while the tables were still to be made
    assert len(kept(out)) == said["new"] == finished_in(out, folder)
    finished(folder, out, said["new"], digest)


def test_two_batches_into_one_folder_do_not_meet_and_a_termination_has_its_own_status(
    whole: tuple[Path, str], tmp_path: Path
) -> None:
    folder, _ = whole
    out = tmp_path / "out"
    process = begun([*command(folder, out), "--chunk", "1", "-n", "20000"])
    while process.poll() is None and not list(out.glob("shards/*.parquet")):
        time.sleep(0.02)
    with pytest.raises(BatchLocked, match=rf"another batch writes into .*process {process.pid}"):
        batch_in(out, an_experiment(folder))
    process.terminate()
    status, said = ended(process)
    assert (status, said["state"]) == (143, "partial")
    assert len(kept(out)) == said["new"] == finished_in(out, folder)


# a cluster


def certificate(folder: Path) -> list[str]:
    """A certificate of our own with its key, as Dask's commands take them."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    cert, key = str(folder / "cert.pem"), str(folder / "key.pem")
    make = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*make, "-keyout", key, "-out", cert], check=True, capture_output=True)
    return ["--tls-ca-file", cert, "--tls-cert", cert, "--tls-key", key]


@contextmanager
def scheduler(workers: int, tls: Sequence[str] = ()) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A Dask scheduler on loopback with worker processes: its address and its process."""
    pytest.importorskip("distributed")
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"{'tls' if tls else 'tcp'}://127.0.0.1:{port}"
    dask = [sys.executable, "-m", "dask"]
    place = ["--host", "127.0.0.1", "--no-dashboard", *tls]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT, "env": env, "text": True}
    head: subprocess.Popen[str] = subprocess.Popen(
        [*dask, "scheduler", *place, *(("--protocol", "tls") if tls else ()), "--port", str(port)], **quiet
    )  # type: ignore[call-overload]
    one = [*dask, "worker", address, *place, "--nthreads", "1", "--no-nanny", "--death-timeout", "30"]
    hands = [subprocess.Popen(one, **quiet) for _ in range(workers)]  # type: ignore[call-overload]
    try:
        yield address, head
    finally:
        for process in (*hands, head):
            process.kill()
            process.wait()


def test_a_cluster_gives_the_same_results_as_this_machine_through_tls(whole: tuple[Path, str], tmp_path: Path) -> None:
    folder, digest = whole
    tls = certificate(tmp_path)
    ours = ["--tls-ca", tls[1], "--tls-cert", tls[3], "--tls-key", tls[5]]
    with scheduler(2, tls) as (address, _):
        status, said = ended(begun(command(folder, tmp_path / "out", "--cluster", address, *ours)))
    assert (status, said["results_digest"]) == (0, digest)
    once_each(tmp_path / "out", digest)


@pytest.mark.parametrize("rounds", [2, LONG])
def test_a_killed_scheduler_keeps_what_is_finished(
    rounds: int, whole: tuple[Path, str], tmp_path: Path, test_seed: int
) -> None:
    folder, digest = whole
    draw = random.Random(test_seed)
    for number in range(rounds):
        out = tmp_path / str(number)
        with scheduler(1) as (address, head):
            process = begun([*command(folder, out, "--cluster", address), "--chunk", "1"])
            while process.poll() is None and not list(out.glob("shards/*.parquet")):
                time.sleep(0.02)
            time.sleep(draw.uniform(0, 0.5))
            head.kill()
            status, said = ended(process)
        assert status in (0, 8)
        before = finished_in(out, folder)
        assert before == said["new"]
        assert (status == 0) == (before == 2 * NUMBER)
        finished(folder, out, before, digest)
