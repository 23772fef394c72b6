"""What mechanisms offer to do, held against the tables that say which words there are."""

from __future__ import annotations

from typing import get_args

from simulator.scenario.schema.plan import Step
from simulator.scenario.schema.threat import StreamEvent
from simulator.tasks import TASKS
from simulator.verbs import VERBS
from tests.builders import a_scenario, world_of


def test_every_verb_of_the_stream_is_done_by_a_mechanism_and_no_other() -> None:
    assert set(world_of(a_scenario()).verbs) == {*VERBS}


def test_the_language_has_the_verbs_of_the_table_in_their_order() -> None:
    assert get_args(StreamEvent.model_fields["do"].annotation) == tuple(VERBS)


def test_every_task_is_offered_to_those_who_do_it_by_the_table_and_to_nobody_else() -> None:
    world = world_of(a_scenario())
    assert {*world.duties.tasks} == {word for word, task in TASKS.items() if task.by == "unit"}
    assert {*world.orders._staff} == {word for word, task in TASKS.items() if task.by == "post"}
    drills = {word for word, task in TASKS.items() if task.by == "witness" or task.drill}
    assert {*world.orders._drills, "report"} == drills, "to report what one sees is the orders' own"


def test_the_language_has_the_tasks_of_the_table_in_their_order() -> None:
    assert get_args(get_args(Step.model_fields["task"].annotation)[0]) == tuple(TASKS)


def test_what_the_table_says_of_a_task_is_said_of_those_who_do_it() -> None:
    """Only units are sent, stand somewhere and hesitate; only posts wait for others."""
    for word, task in TASKS.items():
        of_units = task.named or task.there or task.risky or task.force or task.faces or task.response
        assert task.by == "unit" or not of_units, word
        assert task.by == "post" or not task.by_others, word
