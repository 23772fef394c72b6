"""Who can hear of what: which reports are sent, and how command posts pass them on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.blueprint.model import Blueprint, RuleSpec
from simulator.catalogue import tr
from simulator.conditions import Condition
from simulator.months import READINESS_KINDS, WORKS_KINDS
from simulator.operation_words import OPERATION_REPORTS
from simulator.scenario.load import Document
from simulator.vocabulary import KINDS, WARNING_KINDS

__all__ = ["hearers", "unheard"]


def _sent(blueprint: Blueprint) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(kind, posts) of everything that somebody may report: by a rule, an effect, a mechanism; no posts for any."""
    yield from (("refusal", ()), ("comms", ()))
    for rule in blueprint.rules:
        for step in rule.steps:
            if step.task == "report":
                kinds = (step.of,) if step.of else tuple(key.partition("@")[0] for _, key in rule.when.reads)
                yield from ((kind, step.to) for kind in kinds)
    options = [option for decision in blueprint.decisions for option in decision.options]
    for steps in (option.steps for option in options):
        yield from ((step.of or "warning", step.to) for step in steps if step.task == "report")
    for effects in (*(i.effects for i in blueprint.injects), *(o.effects for o in options)):
        yield from ((e.name, (e.post,) if e.post else ()) for e in effects if e.kind == "report")
        if blueprint.relocation is not None and any(e.kind == "alert" for e in effects):
            yield "alert", (blueprint.relocation.official,)
    if blueprint.warning is not None:
        yield from ((kind, ()) for kind in WARNING_KINDS)
    if blueprint.readiness is not None:
        yield from ((kind, ()) for kind in READINESS_KINDS)
    if blueprint.works is not None:
        yield from ((kind, (blueprint.works.post,)) for kind in WORKS_KINDS)
    if any(place.residents is not None for place in blueprint.places.values()):
        yield "distress", ()
    if blueprint.operation is not None:
        yield from ((kind, ()) for kind in OPERATION_REPORTS)
    verbs = {event.do for event in blueprint.stream}
    if "block_road" in verbs:
        yield "roadblock", ()
    if "fight" in verbs:
        yield from (("shots", ()), ("window", ()), ("plea", ()))
    yield from (("blood", ()) for place in blueprint.places.values() if place.blood is not None)
    yield from (("transfer", ()) for place in blueprint.places.values() if place.refers_to)


def hearers(blueprint: Blueprint) -> dict[str, set[str]]:
    """For each kind that is reported the command posts that may hear of it, at first hand or passed on."""
    found: dict[str, set[str]] = {}
    for kind, posts in _sent(blueprint):
        found.setdefault(kind, set()).update(_passed_on(blueprint, posts) if posts else blueprint.command)
    return found


def _passed_on(blueprint: Blueprint, posts: Iterable[str]) -> set[str]:
    """The posts that a report reaches which is sent to these."""
    reached: set[str] = set()
    waiting = [name for name in posts if name in blueprint.command]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            post = blueprint.command[name]
            waiting += [other for other in (*post.beside, *post.passes_to, post.reports_to) if other]
    return reached


def unheard(document: Document, blueprint: Blueprint, rules: Iterable[RuleSpec]) -> None:
    """Say where a rule or decision waits for a report that nobody sends, or that never gets to its post.

    A plan without any drill that reports leaves the reports to the facilitator.
    """
    if not any(rule.local and any(step.task == "report" for step in rule.steps) for rule in blueprint.rules):
        return
    heard = hearers(blueprint)
    waiting = [("plan", rule.id, rule.when, rule.post) for rule in rules if not rule.local]
    waiting += [("decisions", d.id, d.when, d.post) for d in blueprint.decisions]
    for section, name, when, post in waiting:
        asked = _asked(when, post)
        if not asked or any(where in heard.get(kind, ()) for kind, where in asked):
            continue
        kinds = " or ".join(sorted({kind for kind, _ in asked}))
        if any(kind in heard for kind, _ in asked):
            said = tr(
                "nobody reports {kinds} to {post}, and no post that hears of it passes it on there",
                kinds=kinds,
                post=post,
            )
            hint = tr(
                "write to: {post} into the rule that reports it, or passes_to: {post} at a post that hears of it",
                post=post,
            )
        else:
            said = tr("nobody reports {kinds}", kinds=kinds)
            hint = tr("write a rule that is for: posts or units, when: it is seen, with {task: report, to: ...}")
        document.problem(
            (section, name, "when"),
            "W605",
            tr("{said}, so {name} waits in vain", said=said, name=name),
            hint,
            severity="warning",
        )


def _asked(when: Condition, post: str) -> list[tuple[str, str]]:
    """(kind, post) of what a condition waits for."""
    reads = ((key.partition("@")[0], reader or post) for reader, key in when.reads)
    return [(kind, where) for kind, where in reads if kind in KINDS]
