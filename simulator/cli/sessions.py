"""``startex sessions`` and ``repair``: what is recorded on this machine, and what to do when it is damaged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.catalogue import tr, trn, word
from simulator.cli.out import complain, dump, say

if TYPE_CHECKING:
    from simulator.record.repair import Repair

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
    states = {line.state: word(line.state) for line in lines}
    state_wide = max(9, *map(len, states.values())) if states else 0
    for line in lines:
        state, records = states[line.state], trn("{n:>6} record ", "{n:>6} records", line.records)
        one_line = " ".join(line.title.split())
        say(f"{line.path.name:<{wide}}  {state:<{state_wide}}  {_size(line.size):>9}  {records}  {one_line}")
        if line.about:
            say(f"{'':<{wide}}  {' '.join(line.about.split())}")
    if not lines:
        complain(tr("There are no sessions in {folder}.", folder=folder))
    return 0


def _size(count: int) -> str:
    """Bytes as people say them."""
    return tr("{n:.1f} MiB", n=count / 2**20) if count >= 2**20 else tr("{n:.1f} KiB", n=count / 2**10)


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
        say(tr("{folder}: the journal is whole; nothing was changed.", folder=folder))
        return 0
    _tell_repair(folder, done)
    return 0


def _tell_repair(folder: Path, done: Repair) -> None:
    say(f"{folder}: {done.damage}.")
    say(trn("{n} record is kept, under its number.", "{n} records are kept, under their numbers.", done.kept))
    for first, last in done.lost:
        lost = tr("Lost: records {first} to {last}.", first=first, last=last)
        say(tr("Lost: record {seq}.", seq=first) if first == last else lost)
    if done.unread:
        say(
            trn(
                "{n} piece is no record of this session, or is none any more.",
                "{n} pieces are no records of this session, or are none any more.",
                done.unread,
            )
        )
    for name in done.branches:
        say(tr("Somebody else has written at the same time; that history is kept in {name}.", name=name))
    say(tr("The old journal is kept as {names}.", names=", ".join(done.old)))
