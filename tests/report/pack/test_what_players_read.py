"""Documents for players hold nothing that only exercise control may know; the handbook holds all that is searched."""

from __future__ import annotations

import re
from functools import cache

import pytest

from simulator.cli.report import FORMS, written
from simulator.report.pack.compose import FOR_PLAYERS
from simulator.report.pack.papers import Papers
from simulator.units import told_by_day
from tests.report.forms import text_of
from tests.report.pack.conftest import SHIPPED, document_of, papers_of


def flat(text: str) -> str:
    return " ".join(text.split())


@cache
def words(name: str, paper: str, form: str, *, with_plan: bool = False) -> str:
    return flat(text_of(written(document_of(name, paper, with_plan=with_plan), form), form))


def told_by_control(papers: Papers) -> set[str]:
    """Texts that the handbook tells and players must not read: of injects, questions, the plan and the threat."""
    b = papers.planned.blueprint
    with told_by_day(b.startex, b.duration):
        return _told_by_control(papers)


def _told_by_control(papers: Papers) -> set[str]:
    planned, b = papers.planned, papers.planned.blueprint
    found = {planned.summary, planned.draws_on}
    for inject in b.injects:
        found |= {inject.title, inject.text, *(row.action for row in inject.expects)}
        found |= {papers.condition(inject.when)} if inject.when is not None else set()
    for decision in b.decisions:
        found |= {
            decision.title,
            papers.condition(decision.when, decision.post),
            *(option.text for option in decision.options),
        }
    for rule in b.rules:
        found |= {rule.id, rule.title, papers.condition(rule.when, rule.post)}
    found |= {spec.text for spec in b.stream} | {spec.id for spec in (*b.stream, *b.rates)}
    found |= {papers.name(group) for group in b.groups}
    return {flat(text) for text in found if text.strip()}


def hidden(papers: Papers) -> set[str]:
    """What no document tells at all, or tells evaluators only: limits that only show later, thresholds, variants."""
    b = papers.planned.blueprint
    found = {word for row in b.contingents.values() for word in row.hidden_caveats}
    found |= {word.replace("_", " ") for word in found}
    found |= {row.when.text for row in (*b.injects, *b.decisions, *b.rules) if row.when is not None}
    found |= {target.text for o in b.objectives for target in o.targets}
    found |= {t.measure for o in b.objectives for t in o.targets if "_" in t.measure}  # others are words of every day
    return {text for text in found if text} | {name for name in b.variants if "_" in name}


def standing_in(text: str, searched: set[str]) -> list[str]:
    return sorted(word for word in searched if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_handbook_tells_all_of_it(name: str) -> None:
    """Else the search below would show nothing."""
    searched = told_by_control(papers_of(name))
    assert len(searched) > 10
    text = words(name, "msel", ".json")
    assert searched - set(standing_in(text, searched)) == set()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SHIPPED)
def test_players_read_no_inject_question_answer_rule_or_event(name: str, form: str) -> None:
    papers = papers_of(name)
    searched = told_by_control(papers) | hidden(papers)
    for paper in FOR_PLAYERS:
        assert standing_in(words(name, paper, form), searched) == [], paper


@pytest.mark.parametrize("name", SHIPPED)
def test_the_plan_stands_in_the_manual_only_if_players_have_it_and_without_names_or_triggers(name: str) -> None:
    papers = papers_of(name)
    rules = papers.planned.blueprint.rules
    text = words(name, "sitman", ".json", with_plan=True)
    others = told_by_control(papers) - {flat(rule.title) for rule in rules}
    assert standing_in(text, others) == []
    assert all(rule.title in text for rule in rules)


def test_a_page_to_hand_over_says_neither_what_is_expected_nor_on_what_it_hangs() -> None:
    papers = papers_of("site_in_flames")
    b = papers.planned.blueprint
    unsaid = {row.action for spec in b.injects for row in spec.expects} | {spec.type for spec in b.injects}
    unsaid |= {papers.condition(spec.when) for spec in b.injects if spec.when is not None} | {
        o.text for o in b.objectives
    }
    assert standing_in(words("site_in_flames", "injects", ".json"), unsaid) == []


def test_a_role_card_names_the_units_that_a_role_may_order_about_and_whose_the_others_are() -> None:
    police = next(s for s in document_of("site_in_flames", "cards").sections if s.title.endswith("Police duty officer"))
    told = {part.title: flat(str(part.blocks)) for part in police.sections}
    assert "Second police platoon" in told["What you have"]
    assert "Quick reaction force" not in told["What you have"]
    assert "Quick reaction force" in told["What you do not decide"]
    assert "Second police platoon" not in told["What you do not decide"]


def test_the_manual_warns_of_what_comes_lets_everybody_go_and_names_an_office_and_no_person() -> None:
    text = words("site_in_flames", "sitman", ".md")
    assert "Content notice." in text
    assert "Opt out." in text
    assert "Support, during and after the exercise: (an office or function" in text
    assert "STOP - REAL EVENT" in text
