"""What the schema and the text of CAP 1.2 demand of a message, written down here: the schema is not ours to ship.

The tables say each element's place, how often it may stand, and what it may hold; :func:`faults` walks a message
along them.  Elements that startex never writes are in the tables too, so that one which slipped in would be
judged by the standard and not by our habits.  Source: OASIS Common Alerting Protocol 1.2, sections 3.2 and 3.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
_DATE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d"
_TOKEN = r"[^\s,<&]+"
_TEXT = r"(?s).*\S.*"


@dataclass(frozen=True)
class Rule:
    """An element: its name, how often it stands at least and at most, and the pattern or elements that it holds."""

    name: str
    least: int
    most: int
    holds: str | tuple[Rule, ...]


def _one_of(words: str) -> str:
    return "|".join(words.split())


_MANY = 1000
_PAIR = (Rule("valueName", 1, 1, _TEXT), Rule("value", 1, 1, _TEXT))
_NUMBER = r"-?\d+(\.\d+)?"
_POINT = rf"{_NUMBER},{_NUMBER}"
_AREA = (
    Rule("areaDesc", 1, 1, _TEXT),
    Rule("polygon", 0, _MANY, rf"{_POINT}( {_POINT}){{3,}}"),
    Rule("circle", 0, _MANY, rf"{_POINT} {_NUMBER}"),
    Rule("geocode", 0, _MANY, _PAIR),
    Rule("altitude", 0, 1, _NUMBER),
    Rule("ceiling", 0, 1, _NUMBER),
)
_RESOURCE = (
    Rule("resourceDesc", 1, 1, _TEXT),
    Rule("mimeType", 1, 1, r"[^/\s]+/\S+"),
    Rule("size", 0, 1, r"\d+"),
    Rule("uri", 0, 1, r"\S+"),
    Rule("derefUri", 0, 1, _TEXT),
    Rule("digest", 0, 1, r"[0-9a-fA-F]{40}"),
)
_INFO = (
    Rule("language", 0, 1, r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"),
    Rule("category", 1, _MANY, _one_of("Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other")),
    Rule("event", 1, 1, _TEXT),
    Rule("responseType", 0, _MANY, _one_of("Shelter Evacuate Prepare Execute Avoid Monitor Assess AllClear None")),
    Rule("urgency", 1, 1, _one_of("Immediate Expected Future Past Unknown")),
    Rule("severity", 1, 1, _one_of("Extreme Severe Moderate Minor Unknown")),
    Rule("certainty", 1, 1, _one_of("Observed Likely Possible Unlikely Unknown")),
    Rule("audience", 0, 1, _TEXT),
    Rule("eventCode", 0, _MANY, _PAIR),
    Rule("effective", 0, 1, _DATE),
    Rule("onset", 0, 1, _DATE),
    Rule("expires", 0, 1, _DATE),
    Rule("senderName", 0, 1, _TEXT),
    Rule("headline", 0, 1, _TEXT),
    Rule("description", 0, 1, _TEXT),
    Rule("instruction", 0, 1, _TEXT),
    Rule("web", 0, 1, r"\S+"),
    Rule("contact", 0, 1, _TEXT),
    Rule("parameter", 0, _MANY, _PAIR),
    Rule("resource", 0, _MANY, _RESOURCE),
    Rule("area", 0, _MANY, _AREA),
)
ALERT = (
    Rule("identifier", 1, 1, _TOKEN),
    Rule("sender", 1, 1, _TOKEN),
    Rule("sent", 1, 1, _DATE),
    Rule("status", 1, 1, _one_of("Actual Exercise System Test Draft")),
    Rule("msgType", 1, 1, _one_of("Alert Update Cancel Ack Error")),
    Rule("source", 0, 1, _TEXT),
    Rule("scope", 1, 1, _one_of("Public Restricted Private")),
    Rule("restriction", 0, 1, _TEXT),
    Rule("addresses", 0, 1, r'("[^"]+"|[^\s"]+)( ("[^"]+"|[^\s"]+))*'),
    Rule("code", 0, _MANY, _TEXT),
    Rule("note", 0, 1, _TEXT),
    Rule("references", 0, 1, rf"{_TOKEN},{_TOKEN},{_DATE}( {_TOKEN},{_TOKEN},{_DATE})*"),
    Rule("incidents", 0, 1, _TEXT),
    Rule("info", 0, _MANY, _INFO),
)


def faults(message: bytes) -> list[str]:
    """What is wrong with a message; empty for one that keeps to the standard."""
    if b"<!DOCTYPE" in message or b"<!ENTITY" in message:
        return ["a document type is declared"]
    root = ET.fromstring(message)
    if root.tag != f"{{{NAMESPACE}}}alert":
        return [f"the root is {root.tag}"]
    return [*_walk(root, ALERT, "alert"), *_between(root)]


def _walk(element: ET.Element, rules: tuple[Rule, ...], where: str) -> Iterator[str]:
    """Faults of the children of an element: the order, the number and the content of each."""
    if element.attrib:
        yield f"{where} has the attributes {', '.join(element.attrib)}"
    if (element.text or "").strip():
        yield f"{where} holds text between its elements"
    order = {f"{{{NAMESPACE}}}{rule.name}": number for number, rule in enumerate(rules)}
    last = -1
    for child in element:
        number = order.get(child.tag, -1)
        if number < 0:
            yield f"{where} holds {child.tag}, which has no place there"
            continue
        if number < last:
            yield f"{rules[number].name} stands behind {rules[last].name}"
        last = max(last, number)
        yield from _holds(child, rules[number], f"{where}/{rules[number].name}")
    for rule in rules:
        count = len(element.findall(f"{{{NAMESPACE}}}{rule.name}"))
        if not rule.least <= count <= rule.most:
            yield f"{where} holds {count} of {rule.name}"


def _holds(element: ET.Element, rule: Rule, where: str) -> Iterator[str]:
    if not isinstance(rule.holds, str):
        yield from _walk(element, rule.holds, where)
        return
    if len(element) or element.attrib:
        yield f"{where} holds more than a text"
    if not re.fullmatch(rule.holds, element.text or ""):
        yield f"{where} is {element.text!r}"


def _between(root: ET.Element) -> Iterator[str]:
    """What one element demands of another."""
    held = {child.tag.partition("}")[2]: child.text or "" for child in root}
    if held.get("scope") == "Private" and "addresses" not in held:
        yield "a private message has no addresses"
    if (held.get("scope") == "Restricted") != ("restriction" in held):
        yield "a restriction stands where the scope is not Restricted, or is missing where it is"
    if held.get("status") == "Exercise" and "note" not in held:
        yield "the note does not say which exercise it is"
    if held.get("msgType") in ("Update", "Cancel", "Ack", "Error") and "references" not in held:
        yield f"a message of type {held['msgType']} refers to none"
