"""The grammar of conditions: text to nodes, or a :class:`ConditionError` with the column.

Ground floor.  See :mod:`simulator.conditions` for the grammar itself and for what the nodes mean.
"""

from __future__ import annotations

import re

from simulator.catalogue import marked, tr
from simulator.conditions import (
    And,
    Arithmetic,
    Call,
    Compare,
    Is,
    Node,
    Not,
    Number,
    Or,
    Phrase,
)
from simulator.quantities import DIMENSIONS, QuantityError
from simulator.units import parse_when

__all__ = ["ConditionError", "parse_condition"]

LONGEST_TEXT, MOST_NODES, DEEPEST = 1000, 200, 32
FUNCTIONS = ("min", "max", "abs", "round")
_KEYWORDS = frozenset(("and", "or", "not", "is", "reported", "seen", "to", "at", "on", "in", "of"))
_PREPOSITIONS = frozenset(("at", "on", "in", "of"))
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<time>[HD]\s*\+\s*\d+(?::\d\d){0,2})
    | (?P<number>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)
    | (?P<quoted>'[^']{1,64}'|"[^"]{1,64}")
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*)
    | (?P<op><=|>=|!=|==|\*\*|[-+*/()<>=,%])
    | (?P<bad>\S)
    )""",
    re.VERBOSE,
)
_UNITS = {word: size for dim in DIMENSIONS.values() for word, size in dim.units.items() if "/" not in word}


class ConditionError(ValueError):
    """A condition that cannot be read: ``col`` counts from 0 inside the text."""

    def __init__(self, code: str, message: str, hint: str = "", col: int = 0):
        self.code, self.message, self.hint, self.col = code, message, hint, col
        super().__init__(message)


class _Parser:
    """Recursive descent over the tokens of one condition."""

    def __init__(self, text: str):
        self.text, self.tokens, self.at, self.nodes, self.depth = text, _tokens(text), 0, 0, 0

    def parse(self) -> Node:
        """The whole condition; what is left over is a mistake."""
        node = self.either()
        if self.peek()[0] != "end":
            raise self._unexpected(self.peek()[1], marked("join two conditions with and, or"))
        return node

    def peek(self, ahead: int = 0) -> tuple[str, str, int]:
        """The next token (kind, text, column), or one after it."""
        return self.tokens[min(self.at + ahead, len(self.tokens) - 1)]

    def take(self) -> tuple[str, str, int]:
        """The next token, which is then behind us."""
        token = self.peek()
        self.at += 1
        return token

    def error(self, message: str, hint: str = "", code: str = "E401") -> ConditionError:
        """A mistake at the next token."""
        return ConditionError(code, message, hint, self.peek()[2])

    def count(self) -> None:
        """One more part of the condition; refused above the bound."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise self.error(
                tr("the condition has more than {most} parts", most=MOST_NODES),
                tr("split it into two rules"),
                "E404",
            )

    def word(self, *words: str) -> bool:
        """Take the next token if it is one of some words."""
        kind, value, _ = self.peek()
        if kind == "name" and value in words:
            self.at += 1
            return True
        return False

    def deeper(self) -> None:
        """One level deeper; refused above the bound."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error(
                tr("the condition is nested deeper than {most}", most=DEEPEST),
                tr("split it into two rules"),
                "E404",
            )

    def either(self) -> Node:
        """``a or b or c``"""
        self.deeper()
        parts = [self.both()]
        while self.word("or"):
            parts.append(self.both())
        self.depth -= 1
        self.count()
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self) -> Node:
        """``a and b and c``"""
        parts = [self.negation()]
        while self.word("and"):
            parts.append(self.negation())
        self.count()
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negation(self) -> Node:
        """``not a``"""
        if self.word("not"):
            self.deeper()
            node = Not(self.negation())
            self.depth -= 1
            return node
        return self.relation()

    def relation(self) -> Node:
        """``a is state``, ``a > b``, or a value that is true or not"""
        start = self.peek()[2]
        left = self.sum()
        if self.word("is"):
            return self._state(left, start)
        kind, op, _ = self.peek()
        if kind == "op" and op in ("<", "<=", ">", ">=", "=", "==", "!="):
            self.at += 1
            self.count()
            node = Compare("==" if op == "=" else op, left, self.sum())
            if self.peek()[1] in ("<", "<=", ">", ">=", "=", "==", "!="):
                raise self.error(tr("two comparisons stand in a row"), tr("write a < b and b < c"))
            return node
        return left

    def _state(self, left: Node, start: int) -> Node:
        if not isinstance(left, Phrase):
            raise ConditionError("E401", tr("only a name can be in a state"), tr("write: qrf_1 is available"), start)
        negated = self.word("not")
        kind, state, col = self.take()
        if kind != "name" or state in _KEYWORDS:
            raise ConditionError("E401", tr("a state is missing after 'is'"), tr("write: qrf_1 is available"), col)
        return Is(left, state, negated, col)

    def sum(self) -> Node:
        """``a + b - c``"""
        node = self.product()
        while self.peek()[:2] in (("op", "+"), ("op", "-")):
            op = self.take()[1]
            self.count()
            node = Arithmetic(op, node, self.product())
        return node

    def product(self) -> Node:
        """``a * b / c``"""
        node = self.signed()
        while self.peek()[:2] in (("op", "*"), ("op", "/")):
            op = self.take()[1]
            self.count()
            node = Arithmetic(op, node, self.signed())
        return node

    def signed(self) -> Node:
        """``-a``, ``(a)``, a number, a time, a function or a phrase"""
        kind, value, col = self.peek()
        if (kind, value) == ("op", "-"):
            self.take()
            self.deeper()
            node = Arithmetic("-", Number(0), self.signed())
            self.depth -= 1
            return node
        if (kind, value) == ("op", "("):
            return self._bracket()
        if kind == "number":
            return self._number()
        if kind == "time":
            return self._time()
        if kind == "name" and self.peek(1)[:2] == ("op", "("):
            return self._call()
        if kind in ("name", "quoted") and value not in _KEYWORDS:
            return self._phrase()
        if kind == "end":
            raise ConditionError("E401", tr("the condition ends too early"), tr("something is missing after this"), col)
        raise self._unexpected(value)

    def _unexpected(self, value: str, hint: str = marked("write: crowd at gate_c > 500 people")) -> ConditionError:
        if value in ("**", ".", "[", "{", ";", "\\", "@", "`", "'", '"'):
            return self.error(
                tr("{value!r} is not part of the condition language", value=value),
                tr("compare names and numbers"),
                "E403",
            )
        return self.error(tr("{value!r} is not expected here", value=value), tr(hint))

    def _bracket(self) -> Node:
        self.take()
        node = self.either()
        if self.take()[1] != ")":
            self.at -= 1
            raise self.error(tr("a bracket is not closed"), tr("add )"))
        return node

    def _time(self) -> Node:
        _, text, col = self.take()
        try:
            return Number(float(parse_when(text.replace(" ", ""))))
        except QuantityError as error:
            raise ConditionError(error.code, error.message, error.hint, col) from None

    def _number(self) -> Node:
        _, digits, col = self.take()
        value = float(digits)
        if value > 1e12:
            raise ConditionError(
                "E206", tr("the number is too large"), tr("a condition counts people, seconds or shares"), col
            )
        kind, word, _ = self.peek()
        if word == "%" or (kind == "name" and word in _UNITS):
            self.take()
            value *= _UNITS[word]
        self.count()
        return Number(value)

    def _call(self) -> Node:
        _, name, col = self.take()
        if name not in FUNCTIONS:
            raise ConditionError(
                "E403",
                tr("{name!r} is not a function here", name=name),
                tr("there are {functions}", functions=", ".join(FUNCTIONS)),
                col,
            )
        self.take()
        self.deeper()
        args = [self.sum()]
        while self.peek()[:2] == ("op", ","):
            self.take()
            args.append(self.sum())
        if self.take()[1] != ")":
            self.at -= 1
            raise self.error(tr("a bracket is not closed"), tr("add )"))
        self.depth -= 1
        if name == "abs" and len(args) != 1:
            raise ConditionError("E401", tr("abs takes one value"), "", col)
        return Call(name, tuple(args))

    def _phrase(self) -> Node:
        _, name, col = self.take()
        self.count()
        seen = self.word("seen")
        reported = not seen and self.word("reported")
        post = place = ""
        if reported and self.word("to"):
            post = self._name(tr("a command post"), "breach reported to ioc")  # not for people
        if self.peek()[0] == "name" and self.peek()[1] in _PREPOSITIONS:
            self.take()
            place = self._name(tr("a place"), "crowd at gate_c")  # not for people
        return Phrase(name, place, post, reported, seen, col)

    def _name(self, what: str, example: str) -> str:
        kind, value, col = self.take()
        if kind not in ("name", "quoted") or value in _KEYWORDS:
            raise ConditionError(
                "E401", tr("the name of {what} is missing", what=what), tr("write: {example}", example=example), col
            )
        return value


def _tokens(text: str) -> list[tuple[str, str, int]]:
    if len(text) > LONGEST_TEXT:
        raise ConditionError(
            "E404",
            tr("the condition is longer than {most} characters", most=LONGEST_TEXT),
            tr("split it into two"),
        )
    tokens, where = [], 0
    while where < len(text) and (found := _TOKEN.match(text, where)):
        kind = str(found.lastgroup)
        value = found[kind]
        if kind == "quoted":
            value = value[1:-1]
        if kind != "bad" and "__" in value:
            raise ConditionError(
                "E403",
                tr("{value!r} is not a name here", value=value),
                tr("names are words of the scenario"),
                found.start(kind),
            )
        tokens.append((kind, value, found.start(kind)))
        where = found.end()
    tokens.append(("end", "", len(text)))
    return tokens


def parse_condition(text: str) -> Node:
    """The nodes of a condition; raises :class:`ConditionError` with the column where it went wrong."""
    if not text.strip():
        raise ConditionError("E401", tr("the condition is empty"), tr("write: breach reported to ioc"))
    return _Parser(text).parse()
