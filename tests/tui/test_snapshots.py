"""Every screen and drawer as it was looked at and judged: on a small and a large terminal, with colours and without.

A picture that has changed is looked at before it is stored anew with ``--snapshot-update``: is what matters readable,
is a word cut, are states told apart without colours?
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion

from tests.tui.pictures import SIZES, album_of
from tui.screens.live import Live
from tui.screens.sheet import Sheet
from tui.widgets.confirm import Confirm

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

_REPEATED = re.compile(r"@font-face \{.*?\}\s*|<clipPath id=\"[\w-]*line-\d+\">.*?</clipPath>\s*", re.DOTALL)
_CLIPPED = re.compile(r" clip-path=\"url\(#[\w-]*line-\d+\)\"")


def compact(svg: str) -> str:
    """A picture without what is the same in all: fonts from outside, and a frame around each line of text."""
    return _CLIPPED.sub("", _REPEATED.sub("", svg)).replace("&#160;", "\N{NO-BREAK SPACE}")


class Compact(SVGImageExtension):
    """Stores a picture at three quarters of its size."""

    def serialize(self, data: Any, **more: Any) -> Any:
        return compact(super().serialize(data, **more))


def unpictured(seen: set[str]) -> set[str]:
    """Screens that are in no picture."""
    return {screen.__name__ for screen in (Live, Confirm, *Sheet.__subclasses__())} - seen


@pytest.mark.parametrize(
    ("colours", "size"),
    [
        ("dark", "80x24"),
        ("nocolor", "160x48"),
        pytest.param("dark", "160x48", marks=pytest.mark.soak),
        pytest.param("nocolor", "80x24", marks=pytest.mark.soak),
    ],
)
def test_every_screen_looks_as_it_was_judged(
    size: str, colours: str, snapshot: SnapshotAssertion, tmp_path: Path
) -> None:
    album = album_of(tmp_path / "monday", SIZES[size], colour=colours == "dark")
    stored = snapshot.use_extension(Compact)
    changed = [name for name, picture in album.pictures.items() if stored(name=name) != picture]
    new = tmp_path / "new"
    new.mkdir()
    for name in changed:
        (new / f"{name}.svg").write_text(album.pictures[name], encoding="utf-8")
    assert not changed, f"look at them in {new}, then store them with --snapshot-update"
    assert not unpictured(album.screens)
