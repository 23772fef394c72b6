"""``startex replay``, ``fork`` and ``note``: what was played, what might have been, what was seen."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.catalogue import tr, trn
from simulator.cli.needs import settled_in
from simulator.cli.out import complain, dump, say
from simulator.cli.run import pairs_of
from simulator.errors import ExitStatus, StorageError, UsageError

if TYPE_CHECKING:
    from simulator.runs.sessions import Verdict

__all__ = ["fork", "note", "replay"]

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a session.")]


def replay(
    folder: Folder,
    check: Annotated[bool, typer.Option("--verify", help="Hold the replay against what was recorded.")] = False,
    against: Annotated[Path | None, typer.Option("--against", metavar="F.jsonl", help="Or against this log.")] = None,
    log: Annotated[Path | None, typer.Option(metavar="F.jsonl", help="Write the canonical event log.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> int:
    """Replay a session from its journal: its time line, or with --verify whether it is the same byte for byte."""
    from simulator.runs.sessions import look_at, verify
    from simulator.scenario.library import read_file

    if log is not None and log.exists():
        raise UsageError(tr("{file} exists; choose another name", file=log))
    settled_in(folder)
    found = look_at(folder)
    for notice in found.notices:
        complain(notice)
    verdict = verify(found, None if against is None else read_file(against))
    if log is not None:
        _write(log, verdict.lines)
    same = verdict.difference is None and not verdict.broken_seal
    status = int(ExitStatus.OK if same or not (check or against) else ExitStatus.SESSION)
    if as_json:
        dump(_document(found.folder, verdict, same))
        return status
    if check or against is not None:
        _tell_verdict(verdict)
        return status
    _tell_story(folder, verdict)
    return status


def _document(folder: Path, verdict: Verdict, same: bool) -> dict[str, object]:
    from hashlib import sha256

    from simulator.readers.conduct import not_comparable
    from simulator.readers.measures import measured
    from simulator.readers.responses import Log

    log = Log(verdict.engine.blueprint, verdict.engine.log)
    return {
        "measures": measured(log),
        "not_comparable": not_comparable(log),
        "session": folder.name,
        "digest": sha256(verdict.lines).hexdigest(),
        "events": len(verdict.engine.log),
        "at_s": verdict.engine.now,
        "ended": verdict.engine.ended,
        "verified": same,
        "compared": verdict.recorded,
        "first_difference": verdict.difference[0] if verdict.difference else None,
    }


def _tell_verdict(verdict: Verdict) -> None:
    from hashlib import sha256

    if verdict.difference is not None:
        seq, told, again = verdict.difference
        say(tr("the replay differs from what was recorded, first in event {seq}", seq=seq))
        say(tr("  recorded: {event}", event=told) if told else tr("  recorded: nothing"))
        say(tr("  replayed: {event}", event=again) if again else tr("  replayed: nothing"))
    elif n := verdict.broken_seal:
        say(tr("the digest that was recorded of the first {n} events is not that of the replay", n=n))
    else:
        events = trn("{n} event", "{n} events", len(verdict.engine.log))
        same = tr("{events}: the same as recorded, byte for byte; every command at its place", events=events)
        alone = tr("{events}: no event log lies beside the journal; every command at its place", events=events)
        say(same if verdict.recorded else alone)
    say(tr("digest {digest}", digest=sha256(verdict.lines).hexdigest()))


def _tell_story(folder: Path, verdict: Verdict) -> None:
    """The time line with the evaluators' notebooks laid into it, and the numbers so far."""
    from simulator.cli.numbers import tell_numbers
    from simulator.cli.titles import titles
    from simulator.readers.conduct import not_comparable
    from simulator.readers.measures import measured
    from simulator.readers.responses import Log
    from simulator.readers.story import timeline
    from simulator.runs.notebook import notes
    from simulator.units import clock_column

    lines = [
        (event.at, 0, f"{text}{f' (x{count})' if count > 1 else ''}  [{event.seq}]")
        for event, text, count in timeline(verdict.engine.log, title=titles(verdict.engine.blueprint))
    ]
    for noted in notes(folder):
        what = " ".join(part for part in (noted.rating, noted.about) if part)
        if what:
            said = tr("notebook of {name} ({about}): {text}", name=noted.by, about=what, text=noted.text)
        else:
            said = tr("notebook of {name}: {text}", name=noted.by, text=noted.text)
        lines.append((noted.at, 1, said))
    for at, _, text in sorted(lines, key=lambda line: line[:2]):
        say(f"{clock_column(at, 11)}  {text}")
    log = Log(verdict.engine.blueprint, verdict.engine.log)
    say()
    tell_numbers(log.blueprint, measured(log), doubtful=not_comparable(log))


def _write(path: Path, lines: bytes) -> None:
    from simulator.system import write_new

    try:
        write_new(str(path), lines)
    except OSError as error:
        raise StorageError(tr("{file} cannot be written: {why}", file=path, why=error.strerror)) from None


def fork(
    folder: Folder,
    at: Annotated[str, typer.Option("--at", metavar="TIME", help="When the two part: H+1:30, D+2 06:00.")],
    decide: Annotated[
        list[str], typer.Option("--decide", metavar="DECISION=OPTION", help="What is decided then instead.")
    ] = [],  # noqa: B006
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder of the new session.")] = None,
) -> int:
    """Begin another session that shares this one's history up to a time: had you decided otherwise then."""
    from simulator.cli.terminal import now_here
    from simulator.quantities import QuantityError
    from simulator.runs import sessions
    from simulator.units import Epoch, format_clock, parse_when

    found = sessions.look_at(folder)
    try:
        second = parse_when(at, Epoch(datetime.fromisoformat(found.blueprint.startex)))
    except QuantityError as error:
        raise UsageError(tr("--at: {why}", why=error)) from None
    for notice in found.notices:
        complain(notice)
    target = out or sessions.fork_folder(folder, second)
    sessions.fork(found, second, target, now_here(), decide=pairs_of(decide, "--decide", tr("DECISION=OPTION")))
    clock = format_clock(second)
    complain(tr("forked at {clock}; startex resume {folder} --plain goes on from there", clock=clock, folder=target))
    say(str(target))
    return 0


def _known(folder: Path, about: str) -> None:
    """Raise UsageError for what nobody would look for a rating of."""
    from simulator.runs.sessions import look_at
    from simulator.scenario.translate import near

    b = look_at(folder).blueprint
    rated = [row.id for rows in (b.objectives, b.injects, b.decisions, b.rules) for row in rows]
    if about not in rated:
        raise UsageError(
            tr("a rating is about an objective, inject, decision or rule; {near}", near=near(about, rated))
        )


def note(
    folder: Folder,
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="What was seen.")],
    who: Annotated[str, typer.Option("--as", metavar="EVALUATOR", help="Whose notebook.")],
    about: Annotated[str, typer.Option(metavar="ID", help="The objective, inject or event that it is about.")] = "",
    rating: Annotated[str, typer.Option(metavar="P|S|M|U|N", help="A rating of it.")] = "",
) -> int:
    """Write into an evaluator's own notebook beside a session that is being played or is over."""
    from simulator.cli.terminal import now_here
    from simulator.runs.notebook import write

    if rating:
        _known(folder, about)
    entry = write(folder, who, " ".join(text), now_here().wall, about=about, rating=rating)
    say(tr("noted by {name}, at {clock}", name=entry.by, clock=entry.told_at))
    return 0
