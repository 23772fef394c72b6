"""Every row of the back tests meets its bar; the table itself is written by table.py."""

from __future__ import annotations

import pytest

from tests.backtests.rows import Row, rows


@pytest.mark.backtest
@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_the_bar_of_a_row_is_met(row: Row) -> None:
    result = row.measure()
    assert result.met, f"{row.claim}: {result.figure}; the bar is: {row.bar}"
