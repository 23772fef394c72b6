"""The page: one file, no network, nothing of a scenario's text obeyed, every plot with words."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from simulator.runs.compare.comparison import Options, compare
from simulator.runs.compare.page import page
from simulator.runs.compare.sample import read_sample
from tests.runs.compare.batches import an_arm, write_batch

HOSTILE = "<script>alert(1)</script> \"'& $x^2$ \x1b]52;c;x\x07 [red]"
_VOID = {"meta", "br", "hr", "img", "link", "input"}


class Read(HTMLParser):
    """What a page holds: elements with their attributes, texts, and whether tags close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page of everything, made from numbers, with texts that want to be obeyed."""
    rng = np.random.default_rng(1)
    objective = {
        "id": "O1", "text": HOSTILE, "measure": "civilian_harm", "at_most": 5.0, "at_least": None, "asked": "at most 5",
    }  # fmt: skip
    assumed = [{"parameter": "force.round", "value": "1 s", "source": "[A]", "about": "x", "range": "0-1"}]
    names = ["base", f"x {HOSTILE}"]
    arms = [an_arm(name, objectives=[objective], assumed=assumed, variant=name) for name in names]
    sets = [{}, *({"parameters.force.round": f"{i / 9:.3f} s"} for i in range(9))]
    bands = ("civilian_harm", "harm_crush", "harm_un_fire")
    values = {name: {m: rng.integers(0, 9 + 5 * i, (10, 40)) for m in bands} for i, name in enumerate(names)}
    times = {name: {"first_aid": [(60.0 * i + 1, i % 5 > 0) for i in range(40)]} for name in names}
    scenario = {"name": "a", "title": HOSTILE, "handling": f"HANDLING {HOSTILE}", "sha256": "0" * 64, "libraries": {}}
    folder = write_batch(
        tmp_path_factory.mktemp("page") / "b", values, arms=arms, times=times, sets=sets, scenario=scenario
    )
    return page(compare(read_sample([folder]), Options(analyst=True)))


@pytest.fixture(scope="module")
def read(html: str) -> Read:
    return Read(html)


def test_tags_close_in_order(read: Read) -> None:
    assert read.wrong == []
    assert read.open == []


def test_nothing_is_fetched(html: str, read: Read) -> None:
    """No script, no link to elsewhere, no picture, no import; the only addresses are names of XML spaces."""
    assert {tag for tag, _ in read.elements} & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "image",
        "base",
    } == set()
    targets = [a[k] or "" for _, a in read.elements for k in ("href", "src", "xlink:href", "action", "data") if k in a]
    assert targets
    assert [target for target in targets if not target.startswith("#")] == []
    without = re.sub(r'xmlns(:\w+)?="[^"]*"', "", html)
    assert re.findall(r"(?:https?:)?//\w[\w.]+", without) == []
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)


def test_the_policy_allows_nothing_but_styles(read: Read) -> None:
    (policy,) = [a["content"] for tag, a in read.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "script" not in policy


def test_texts_of_a_scenario_are_shown_and_not_obeyed(html: str, read: Read) -> None:
    assert "<script" not in html.lower()
    assert "\x1b" not in html
    assert "\x07" not in html
    assert not any(name.startswith("on") for _, a in read.elements for name in a)
    titles = [text for tag, text in read.texts if tag == "h1"]
    assert "<script>alert(1)</script>" in titles[0]


def test_the_marking_stands_at_both_ends_with_exercise(read: Read) -> None:
    marks = [text for tag, text in read.texts if tag == "p" and text.startswith(("HANDLING", "EXERCISE"))]
    assert [mark[:8] for mark in marks] == ["HANDLING", "EXERCISE", "EXERCISE", "HANDLING"]


def test_the_method_has_the_headings_of_the_guideline(read: Read) -> None:
    heads = [text for tag, text in read.texts if tag == "h3"]
    assert heads[-6:] == ["Objectives", "Logic", "Data", "Experimentation", "Implementation", "Code access"]


def test_what_breaks_comes_first(read: Read) -> None:
    assert next(text for tag, text in read.texts if tag == "h2") == "What breaks"


def test_every_plot_has_words_and_every_table_heads(read: Read) -> None:
    plots = [a for tag, a in read.elements if tag == "svg"]
    assert len(plots) >= 6
    assert all(a["role"] == "img" and a["aria-label"] for a in plots)
    assert all("width" not in a and a["viewbox"] for a in plots)
    heads = [a for tag, a in read.elements if tag == "th"]
    assert heads
    assert all(a.get("scope") in ("col", "row") for a in heads)


def test_plots_take_their_colours_from_the_page(html: str) -> None:
    drawings = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert all("var(--" in drawing for drawing in drawings)
    assert not any(re.search(r"(?:fill|stroke): #", drawing) for drawing in drawings)
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html


def test_names_within_plots_are_unique(read: Read) -> None:
    ids = [a["id"] for _, a in read.elements if "id" in a]
    assert len(ids) == len(set(ids))


def test_the_same_comparison_gives_the_same_page(tmp_path: Path) -> None:
    folder = write_batch(tmp_path / "b", {"base": {"trust": [1.0, 2.0]}, "a": {"trust": [2.0, 2.5]}})
    one, other = (page(compare(read_sample([folder]), Options())) for _ in range(2))
    assert one == other
