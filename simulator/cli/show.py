"""``startex show``: a scenario in short, with its map, in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated
from unicodedata import combining, normalize

import typer

from simulator.catalogue import tr, trn
from simulator.cli.needs import Scenario, settled
from simulator.cli.out import dump, say
from simulator.display import shown
from simulator.system import terminal

if TYPE_CHECKING:
    from simulator.report.pack.synopsis import Cast, Moment, Question, Synopsis, Target

__all__ = ["show"]

_WIDE, _HIGH = 80, 16
_INDENT = 14
_LONGEST = 240
"""letters of one line's text, more of which is cut"""
_PLAIN = str.maketrans({"–": "-", "—": "-", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "·": "."})

Variant = Annotated[str, typer.Option(metavar="NAME", help="Show this variant of the file.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Ascii = Annotated[bool, typer.Option("--ascii", help="Draw with ASCII signs only.")]


def show(scenario: Scenario, variant: Variant = "", as_json: Json = False, ascii_only: Ascii = False) -> int:
    """Show a scenario in short: map, cast, time line, decision points, objectives, variants, what is assumed."""
    from simulator.readers.scene.drawing import printed
    from simulator.readers.scene.ground import Ground
    from simulator.report.pack.papers import Papers
    from simulator.report.pack.synopsis import synopsis
    from simulator.runs.planned import planned
    from simulator.scenario.facts import facts_of
    from simulator.scenario.library import find_scenario

    path = find_scenario(scenario)
    plan = planned(path, variant=variant, language=settled(path))
    short = synopsis(Papers(plan), facts_of(path).abouts)
    if as_json:
        dump(short.plain())
        return 0
    plain = ascii_only or "utf" not in terminal().encoding.lower()
    ground = Ground(plan.blueprint)
    drawn = printed(ground, _WIDE - 2, _HIGH, ascii_only=plain) if ground.places else []
    for line in _lines(short, drawn):
        say(_bare(line) if plain else line)
    return 0


def _bare(text: str) -> str:
    """A text in ASCII signs: letters lose their accents, anything else is a question mark."""
    spread = normalize("NFKD", text.translate(_PLAIN))
    return "".join(sign for sign in spread if not combining(sign)).encode("ascii", "replace").decode("ascii")


def _lines(short: Synopsis, drawn: Sequence[str]) -> Iterator[str]:
    """The whole page, 80 columns wide."""
    yield from _head(short)
    if any(drawn):
        yield from _titled(tr("MAP"), (f"  {line}".rstrip() for line in _trimmed(drawn)))
    yield from _titled(tr("CAST"), _cast(short.cells))
    yield from _titled(tr("FORCES"), _cast(short.forces))
    yield from _titled(tr("THREAT"), _cast(short.threat))
    yield from _titled(tr("TIME LINE"), _times(short.moments))
    yield from _titled(tr("DECISION POINTS"), _questions(short.questions))
    yield from _titled(tr("OBJECTIVES"), _objectives(short.objectives))
    yield from _titled(tr("VARIANTS"), (line for row in short.variants for line in _row(*row, width=22)))
    yield from _titled(tr("ASSUMED"), _assumed(short))


def _titled(title: str, lines: Iterator[str]) -> Iterator[str]:
    """A part with its heading; nothing where it is empty."""
    found = list(lines)
    if found:
        yield ""
        yield title
        yield from found


def _row(name: str, text: str, *, width: int = _INDENT) -> Iterator[str]:
    """A name and what is said of it, which goes on below itself."""
    flat = " ".join(re.split(r"[ \t\r\n]+", shown(text).strip()))  # a space that does not break stays
    cut = flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1].rstrip()}…"
    parts = wrap(cut, _WIDE - width - 2, break_on_hyphens=False) or [""]
    label = shown(name)
    if len(label) > width - 2:
        yield f"  {label}"[:_WIDE]
        label = ""
    for part in parts:
        yield f"  {label:<{width}}{part}".rstrip()
        label = ""


def _trimmed(lines: Sequence[str]) -> list[str]:
    """Without empty lines above and below."""
    there = [n for n, line in enumerate(lines) if line.strip()]
    return list(lines[there[0] : there[-1] + 1])


def _head(short: Synopsis) -> Iterator[str]:
    from simulator.units import format_span

    variant = tr(", variant {variant}", variant=short.variant) if short.variant else ""
    yield from wrap(f"{shown(short.title)} ({format_span(short.duration_s)}){variant}", _WIDE)
    if short.handling:
        yield from wrap(shown(short.handling), _WIDE)
    if short.summary:
        yield ""
        yield from wrap(shown(short.summary), _WIDE, break_on_hyphens=False)
    said = ((tr("begins"), short.startex), (tr("draws on"), short.draws_on))
    yield ""
    for name, text in (*said, (tr("exercises"), ", ".join(short.exercises))):
        if text:
            yield from _row(name, text)


def _cast(rows: Sequence[Cast]) -> Iterator[str]:
    for row in rows:
        yield from _row(row.name, _member_line(row), width=22)


def _member_line(row: Cast) -> str:
    members = ", ".join(row.members)
    return tr("{members} ({note})", members=members, note=row.note) if members and row.note else members or row.note


def _times(moments: Sequence[Moment]) -> Iterator[str]:
    """Events of the stream are marked with a star: they come whatever anybody does."""
    for row in moments:
        sign = "*" if row.kind != "inject" else " "
        timed = row.at >= 0
        text = row.text if timed or row.kind == "rate" else tr("{text} [{when}]", text=row.text, when=row.when)
        clock = row.when if timed else tr("IF") if row.kind == "inject" else row.when
        first, _, later = clock.partition(", ")
        more = tr("{text} ({later})", text=text, later=later) if later else text
        yield from _row(f"{sign} {first}", f"{row.id}: {more}")


def _questions(questions: Sequence[Question]) -> Iterator[str]:
    for row in questions:
        yield from _row(row.id, row.title or row.id, width=22)
        yield from _row(
            "", tr("asks {role} {when}, within {span}", role=row.asks, when=row.when, span=row.within), width=22
        )
        yield from _row("", " / ".join(row.options), width=22)


def _objectives(objectives: Sequence[Target]) -> Iterator[str]:
    for row in objectives:
        yield from _row(row.id, row.text, width=6)
        for asked in row.asked:
            yield from _row("", asked, width=6)


def _assumed(short: Synopsis) -> Iterator[str]:
    own, program, fitted = short.assumed.own, short.assumed.program, short.assumed.fitted
    for count, text in (
        (own, trn("number that this scenario sets itself", "numbers that this scenario sets itself", own)),
        (program, trn("number that the program assumes", "numbers that the program assumes", program)),
        (fitted, trn("number that was fitted to a figure", "numbers that were fitted to figures", fitted)),
    ):
        yield from _row(f"{count:>4}", text, width=6)
