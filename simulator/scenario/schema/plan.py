"""What the players have and what exercise control has: rules, decisions, injects, objectives."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simulator.scenario.schema.base import (
    ChannelRef,
    Duration,
    If,
    InjectRef,
    Length,
    Level,
    LocusRef,
    LongText,
    Model,
    Name,
    Number,
    PlaceRef,
    PostRef,
    RoleRef,
    Span,
    Text,
    UnitRef,
    When,
    Whole,
    YesNo,
)
from simulator.scenario.schema.relocation import AlertState
from simulator.scenario.schema.short import Listed, Short
from simulator.tasks import TaskWord

__all__ = [
    "CriticalTask",
    "Decision",
    "Effect",
    "Expectation",
    "Inject",
    "Objective",
    "Option",
    "Rule",
    "Step",
    "Target",
]


class Step(Model):
    """One thing to do: a task for a unit, or a sentence that players and evaluators read."""

    task: TaskWord | None = None
    prose: LongText = Field("", description="A step in words only; it becomes an expected action.")
    by: Name | None = Field(None, description="Who does it, where it is not the rule's own unit.")
    at: Name | None = Field(None, description="Where: a place, or the word of the trigger (breach, contact).")
    via: PlaceRef | None = Field(None, description="A place that the way there and back passes.")
    to: Annotated[tuple[Name, ...], Listed] = Field((), description="Who is told.")
    of: Name | None = Field(None, description="What it concerns, for a report: flash, refusal.")
    within: Span | None = Field(None, description="Expected to be done by then, after the rule fires.")
    until: Literal["repaired", "relieved", "mediated", "secure", "lead_taken", "ENDEX"] | None = None
    for_: Span | None = Field(None, alias="for", description="How long a unit that deploys or guards stays there.")
    pursue: Length | None = Field(None, description="How far a rescue goes after captors who have left.", ge=0)
    channels: Annotated[tuple[ChannelRef, ...], Listed] = ()


StepField = Annotated[Step, Short(lambda text: {"prose": text})]


class Rule(Model):
    """A contingency rule: when this is known, and if that holds, do these things."""

    title: Text = ""
    for_: Annotated[tuple[Name, ...], Listed] = Field(
        (), alias="for", description="Units, tags (reserve, posts) or a contingent."
    )
    when: If
    if_: If | None = Field(None, alias="if")
    do: tuple[StepField, ...] = Field(description="In this order, by each unit.")
    authority: RoleRef | None = Field(None, description="Who may order it.")
    component: Literal["military", "police", "security", "civilian"] | None = Field(
        None, description="Whose rule it is; MIL, POL, SEC and CIV in its name say so too."
    )
    after: Duration | None = Field(None, description="Staff time before the order, where it is not the post's own.")
    if_comms_lost: Literal["act", "hold"] = Field("hold", description="What the unit does when it hears nobody.")
    again: YesNo = Field(False, description="May fire again for the same place once the cause is closed.")
    source: Text = ""


class Option(Model):
    """One answer to a decision, and what follows from it."""

    text: Text = ""
    do: tuple[StepField, ...] = ()
    effects: tuple[Effect, ...] = ()


class RoomModel(Model):
    """How a room decides when nobody plays it: weights of the options and the time it takes."""

    choose: dict[Name, Number] = {}
    after: Duration | None = None


class Decision(Model):
    """A question that the situation puts to a role."""

    title: Text = ""
    when: If
    if_: If | None = Field(None, alias="if")
    asks: RoleRef
    options: dict[Name, Annotated[Option, Short(lambda text: {"text": text})]]
    deadline: Span
    default: Name
    model: RoomModel | None = Field(
        None, description="The room, headless; without it the default is taken at the deadline."
    )
    thinking: Literal["actual"] | Span = Field(
        "actual", description="What thinking costs live: actual time, or a fixed one."
    )
    hold: YesNo = Field(False, description="Live, the clock stands still until it is answered.")
    again: YesNo = False


class Expectation(Model):
    """What the players should do, and by when."""

    action: LongText
    by: Name | None = None
    within: Span
    task: Name | None = Field(None, description="The rule, decision or objective that it belongs to.")
    option: Annotated[tuple[Name, ...], Listed] = Field(
        (), description="The options of the decision that count as done; any that somebody chooses without it."
    )
    done_when: If | None = Field(None, description="When it counts as done, where no rule or decision says so.")


class Effect(Model):
    """A change that an inject or a decision makes in the world."""

    set: Literal["tension", "trust", "consent", "expectation"] | None = None
    change: Literal["tension", "trust", "consent", "expectation"] | None = None
    to: Level | None = None
    by: Number | None = None
    report: Name | None = Field(None, description="Someone reports this kind of thing: breach, contact, distress.")
    at: LocusRef | None = None
    to_post: PostRef | None = Field(None, description="Who gets the report.")
    value: Whole | None = None
    untrue: YesNo = Field(False, description="yes: the report is false; the world knows nothing of it.")
    channel: ChannelRef | None = Field(None, description="A channel that breaks down or comes back.")
    works: YesNo | None = None
    for_: Span | None = Field(None, alias="for")
    unit: UnitRef | None = None
    delayed_by: Span | None = None
    busy_for: Span | None = None
    release: Name | None = Field(None, description="An event of the stream that happens now.")
    casualties: Whole | None = Field(None, description="People hurt at the place.", le=1000)
    close: Name | None = Field(None, description="A route end: the way to this place is closed.")
    alert: AlertState | None = Field(None, description="The alert state that the designated official declares.")
    people: Whole | None = Field(None, description="A crowd of this size comes to the gate at the place.", le=1_000_000)
    supply: Whole | None = Field(None, description="So many more people can be provided for (`hosting`).", le=1_000_000)


class Repeat(Model):
    """An inject that comes again."""

    every: Span
    times: Whole = Field(ge=1)


class Inject(Model):
    """One line of the MSEL."""

    id: Name
    at: When | None = None
    when: If | None = Field(None, description="Delivered when this becomes true in the simulated world.")
    after: Span | None = Field(None, description="This long after the condition, or after the action was missed.")
    type: Literal["contextual", "expected_action", "contingency", "administrative"]
    title: Text = ""
    to: Annotated[tuple[Name, ...], Listed] = ()
    from_: Text = Field("", alias="from")
    means: Literal["verbal", "phone", "email", "radio", "written", "media", "simulation", "other"] = "verbal"
    text: LongText = ""
    script: LongText = Field("", description="For exercise control only.")
    expects: tuple[Expectation, ...] = ()
    if_missing: InjectRef | None = Field(
        None, description="A contingency inject comes only if this one's action did not."
    )
    expires: When | None = None
    repeat: Repeat | None = None
    effects: tuple[Effect, ...] = ()
    objective: Name | None = None
    storyline: Text = ""
    notes: LongText = ""


class Target(Model):
    """What would show that an objective was reached."""

    task: Name | None = Field(None, description="The rule or decision that it is about.")
    measure: Name
    at_most: Text | None = None
    at_least: Text | None = None
    text: LongText = ""


class CriticalTask(Model):
    """Something that must be done if an objective is to be reached, in words."""

    text: LongText
    done_by: Annotated[tuple[Name, ...], Listed] = Field(
        (), description="Rules, decisions or injects whose doing shows that it was done."
    )


class Objective(Model):
    """What the exercise is for."""

    id: Name
    text: LongText
    capability: Text = ""
    critical_tasks: tuple[CriticalTask, ...] = ()
    targets: tuple[Target, ...] = ()
