"""Injects as messages of CAP 1.2: they keep to the standard, say EXERCISE, and each rule would be seen if broken."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from simulator.blueprint.build import build
from simulator.cli import main
from simulator.exchange.cap import messages
from simulator.scenario.library import shipped
from simulator.scenario.load import load
from tests.builders import a_scenario, build_of
from tests.exchange.cap_rules import NAMESPACE, faults
from tests.exchange.test_round_trip import PIECES


def texts(message: bytes) -> dict[str, str]:
    """The text of each element by its name."""
    return {child.tag.partition("}")[2]: child.text or "" for child in ET.fromstring(message).iter()}


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_the_injects_of_a_shipped_scenario_are_messages_that_say_exercise(path: Path) -> None:
    blueprint = build(load(path))
    made = [*messages(blueprint, path.stem)]
    assert len(made) == len(blueprint.injects)
    for inject, (_, message) in zip(blueprint.injects, made):
        assert faults(message) == []
        said = texts(message)
        assert (said["status"], said["msgType"], said["scope"]) == ("Exercise", "Alert", "Private")
        assert said["note"].startswith(f"EXERCISE {blueprint.title}: inject {inject.id}")
        assert said["headline"].startswith("EXERCISE: ")
        assert said["description"].startswith("EXERCISE EXERCISE EXERCISE\n")
        begun = datetime.fromisoformat(blueprint.startex)
        assert (datetime.fromisoformat(said["sent"]) - begun).total_seconds() == max(inject.at, 0)


def a_message(**inject: Any) -> bytes:
    fields = {
        "id": "I-1",
        "at": "H+0:00",
        "type": "contextual",
        "text": "A crowd gathers",
        "to": ["ops"],
        "from": "Radio",
        **inject,
    }
    [(_, message)] = messages(build_of(a_scenario(msel=[fields])), "a test", "en")
    return message


@pytest.mark.parametrize("piece", PIECES)
def test_a_text_that_hurts_stays_a_text_of_a_message_that_keeps_to_the_standard(piece: str) -> None:
    message = a_message(text=f"x{piece}", title=f"x{piece}", **{"from": f"x{piece}"})
    assert faults(message) == []
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", message)


@pytest.mark.parametrize("startex", ["2031-03-01T08:00+00:00", "2031-03-01T08:00-09:30", "2031-03-01T08:00+05:45"])
def test_a_time_has_its_offset_and_never_the_letter_of_a_zone(startex: str) -> None:
    blueprint = build_of(
        a_scenario(clock={"startex": startex}, msel=[{"id": "I", "at": "H+0:00", "type": "contextual", "text": "x"}])
    )
    [(_, message)] = messages(blueprint, "a", "en")
    assert faults(message) == []
    assert texts(message)["sent"] == f"2031-03-01T08:00:00{startex[16:].replace('+00:00', '-00:00')}"


@pytest.mark.parametrize(("language", "said"), [("en", "en"), ("fr-CD", "fr-CD"), ("English (UK)", ""), ("", "")])
def test_a_language_that_is_none_of_the_standard_is_left_out(language: str, said: str) -> None:
    blueprint = build_of(a_scenario(msel=[{"id": "I", "at": "H+0:00", "type": "contextual", "text": "x"}]))
    [(_, message)] = messages(blueprint, "a", language)
    assert faults(message) == []
    assert texts(message).get("language", "") == said


def test_messages_are_files_in_the_order_of_the_msel(tmp_path: Path) -> None:
    assert main(["msel", "export", "site_in_flames", str(tmp_path), "--cap"]) == 0
    files = sorted(tmp_path.glob("*.xml"))
    assert len(files) == 16
    assert [faults(file.read_bytes()) for file in files] == [[]] * 16
    assert main(["msel", "export", "site_in_flames", str(tmp_path), "--cap"]) == 2  # none is replaced


BROKEN: dict[str, tuple[str, str, str]] = {
    "two elements have changed places": (
        r"(<status>.*?</status>)(<msgType>.*?</msgType>)", r"\2\1", "status stands behind msgType",
    ),
    "the order inside info": (r"(<event>.*?</event>)(<urgency>.*?</urgency>)", r"\2\1", "event stands behind urgency"),
    "a needed element is missing": (r"<identifier>.*?</identifier>", "", "holds 0 of identifier"),
    "a category is missing": (r"<category>.*?</category>", "", "holds 0 of category"),
    "an element stands twice": (r"(<event>.*?</event>)", r"\1\1", "holds 2 of event"),
    "a word that is not in the list": ("<severity>Unknown", "<severity>Bad", "severity is 'Bad'"),
    "a status in small letters": ("<status>Exercise", "<status>exercise", "status is 'exercise'"),
    "a time in zulu": (r"(<sent>.{19})[^<]*", r"\1Z", "sent is '2031-03-01T08:00:00Z'"),
    "a time with fractions": (r"(<sent>.{19})", r"\1.0", "sent is"),
    "an empty element": (r"<senderName>.*?</senderName>", "<senderName/>", "senderName is None"),
    "an identifier with a blank": ("<identifier>a-test", "<identifier>a test", "identifier is 'a test"),
    "an element that nobody knows": ("<info>", "<colour>red</colour><info>", "colour, which has no place"),
    "an element of another space": ("<info>", '<info xmlns="urn:x">', "{urn:x}info, which has no place"),
    "an attribute": ("<info>", '<info lang="en">', "has the attributes lang"),
    "private to nobody": (r"<addresses>.*?</addresses>", "", "a private message has no addresses"),
    "an exercise without a name": (r"<note>.*?</note>", "", "which exercise"),
    "a restriction that nobody asked for": ("<addresses>", "<restriction>x</restriction><addresses>", "a restriction"),
    "an update of nothing": ("<msgType>Alert", "<msgType>Update", "refers to none"),
    "a document type": ("<alert", "<!DOCTYPE a><alert", "a document type"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_the_rules_see_a_message_that_is_broken(name: str) -> None:
    """A checker that finds nothing says nothing: every rule is broken once."""
    pattern, instead, expected = BROKEN[name]
    whole = a_message().decode()
    broken = re.sub(pattern, instead, whole, count=1)
    assert broken != whole
    assert expected in "; ".join(faults(broken.encode()))
    assert NAMESPACE in whole
