"""The registries of words - commands, LogEvents, what can be seen, measures, errors - held against each other."""

from __future__ import annotations

import dataclasses
import pickle
import string
from typing import get_args

import pytest

from simulator import commands, errors, vocabulary
from simulator.commands import Command, OrderUnit, TakeDecision
from simulator.errors import (
    EngineFault,
    ExitStatus,
    Problem,
    ScenarioError,
    ScenarioTooLarge,
    SimulatorError,
    UsageError,
)
from simulator.events import INTENTS, KINDS, LogEvent
from simulator.measures import MEASURES
from simulator.scenario.schema.plan import Effect, Inject
from simulator.scenario.schema.threat import Group, StreamEvent
from tests.builders import a_scenario, build_of, engine_of, of_kind, ran

COMMANDS = get_args(Command)

# commands


def test_there_are_at_most_a_dozen_commands_and_all_of_them_are_named() -> None:
    assert len(COMMANDS) <= 12
    assert {c.__name__ for c in COMMANDS} | {"Command"} == {*commands.__all__}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.__name__)
def test_a_command_is_frozen_carries_no_time_of_its_own_and_says_what_it_does(command: type) -> None:
    assert dataclasses.is_dataclass(command)
    assert command.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert not hasattr(command, "__dict__") or "__slots__" in vars(command)
    assert (command.__doc__ or "").strip().endswith(".") or ":" in (command.__doc__ or "")
    assert not {"at", "time", "seq", "when"} & {field.name for field in dataclasses.fields(command)}


def _example(command: type) -> object:
    given = {"int": 60, "str": "nothing", "tuple[str, ...]": (), "tuple[tuple[str, str, str], ...]": ()}
    return command(**{field.name: given[str(field.type)] for field in dataclasses.fields(command)})


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.__name__)
def test_a_command_is_a_value_that_travels(command: type) -> None:
    one = _example(command)
    assert pickle.loads(pickle.dumps(one)) == one == _example(command)
    assert hash(one) == hash(_example(command))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.__name__)
def test_every_command_is_answered_in_the_log_and_never_by_an_exception(command: type) -> None:
    engine = engine_of(a_scenario())
    engine.advance_to(60)
    before = len(engine.log)
    engine.apply(_example(command))  # type: ignore[arg-type]
    engine.run()
    answers = {event.kind for event in engine.log[before:]}
    expected = {"PutInject": "inject_added", "EndExercise": "exercise_ended"}.get(command.__name__, "command_refused")
    assert expected in answers


def test_defaults_of_commands_are_nothing() -> None:
    assert TakeDecision("d", "open") == TakeDecision("d", "open", "room", "", ())
    assert OrderUnit("u", "guard") == OrderUnit("u", "guard", "")


# kinds of LogEvent


def _fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_sentence_and_belongs_to_a_part_of_the_world(kind: str) -> None:
    sentence, group = KINDS[kind]
    assert kind == kind.lower()
    assert kind.replace("_", "").isalpha()
    assert sentence.strip() == sentence != ""
    assert not sentence.endswith(".")
    assert group.isalpha()
    assert all(name.isidentifier() for name in _fields(sentence))


def test_every_verb_of_the_stream_has_a_sentence_that_speaks_of_its_own_fields() -> None:
    verbs = get_args(StreamEvent.model_fields["do"].annotation)
    assert {*INTENTS} == {*verbs}
    for sentence in INTENTS.values():
        assert _fields(sentence) <= {"by", "on", "channel"}


def test_every_event_of_a_run_is_of_a_kind_that_is_registered_with_the_fields_of_its_sentence() -> None:
    log = ran(
        engine_of(a_scenario(msel=[{"id": "I-1", "at": "H+1", "type": "contextual", "text": "x", "to": ["ops"]}]))
    )
    assert of_kind(log, "inject_delivered")
    for event in log:
        assert _fields(KINDS[event.kind][0]) - {"subject"} <= {*event.data}, event


def test_a_log_event_has_the_fields_that_other_programs_rely_on_in_that_order() -> None:
    assert LogEvent._fields == ("seq", "at", "kind", "subject", "data", "cause", "given")
    assert LogEvent(1, 0, "k", "s", {}, None).given == ()


# the vocabulary


def test_what_can_be_seen_begins_open_and_its_last_state_closes_it() -> None:
    for kind, states in vocabulary.KINDS.items():
        assert len(states) == len({*states}) >= 2, kind
        assert states[0] not in vocabulary.CLOSED, kind
        assert states[-1] in vocabulary.CLOSED, kind


