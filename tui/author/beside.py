"""What goes on beside the loop of the author's screen: reading the text, and a dry run in a process of its own."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from simulator.authoring.reading import Reading, read_text

__all__ = ["dry_run", "read_beside"]


async def read_beside(pause: float, path: Path, data: bytes) -> Reading:
    """Read a text once some seconds have passed; cancelled by the next, it has cost nothing."""
    await asyncio.sleep(pause)
    return await asyncio.to_thread(read_text, path, data)


async def dry_run(path: Path, seed: int) -> str:
    """What ``startex run`` says of a file; cancelled, the run is ended."""
    words = ("-m", "simulator", "run", str(path), "--seed", str(seed))
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *words,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        said, _ = await child.communicate()
    finally:
        if child.returncode is None:
            child.kill()
    return said.decode("utf-8", errors="replace")
