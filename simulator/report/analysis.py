"""Section 2: the analysis of core capabilities - ratings, strengths, areas for improvement, objective by objective."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.blueprint.model import ObjectiveSpec
from simulator.catalogue import marked, tr, word
from simulator.readers.evaluation import Evidence, Rating, reconciled
from simulator.readers.evaluation.basis import basis
from simulator.readers.responses import Log
from simulator.report.document import Block, Items, Paragraph, Section, Table
from simulator.report.findings import areas, strengths, unjudged
from simulator.report.material import Material
from simulator.report.voice import Voice
from simulator.units import format_clock

__all__ = ["RATINGS", "analysis", "harm"]

RATINGS = {
    "P": (
        marked("Performed without challenges"),
        marked(
            "Targets and critical tasks achieved the objective, with no negative effect on other activities, no added "
            "risk to the public or to responders, and in accordance with plans, policies, procedures and law."
        ),
    ),
    "S": (
        marked("Performed with some challenges"),
        marked("As P, but opportunities to be more effective or efficient were seen."),
    ),
    "M": (
        marked("Performed with major challenges"),
        marked(
            "The objective was achieved, but other activities suffered, people were put at added risk, or plans, "
            "policies, procedures or law were not kept."
        ),
    ),
    "U": (marked("Unable to be performed"), marked("The objective was not achieved.")),
    "N": (marked("Not observed"), marked("Nobody saw enough to rate it: this is never a U.")),
}
"""letter of a rating -> its name and what it means"""
_BANDS = (
    *((0, marked("none")), (5, marked("1 to 5")), (20, marked("6 to 20"))),
    *((50, marked("21 to 50")), (100, marked("51 to 100"))),
)
_MORE = marked("more than 100")
_KINDS = {
    "harm_perpetrator": marked("by perpetrators"),
    "harm_crush": marked("in a crush"),
    "harm_delayed_care": marked("by care that came late"),
    "harm_un_fire": marked("by peacekeepers' fire"),
    "harm_sgbv": marked("survivors of sexual and gender-based violence"),
}


def analysis(material: Material, voice: Voice) -> Section:
    """Table 1 with its definitions, then every objective with its capability."""
    objectives = material.blueprint.objectives
    rows = tuple((f"{o.id} {o.text}", o.capability or "-", _agreed(material, o.id)) for o in objectives)
    words = tuple(Paragraph(f"{letter} - {tr(name)}. {tr(meaning)}") for letter, (name, meaning) in RATINGS.items())
    blocks: list[Block] = [
        Table(
            tr("Table 1. Summary of core capability performance"),
            (tr("Objective"), tr("Core capability"), tr("Rating")),
            rows,
            (55, 30, 15),
        ),
        Items(words),
        Paragraph(
            tr("A rating is a person's. Where evaluators differ, both stand here until somebody reconciles them."),
            (),
            "note",
        ),
    ]
    if not objectives:
        blocks = [Paragraph(tr("The scenario names no objectives, so there is nothing to rate."), (), "warning")]
    below = tuple(_objective(material, voice, o) for o in objectives)
    return Section(tr("2 Analysis of core capabilities"), tuple(blocks), (*below, harm(material)))


def _standing(material: Material, about: str) -> list[Rating]:
    return [row for row in material.given if row.about == about and row.holds]


def _agreed(material: Material, about: str) -> str:
    """The rating on which all agree, or what they gave side by side."""
    rows = _standing(material, about)
    agreed = reconciled(rows, about)
    if agreed:
        return agreed
    return tr("differ: {ratings}", ratings=", ".join(row.rating for row in rows)) if rows else tr("not rated")


def _objective(material: Material, voice: Voice, objective: ObjectiveSpec) -> Section:
    blocks: list[Block] = [*_targets(material, objective), *_ratings(material, voice, objective)]
    good, bad = strengths(material, voice, objective), areas(material, voice, objective)
    silent = unjudged(material, voice, objective)
    none = Paragraph(tr("None was found in the log, and nobody tagged one."), (), "note")
    below = [
        Section(tr("Strengths"), tuple(good) or (none,)),
        Section(tr("Areas for improvement"), tuple(bad) or (none,)),
    ]
    if silent:
        below.append(Section(tr("Not judged"), (Items(tuple(silent)),)))
    capability = f" - {objective.capability}" if objective.capability else ""
    return Section(f"{objective.id} {objective.text}{capability}", tuple(blocks), tuple(below))


def _targets(material: Material, objective: ObjectiveSpec) -> Iterator[Table]:
    pieces = [p for p in material.pieces if p.objective == objective.id and p.kind in ("target", "task")]
    if pieces:
        rows = tuple((_judged(p), p.asked or "-", p.found or "-", word(p.verdict)) for p in pieces)
        head = (tr("Target or critical task"), tr("Asked"), tr("Found"), tr("Verdict"))
        caption = tr("Targets and critical tasks of {objective}", objective=objective.id)
        yield Table(caption, head, rows, (42, 20, 22, 16), tuple(p.seqs for p in pieces))


def _judged(piece: Evidence) -> str:
    """What a piece is about: a critical task in the author's words, a target in its measure's."""
    return (tr(piece.text) if piece.kind == "target" and piece.text else piece.text) or piece.about


def _ratings(material: Material, voice: Voice, objective: ObjectiveSpec) -> Iterator[Block]:
    names = (objective.id, *(task.id for task in objective.critical_tasks))
    given = [row for name in names for row in _standing(material, name)]
    if given and voice.reader.staff:
        rows = tuple((voice.evaluator(r.by), r.about, r.rating, voice.words(r.words) or "-") for r in given)
        seqs = tuple((r.seq,) if r.seq > 0 else () for r in given)
        head = (tr("Evaluator"), tr("About"), tr("Rating"), tr("In their words"))
        caption = tr("Ratings of {objective}, side by side", objective=objective.id)
        yield Table(caption, head, rows, (22, 12, 10, 56), seqs)
    if _differ(given, objective.id):
        said = tr(
            "Evaluators differ on {objective}; a rating whose words begin 'reconciled:' settles it.",
            objective=objective.id,
        )
        yield Paragraph(said, (), "warning")
    proposal = material.visible(objective.id) if voice.reader.staff else None
    if proposal is not None:
        if proposal.provisional:
            said = tr(
                "The log speaks for {rating}, so far; a person confirms it or rates otherwise:", rating=proposal.rating
            )
        else:
            said = tr("The log speaks for {rating}; a person confirms it or rates otherwise:", rating=proposal.rating)
        yield Paragraph(said)
        yield Items(tuple(Paragraph(_without_words(material, voice, r.text), r.seqs) for r in proposal.reasons))


def _without_words(material: Material, voice: Voice, reason: str) -> str:
    """A reason without the words of evaluators that it may hold, where this reader gets none."""
    for piece in material.pieces:
        if piece.kind == "remark" and piece.text:
            reason = reason.replace(piece.text, voice.words(piece.text))
    return reason


def _differ(given: Sequence[Rating], about: str) -> bool:
    """Whether ratings of one thing differ; whoever has not observed it differs from nobody."""
    return not reconciled(given, about) and any(row.about == about for row in given)


# harm


def harm(material: Material) -> Section:
    """Harm in bands by kind: never a score."""
    log = Log(material.blueprint, list(material.log))
    kinds = [(name, word) for name, word in _KINDS.items() if material.measures.get(name) is not None]
    rows = tuple((tr(word), _band(material.measures[name] or 0)) for name, word in kinds)
    seqs = tuple(tuple(s for s in basis(log, name) if s != _last(material)) for name, _ in kinds)
    said = Paragraph(
        tr(
            "People harmed in the exercise's world until {end}, in bands. It is no score.",
            end=format_clock(material.end),
        )
    )
    title = tr("Harm by kind")
    return Section(title, (said, Table(title, (tr("Kind"), tr("People")), rows, (60, 40), seqs)))


def _last(material: Material) -> int:
    return material.log[-1].seq if material.ended else 0


def _band(count: float) -> str:
    return tr(next((said for most, said in _BANDS if count <= most), _MORE))
