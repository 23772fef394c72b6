"""The closed grammar of conditions: ``breach reported to ioc and qrf_1 is available``.

Ground floor: standard library only.  Text is parsed into a handful of frozen, picklable nodes;
names are resolved against the scenario's own words; each process compiles the nodes once to one
function.  There is no attribute, no subscript, no power, no text value and no user function: what
the grammar does not list cannot be said, so nothing an author writes can reach Python.

Grammar (words may be in any number of blanks; a name may hold hyphens inside, so a subtraction
wants blanks around its sign)::

    either   := both ("or" both)*
    both     := negation ("and" negation)*
    negation := "not" negation | relation
    relation := sum [("<" | "<=" | ">" | ">=" | "=" | "!=") sum] | phrase "is" ["not"] WORD
    sum      := product (("+" | "-") product)*
    product  := signed (("*" | "/") signed)*
    signed   := "-" signed | "(" either ")" | FUNCTION "(" sum ("," sum)* ")" | NUMBER [UNIT] | TIME | phrase
    phrase   := NAME ["seen"] ["reported" ["to" NAME]] [("at" | "on" | "in" | "of") NAME]

A *fact* is a tuple ``(value, state, at, mark, live)``; a view is a mapping from keys such as
``breach@west`` to facts.  Where a phrase names no place and the condition has a trigger, the place
is that of the fact that woke it, written ``?`` in the key; elsewhere ``*`` stands for any place, with
the sum of the values and the number of places where it stands open (:func:`anywhere`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = [
    "NO_FACT",
    "anywhere",
    "And",
    "Arithmetic",
    "Call",
    "Compare",
    "Condition",
    "Fact",
    "Is",
    "Node",
    "Not",
    "Number",
    "Or",
    "Phrase",
    "compile_condition",
    "phrases",
    "reads",
]


Fact = tuple[float, str, int, int, int]
NO_FACT: Fact = (0, "", -1, 0, False)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in base units."""

    value: float


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something that can be true or counted: ``crowd at gate_c``, ``breach reported to ioc``."""

    name: str
    place: str = ""
    post: str = ""
    reported: bool = False
    seen: bool = False
    col: int = 0
    key: str = ""
    """the fact that it reads, once resolved"""


@dataclass(frozen=True, slots=True)
class Is:
    """``qrf_1 is available``: the state of a fact."""

    phrase: Phrase
    state: str
    negated: bool = False
    col: int = 0


@dataclass(frozen=True, slots=True)
class Compare:
    """``left op right``."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left op right`` with one of ``+ - * /``."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """``min``, ``max``, ``abs`` or ``round`` of some sums."""

    name: str
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    nodes: tuple[Node, ...]


Node = Number | Phrase | Is | Compare | Arithmetic | Call | Not | And | Or


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below one."""
    if isinstance(node, And | Or):
        return node.nodes
    if isinstance(node, Compare | Arithmetic):
        return (node.left, node.right)
    if isinstance(node, Call):
        return node.args
    if isinstance(node, Not):
        return (node.node,)
    if isinstance(node, Is):
        return (node.phrase,)
    return ()


def phrases(node: Node) -> Iterator[tuple[Phrase, Is | None]]:
    """Every phrase below a node, with the state test around it if there is one."""
    if isinstance(node, Is):
        yield node.phrase, node
    elif isinstance(node, Phrase):
        yield node, None
    else:
        for child in children(node):
            yield from phrases(child)


def rewrite(node: Node, change: Callable[[Phrase], Phrase]) -> Node:
    """The same tree with every phrase changed."""
    if isinstance(node, Phrase):
        return change(node)
    if isinstance(node, Is):
        return Is(change(node.phrase), node.state, node.negated, node.col)
    if isinstance(node, And):
        return And(tuple(rewrite(n, change) for n in node.nodes))
    if isinstance(node, Or):
        return Or(tuple(rewrite(n, change) for n in node.nodes))
    if isinstance(node, Compare):
        return Compare(node.op, rewrite(node.left, change), rewrite(node.right, change))
    if isinstance(node, Arithmetic):
        return Arithmetic(node.op, rewrite(node.left, change), rewrite(node.right, change))
    if isinstance(node, Call):
        return Call(node.name, tuple(rewrite(n, change) for n in node.args))
    if isinstance(node, Not):
        return Not(rewrite(node.node, change))
    return node


def reads(node: Node) -> tuple[tuple[str, str], ...]:
    """What a resolved condition reads: ``(post, key)`` pairs, post empty for its own view; in order."""
    return tuple(dict.fromkeys((phrase.post, phrase.key) for phrase, _ in phrases(node)))


@dataclass(frozen=True, slots=True)
class Condition:
    """A resolved condition as it travels in a blueprint: nodes, read set and the author's words."""

    node: Node
    text: str
    reads: tuple[tuple[str, str], ...]

    @property
    def bound(self) -> bool:
        """Whether it takes its place from the fact that wakes it."""
        return any(key.endswith("@?") for _, key in self.reads)


Compiled = Callable[[Mapping[str, Fact], Mapping[str, Mapping[str, Fact]], str, int], Any]


def anywhere(total: Fact, old: Fact, new: Fact) -> Fact:
    """The fact of a kind at any place, when it changed from ``old`` to ``new`` at one of them."""
    places = total[4] - old[4] + new[4]
    value = total[0] - old[0] * old[4] + new[0] * new[4] if places else 0.0
    return (value, new[1] if new[4] or not places else total[1], new[2], new[3], places)


def compile_condition(node: Node) -> Compiled:
    """One function ``(own view, pictures by post, bound place, now) -> value`` for resolved nodes.

    The source is generated from our own nodes only, never from the author's text.  Division by
    zero raises :class:`ZeroDivisionError`; the caller decides what that means.
    """
    source = f"lambda F, P, s, now: {_source(node)}"  # not for people
    return eval(compile(source, "<condition>", "eval"), {"N": NO_FACT, "__builtins__": {}, **_ALLOWED})  # type: ignore[no-any-return]  # noqa: S307


_ALLOWED = {"min": min, "max": max, "abs": abs, "round": round}


def _fact(phrase: Phrase) -> str:
    view = f"P[{phrase.post!r}]" if phrase.post else "F"
    kind, _, place = phrase.key.partition("@")
    key = f"{kind + '@'!r}+s" if place == "?" else repr(phrase.key)
    return f"{view}.get({key},N)"


def _source(node: Node) -> str:
    if isinstance(node, Number):
        return repr(node.value)
    if isinstance(node, Phrase):
        if node.key == "time":
            return "now"
        return f"{_fact(node)}[{4 if node.reported or node.seen else 0}]"  # there at all, or how much
    if isinstance(node, Is):
        return f"({_fact(node.phrase)}[1] {'!=' if node.negated else '=='} {node.state!r})"
    if isinstance(node, And | Or):
        word = " and " if isinstance(node, And) else " or "
        return f"({word.join(map(_source, node.nodes))})"
    if isinstance(node, Not):
        return f"(not {_source(node.node)})"
    if isinstance(node, Call):
        args = [_amount(arg) for arg in node.args]
        return f"{node.name}({','.join((*args, args[0]) if node.name in ('min', 'max') else args[:1])})"
    return f"({_amount(node.left)} {node.op} {_amount(node.right)})"


def _amount(node: Node) -> str:
    """A node where a number is wanted: ``crowd reported > 500`` asks how many, not whether."""
    if isinstance(node, Phrase) and node.key != "time":
        return f"{_fact(node)}[0]"
    return _source(node)
