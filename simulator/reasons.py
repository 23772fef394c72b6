"""Why something was so, as the log holds it, and how people are told of it again.

Ground floor: needs the catalogue and how times are told.  A log is the same in every language: an event holds its
reason as an English sentence.  The engine takes those with fields from here (``NO_UNIT.format(unit=name)``); a reader
says them with :func:`told_reason`, which finds the fields again and gives them to the same sentence in the language
that is spoken.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from simulator.catalogue import language, marked, plain, tr
from simulator.quantities import QuantityError
from simulator.units import days_are_told, format_clock, parse_when

__all__ = ["SENTENCES", "told_answer", "told_reason"]

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
NOT_OPEN_YET = marked("{decision} is not open: a question opens when its post has heard what it is about")
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

# what the room's own time is marked with
FROM_TO = marked("from {begin} to {end}")

# what exercise control's own screen remarks
RECALLED = marked("recalled: {inject} at {time}")
FUTURES = marked("{n} futures for each option, from {time}")

# what is wrong with a journal, which the record of its repair holds, and why it goes on in another file
TOO_LONG = marked("line {n} is longer than any that startex writes")
NOT_READ = marked("{place} cannot be read")
NO_HEADER = marked("{place} is no header")
OTHER_RECORD = marked("{place} should be record {expected} and is record {n}")
BREAKS_THE_CHAIN = marked("{place}, record {n}, does not continue the chain")
NO_LINE_ENDS = marked("line {n} holds whole records without line ends")
DOES_NOT_FOLLOW = marked("{path} does not follow what stands before it")
TWO_WRITERS = marked("two have written at once: records from {n} on stand twice")
TAKEN_AWAY = marked("{file} was taken away")
REPLACED = marked("{file} was replaced")
CUT_SHORT = marked("{file} was cut short")
NOT_REWRITTEN = marked("{why} and cannot be written again: {error}")
NOT_TAKEN = marked("{file} in the inbox cannot be read and is put aside: {error}")

# why a replication cannot be run, which the manifest of its batch holds
NO_RESULT = marked("what came back is no result ({error})")
TOO_MUCH = marked("its result has {size} bytes, more than a worker may give")
LOST_ALONE = marked("{why}, {losses} times, while nothing else ran")
NOT_BACK = marked("it did not come back from the cluster ({error})")
RULE_STORM = marked("more than {most} steps in second {now}: {about}")

# what an asset says of itself and of what it sees, in the draft of an answer
NOT_HEARD = marked("no answer: it is not heard")
NOBODY_THERE = marked("no answer: nobody is there")
NOTHING_TO_REPORT = marked("nothing to report")
WE_ARE_AT = marked("we are at {place}, {state}")
WE_ARE_AT_IT = marked("we are at {place}, {state}, task {task}")
ON_THE_WAY = marked("we are on the way, {state}")
ON_THE_WAY_TO_IT = marked("we are on the way, {state}, task {task}")
SEEN = marked("{what} at {place}: {state} ({n})")
KNOWN = marked("{what} at {place}: {state}, as of {time}")

SENTENCES: tuple[str, ...] = tuple(said for name, said in globals().items() if name.isupper() and type(said) is str)
"""every sentence above"""

_TIMED = (FROM_TO, RECALLED, FUTURES)
"""those that hold a time of the exercise, which is told by day in one of many days"""
_ANSWERS = SENTENCES[SENTENCES.index(NOT_HEARD) :]
_WORDS = frozenset(("state", "task", "what"))
"""fields that hold a word of the language, which is said in the other one as well"""
_REASONS = frozenset(("why",))
"""fields that hold a reason themselves"""
_TITLED = frozenset(("place", "group", "unit", "post", "name", "channel"))
"""fields that hold the name of something on the ground, which may have a title"""
_TIMES = frozenset(("begin", "end", "time"))
"""fields that hold a time"""
_FIELD = re.compile(r"\{(\w+)\}")


def told_reason(reason: str, title: Callable[[str], str] = str) -> str:
    """A reason of the log in the language that is spoken; what somebody wrote stays as it is.

    ``title`` gives what a place or a group of it is called.
    """
    if not reason:
        return reason
    if language() == "en" and title is str:
        return (_found(reason, _TIMED, title) if days_are_told() else "") or reason
    whole = _told(reason, title)
    return whole if whole != reason else "; ".join(_told(part, title) for part in reason.split("; "))


def told_answer(text: str, title: Callable[[str], str] = str) -> str:
    """The same of words between cells: the draft of an answer is said again, anything else is somebody's own.

    ``title`` gives what a place is called: an answer is read out to people.
    """
    parts = [_found(part, _ANSWERS, title) for part in text.split("; ")]
    return "; ".join(parts) if all(parts) else text


def _told(reason: str, title: Callable[[str], str]) -> str:
    if (said := tr(reason)) != reason:
        return said
    if found := _found(reason, SENTENCES, title):
        return found
    where, _, rest = reason.partition(": ")
    if rest and (known := _told(rest, title)) != rest:
        return tr("{where}: {what}", where=where, what=known)
    said = plain(reason)
    return said if said != reason.replace("_", " ") else reason


def _found(reason: str, sentences: tuple[str, ...], title: Callable[[str], str] = str) -> str:
    """What a reason is of these sentences, said; empty where it is none of them."""
    for pattern, sentence in _patterns(sentences):
        if found := pattern.fullmatch(reason):
            fields = {name: _field(name, value, title) for name, value in found.groupdict().items()}
            return tr(sentence, **fields)
    return ""


def _field(name: str, value: str, title: Callable[[str], str]) -> str:
    if name in _WORDS:
        return plain(value)
    if name in _TITLED:
        return title(value)
    if name in _TIMES:
        return _moment(value)
    return _told(value, title) if name in _REASONS else value


def _moment(value: str) -> str:
    """A time of the log as people read it; what is none stays."""
    try:
        return format_clock(parse_when(value))
    except QuantityError:
        return value


@cache
def _patterns(sentences: tuple[str, ...]) -> list[tuple[re.Pattern[str], str]]:
    """How each sentence is found again, those with most words of their own first."""
    ordered = sorted(sentences, key=lambda said: -len(_FIELD.sub("", said)))
    return [(re.compile(_pattern(said), re.DOTALL), said) for said in ordered]


def _pattern(said: str) -> str:
    parts = _FIELD.split(said)
    return "".join(f"(?P<{part}>.+?)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
