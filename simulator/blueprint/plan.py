"""Rules, decisions and what they do, resolved for the blueprint."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.blueprint.model import (
    DecisionSpec,
    EffectSpec,
    OptionSpec,
    RuleSpec,
    StepSpec,
)
from simulator.blueprint.wording import Loc, Wording
from simulator.catalogue import marked, tr
from simulator.conditions import phrases
from simulator.scenario.schema.base import ConditionText
from simulator.scenario.schema.plan import Decision, Effect, Rule, Step
from simulator.scenario.translate import near
from simulator.vocabulary import (
    KINDS,
    RUNGS,
    component_of,
)

__all__ = ["Plan"]

_EFFECTS = marked(
    "write one of {change: tension, by: 0.1}, {report: breach, at: west, to_post: ioc}, {channel: vhf, works: no},"
    " {unit: qrf_1, busy_for: 1 h}, {release: breach_1}, {casualties: 3, at: market}, {people: 900, at: gate}"
)


def _triggers(when: ConditionText, *, seen: bool = True) -> tuple[str, ...]:
    """The kinds of things anywhere of which a condition waits to be told, or that somebody sees them."""
    told = [p for p, _ in phrases(when.node) if p.reported or (seen and p.seen)]
    return tuple(dict.fromkeys(p.name for p in told if p.name in KINDS and not p.place))


def _bound(kinds: tuple[str, ...]) -> str:
    """The kind whose place a condition is bound to: the only one, any of several, or none."""
    return kinds[0] if len(kinds) == 1 else "*" if kinds else ""


class Plan(Wording):
    """Builds the rows of rules and decisions, and of what they do."""

    # steps

    def steps(self, steps: Sequence[Step], loc: Loc, triggers: tuple[str, ...]) -> tuple[StepSpec, ...]:
        """The steps of a rule or an option; ``triggers`` are the kinds whose word means "there"."""
        return tuple(self._step(step, (*loc, index), triggers) for index, step in enumerate(steps))

    def _step(self, step: Step, loc: Loc, triggers: tuple[str, ...]) -> StepSpec:
        if step.task is None and not step.prose:
            self.problem(loc, "E202", tr("a step needs a task"), tr("write {task: block, at: breach}, or a sentence"))
        at = step.at or ""
        if at in triggers or (at == "there" and triggers):
            at = "?"
        elif at and not self.names.known(at, "place", "segment"):
            hint = self.names.near(at, "place", "segment")
            why = tr("there is no place {at!r}", at=at) + (
                tr("; the trigger speaks of {names}", names=", ".join(triggers)) if triggers else ""
            )
            self.problem((*loc, "at"), "E301", why, hint)
        self._check_named(step, loc)
        return StepSpec(
            step.task or "prose",
            step.prose,
            step.by or "",
            at,
            step.to,
            step.of or "",
            -1 if step.within is None else step.within,
            step.until or "",
            -1 if step.for_ is None else step.for_,
            tuple(c for c in step.channels if c in self.s.channels),
            step.via or "",
            step.pursue or 0.0,
        )

    def _check_named(self, step: Step, loc: Loc) -> None:
        """Whom and what a step names is there."""
        if step.by and not self.names.known(step.by, "unit", "tag", "contingent", "word"):
            self.problem(
                (*loc, "by"), "E301", tr("there is no unit {by!r}", by=step.by), self.names.near(step.by, "unit", "tag")
            )
        for index, name in enumerate(step.to):
            if not self.names.known(name, "command", "component", "unit", "staff", "role", "place"):
                self.problem(
                    (*loc, "to", index),
                    "E301",
                    tr("there is nobody {name!r}", name=name),
                    self.names.near(name, "command", "role"),
                )
        if step.task == "seek_passage" and step.of not in RUNGS:
            hint = near(step.of or "", RUNGS, tr("write of: and one of {names}", names=", ".join(RUNGS)))
            self.problem((*loc, "of"), "E301", tr("a negotiation is no {of!r}", of=step.of or ""), hint)

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
        seen = any(p.seen for p, _ in phrases(rule.when.node))
        kinds = _triggers(rule.when)
        bound = _bound(kinds)
        asked = next((p.post for p, _ in phrases(rule.when.node) if p.post), "")
        for index, actor in enumerate(rule.for_):
            if not self.names.known(actor, "unit", "tag", "contingent", "word"):
                hint = self.names.near(actor, "unit", "tag", "contingent", "word")
                self.problem((*loc, "for", index), "E301", tr("there is no unit {actor!r}", actor=actor), hint)
        if rule.authority and not self.names.known(rule.authority, "role"):
            hint = self.names.near(rule.authority, "role")
            why = tr("there is no role {authority!r}", authority=rule.authority)
            self.problem((*loc, "authority"), "E301", why, hint)
        role_post = self.roles.get(rule.authority or "", "")
        post = self.forces.post_of(asked, component or "military") if asked else role_post
        if not post:
            post = self.forces.post_of("", component or "military")
        if not self.s.command and not seen:
            why, hint = tr("there is no command post where this could be known"), tr("add command:")
            self.problem((*loc, "when"), "E202", why, hint)
        when = self.condition(rule.when, (*loc, "when"), bound=bound, component=component, post=post)
        assert when is not None
        return RuleSpec(
            id=name,
            title=rule.title or name,
            component=component,
            actors=tuple(a for a in rule.for_ if a not in self.names.absent),
            local=seen,
            post=post,
            role=rule.authority or "",
            when=when,
            condition=self.condition(rule.if_, (*loc, "if"), bound=bound, component=component, post=post),
            steps=self.steps(rule.do, (*loc, "do"), kinds),
            after=rule.after,
            acts_alone=rule.if_comms_lost == "act",
            again=rule.again,
        )

    # decisions

    def decisions(self) -> tuple[DecisionSpec, ...]:
        """The decisions, sorted by id."""
        return tuple(self._decision(name, self.s.decisions[name]) for name in sorted(self.s.decisions))

    def _weights(self, decision: Decision, loc: Loc) -> tuple[tuple[str, float], ...]:
        """How often the model of a room chooses each option, as shares."""
        options = tuple(decision.options)
        chosen = decision.model.choose if decision.model else {}
        for option in chosen:
            if option not in options:
                self._no_option((*loc, "model", "choose", option), option, options)
        weights = {o: w for o, w in chosen.items() if o in options}
        total = sum(weights.values())
        if chosen and (total <= 0 or min(weights.values(), default=0) < 0):
            loc = (*loc, "model", "choose")
            self.problem(loc, "E211", tr("the weights add up to nothing"), tr("give one option a weight above 0"))
        return tuple((o, w / total) for o, w in sorted(weights.items())) if total > 0 else ()

    def _no_option(self, loc: Loc, option: str, options: tuple[str, ...]) -> None:
        self.problem(loc, "E301", tr("{option!r} is not one of the options", option=option), near(option, options))

    def _decision(self, name: str, decision: Decision) -> DecisionSpec:
        loc: Loc = ("decisions", name)
        options = tuple(decision.options)
        if decision.default not in options:
            self._no_option((*loc, "default"), decision.default, options)
        post = self.roles.get(decision.asks, "")
        kinds = _triggers(decision.when, seen=False)
        bound = _bound(kinds)
        weights = self._weights(decision, loc)
        when = self.condition(decision.when, (*loc, "when"), bound=bound, post=post)
        assert when is not None
        return DecisionSpec(
            id=name,
            title=decision.title or name,
            when=when,
            condition=self.condition(decision.if_, (*loc, "if"), bound=bound, post=post),
            role=decision.asks,
            post=post,
            options=tuple(
                OptionSpec(
                    o,
                    spec.text or o,
                    self.steps(spec.do, (*loc, "options", o, "do"), kinds),
                    self.effects(spec.effects, (*loc, "options", o, "effects")),
                )
                for o, spec in decision.options.items()
            ),
            deadline=decision.deadline,
            default=decision.default,
            weights=weights,
            after=decision.model.after if decision.model else None,
            thinking=-1 if decision.thinking == "actual" else int(decision.thinking),
            hold=decision.hold,
            again=decision.again,
        )

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
                why = tr("{report!r} cannot be reported", report=e.report)
                self.problem((*loc, "report"), "E301", why, near(e.report, list(KINDS)))
                return None
            to = self.forces.post_of(post, "military")
            return EffectSpec("report", e.report, at, to, e.value or 1, untrue=e.untrue)
        if e.channel and e.works is not None:
            return EffectSpec("channel", e.channel, value=float(e.works), for_s=for_s)
        if e.unit and (e.delayed_by is not None or e.busy_for is not None):
            return EffectSpec("unit", e.unit, value=float(e.busy_for or e.delayed_by or 0))
        if e.release:
            if not self.names.known(e.release, "stream"):
                hint = self.names.near(e.release, "stream")
                why = tr("there is no event {release!r} in the stream", release=e.release)
                self.problem((*loc, "release"), "E301", why, hint)
            return EffectSpec("release", e.release)
        if e.casualties and at:
            return EffectSpec("casualties", "", at, value=float(e.casualties))
        if e.close:
            return EffectSpec("close", e.close, for_s=for_s)
        if e.alert:
            return EffectSpec("alert", e.alert)
        if e.supply:
            return EffectSpec("supply", "", value=float(e.supply))
        if e.people and at:
            return self._crowd(e.people, at, loc)
        self.problem(loc, "E202", tr("this effect changes nothing"), tr(_EFFECTS))
        return None

    def _crowd(self, people: int, at: str, loc: Loc) -> EffectSpec | None:
        if not self.names.known(at, "gate"):
            hint = self.names.near(at, "gate") or tr("write at: and a gate")
            self.problem((*loc, "at"), "E301", tr("a crowd comes to a gate, and {at!r} is none", at=at), hint)
            return None
        return EffectSpec("people", "", at, value=float(people))
