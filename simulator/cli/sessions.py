"""``startex sessions`` and ``repair``: what is recorded on this machine, and what to do when it is damaged."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.out import complain, dump, say

__all__ = ["repair", "sessions"]


def sessions(
    root: Annotated[
        Path | None, typer.Argument(metavar="[ROOT]", help="A folder of sessions; your own without it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> int:
    """List recorded sessions with state and size."""
    from simulator.disk import sessions_root
    from simulator.record.listing import list_sessions

    folder = root or sessions_root()
    lines = list_sessions(folder)
    if as_json:
        dump(
            [
                {
                    "path": str(line.path),
                    "title": line.title,
                    "state": line.state,
                    "size": line.size,
                    "records": line.records,
                    "head": line.head,
                    "about": line.about,
                }
                for line in lines
            ]
        )
        return 0
    wide = max((len(line.path.name) for line in lines), default=0)
    for line in lines:
        one_line = " ".join(line.title.split())
        say(f"{line.path.name:<{wide}}  {line.state:<9}  {_size(line.size):>9}  {line.records:>6} records  {one_line}")
        if line.about:
            say(f"{'':<{wide}}  {' '.join(line.about.split())}")
    if not lines:
        complain(f"There are no sessions in {folder}.")
    return 0


def _size(count: int) -> str:
    """Bytes as people say them."""
    return f"{count / 2**20:.1f} MiB" if count >= 2**20 else f"{count / 2**10:.1f} KiB"


def repair(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The session's folder.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> int:
    """Write a new journal from what is good in a damaged one, and keep the damaged one."""
    from simulator.record.repair import repair, told

    done = repair(folder)
    if as_json:
        dump(told(done))
        return 0
    if not done.damage:
        say(f"{folder}: the journal is whole; nothing was changed.")
        return 0
    say(f"{folder}: {done.damage}.")
    say(f"{done.kept} records are kept, under their numbers.")
    for first, last in done.lost:
        say(f"Lost: record {first}." if first == last else f"Lost: records {first} to {last}.")
    if done.unread:
        say(f"{done.unread} pieces are no records of this session, or are none any more.")
    for name in done.branches:
        say(f"Somebody else has written at the same time; that history is kept in {name}.")
    say(f"The old journal is kept as {', '.join(done.old)}.")
    return 0
