"""Injects as messages of the Common Alerting Protocol 1.2, each marked so that nobody takes it for an alert.

``status`` is Exercise, ``scope`` Private to the recipients, the headline begins with EXERCISE, and ``note``
names the exercise.  The order of the elements is the schema's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from xml.etree import ElementTree as ET

from simulator.blueprint.model import Blueprint, InjectSpec
from simulator.catalogue import tr, word
from simulator.exchange.rows import clean
from simulator.units import Epoch, format_clock, parse_datetime

__all__ = ["NAMESPACE", "messages"]

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
_HEADLINE = 160
"""characters that a headline should not pass"""
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
"""what the schema takes for a language; a message without one is read as en-US"""


def messages(blueprint: Blueprint, slug: str, language: str = "en") -> Iterable[tuple[str, bytes]]:
    """The messages of an MSEL: the name of the file and the message, in the MSEL's order.

    An inject without a time of its own is marked as sent at STARTEX, and its note says so.
    """
    epoch = Epoch(parse_datetime(blueprint.startex))
    for number, inject in enumerate(blueprint.injects, 1):
        yield f"{number:04d}_{inject.id}.xml", _message(blueprint, inject, epoch, _token(slug), language)


def _token(text: str) -> str:
    """A text without the signs that identifiers must not hold."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-") or "exercise"


def _address(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _moment(epoch: Epoch, at: int) -> str:
    """A date and time with its offset in hours and minutes, as the protocol wants it: never ``Z``."""
    moment = epoch.local(at).replace(microsecond=0)
    offset = moment.utcoffset() or timedelta()
    sign, minutes = ("-", -offset) if offset < timedelta() else ("+", offset)
    hours, rest = divmod(int(minutes.total_seconds()) // 60, 60)
    mark = "-00:00" if not offset else f"{sign}{hours:02d}:{rest:02d}"
    return f"{moment:%Y-%m-%dT%H:%M:%S}{mark}"


def _message(blueprint: Blueprint, inject: InjectSpec, epoch: Epoch, slug: str, language: str) -> bytes:
    ET.register_namespace("", NAMESPACE)
    alert = ET.Element(f"{{{NAMESPACE}}}alert")
    at = max(inject.at, 0)
    when = format_clock(inject.at) if inject.at >= 0 else tr("when the situation calls for it; sent is STARTEX")
    title = str(clean(inject.title or inject.text.split("\n")[0])) or inject.id
    _add(
        alert,
        ("identifier", f"{slug}.{inject.id}"),
        ("sender", f"{slug}.exercise-control"),
        ("sent", _moment(epoch, at)),
        ("status", "Exercise"),  # not for people
        ("msgType", "Alert"),  # not for people
        ("source", str(clean(inject.sender))),
        ("scope", "Private"),  # not for people
        ("addresses", " ".join(map(_address, inject.to)) or "exercise-control"),
        ("note", _note(blueprint, inject.id, when)),
    )
    info = ET.SubElement(alert, f"{{{NAMESPACE}}}info")
    _add(
        info,
        ("language", language if _LANGUAGE.fullmatch(language) else ""),
        ("category", "Security"),  # not for people
        ("event", tr("EXERCISE {kind} inject", kind=word(inject.type).replace("_", " "))),
        ("urgency", "Unknown"),  # not for people
        ("severity", "Unknown"),  # not for people
        ("certainty", "Unknown"),  # not for people
        ("senderName", str(clean(inject.sender))),
        ("headline", tr("EXERCISE: {title}", title=" ".join(title.split()))[:_HEADLINE]),
        ("description", tr("EXERCISE EXERCISE EXERCISE") + "\n" + str(clean(inject.text))),
    )
    return bytes(ET.tostring(alert, encoding="utf-8", xml_declaration=True))


def _note(blueprint: Blueprint, inject: str, when: str) -> str:
    """What a message says of the exercise that it belongs to."""
    said = tr("EXERCISE {title}: inject {inject}, {when}.", title=clean(blueprint.title), inject=inject, when=when)
    return f"{said} {clean(blueprint.handling)}".strip()


def _add(below: ET.Element, *rows: tuple[str, str]) -> None:
    """Elements in their order; an empty one is left out."""
    for name, text in rows:
        if text:
            ET.SubElement(below, f"{{{NAMESPACE}}}{name}").text = text
