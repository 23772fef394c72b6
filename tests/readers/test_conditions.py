"""Conditions in plain words: every form has its words, and every shipped condition is told with titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from simulator.blueprint.model import Blueprint
from simulator.catalogue import use
from simulator.conditions import Condition, phrases
from simulator.readers.conditions import Conditions
from simulator.readers.scene.names import Names
from simulator.runs.headless import blueprint_of
from tests.builders import a_scenario, build_of
from tests.house.source import ROOT
from tests.shipped import PATHS, made

EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.yaml"))


def conditions(b: Blueprint) -> Iterator[tuple[Condition, str, bool]]:
    """Every condition of a scenario, the post whose knowledge it reads, and whether that is where it was heard of."""
    for row in (*b.rules, *b.decisions):
        yield row.when, row.post, False
        if row.condition is not None:
            yield row.condition, row.post, True
    for inject in b.injects:
        asked = [inject.when, *(expected.done_when for expected in inject.expects)]
        yield from ((condition, "", False) for condition in asked if condition is not None)


@pytest.fixture(params=["en", "fr"])
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    use(request.param)
    yield request.param
    use("en")


@pytest.mark.parametrize("name", [*PATHS, *(path.stem for path in EXAMPLES)])
def test_every_condition_is_told_with_titles_and_without_ids(name: str, spoken: str) -> None:
    path = next((path for path in EXAMPLES if path.stem == name), None)
    b = blueprint_of(path) if path is not None else made(name)
    words, names = Conditions(b), Names(b)
    for condition, post, there in conditions(b):
        said = words.told(condition, post, there=there)
        assert not re.search(r"\w_\w|[{}<>=@]", said), (condition.text, said)
        for phrase, _ in phrases(condition.node):
            for used in (phrase.place, phrase.post):
                title = names.title(used) if used else ""
                assert title in said or title == used, (condition.text, said)


SAID = {"type": "contextual", "to": ["duty_officer"], "text": "-"}
SEEN = {"when": "massing seen or contact seen"}
TOLD = [
    ("contact reported to ops at gate", "Operations centre has heard of contact with armed people at North gate"),
    ("crowd reported to ops > 500", "Operations centre has heard of a crowd of more than 500 people"),
    ("not (breach reported to ops)", "it is not so that Operations centre has heard of a breach"),
    ("crowd at gate > 0", "there is a crowd at North gate"),
    ("shots at gate > 0", "there are shots at North gate"),
    ("crowd at gate", "there is a crowd at North gate"),
    ("not (crowd at gate)", "it is not so that there is a crowd at North gate"),
    ("contact at gate < 20", "there is contact with less than 20 armed people at North gate"),
    ("fire at gate >= 3", "there is a fire with a count of at least 3 at North gate"),
    ("breach at gate is open", "a breach at North gate is open"),
    ("casualties at gate is not collected", "casualties at North gate are not collected"),
    ("breach reported to ops at gate is open", "Operations centre has heard that a breach at North gate is open"),
    ("reserve is on_scene", "The reserve is on scene"),
    ("reserve is not available", "The reserve is not available"),
    ("let_in is open", 'the question "Open the gate?" is open'),
    ("let_in is wide", 'the answer to "Open the gate?" is "Open it wide"'),
    ("not (let_in is wide)", 'the answer to "Open the gate?" is not "Open it wide"'),
    ("I-1 is delivered", 'inject "Elders speak" is delivered'),
    ("TELL is fired", 'rule "Report what you see" is fired'),
    ("raiders is massing", "Men with knives are massing"),
    ("raid is ended", 'this is over: "Men with knives set out to attack camp"'),
    ("raid is not began", 'it is not so that this has begun: "Men with knives set out to attack camp"'),
    ("time > H+3", "it is later than H+3:00"),
    ("H+3 >= time", "it is H+3:00 or earlier"),
    ("night = 1", "it is night"),
    ("not (rain > 0)", "it does not rain"),
    ("rain != 0", "it rains"),
    ("tension >= 0.55", "tension between communities is at least 55 %"),
    ("casualties > 0", "one or more people have been killed or hurt"),
    ("hosted = 7", "exactly 7 people from outside are in the base"),
    ("not (outside > 60)", "at most 60 staff are outside protected places"),
    (
        "min(trust, consent) < 0.5",
        "the smallest of the community's trust and the authorities' consent is less than 50 %",
    ),
    (
        "crowd at gate + casualties * 2 > 1 + hosted",
        "the count of a crowd at North gate plus (the number of people killed or hurt times 2) is more than 1 plus the "
        "number of people from outside in the base",
    ),
    (
        "min(crowd at gate, 1) + min(fire at camp, 1) >= 2",
        "there are at least 2 of these: a crowd at North gate, a fire at camp",
    ),
    (
        "abs(trust - consent) > 1 %",
        "the size of (the community's trust minus the authorities' consent) is more than 1 %",
    ),
    (
        "night > 0 and (rain > 0 or not (reserve is available))",
        "it is night and (it rains or The reserve is not available)",
    ),
]


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """What is said of each condition above, in a small scenario in which everything has a title."""
    rows = [{"id": f"T-{n}", "when": text, **SAID} for n, (text, _) in enumerate(TOLD)]
    b = build_of(
        a_scenario(
            places={"gate": {"kind": "gate", "title": "North gate", "of": "site", "at": [0, 300]}},
            command={"ops": {"title": "Operations centre"}},
            units={"reserve": {"type": "platoon", "title": "The reserve", "at": "base", "under": "ops"}},
            threat={
                "groups": {"raiders": {"title": "Men with knives", "type": "armed_group", "strength": 20}},
                "stream": [{"id": "raid", "at": "H+2", "do": "attack", "by": "raiders", "on": "camp"}],
            },
            plan={"TELL": {"title": "Report what you see", "for": "reserve", **SEEN, "do": [{"task": "report"}]}},
            decisions={
                "let_in": {
                    "title": "Open the gate?",
                    "when": "crowd reported to ops",
                    "asks": "duty_officer",
                    "options": {"wide": "Open it wide", "hold": "Hold it"},
                    "deadline": "10 min",
                    "default": "hold",
                }
            },
            msel=[{"id": "I-1", "at": "H+1", "title": "Elders speak", **SAID}, *rows],
        )
    )
    words, (rule,) = Conditions(b), b.rules
    said = {spec.when.text: words.told(spec.when) for spec in b.injects if spec.when is not None}
    return said | {rule.when.text: words.told(rule.when, rule.post)}


@pytest.mark.parametrize(
    ("text", "said"), [*TOLD, (SEEN["when"], "they see people massing or contact with armed people")]
)
def test_a_condition_is_said_in_plain_words(told: dict[str, str], text: str, said: str) -> None:
    assert told[text] == said


def test_what_is_asked_beside_a_report_is_said_to_be_at_that_place() -> None:
    b = made("site_in_flames")
    told, rule = Conditions(b), next(r for r in b.rules if r.condition and "contact is present" in r.condition.text)
    assert rule.condition is not None
    assert "contact with armed people at that place is present" in told.told(rule.condition, rule.post, there=True)
    assert told.told(rule.when, rule.post) == "Integrated operations centre has heard of contact with armed people"
