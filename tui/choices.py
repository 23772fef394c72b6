"""What is to be played: chosen on the first screen, or said by the words of a command."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Choices"]


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen: a scenario and how to play it, or the folder of a session to go on with."""

    scenario: Path | None = None
    session: Path | None = None
    variant: str = ""
    seed: int = 1
    practice: bool = False
    by_hand: bool = False
