"""The drawer: a form at the lower edge while clock, MSEL and feed stay in sight.

Enter saves, Tab goes to the next field, Esc puts the drawer away and keeps what was written until it is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label, Static

from simulator.catalogue import marked, tr
from tui.lines.folded import folded
from tui.safe_text import clipped, safe, wrapped
from tui.widgets.rows import Row, RowPane
from tui.widgets.typed import Typed

__all__ = ["Choice", "Drawer", "Field", "Form"]

_MOST_FIELDS = 3
_TITLE = 2
_LINES = 6
_CHOICES = 9
"""lines that choices may take before they are cut: the smallest screen has no room for more"""
_NOT_THE_EDGE = 18
"""lines of a screen that what is said at its upper edge leaves alone while a form is asked: the clock, the highest
drawer and what stands below it"""
_RULES = ("dock", "align_horizontal", "align_vertical", "margin", "max_height")
_FOOT = marked("Enter saves, Tab next field, Esc puts away and keeps what is written")


@dataclass(frozen=True, slots=True)
class Field:
    """A line that is typed: ``suggests`` are words that it completes with the right arrow."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    suggests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be chosen by one key before the fields come."""

    key: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Form:
    """What a drawer asks.  ``save`` gets the choice and the fields, and gives whether it was saved.

    Without a choice the fields come at once; a choice in ``at_once`` is saved without asking for the fields.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    fields: tuple[Field, ...]
    save: Callable[[str, Mapping[str, str]], bool]
    choices: tuple[Choice, ...] = ()
    at_once: frozenset[str] = field(default=frozenset())


class ChoicePane(RowPane):
    """Choices, each with its key."""

    def on_key(self, event: events.Key) -> None:
        """A choice's key chooses it; no other printable key reaches what lies below."""
        if not event.is_printable:
            return
        event.stop()
        event.prevent_default()
        if event.character and self.select(event.character):
            self.action_open()


