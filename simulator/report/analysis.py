"""Section 2: the analysis of core capabilities - ratings, strengths, areas for improvement, objective by objective."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.blueprint.model import ObjectiveSpec
from simulator.readers.evaluation import Rating, reconciled
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
        "Performed without challenges",
        "Targets and critical tasks achieved the objective, with no negative effect on other activities, no added risk "
        "to the public or to responders, and in accordance with plans, policies, procedures and law.",
    ),
    "S": ("Performed with some challenges", "As P, but opportunities to be more effective or efficient were seen."),
    "M": (
        "Performed with major challenges",
        "The objective was achieved, but other activities suffered, people were put at added risk, or plans, policies, "
        "procedures or law were not kept.",
    ),
    "U": ("Unable to be performed", "The objective was not achieved."),
    "N": ("Not observed", "Nobody saw enough to rate it: this is never a U."),
}
_BANDS = ((0, "none"), (5, "1 to 5"), (20, "6 to 20"), (50, "21 to 50"), (100, "51 to 100"))
_KINDS = {
    "harm_perpetrator": "by perpetrators",
    "harm_crush": "in a crush",
    "harm_delayed_care": "by care that came late",
    "harm_un_fire": "by peacekeepers' fire",
    "harm_sgbv": "survivors of sexual and gender-based violence",
}


def analysis(material: Material, voice: Voice) -> Section:
    """Table 1 with its definitions, then every objective with its capability."""
    objectives = material.blueprint.objectives
    rows = tuple((f"{o.id} {o.text}", o.capability or "-", _agreed(material, o.id)) for o in objectives)
    words = tuple(Paragraph(f"{letter} - {name}. {meaning}") for letter, (name, meaning) in RATINGS.items())
    blocks: list[Block] = [
        Table(
            "Table 1. Summary of core capability performance",
            ("Objective", "Core capability", "Rating"),
            rows,
            (55, 30, 15),
        ),
        Items(words),
        Paragraph(
            "A rating is a person's. Where evaluators differ, both stand here until somebody reconciles them.",
            (),
            "note",
        ),
    ]
    if not objectives:
        blocks = [Paragraph("The scenario names no objectives, so there is nothing to rate.", (), "warning")]
    below = tuple(_objective(material, voice, o) for o in objectives)
    return Section("2 Analysis of core capabilities", tuple(blocks), (*below, harm(material)))


def _standing(material: Material, about: str) -> list[Rating]:
    return [row for row in material.given if row.about == about and row.holds]


def _agreed(material: Material, about: str) -> str:
    """The rating on which all agree, or what they gave side by side."""
    rows = _standing(material, about)
    agreed = reconciled(rows, about)
    if agreed:
        return agreed
    return f"differ: {', '.join(row.rating for row in rows)}" if rows else "not rated"


def _objective(material: Material, voice: Voice, objective: ObjectiveSpec) -> Section:
    blocks: list[Block] = [*_targets(material, objective), *_ratings(material, voice, objective)]
    good, bad = strengths(material, voice, objective), areas(material, voice, objective)
    silent = unjudged(material, voice, objective)
    none = Paragraph("None was found in the log, and nobody tagged one.", (), "note")
    below = [
        Section("Strengths", tuple(good) or (none,)),
        Section("Areas for improvement", tuple(bad) or (none,)),
    ]
    if silent:
        below.append(Section("Not judged", (Items(tuple(silent)),)))
    capability = f" - {objective.capability}" if objective.capability else ""
    return Section(f"{objective.id} {objective.text}{capability}", tuple(blocks), tuple(below))


def _targets(material: Material, objective: ObjectiveSpec) -> Iterator[Table]:
    pieces = [p for p in material.pieces if p.objective == objective.id and p.kind in ("target", "task")]
    if pieces:
        rows = tuple((p.text or p.about, p.asked or "-", p.found or "-", p.verdict) for p in pieces)
        head = ("Target or critical task", "Asked", "Found", "Verdict")
        yield Table(
            f"Targets and critical tasks of {objective.id}", head, rows, (42, 20, 22, 16), tuple(p.seqs for p in pieces)
        )


def _ratings(material: Material, voice: Voice, objective: ObjectiveSpec) -> Iterator[Block]:
    names = (objective.id, *(task.id for task in objective.critical_tasks))
    given = [row for name in names for row in _standing(material, name)]
    if given and voice.reader.staff:
        rows = tuple((voice.evaluator(r.by), r.about, r.rating, voice.words(r.words) or "-") for r in given)
        seqs = tuple((r.seq,) if r.seq > 0 else () for r in given)
        head = ("Evaluator", "About", "Rating", "In their words")
        yield Table(f"Ratings of {objective.id}, side by side", head, rows, (22, 12, 10, 56), seqs)
    if _differ(given, objective.id):
        yield Paragraph(
            f"Evaluators differ on {objective.id}; a rating whose words begin 'reconciled:' settles it.", (), "warning"
        )
    proposal = material.visible(objective.id) if voice.reader.staff else None
    if proposal is not None:
        so_far = ", so far" if proposal.provisional else ""
        yield Paragraph(f"The log speaks for {proposal.rating}{so_far}; a person confirms it or rates otherwise:")
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
    rows = tuple((word, _band(material.measures[name] or 0)) for name, word in kinds)
    seqs = tuple(tuple(s for s in basis(log, name) if s != _last(material)) for name, _ in kinds)
    said = Paragraph(
        f"People harmed in the exercise's world until {format_clock(material.end)}, in bands. It is no score."
    )
    return Section("Harm by kind", (said, Table("Harm by kind", ("Kind", "People"), rows, (60, 40), seqs)))


def _last(material: Material) -> int:
    return material.log[-1].seq if material.ended else 0


def _band(count: float) -> str:
    return next((word for most, word in _BANDS if count <= most), "more than 100")
