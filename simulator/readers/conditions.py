"""Conditions in plain words: when a rule fires, a question opens, an inject comes, an action counts as done.

``contact at main_gate reported to joc`` is said as "Joint operations centre has heard of contact with armed people at
Main gate".  Titles stand for ids, brackets for what belongs together; every node of :mod:`simulator.conditions` has
its words here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from simulator.blueprint.model import Blueprint, StreamSpec
from simulator.catalogue import decimal, marked, plain, tr
from simulator.conditions import And, Arithmetic, Call, Compare, Condition, Is, Node, Not, Number, Or, Phrase
from simulator.events import LogEvent
from simulator.readers.condition_words import (
    AMOUNTS,
    CLOCKS,
    COUNTED,
    KIND_PHRASES,
    LEVELS,
    MANY,
    OPPOSITE,
    QUANTITY_CLAUSES,
    SEVERAL,
)
from simulator.readers.scene.names import Names
from simulator.readers.story import sentence
from simulator.units import format_clock
from simulator.vocabulary import KINDS

__all__ = ["Conditions", "stream_in_words"]

_FLIPPED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "==", "!=": "!="}
_SOME = ((">", 0), (">=", 1), ("!=", 0))
_NONE = (("<=", 0), ("<", 1), ("==", 0))
_ARITHMETIC = {
    "+": marked("{one} plus {other}"),
    "-": marked("{one} minus {other}"),
    "*": marked("{one} times {other}"),
    "/": marked("{one} divided by {other}"),
}
_CALLS = {
    "min": marked("the smallest of {parts}"),
    "max": marked("the greatest of {parts}"),
    "abs": marked("the size of {parts}"),
    "round": marked("{parts}, rounded"),
}
_DAYLIGHT = {
    "night": (marked("it is night"), marked("it is day")),
    "rain": (marked("it rains"), marked("it does not rain")),
}
"""what is so where a quantity is one, and where it is nought"""
_COURSE = {
    "waiting": marked('this is still to come: "{what}"'),
    "began": marked('this has begun: "{what}"'),
    "foiled": marked('this has been foiled: "{what}"'),
    "ended": marked('this is over: "{what}"'),
}
"""how it is with an event of the stream"""


def stream_in_words(spec: StreamSpec, title: Callable[[str], str]) -> str:
    """An event of the stream, in the words in which a time line tells that it began."""
    where = tr(" or ").join(title(place) for place in spec.on)
    data = {"do": spec.do, "by": spec.by, "on": where, "channel": spec.channel, "text": spec.text}
    return sentence(LogEvent(0, spec.at, "stream_event_began", spec.id, data, None), title)


class Conditions:
    """The conditions of one scenario in words."""

    def __init__(self, blueprint: Blueprint):
        self.blueprint = b = blueprint
        self._names = Names(blueprint)
        self._decisions = {spec.id: spec for spec in b.decisions}
        self._stream = {spec.id: spec for spec in b.stream}
        self._titled: dict[str, str] = {}
        for rows in (b.decisions, b.injects, b.rules):
            self._titled.update({row.id: row.title for row in rows if row.title and row.title != row.id})

    def told(self, condition: Condition, post: str = "", *, there: bool = False) -> str:
        """A condition in words, as a clause that *when* or *only if* may stand before.

        ``post`` is whose knowledge it reads where it names no post.  ``there`` says that it is asked at the place of
        what was heard before it; else only what is asked beside a report is said to be there.
        """
        return _Telling(self, post, there=there).said(condition.node)

    def named(self, name: str) -> str:
        """What a name is called, or the name in plain words."""
        title = self._names.title(name)
        return title if title != name else plain(name)

    def called(self, name: str) -> str:
        """What anything is called: what has a title of its own in quotes."""
        return self.quoted(name) if name in self._titled else self.named(name)

    def quoted(self, name: str) -> str:
        """A decision, an inject or a rule by its title in quotes, or by its name."""
        title = " ".join(self._titled.get(name, "").split())
        return tr('"{text}"', text=title) if title else plain(name)

    def state_of(self, kind: str, name: str, state: str) -> str:
        """That something that is no report is in a state."""
        if kind == "decision" and name in self._decisions:
            return self.answered(name, state)
        if kind == "stream" and name in self._stream:
            return tr(_COURSE[state], what=stream_in_words(self._stream[name], self.named))
        if kind == "inject":
            return tr("inject {name} is {state}", name=self.quoted(name), state=plain(state))
        if kind == "rule":
            return tr("rule {name} is {state}", name=self.quoted(name), state=plain(state))
        if kind == "group":
            return tr("{what} are {state}", what=self.named(name), state=plain(state))
        return tr("{what} is {state}", what=self.named(name), state=plain(state))

    def answered(self, name: str, state: str, *, negated: bool = False) -> str:
        """That a decision was answered so, or not so."""
        if state == "open":
            return tr("the question {name} is open", name=self.quoted(name))
        chosen = next((o.text for o in self._decisions[name].options if o.id == state), "")
        answer = tr('"{text}"', text=" ".join(chosen.split())) if chosen and chosen != state else plain(state)
        fields = {"name": self.quoted(name), "answer": answer}
        if negated:
            return tr("the answer to {name} is not {answer}", **fields)
        return tr("the answer to {name} is {answer}", **fields)


class _Telling:
    """One condition being told: whose knowledge it reads, and whether its place is that of what came before."""

    def __init__(self, words: Conditions, post: str, *, there: bool):
        self.words, self.post, self.there = words, post, there

    def said(self, node: Node) -> str:
        """What is so where a node holds."""
        if isinstance(node, And | Or):
            parts = list(self._alternatives(node.nodes) if isinstance(node, Or) else map(self._within, node.nodes))
            return (tr(" and ") if isinstance(node, And) else tr(" or ")).join(parts)
        if isinstance(node, Not):
            return self._denied(node.node)
        if isinstance(node, Is):
            return self._state(node)
        if isinstance(node, Compare):
            return self._compared(node)
        if isinstance(node, Phrase):
            if node.reported or node.seen:
                return self._known(node, self._placed(node))
            return self._measured(node, ">", 0)
        return tr("{what} is {many}", what=self._amount(node), many=tr(MANY["!="], n=0))

    def _within(self, node: Node) -> str:
        """A part of a longer condition: in brackets where it has parts itself."""
        said = self.said(node)
        return f"({said})" if isinstance(node, And | Or) else said

    def _alternatives(self, nodes: Sequence[Node]) -> Iterator[str]:
        """Parts of an *or*; what one post hears or one place shows in the same way is said in one sentence."""

        def _alike(row: tuple[int, Node]) -> object:
            place, node = row
            if isinstance(node, Phrase) and (node.reported or node.seen):
                return (node.post, node.place, node.reported)
            return place

        for _, group in groupby(enumerate(nodes), _alike):
            parts = [node for _, node in group]
            first = parts[0]
            if isinstance(first, Phrase) and len(parts) > 1:
                whats = tr(" or ").join(self._what(part) for part in parts if isinstance(part, Phrase))
                yield self._known(first, self._at(first, whats))
            else:
                yield self._within(first)

    def _denied(self, node: Node) -> str:
        """What is so where a node does not hold."""
        if isinstance(node, Not):
            return self.said(node.node)
        if isinstance(node, Is):
            return self._state(Is(node.phrase, node.state, not node.negated))
        if isinstance(node, Compare):
            return self._compared(Compare(OPPOSITE[node.op], node.left, node.right))
        if isinstance(node, Phrase) and not (node.reported or node.seen):
            return self._measured(node, "<=", 0)
        return tr("it is not so that {what}", what=self._within(node))

    # what is heard, seen or so

    def _what(self, phrase: Phrase) -> str:
        said = KIND_PHRASES.get(phrase.name, "")
        return tr(said) if said else plain(phrase.name)

    def _at(self, phrase: Phrase, what: str) -> str:
        """Something with its place."""
        if phrase.place:
            return tr("{what} at {place}", what=what, place=self.words.named(phrase.place))
        bound = phrase.key.endswith("@?") and (self.there or not (phrase.reported or phrase.seen))
        return tr("{what} at that place", what=what) if bound else what

    def _placed(self, phrase: Phrase) -> str:
        return self._at(phrase, self._what(phrase))

    def _known(self, phrase: Phrase, what: str) -> str:
        """That a post has heard of something, or that those who act see it."""
        if phrase.seen:
            return tr("they see {what}", what=what)
        post = phrase.post or self.post
        if not post:
            return tr("this has been heard of: {what}", what=what)
        return tr("{post} has heard of {what}", post=self.words.named(post), what=what)

    def _state(self, node: Is) -> str:
        phrase, name = node.phrase, node.phrase.name
        kind, _, of = phrase.key.partition("@")
        if name in KINDS and kind == name:
            said = _being(self._placed(phrase), node.state, several=name in SEVERAL, negated=node.negated)
            if phrase.reported and (post := phrase.post or self.post):
                said = tr("{post} has heard that {what}", post=self.words.named(post), what=said)
            return said
        if kind == "unit":
            return _being(self.words.named(name), node.state, several=False, negated=node.negated)
        if kind == "decision" and node.negated and node.state != "open":
            return self.words.answered(of, node.state, negated=True)
        said = self.words.state_of(kind, of or name, node.state)
        return tr("it is not so that {what}", what=said) if node.negated else said

    # how much

    def _compared(self, node: Compare) -> str:
        op, left, right = node.op, node.left, node.right
        if isinstance(left, Number) and not isinstance(right, Number):
            op, left, right = _FLIPPED[op], right, left
        if isinstance(left, Phrase) and isinstance(right, Number):
            return self._measured(left, op, right.value)
        ones = _ones(left) if isinstance(right, Number) else []
        if ones and isinstance(right, Number):
            parts = ", ".join(map(self._placed, ones))
            return tr("there are {many} of these: {parts}", many=tr(MANY[op], n=_number(right.value)), parts=parts)
        share = isinstance(right, Number) and _is_share(left)
        other = _number(right.value, share=True) if isinstance(right, Number) and share else self._amount(right)
        return tr("{what} is {many}", what=self._amount(left), many=tr(MANY[op], n=other))

    def _measured(self, phrase: Phrase, op: str, value: float) -> str:
        """That there is so much of something."""
        kind, name = phrase.key.partition("@")[0], phrase.name
        if kind == "time":
            return tr(CLOCKS[op], clock=format_clock(round(value)))
        if name in _DAYLIGHT and ((op, value) in _SOME or (op, value) in _NONE or (op, value) == ("==", 1)):
            return tr(_DAYLIGHT[name][(op, value) in _NONE])
        if name in KINDS and kind == name and "@" in phrase.key:
            return self._there_is(phrase, op, value)
        if name in QUANTITY_CLAUSES:
            many = _many(op, value, share=name in LEVELS)
            return tr(QUANTITY_CLAUSES[name][1], many=many)
        return tr("{what} is {many}", what=self._amount(phrase), many=tr(MANY[op], n=_number(value)))

    def _there_is(self, phrase: Phrase, op: str, value: float) -> str:
        """That there is something, or so much of it; or that there is nothing of it."""
        name = phrase.name
        if (op, value) in _NONE:
            return tr("it is not so that {what}", what=self._there_is(phrase, ">", 0))
        what, several = self._what(phrase), name in SEVERAL
        if (op, value) not in _SOME:
            many, known = tr(MANY[op], n=_number(value)), AMOUNTS.get(name, "")
            what = tr(known, many=many) if known else tr("{what} with a count of {many}", what=what, many=many)
            several = name in COUNTED
        what = self._at(phrase, what)
        if phrase.reported or phrase.seen:
            return self._known(phrase, what)
        return tr("there are {what}", what=what) if several else tr("there is {what}", what=what)

    def _amount(self, node: Node) -> str:
        """A number, or what one stands for."""
        if isinstance(node, Number):
            return _number(node.value)
        if isinstance(node, Phrase):
            return self._quantity(node)
        if isinstance(node, Arithmetic):
            one, other = (self._operand(part, node.op) for part in (node.left, node.right))
            return tr(_ARITHMETIC[node.op], one=one, other=other)
        if isinstance(node, Call):
            return tr(_CALLS[node.name], parts=tr(" and ").join(self._operand(part) for part in node.args))
        return self._within(node)

    def _operand(self, node: Node, op: str = "") -> str:
        """A part of a sum: in brackets where it has parts itself that belong together."""
        said = self._amount(node)
        alike = isinstance(node, Arithmetic) and node.op == op and op in ("+", "*")
        return f"({said})" if isinstance(node, Arithmetic | Call) and not alike else said

    def _quantity(self, phrase: Phrase) -> str:
        name, kind = phrase.name, phrase.key.partition("@")[0]
        if kind == "time":
            return tr("the time in seconds")
        if name in KINDS and kind == name and "@" in phrase.key:
            return tr("the count of {what}", what=self._placed(phrase))
        if name in QUANTITY_CLAUSES:
            return tr(QUANTITY_CLAUSES[name][0])
        if kind in ("unit", "group"):
            return tr("the strength of {name}", name=self.words.named(name))
        return self.words.called(name)


def _being(what: str, state: str, *, several: bool, negated: bool) -> str:
    """That something is in a state, or is not."""
    fields = {"what": what, "state": plain(state)}
    if several:
        return tr("{what} are not {state}", **fields) if negated else tr("{what} are {state}", **fields)
    return tr("{what} is not {state}", **fields) if negated else tr("{what} is {state}", **fields)


def _ones(node: Node) -> list[Phrase]:
    """What a sum counts of which each is one at most, ``min(abduction at field, 1)``; nothing for any other sum."""
    if isinstance(node, Arithmetic) and node.op == "+":
        one, other = _ones(node.left), _ones(node.right)
        return [*one, *other] if one and other else []
    if isinstance(node, Call) and node.name == "min" and node.args[1:] == (Number(1.0),):
        return [part for part in node.args[:1] if isinstance(part, Phrase) and "@" in part.key]
    return []


def _number(value: float, *, share: bool = False) -> str:
    """A number of a condition, a share in per cent."""
    return f"{decimal(f'{value * 100:g}')} %" if share else decimal(f"{value:g}")


def _many(op: str, value: float, *, share: bool) -> str:
    """A number with its comparison."""
    if share:
        return tr(MANY[op], n=_number(value, share=True))
    if (op, value) in ((">", 0), (">=", 1)):
        return tr("one or more")
    return tr(MANY[op], n=_number(value))


def _is_share(node: Node) -> bool:
    """Whether a sum is one of shares alone: told in per cent."""
    if isinstance(node, Phrase):
        return node.name in LEVELS and "@" not in node.key
    if isinstance(node, Call):
        return all(map(_is_share, node.args))
    if isinstance(node, Arithmetic) and node.op in ("+", "-"):
        return any(map(_is_share, (node.left, node.right)))
    return False
