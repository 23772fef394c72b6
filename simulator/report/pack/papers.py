"""What all documents before the exercise share: words for names, the sheet, standing rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from simulator.catalogue import language, marked, tr, word
from simulator.conditions import Condition
from simulator.quantities import Spread
from simulator.readers.conditions import Conditions
from simulator.readers.scene.names import Names
from simulator.report.document import Paragraph, Sheet
from simulator.report.overview import PLAYED
from simulator.runs.planned import Planned
from simulator.units import Epoch, format_clock, format_span, parse_datetime

__all__ = ["STAFF_ONLY", "SUPPORT", "Papers", "played_in_words", "span_of", "stop_rule"]

SUPPORT = marked("(an office or function, never a person's name: to be filled in)")
STAFF_ONLY = marked("Exercise control and evaluators only. Not for players.")


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
        return word(title).replace("_", " ") if title == name else title

    @cached_property
    def _conditions(self) -> Conditions:
        return Conditions(self.planned.blueprint)

    def condition(self, condition: Condition, post: str = "", *, there: bool = False) -> str:
        """A condition in words; ``post`` is whose knowledge it reads where it names none."""
        return self._conditions.told(condition, post, there=there)

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

    def clock(self, at: int) -> str:
        """A moment from STARTEX, and the day and local time beside it where that says something else."""
        said, moment = format_clock(at), self.moment(at)
        return said if said == moment else tr("{clock} ({moment})", clock=said, moment=moment)

    def dtg(self, at: int) -> str:
        """A moment as a date-time group."""
        return Epoch(parse_datetime(self.planned.blueprint.startex)).dtg(at)

    def sheet(self, kind: str, whom: str, *, paper: str = "A4", notices: tuple[str, ...] = ()) -> Sheet:
        """What stands on every page of a document, and on its first."""
        b = self.planned.blueprint
        facts = [
            (tr("For"), whom),
            (tr("STARTEX"), tr("{moment} (exercise time)", moment=self.dtg(0))),
            (tr("Length"), tr("{span}, to {end}", span=format_span(b.duration), end=format_clock(b.duration))),
        ]
        if b.variant:
            facts.append((tr("Variant"), b.variant))
        spoken = language() if language() != "en" else self.planned.language
        return Sheet(kind, b.title, b.handling, tuple(facts), notices, self.seal, spoken, paper)

    @property
    def seal(self) -> str:
        """What a document was made from."""
        return tr(
            "scenario {scenario}, assumptions {assumptions}",
            scenario=self.planned.identity[:16],
            assumptions=self.planned.assumptions_hash[:16],
        )


def played_in_words(who: str) -> str:
    """``room``, ``model`` or ``excon`` in words."""
    return tr(PLAYED.get(who, who))


def span_of(spread: Spread | None) -> str:
    """A span of time that is not certain: ``15 min (8 min to 25 min)``; empty for none."""
    if spread is None:
        return ""
    if spread.kind == "fixed" or spread.low == spread.high:
        return format_span(spread.mode)
    low, high = format_span(spread.low), format_span(spread.high)
    if spread.kind == "uniform":
        return tr("{low} to {high}", low=low, high=high)
    return tr("{mode} ({low} to {high})", mode=format_span(spread.mode), low=low, high=high)


def stop_rule() -> Paragraph:
    """What ends an exercise at once."""
    return Paragraph(
        tr(
            "STOP - REAL EVENT. Whoever learns of a real emergency says these words aloud, on every means. All play "
            "stops at once, nobody answers in role, and exercise control says when and whether play goes on. A message "
            "that does not begin with EXERCISE is real."
        ),
        (),
        "warning",
    )
