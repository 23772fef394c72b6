"""What processes ask of the system: locks, files that are whole or not there, signals, workers that end with us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.disk import LockHeld
from simulator.processes import begin_worker, cores, held, lasting, leftovers, replaced, replaced_text, stopping

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals of another system")


def test_a_lock_is_held_by_one_and_free_again_after(tmp_path: Path) -> None:
    path = str(tmp_path / ".lock")
    with held(path), pytest.raises(LockHeld, match=f"process {os.getpid()}"), held(path):
        pass
    with held(path):
        pass


@POSIX
def test_a_killed_process_leaves_no_lock_behind(tmp_path: Path) -> None:
    path = str(tmp_path / ".lock")
    code = f"from simulator.processes import held\nwith held({path!r}):\n    print('held', flush=True)\n    input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"held"
    with pytest.raises(LockHeld, match=f"process {holder.pid}"), held(path):
        pass
    holder.kill()
    holder.communicate()
    with held(path):
        pass


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x"
    lasting(str(path), b"one")
    with pytest.raises(FileNotFoundError), replaced(str(path)) as beside:
        Path(beside).unlink()
    with pytest.raises(UnicodeEncodeError), replaced_text(str(path)) as file:
        file.write("half \ud800")
    assert path.read_bytes() == b"one"
    assert leftovers(str(tmp_path)) == []
    with replaced_text(str(path)) as file:
        file.write("é\n")
    assert path.read_bytes() == "é\n".encode()
    assert sorted(tmp_path.iterdir()) == [path]


@POSIX
def test_the_first_signal_is_noted_and_the_second_interrupts() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stopping() as stop:
        assert not stop
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.signal == signal.SIGTERM
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_there_is_a_core_at_least() -> None:
    assert cores() >= 1


def test_a_process_that_is_nobodys_worker_begins_without_a_parent() -> None:
    code = "from simulator.processes import begin_worker; begin_worker(); print('ready')"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.strip() == "ready"
    assert callable(begin_worker)
