"""The validation library's findings in the author's words: code, message, remedy."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any

from pydantic_core import ErrorDetails

from simulator.catalogue import marked, tr
from simulator.scenario.fields import Step, aliases, entry_type, inner_type, models_in

__all__ = ["near", "worded"]

_MANY = 100


def near(name: str, names: Sequence[str], otherwise: str = "") -> str:
    """``did you mean 'x'?`` for a close name, else the remedy given, else the names there are."""
    likely = names
    if len(names) > _MANY:  # comparing is slow: where there are many names, only those that begin alike
        likely = [n for n in names if n[:1].lower() == name[:1].lower() and abs(len(n) - len(name)) <= 2][:_MANY]
    close = difflib.get_close_matches(name, likely, 1, cutoff=0.6)
    if not close:
        lower = {n.lower(): n for n in names}
        close = [lower[name.lower()]] if name.lower() in lower else []
    if close:
        return tr("did you mean {close!r}?", close=close[0])
    return otherwise or (tr("there are {names}", names=", ".join(sorted(names)[:8])) if names else "")


def _type_at(root: Step, loc: Sequence[int | str], plain: object) -> tuple[Step, list[int | str]]:
    """The type that holds the last part of ``loc``, and the location without union tags."""
    kind, value, path = root, plain, []
    for part in loc[:-1]:
        if isinstance(part, int):
            kind, value = entry_type(kind), value[part] if isinstance(value, list) and part < len(value) else None
        elif isinstance(value, dict) and part in value:
            kind = inner_type(kind, part, value[part])
            value = value[part]
        else:
            continue  # the tag of a union, or a name of the library's own
        path.append(part)
    return kind, path


def _expected(detail: ErrorDetails) -> list[str]:
    text = str((detail.get("ctx") or {}).get("expected", ""))
    return [word.strip(" '") for word in text.replace(" or ", ",").split(",") if word.strip(" '")]


_PLAIN: dict[str, tuple[str, str, str]] = {
    "missing": ("E202", marked("{name!r} is missing"), marked("add {name}: ...")),
    "dict_type": ("E203", marked("fields are expected here"), marked("write name: value pairs")),
    "model_type": ("E203", marked("fields are expected here"), marked("write name: value pairs")),
    "model_attributes_type": ("E203", marked("fields are expected here"), marked("write name: value pairs")),
    "tuple_type": ("E203", marked("a list is expected here"), marked("write [one, two]")),
    "list_type": ("E203", marked("a list is expected here"), marked("write [one, two]")),
    "string_type": (
        "E203",
        marked("a text is expected here"),
        marked("write it in quotes if it looks like something else"),
    ),
    "too_short": ("E203", marked("something is missing in this list"), marked("write [one, two]")),
    "too_long": ("E203", marked("this list is too long"), marked("write fewer")),
    "union_tag_not_found": ("E202", marked("'kind' is missing"), marked("say what kind of place it is")),
    "string_pattern_mismatch": ("E203", marked("{given!r} is not a name"), marked("use letters, digits, - and _")),
    "string_too_long": ("E203", marked("the text is too long"), marked("200 characters are the most here")),
}


def worded(detail: ErrorDetails, root: Step, plain: object) -> tuple[str, str, str, int]:
    """One finding as ``(code, message, hint, column inside the text)``."""
    kind, context = detail["type"], detail.get("ctx") or {}
    name = str(detail["loc"][-1]) if detail["loc"] else ""
    given = detail.get("input")
    if kind == "startex":
        return str(context["code"]), str(context["message"]), str(context["hint"]), int(context.get("col", 0))
    if kind == "extra_forbidden":
        holder, _ = _type_at(root, detail["loc"], plain)
        known = [n for m in models_in(holder, None) for n in aliases(m)]
        return "E201", tr("{name!r} is not a field here", name=name), near(name, sorted(set(known))), 0
    if kind in ("literal_error", "union_tag_invalid", "enum"):
        words = _expected(detail) or [w.strip(" '") for w in str(context.get("expected_tags", "")).split(",")]
        said = str(context.get("tag", given))
        return (
            "E203",
            tr("{said!r} cannot stand here", said=said[:60]),
            near(said, words, tr("write one of {names}", names=", ".join(words))),
            0,
        )
    if kind in _LIMITS:
        return _bound(kind, context, given, _written(plain, detail["loc"]))
    if kind == "too_long" and isinstance(given, str):
        kind = "string_too_long"
    if kind == "missing" and name.isdigit():
        kind = "too_short"
    if kind in _PLAIN:
        code, message, hint = _PLAIN[kind]
        return code, tr(message, name=name, given=str(given)[:60]), tr(hint, name=name), 0
    return "E203", f"{detail['msg'].lower()}", "", 0


def _written(plain: object, loc: Sequence[int | str]) -> str:
    """What the author wrote at a location, past the tags of unions."""
    value: Any = plain
    for part in loc:
        if isinstance(value, dict):
            value = value.get(part, value)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
    return value if isinstance(value, str) else ""


_LIMITS = {
    "greater_than_equal": marked("it must be at least {limit}"),
    "greater_than": marked("it must be more than {limit}"),
    "less_than_equal": marked("it must be at most {limit}"),
    "less_than": marked("it must be less than {limit}"),
}
_IN_UNITS = re.compile(r"^\s*(\d[\d_.eE+]*)\s*([A-Za-z%/][A-Za-z/%]*)\s*$")


def _bound(kind: str, context: dict[str, Any], given: Any, text: str) -> tuple[str, str, str, int]:
    """A value out of its bounds, said in the author's own unit."""
    least = "greater" in kind
    value = float(context.get("gt", context.get("ge", context.get("lt", context.get("le", 0.0)))))
    limit = f"{value:g}"
    if (found := _IN_UNITS.match(text)) and isinstance(given, int | float) and given > 0:
        limit = f"{value * float(found[1].replace('_', '')) / given:g} {found[2]}"
    large = not least and isinstance(given, str | int | float) and value >= 5
    return (
        ("L104" if large else "E209"),
        tr("{value!r} is out of range", value=(text or str(given))[:40]),
        tr(_LIMITS[kind], limit=limit),
        0,
    )
