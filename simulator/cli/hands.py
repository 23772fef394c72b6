"""Verbs of the line mode that reach into the exercise: injects, decisions, orders, messages, overrides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator import commands as c
from simulator.catalogue import marked, tr
from simulator.cli.line import LineMode, verb
from simulator.cli.verbs import number, split
from simulator.errors import UsageError
from simulator.runs.typed import span, when
from simulator.units import written_clock

if TYPE_CHECKING:
    from simulator.runs.pacer import Moment

__all__: list[str] = []


@verb("fire", marked("[ID]"))
def _fire(mode: LineMode, rest: str, now: Moment) -> None:
    """Deliver an inject now; without an id the next one of the clock."""
    name = rest
    if not name:
        engine = mode.session.engine
        due = [(at, n) for n in engine.inject_states if (at := engine.inject_due(n)) is not None]
        if not due:
            raise UsageError(tr("no inject comes by the clock any more; write: fire ID"))
        name = min(due, key=lambda row: row[0])[1]
    mode.submit(c.DeliverInject(name), now)


@verb("skip", marked("ID REASON"))
def _skip(mode: LineMode, rest: str, now: Moment) -> None:
    """Leave an inject out, and say why."""
    name, why = split(rest, 2, tr("skip ID REASON: an inject is skipped with a reason"))
    mode.submit(c.SkipInject(name, why), now)


@verb("defer", marked("ID TIME"))
def _defer(mode: LineMode, rest: str, now: Moment) -> None:
    """Put an inject off: until H+1:30, or by 15 min from now."""
    name, text = split(rest, 2, tr("defer ID TIME"))
    mode.submit(c.DeferInject(name, when(text, mode.session.now, mode.session.engine.blueprint.startex)), now)


@verb("shift", marked("SPAN [WHY]"))
def _shift(mode: LineMode, rest: str, now: Moment) -> None:
    """Move everything that still comes by the clock: 'shift 10 min', 'shift -5 min'; a reason goes after a colon."""
    text, _, why = rest.partition(":")
    mode.submit(c.ShiftInjects(span(text), why.strip()), now)


@verb("edit", marked("ID TEXT"))
def _edit(mode: LineMode, rest: str, now: Moment) -> None:
    """Give an inject that has not come another text."""
    name, text = split(rest, 2, tr("edit ID TEXT"))
    if name not in mode.session.engine.inject_states:
        raise UsageError(tr("there is no inject {inject}; msel lists them, adhoc writes a new one", inject=name))
    mode.submit(c.PutInject(name, text), now)


@verb("adhoc", marked("[@CELL...] TEXT"))
def _adhoc(mode: LineMode, rest: str, now: Moment) -> None:
    """Deliver an inject that is not in the MSEL, to everybody or to '@military @police' and so on."""
    words = split(rest, 1, tr("adhoc TEXT"))[0].split()
    to = [word[1:] for word in words if word.startswith("@")]
    text = " ".join(word for word in words if not word.startswith("@"))
    known = mode.session.engine.inject_states
    name = next(f"X-{k}" for k in range(1, len(known) + 2) if f"X-{k}" not in known)
    mode.submit(c.PutInject(name, text, tuple(to)), now)


@verb("decide", marked("ID OPTION [WHY]"))
def _decide(mode: LineMode, rest: str, now: Moment) -> None:
    """Take down what the room decided. 'sure:high' says how sure they are (low, medium, high); option 'other' may
    order things after semicolons: 'decide D other we go ourselves; qrf_1 deploy north'."""
    name, option, *more = split(f"{rest} -", 3, tr("decide ID OPTION [WHY]"))
    said, *orders = (part.strip() for part in more[0].removesuffix("-").split(";"))
    words = said.split()
    sure = next((word[5:] for word in words if word.startswith("sure:")), "")
    why = " ".join(word for word in words if not word.startswith("sure:"))
    found = [_order(text) for text in orders if text]
    mode.submit(c.TakeDecision(name, option, "room", why, tuple(found), sure), now)


def _order(text: str) -> tuple[str, str, str]:
    unit, task, *place = text.split(None, 2) if len(text.split()) > 1 else split("", 2, tr("UNIT TASK [PLACE] after ;"))
    return unit, task, place[0] if place else ""


@verb("order", marked("UNIT TASK [PLACE]"))
def _order_unit(mode: LineMode, rest: str, now: Moment) -> None:
    """Order a unit outside the plan: 'order qrf_1 deploy north'."""
    unit, task, *place = [*split(rest, 2, tr("order UNIT TASK [PLACE]"))[:1], *rest.split()[1:]]
    if place and place[0] == "at":
        place = place[1:]
    mode.submit(c.OrderUnit(unit, task, place[0] if place else ""), now)


@verb("carry", marked("RULE [PLACE]"))
def _carry(mode: LineMode, rest: str, now: Moment) -> None:
    """Let a rule of the plan act that has fired and waits for the room."""
    rule, *place = split(rest, 1, tr("carry RULE [PLACE]"))[0].split()
    mode.submit(c.CarryOut(rule, place[0] if place else ""), now)


@verb("ask", marked("CELL ASSET TEXT"))
def _ask(mode: LineMode, rest: str, now: Moment) -> None:
    """A cell asks a post or unit; its answer is drafted from what it knows, 'send' passes the draft on."""
    cell, asset, text = split(rest, 3, tr("ask CELL ASSET TEXT"))
    mode.submit(c.Message("ask", cell, asset, text), now)
    mode.tell()


@verb("send")
def _send(mode: LineMode, rest: str, now: Moment) -> None:
    """Send the last answer that was drafted."""
    drafts = [e for e in mode.session.log if e.kind == "answer_drafted"]
    if not drafts:
        raise UsageError(tr("no answer has been drafted; write: ask CELL ASSET TEXT"))
    mode.submit(c.Message("pass", drafts[-1].subject, str(drafts[-1].data["to"]), str(drafts[-1].data["text"])), now)


@verb("pass", marked("FROM TO TEXT"))
def _pass(mode: LineMode, rest: str, now: Moment) -> None:
    """A message from one cell, role, post or unit to another, in words of your own."""
    sender, to, text = split(rest, 3, tr("pass FROM TO TEXT"))
    mode.submit(c.Message("pass", sender, to, text), now)


@verb("override", marked("delay|arrive|freeze|brake|release OF [SPAN] [: WHY]"))
def _override(mode: LineMode, rest: str, now: Moment) -> None:
    """Change the world by hand, marked as such: 'override delay qrf_1 10 min: to protect O2', 'override brake deaths'.
    A unit is delayed, arrives at once or stands frozen; a group or 'deaths' is braked; 'release' ends that."""
    told, _, why = rest.partition(":")
    what, of, *amount = split(f"{told} -", 3, tr("override delay|arrive|freeze|brake|release OF [SPAN] [: WHY]"))
    text = amount[0].removesuffix("-").strip()
    mode.submit(c.Override(what, of, span(text) if text else 0, why.strip()), now)


@verb("look", marked("on | DECISION [N]"))
def _look(mode: LineMode, rest: str, now: Moment) -> None:
    """Many futures from now for each option of an open decision: the spread of the measures. For the hot wash; during
    an exercise 'look on' allows it first, and the log says so. 'look off' stops one."""
    session = mode.session
    if rest in ("on", "off"):
        mode.looks = rest == "on"
        if mode.looking is not None and rest == "off":
            mode.looking.cancel()
            mode.looking = None
        mode.submit(c.Remark("look_ahead", f"switched {rest}"), now)  # not for people: it stands in the log
        return
    name, *count = split(rest, 1, tr("look DECISION [N]"))[0].split()
    if not mode.looks:
        raise UsageError(
            tr("looking ahead is for the hot wash; 'look on' allows it in this exercise, and the log says so")
        )
    found = session.engine.open_decisions.get(name)
    if found is None:
        if names := ", ".join(session.engine.open_decisions):
            raise UsageError(tr("{decision} is not open; open are {decisions}", decision=name, decisions=names))
        raise UsageError(tr("{decision} is not open; open are none", decision=name))
    if mode.looking is not None:
        raise UsageError(tr("a look-ahead is under way; 'look off' stops it"))
    from simulator.runs.lookahead import LookAhead

    futures = number(count[0], tr("a number of futures")) if count else 100
    noted = f"{futures} futures for each option, from {written_clock(session.now)}"  # not for people: for the log
    mode.submit(c.Remark("look_ahead", noted, about=name), now)
    mode.looking = LookAhead(session, name, futures)
    mode.say(tr("looking ahead: {n} futures for each of {options} options", n=futures, options=len(found.item.options)))
    mode.look_for_answer(wait=mode.patient)
