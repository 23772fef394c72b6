"""Evaluate: objective, targets and evidence; the evaluator's own rating first, then what the evidence proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from simulator.catalogue import marked, tr, word
from simulator.readers.evaluation import Evidence, Proposal, Rating, proposals, reconciled, visible_proposal
from simulator.units import format_clock
from tui.desk import FACILITATOR, Desk
from tui.glyphs import Glyphs
from tui.keys import bindings
from tui.lines.folded import folded
from tui.lines.objectives import piece_row
from tui.screens.sheet import Sheet
from tui.screens.why import WhyScreen
from tui.widgets.drawer import Choice, Drawer, Field, Form
from tui.widgets.rows import Row, RowPane

__all__ = ["Evaluate"]

_RATINGS = (
    Choice("p", "P", marked("P  performed without challenges")),
    Choice("s", "S", marked("S  performed with some challenges")),
    Choice("m", "M", marked("M  performed with major challenges")),
    Choice("u", "U", marked("U  unable to be performed")),
    Choice("n", "N", marked("N  not observed")),
)


_DIFFER = marked("evaluators differ; a rating whose words begin with reconciled: settles it")


def _told(row: Rating) -> str:
    """A rating as people say it."""
    told = tr("{rating} by {by} at {time}", rating=row.rating, by=word(row.by), time=format_clock(row.at))
    return tr("{what}: {text}", what=told, text=row.words) if row.words else told


class Evaluate(Sheet):
    """Every objective with what the log holds for and against it."""

    WHERE = "evaluate"
    BINDINGS: ClassVar[list[BindingType]] = bindings(WHERE)

    def __init__(self, desk: Desk, glyphs: Glyphs):
        super().__init__(desk, glyphs)
        self._pieces: list[Evidence] = []

    def compose(self) -> ComposeResult:
        """The objectives above the drawer for a rating."""
        yield from self.heading(tr("EVALUATE"), tr("Enter rates an objective, w asks why of evidence, Esc goes back"))
        yield RowPane(id="evaluate", empty=tr("the scenario names no objective"))
        yield Drawer(id="drawer")

    def on_mount(self) -> None:
        """The evidence as it is now; it is gathered anew when a rating is in."""
        self.gather()
        self.query_one("#evaluate").focus()

    def gather(self) -> None:
        """Gather the evidence and show it."""
        self._pieces = self.desk.evidence.gathered()
        self._show()

    def on_resize(self) -> None:
        """Words are folded to the width."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        pane = self.query_one("#evaluate", RowPane)
        pane.show(folded(self.rows(), pane.scrollable_content_region.width - 1))

    def rows(self) -> list[Row]:
        """A block for each objective."""
        rated = [row for row in self.desk.evidence.ratings() if row.holds]
        proposed = [row for row in proposals(self.desk.blueprint, self._pieces) if row.level == "objective"]
        rows: list[Row] = []
        for objective in self.desk.blueprint.objectives:
            name = objective.id
            own = [r for r in rated if r.about == name]
            said = ", ".join(tr("{rating} by {by}", rating=r.rating, by=word(r.by)) for r in own) or tr("not rated yet")
            text = f"{objective.text} ({objective.capability})" if objective.capability else objective.text
            head = ((f"{name} ", "title"), (text, "strong"))
            rows.append(Row(f"objective {name}", head, 0, said, "done" if own else "due"))
            rows += [Row(f"rated {name} {r.by}", ((f"    {_told(r)}", "done"),), max(0, r.seq)) for r in own]
            if len(own) > 1 and not reconciled(own, name):
                rows.append(Row(f"differ {name}", ((f"    {tr(_DIFFER)}", "late"),)))
            rows += self._proposal(next(row for row in proposed if row.about == name), rated)
            rows += [
                piece_row(piece, k, self.glyphs) for k, piece in enumerate(self._pieces) if piece.objective == name
            ]
        return rows

    def _proposal(self, proposal: Proposal, rated: list[Rating]) -> list[Row]:
        name, found = proposal.about, visible_proposal(proposal, rated, FACILITATOR)
        if found is None:
            text = f"    {tr('what the evidence proposes is shown once your own rating is in')}"
            return [Row(f"proposal {name}", ((text, "quiet"),))]
        told = tr("the evidence proposes so far") if found.provisional else tr("the evidence proposes")
        rows = [Row(f"proposal {name}", ((f"    {told} ", ""), (found.rating, "strong")))]
        return rows + [
            Row(
                f"reason {name} {k}",
                ((f"      {tr('because {reason}', reason=reason.text)}", "quiet"),),
                max(reason.seqs, default=0),
            )
            for k, reason in enumerate(found.reasons)
        ]

    # rating

    def on_row_pane_opened(self, event: RowPane.Opened) -> None:
        """Rate the objective under the cursor, or ask why of evidence."""
        event.stop()
        kind, _, name = event.row.key.partition(" ")
        if kind == "objective":
            self.query_one(Drawer).open(self._form(name))
        else:
            self.action_why()

    def _form(self, name: str) -> Form:
        objective = next(o for o in self.desk.blueprint.objectives if o.id == name)
        return Form(
            f"rate {name}",
            tr("Rate {name}: {text}", name=name, text=objective.text),
            (),
            (Field("why", tr("why"), hint=tr("what you saw; a rating without words is worth little")),),
            lambda rating, values: self._save(name, rating, values),
            tuple(replace(choice, text=tr(choice.text)) for choice in _RATINGS),
        )

    def _save(self, name: str, rating: str, values: Mapping[str, str]) -> bool:
        done = self.desk.remark("rating", values.get("why", ""), about=name, rating=rating)
        if done:
            self.gather()
        return done

    def action_why(self) -> None:
        """The causes of the event that the evidence under the cursor rests on."""
        row = self.query_one("#evaluate", RowPane).selected
        if row is not None and row.seq:
            self.app.push_screen(WhyScreen(self.desk, self.glyphs, row.seq))
        else:
            self.desk.say(tr("this line rests on no single event"), "warning")
