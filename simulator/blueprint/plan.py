"""Rules, decisions, injects and objectives, with every word of their conditions resolved."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.blueprint.forces import Forces
from simulator.blueprint.model import (
    DecisionSpec,
    EffectSpec,
    ExpectationSpec,
    InjectSpec,
    ObjectiveSpec,
    OptionSpec,
    RuleSpec,
    StepSpec,
    TargetSpec,
)
from simulator.blueprint.names import Names
from simulator.conditions import Condition, Is, Phrase, phrases, reads, rewrite
from simulator.quantities import QuantityError, parse_number
from simulator.scenario.load import Document
from simulator.scenario.schema import Scenario
from simulator.scenario.schema.base import ConditionText, Moment
from simulator.scenario.schema.plan import Decision, Effect, Expectation, Inject, Rule, Step
from simulator.scenario.translate import near
from simulator.units import Epoch, parse_when
from simulator.vocabulary import (
    GROUP_STATES,
    INJECT_STATES,
    KINDS,
    MEASURES,
    QUANTITIES,
    RULE_STATES,
    UNIT_STATES,
    component_of,
)

__all__ = ["Plan"]

Loc = tuple[int | str, ...]

_UNITS_OF = {"min": "duration", "h": "duration", "share": "share", "people": "count"}


class Plan:
    """Builds every row of what is planned from one scenario."""

    def __init__(self, document: Document, scenario: Scenario, names: Names, forces: Forces, epoch: Epoch):
        self.document, self.s, self.names, self.forces, self.epoch = document, scenario, names, forces, epoch
        self.roles = forces.roles()

    def problem(self, loc: Loc, code: str, message: str, hint: str = "") -> None:
        self.document.problem(loc, code, message, hint)

    def at(self, moment: Moment | None, loc: Loc) -> int:
        """Seconds of a moment; -1 for none or one that cannot be."""
        if moment is None:
            return -1
        try:
            return parse_when(moment.text, self.epoch)
        except QuantityError as error:
            self.problem(loc, error.code, error.message, error.hint)
            return -1

    # conditions

    def condition(
        self, given: ConditionText | None, loc: Loc, *, bound: str = "", component: str = "", post: str = ""
    ) -> Condition | None:
        """A condition with its keys; with a trigger (``bound``) a word without a place means the trigger's place."""
        if given is None:
            return None

        def resolve(phrase: Phrase) -> Phrase:
            key, reader = self._key(phrase, loc, bound), ""
            if phrase.post:
                reader = self._reader(phrase, loc, component)
            return Phrase(
                phrase.name,
                phrase.place,
                "" if reader == post else reader,
                phrase.reported,
                phrase.seen,
                phrase.col,
                key,
            )

        for phrase, state in phrases(given.node):
            if state is not None:
                self._check_state(phrase, state, loc)
        node = rewrite(given.node, resolve)
        return Condition(node, given.text, reads(node))

    def _reader(self, phrase: Phrase, loc: Loc, component: str) -> str:
        if not self.names.known(phrase.post, "command"):
            hint = self.names.near(phrase.post, "command")
            self.problem_in(loc, phrase.col, "E402", f"there is no command post {phrase.post!r}", hint)
            return ""
        return self.forces.post_of(phrase.post, component or "military")

    def problem_in(self, loc: Loc, col: int, code: str, message: str, hint: str = "") -> None:
        """A problem inside a condition: placed at the column where the word stands."""
        self.document.problem(loc, code, message, hint, shift=col)

    def _key(self, phrase: Phrase, loc: Loc, bound: str) -> str:
        name, place = phrase.name, phrase.place
        if name in KINDS:
            if place and not self.names.known(place, "place", "segment"):
                hint = self.names.near(place, "place", "segment")
                self.problem_in(loc, phrase.col, "E402", f"there is no place {place!r}", hint)
            return f"{name}@{place or ('?' if bound else '*')}"
        if phrase.reported or phrase.seen:
            said = f"{name!r} is not something that can be reported or seen"
            self.problem_in(loc, phrase.col, "E402", said, near(name, list(KINDS)))
            return name
        if name in QUANTITIES:
            return name
        for kind, prefix in (
            ("unit", "unit"), ("decision", "decision"), ("inject", "inject"), ("rule", "rule"), ("group", "group"),
            ("stream", "stream"),
        ):  # fmt: skip
            if self.names.exists(name, kind):
                return f"{prefix}@{name}"
        if name in self.names.absent:
            return f"absent@{name}"
        everything = ("kind", "quantity", "unit", "decision", "inject", "rule", "group", "stream")
        hint = self.names.near(name, *everything)
        self.problem_in(loc, phrase.col, "E402", f"the condition knows no {name!r}", hint)
        return name

    def _check_state(self, phrase: Phrase, state: Is, loc: Loc) -> None:
        name, known = phrase.name, tuple[str, ...]()
        if name in KINDS:
            known = KINDS[name]
        elif self.names.exists(name, "unit"):
            known = UNIT_STATES
        elif self.names.exists(name, "decision"):
            known = (*self.s.decisions[name].options, "open")
        elif self.names.exists(name, "inject"):
            known = INJECT_STATES
        elif self.names.exists(name, "rule"):
            known = RULE_STATES
        elif self.names.exists(name, "group"):
            known = GROUP_STATES
        elif self.names.exists(name, "stream"):
            known = ("waiting", "began", "foiled", "ended")
        if known and state.state not in known:
            said = f"{name} is never {state.state!r}"
            self.problem_in(loc, state.col, "E402", said, near(state.state, known, f"it can be {', '.join(known)}"))

    # steps

    def steps(self, steps: Sequence[Step], loc: Loc, triggers: tuple[str, ...]) -> tuple[StepSpec, ...]:
        """The steps of a rule or an option; ``triggers`` are the kinds whose word means "there"."""
        return tuple(self._step(step, (*loc, index), triggers) for index, step in enumerate(steps))

    def _step(self, step: Step, loc: Loc, triggers: tuple[str, ...]) -> StepSpec:
        if step.task is None and not step.prose:
            self.problem(loc, "E202", "a step needs a task", "write {task: block, at: breach}, or a sentence")
        at = step.at or ""
        if at in triggers or (at == "there" and triggers):
            at = "?"
        elif at and not self.names.known(at, "place", "segment"):
            hint = self.names.near(at, "place", "segment")
            why = f"there is no place {at!r}" + (f"; the trigger speaks of {', '.join(triggers)}" if triggers else "")
            self.problem((*loc, "at"), "E301", why, hint)
        if step.by and not self.names.known(step.by, "unit", "tag", "contingent", "word"):
            self.problem((*loc, "by"), "E301", f"there is no unit {step.by!r}", self.names.near(step.by, "unit", "tag"))
        for name in step.to:
            if not self.names.known(name, "command", "component", "unit", "staff", "role", "place"):
                self.problem(
                    (*loc, "to"), "E301", f"there is nobody {name!r}", self.names.near(name, "command", "role")
                )
        return StepSpec(
            step.task or "prose", step.prose, step.by or "", at, step.to, step.of or "", -1 if step.within is None else step.within,
            step.until or "", -1 if step.for_ is None else step.for_, tuple(c for c in step.channels if c in self.s.channels),
        )  # fmt: skip

    # rules

    def rules(self) -> tuple[RuleSpec, ...]:
        """The contingency rules, in the file's order."""
        rows = []
        for name, rule in self.s.plan.items():
            before = len(self.document.problems)
            row = self._rule(name, rule)
            if self.document.place(("plan", name))[0] != self.document.file and len(self.document.problems) > before:
                del self.document.problems[before:]
                continue  # a library's rule that speaks of units or posts that this scenario does not have
            rows.append(row)
        return tuple(rows)

    def _rule(self, name: str, rule: Rule) -> RuleSpec:
        loc: Loc = ("plan", name)
        component = rule.component or component_of(name)
        triggers = [p for p, _ in phrases(rule.when.node) if p.name in KINDS and not p.place and (p.seen or p.reported)]
        seen = any(p.seen for p, _ in phrases(rule.when.node))
        kinds = dict.fromkeys(p.name for p in triggers)
        bound = next(iter(kinds)) if len(kinds) == 1 else "*" if kinds else ""
        asked = next((p.post for p, _ in phrases(rule.when.node) if p.post), "")
        for actor in rule.for_:
            if not self.names.known(actor, "unit", "tag", "contingent", "word"):
                hint = self.names.near(actor, "unit", "tag", "contingent", "word")
                self.problem((*loc, "for"), "E301", f"there is no unit {actor!r}", hint)
        if rule.authority and not self.names.known(rule.authority, "role"):
            hint = self.names.near(rule.authority, "role")
            self.problem((*loc, "authority"), "E301", f"there is no role {rule.authority!r}", hint)
        role_post = self.roles.get(rule.authority or "", "")
        post = self.forces.post_of(asked, component or "military") if asked else role_post
        if not post:
            post = self.forces.post_of("", component or "military")
        if not self.s.command and not seen:
            self.problem((*loc, "when"), "E202", "there is no command post where this could be known", "add command:")
        when = self.condition(rule.when, (*loc, "when"), bound=bound, component=component, post=post)
        assert when is not None
        steps = self.steps(rule.do, (*loc, "do"), tuple(kinds))
        return RuleSpec(
            id=name, title=rule.title or name, component=component, actors=tuple(a for a in rule.for_ if a not in self.names.absent),
            local=seen, post=post, role=rule.authority or "", when=when,
            condition=self.condition(rule.if_, (*loc, "if"), bound=bound, component=component, post=post),
            steps=steps, after=rule.after, acts_alone=rule.if_comms_lost == "act", again=rule.again,
        )  # fmt: skip

    # decisions

    def decisions(self) -> tuple[DecisionSpec, ...]:
        """The decisions, sorted by id."""
        return tuple(self._decision(name, self.s.decisions[name]) for name in sorted(self.s.decisions))

    def _decision(self, name: str, decision: Decision) -> DecisionSpec:
        loc: Loc = ("decisions", name)
        options = tuple(decision.options)
        if decision.default not in options:
            self.problem(
                (*loc, "default"),
                "E301",
                f"{decision.default!r} is not one of the options",
                near(decision.default, options),
            )
        model = decision.model
        for option in model.choose if model else ():
            if option not in options:
                self.problem(
                    (*loc, "model", "choose", option),
                    "E301",
                    f"{option!r} is not one of the options",
                    near(option, options),
                )
        weights = {o: w for o, w in (model.choose if model else {}).items() if o in options}
        total = sum(weights.values())
        if model and model.choose and (total <= 0 or min(weights.values(), default=0) < 0):
            self.problem(
                (*loc, "model", "choose"), "E211", "the weights add up to nothing", "give one option a weight above 0"
            )
        post = self.roles.get(decision.asks, "")
        triggers = dict.fromkeys(
            p.name for p, _ in phrases(decision.when.node) if p.name in KINDS and not p.place and p.reported
        )
        bound = next(iter(triggers)) if len(triggers) == 1 else "*" if triggers else ""
        when = self.condition(decision.when, (*loc, "when"), bound=bound, post=post)
        assert when is not None
        return DecisionSpec(
            id=name, title=decision.title or name, when=when,
            condition=self.condition(decision.if_, (*loc, "if"), bound=bound, post=post),
            role=decision.asks, post=post,
            options=tuple(
                OptionSpec(
                    o, spec.text or o, self.steps(spec.do, (*loc, "options", o, "do"), tuple(triggers)),
                    self.effects(spec.effects, (*loc, "options", o, "effects")),
                )
                for o, spec in decision.options.items()
            ),
            deadline=decision.deadline, default=decision.default,
            weights=tuple((o, w / total) for o, w in weights.items()) if total > 0 else (),
            after=model.after if model else None,
            thinking=-1 if decision.thinking == "actual" else int(decision.thinking), hold=decision.hold, again=decision.again,
        )  # fmt: skip

    # injects

    def injects(self) -> tuple[InjectSpec, ...]:
        """The MSEL by time, then id."""
        rows = [self._inject(index, inject) for index, inject in enumerate(self.s.msel)]
        self._circles()
        return tuple(sorted(rows, key=lambda row: (row.at if row.at >= 0 else 1 << 40, row.id)))

    def _circles(self) -> None:
        """Contingency injects that wait for each other in a ring."""
        after = {i.id: i.if_missing for i in self.s.msel if i.if_missing}
        for index, inject in enumerate(self.s.msel):
            chain, name = [inject.id], after.get(inject.id)
            while name and name not in chain:
                chain.append(name)
                name = after.get(name)
            if name == inject.id:
                circle = " -> ".join((*chain, name))
                self.problem(
                    ("msel", index, "if_missing"),
                    "E303",
                    f"these injects wait for each other: {circle}",
                    "cut the circle",
                )

    def _inject(self, index: int, inject: Inject) -> InjectSpec:
        loc: Loc = ("msel", index)
        if inject.at is None and inject.when is None and inject.if_missing is None:
            self.problem(loc, "E202", f"nothing says when {inject.id} comes", "write at: H+0:40, when: or if_missing:")
        for name in inject.to:
            if not self.names.known(name, "cell", "role", "unit", "command", "tag", "component", "contingent"):
                hint = self.names.near(name, "cell", "role", "unit", "command")
                self.problem((*loc, "to"), "E301", f"there is nobody {name!r} to tell", hint)
        every, times = (inject.repeat.every, inject.repeat.times) if inject.repeat else (0, 1)
        if inject.repeat and every == 0:
            self.problem(
                (*loc, "repeat", "every"),
                "L105",
                f"{inject.id} would repeat without end in one instant",
                "write every: 10 min",
            )
        if times > 1000:
            self.problem(
                (*loc, "repeat", "times"),
                "L104",
                f"{inject.id} would come {times} times; 1000 is the most",
                "repeat it less",
            )
        return InjectSpec(
            id=inject.id, at=self.at(inject.at, (*loc, "at")), when=self.condition(inject.when, (*loc, "when")),
            after=inject.after or 0, type=inject.type, title=inject.title or inject.text[:60] or inject.id, to=inject.to,
            sender=inject.from_, means=inject.means, text=inject.text,
            expects=tuple(self._expectation(e, (*loc, "expects", i)) for i, e in enumerate(inject.expects)),
            if_missing=inject.if_missing if inject.if_missing and self.names.exists(inject.if_missing, "inject") else "",
            expires=self.at(inject.expires, (*loc, "expires")), every=every, times=min(times, 1000),
            effects=self.effects(inject.effects, (*loc, "effects")), objective=inject.objective or "",
        )  # fmt: skip

    def _expectation(self, expected: Expectation, loc: Loc) -> ExpectationSpec:
        if expected.task and not self.names.known(expected.task, "rule", "decision", "objective"):
            hint = self.names.near(expected.task, "rule", "decision")
            self.problem((*loc, "task"), "E301", f"there is no rule or decision {expected.task!r}", hint)
        return ExpectationSpec(
            expected.action, expected.by or "", expected.within, expected.task or "",
            self.condition(expected.done_when, (*loc, "done_when")),
        )  # fmt: skip

    def effects(self, effects: Sequence[Effect], loc: Loc) -> tuple[EffectSpec, ...]:
        """The changes that an inject or an option makes, each of one kind."""
        return tuple(row for i, e in enumerate(effects) if (row := self._effect(e, (*loc, i))) is not None)

    def _effect(self, e: Effect, loc: Loc) -> EffectSpec | None:
        for_s = -1 if e.for_ is None else e.for_
        at = e.at or ""
        post = e.to_post or ""
        if e.set and e.to is not None:
            return EffectSpec("level", e.set, value=e.to)
        if e.change and e.by is not None:
            return EffectSpec("level", e.change, value=e.by, relative=True)
        if e.report and at:
            if e.report not in KINDS:
                self.problem((*loc, "report"), "E301", f"{e.report!r} cannot be reported", near(e.report, list(KINDS)))
                return None
            return EffectSpec("report", e.report, at, self.forces.post_of(post, "military"), e.value or 1, true=e.true)
        if e.channel and e.works is not None:
            return EffectSpec("channel", e.channel, value=float(e.works), for_s=for_s)
        if e.unit and (e.delayed_by is not None or e.busy_for is not None):
            return EffectSpec("unit", e.unit, value=float(e.busy_for or e.delayed_by or 0))
        if e.release:
            if not self.names.known(e.release, "stream"):
                hint = self.names.near(e.release, "stream")
                self.problem((*loc, "release"), "E301", f"there is no event {e.release!r} in the stream", hint)
            return EffectSpec("release", e.release)
        if e.casualties and at:
            return EffectSpec("casualties", "", at, value=float(e.casualties))
        if e.close:
            return EffectSpec("close", e.close, for_s=for_s)
        if e.people and at:
            return EffectSpec("people", "", at, value=float(e.people))
        self.problem(
            loc, "E202", "this effect changes nothing",
            "write one of {change: tension, by: 0.1}, {report: breach, at: west, to_post: ioc}, {channel: vhf, works: no}, "
            "{unit: qrf_1, busy_for: 1 h}, {release: breach_1}, {casualties: 3, at: market}, {people: 900, at: gate}",
        )  # fmt: skip
        return None

    # objectives

    def objectives(self) -> tuple[ObjectiveSpec, ...]:
        """The objectives, in the file's order."""
        rows = []
        for index, objective in enumerate(self.s.objectives):
            targets = []
            for i, target in enumerate(objective.targets):
                loc: Loc = ("objectives", index, "targets", i)
                if target.measure not in MEASURES:
                    hint = near(target.measure, list(MEASURES))
                    self.problem((*loc, "measure"), "E301", f"there is no measure {target.measure!r}", hint)
                    continue
                if target.task and not self.names.known(target.task, "rule", "decision"):
                    hint = self.names.near(target.task, "rule", "decision")
                    self.problem((*loc, "task"), "E301", f"there is no rule or decision {target.task!r}", hint)
                unit = MEASURES[target.measure].unit
                at_most = self._threshold(target.at_most, unit, (*loc, "at_most"))
                at_least = self._threshold(target.at_least, unit, (*loc, "at_least"))
                if at_most is None and at_least is None:
                    self.problem(loc, "E202", "a target needs at_most or at_least", "write at_most: 15 min")
                targets.append(TargetSpec(target.measure, target.task or "", at_most, at_least, target.text))
            rows.append(ObjectiveSpec(objective.id, objective.text, objective.capability, tuple(targets)))
        return tuple(rows)

    def _threshold(self, text: str | None, unit: str, loc: Loc) -> float | None:
        """A threshold in the measure's own unit: minutes or hours for times, a share, a count."""
        if text is None:
            return None
        dimension = _UNITS_OF.get(unit, "number")
        try:
            value = parse_number(text, dimension)
        except QuantityError as error:
            self.problem(loc, error.code, error.message, error.hint)
            return None
        return value / 60 if unit == "min" else value / 3600 if unit == "h" else value

    def measures(self) -> tuple[str, ...]:
        """The measures to show first."""
        for index, name in enumerate(self.s.measures):
            if name not in MEASURES:
                self.problem(("measures", index), "E301", f"there is no measure {name!r}", near(name, list(MEASURES)))
        return tuple(n for n in self.s.measures if n in MEASURES)
