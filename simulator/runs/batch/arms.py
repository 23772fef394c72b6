"""Arms: the combinations of variant, settings and decisions that a batch compares.

Every variant is crossed with every point of the design.  An arm's id is the variant's name, or ``base`` for the file
as it stands, with ``factor=value`` parts behind it where something varies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from simulator.catalogue import tr
from simulator.errors import UsageError
from simulator.runs.batch.designs import Design, Factor, Level

__all__ = ["BASE", "Arm", "arms_of", "read_decisions", "variants_of"]

BASE = "base"
"""how the file as it stands is called"""
MOST_ARMS = 20_000


@dataclass(frozen=True)
class Arm:
    """One combination.  ``variant`` is empty for the file as it stands; ``point`` is the design point's number."""

    id: str
    variant: str
    sets: tuple[tuple[str, str], ...]
    decide: tuple[tuple[str, str], ...]
    factors: Mapping[str, Level] = field(default_factory=dict)
    point: int = 0


def variants_of(text: str, known: Sequence[str]) -> list[str]:
    """The variants that ``--variants`` names, with ``base`` for the file itself; ``all`` are that and every other."""
    asked = [name.strip() for name in text.split(",") if name.strip()] or [BASE]
    if asked == ["all"] and "all" not in known:
        return [BASE, *known]
    for name in asked:
        if name not in known and name != BASE:
            from difflib import get_close_matches

            near = get_close_matches(name, known, 1)
            if near:
                raise UsageError(tr("there is no variant {name!r}; did you mean {near}?", name=name, near=near[0]))
            names = ", ".join((BASE, *known))
            raise UsageError(tr("there is no variant {name!r}; there are {names}", name=name, names=names))
    return list(dict.fromkeys(asked))


def read_decisions(texts: Iterable[str]) -> tuple[dict[str, str], list[Factor]]:
    """``D=option`` is fixed, ``D=a,b`` a factor.  Raises UsageError."""
    fixed: dict[str, str] = {}
    factors = []
    for text in texts:
        name, sign, value = text.partition("=")
        options = tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
        if not sign or not name.strip() or not options:
            raise UsageError(tr("--decide {text!r} is not of the form DECISION=OPTION or DECISION=a,b", text=text))
        if len(options) == 1:
            fixed[name.strip()] = options[0]
        else:
            factors.append(Factor(name.strip(), decision=name.strip(), levels=options))
    return fixed, factors


def arms_of(
    variants: Sequence[str],
    known: Sequence[str],
    design: Design,
    sets: Mapping[str, str],
    decide: Mapping[str, str],
) -> list[Arm]:
    """Every arm, variant by variant, in the order of the design's points.  Raises UsageError."""
    size = len(variants) * len(design.places)
    if size > MOST_ARMS:
        raise UsageError(
            tr(
                "this makes {size} arms; {most} are the most: vary less, or name fewer variants",
                size=size,
                most=MOST_ARMS,
            )
        )
    for factor in design.factors:
        if factor.path in sets or factor.decision in decide:
            raise UsageError(tr("{factor} is both fixed and varied; say it once", factor=factor.name))
    arms = []
    for variant in variants:
        for number, levels in design.different():
            arms.append(_arm(variant, variant if variant in known else "", number, levels, design, sets, decide))
    return arms


def _arm(
    name: str,
    variant: str,
    number: int,
    levels: Mapping[str, Level],
    design: Design,
    sets: Mapping[str, str],
    decide: Mapping[str, str],
) -> Arm:
    texts = {f.name: f.text(levels[f.name]) for f in design.factors}
    paths = {f.path: texts[f.name] for f in design.factors if f.path}
    options = {f.decision: texts[f.name] for f in design.factors if f.decision}
    return Arm(
        ", ".join((name, *(f"{factor}={text}" for factor, text in texts.items()))),
        variant,
        tuple({**sets, **paths}.items()),
        tuple({**decide, **options}.items()),
        dict(levels),
        number,
    )
