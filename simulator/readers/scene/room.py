"""The room's part of a scene: injects, questions, what is expected of players, rules that wait for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from simulator.blueprint.model import Blueprint, CellSpec, InjectSpec
from simulator.events import LogEvent
from simulator.readers.plan import carries_out, rules_of_people
from simulator.readers.scene.rows import Asked, Expected, Inject, Pressure, Waiting

__all__ = ["RECALLED", "Room"]

RECALLED = "recalled"
"""how the correction begins that takes an inject back; it is about the number of the inject's delivery"""

Fold = Callable[[LogEvent], None]


class Room:
    """Folds what happens in the room."""

    def __init__(self, blueprint: Blueprint, played_by: Mapping[str, str]):
        self._blueprint, self._played_by = blueprint, played_by
        self._specs = {spec.id: spec for spec in blueprint.injects}
        self._rules = rules_of_people(blueprint, played_by)
        self._asks = {decision.id: decision for decision in blueprint.decisions}
        self.injects = {spec.id: _planned(spec, blueprint.duration) for spec in blueprint.injects}
        self._times = {spec.id: _times(spec, blueprint.duration) for spec in blueprint.injects}
        """the seconds at which each inject still comes by the clock, the next one first"""
        self._out: dict[str, str] = {}
        """number of a delivery -> its inject"""
        self.decisions: dict[str, Asked] = {}
        self.expected: list[Expected] = []
        self.waiting: dict[tuple[str, str], Waiting] = {}
        self._let: dict[int, Waiting] = {}
        """seq of a ``rule_let_act`` -> the row that it took off"""
        self.stopped, self.stopped_at = "", -1
        self.blacked_out = False

    def folds(self) -> dict[str, Fold]:
        """Kind of event -> what takes it in."""
        return {
            "inject_delivered": self._delivered,
            "inject_ready": self._ready,
            "inject_held": lambda e: self._state(e, "held"),
            "inject_skipped": lambda e: self._state(e, "skipped", gone=True),
            "inject_expired": lambda e: self._state(e, "expired", gone=True),
            "inject_deferred": self._deferred,
            "injects_shifted": self._shifted,
            "inject_added": self._added,
            "inject_edited": self._edited,
            "action_expected": self._expects,
            "action_done": lambda e: self._settle(e, "done"),
            "action_missed": lambda e: self._settle(e, "missed"),
            "step_expected": self._step,
            "decision_opened": self._opened,
            "decision_taken": lambda e: self._answered(e, "taken"),
            "decision_defaulted": lambda e: self._answered(e, "defaulted"),
            "default_proposed": self._proposed,
            "rule_fired": self._fired,
            "rule_done": self._not_waiting,
            "order_given": self._not_waiting,
            "rule_let_act": self._let_act,
            "rule_lapsed": self._lapsed,
            "order_unfilled": self._found_nobody,
            "remark_made": self._remark,
        }

    # injects

    def _state(self, event: LogEvent, state: str, *, gone: bool = False) -> None:
        row = self.injects[event.subject]
        row.state, row.seq = state, event.seq
        if gone:
            row.due = -1

    def _delivered(self, event: LogEvent) -> None:
        row, times = self.injects[event.subject], self._times.get(event.subject, [])
        if times:
            times.pop(0)
        row.state, row.delivered_at, row.seq = "delivered", event.at, event.seq
        row.to = tuple(map(str, event.data["to"]))
        row.due = times[0] if times else -1
        self._out[str(event.seq)] = event.subject

    def _ready(self, event: LogEvent) -> None:
        row = self.injects[event.subject]
        row.state, row.due, row.seq = "ready", event.at, event.seq

    def _deferred(self, event: LogEvent) -> None:
        row, spec = self.injects[event.subject], self._specs.get(event.subject)
        first, end = int(event.data["until"]), self._blueprint.duration
        every, times = (spec.every, spec.times) if spec is not None else (0, 1)
        self._times[event.subject] = [at for k in range(times) if (at := first + k * every) <= end]
        row.state, row.due, row.seq = "planned", first if first <= end else -1, event.seq

    def _shifted(self, event: LogEvent) -> None:
        by, end = int(event.data["by_s"]), self._blueprint.duration
        for name, times in self._times.items():
            row = self.injects[name]
            if times and row.state in ("planned", "delivered", "contingency"):
                times[:] = [at for old in times if (at := max(event.at, old + by)) <= end]
                row.due = times[0] if times else -1
                row.seq = event.seq

    def _added(self, event: LogEvent) -> None:
        to = tuple(map(str, event.data["to"]))
        text = str(event.data["text"])
        self.injects[event.subject] = Inject(
            event.subject, "", text, "contextual", to, "", "verbal", "", "planned", event.at, added=True, seq=event.seq
        )

    def _edited(self, event: LogEvent) -> None:
        row = self.injects[event.subject]
        row.text, row.to, row.seq = str(event.data["text"]), tuple(map(str, event.data["to"])), event.seq
        row.title = "" if row.text else row.title

    # what players should do

    def _expects(self, event: LogEvent) -> None:
        data = event.data
        self.expected.append(
            Expected(
                event.subject,
                str(data["text"]),
                str(data["by"]),
                event.at,
                event.at + int(data["within_s"]),
                index=sum(e.source == event.subject and e.state == "open" for e in self.expected),
                seq=event.seq,
            )
        )

    def _settle(self, event: LogEvent, state: str) -> None:
        for row in self.expected:
            if row.source == event.subject and row.state == "open" and row.seq in (event.cause, *event.given):
                row.state, row.seq = state, event.seq
                return

    def _step(self, event: LogEvent) -> None:
        waits = self.waiting.get((event.subject, str(event.data["at"])))
        if waits is not None:
            waits.why = f"{waits.why}, {event.data['text']}" if waits.why else str(event.data["text"])

    # questions

    def _opened(self, event: LogEvent) -> None:
        spec, data = self._asks.get(event.subject), event.data
        place = str(data["at"])
        name = f"{event.subject}@{place}" if spec is not None and spec.again and place else event.subject
        role = str(data["asks"])
        self.decisions[name] = Asked(
            name,
            event.subject,
            spec.title if spec is not None else "",
            role,
            place,
            tuple(map(str, data["options"])),
            self._played_by.get(role, "model"),
            event.at,
            event.at + int(data["deadline_s"]),
            seq=event.seq,
            opened=event.seq,
        )

    def _asked(self, event: LogEvent) -> Asked | None:
        """The open question that an event speaks of: by its decision, and its place where there are several."""
        found = [d for d in self.decisions.values() if d.decision == event.subject and d.state == "open"]
        place = str(event.data.get("at", ""))
        return next((d for d in found if d.at == place or event.cause == d.opened), found[0] if found else None)

    def _answered(self, event: LogEvent, state: str) -> None:
        asked = self._asked(event)
        if asked is not None:
            asked.state, asked.option, asked.seq = state, str(event.data["option"]), event.seq
            asked.by, asked.words, asked.taken_at = str(event.data["by"]), str(event.data["words"]), event.at
            asked.offer = self._in_words(event.subject, asked.option)
            asked.answer = "; ".join(filter(None, (asked.offer, asked.words)))

    def _in_words(self, decision: str, option: str) -> str:
        """What an option says, nothing where it has no words."""
        spec = self._asks.get(decision)
        return next((o.text for o in spec.options if o.id == option), "") if spec is not None else ""

    def _proposed(self, event: LogEvent) -> None:
        asked = self._asked(event)
        if asked is not None:
            asked.proposed, asked.seq = str(event.data["option"]), event.seq
            asked.offer = self._in_words(event.subject, asked.proposed)

    # rules that people play

    def _fired(self, event: LogEvent) -> None:
        rule = self._rules.get(event.subject)
        if rule is not None:
            place, post = str(event.data["at"]), str(event.data["post"])
            self.waiting[rule.id, place] = Waiting(rule.id, rule.title, post, place, "", event.at, event.seq)

    def _not_waiting(self, event: LogEvent) -> None:
        for name, place in [key for key in self.waiting if carries_out(event, self._rules[key[0]], key[1])]:
            del self.waiting[name, place]

    def _let_act(self, event: LogEvent) -> None:
        row = self.waiting.pop((event.subject, str(event.data["at"])), None)
        if row is not None:
            self._let[event.seq] = row

    def _lapsed(self, event: LogEvent) -> None:
        self.waiting.pop((event.subject, str(event.data["at"])), None)

    def _found_nobody(self, event: LogEvent) -> None:
        """A rule that was let act waits again, in its old place, where there is nobody to send."""
        row = self._let.pop(event.cause or 0, None)
        if row is not None:
            rows = sorted((*self.waiting.values(), row), key=lambda waits: waits.seq)
            self.waiting = {(waits.rule, waits.place): waits for waits in rows}

    # remarks

    def _remark(self, event: LogEvent) -> None:
        kind, text = event.data["kind"], str(event.data["text"])
        if kind == "stop":
            self.stopped, self.stopped_at = text, event.at
        elif kind == "mark" and text.startswith("blackout "):
            self.blacked_out = text == "blackout on"
        elif kind == "correction" and text.startswith(RECALLED):
            name = self._out.get(event.subject)
            if name is not None and self.injects[name].state == "delivered":
                self.injects[name].state, self.injects[name].seq = "recalled", event.seq

    # how much there is

    def pressure(self, now: int) -> list[Pressure]:
        """What each cell has on its table."""
        return [self._table(cell, now) for cell in self._blueprint.cells]

    def _table(self, cell: CellSpec, now: int) -> Pressure:
        posts = {self._blueprint.roles.get(role, "") for role in cell.roles}
        names = {cell.id, *cell.roles, *posts} - {""}
        actions = [e for e in self.expected if e.state == "open" and (e.by in names or not e.by)]
        waiting = [w for w in self.waiting.values() if w.post in names]
        questions = [d for d in self.decisions.values() if d.state == "open" and d.role in cell.roles]
        late = sum(e.until < now for e in actions) + sum(d.deadline < now for d in questions)
        return Pressure(cell.id, cell.played_by, len(actions) + len(waiting), len(questions), late)


def _times(spec: InjectSpec, end: int) -> list[int]:
    if spec.if_missing or spec.at < 0 or (spec.when is not None):
        return []
    return [at for k in range(spec.times) if (at := spec.at + k * spec.every) <= end]


def _planned(spec: InjectSpec, end: int) -> Inject:
    times = _times(spec, end)
    return Inject(
        spec.id,
        spec.title,
        spec.text,
        spec.type,
        spec.to,
        spec.sender,
        spec.means,
        spec.objective,
        "planned" if times else "contingency",
        times[0] if times else -1,
        critical=bool(spec.effects),
        repeats=spec.times > 1,
    )
