"""The forms of the live screen: what the drawer asks, and what the desk does with the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from simulator import commands as c
from simulator.catalogue import marked, plain, tr, word
from simulator.errors import UsageError
from simulator.events import LogEvent
from simulator.readers.scene.rows import Asked, Inject
from simulator.reasons import told_answer
from simulator.runs.jump import Jumped, standing_orders
from simulator.runs.typed import span, when
from simulator.tasks import TASKS
from simulator.units import format_clock
from tui.called import audience, offered, standing, unit_tasks
from tui.desk import Desk
from tui.widgets.drawer import Choice, Field, Form

__all__ = ["REAL_EVENT", "Forms"]

Values = Mapping[str, str]
REAL_EVENT = marked("real event")
"""what the log holds where nobody says what has happened"""
_CONFIDENCE = {"1": "low", "2": "low", "3": "medium", "4": "high", "5": "high"}


class Forms:
    """Makes the forms of a desk; what was typed last is there again the next time."""

    def __init__(self, desk: Desk):
        self.desk = desk
        self._audience = ""

    # the clock

    def jump(self, made: Callable[[Jumped], object]) -> Form:
        """Pass over time; the cells' standing orders for it are taken down first.  ``made`` is told what came of it."""
        given, title = standing_orders(self.desk.session), self.desk.names.title
        return Form(
            "jump",
            tr(
                "Jump from {time}; ends before any question, default, contact or harm", time=format_clock(self.desk.now)
            ),
            tuple(
                tr("standing orders of {cell}: {orders}", cell=title(cell), orders=text or tr("none yet, ask them"))
                for cell, text in given.items()
            ),
            (
                Field("to", tr("towards"), hint=tr("H+4:00 or 30 min; nothing: the next inject")),
                Field("orders", tr("orders"), hint=tr("CELL: what they order for that time; CELL: ...")),
            ),
            lambda _, values: self._save_jump(values, tuple(given), made),
        )

    def _save_jump(self, values: Values, cells: tuple[str, ...], made: Callable[[Jumped], object]) -> bool:
        try:
            until = when(values["to"], self.desk.now, self.desk.blueprint.startex) if values["to"] else None
            orders = standing(values["orders"], cells, self.desk.names)
        except UsageError as error:
            self.desk.say(f"{error}", "warning")
            return False
        done = self.desk.jump(until, orders)
        if done is not None:
            made(done)
        return done is not None

    # injects

    def adhoc(self) -> Form:
        """An inject that is not in the MSEL; its time is that of saving, its note that of the keypress."""
        cells = offered(self.desk.names, self._cells)
        named = ", ".join(map(self.desk.names.title, self._cells))
        return Form(
            "adhoc",
            tr("Ad-hoc inject, written at {time}", time=format_clock(self.desk.now)),
            (tr("to everybody, or to some of: {names}", names=named),) if cells else (),
            (
                Field("text", tr("text"), hint=tr("what they are told")),
                Field("to", tr("to"), self._audience, tr("everybody"), cells),
            ),
            self._save_adhoc,
        )

    def _save_adhoc(self, _: str, values: Values) -> bool:
        if not values["text"]:
            return True  # an empty line puts it away
        if not self.desk.adhoc(values["text"], self._told(values["to"])):
            return False
        self._audience = values["to"]
        return True

    @property
    def _cells(self) -> tuple[str, ...]:
        return tuple(cell.id for cell in self.desk.blueprint.cells)

    def _told(self, text: str) -> tuple[str, ...]:
        """Who is meant by what was typed: cells, roles and posts, by id or title."""
        b = self.desk.blueprint
        return audience(text, self.desk.names, self._cells, b.roles, b.command)

    def edit(self, row: Inject) -> Form:
        """Another text for an inject that has not come."""
        return Form(
            f"edit {row.id}",
            tr("{inject} gets another text", inject=row.id),
            (row.text,),
            (Field("text", tr("text"), row.text), Field("to", tr("to"), ", ".join(map(self.desk.names.title, row.to)))),
            lambda _, v: bool(self.desk.submit(c.PutInject(row.id, v["text"], self._told(v["to"])))),
        )

    def skip(self, row: Inject) -> Form:
        """Leave an inject out."""
        return Form(
            f"skip {row.id}",
            tr("Skip {inject} {title}", inject=row.id, title=row.title),
            (),
            (Field("why", tr("reason"), hint=tr("an inject is skipped with a reason")),),
            lambda _, v: self._save_skip(row, v["why"]),
        )

    def _save_skip(self, row: Inject, why: str) -> bool:
        if not why:
            self.desk.say(tr("an inject is skipped with a reason: a word will do, Esc leaves it in"), "warning")
            return False
        return self.desk.skip(row.id, why)

    def defer(self, row: Inject) -> Form:
        """Put an inject off."""
        return Form(
            f"defer {row.id}",
            tr("Put {inject} {title} off", inject=row.id, title=row.title),
            (),
            (Field("until", tr("until"), hint=tr("H+1:30, or 15 min from now")),),
            lambda _, v: self._timed(v["until"], lambda at: self.desk.defer(row.id, at), now=self.desk.now),
        )

    def shift(self) -> Form:
        """Move everything that still comes by the clock."""
        return Form(
            "shift",
            tr("Move every inject that still comes by the clock"),
            (tr("10 min later, or -5 min: sooner, never before now"),),
            (Field("by", tr("by"), hint=tr("10 min")), Field("why", tr("reason"))),
            lambda _, v: self._timed(v["by"], lambda by: bool(self.desk.submit(c.ShiftInjects(by, v["why"])))),
        )

    def _timed(self, text: str, deed: object, now: int | None = None) -> bool:
        try:
            seconds = span(text) if now is None else when(text, now, self.desk.blueprint.startex)
        except UsageError as error:
            self.desk.say(f"{error}", "warning")
            return False
        return bool(deed(seconds))  # type: ignore[operator]

    # decisions

    def decision(self, asked: Asked) -> Form:
        """What the room decided: an option, or words of their own with orders."""
        spec = next((d for d in self.desk.blueprint.decisions if d.id == asked.decision), None)
        texts = {o.id: o.text for o in spec.options} if spec is not None else {}
        proposed = asked.proposed or (spec.default if spec is not None else "")
        choices = [
            Choice("a", proposed, tr("accept {option}: the plan proposes it", option=texts.get(proposed) or proposed))
        ]
        others = [option for option in asked.options if option != proposed]
        choices += [Choice(str(k), option, texts.get(option) or option) for k, option in enumerate(others, 1)]
        choices += [Choice("r", "other", tr("other: in their own words, orders after semicolons"))]
        choices += [Choice("p", "", tr("park: not now"))]
        left = asked.deadline - self.desk.now
        by = format_clock(asked.deadline)
        by = tr("{time} - over time", time=by) if left < 0 else by
        role, place = self.desk.names.title(asked.role), self.desk.names.title(asked.at)
        who = tr("{role} at {place}", role=role, place=place) if asked.at else role
        return Form(
            f"decide {asked.name}",
            tr("{what}: {text}", what=asked.decision, text=asked.title or asked.decision),
            (tr("asked of {role}; to be answered by {time}. Players never see this.", role=who, time=by),),
            (
                Field("words", tr("who, why"), hint=tr("who decided, and why; may stay empty")),
                Field("confidence", tr("sure 1-5"), hint=tr("1 not at all, 5 quite sure")),
            ),
            lambda option, v: self._save_decision(asked, option, v),
            tuple(choices),
            frozenset({""}),
        )

    def _save_decision(self, asked: Asked, option: str, values: Values) -> bool:
        if not option:
            return True  # parked
        told = values.get("confidence", "").strip().lower()
        sure = {**_CONFIDENCE, **{word(name): name for name in c.CONFIDENCES}}.get(told, told)
        if sure not in ("", *c.CONFIDENCES):
            self.desk.say(tr("how sure they are is 1 to 5, or low, medium, high"), "warning")
            return False
        return self.desk.decide(asked, option, values.get("words", ""), sure)

    # the rest

    def note(self) -> Form:
        """A note, stamped at the keypress; about the line that was under the cursor if it names one."""
        at = self.desk.now
        return Form(
            "note",
            tr("Note at {time}", time=format_clock(at)),
            (),
            (
                Field("text", tr("note"), hint=tr("what was seen or said")),
                Field("about", tr("about"), hint=tr("an objective, an inject, the number of an event; may stay empty")),
            ),
            lambda _, v: not v["text"] or self._save_note(v, at),
        )

    def _save_note(self, values: Values, at: int) -> bool:
        kind = "observation" if values["about"] else "note"
        meant = at if at != self.desk.now else -1
        return self.desk.remark(kind, values["text"], about=values["about"], meant=meant)

    def order(self, unit: str) -> Form:
        """An order outside the plan."""
        b, title = self.desk.blueprint, self.desk.names.title
        tasks = unit_tasks(b)
        named = tuple(map(plain, tasks))
        return Form(
            "order",
            tr("Order a unit outside the plan"),
            (tr("tasks: {names}", names=", ".join(named)),) if tasks else (),
            (
                Field(
                    "unit",
                    tr("unit"),
                    title(unit),
                    tr("its name, its title, or its sign on the map"),
                    offered(self.desk.names, b.units),
                ),
                Field("task", tr("task"), suggests=(*named, *tasks)),
                Field("place", tr("at"), suggests=offered(self.desk.names, b.places, b.segments, b.posts)),
            ),
            lambda _, v: not v["unit"] or self._save_order(v),
        )

    def _save_order(self, values: Values) -> bool:
        b, meant = self.desk.blueprint, self.desk.names.meant
        unit, place = meant(values["unit"], b.units), meant(values["place"], b.places, b.segments, b.posts)
        said = values["task"].casefold()
        task = next((name for name in TASKS if said in (name, plain(name).casefold())), values["task"])
        return bool(self.desk.submit(c.OrderUnit(unit, task, place)))

    def _everybody(self) -> tuple[str, ...]:
        b = self.desk.blueprint
        return (*(cell.id for cell in b.cells), *b.roles, *b.command, *b.units, *b.posts, "excon")

    def message(self) -> Form:
        """Words between cells, or a question to a post or unit."""
        everybody, cells = (
            offered(self.desk.names, self._everybody()),
            ", ".join(map(self.desk.names.title, self._cells)),
        )
        return Form(
            "message",
            tr("Message or question"),
            (tr("An answer is drafted from what that post or unit knows; t again sends it or writes another."),),
            (
                Field("sender", tr("from"), hint=cells, suggests=everybody),
                Field("to", tr("to"), hint=tr("a cell, role, post or unit, by name or title"), suggests=everybody),
                Field("text", tr("text")),
            ),
            self._save_message,
            (Choice("a", "ask", tr("ask a post or unit")), Choice("p", "pass", tr("pass words on")), *self._draft()),
            frozenset({"send"}),
        )

    def _draft(self) -> tuple[Choice, ...]:
        last = self._last_draft()
        if last is None:
            return ()
        subject, to = (self.desk.names.title(name) for name in (last.subject, str(last.data["to"])))
        said = {"subject": subject, "to": to, "text": told_answer(str(last.data["text"]), self.desk.names.title)}
        return (Choice("s", "send", tr("send the last draft: {subject} to {to}: {text}", **said)),)

    def _last_draft(self) -> LogEvent | None:
        return next((e for e in reversed(self.desk.log) if e.kind == "answer_drafted"), None)

    def _save_message(self, kind: str, values: Values) -> bool:
        if kind == "send":
            last = self._last_draft()
            assert last is not None  # or there was nothing to choose
            message = c.Message("pass", last.subject, str(last.data["to"]), str(last.data["text"]))
        else:
            b, cells = self.desk.blueprint, {cell.id: cell for cell in self.desk.blueprint.cells}
            groups = (cells, b.roles, b.command, b.units, b.posts)
            sender, to = (self.desk.names.meant(values[name], *groups) for name in ("sender", "to"))
            message = c.Message(kind, sender, to, values["text"])
        return bool(self.desk.submit(message))

    def override(self, of: str) -> Form:
        """Change the world by hand; the log marks it."""
        b = self.desk.blueprint
        return Form(
            "override",
            tr("FACILITATOR OVERRIDE: the log marks it"),
            (),
            (
                Field(
                    "of",
                    tr("of"),
                    self.desk.names.title(of),
                    suggests=(*offered(self.desk.names, b.units, b.groups), "deaths"),
                ),
                Field("span", tr("by"), hint=tr("delay only: 10 min")),
                Field("why", tr("reason"), hint=tr("which objective it protects")),
            ),
            self._save_override,
            (
                Choice("d", "delay", tr("delay a unit")),
                Choice("a", "arrive", tr("let a unit arrive now")),
                Choice("f", "freeze", tr("a unit stands where it is")),
                Choice("b", "brake", tr("a group harms nobody from now on; with deaths for its name: no wounded die")),
                Choice("r", "release", tr("end a freeze, a brake, or the hold of the clock")),
            ),
        )

    def _save_override(self, what: str, values: Values) -> bool:
        try:
            seconds = span(values["span"]) if values["span"] else 0
        except UsageError as error:
            self.desk.say(f"{error}", "warning")
            return False
        b = self.desk.blueprint
        return bool(
            self.desk.submit(
                c.Override(what, self.desk.names.meant(values["of"], b.units, b.groups), seconds, values["why"])
            )
        )
