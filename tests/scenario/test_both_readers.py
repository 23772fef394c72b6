"""Where libyaml is missing PyYAML's own reader is used: the shipped files mean the same to both."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from simulator.scenario import tree

ROOT = Path(__file__).parents[2]
FILES = [*sorted((ROOT / "scenarios").rglob("*.yaml")), ROOT / "simulator" / "scenario" / "starter.yaml"]


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="only one of the readers is here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_file_is_the_same_tree_to_both_readers(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fast, _ = tree.parse_tree(path.read_bytes(), path.name)
    monkeypatch.setattr(tree, "_Loader", yaml.SafeLoader)
    slow, _ = tree.parse_tree(path.read_bytes(), path.name)
    assert fast == slow
