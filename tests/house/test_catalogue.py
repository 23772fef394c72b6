"""Every sentence that people read goes through the catalogue, and the catalogue is whole."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from simulator import catalogue
from tests.house.source import ROOT, calls, docstrings, modules, parsed

PENDING: tuple[str, ...] = ()
"""rooms and modules whose sentences do not go through the catalogue yet"""

RECOGNISED = ("simulator/exchange/forces/columns.py", "simulator/exchange/forces/words.py")
"""modules of words that others write, in any language, and that we recognise; nobody reads them from us"""

LISTED = (
    "simulator/events.py",
    "simulator/operation_words.py",
    "simulator/crowd_events.py",
    "simulator/civilian_events.py",
    "simulator/measures.py",
    "simulator/months.py",
    "simulator/parameters/",
    "simulator/verbs.py",
    "simulator/vocabulary.py",
    "tui/keys.py",
)
"""modules of tables whose every row is listed in docs/listed.py"""

LINE_MARK = "# not for people"
"""at the end of a line whose words nobody reads, the name of a random stream or a media type; behind the first line of
a table it counts for all of it"""

_SENTENCE = re.compile(r"[^\W\d_]{2,}[,;:.]? \{?[^\W_]|[^\W\d_]{2,}: ?\{|\} [^\W\d_]{2,}|^[A-Z][a-z]{2,}\b")
_SAYS = frozenset(("tr", "trn", "marked"))
_UNREAD_CALLS = frozenset(
    (
        "re.compile",
        "TypeVar",
        "NewType",
        "word",
        "getattr",
        "screen_named",
        "setattr",
        "hasattr",
        "typer.Option",
        "typer.Argument",
        "typer.Typer",
        "Field",
        "Binding",
        "importlib.import_module",
    )
)
"""calls whose words nobody reads, or that are taken out of what they make: help of options, the language's fields"""
_OWN_FAULTS = frozenset(
    ("AssertionError", "EngineFault", "KeyError", "NotImplementedError", "RuntimeError", "TypeError", "ValueError")
)
"""what only our own mistakes raise; a traceback is for those who read the code"""
_DRAWS = ("once", "several", "stream")
"""methods of the draws: their words name a random stream"""
_UNREAD_NAMES = frozenset(("__all__", "__slots__", "CSS", "DEFAULT_CSS", "CSS_PATH"))


def _unread(tree: ast.Module) -> Iterator[ast.AST]:
    """Nodes whose strings nobody reads, or that the catalogue has already."""
    yield from docstrings(tree)
    for name, call in calls(tree):
        if name in _SAYS or name in _UNREAD_CALLS or name in _OWN_FAULTS or name.rpartition(".")[2] in _DRAWS:
            yield call
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare | ast.Assert):
            yield node
        elif isinstance(node, ast.Subscript):
            yield node.slice
        elif isinstance(node, ast.Dict):
            yield from (key for key in node.keys if key is not None)
        elif isinstance(node, ast.AnnAssign) or (isinstance(node, ast.arg) and node.annotation is not None):
            yield node.annotation
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None:
            yield node.returns
        elif isinstance(node, ast.MatchValue):
            yield node
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id in _UNREAD_NAMES for target in targets):
                yield node


