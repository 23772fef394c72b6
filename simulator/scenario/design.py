"""A design file: what a batch varies, in the same YAML as a scenario and read by the same closed reader.

variants: [base, before]
vary: {units.qrf_1.notice: 5..60 min, perimeter.north.layers: ["[fence]", "[fence, wall]"]}
decide: {open_base_gate: [open, hold]}
design: lhs
points: 40
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError

from simulator.errors import ScenarioInvalid
from simulator.scenario.library import read_file
from simulator.scenario.load import Document, in_order
from simulator.scenario.schema.base import Model
from simulator.scenario.translate import worded
from simulator.scenario.tree import Tree, parse_tree

__all__ = ["DesignFile", "read_design"]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Positive = Annotated[int, Field(ge=1, le=10**7)]


class DesignFile(Model):
    """The fields of a design file; every one may be left out, and the command line goes before it."""

    variants: Texts = ()
    replications: Positive | None = None
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    settings: dict[str, str] = Field(default={}, alias="set")
    vary: dict[str, Texts] = {}
    decide: dict[str, Texts] = {}
    design: Literal["", "factorial", "lhs", "sobol"] = ""
    points: Positive | None = None
    assumptions: Annotated[int, Field(ge=0, le=10**5)] | None = None
    precision: Texts = ()

    def vary_texts(self) -> dict[str, str]:
        """Paths with what stands behind them, as ``--vary`` takes it."""
        return {path: ",".join(values) for path, values in self.vary.items()}

    def decide_texts(self, besides: Sequence[str]) -> list[str]:
        """Decisions as ``--decide`` takes them, without those which it gives itself."""
        given = {text.partition("=")[0].strip() for text in besides}
        return [f"{name}={','.join(options)}" for name, options in self.decide.items() if name not in given]


def read_design(path: Path) -> DesignFile:
    """The design in a file; raises ScenarioError with every problem at its line."""
    tree, notices = parse_tree(read_file(path), str(path))
    document = Document(str(path), tree if isinstance(tree, Tree) else Tree(1, 1, {}), None, list(notices))
    plain = tree.plain()
    try:
        return DesignFile.model_validate({} if plain is None else plain)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            code, message, hint, shift = worded(detail, DesignFile, plain)
            document.problem(detail["loc"], code, message, hint, shift=shift, key=code == "E201")
    raise ScenarioInvalid(in_order(document.problems))