class Drawer(Vertical):
    """One form at a time."""

    # Tab moves before a letter that comes after it is handed on: a slow line hands over many keys at once
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "put_away", "put away", show=False),
        Binding("tab", "app.focus_next", "next field", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", "field before", show=False, priority=True),
    ]

    def __init__(self, *, id: str):
        super().__init__(id=id)
        self.form: Form | None = None
        self._chosen, self._saving = "", False
        self._drafts: dict[str, dict[str, str]] = {}
        self._return_to: object = None
        self.display = False  # not by a class: that would style all of it anew each time

    def compose(self) -> ComposeResult:
        """Title, words, choices and fields; those that a form does not need are hidden."""
        yield Static(id="drawer-title")
        yield Static(id="drawer-lines")
        yield ChoicePane(id="drawer-choices")
        for k in range(_MOST_FIELDS):
            with Horizontal(classes="drawer-field", id=f"drawer-field-{k}"):
                yield Label("", id=f"drawer-label-{k}")
                yield Typed(id=f"drawer-input-{k}", select_on_focus=False)
        yield Static(id="drawer-foot")

    @property
    def is_open(self) -> bool:
        """Whether a form is asked."""
        return self.form is not None

    def open(self, form: Form) -> None:
        """Ask a form; a draft of it that was put away comes back."""
        if self.form is not None:
            self._keep()
        else:
            self._return_to = self.screen.focused
        self.form, self._chosen = form, ""
        self.display = True
        self._make_room()
        width = max(20, self.screen.size.width - 4)
        self._title(form.title)
        lines = [line for text in form.lines for line in wrapped(text, width)][:_LINES]
        self.query_one("#drawer-lines", Static).update(safe("\n".join(lines)))
        self.query_one("#drawer-lines").display = bool(lines)
        choices = self.query_one("#drawer-choices", ChoicePane)
        choices.display = bool(form.choices)
        rows = [Row(c.key, ((f" {c.key} ", "strong"), (c.text, ""))) for c in form.choices]
        whole = folded(rows, width)
        rows = whole if len(whole) <= _CHOICES else rows
        choices.styles.height = len(rows)
        choices.show(rows)
        draft = self._drafts.get(form.name, {})
        self._show_fields([] if form.choices and not draft else form.fields, draft)
        if form.choices:
            self._foot(tr("a letter chooses, Esc puts away"))
            choices.focus()

    def _title(self, text: str) -> None:
        """What is asked, on two lines where one does not hold it: nobody decides on half a question."""
        width = max(20, self.screen.size.width - 4)
        lines = wrapped(text, width)
        if len(lines) > _TITLE:
            lines = [*lines[: _TITLE - 1], clipped(" ".join(lines[_TITLE - 1 :]), width).rstrip()]
        self.query_one("#drawer-title", Static).update(safe("\n".join(lines)))

    def _make_room(self) -> None:
        """On a narrow terminal panes that are not needed while a form is asked give way; the style sheet says which.

        A wide one has room for all: its panes are not styled anew, which would take longer than all else.
        """
        self._keep_clear()
        asks = self.is_open and self.screen.has_class("-narrow")
        for panes in self.screen.query("#panes"):
            panes.set_class(asks, "-asking")

    def _keep_clear(self) -> None:
        """What is said at the edge of the screen lies above a form, never on its fields: it goes to the upper edge."""
        for rack in self.screen.query("ToastRack"):
            if self.is_open and not rack.styles.inline.has_rule("dock"):
                rack.styles.dock, rack.styles.align = "top", ("right", "top")
                rack.styles.margin, rack.styles.max_height = (2, 0, 0, 0), self.screen.size.height - _NOT_THE_EDGE
            elif not self.is_open:
                for rule in _RULES:
                    rack.styles.inline.clear_rule(rule)

    def on_resize(self) -> None:
        """What fits changes."""
        self._make_room()

    def _show_fields(self, fields: Sequence[Field], draft: Mapping[str, str]) -> None:
        for k in range(_MOST_FIELDS):
            row = self.query_one(f"#drawer-field-{k}")
            row.display = k < len(fields)
            if k >= len(fields):
                continue
            asked, box = fields[k], self.query_one(f"#drawer-input-{k}", Input)
            self.query_one(f"#drawer-label-{k}", Label).update(safe(f"{asked.label:<12}"))
            box.value = draft.get(asked.name, asked.value)
            box.select_on_focus = asked.name not in draft  # what is offered is overwritten by typing, a draft goes on
            box.cursor_position = len(box.value)
            box.placeholder = clipped(asked.hint, 120).rstrip()
            box.suggester = SuggestFromList(asked.suggests, case_sensitive=False) if asked.suggests else None
        if fields:
            self._foot(tr(_FOOT))
            self.query_one("#drawer-input-0", Input).focus()

    def _foot(self, text: str, *, refused: bool = False) -> None:
        foot = self.query_one("#drawer-foot", Static)
        foot.set_class(refused, "-refused")
        foot.update(safe(clipped(text, max(20, self.screen.size.width - 4)).rstrip()))

    def refuse(self, text: str) -> None:
        """Say below the fields why they are not saved; what is said at another time is about something else."""
        if self._saving:
            self._foot(text, refused=True)

    # what is typed

    def on_row_pane_opened(self, event: RowPane.Opened) -> None:
        """A choice was made: save, or ask for the words."""
        event.stop()
        form = self.form
        if form is None:
            return
        choice = next(c for c in form.choices if c.key == event.row.key)
        self._chosen = choice.name
        if choice.name in form.at_once or not form.fields:
            self._save({})
            return
        title = f"{form.title} - {choice.text}"
        self._title(title)
        self.query_one("#drawer-choices").display = False
        self._show_fields(form.fields, self._drafts.get(form.name, {}))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter saves."""
        event.stop()
        self._save(self._values())

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was refused is being mended."""
        event.stop()
        if self.query_one("#drawer-foot").has_class("-refused"):
            self._foot(tr(_FOOT))

    def _values(self) -> dict[str, str]:
        fields = self.form.fields if self.form is not None else ()
        return {f.name: self.query_one(f"#drawer-input-{k}", Input).value.strip() for k, f in enumerate(fields)}

    def _save(self, values: Mapping[str, str]) -> None:
        form, self._saving = self.form, True
        try:
            saved = form is not None and form.save(self._chosen, values)
        finally:
            self._saving = False
        if form is not None and saved:
            self._drafts.pop(form.name, None)
            if self.form is form:  # saving may have opened another
                self._close()

    def _keep(self) -> None:
        if self.form is not None and any(self._values().values()) and not (self.form.choices and not self._chosen):
            self._drafts[self.form.name] = self._values()

    def action_put_away(self) -> None:
        """Close the drawer and keep what was written."""
        self._keep()
        self._close()

    def _close(self) -> None:
        self.form = None
        self.display = False
        self._make_room()
        for k in range(_MOST_FIELDS):
            self.query_one(f"#drawer-input-{k}", Input).value = ""
        target = self._return_to
        if target is not None and getattr(target, "is_attached", False):
            self.screen.set_focus(target)  # type: ignore[arg-type]
        else:
            self.screen.focus_next()
