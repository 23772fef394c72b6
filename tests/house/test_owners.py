"""One owner for each outside thing (house sheet, section 2): only the named modules touch it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from simulator.conditions import compile_condition, rewrite
from simulator.grammar import parse_condition
from tests.house.source import ROOT, calls, imported, modules, nodes, parsed, strings

Trees = Mapping[str, ast.Module]


def importing(*names: str) -> Callable[[Trees], set[str]]:
    """A question: which modules import one of these, or something of it."""

    def _found(trees: Trees) -> set[str]:
        return {
            path
            for path, tree in trees.items()
            if any(full == name or full.startswith(f"{name}.") for full in imported(tree) for name in names)
        }

    return _found


def calling(*names: str) -> Callable[[Trees], set[str]]:
    """A question: which modules call one of these; ``.name`` stands for the method of anything."""

    def _is(written: str) -> bool:
        return written in names or f".{written.rpartition('.')[2]}" in names

    return lambda trees: {path for path, tree in trees.items() if any(_is(written) for written, _ in calls(tree))}


def either(*questions: Callable[[Trees], set[str]]) -> Callable[[Trees], set[str]]:
    """A question that joins others."""
    return lambda trees: set().union(*(question(trees) for question in questions))


def with_attribute(*names: str) -> Callable[[Trees], set[str]]:
    """A question: which modules speak of an attribute, such as ``sys.stdout``."""
    return lambda trees: {
        path
        for path, tree in trees.items()
        if any(
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and f"{node.value.id}.{node.attr}" in names
            for node in nodes(tree)
        )
    }


OPENS = calling("open", "os.open", ".read_text", ".read_bytes", ".write_text", ".write_bytes", ".mkdir", ".unlink")
PARTICULAR = (
    "fcntl msvcrt signal termios tty pty resource multiprocessing platform pwd grp winreg ctypes select curses readline"
)
COMPARE = """
    comparison ignorance paired proportions ranking sample sensitivity studies survival tables verdicts
