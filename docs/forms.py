"""What an author may write where a word or a condition is wanted, each with an example out of docs/examples/."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, get_args

from shown import Example, examples, said

from simulator.conditions import And, Arithmetic, Call, Compare, Is, Node, Not, Or, Phrase, children
from simulator.scenario.schema import Scenario
from simulator.scenario.schema.base import ConditionText, Model
from simulator.scenario.schema.plan import Step
from simulator.scenario.schema.threat import StreamEvent
from simulator.vocabulary import KINDS, QUANTITIES

__all__ = ["TASKS", "VERBS", "example_of", "forms_of", "with_condition", "with_word"]


def _words(hint: Any) -> tuple[str, ...]:
    """The words that a field may hold: those of its Literal."""
    found = tuple(part for part in get_args(hint) if isinstance(part, str))
    return found or tuple(word for part in get_args(hint) for word in _words(part))


TASKS = _words(Step.model_fields["task"].annotation)
VERBS = _words(StreamEvent.model_fields["do"].annotation)


def with_word(model: type[Model], field: str, word: str) -> str:
    """The shortest entry of a model that says ``field: word``, on one line; stops where no file has one."""
    found = []
    for example in examples():
        for part in example.parts:
            if part.model == model.__name__ and getattr(part.value, field) == word:
                text = said(example, part.loc)
                found += [text] if text else [_in_one_line(example, part.fields)]
    if not found:
        raise SystemExit(f"docs/examples: no {model.__name__} says {field}: {word}")
    return min(found, key=lambda text: (len(text), text))


def _in_one_line(example: Example, fields: dict[str, tuple[int | str, ...]]) -> str:
    """An entry that its file spreads over lines, in one; what is long itself is left out."""
    return "{" + ", ".join(text for loc in fields.values() if (text := said(example, loc))) + "}"


# conditions


def forms_of(node: Node, scenario: Scenario) -> Iterator[str]:
    """The names of the forms that a condition is made of."""
    yield from _form(node, scenario)
    for child in children(node):
        mixed = isinstance(node, And | Not) and isinstance(child, And | Or)
        yield from ("brackets",) if mixed else ()
        yield from forms_of(child, scenario)


def _form(node: Node, scenario: Scenario) -> Iterator[str]:
    if isinstance(node, Phrase):
        yield from _phrase(node)
    elif isinstance(node, Is):
        yield f"{_sort(node.phrase.name, scenario)} is"
        yield from ("is not",) if node.negated else ()
    elif isinstance(node, Compare | Arithmetic):
        yield node.op
    elif isinstance(node, Call):
        yield node.name
    elif isinstance(node, And | Or | Not):
        yield type(node).__name__.lower()


def _phrase(phrase: Phrase) -> Iterator[str]:
    if phrase.seen:
        yield "seen"
    elif phrase.reported:
        yield "reported to" if phrase.post else "reported"
    elif phrase.place:
        yield "at"
    elif phrase.name in QUANTITIES:
        yield "quantity"


def _sort(name: str, scenario: Scenario) -> str:
    """What a name that is in a state stands for."""
    named: dict[str, Collection[str]] = {
        "kind": KINDS,
        "unit": scenario.units,
        "decision": scenario.decisions,
        "inject": [inject.id for inject in scenario.msel],
        "rule": scenario.plan,
        "group": scenario.threat.groups,
        "stream": [event.id for event in scenario.threat.stream],
    }
    return next(sort for sort, names in named.items() if name in names)


def with_condition() -> dict[tuple[str, str], str]:
    """The shortest condition of a file for each (``form``, ``kind`` or ``quantity``, its name), as it stands there."""
    found: dict[tuple[str, str], str] = {}
    for example, condition in _conditions():
        assert example.document.scenario is not None
        words = [("form", form) for form in forms_of(condition.node, example.document.scenario)]
        for word in (*words, *_named(condition.node)):
            found[word] = min(found.get(word, condition.text), condition.text, key=lambda text: (len(text), text))
    return found


def _conditions() -> Iterator[tuple[Example, ConditionText]]:
    """Every condition that a file of the examples writes itself."""
    for example in examples():
        for part in example.parts:
            values = (getattr(part.value, name) for name in type(part.value).model_fields)
            yield from ((example, value) for value in values if isinstance(value, ConditionText))


def _named(node: Node) -> Iterator[tuple[str, str]]:
    """The kinds and quantities that a condition speaks of."""
    if isinstance(node, Phrase) and node.name in KINDS and not _counted(node):
        yield "kind", node.name
    elif isinstance(node, Phrase) and node.name in QUANTITIES:
        yield "quantity", node.name
    for child in children(node):
        yield from _named(child)


def _counted(phrase: Phrase) -> bool:
    """Whether a word that is both, such as casualties, means the number of all of them."""
    return phrase.name in QUANTITIES and not (phrase.place or phrase.reported or phrase.seen)


def example_of(found: dict[tuple[str, str], str], sort: str, name: str) -> str:
    """The condition that shows a word; stops where no file has one."""
    if (sort, name) not in found:
        raise SystemExit(f"docs/examples: no condition shows the {sort} {name!r}")
    return f"`{found[sort, name]}`"
