"""The shipped scenarios have been rehearsed: no error and no warning, notices only."""

from __future__ import annotations

RUNS = {
    "first_steps": 100,
    "distress_calls": 60,
    "site_in_flames": 20,
    "weapons_free_zone": 10,
    "staff_relocation": 40,
    "early_warning": 60,
    "year_of_readiness": 40,
    "abduction_outside_the_gate": 40,
    "checkpoint_and_long_patrol": 40,
    "extraction_under_crossfire": 40,
    "indirect_fire": 40,
}
