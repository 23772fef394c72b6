"""What all documents before the exercise share: words for names, the sheet, standing rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.quantities import Spread
from simulator.readers.scene.names import Names
from simulator.report.document import Paragraph, Sheet
from simulator.runs.planned import Planned
from simulator.units import Epoch, format_clock, format_span, parse_datetime

__all__ = ["SUPPORT", "TO_FILL_IN", "Papers", "span_of", "stop_rule"]

TO_FILL_IN = "(to be filled in)"
SUPPORT = "(an office or function, never a person's name: to be filled in)"
_PLAYED = {"room": "people in the room", "model": "the simulation", "excon": "exercise control"}


@dataclass(frozen=True)
class Papers:
    """A scenario with words for its names; ``support`` is the office that whoever is troubled can turn to."""

    planned: Planned
    support: str = ""
    with_plan: bool = False
    """the contingency plan is a document that the players have"""
    authority: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """role -> units that the plan lets it order about, beside those of its post"""

    def name(self, name: str) -> str:
        """A unit, place, post, role, cell or anything else by its title, else by its name in plain words."""
        title = self.planned.roles.get(name) or Names(self.planned.blueprint).title(name)
        return title.replace("_", " ") if title == name else title

    def names(self, names: tuple[str, ...] | list[str]) -> str:
        """Several of them, or a dash."""
        return ", ".join(map(self.name, names)) or "-"

    def played_by(self, role: str) -> str:
        """Who plays a role: people in the room, where no cell says otherwise."""
        cells = self.planned.blueprint.cells
        who = next((cell.played_by for cell in cells if role in cell.roles), "room")
        return played_in_words(who)

    def moment(self, at: int) -> str:
        """A moment as day and local time."""
        return Epoch(parse_datetime(self.planned.blueprint.startex)).day_time(at)

    def dtg(self, at: int) -> str:
        """A moment as a date-time group."""
        return Epoch(parse_datetime(self.planned.blueprint.startex)).dtg(at)

    def sheet(self, kind: str, whom: str, *, paper: str = "A4", notices: tuple[str, ...] = ()) -> Sheet:
        """What stands on every page of a document, and on its first."""
        b = self.planned.blueprint
        facts = [
            ("For", whom),
            ("STARTEX", f"{self.dtg(0)} (exercise time)"),
            ("Length", f"{format_span(b.duration)}, to {format_clock(b.duration)}"),
        ]
        if b.variant:
            facts.append(("Variant", b.variant))
        return Sheet(kind, b.title, b.handling, tuple(facts), notices, self.seal, self.planned.language, paper)

    @property
    def seal(self) -> str:
        """What a document was made from."""
        return f"scenario {self.planned.identity[:16]}, assumptions {self.planned.assumptions_hash[:16]}"


def played_in_words(word: str) -> str:
    """``room``, ``model`` or ``excon`` in words."""
    return _PLAYED.get(word, word)


def span_of(spread: Spread | None) -> str:
    """A span of time that is not certain: ``15 min (8 min to 25 min)``; empty for none."""
    if spread is None:
        return ""
    if spread.kind == "fixed" or spread.low == spread.high:
        return format_span(spread.mode)
    between = f"{format_span(spread.low)} to {format_span(spread.high)}"
    return between if spread.kind == "uniform" else f"{format_span(spread.mode)} ({between})"


def stop_rule() -> Paragraph:
    """What ends an exercise at once."""
    return Paragraph(
        "STOP - REAL EVENT. Whoever learns of a real emergency says these words aloud, on every means. All play stops "
        "at once, nobody answers in role, and exercise control says when and whether play goes on. A message that "
        "does not begin with EXERCISE is real.",
        (),
        "warning",
    )
