"""What every test may use; see also tests/builders.py."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest

from simulator import catalogue


def pytest_configure(config: pytest.Config) -> None:
    """Random tests print their seed: set STARTEX_TEST_SEED to repeat one."""
    seed = int(os.environ.get("STARTEX_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
    os.environ["STARTEX_TEST_SEED"] = str(seed)
    os.environ["STARTEX_LANGUAGE"] = "en"  # whatever the machine speaks


def pytest_report_header() -> str:
    return f"STARTEX_TEST_SEED={os.environ['STARTEX_TEST_SEED']}"


@pytest.fixture
def test_seed() -> int:
    """The seed of this session's random tests."""
    return int(os.environ["STARTEX_TEST_SEED"])


@pytest.fixture(autouse=True)
def _plain_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def french() -> Iterator[None]:
    """Everything is said in French for the length of a test."""
    catalogue.use("fr")
    yield
    catalogue.use("en")
