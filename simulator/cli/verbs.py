"""Verbs of the line mode that conduct: the clock, questions to the log, notes, ratings, the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from simulator.catalogue import marked, tr, trn, word
from simulator.cli.line import FACILITATOR, VERBS, LineMode, verb
from simulator.commands import EndExercise, Remark
from simulator.errors import UsageError
from simulator.runs.typed import span, when
from simulator.units import Epoch, format_clock, format_span

if TYPE_CHECKING:
    from simulator.engine.decisions import OpenDecision
    from simulator.events import LogEvent
    from simulator.runs.pacer import Moment

__all__ = ["number", "split"]


def split(rest: str, count: int, usage: str) -> list[str]:
    """The first ``count - 1`` words and the rest of a line; raises :class:`UsageError` where one is missing."""
    words = rest.split(None, count - 1)
    if len(words) < count:
        raise UsageError(tr("write: {usage}", usage=usage))
    return words


def number(text: str, what: str) -> int:
    """A whole number; raises :class:`UsageError`."""
    if not text.strip().isdecimal():
        raise UsageError(tr("{text!r} is not {what}", text=text, what=what))
    return int(text)


# the clock


@verb("start")
def _start(mode: LineMode, rest: str, now: Moment) -> None:
    """STARTEX: the clock runs from here."""
    if mode.session.started:
        raise UsageError(tr("STARTEX has been; go lets the clock run on"))
    mode.session.go(FACILITATOR, now)
    mode.say(tr("STARTEX. THIS IS AN EXERCISE."))


@verb("pause")
def _pause(mode: LineMode, rest: str, now: Moment) -> None:
    """The clock stands; nothing is missed."""
    mode.session.pause(FACILITATOR, now)
    mode.say(tr("paused at {clock}", clock=format_clock(mode.session.now)))


@verb("go")
def _go(mode: LineMode, rest: str, now: Moment) -> None:
    """The clock runs on, or begins."""
    first = not mode.session.started
    mode.session.go(FACILITATOR, now)
    if first:
        mode.say(tr("STARTEX. THIS IS AN EXERCISE."))
    else:
        mode.say(tr("the clock runs at {speed:g}x", speed=mode.session.pacer.speed))


@verb("speed", marked("N"))
def _speed(mode: LineMode, rest: str, now: Moment) -> None:
    """So many seconds of the exercise in one second, from 1 to 3600; 'speed keep' and 'speed drop' say whether an
    inject or a question to the room brings it down to 1."""
    if rest in ("keep", "drop"):
        mode.session.drops = rest == "drop"
        dropped = tr("an inject or a question brings the speed down to 1x")
        mode.say(dropped if rest == "drop" else tr("the speed is kept"))
        return
    try:
        speed = float(rest.rstrip("xX"))
    except ValueError:
        raise UsageError(tr("write: {usage}", usage=tr("speed N, as in speed 60"))) from None
    mode.session.set_speed(speed, FACILITATOR, now)
    mode.say(tr("{speed:g} seconds of the exercise a second", speed=speed))


@verb("step", marked("[SPAN]"))
def _step(mode: LineMode, rest: str, now: Moment) -> None:
    """Move to the next thing that happens, or by a span such as 'step 5 min', whether the clock runs or not."""
    if mode.session.engine.ended:
        raise UsageError(tr("the exercise is over"))
    if rest:
        mode.session.move_to(mode.session.now + max(0, span(rest)), FACILITATOR, now)
    else:
        mode.session.step(FACILITATOR, now)
    mode.tell()
    mode.say(tr("it is {clock}", clock=format_clock(mode.session.now)))


@verb("wait", marked("SPAN"))
def _wait(mode: LineMode, rest: str, now: Moment) -> None:
    """Let time pass, in a script: 'wait 10 min'; elsewhere it passes by itself."""
    raise UsageError(tr("here time passes by itself; wait is a line of a script, step moves by a span"))


@verb("jump", marked("[TIME]"))
def _jump(mode: LineMode, rest: str, now: Moment) -> None:
    """Move to the next inject, or towards a time: stops before any question, default, contact or casualty, and then
    says what each cell heard meanwhile. Take standing orders first: 'standing CELL TEXT'."""
    from simulator.runs.jump import jump, standing_orders

    session, given = mode.session, standing_orders(mode.session)
    done = jump(session, when(rest, session.now, session.engine.blueprint.startex) if rest else None, FACILITATOR, now)
    if not done.made:
        mode.say(tr("no jump from here; next is {what}", what=done.to.why))
        return
    for cell, text in given.items():
        mode.say(tr("standing orders of {cell}: {text}", cell=cell, text=text or tr("none were given")))
    mode.tell()
    if done.to.inject:
        mode.say(tr("inject {inject} is out", inject=done.to.inject))
    else:
        mode.say(tr("jumped to {clock}; next is {what}", clock=format_clock(session.now), what=done.to.why))
    _tell_heard(mode, done.heard)


def _tell_heard(mode: LineMode, heard: Mapping[str, Sequence[LogEvent]]) -> None:
    """What each cell heard while a jump passed over it."""
    for cell, events in heard.items():
        if not events:
            mode.say(tr("{cell} heard nothing meanwhile", cell=cell))
        else:
            mode.say(
                trn("{cell} heard meanwhile: {n} thing", "{cell} heard meanwhile: {n} things", len(events), cell=cell)
            )
        for event in events:
            mode.say(mode.line_of(event))


@verb("standing", marked("CELL TEXT"))
def _standing(mode: LineMode, rest: str, now: Moment) -> None:
    """Take down what a cell orders for the time that a jump passes over."""
    cell, text = split(rest, 2, tr("standing CELL TEXT"))
    cells = [c.id for c in mode.session.engine.blueprint.cells]
    if cell not in cells:
        if names := ", ".join(cells):
            raise UsageError(tr("there is no cell {cell}; there are {cells}", cell=cell, cells=names))
        raise UsageError(tr("there is no cell {cell}; there are none", cell=cell))
    mode.submit(Remark("standing_order", text, about=cell), now)


@verb("hold", marked("[WHY]"))
def _hold(mode: LineMode, rest: str, now: Moment) -> None:
    """Hold the exercise: the clock stands, and the log says so; times across it are not compared."""
    mode.submit(Remark("hold", rest), now)
    mode.say(tr("HOLD. The clock stands; go lets it run on."))


@verb("stop-real", marked("[WHY]"))
def _stop_real(mode: LineMode, rest: str, now: Moment) -> None:
    """STOP - REAL EVENT: something real has happened; the exercise stands at once, and the log says so."""
    mode.submit(Remark("stop", rest or "real event"), now)  # not for people: the log is the same in every language
    mode.say(tr("STOP - REAL EVENT. THIS IS NOT AN EXERCISE. The clock stands."))


# what is noted


@verb("note", marked("TEXT"))
def _note(mode: LineMode, rest: str, now: Moment) -> None:
    """A note with the exercise's time."""
    mode.submit(Remark("note", split(rest, 1, tr("note TEXT"))[0]), now)


