"""What mechanisms offer to do, held against the tables that say which words there are."""

from __future__ import annotations

from typing import get_args

from simulator.scenario.schema.threat import StreamEvent
from simulator.verbs import VERBS
from tests.builders import a_scenario, world_of


def test_every_verb_of_the_stream_is_done_by_a_mechanism_and_no_other() -> None:
    assert set(world_of(a_scenario()).verbs) == {*VERBS}


def test_the_language_has_the_verbs_of_the_table_in_their_order() -> None:
    assert get_args(StreamEvent.model_fields["do"].annotation) == tuple(VERBS)
