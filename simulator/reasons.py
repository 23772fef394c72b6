"""Why something was so, as the log holds it, and how people are told of it again.

Ground floor: needs the catalogue only.  A log is the same in every language: an event holds its reason as an English
sentence.  The engine takes those with fields from here (``NO_UNIT.format(unit=name)``); a reader says them with
:func:`told_reason`, which finds the fields again and gives them to the same sentence in the language that is spoken.
"""

from __future__ import annotations

import re
from functools import lru_cache

from simulator.catalogue import language, marked, plain, tr

__all__ = ["SENTENCES", "told_reason"]

# why something in the world came to nothing or was not heard
CAME_TO_NOTHING = marked("{name} had come to nothing")
HAD_TURNED_BACK = marked("{group} had turned back")
TURNED_BACK = marked("{group} turned back")
HAD_LEFT = marked("{group} had left")
NEVER_GOT_IN = marked("{group} never got in")
IS_DOWN = marked("{channel} is down")

# why a command is refused
NO_INJECT = marked("there is no inject {inject}")
IS_DELIVERED = marked("{inject} is delivered already")
IS_ALREADY = marked("{inject} is {state} already")
SAY_WHICH = marked("say which: {names}")
NOT_OPEN = marked("{decision} is not open")
NO_OPTION = marked("{decision} has no option {option}")
NO_CONFIDENCE = marked("{word} is no confidence: say {words}")
NO_UNIT = marked("there is no unit {unit}")
NO_TASK = marked("{task} is not a task for a unit")
NO_PLACE = marked("there is no place {place}")
NO_REMARK = marked("{kind} is no kind of remark: say {kinds}")
NO_RATING = marked("{rating} is no rating: say {ratings}")
RATING_MISSING = marked("a rating is one of {ratings}")
NO_RULE = marked("there is no rule {rule} that waits for anybody")
NOT_FIRED = marked("{rule} has not fired")
SAY_WHERE = marked("say where: {places}")
NOT_FIRED_FOR = marked("{rule} has not fired for {place}")
NO_OVERRIDE = marked("{what} is no override: say {words}")
NOTHING_HOLDS = marked("nothing holds {name}")
NO_GROUP = marked("there is no group {name}; {deaths} is a brake too")
CANNOT_BE_MOVED = marked("{unit} is neither on its way nor getting ready")
NO_MESSAGE = marked("{kind} is no kind of message: say ask or pass")
NOBODY = marked("there is no cell, role, post or unit {name}")
CANNOT_BE_ASKED = marked("{name} cannot be asked: name a command post, a post or a unit")
NO_RECIPIENT = marked("there is no cell or role {name}; separate several by blanks")

# what an asset says of itself and of what it sees, in the draft of an answer
WE_ARE_AT = marked("we are at {place}, {state}")
WE_ARE_AT_IT = marked("we are at {place}, {state}, task {task}")
ON_THE_WAY = marked("we are on the way, {state}")
ON_THE_WAY_TO_IT = marked("we are on the way, {state}, task {task}")
SEEN = marked("{what} at {place}: {state} ({n})")
KNOWN = marked("{what} at {place}: {state}, as of {time}")

SENTENCES: tuple[str, ...] = tuple(said for name, said in globals().items() if name.isupper() and type(said) is str)
"""every sentence above"""

_WORDS = frozenset(("state", "task", "what"))
"""fields that hold a word of the language, which is said in the other one as well"""
_FIELD = re.compile(r"\{(\w+)\}")


def told_reason(reason: str) -> str:
    """A reason or an answer of the log in the language that is spoken; what somebody wrote stays as it is."""
    if language() == "en" or not reason:
        return reason
    whole = _told(reason)
    return whole if whole != reason else "; ".join(_told(part) for part in reason.split("; "))


def _told(reason: str) -> str:
    if (said := tr(reason)) != reason:
        return said
    for pattern, sentence in _patterns():
        if found := pattern.fullmatch(reason):
            fields = {name: plain(value) if name in _WORDS else value for name, value in found.groupdict().items()}
            return tr(sentence, **fields)
    said = plain(reason)
    return said if said != reason.replace("_", " ") else reason


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """How each sentence is found again, those with most words of their own first."""
    ordered = sorted(SENTENCES, key=lambda said: -len(_FIELD.sub("", said)))
    return [(re.compile(_pattern(said), re.DOTALL), said) for said in ordered]


def _pattern(said: str) -> str:
    parts = _FIELD.split(said)
    return "".join(f"(?P<{part}>.+?)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
