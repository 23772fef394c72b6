"""LogEvents as sentences: the time line of a run and the causes of one event."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from simulator.catalogue import plain, tr, word
from simulator.events import ENDS, INTENTS, KINDS, NOUGHTS, NOWHERE, ONES, UNTRUE, LogEvent
from simulator.readers.logs import by_seq
from simulator.reasons import told_answer, told_reason
from simulator.tasks import TASKS
from simulator.units import clock_column, format_span
from simulator.vocabulary import CLOSED

__all__ = ["ROOTS", "chain", "notable", "sentence", "timeline", "why"]

ROOTS = frozenset(
    ("stream_event_began", "inject_delivered", "decision_taken", "decision_defaulted", "exercise_started")
)

_ROUTINE = frozenset(
    (
        "report_sent",
        "report_received",
        "message_failed",
        "status_received",
        "sighted",
        "community_changed",
        "gate_count",
        "block_burnt",
        "aid_given",
        "person_hurt",
        "care_begun",
        "casualties_collected",
        "task_begun",
        "unit_moved",
        "false_alarm",
        "patrol_began",
        "patrol_ended",
        "staff_counted",
        "effect_applied",
        "action_expected",
        "lead_acknowledged",
        "crowd_grew",
        "post_under_fire",
        "post_held",
        "stream_event_ended",
        "step_expected",
        "search_done",
        "incident_prevented",
        "incident_happened",
        "incident_reported",
        "incident_displaced",
        "cache_found",
        "weapon_found",
        "survivors_referred",
        "order_accepted",
        "force_authorised",
        "rule_done",
        "perpetrators_hit",
        "group_unsuppressed",
        "residents_listed",
        "broadcast_reached",
        "count_ordered",
        "shelter_full",
        "call_made",
        "message_given_up",
        "evacuation_begun",
        "surgery_begun",
        "staff_moved",
        "manifest_begun",
    )
)
"""kinds that a time line leaves out unless it is asked for everything"""


_WORDS = frozenset(
    (
        *("why", "light", "rain", "state", "what", "step", "task", "mode", "severity", "measure"),
        *("kind", "by", "do", "who", "command", "was", "now", "how", "result", "level"),
        *("rung", "outcome", "rains"),
    )
)
"""what in an event is a word of the language or a reason, unless it is somebody's id"""
_JOINT = re.compile("(?<=[a-z])(?=[A-Z])")
"""where the name of a command falls into words"""
_FEW = 5
"""people of a list who hear of an alert from each other: fewer at a time are no news of their own"""
_TOLD = ("answer_drafted", "message_passed", "remark_made")
_OWN_REMARKS = ("jump", "confidence", "correction", "look_ahead", "mark", "stop")
"""remarks whose text nobody need write: what somebody did stays as it is"""