@verb("observe", marked("ABOUT TEXT"))
def _observe(mode: LineMode, rest: str, now: Moment) -> None:
    """An observation about an objective, an inject or the number of an event: evidence for a rating."""
    about, text = split(rest, 2, tr("observe ABOUT TEXT, as in observe O2 they doubled the guard"))
    mode.submit(Remark("observation", text, about=about), now)


@verb("mark", marked("[TEXT]"))
def _mark(mode: LineMode, rest: str, now: Moment) -> None:
    """Mark this moment for the hot wash."""
    mode.submit(Remark("mark", rest), now)


@verb("rate", marked("ABOUT P|S|M|U|N [WHY]"))
def _rate(mode: LineMode, rest: str, now: Moment) -> None:
    """Rate an objective: P performed without challenges, S some, M major, U unable, N not observed."""
    about, rating, *why = split(f"{rest} -", 3, tr("rate ABOUT P|S|M|U|N [WHY]"))
    text = why[0].removesuffix("-").strip()
    mode.submit(Remark("rating", text, about=about, rating=rating.upper()), now)


@verb("correct", marked("SEQ TEXT"))
def _correct(mode: LineMode, rest: str, now: Moment) -> None:
    """Correct the record: the event of that number was not as it stands; nothing that was said is taken back."""
    seq, text = split(rest, 2, tr("correct SEQ TEXT"))
    if not 1 <= number(seq, tr("the number of an event")) <= len(mode.session.log):
        raise UsageError(tr("there is no event {seq}", seq=seq))
    mode.submit(Remark("correction", text, about=seq), now)


# what is asked


