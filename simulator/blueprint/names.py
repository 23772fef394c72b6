"""Every name of a scenario by what it names, and the check that each reference means something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from simulator.catalogue import marked, tr
from simulator.measures import MEASURES
from simulator.scenario.fields import references
from simulator.scenario.load import Document
from simulator.scenario.schema import Scenario
from simulator.scenario.translate import near
from simulator.scenario.tree import Tree
from simulator.vocabulary import COMPONENTS, KINDS, QUANTITIES

__all__ = ["ACTOR_WORDS", "Names", "broken_names", "check_circle", "check_references"]

Loc = tuple[int | str, ...]

ACTOR_WORDS = ("posts", "patrols", "sensors", "gates", "units", "community", "residents")
"""words that mean whoever sees: used after for:"""

_SAID = {
    "place": marked("place"),
    "gate": marked("gate"),
    "segment": marked("segment of the perimeter"),
    "unit": marked("unit"),
    "tag": marked("tag"),
    "contingent": marked("contingent"),
    "unit_type": marked("unit type"),
    "command": marked("command post"),
    "role": marked("role"),
    "channel": marked("channel"),
    "group": marked("group"),
    "inject": marked("inject"),
}


class Names:
    """The names that exist, and those that are absent in this variant but known."""

    def __init__(self, scenario: Scenario, absent: dict[str, set[str]], broken: frozenset[str] = frozenset()):
        s = scenario
        gates = tuple(n for n, p in s.places.items() if p.kind == "gate")
        tags = dict.fromkeys(t for u in s.units.values() for t in u.tags)
        tags.update(
            dict.fromkeys(t for u in s.units.values() if u.type in s.unit_types for t in s.unit_types[u.type].tags)
        )
        self.by_kind: dict[str, tuple[str, ...]] = {
            "place": tuple(s.places),
            "gate": gates,
            "checkpoint": tuple(n for n, p in s.places.items() if p.kind == "checkpoint"),
            "segment": tuple(s.perimeter),
            "unit": tuple(s.units),
            "tag": tuple(tags),
            "contingent": tuple(s.contingents),
            "unit_type": tuple(s.unit_types),
            "command": tuple(s.command),
            "role": tuple(s.roles) or tuple(role for cell in s.cells.values() for role in cell.roles),
            "cell": tuple(s.cells),
            "channel": tuple(s.channels),
            "group": tuple(s.threat.groups),
            "inject": tuple(i.id for i in s.msel),
            "stream": tuple(e.id for e in s.threat.stream),
            "rule": tuple(s.plan),
            "decision": tuple(s.decisions),
            "objective": tuple(o.id for o in s.objectives),
            "staff": tuple(s.staff),
            "measure": tuple(MEASURES),
            "kind": tuple(KINDS),
            "quantity": tuple(QUANTITIES),
            "component": COMPONENTS,
            "word": ACTOR_WORDS,
        }
        self.absent = frozenset(name for names in absent.values() for name in names) | broken

    def known(self, name: str, *kinds: str) -> bool:
        """Whether a name means something of one of these kinds, or something absent."""
        return name in self.absent or any(name in self.by_kind[kind] for kind in kinds)

    def exists(self, name: str, *kinds: str) -> bool:
        """Whether it is there in this variant."""
        return any(name in self.by_kind[kind] for kind in kinds)

    def near(self, name: str, *kinds: str) -> str:
        """The remedy for an unknown name."""
        return near(name, [n for kind in kinds for n in self.by_kind[kind]])


def broken_names(document: Document, scenario: Scenario) -> frozenset[str]:
    """Names of entries that did not fit the models: they are known, though nothing can be said of them."""
    if not document.broken:
        return frozenset()
    found: set[str] = set()
    for section in (
        "places",
        "perimeter",
        "channels",
        "contingents",
        "unit_types",
        "units",
        "command",
        "roles",
        "plan",
        "decisions",
    ):
        node = document.tree.child(section)
        if node is not None and isinstance(node.value, dict):
            found.update(name for name in node.value if name not in getattr(scenario, section))
    for path in (("msel",), ("threat", "stream")):
        tree: Tree | None = document.tree
        for key in path:
            tree = tree.child(key) if tree else None
        if tree is not None and isinstance(tree.value, list):
            found.update(str(n.value) for item in tree.value if (n := item.child("id")) is not None)
    groups = document.tree.child("threat")
    named = groups.child("groups") if groups else None
    if named is not None and isinstance(named.value, dict):
        found.update(named.value)
    tags = (node.child("tags") for section in ("units", "unit_types") for node in _entries(document.tree, section))
    for tag in tags:
        items = tag.value if tag is not None and isinstance(tag.value, list) else [tag] if tag is not None else []
        found.update(str(item.value) for item in items)
    return frozenset(found)


def _entries(tree: Tree, section: str) -> list[Tree]:
    node = tree.child(section)
    return [entry.node for entry in node.value.values()] if node is not None and isinstance(node.value, dict) else []


def _walk(value: Any, loc: Loc) -> Iterator[tuple[BaseModel, Loc]]:
    if isinstance(value, BaseModel):
        yield value, loc
        for name, field in type(value).model_fields.items():
            yield from _walk(getattr(value, name), (*loc, field.alias or name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*loc, key))
    elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        for index, item in enumerate(value):
            yield from _walk(item, (*loc, index))


def check_references(document: Document, scenario: Scenario, names: Names) -> None:
    """Report every typed reference whose name means nothing, and names that differ by case only."""
    for model, loc in _walk(scenario, ()):
        if loc[:1] == ("plan",):
            continue  # the plan says itself what it speaks of: a library's rule may speak of what is not there
        for alias, name, kinds in references(type(model)):
            given = getattr(model, name)
            listed = [((*loc, alias), given)] if isinstance(given, str) else _listed((*loc, alias), given or ())
            for place, item in listed:
                _check(document, names, item, kinds, place)
    _twins(document, scenario)
    _circles(document, scenario)


def _listed(loc: Loc, items: Sequence[str]) -> list[tuple[Loc, str]]:
    return [((*loc, index), item) for index, item in enumerate(items)]


def _check(document: Document, names: Names, item: str, kinds: tuple[str, ...], loc: Loc) -> None:
    if item and not names.known(item, *kinds):
        said = tr(" or ").join(tr(_SAID[k]) for k in kinds)
        document.problem(loc, "E301", tr("there is no {said} {item!r}", said=said, item=item), names.near(item, *kinds))


def _circles(document: Document, scenario: Scenario) -> None:
    """Places, posts, events and injects that lean on each other without end."""
    s = scenario
    of = {n: (p.of, ("places", n, "of")) for n, p in s.places.items() if p.of}
    above = {n: (c.reports_to, ("command", n, "reports_to")) for n, c in s.command.items() if c.reports_to}
    needs = {e.id: (e.needs, ("threat", "stream", i, "needs")) for i, e in enumerate(s.threat.stream) if e.needs}
    missing = {m.id: (m.if_missing, ("msel", i, "if_missing")) for i, m in enumerate(s.msel) if m.if_missing}
    check_circle(document, of, tr("these places lie in each other"), tr("cut the circle"))
    check_circle(document, above, tr("these posts report to each other"), tr("cut the circle"))
    check_circle(document, needs, tr("these events wait for each other"), tr("cut the circle"))
    check_circle(document, missing, tr("these injects wait for each other"), tr("cut the circle"))


_LOOKALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "_": "", "-": "", ".": ""})


def _skeleton(name: str) -> str:
    """What a name looks like in a hurry: case, hyphens and similar letters do not count."""
    return name.lower().translate(_LOOKALIKES)


def _twins(document: Document, scenario: Scenario) -> None:
    """Names that a reader takes for one another, and ids given twice."""
    for section in ("places", "perimeter", "units", "command", "contingents", "channels", "plan", "decisions", "roles"):
        seen: dict[str, str] = {}
        for name in getattr(scenario, section):
            other = seen.setdefault(_skeleton(name), name)
            if other != name:
                document.problem(
                    (section, name),
                    "W304",
                    tr("{name!r} is easily taken for {other!r}", name=name, other=other),
                    tr("give them names that differ more"),
                    severity="warning",
                )
    lists: tuple[tuple[Loc, Sequence[Any]], ...] = (
        (("msel",), scenario.msel),
        (("threat", "stream"), scenario.threat.stream),
        (("objectives",), scenario.objectives),
    )
    for loc, items in lists:
        first: dict[str, int] = {}
        for index, item in enumerate(items):
            if item.id in first:
                _, line, _ = document.place((*loc, first[item.id], "id"))
                document.problem(
                    (*loc, index, "id"),
                    "E302",
                    tr("{id!r} stands twice; it is first at line {line}", id=item.id, line=line),
                    tr("rename one"),
                )
            first.setdefault(item.id, index)


def check_circle(document: Document, links: Mapping[str, tuple[str, Loc]], what: str, hint: str) -> None:
    """Report things that lean on each other in a ring: ``links`` is name -> (the next name, where that is written)."""
    done: set[str] = set()
    for start in links:
        chain: dict[str, None] = {}
        name = start
        while name in links and name not in done and name not in chain:
            chain[name] = None
            name = links[name][0]
        done.update(chain)
        if name in chain:
            ring = list(chain)[list(chain).index(name) :]
            circle = " -> ".join((*ring[:10], *(["..."] if len(ring) > 10 else []), name))
            document.problem(links[name][1], "E303", f"{what}: {circle}", hint)