"""
OWNERS: dict[str, tuple[Callable[[Trees], set[str]], set[str], tuple[str, ...]]] = {
    "random numbers": (
        either(
            importing("random", "numpy.random", "secrets", "uuid", "scipy.stats.qmc"),
            calling(".default_rng", ".RandomState", ".SeedSequence"),
        ),
        {
            "simulator/engine/draws.py",
            "simulator/runs/batch/designs.py",  # scipy's designs, which draw what is to be run, never what happens
            "simulator/runs/batch/assumptions.py",
            "simulator/runs/compare/paired.py",  # redraws of finished replications, always by the same seed
            "simulator/runs/compare/ranking.py",
            "simulator/runs/compare/sensitivity.py",
            "simulator/disk.py",  # marks of owners, never draws
        },
        ("import random", "from numpy import random", "import uuid as u", "np.random.default_rng(1)"),
    ),
    "arrays and statistics": (
        importing("numpy", "scipy"),
        {
            "simulator/engine/draws.py",
            "simulator/runs/batch/tally.py",  # scipy's factor of Student's interval
            "simulator/runs/batch/designs.py",
            "simulator/runs/batch/assumptions.py",
            *(f"simulator/runs/compare/{name}.py" for name in COMPARE.split()),
        },
        ("import numpy as np", "from scipy.stats import binomtest"),
    ),
    "plots": (
        importing("matplotlib"),
        {"simulator/runs/compare/plots.py", "simulator/report/writers/picture.py"},
        ("from matplotlib.figure import Figure",),
    ),
    "word processing": (importing("docx", "lxml"), {"simulator/report/writers/word.py"}, ("import docx",)),
    "the state of a plotting session": (
        importing("matplotlib.pyplot", "pylab"),
        set(),
        ("from matplotlib import pyplot",),
    ),
    "templates": (
        importing("jinja2"),
        {"simulator/runs/compare/page.py", "simulator/runs/projector.py", "simulator/report/writers/html.py"},
        ("from jinja2 import Environment",),
    ),
    "the system's randomness": (calling("os.urandom", "os.getrandom"), set(), ("import os\nos.urandom(3)",)),
    "the wall clock": (
        either(importing("time", "sched"), calling(".now", ".utcnow", ".today", "datetime.now")),
        {
            "simulator/cli/run.py",
            "tui/desk.py",
            "simulator/cli/play.py",
            "simulator/cli/terminal.py",
            "simulator/cli/view.py",
            "simulator/processes.py",
            "simulator/disk.py",
        },
        ("import time", "from time import monotonic", "datetime.now()", "date.today()"),
    ),
    "files": (
        OPENS,
        {
            "simulator/system.py",
            "simulator/processes.py",
            "simulator/disk.py",
            "simulator/record/files.py",
            "simulator/authoring/drafts.py",  # a file that is being edited
            "simulator/scenario/library.py",
            "simulator/runs/batch/folder.py",
            "simulator/runs/batch/shards.py",
            "simulator/cli/look.py",
            "simulator/authoring/drafting.py",
        },
        ("open('x')", "Path('x').read_text()", "import os\nos.open('x', 0)", "p.write_bytes(b'')"),
    ),
    "temporary files and trees": (
        importing("tempfile", "shutil", "glob"),
        {
            "simulator/system.py",
            "simulator/processes.py",
            "simulator/record/files.py",
            "simulator/cli/tools.py",
        },
        ("import shutil",),
    ),
    "the operating system": (
        importing("os", "stat"),
        {
            "simulator/system.py",
            "simulator/disk.py",
            "simulator/processes.py",
            "simulator/record/files.py",
            "simulator/scenario/library.py",
            "simulator/cli/tools.py",
        },
        ("import os", "from os import environ"),
    ),
    "what is particular to a system": (
        importing(*PARTICULAR.split()),
        {"simulator/system.py", "simulator/processes.py", "simulator/disk.py"},
        ("import fcntl", "from signal import SIGINT", "import multiprocessing.context"),
    ),
    "the name of the platform": (
        with_attribute("sys.platform", "os.name"),
        {"simulator/system.py", "simulator/processes.py", "simulator/disk.py"},
        ("sys.platform",),
    ),
    "the environment": (
        with_attribute("os.environ"),
        {"simulator/system.py", "simulator/processes.py"},
        ("os.environ['HOME']",),
    ),
    "standard output and error": (
        with_attribute("sys.stdout", "sys.stderr", "sys.stdin"),
        {
            "simulator/system.py",
            "simulator/cli/main.py",
            "simulator/cli/out.py",
            "simulator/cli/outcome.py",
            "simulator/cli/run.py",
            "simulator/cli/play.py",
            "simulator/cli/terminal.py",
        },
        ("sys.stdout.write('x')",),
    ),
    "print": (calling("print", "input"), {"simulator/cli/out.py"}, ("print('x')", "input()")),
    "the network, threads and other programs": (
        importing("socket", "http", "urllib", "requests", "threading", "asyncio", "concurrent", "subprocess", "ssl"),
        {
            "simulator/disk.py",  # the machine's name, to tell who holds a lock
            "simulator/processes.py",
            "simulator/cli/terminal.py",  # lines and time side by side
            "simulator/runs/batch/pools.py",
            "simulator/runs/beside/conduct.py",
            "simulator/runs/lookahead.py",
            "simulator/runs/loopback.py",  # one page, for browsers of this machine
            "tui/terminal.py",  # the loop that signals are handed to
            "tui/drive.py",
            "tui/opening.py",  # the desk is made beside the screen
            "tui/author/beside.py",  # reading off the loop, a dry run in a process of its own
        },
        ("import socket", "from urllib.request import urlopen", "import threading"),
    ),
    "code out of data": (
        either(calling("eval", "exec", "compile", "__import__"), importing("pickle", "marshal", "shelve", "runpy")),
        {"simulator/conditions.py"},  # out of its own nodes, never out of a text: see the test below
        ("eval('1')", "exec('')", "import pickle", "__import__('os')"),
    ),
    "numbers that differ from process to process": (
        calling("hash", "id"),
        {"simulator/engine/program.py"},  # to put each compiled rule once into a row, in the file's order
        ("hash('x')", "id(x)"),
    ),
    "a cluster": (
        importing("distributed", "dask"),
        {"simulator/runs/batch/cluster.py"},
        ("from distributed import Client",),
    ),
    "Parquet": (
        importing("pyarrow"),
        {
            "simulator/runs/batch/shards.py",
            "simulator/runs/batch/tables.py",
            "simulator/runs/compare/sample.py",
        },
        ("import pyarrow.parquet as pq",),
    ),
    "SimPy": (importing("simpy"), {"simulator/engine/clock.py"}, ("import simpy.core",)),
    "YAML": (
        importing("yaml"),
        {
            "simulator/scenario/tokens.py",
            "simulator/scenario/tree.py",
            "simulator/scenario/writing.py",
            "simulator/cli/tools.py",
        },
        ("import yaml",),
    ),
    "workbooks": (importing("openpyxl"), {"simulator/exchange/workbook.py"}, ("from openpyxl import load_workbook",)),
    "CSV": (importing("csv"), {"simulator/exchange/delimited.py", "simulator/runs/batch/tables.py"}, ("import csv",)),
    "the sun": (importing("astral"), {"simulator/blueprint/ground.py"}, ("from astral.sun import sunrise",)),
    "graphs": (importing("networkx"), {"simulator/blueprint/ground.py"}, ("import networkx as nx",)),
}
"""what -> a question, the modules that may, and source that the question must find"""


@pytest.mark.parametrize("thing", OWNERS)
def test_only_its_owner_touches(thing: str) -> None:
    question, owners, _ = OWNERS[thing]
    assert question(modules()) <= owners


@pytest.mark.parametrize("thing", OWNERS)
def test_an_owner_that_is_named_here_owns_something(thing: str) -> None:
    """A table that names more than it must would let something in unseen."""
    question, owners, _ = OWNERS[thing]
    assert owners <= question(modules())


@pytest.mark.parametrize(("thing", "text"), [(thing, text) for thing, row in OWNERS.items() for text in row[2]])
def test_the_question_finds_what_it_asks_for(thing: str, text: str) -> None:
    assert OWNERS[thing][0](parsed(text)) == set(parsed(text))


WORDS_OF_CONDITIONS = {"F", "P", "N", "get", "min", "max", "abs", "round"}


@pytest.mark.parametrize(
    "text",
    [
        "contact reported to ops and not (crowd at gate > 500) or time >= H+1:30",
        "max(crowd at gate, 3) + abs(trust - 2 * consent) / round(tension) != min(1, 2)",
        "qrf_1 is available and breach is not blocked and alarm seen at west",
    ],
)
def test_a_compiled_condition_uses_nothing_but_its_own_words(text: str) -> None:
    """What becomes code is made of our own nodes: names of an author appear in it as texts only."""
    code = compile_condition(
        rewrite(parse_condition(text), lambda phrase: replace(phrase, key=f"{phrase.name}@?"))
    ).__code__
    assert set(code.co_names) <= WORDS_OF_CONDITIONS
    assert [type(c) for c in code.co_consts if not isinstance(c, str | int | float | None)] == []


def iterated_sets(trees: Trees) -> list[str]:
    """Places where the members of a set are taken in no order: a for over one that is made on the spot."""
    found = []
    for path, tree in trees.items():
        for node in nodes(tree):
            over = [node.iter] if isinstance(node, ast.For | ast.comprehension) else []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("list", "tuple"):
                over = list(node.args[:1])
            found += [f"{path}:{made.lineno}" for made in over if _is_set(made)]
    return found


def _is_set(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.BitAnd | ast.Sub):
        return _is_set(node.left) or _is_set(node.right)
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("set", "frozenset")
    return called or isinstance(node, ast.Set | ast.SetComp)


def test_nothing_is_taken_out_of_a_set_without_an_order() -> None:
    assert iterated_sets(modules()) == []


@pytest.mark.parametrize("text", ["for x in set(y): f(x)", "[x for x in {1, 2}]", "list({f(x) for x in y} - z)"])
def test_the_question_finds_a_set_that_is_gone_through(text: str) -> None:
    assert iterated_sets(parsed(text)) == ["simulator/engine/wrong.py:1"]


SHIPPED = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))


def scenarios_named(trees: Trees) -> list[str]:
    """Places outside the command's help where a shipped scenario's name stands in the source."""
    return [
        f"{path}:{text.lineno}: {name}"
        for path, tree in trees.items()
        if not path.startswith("simulator/cli/")
        for text in strings(tree)
        for name in SHIPPED
        if name in str(text.value)
    ]


def test_nothing_knows_the_name_of_a_scenario() -> None:
    assert len(SHIPPED) >= 4
    assert scenarios_named(modules()) == []


def test_the_question_finds_the_name_of_a_scenario() -> None:
    assert len(scenarios_named(parsed(f"if blueprint.name == {SHIPPED[0]!r}: harm *= 2"))) == 1


def asserts(trees: Trees) -> list[str]:
    """Assertions that say more than what kind of thing a value is: these could be checks of what came in."""
    return [
        f"{path}:{node.lineno}"
        for path, tree in trees.items()
        for node in nodes(tree)
        if isinstance(node, ast.Assert) and not _says_the_kind(node.test)
    ]


def _says_the_kind(test: ast.expr) -> bool:
    if isinstance(test, ast.Call):
        return isinstance(test.func, ast.Name) and test.func.id == "isinstance"
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.ops[0], ast.IsNot)
        and isinstance(test.comparators[0], ast.Constant)
        and test.comparators[0].value is None
    )


def test_assertions_only_tell_a_reader_the_kind_of_a_value() -> None:
    assert asserts(modules()) == []


def test_the_question_finds_an_assertion_that_checks_what_came_in() -> None:
    assert len(asserts(parsed("assert 0 <= share <= 1\nassert name in names\nassert x is not None"))) == 2
