"""A blueprint made ready once a process: conditions compiled, rules indexed by what they read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from simulator.blueprint.model import Blueprint, DecisionSpec, InjectSpec, RuleSpec
from simulator.conditions import Compare, Compiled, Condition, Fact, Node, Number, Phrase, compile_condition
from simulator.conditions import children as below
from simulator.vocabulary import KINDS

__all__ = ["CompiledDecision", "CompiledInject", "CompiledRule", "Program"]


def _compiled(condition: Condition | None) -> Compiled | None:
    return None if condition is None else compile_condition(condition.node)


def _times(node: Node) -> Iterable[int]:
    """The moments that a condition compares the time with."""
    if isinstance(node, Compare):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(one, Phrase) and one.key == "time" and isinstance(other, Number):
                yield int(other.value)
                yield int(other.value) + 1
    for child in below(node):
        yield from _times(child)


def _moments(*conditions: Condition | None) -> tuple[int, ...]:
    return tuple(sorted({t for c in conditions if c is not None for t in _times(c.node)}))


class Waiting:
    """What waits for a condition: what it reads and when it must be looked at, whether it holds."""

    __slots__ = ("bound", "condition", "moments", "name", "reads", "when")

    def __init__(self, spec: RuleSpec | DecisionSpec, name: str):
        self.name = name
        self.when = compile_condition(spec.when.node)
        self.condition = _compiled(spec.condition)
        reads = (*spec.when.reads, *(spec.condition.reads if spec.condition else ()))
        self.reads = tuple(dict.fromkeys((post or spec.post, key) for post, key in reads))
        self.bound = spec.when.bound
        self.moments = _moments(spec.when, spec.condition)


class CompiledRule(Waiting):
    """A rule with its functions: what wakes it, whether it holds."""

    __slots__ = ("kinds", "only_reports", "spec", "tells", "words")

    def __init__(self, spec: RuleSpec):
        super().__init__(spec, spec.id)
        self.spec = spec
        self.words = tuple(dict.fromkeys((*spec.actors, *(step.by for step in spec.steps if step.by))))
        """whom its steps are for"""
        self.only_reports = all(step.task == "report" and not step.of for step in spec.steps)
        self.tells = tuple(dict.fromkeys(to for step in spec.steps for to in step.to or ("",)))
        self.kinds = tuple(dict.fromkeys(key[:-2] for _, key in spec.when.reads if key.endswith("@?")))


class CompiledDecision(Waiting):
    """A decision with its functions."""

    __slots__ = ("options", "spec")

    def __init__(self, spec: DecisionSpec):
        super().__init__(spec, "decision " + spec.id)
        self.spec = spec
        self.options = {option.id: option for option in spec.options}


class CompiledInject:
    """An inject with its functions: its own condition and those of what it expects."""

    __slots__ = ("expects", "moments", "spec", "when")

    def __init__(self, spec: InjectSpec):
        self.spec = spec
        self.when = _compiled(spec.when)
        self.expects = tuple(_compiled(e.done_when) for e in spec.expects)
        self.moments = _moments(spec.when, *(e.done_when for e in spec.expects))


class Woken(NamedTuple):
    """What the change of one key in one picture wakes."""

    asked: tuple[CompiledRule | CompiledDecision, ...]
    """those that read this very key"""
    bound: tuple[CompiledRule | CompiledDecision, ...]
    """those that take their place from it"""
    anywhere: tuple[CompiledRule | CompiledDecision, ...]
    """those that read the kind at any place"""
    place: str


class Program:
    """What every engine of a process shares: nothing in it changes but what is worked out once and kept."""

    def __init__(self, blueprint: Blueprint):
        self.blueprint = blueprint
        self.rules = tuple(CompiledRule(r) for r in blueprint.rules if not r.local)
        self.local: dict[str, tuple[CompiledRule, ...]] = {}
        local = [CompiledRule(r) for r in blueprint.rules if r.local]
        alone = [r for r in self.rules if r.spec.acts_alone]
        self.alone: dict[str, tuple[CompiledRule, ...]] = {}
        """kind -> rules that a unit which is out of contact follows upon what it sees itself"""
        for kind in KINDS:
            if found := tuple(r for r in local if kind in r.kinds):
                self.local[kind] = found
            if found := tuple(r for r in alone if kind in r.kinds):
                self.alone[kind] = found
        self.decisions = tuple(CompiledDecision(d) for d in blueprint.decisions)
        self.injects = tuple(CompiledInject(i) for i in blueprint.injects)
        self.facts = self._facts()
        """what stands at STARTEX, before anything has happened"""
        self.where = {s.id: (s.x, s.y) for s in blueprint.segments.values()}
        self.where |= {p.id: (p.x, p.y) for p in blueprint.places.values()}
        """where every place and segment is"""
        self.staff_at = Counter[str]()
        """place -> personnel on the lists of it"""
        for staff in blueprint.staff.values():
            self.staff_at[staff.at] += staff.people
        self._drills: dict[tuple[tuple[str, ...], str, bool], tuple[CompiledRule, ...]] = {}
        self._wakes = self._index()
        self._woken: dict[str, dict[str, Woken | None]] = {name: {} for name in blueprint.command}
        self.copies = {name: self._copies(name) for name in blueprint.command}
        """post -> (post that gets its copies, whether it is next door)"""
        self.sight: dict[tuple[str, float, float, bool, float], list[tuple[str, float, float]]] = {}
        """what observation works out once for each place: see :meth:`Observation._rows`"""

    def _facts(self) -> dict[str, Fact]:
        b = self.blueprint
        states = {f"unit@{u.id}": "available" for u in b.units.values()}
        states |= {f"group@{g.id}": "away" for g in b.groups.values()}
        states |= {f"stream@{e.id}": "waiting" for e in b.stream}
        states |= {f"inject@{i.id}": "waiting" for i in b.injects}
        states |= {f"rule@{r.id}": "waiting" for r in b.rules}
        return {key: (0.0, state, 0, 0, False) for key, state in states.items()}

    def _index(self) -> dict[str, dict[str, tuple[CompiledRule | CompiledDecision, ...]]]:
        """post -> key -> the rules and decisions that read it there, rules first, in the file's order."""
        found: dict[str, dict[str, dict[int, CompiledRule | CompiledDecision]]] = {}
        items: tuple[CompiledRule | CompiledDecision, ...] = (*self.rules, *self.decisions)
        for item in items:
            units = self.units_of(item.words) if isinstance(item, CompiledRule) else ()
            for post, key in (*item.reads, *((item.spec.post, f"unit@{unit}") for unit in units)):
                found.setdefault(post, {}).setdefault(key, {})[id(item)] = item
        return {post: {key: tuple(items.values()) for key, items in keys.items()} for post, keys in found.items()}

    def woken(self, post: str, key: str) -> Woken | None:
        """What a change of a key in the picture of a post wakes, None for nothing; worked out once."""
        known = self._woken[post]
        if key not in known:
            wakes = self._wakes.get(post, {})
            kind, at, place = key.partition("@")
            bound, anywhere = (wakes.get(kind + "@?", ()), wakes.get(kind + "@*", ())) if at else ((), ())
            found = Woken(wakes.get(key, ()), bound, anywhere, place)
            known[key] = found if found.asked or bound or anywhere else None
        return known[key]

    def _copies(self, name: str) -> tuple[tuple[str, bool], ...]:
        posts = self.blueprint.command
        spec = posts[name]
        above = (spec.reports_to,) if spec.reports_to else ()
        return tuple(
            (other, other in spec.beside or name in posts[other].beside)
            for other in dict.fromkeys((*spec.beside, *spec.passes_to, *above))
            if other in posts
        )

    def drills(self, classes: tuple[str, ...], kind: str, *, alone: bool) -> tuple[CompiledRule, ...]:
        """The rules that an observer of these classes follows by itself upon a kind; worked out once.

        These are the local ones and, for a unit ``alone``, those which it follows when it hears nobody.
        """
        found = self._drills.get((classes, kind, alone))
        if found is None:
            rules = (*self.local.get(kind, ()), *(self.alone.get(kind, ()) if alone else ()))
            found = tuple(r for r in rules if any(word in r.spec.actors for word in classes))
            self._drills[classes, kind, alone] = found
        return found

    def units_of(self, actors: Iterable[str]) -> tuple[str, ...]:
        """The units that some actor words mean, each once, in order."""
        tags = self.blueprint.tags
        return tuple(dict.fromkeys(unit for word in actors for unit in tags.get(word, ())))
