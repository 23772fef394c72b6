"""The catalogue: every sentence that people read, in the language that they chose.

Ground floor: standard library only.  English is the language of the code; what a sentence is in
another one stands in ``simulator/languages/<language>/``, a file a room, and is found by the English
sentence itself (gettext).  Fields in braces are named, so that a translation may put them in another
order, and what stands for them is never read as a template.

* :func:`tr` and :func:`trn` say a sentence now; call them where it is said, never while a module loads.
* :func:`marked` notes a sentence in a table, to be given to :func:`tr` when it is said.
* :func:`word` is for words of the language and of the log (``on_scene``), which stay as they are there;
  :func:`plain` says them without underscores.

What a log, a journal or a digest holds is never translated: it is the same in every language.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping, Sequence
from pathlib import Path

__all__ = [
    "DOMAIN",
    "LANGUAGES",
    "PLACE",
    "asked_for",
    "language",
    "marked",
    "plain",
    "settle",
    "tr",
    "trn",
    "use",
    "word",
]

LANGUAGES = ("en", "fr")
"""the languages that the catalogue is complete in"""

DOMAIN = "startex"
PLACE = Path(__file__).parent / "languages"
"""below it ``<language>/*.po`` is what translators write, ``<language>/LC_MESSAGES/startex.mo`` what is read"""

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
    return said.format(**fields) if fields else said


def trn(one: str, many: str, n: int, /, **fields: object) -> str:
    """A sentence that depends on a number, which it may hold as ``{n}``: one form for one, one for several."""
    return _now.ngettext(one, many, n).format(n=n, **fields)


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
