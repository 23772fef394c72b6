"""The tokens of a scenario's text with their places: what a tool needs that keeps every character of a file.

The tree (:mod:`simulator.scenario.tree`) says what a file means; it has forgotten how it was written.  Here it is the
other way round.  Only a text that the tree has read may be asked for its tokens.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

__all__ = ["Token", "tokens_of"]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KINDS: dict[type, str] = {
    yaml.BlockMappingStartToken: "mapping",
    yaml.BlockSequenceStartToken: "sequence",
    yaml.BlockEndToken: "end",
    yaml.BlockEntryToken: "-",
    yaml.KeyToken: "?",
    yaml.ValueToken: ":",
    yaml.FlowMappingStartToken: "{",
    yaml.FlowMappingEndToken: "}",
    yaml.FlowSequenceStartToken: "[",
    yaml.FlowSequenceEndToken: "]",
    yaml.FlowEntryToken: ",",
    yaml.AnchorToken: "name",
    yaml.AliasToken: "name",
    yaml.TagToken: "name",
    yaml.DirectiveToken: "document",
    yaml.DocumentStartToken: "document",
    yaml.DocumentEndToken: "document",
}


class Token(NamedTuple):
    """A token: lines and columns count from 0, the end is behind its last character.

    ``kind`` is ``mapping``, ``sequence`` or ``end`` where a block begins or ends and nothing is written; ``?`` may be
    empty as well; ``scalar`` is a text, ``block`` one behind ``|`` or ``>``, ``name`` an anchor, alias or tag.
    """

    kind: str
    line: int
    col: int
    end_line: int
    end_col: int

    @property
    def written(self) -> bool:
        """Whether it has any character."""
        return (self.line, self.col) != (self.end_line, self.end_col)


def _kind(token: Any) -> str:
    if isinstance(token, yaml.ScalarToken):
        return "block" if token.style in ("|", ">") else "scalar"
    return _KINDS.get(type(token), "")


def tokens_of(text: str) -> Iterator[Token]:
    """The tokens of a text in order; its line ends are ``\\n`` alone."""
    for token in yaml.scan(text, Loader=_Loader):
        kind = _kind(token)
        if kind:
            begin, end = token.start_mark, token.end_mark
            yield Token(kind, begin.line, begin.column, end.line, end.column)
