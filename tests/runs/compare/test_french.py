"""A comparison in French: the page and the words of every form, and nothing but words that depends on the language."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator import catalogue
from simulator.errors import UsageError
from simulator.runs.compare.comparison import Comparison, Options, compare, plain
from simulator.runs.compare.page import page
from simulator.runs.compare.sample import read_sample
from simulator.runs.compare.wording import nothing_said, quantile_said, size_said
from tests.runs.compare.batches import an_arm, write_batch

OBJECTIVE = {
    "id": "O1", "text": "Xylophone", "measure": "civilian_harm", "at_most": 5.0, "at_least": None,
    "asked": "at most 5 people",
}  # fmt: skip
ENGLISH = (
    *("at most", "in 10", "better", "no evidence", "baseline", "sets of", "interval", "what breaks", "replications"),
    *("nothing to", "told apart", "the same", "assumed", "decision", "objectives", "method", "harmed", "by ENDEX"),
)
"""words that a page in English has, and one in French has not"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch with everything that a page tells of, made from numbers."""
    rng = np.random.default_rng(1)
    assumed = [{"parameter": "force.round", "value": "1 s", "source": "[A]", "about": "x", "range": "0-1"}]
    names = ("base", "other", "third")
    arms = [an_arm(name, objectives=[OBJECTIVE], assumed=assumed, variant=name) for name in names]
    sets = [{}, *({"parameters.force.round": f"{i / 9:.3f} s"} for i in range(9))]
    bands = ("civilian_harm", "harm_crush", "harm_un_fire", "patrol_hours")
    values = {name: {m: rng.integers(0, 9 + 5 * i, (10, 40)) for m in bands} for i, name in enumerate(names)}
    times = {name: {"first_aid": [(60.0 * i + 1, i % 5 > 0) for i in range(40)]} for name in names}
    return write_batch(tmp_path_factory.mktemp("french") / "b", values, arms=arms, times=times, sets=sets)


def compared(folder: Path) -> Comparison:
    return compare(read_sample([folder]), Options(analyst=True))


def numbers(value: Any) -> list[Any]:
    """Every number of a document, in order, and its keys: what a program reads."""
    if isinstance(value, dict):
        return [part for key, item in value.items() for part in (key, *numbers(item))]
    if isinstance(value, list):
        return [part for item in value for part in numbers(item)]
    return [] if isinstance(value, str) else [value]


@pytest.mark.usefixtures("french")
def test_a_page_is_french_and_says_so(folder: Path) -> None:
    text = page(compared(folder))
    assert '<html lang="fr">' in text
    words = unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL))
    assert "Ce qui cède" in words
    assert "appariés par la graine" in words
    assert [one for one in ENGLISH if re.search(rf"\b{one}\b", words)] == []
    assert not re.search(r"\{[a-z_]+\}", words), "a field that nobody filled in"


@pytest.mark.usefixtures("french")
def test_pictures_are_told_in_french(folder: Path) -> None:
    text = unescape(page(compared(folder)))
    told = re.findall(r'<svg role="img" aria-label="([^"]*)"', text)
    assert told
    assert all(re.match(r"Part |Dispersion |Différences |Ce qui ", one) for one in told)
    assert "répliques où la cible est atteinte" in text


@pytest.mark.usefixtures("french")
def test_numbers_and_keys_are_the_same_in_every_language(folder: Path) -> None:
    french = plain(compared(folder))
    catalogue.use("en")
    english = plain(compared(folder))
    assert numbers(french) == numbers(english)
    assert french["doubts"] != english["doubts"]
    assert len(french["doubts"]) == len(english["doubts"])


@pytest.mark.usefixtures("french")
def test_what_was_fitted_is_doubted_in_french_too(tmp_path: Path) -> None:
    """Whether a measure was fitted is found by what is said of it: in the language that is spoken."""
    arms = [an_arm(name, calibrated=["K1"]) for name in ("base", "other")]
    values = {name: {"civilian_harm": np.arange(40.0).reshape(1, 40)} for name in ("base", "other")}
    found = compared(write_batch(tmp_path / "b", values, arms=arms))
    assert any("calage" in doubt for doubt in found.doubts)
    assert found.measures[0].ranking == []


@pytest.mark.usefixtures("french")
def test_sizes_and_waits_are_said_whole() -> None:
    assert size_said(1, [1]) == "1 bras, 1 réplique"
    assert size_said(6, [40, 1200]) == "6 bras, 40 à 1\u00a0200 répliques chacun"
    assert nothing_said(1, 40).startswith("Rien que montrent 40 répliques\u00a0:")
    assert quantile_said((4.0, 3.6, float("inf"))) == "4,0 (3,6 à non atteint)"


@pytest.mark.usefixtures("french")
def test_what_is_wrong_with_a_folder_is_said_in_french(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="n'est pas une série"):
        read_sample([tmp_path])
