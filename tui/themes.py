"""Themes: dark, light, high contrast, and the terminal's own colours.

The hues are those of Okabe and Ito, which people who see colours differently can tell apart; red never stands
against green.  State is always a sign and a word besides.
"""

from __future__ import annotations

from textual.theme import Theme

__all__ = ["THEMES", "next_theme"]

_VERMILLION, _ORANGE, _GREEN, _BLUE, _SKY, _PURPLE = "#d55e00", "#e69f00", "#009e73", "#0072b2", "#56b4e9", "#cc79a7"

THEMES: tuple[Theme, ...] = (
    Theme(
        name="exercise-dark",
        primary=_SKY,
        secondary=_PURPLE,
        warning=_ORANGE,
        error="#ff7f32",
        success="#2fc79a",
        accent=_SKY,
        background="#101418",
        surface="#101418",
        panel="#1c242c",
        foreground="#e6e6e6",
        dark=True,
    ),
    Theme(
        name="exercise-light",
        primary=_BLUE,
        secondary="#8f3f6b",
        warning="#8a5a00",
        error="#a84300",
        success="#00684c",
        accent=_BLUE,
        background="#fbfbf8",
        surface="#fbfbf8",
        panel="#e6e8e4",
        foreground="#1a1a1a",
        dark=False,
    ),
    Theme(
        name="exercise-contrast",
        primary="#ffffff",
        secondary="#ffb3e0",
        warning="#ffd000",
        error="#ffa366",
        success="#66ffcc",
        accent="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        foreground="#ffffff",
        dark=True,
    ),
)


def next_theme(name: str) -> str:
    """The theme after this one."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
