"""What every test may use; see also tests/builders.py."""

from __future__ import annotations

import gc
import os
import random
from collections.abc import Iterator

import pytest

from simulator import catalogue
from simulator.units import tell_by_day


def pytest_configure(config: pytest.Config) -> None:
    """Random tests print their seed: set STARTEX_TEST_SEED to repeat one."""
    seed = int(os.environ.get("STARTEX_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
    os.environ["STARTEX_TEST_SEED"] = str(seed)
    os.environ["STARTEX_LANGUAGE"] = "en"  # whatever the machine speaks


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What has been collected lives to the end: the garbage collector need not go through it again and again.

    Screens and worlds hold many things for long: a collection after 5,000 of them, not 700, gives memory for time.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(5_000)
        gc.enable()


def pytest_report_header() -> str:
    return f"STARTEX_TEST_SEED={os.environ['STARTEX_TEST_SEED']}"


@pytest.fixture
def test_seed() -> int:
    """The seed of this session's random tests."""
    return int(os.environ["STARTEX_TEST_SEED"])


@pytest.fixture
def french() -> Iterator[None]:
    """Everything is said in French for the length of a test."""
    catalogue.use("fr")
    yield
    catalogue.use("en")


@pytest.fixture(autouse=True)
def _language_stays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The language of a command, and how it tells times, go neither to the next test nor to later processes."""
    for name in ("STARTEX_LANGUAGE", "LANGUAGE"):
        monkeypatch.setenv(name, "en")
    yield
    catalogue.use("en")
    tell_by_day()


@pytest.fixture(autouse=True)
def _plain_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
