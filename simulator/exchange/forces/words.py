"""Other people's words in the cells of an order of battle, English and French, as the words of the language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from simulator.exchange.forces.columns import plain_word

__all__ = ["kind_in", "post_kind_in", "section_in", "ours_for"]

_COMPONENTS = {
    "military": r"mil|military|army|troops?|force|armee|militaires?|infantry|infanterie",
    "police": r"police|policiers?|fpu|upc|unpol|gendarmerie",
    "security": r"security|securite|unds|undss|surete",
    "civilian": r"civ|civilians?|civils?|civile|support|humanitarian|mission support",
}
_MOBILITY = {
    "air": r"air|helos?|helicopters?|helicopteres?|mi 8|aviation",
    "armour": r"apcs?|armou?red|armou?r|tracked|tracks|vab|btr|ifvs?|blindee?s?|mechani[sz]ed|mecanisee?s?",
    "wheels": r"wheels?|wheeled|trucks?|lorr(?:y|ies)|pick ?ups?|jeeps?|4x4|cars?|buses|minibus|vehicles?|motori[sz]ed"
    r"|roues?|camions?|vehicules?|voitures?|ambulances?|landcruisers?|motorisee?s?",
    "foot": r"foot|dismounted|none|nil|no|pied|pieds|aucuns?|0",
}
_YES_NO = {"yes": r"yes|y|x|true|1|oui|o|vrai", "no": r"no|n|false|0|none|nil|non|faux"}
_HOURS = {
    "day and night": r"day and night|24 ?h|24 7|24 hours|jour et nuit|permanent|always",
    "day": r"days?|jours?|daylight",
    "night": r"nights?|nuits?",
}
_MODES = {"foot": r"foot|pieds?|dismounted", "vehicle": r"vehicles?|mounted|vehicules?|cars?"}
_KINDS = {
    "fpu_platoon": r"fpu|upc|formed police|police constituee",
    "gate_guards": r"gate guards?|gate|gardes? (?:de la|du) (?:porte|portail)",
    "civil_affairs_team": r"civil affairs|affaires civiles|cimic",
    "fire_team": r"fire ?fighters?|fire brigade|fire team|fire fighting|pompiers?|incendie",
    "ambulance_team": r"ambulances?|medevac|casevac|medical|medics?|sante|hospital",
    "engineers": r"engineers?|engineering|sappers?|genie",
    "police_team": r"unpol|ipos?|police",
    "security_team": r"security|securite|undss",
    "armoured_platoon": r"(?:armou?red|mechani[sz]ed|mech|apc|blindee?|mecanisee?)(?: \w+)? (?:platoon|plt|pl|peloton)"
    r"|(?:peloton|section) (?:blindee?|mecanisee?)",
    "infantry_company": r"company|coy|companies|compagnie|cie",
    "infantry_platoon": r"platoon|plt|pl|peloton|qrf|quick reaction force|section d infanterie|reserve",
    "infantry_section": r"section|squad|groupe de combat|patrol base",
}
_POSTS = {
    "ioc": r"ioc|integrated operations? centre",
    "joc": r"joc|joint operations? centre",
    "soc": r"soc|security operations",
    "cmt": r"cmt|crisis management team|cellule de crise",
    "fhq": r"fhq|force hq|force headquarters",
    "field_office": r"field office|bureau de terrain",
    "police": r"police|fpu|upc",
    "sector": r"sector|secteur|brigade|bde",
    "company": r"company|coy|compagnie|cie",
    "platoon": r"platoon|plt|peloton",
    "on_scene": r"on scene|scene",
    "battalion": r".*",
}
_SECTIONS = {
    "command": r"command post|headquarters|hq|poste de commandement|pc|etat major",
    "unit_types": r"kind of unit|unit type|type d unite",
    "contingents": r"contingent|contributor|contributeur|tcc|pcc",
    "patrols": r"patrols?|patrouilles?",
    "units": r".*",
}
_GROUPED = re.compile(r"\d{1,3}(?:[ ,.'’\u00a0\u202f]\d{3})+")
_SPAN = re.compile(
    r"(?:ntm|notice|preavis)?\s*:?\s*(\d{1,4}(?:[.,]\d+)?)\s*"
    r"(m|min|mins|minutes?|mn|'|h|hrs?|hours?|heures?|s|sec|secondes?|seconds?|d|days?|jours?|j)\s*(?:ntm)?",
    re.IGNORECASE,
)
_AT_ONCE = frozenset(("immediate", "immediately", "at once", "immediat", "sans delai", "standing", "0"))


def _word_in(text: str, words: Mapping[str, str]) -> str:
    """The first of our words that one of theirs in a text means; empty for none."""
    plain = plain_word(text)
    return next((ours for ours, theirs in words.items() if re.search(rf"\b(?:{theirs})\b", plain)), "")


def _number(text: str) -> str:
    """A number without what groups its figures."""
    text = text.strip()
    if re.fullmatch(r"\d+[.,]0+", text):
        return re.split(r"[.,]", text)[0]
    return re.sub(r"\D", "", text) if _GROUPED.fullmatch(text) else ""


def _span(text: str) -> str:
    """A span of time in our units."""
    if plain_word(text) in _AT_ONCE:
        return "0 min"
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        return ""
    unit = found[2].lower()
    ours = "min" if unit[0] in "m'" else "days" if unit[0] in "dj" else unit[0]
    return f"{found[1].replace(',', '.')} {ours}"


def _vehicles(text: str) -> str:
    """How a unit moves, out of what it has: ``8 APC`` is armour, a bare number of vehicles is wheels."""
    if text.strip().isdecimal():
        return "wheels" if int(text) else "foot"
    return _word_in(text, _MOBILITY)


def _among(words: Mapping[str, str]) -> Callable[[str], str]:
    return lambda text: _word_in(text, words)


_READERS: dict[str, Callable[[str], str]] = {
    "component": _among(_COMPONENTS),
    "mobility": _vehicles,
    "hours": _among(_HOURS),
    "mode": _among(_MODES),
    **dict.fromkeys(("armour", "armed", "medics", "outside", "mixed", "commands"), _among(_YES_NO)),
    **dict.fromkeys(("strength", "carries", "teams", "staff"), _number),
    **dict.fromkeys(("notice", "capital_delay", "written_delay", "handling", "decides_in", "shift"), _span),
}


def ours_for(column: str, text: str) -> str:
    """A cell that the language does not take as it stands, in its words; empty where they are not known."""
    reader = _READERS.get(column)
    return reader(text) if reader else ""


def section_in(text: str) -> str:
    """The section that an entry belongs to by the word for it."""
    return _word_in(text, _SECTIONS)


def kind_in(text: str, known: Mapping[str, object]) -> str:
    """The known kind of unit that somebody's words mean; empty for none."""
    return _word_in(text, {name: words for name, words in _KINDS.items() if name in known})


def post_kind_in(text: str) -> str:
    """The kind of command post that somebody's words mean."""
    return _word_in(text, _POSTS)
