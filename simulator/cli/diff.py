"""``startex diff``: what differs between two scenarios or variants, in words."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.catalogue import tr, trn
from simulator.cli.needs import scenario_named
from simulator.cli.out import complain, dump, say, say_words
from simulator.errors import UsageError

if TYPE_CHECKING:
    from simulator.blueprint.model import Blueprint
    from simulator.scenario.schema import Scenario

__all__ = ["diff"]


def diff(
    one: Annotated[str, typer.Argument(metavar="A", help="A file, or the name of a shipped scenario.")],
    other: Annotated[str, typer.Argument(metavar="B", help="Another one; without it variants of A.")] = "",
    variants: Annotated[
        list[str] | None,
        typer.Option("--variant", help="A variant to hold against the file as it stands; twice: against each other."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> int:
    """Say in words what B has otherwise than A: people, forces, rules, injects, times - not lines."""
    from simulator.authoring.differences import differences, in_words_only, together

    (a, before), (b, after) = (_built(*side) for side in _sides(one, other, variants or []))
    found, words = differences(a, b), in_words_only(before, after)
    handling = a.handling or b.handling
    if as_json:
        dump({"handling": handling, "differences": list(map(asdict, found)), "words": list(map(asdict, words))})
        return 0
    if handling:
        say(handling)
    for sentence in together([*found, *words]):
        say_words(sentence)
    count = len(found)
    complain(trn("{n} difference", "{n} differences", count) if count else tr("they mean the same"))
    return 0


def _sides(one: str, other: str, variants: list[str]) -> tuple[tuple[str, str], tuple[str, str]]:
    """What is held against what: each a scenario and its variant."""
    if len(variants) > 2:
        raise UsageError(tr("two variants are the most: what is before, and what is after"))
    if not other and not variants:
        raise UsageError(tr("say what to hold it against: another scenario, or --variant"))
    if not other:
        return (one, variants[0] if len(variants) == 2 else ""), (one, variants[-1])
    first, last = (variants[0], variants[-1]) if variants else ("", "")
    return (one, first), (other, last)


def _built(reference: str, variant: str) -> tuple[Blueprint, Scenario]:
    from simulator.blueprint.build import build
    from simulator.scenario.load import load

    path, label = scenario_named(reference)
    document = load(path, label=label, variant=variant)
    blueprint = build(document)
    assert document.scenario is not None
    return blueprint, document.scenario
