"""The shipped scenarios give, byte for byte, what they gave when the golden logs were written."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from simulator.engine.engine import ENGINE_REVISION
from tests.replays.golden import CASES, INDEX, golden_lines, played

TO_DO = "if this is meant: raise ENGINE_REVISION, note it in CHANGELOG.md, run python -m tests.replays.golden"


def test_the_golden_logs_are_of_this_engine_revision() -> None:
    assert json.loads(INDEX.read_text(encoding="utf-8"))["engine_revision"] == ENGINE_REVISION, TO_DO


@pytest.mark.parametrize(("name", "variant"), CASES)
def test_a_shipped_scenario_gives_its_golden_log(name: str, variant: str) -> None:
    golden, run = golden_lines(name, variant), played(name, variant)
    digests = json.loads(INDEX.read_text(encoding="utf-8"))["digests"]
    assert digests[f"{name} {variant}".strip()] == sha256(golden).hexdigest(), "the golden log itself was changed"
    if run.lines != golden:
        pairs = zip(golden.splitlines(), run.lines.splitlines(), strict=False)
        was, now = next((pair for pair in pairs if pair[0] != pair[1]), (b"(the shorter one ends)", b""))
        pytest.fail(f"first difference\n was {was.decode()}\n now {now.decode()}\n{TO_DO}")