def test_no_word_of_conditions_means_two_things() -> None:
    words = [*vocabulary.KINDS, *vocabulary.QUANTITIES]
    twice = {word for word in words if words.count(word) > 1}
    assert twice <= {"casualties"}  # a report of some at a place; and how many there were in all


def test_steps_of_force_are_those_of_the_language_in_their_order() -> None:
    assert get_args(Group.model_fields["deterred_by"].annotation) == vocabulary.FORCE_STEPS


def test_every_measure_is_named_once_with_a_unit_and_a_sentence() -> None:
    for name, measure in MEASURES.items():
        assert measure.name == name
        assert measure.unit
        assert measure.about
        assert measure.k == "" or (measure.k[0] == "K" and 1 <= int(measure.k[1:]) <= 21)
    assert {m.k for m in MEASURES.values()} >= {f"K{n}" for n in (*range(1, 14), *range(15, 22))}


@pytest.mark.parametrize(
    ("rule", "component"),
    [("MIL-5", "military"), ("pol-1", "police"), ("SEC", "security"), ("CIV-2", "civilian"), ("X-1", ""), ("", "")],
)
def test_a_rules_name_says_whose_it_is(rule: str, component: str) -> None:
    assert vocabulary.component_of(rule) == component


def test_every_level_that_an_effect_can_set_is_a_quantity() -> None:
    for field in ("set", "change"):
        levels = {word for arg in get_args(Effect.model_fields[field].annotation) for word in get_args(arg)}
        levels.remove("expectation")  # what people were told to expect: no condition asks for it
        assert levels == {"tension", "trust", "consent"} <= {*vocabulary.QUANTITIES}


def test_the_four_kinds_of_inject_are_those_of_the_field() -> None:
    kinds = {*get_args(Inject.model_fields["type"].annotation)}
    assert kinds == {"contextual", "expected_action", "contingency", "administrative"}


def test_every_measure_is_measured_by_a_blueprint_that_asks_for_it() -> None:
    blueprint = build_of(a_scenario(measures=[*MEASURES]))
    assert blueprint.measures == tuple(MEASURES)


# errors


def test_a_problem_is_one_line_place_code_words_remedy() -> None:
    problem = Problem("E301", "there is no unit 'x'", "did you mean 'y'?")
    assert str(problem) == "E301: there is no unit 'x'; did you mean 'y'?"
    assert str(problem.at("a.yaml", 3, 7)) == "a.yaml:3:7: E301: there is no unit 'x'; did you mean 'y'?"
    warning = Problem("W305", "never", file="a.yaml", line=1, col=2, severity="warning")
    assert str(warning) == "a.yaml:1:2: W305: warning: never"


def test_an_error_about_a_scenario_comes_whole_out_of_another_process() -> None:
    error = ScenarioTooLarge([Problem("L101", "too large"), Problem("E101", "empty")])
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is ScenarioTooLarge
    assert again.problems == error.problems
    assert str(again) == str(error) == "L101: too large\nE101: empty"


def test_each_kind_of_error_has_the_exit_status_of_whose_fault_it_is() -> None:
    expected = {
        "SimulatorError": ExitStatus.FAULT,
        "UsageError": ExitStatus.USAGE,
        "StorageError": ExitStatus.STORAGE,
        "SessionError": ExitStatus.SESSION,
        "SessionLocked": ExitStatus.LOCKED,
        "JournalDamaged": ExitStatus.SESSION,
        "JournalTooNew": ExitStatus.SESSION,
        "ReplayMismatch": ExitStatus.SESSION,
        "BatchDamaged": ExitStatus.SESSION,
        "BatchLocked": ExitStatus.LOCKED,
        "ScenarioError": ExitStatus.SCENARIO,
        "ScenarioSyntaxError": ExitStatus.SCENARIO,
        "ScenarioInvalid": ExitStatus.SCENARIO,
        "ScenarioTooLarge": ExitStatus.LIMIT,
        "EngineFault": ExitStatus.FAULT,
        "RuleStorm": ExitStatus.LIMIT,
    }
    found = {
        name: kind.exit_status
        for name in errors.__all__
        if isinstance(kind := getattr(errors, name), type) and issubclass(kind, SimulatorError)
    }
    assert found == expected
    assert [status.value for status in ExitStatus] == list(range(9))
    assert not issubclass(ScenarioError, UsageError)
    assert not issubclass(EngineFault, ScenarioError)
