"""The numbers that grade a finding, each with its source (decision 34)."""

from __future__ import annotations

__all__ = [
    "ALWAYS",
    "BINS",
    "CLASH_S",
    "ENOUGH",
    "EXTRA",
    "FEWEST",
    "FEWEST_PAIRS",
    "FIGHT",
    "GAP",
    "INJECT_MIN",
    "LONG_GAP",
    "MANY_OPEN",
    "RARE",
    "RUNS",
    "TOO_MANY_OPEN",
    "VARIANTS",
    "VARIANT_RUNS",
    "WINDOW_S",
]

RUNS = 300
"""dry runs without ``--runs``: what comes in one run of a hundred is missed in all of them once in twenty times"""
RARE = 0.05
"""share of runs below which something is rare [A]"""
ALWAYS = 0.95
"""share of runs from which on something is as good as certain [A]"""
ENOUGH = 0.1
"""share of the dry runs in which something must have had its turn before it is called always or never so [A]"""
FEWEST = 20
"""and in how many at the least: what happens nine times in ten happens in all of so few once in eight rehearsals"""
INJECT_MIN = (8, 15)
"""minutes that a room needs for one inject, as exercise planners count: read, talk, decide, consequence"""
WINDOW_S = INJECT_MIN[1] * 60
"""an inject is open for a cell for as long as the slower room needs for one"""
MANY_OPEN = 2
"""open at once beyond what even a quick room deals with in the window: two at eight minutes each"""
TOO_MANY_OPEN = 4
"""open at once beyond what two windows hold: the cell is a whole cycle behind [A]"""
CLASH_S = 600
"""two orders to a unit within this time pull it two ways: less than most notices to move [A]"""
FIGHT = 0.5
"""share of the runs in which both fire, from which on two rules that pull at a unit are called a fight [A]"""
BINS = 200
"""stretches into which an exercise is cut to find the long ones without anything"""
GAP = 0.25
"""share of the exercise without anything for anybody from which on it is worth a look [A]"""
LONG_GAP = 0.75
"""share from which on the exercise could as well be a quarter as long [A]"""
FEWEST_PAIRS = 6
"""pairs of runs for each decision that are always run, as far as it opened so often"""
EXTRA = 0.15
"""runs of pairs, as a share of the dry runs, that decisions share among them beyond the fewest"""
VARIANT_RUNS = 5
"""runs of another variant, to see whether what never came does come there"""
VARIANTS = 0.1
"""and the most of them all together, as a share of the dry runs"""
