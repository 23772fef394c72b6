"""Times and conditions in an author's words, resolved against the scenario's names."""

from __future__ import annotations

from simulator.blueprint.forces import Forces
from simulator.blueprint.names import Names
from simulator.catalogue import tr
from simulator.conditions import Condition, Is, Phrase, phrases, reads, rewrite
from simulator.quantities import QuantityError
from simulator.scenario.load import Document
from simulator.scenario.schema import Scenario
from simulator.scenario.schema.base import ConditionText, Moment
from simulator.scenario.translate import near
from simulator.units import Epoch, parse_when
from simulator.vocabulary import (
    GROUP_STATES,
    INJECT_STATES,
    KINDS,
    QUANTITIES,
    RULE_STATES,
    TRUE_KINDS,
    UNIT_STATES,
)

__all__ = ["Loc", "Wording"]

Loc = tuple[int | str, ...]
_NAMED = ("unit", "decision", "inject", "rule", "group", "stream")
_UNTOLD = ("inject", "rule", "group", "stream", "displaced", "accounted", "relocated", "outside")


class Wording:
    """Resolves the words of one scenario, and says where one means nothing."""

    def __init__(self, document: Document, scenario: Scenario, names: Names, forces: Forces, epoch: Epoch):
        self.document, self.s, self.names, self.forces, self.epoch = document, scenario, names, forces, epoch
        self.roles = forces.roles()

    def problem(self, loc: Loc, code: str, message: str, hint: str = "") -> None:
        """Note a problem at a place of the scenario."""
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

    def condition(
        self,
        given: ConditionText | None,
        loc: Loc,
        *,
        bound: str = "",
        component: str = "",
        post: str = "",
        world: bool = False,
    ) -> Condition | None:
        """A condition with its keys; with a trigger (``bound``) a word without a place means the trigger's place.

        ``world`` conditions read the simulated truth (exercise control), all others what is known at a post.
        """
        if given is None:
            return None

        def _resolve(phrase: Phrase) -> Phrase:
            key, reader = self._key(phrase, loc, bound, world), ""
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
                if not world:
                    self._check_open(phrase, state, loc)
        node = rewrite(given.node, _resolve)
        return Condition(node, given.text, reads(node))

    def _reader(self, phrase: Phrase, loc: Loc, component: str) -> str:
        if not self.names.known(phrase.post, "command"):
            hint = self.names.near(phrase.post, "command")
            self.problem_in(loc, phrase.col, "E402", tr("there is no command post {post!r}", post=phrase.post), hint)
            return ""
        return self.forces.post_of(phrase.post, component or "military")

    def problem_in(self, loc: Loc, col: int, code: str, message: str, hint: str = "") -> None:
        """A problem inside a condition: placed at the column where the word stands."""
        self.document.problem(loc, code, message, hint, shift=col)

    def _key(self, phrase: Phrase, loc: Loc, bound: str, world: bool) -> str:
        name, place = phrase.name, phrase.place
        if world:
            self._check_truth(phrase, loc)
        bare = not (place or phrase.reported or phrase.seen)
        if name in KINDS and not (world and bare and name in QUANTITIES):
            if place and not self.names.known(place, "place", "segment"):
                hint = self.names.near(place, "place", "segment")
                self.problem_in(loc, phrase.col, "E402", tr("there is no place {place!r}", place=place), hint)
            return f"{name}@{place or ('?' if bound else '*')}"
        if phrase.reported or phrase.seen:
            said = tr("{name!r} is not something that can be reported or seen", name=name)
            self.problem_in(loc, phrase.col, "E402", said, near(name, list(KINDS)))
            return name
        kind = next((k for k in _NAMED if self.names.exists(name, k)), "")
        if not world and (kind in _UNTOLD or name in _UNTOLD):
            why = tr("no command post is told about {name!r}; rules and decisions know what is reported", name=name)
            self.problem_in(loc, phrase.col, "E405", why, tr("write for example: contact reported to ioc"))
        if name in QUANTITIES:
            return name
        if kind:
            return f"{kind}@{name}"
        if name in self.names.absent:
            return f"absent@{name}"
        everything = ("kind", "quantity", "unit", "decision", "inject", "rule", "group", "stream")
        hint = self.names.near(name, *everything)
        self.problem_in(loc, phrase.col, "E402", tr("the condition knows no {name!r}", name=name), hint)
        return name

    def _check_truth(self, phrase: Phrase, loc: Loc) -> None:
        """Exercise control reads the truth, or what one post that it names has heard."""
        if phrase.seen or (phrase.reported and not phrase.post):
            said = tr(
                "an inject's condition asks what is {value}, and names no command post",
                value="seen" if phrase.seen else "reported",
            )
            self.problem_in(
                loc, phrase.col, "E406", said, tr("write {name} reported to ioc, or {name} > 0", name=phrase.name)
            )
        elif phrase.name in KINDS and phrase.name not in (*TRUE_KINDS, *QUANTITIES) and not phrase.reported:
            said = tr("{name!r} has no truth of its own: it is only ever reported", name=phrase.name)
            self.problem_in(loc, phrase.col, "E406", said, tr("write {name} reported to ioc", name=phrase.name))

    def _check_open(self, phrase: Phrase, state: Is, loc: Loc) -> None:
        """Only exercise control knows that a decision is open: no post's picture ever holds it."""
        if state.state == "open" and phrase.name not in KINDS and self.names.exists(phrase.name, "decision"):
            said = tr("only exercise control knows that {name} is open; here it never holds", name=phrase.name)
            hint = tr(
                "ask what was decided: {name} is {option}",
                name=phrase.name,
                option=next(iter(self.s.decisions[phrase.name].options), "..."),
            )
            self.problem_in(loc, state.col, "E405", said, hint)

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
            said = tr("{name} is never {state!r}", name=name, state=state.state)
            self.problem_in(
                loc, state.col, "E402", said, near(state.state, known, tr("it can be {names}", names=", ".join(known)))
            )