def _told(node: ast.AST) -> str:
    """The text of a literal, with ``{}`` where a value comes in; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return ""


def escaped(tree: ast.Module, lines: list[str]) -> list[tuple[int, str]]:
    """Line and text of every literal that reads like a sentence and does not go through the catalogue."""
    tables = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign)]
    unread = [*_unread(tree), *(node for node in tables if LINE_MARK in lines[node.lineno - 1])]
    seen = {inner for node in unread for inner in ast.walk(node)}
    parts = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    found = []
    for node in ast.walk(tree):
        text = _told(node)
        if not text or node in seen or (node in parts and isinstance(node, ast.Constant)):
            continue
        line: int = node.lineno  # type: ignore[attr-defined]
        if _SENTENCE.search(text) and LINE_MARK not in lines[line - 1]:
            found.append((line, text))
    return sorted(found)


@pytest.mark.parametrize("path", [p for p in modules() if not p.startswith((*PENDING, *RECOGNISED, *LISTED))])
def test_no_sentence_escapes_the_catalogue(path: str) -> None:
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    wrong = [f"{path}:{line}: {text!r}" for line, text in escaped(modules()[path], lines)]
    assert not wrong, (
        "give these to tr(), trn() or marked(), or end the line with " + LINE_MARK + "\n" + "\n".join(wrong)
    )


@pytest.mark.parametrize(
    "source",
    [
        'say("there is no unit")',
        'say(f"there is no {unit}")',
        'say(f"{unit} is away")',
        'COLUMNS = ("Unit", "State")',
        'raise UsageError("no such file")',
        'tr(f"there is no {unit}") + "and so on"',
    ],
)
def test_a_sentence_that_escapes_is_found(source: str) -> None:
    assert escaped(parsed(source)["simulator/engine/wrong.py"], source.splitlines())


@pytest.mark.parametrize(
    "source",
    [
        'say(tr("there is no unit"))',
        'tr("there is no {unit}", unit=name)',
        'TABLE = {"a b": marked("two words")}',
        'stream = draws(f"sees {place}")  # not for people',
        'u = self.w.draws.once(name, "what stops it")',
        'HEADS = (  # not for people\n    "planned time",\n)',
        '"""A docstring says much."""',
        'state = "on_scene"',
        'raise ValueError("our own fault")',
        'if text == "the end of it": pass',
    ],
)
def test_what_is_no_sentence_for_people_is_let_pass(source: str) -> None:
    assert not escaped(parsed(source)["simulator/engine/wrong.py"], source.splitlines())


def test_what_is_said_is_a_literal() -> None:
    """A sentence that is put together first can be found by nobody; a name stands for a marked one."""
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in modules().items()
        for name, call in calls(tree)
        if name in _SAYS and call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert not wrong


def test_every_sentence_that_is_said_is_in_the_catalogue() -> None:
    """Whoever takes the sentences out of the code does not see those inside f-strings, and some inside other calls."""
    known = set()
    for path in (catalogue.PLACE / "fr").glob("*.po"):
        with path.open("rb") as file:
            known |= {(row.context, row.id[0] if isinstance(row.id, tuple) else row.id) for row in read_po(file)}
    said = {
        f"{path}:{call.lineno}": ("word" if name == "word" else None, call.args[0].value)
        for path, tree in modules().items()
        for name, call in calls(tree)
        if name in {*_SAYS, "word"} and call.args and isinstance(call.args[0], ast.Constant)
    }
    assert {where: text for where, text in said.items() if text not in known} == {}


def test_the_catalogue_is_whole_and_fresh() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "catalogue.py"), "--check"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_fields_are_filled_in_and_never_read_as_templates() -> None:
    assert catalogue.tr("{a} and {b}", a="{b}", b=2) == "{b} and 2"
    assert catalogue.tr("{left as it is}") == "{left as it is}"
    assert [catalogue.trn("{n} unit", "{n} units", n) for n in (1, 2)] == ["1 unit", "2 units"]


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "STARTEX_LANGUAGE": "fr"}, "fr"),
        ({"LANG": "sw_KE"}, "en"),
        ({"LC_MESSAGES": "FR", "LANG": "C.UTF-8"}, "fr"),
    ],
)
def test_the_environment_asks_for_a_language(environment: dict[str, str], code: str) -> None:
    assert catalogue.asked_for(environment) == code


def test_a_language_that_is_not_there_is_refused_and_changes_nothing() -> None:
    with pytest.raises(KeyError):
        catalogue.use("xx")
    assert catalogue.language() == "en"


def _counted() -> Iterator[tuple[str, int, str, str]]:
    """Every sentence that depends on a number, where it stands, for one and for several."""
    for path, tree in modules().items():
        for name, call in calls(tree):
            if name == "trn":
                one, many = (ast.literal_eval(argument) for argument in call.args[:2])
                yield path, call.lineno, one, many


SAME_FOR_ALL = re.compile(r"\{n\} (more|failed|delivered|fired)\b(?! \w+s\b)")
"""numbers of which English says one as it says many, no noun stands behind them"""


def test_one_thing_is_not_said_as_several() -> None:
    same = [f"{path}:{line}: {one}" for path, line, one, many in _counted() if one == many]
    assert [row for row in same if not SAME_FOR_ALL.search(row)] == []
