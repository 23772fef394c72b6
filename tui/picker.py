"""The first screen of ``startex play`` without a scenario: which one to play, how, or which session to go on with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Static

from simulator.catalogue import tr, trn, word
from simulator.record.listing import SessionLine
from simulator.scenario.facts import Facts
from tui.choices import Choices
from tui.glyphs import Glyphs
from tui.keys import bindings
from tui.lines.opening import lasting
from tui.safe_text import safe, wrapped
from tui.terminal import OnTerminal
from tui.themes import THEMES, next_theme
from tui.widgets.bars import Bar, foot_spans
from tui.widgets.drawer import Drawer, Field, Form
from tui.widgets.rows import Row, RowPane

__all__ = ["PickerApp"]

_LARGEST_SEED = 2**63 - 1
_GOES_ON = ("suspended",)
"""states of sessions that can be gone on with"""


class PickerApp(OnTerminal):
    """Scenarios and sessions; leaves with :attr:`chosen`, which stays None where nothing was."""

    WHERE = "picker"
    CSS_PATH = "house.tcss"
    TITLE = "startex"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(WHERE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]

    def __init__(
        self,
        scenarios: Sequence[Facts],
        sessions: Sequence[SessionLine],
        choices: Choices,
        *,
        ascii_only: bool = False,
    ):
        super().__init__()
        self.choices = choices
        self.chosen: Choices | None = None
        self.glyphs = Glyphs(ascii_only=ascii_only)
        self._scenarios = {f"scenario {row.path}": row for row in scenarios}
        self._sessions = {f"session {row.path}": row for row in sessions if row.state in _GOES_ON}
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        """The list, what the line under the cursor is about, how it would be played."""
        yield Static(safe(tr("STARTEX - choose a scenario, or go on with a session")), classes="title")
        with Container(id="picker-panes"):
            yield RowPane(id="picker", empty=tr("there is no scenario here: startex new NAME writes one"))
            yield RowPane(id="about", empty="")
        yield Drawer(id="drawer")
        yield Bar(id="next")
        yield Bar(id="foot")

    def on_mount(self) -> None:
        """Fill it."""
        self.heed_signals()
        pane = self.query_one("#picker", RowPane)
        pane.show(self._rows())
        pane.focus()
        self.query_one("#foot", Bar).show(foot_spans(self.glyphs, self.WHERE))
        self.call_after_refresh(self._renew)

    def _rows(self) -> list[Row]:
        rows = [Row("head", ((tr("GO ON WITH"), "title"),), heading=True)] if self._sessions else []
        for key, line in sorted(self._sessions.items(), key=lambda pair: pair[1].path.name, reverse=True):
            spans = ((f"  {line.path.name} ", "strong"), (line.title, ""))
            rows.append(Row(key, spans, right=_records(line), right_style="quiet"))
        rows.append(Row("title", ((tr("SCENARIOS"), "title"),), heading=True))
        for key, facts in self._scenarios.items():
            rows.append(Row(key, ((f"  {facts.name:<20} ", "strong"), (facts.title, "")), right=_lasts(facts)))
        return rows

    # what is under the cursor

    @property
    def _facts(self) -> Facts | None:
        row = self.query_one("#picker", RowPane).selected
        return self._scenarios.get(row.key) if row is not None else None

    def on_row_pane_moved(self, event: RowPane.Moved) -> None:
        """Another line is under the cursor."""
        event.stop()
        self._renew()

    def on_resize(self) -> None:
        """What fits changes."""
        self.call_after_refresh(self._renew)

    def _renew(self) -> None:
        facts = self._facts
        if facts is not None and self.choices.variant not in ("", *facts.variants):
            self.choices = replace(self.choices, variant="")
        about = self.query_one("#about", RowPane)
        about.show(
            [Row(f"line {k}", ((text, ""),)) for k, text in enumerate(self._about(max(20, about.size.width - 2)))]
        )
        self.query_one("#next", Bar).show(self._how(facts))

    def _about(self, width: int) -> list[str]:
        row = self.query_one("#picker", RowPane).selected
        line = self._sessions.get(row.key) if row is not None else None
        if line is not None:
            told = [line.title, f"{word(line.state)}, {_records(line)}", tr("in {folder}", folder=line.path)]
            return [part for text in told for part in wrapped(text, width)]
        facts = self._facts
        if facts is None:
            return []
        told = [facts.title, tr("lasts {time}", time=_lasts(facts)), *([facts.handling] if facts.handling else [])]
        told += ["", tr("Objectives:"), *(f"- {text}" for text in facts.objectives)] if facts.objectives else []
        told += ["", tr("Variants: {names}", names=", ".join(facts.variants))] if facts.variants else []
        told += ["", tr("Draws on: {draws_on}", draws_on=facts.draws_on)] if facts.draws_on else []
        return [part for text in told for part in (wrapped(text, width) or [""])]

    def _how(self, facts: Facts | None) -> list[tuple[str, str]]:
        if facts is None:
            return [(f" {tr('Enter goes on where it was left')}", "quiet")]
        c = self.choices
        kind = tr("a practice, kept out of the records") if c.practice else tr("an exercise, recorded")
        by = tr("injects by your hand") if c.by_hand else tr("injects by the clock")
        return [
            (f" {tr('Enter opens')} ", "quiet"),
            (c.variant or tr("the base variant"), "strong"),
            (f", {tr('seed {seed}', seed=c.seed)}, {kind}, {by}", ""),
        ]

    # keys

    def on_row_pane_opened(self, event: RowPane.Opened) -> None:
        """Enter: this one."""
        event.stop()
        key = event.row.key
        if key in self._sessions:
            self.chosen = Choices(session=self._sessions[key].path)
        elif key in self._scenarios:
            self.chosen = replace(self.choices, scenario=self._scenarios[key].path)
        else:
            return
        self.leave()

    def action_variant(self) -> None:
        """The next variant of the scenario."""
        facts = self._facts
        if facts is None:
            return
        names = ["", *facts.variants]
        self.choices = replace(self.choices, variant=names[(names.index(self.choices.variant) + 1) % len(names)])
        self._renew()

    def action_seed(self) -> None:
        """Another seed."""
        field = Field(
            "seed", tr("seed"), str(self.choices.seed), tr("a whole number: the same seed is the same chance")
        )
        self.query_one(Drawer).open(Form("seed", tr("The seed of every random draw"), (), (field,), self._save_seed))

    def _save_seed(self, _: str, values: Mapping[str, str]) -> bool:
        text = values["seed"].strip()
        if not (text.isascii() and text.isdigit() and int(text[:20]) <= _LARGEST_SEED):
            said = tr("a seed is a whole number from 0 to {most}", most=_LARGEST_SEED)
            self.notify(said, severity="warning", markup=False)
            return False
        self.choices = replace(self.choices, seed=int(text))
        self._renew()
        return True

    def action_practice(self) -> None:
        """A practice or an exercise."""
        self.choices = replace(self.choices, practice=not self.choices.practice)
        self._renew()

    def action_by_hand(self) -> None:
        """Injects by hand or by the clock."""
        self.choices = replace(self.choices, by_hand=not self.choices.by_hand)
        self._renew()

    def action_theme(self) -> None:
        """The next theme."""
        self.theme = next_theme(self.theme)

    def action_leave(self) -> None:
        """Without a choice."""
        self.leave()


def _records(line: SessionLine) -> str:
    return trn("{n} record", "{n} records", line.records)


def _lasts(facts: Facts) -> str:
    return lasting(facts.seconds) if facts.seconds else "?"
