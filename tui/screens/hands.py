"""The facilitator's hands: the keys of the live screen that reach into the exercise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from textual.screen import Screen

from simulator import commands as c
from simulator.catalogue import tr, word
from simulator.readers.scene.rows import Inject, Waiting
from simulator.runs.jump import Jumped
from tui.desk import Desk
from tui.glyphs import Glyphs
from tui.safe_text import clipped
from tui.screens.forms import REAL_EVENT, Forms
from tui.screens.heard import Heard
from tui.widgets.confirm import Confirm
from tui.widgets.drawer import Drawer, Form
from tui.widgets.rows import RowPane

__all__ = ["Hands"]

_ENDED_BY = "the facilitator"  # not for people: what the log holds
_OUT = ("delivered", "recalled", "skipped", "expired")
"""states of an inject to which no other text can be given any more"""


class Hands(Screen[None]):
    """What keys do with the desk: at once, through the drawer, or after a question."""

    def __init__(self, desk: Desk, glyphs: Glyphs):
        super().__init__()
        self.desk, self.glyphs = desk, glyphs
        self.forms = Forms(desk)
        self._back = -1
        """the second that is looked at; -1 for now"""
        self._let: Counter[tuple[str, str]] = Counter()
        """how often a rule that waits for a place was let act"""

    def show_at_once(self) -> None:
        """Bring every pane up to date."""
        raise NotImplementedError

    def pane(self, name: str) -> RowPane:
        """A pane of rows."""
        return self.query_one(f"#{name}", RowPane)

    def _act(self, deed: Callable[[], object]) -> None:
        """Do something with the desk and show it at once; refused while the past is looked at."""
        if self._back >= 0:
            self.desk.say(tr("this is the past: ] comes back to now, b forks it"), "warning")
            return
        deed()
        self.show_at_once()

    # injects

    def _inject(self) -> Inject | None:
        """The inject under the cursor of the MSEL."""
        row = self.pane("msel").selected
        found = self.desk.scene.injects.get(row.key) if row is not None else None
        if found is None:
            self.desk.say(tr("put the cursor on an inject first (1)"), "warning")
        return found

    def _fire(self, row: Inject) -> None:
        if not row.critical:
            self._act(lambda: self.desk.fire(row.id))
            return
        name = clipped(row.title or row.text, 60).rstrip()
        text = f"{row.id} {name}\n\n{tr('It changes the world and cannot be undone, only recalled. Fire it?')}"
        self.app.push_screen(Confirm(text, enter=True), lambda yes: self._act(lambda: yes and self.desk.fire(row.id)))

    def action_fire_next(self) -> None:
        """The oldest that is due, or the next."""
        found = self.desk.next_inject()
        if found is None:
            self.desk.say(tr("no inject comes by the clock any more: f fires the one under the cursor"), "warning")
        else:
            self._fire(found)

    def action_fire(self) -> None:
        """The one under the cursor."""
        if (row := self._inject()) is not None:
            self._fire(row)

    def _ask(self, form: Form) -> None:
        if self._back >= 0:
            self.desk.say(tr("this is the past: ] comes back to now"), "warning")
            return
        self.query_one(Drawer).open(form)

    def action_adhoc(self) -> None:
        """Write one."""
        self._ask(self.forms.adhoc())

    def action_edit(self) -> None:
        """Another text."""
        if (row := self._inject()) is None:
            return
        if row.state in _OUT:
            self.desk.say(
                tr(
                    "{id} is {state} and cannot be changed any more: a writes another", id=row.id, state=word(row.state)
                ),
                "warning",
            )
        else:
            self._ask(self.forms.edit(row))

    def action_skip(self) -> None:
        """Leave it out."""
        if (row := self._inject()) is not None:
            self._ask(self.forms.skip(row))

    def action_defer(self) -> None:
        """Put it off."""
        if (row := self._inject()) is not None:
            self._ask(self.forms.defer(row))

    def action_shift(self) -> None:
        """Move all."""
        self._ask(self.forms.shift())

    def action_jump(self) -> None:
        """On to the next inject, or towards a time."""
        self._ask(self.forms.jump(self._jumped))

    def _jumped(self, jumped: Jumped) -> None:
        self.show_at_once()
        if jumped.made:
            self.app.push_screen(Heard(self.desk, self.glyphs, jumped))
        else:
            self.desk.say(tr("no jump from here; next is {why}", why=jumped.to.why), "warning")

    # keys: the room

    def action_decide(self) -> None:
        """The question under the cursor, or the one whose deadline is nearest."""
        row = self.pane("decisions").selected
        opened = {d.name: d for d in self.desk.scene.decisions.values() if d.state == "open"}
        named = row.key.removeprefix("decision ") if row is not None and self.pane("decisions").has_focus else ""
        found = opened.get(named) or min(opened.values(), key=lambda d: d.deadline, default=None)
        if found is None:
            self.desk.say(tr("no question is open; r orders a unit outside the plan"), "warning")
        else:
            self._ask(self.forms.decision(found))

    def action_carry_out(self) -> None:
        """Let the rule under the cursor act, or of those that were let the fewest times the one that waits longest."""
        pane, waiting = self.pane("decisions"), self.desk.scene.waiting
        row = pane.selected if pane.has_focus else None
        found = next((w for w in waiting if row is not None and row.key == f"rule {w.rule} {w.place}"), None)
        found = found or min(waiting, key=lambda w: self._let[w.rule, w.place], default=None)
        if found is None:
            self.desk.say(tr("no rule waits for the room"), "warning")
        else:
            self._act(lambda: self._let_act(found))

    def _let_act(self, rule: Waiting) -> None:
        """It acts, or it is said why nobody does it; another one is next then, so that it does not stand in the way."""
        self._let[rule.rule, rule.place] += 1
        new = self.desk.submit(c.CarryOut(rule.rule, rule.place))
        unfilled = [event for event in new if event.kind == "order_unfilled"]
        for event in unfilled:
            self.desk.say(
                tr("{what} - r orders a unit, c is the next rule", what=self.desk.names.told(event)), "warning"
            )
        if new and not unfilled:
            said = tr("{rule} {place} acts", rule=rule.rule, place=self.desk.names.title(rule.place))
            self.desk.say(said.replace("  ", " "), "information")

    def action_order(self) -> None:
        """Order the unit under the cursor."""
        row = self.pane("units").selected
        self._ask(self.forms.order(row.key if row is not None and row.key in self.desk.scene.units else ""))

    def action_message(self) -> None:
        """Between cells."""
        self._ask(self.forms.message())

    def action_override(self) -> None:
        """By hand."""
        row = self.pane("units").selected
        self._ask(self.forms.override(row.key if row is not None else ""))

    def action_note(self) -> None:
        """Stamped at the keypress."""
        self._ask(self.forms.note())

    def action_mark(self) -> None:
        """This moment."""
        self._act(lambda: self.desk.remark("mark", "") and self.desk.say(tr("marked for the hot wash"), "information"))

    def action_undo(self) -> None:
        """Take back."""
        self._act(self.desk.undo)

    def action_black_out(self) -> None:
        """Dark or light."""
        self._act(self.desk.black_out)

    def action_stop_real(self) -> None:
        """At once; the words come after."""
        self._act(lambda: self.desk.remark("stop", REAL_EVENT))

    def action_endex(self) -> None:
        """The end, once."""
        if self.desk.session.engine.ended:
            self.desk.say(tr("the exercise is over"), "warning")
            return
        text = tr("ENDEX: the world stops. Notes, observations and ratings are still taken. End the exercise?")
        self.app.push_screen(
            Confirm(text), lambda yes: self._act(lambda: yes and self.desk.submit(c.EndExercise(_ENDED_BY)))
        )
