"""A plain MSEL, as it comes out of a workbook: no places, units, posts or rules; roles named by their cells only."""

from __future__ import annotations

import pytest

from tests.builders import engine_of, of_kind, ran

PLAIN = {
    "startex": 1,
    "title": "plain",
    "clock": {"startex": "2031-03-01T08:00+02:00", "duration": "4 h"},
    "cells": {"military": {"roles": ["ops_officer"], "played_by": "room"}},
}


@pytest.mark.parametrize("to", ["military", "ops_officer"])
def test_a_plain_msel_plays_with_the_roles_that_its_cells_name(to: str) -> None:
    inject = {
        "id": "I-1",
        "at": "H+0:10",
        "type": "expected_action",
        "to": [to],
        "text": "x",
        "expects": [{"action": "Do it", "within": "10 min"}],
    }
    log = ran(engine_of({**PLAIN, "msel": [inject]}))
    assert [(e.at, e.kind) for e in log if e.kind.startswith(("inject", "action"))] == [
        (600, "inject_delivered"),
        (600, "action_expected"),
        (1200, "action_missed"),
    ]
    assert not of_kind(log, "command_refused")
