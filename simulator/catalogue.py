"""The catalogue: every sentence that people read, in the language that they chose.

Ground floor: standard library only.  English is the language of the code; what a sentence is in
another one stands in ``simulator/languages/<language>/``, a file a room, and is found by the English
sentence itself (gettext).  Fields in braces are named, so that a translation may put them in another
order, and what stands for them is never read as a template.

* :func:`tr` and :func:`trn` say a sentence now; call them where it is said, never while a module loads.
* :func:`marked` notes a sentence in a table, to be given to :func:`tr` when it is said.
* :func:`word` is for words of the language and of the log (``on_scene``), which stay as they are there;
  :func:`plain` says them without underscores, :func:`word_as` one of which another meaning has the same name.
* :func:`everywhere` gives a sentence in every language, for what must be found again in a file.

What a log, a journal or a digest holds is never translated: it is the same in every language.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Formatter

__all__ = [
    "DOMAIN",
    "LANGUAGES",
    "PLACE",
    "asked_for",
    "decimal",
    "everywhere",
    "language",
    "marked",
    "plain",
    "settle",
    "tr",
    "trn",
    "use",
    "word",
    "word_as",
]

LANGUAGES = ("en", "fr")
"""the languages that the catalogue is complete in"""

DOMAIN = "startex"
PLACE = Path(__file__).parent / "languages"
"""below it ``<language>/*.po`` is what translators write, ``<language>/LC_MESSAGES/startex.mo`` what is read"""

_COMMA = frozenset(("fr",))
"""languages that write a comma where English writes a point in a number"""


class _WithComma(Formatter):
    """Fields as ``str.format`` fills them in, numbers with a comma."""

    def format_field(self, value: object, format_spec: str) -> str:
        said = str(super().format_field(value, format_spec))
        return said.replace(".", ",") if isinstance(value, float) else said


_with_comma = _WithComma()
_now = gettext.NullTranslations()
_language = "en"


def asked_for(environment: Mapping[str, str]) -> str:
    """The language that the environment asks for, English where it asks for none that we have.

    ``STARTEX_LANGUAGE`` counts before ``LC_ALL``, ``LC_MESSAGES`` and ``LANG``; the first that is set decides.
    """
    for name in ("STARTEX_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name, ""):
            code = value.partition(".")[0].partition("_")[0].lower()
            return code if code in LANGUAGES else "en"
    return "en"


def use(code: str) -> None:
    """Speak this language from now on; raises KeyError for one that the catalogue does not have."""
    global _now, _language
    if code not in LANGUAGES:
        raise KeyError(code)
    _now = gettext.NullTranslations() if code == "en" else gettext.translation(DOMAIN, PLACE, [code])
    _language = code


def settle(environment: Mapping[str, str], languages: Sequence[str]) -> str:
    """Settle on one language for something that has words in several, its own first; gives the one for its words.

    Who asked on purpose, with ``STARTEX_LANGUAGE``, is spoken to in that language whatever the words are in.  Else
    everything is said in the machine's language if the words are there in it, and in that of the words if not.
    """
    asked = asked_for(environment)
    words = asked if asked in languages else languages[0]
    if not environment.get("STARTEX_LANGUAGE") and words in LANGUAGES:
        use(words)
    return words


def language() -> str:
    """The language that is spoken now: ``en``, ``fr``."""
    return _language


def tr(message: str, /, **fields: object) -> str:
    """A sentence in the language that is spoken, with its fields filled in.

    ``tr("there is no unit {unit}", unit=name)``; braces are read only where fields are given.
    """
    said = _now.gettext(message)
    return _filled(said, fields) if fields else said


def trn(one: str, many: str, n: int, /, **fields: object) -> str:
    """A sentence that depends on a number, which it may hold as ``{n}``: one form for one, one for several."""
    return _filled(_now.ngettext(one, many, n), {"n": n, **fields})


def _filled(said: str, fields: Mapping[str, object]) -> str:
    """A sentence with its fields filled in, numbers as the language writes them."""
    return _with_comma.vformat(said, (), fields) if _language in _COMMA else said.format(**fields)


def decimal(number: str) -> str:
    """A number that is written already, as the language that is spoken writes it: ``95.1`` or ``95,1``."""
    return number.replace(".", ",") if _language in _COMMA else number


def everywhere(message: str) -> tuple[str, ...]:
    """A sentence in every language, English first: what a file may hold that was written in any of them."""
    others = (gettext.translation(DOMAIN, PLACE, [code]).gettext(message) for code in LANGUAGES[1:])
    return (message, *others)


def word_as(kind: str, name: str) -> str:
    """A word that means something else elsewhere, as what it is here: ``word_as("field", "delay")``."""
    return _now.pgettext(kind, name)


def marked(message: str) -> str:
    """The sentence as it is, noted for translators; :func:`tr` says it later."""
    return message


def word(name: str) -> str:
    """A word of the language or of the log, as it is shown to people."""
    return _now.pgettext("word", name)


def plain(name: str) -> str:
    """The same in plain words, without the underscores of an id; found with underscores or with blanks."""
    said = word(name)
    return (said if said != name else word(name.replace(" ", "_"))).replace("_", " ")