@verb("why", marked("SEQ"))
def _why(mode: LineMode, rest: str, now: Moment) -> None:
    """Why an event happened: its chain of causes."""
    from simulator.readers.story import why

    seq = number(rest, tr("the number of an event"))
    if not 1 <= seq <= len(mode.session.log):
        raise UsageError(tr("there is no event {seq}; there are {n}", seq=seq, n=len(mode.session.log)))
    for line in why(mode.session.log, seq):
        mode.say(line)


@verb("log", marked("[N]"))
def _log(mode: LineMode, rest: str, now: Moment) -> None:
    """The last N events, 20 without a number, with everything that the lines leave out."""
    for event in mode.session.log[-number(rest or "20", tr("a number of events")) :]:
        mode.say(mode.line_of(event))


@verb("status")
def _status(mode: LineMode, rest: str, now: Moment) -> None:
    """Where the exercise stands: clock, open questions, injects, what is expected of the room."""
    session, engine = mode.session, mode.session.engine
    left = engine.blueprint.duration - session.now
    group = Epoch(datetime.fromisoformat(engine.blueprint.startex)).dtg(session.now)
    mode.say(
        tr(
            "{place}, {group}; {left} to ENDEX; {events}",
            place=mode.prompt().rstrip("> "),
            group=group,
            left=format_span(max(0, left)),
            events=trn("{n} event", "{n} events", len(session.log)),
        )
    )
    for name, decision in engine.open_decisions.items():
        _tell_open(mode, name, decision)
    states = list(engine.inject_states.values())
    mode.say(
        trn(
            "injects: {n} delivered of {all}; msel lists them",
            "injects: {n} delivered of {all}; msel lists them",
            states.count("delivered"),
            all=len(states),
        )
    )


def _tell_open(mode: LineMode, name: str, decision: OpenDecision) -> None:
    """A question that waits for an answer, and how long it has."""
    asked = decision.item.spec
    due = decision.opened_at + asked.deadline - mode.session.now
    left = tr("{span} left", span=format_span(due)) if due >= 0 else tr("{span} over time", span=format_span(-due))
    left = tr("left open") if mode.session.engine.ended else left
    mode.say(
        tr(
            "open: {decision} asks {role}: {options}; {left}",
            decision=name,
            role=asked.role,
            options=", ".join(decision.item.options),
            left=left,
        )
    )


@verb("msel")
def _msel(mode: LineMode, rest: str, now: Moment) -> None:
    """The injects and their states: what is out, what comes when."""
    engine = mode.session.engine
    for name, state in engine.inject_states.items():
        due = engine.inject_due(name)
        spec = engine.inject(name)
        said = {"inject": name, "state": word(state), "title": spec.title or spec.text[:60]}
        if due is not None:
            mode.say(tr("{inject} {state}, {clock}: {title}", **said, clock=format_clock(due)))
        elif state == "waiting":
            mode.say(tr("{inject} {state}, on its condition: {title}", **said))
        else:
            mode.say(tr("{inject} {state}: {title}", **said))


@verb("help", marked("[WORD]"))
def _help(mode: LineMode, rest: str, now: Moment) -> None:
    """What can be typed; with a word, what it does."""
    if rest and rest in VERBS:
        mode.say(tr("{usage}: {about}", usage=VERBS[rest].usage, about=tr(VERBS[rest].about)))
        return
    for found in VERBS.values():
        mode.say(f"  {found.usage:<36} {tr(found.about).split('. ')[0].split('; ')[0].rstrip()}")


# the end


@verb("end", marked("[WHY]"))
def _end(mode: LineMode, rest: str, now: Moment) -> None:
    """ENDEX: the world stops; notes and ratings are still taken."""
    mode.submit(EndExercise(rest), now)
    mode.tell()
    mode.say(tr("ENDEX. Notes, observations and ratings are still taken; quit leaves."))


@verb("reset")
def _reset(mode: LineMode, rest: str, now: Moment) -> None:
    """Begin a practice anew; nothing of the old one is left. An exercise cannot be reset."""
    if not mode.session.header.practice:
        raise UsageError(tr("only a practice can be reset; begin another session, or fork this one"))
    mode.reset = mode.leaving = True


@verb("quit")
def _quit(mode: LineMode, rest: str, now: Moment) -> None:
    """Leave; the session stays as it is and startex resume goes on with it."""
    mode.leaving = True