class _Words(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


def _said(key: str, value: object, title: Callable[[str], str]) -> str:
    if isinstance(value, list):
        return ", ".join(title(str(one)) for one in value) or tr("everybody")
    if not isinstance(value, str):
        return str(value)
    if key == "effect":
        return _effect(value, title)
    if key == "command":
        return _command(value)
    if key == "via":
        return ", ".join(title(one) for one in value.split()) if title(value) == value else title(value)
    if key == "rain":
        return word(value)
    said = title(value)
    if said != value or key not in _WORDS:
        return said
    told = told_reason(said, title)
    return told if " " in told else told.replace("_", " ")  # a word of the language, not somebody's sentence


def _command(value: str) -> str:
    """What a command is called: no class of ours where the language that is spoken has no name for it."""
    said = word(value)
    return said if said != value else _JOINT.sub(" ", value).lower()


def _effect(value: str, title: Callable[[str], str]) -> str:
    """An effect's kind and what it is on, each said."""
    known = [word(one) if title(one) == one else title(one) for one in value.removeprefix(UNTRUE).split()]
    return " ".join((*([word(UNTRUE.strip())] if value.startswith(UNTRUE) else []), *known))


def _text(event: LogEvent, title: Callable[[str], str]) -> str:
    """The text of an event: somebody's own words as they are, the engine's in the language that is spoken."""
    text = str(event.data["text"])
    if event.kind in ("answer_drafted", "message_passed"):
        return told_answer(text, title)
    return told_reason(text) if event.kind == "remark_made" and event.data["kind"] in _OWN_REMARKS else text


def _step(text: str, title: Callable[[str], str]) -> str:
    """A step that people are to do: a task and where, by its title; the author's own prose stays as it is."""
    task, _, place = text.partition(" ")
    ours = task in TASKS and title(place) != place
    return tr("{what} at {place}", what=plain(task), place=title(place)) if ours else text


def sentence(event: LogEvent, title: Callable[[str], str] = str) -> str:
    """One event as a sentence, without its time; ``title`` gives what an id is called."""
    words = _Words({key: _said(key, value, title) for key, value in event.data.items()})
    words["subject"] = title(event.subject)
    if "first_s" in event.data:
        words["first_s"] = format_span(event.data["first_s"])
    if event.kind in _TOLD:
        words["text"] = _text(event, title)
    elif event.kind == "step_expected":
        words["text"] = _step(str(event.data["text"]), title)
    return tr(_template(event)).format_map(words)


def _template(event: LogEvent) -> str:
    """What a kind of event says: of what is meant, what is over, what is about no place, and what is about one."""
    template = KINDS.get(event.kind, ("{subject}: " + event.kind, ""))[0]
    if event.kind == "stream_event_began":
        return INTENTS.get(str(event.data.get("do", "")), template)
    if event.kind in ENDS and event.data.get("state") in CLOSED:
        return ENDS[event.kind]
    if event.kind in NOWHERE and not event.data["at"]:
        return NOWHERE[event.kind]
    nought, of_none = NOUGHTS.get(event.kind, ("", ""))
    if of_none and event.data.get(nought) == 0:
        return of_none
    counted, of_one = ONES.get(event.kind, ("", ""))
    return of_one if of_one and event.data.get(counted) == 1 else template


def notable(event: LogEvent) -> bool:
    """Whether a time line tells of it without being asked for everything."""
    if event.kind == "rule_fired":
        return event.data["post"] != "" and not str(event.data["post"]).count("_post_")
    if event.kind == "staff_told":
        return int(event.data.get("count", _FEW)) >= _FEW
    return event.kind not in _ROUTINE


def timeline(
    log: Sequence[LogEvent], *, everything: bool = False, title: Callable[[str], str] = str
) -> Iterator[tuple[LogEvent, str, int]]:
    """(event, sentence, how many alike) in order; runs of the same sentence become one line."""
    held: tuple[LogEvent, str, int] | None = None
    for event in log:
        if not (everything or notable(event)):
            continue
        text = sentence(event, title)
        if held is not None and held[1] == text and held[0].at == event.at:
            held = (held[0], text, held[2] + 1)
            continue
        if held is not None:
            yield held
        held = (event, text, 1)
    if held is not None:
        yield held


def chain(log: Sequence[LogEvent] | Mapping[int, LogEvent], seq: int) -> list[LogEvent]:
    """The causes of an event from its root down to itself; raises KeyError for a seq that is not there.

    A chain whose cause is not in the log, or not before it, ends there: the log is not whole.
    """
    events = log if isinstance(log, Mapping) else by_seq(log)
    found = [events[seq]]
    while (cause := found[-1].cause) is not None and cause < found[-1].seq and cause in events:
        found.append(events[cause])
    return found[::-1]


def why(log: Sequence[LogEvent] | Mapping[int, LogEvent], seq: int, title: Callable[[str], str] = str) -> list[str]:
    """The causal chain of an event as lines, root first, with what else each step depended on.

    ``title`` gives what an id is called.
    """
    events = log if isinstance(log, Mapping) else by_seq(log)
    lines = []
    for depth, event in enumerate(chain(events, seq)):
        arrow = "" if depth == 0 else "-> "
        said = sentence(event, title)
        clock = clock_column(event.at, 9)
        lines.append(f"{clock}  {'  ' * min(depth, 12)}{arrow}{said}  [{event.seq} {event.kind}]")
        for other in event.given:
            if other in events and events[other].kind not in ("exercise_started",):
                told = events[other]
                given = tr("given that {event}", event=sentence(told, title))
                lines.append(f"{'':>{len(clock)}}  {'  ' * min(depth, 12)}     {given}  [{told.seq}]")
    return lines
