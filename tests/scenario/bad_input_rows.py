"""The rows B01-B59 of the bad-input table (robustness sheet, section 5): files, and what must be said of them.

The expected place is never typed in by hand: the sign ``▸`` stands in the text where the message must point, and is
taken out again before the file is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.scenario.long_scenario import unlike_names

__all__ = ["FILE", "GOOD", "ODD", "ROWS", "SIGN", "Odd", "Row", "swap", "uses", "zoned"]

FILE = "exercise.yaml"
SIGN = "▸"

GOOD = """\
startex: 1
title: Bad input
clock: {startex: 2031-03-01T08:00+02:00, duration: 4 h}
places:
  site: {kind: poc_site, at: [0, 0]}
  camp: {kind: sector, of: site, at: [0, 0], people: 900, shelters: 100}
  gate: {kind: gate, of: site, at: [0, -300], leads_to: base}
  base: {kind: un_base, at: [0, -900]}
channels: {radio: {delay: 30 s, fails: 3 %}}
command: {ops: {kind: ioc, integrates: [military]}}
roles: {duty_officer: {post: ops}}
unit_types: {platoon: {strength: 30, notice: 15 (8-25) min}}
units: {qrf_1: {type: platoon, at: base}}
threat:
  groups: {raiders: {strength: 10-20}}
  stream:
    - {id: raid, at: H+1, do: attack, by: raiders, on: camp, for: 30 min}
plan:
  HELP: {for: qrf_1, when: contact reported to ops, do: [{task: protect, at: contact}]}
decisions:
  open_gate: {when: crowd at gate > 100, asks: duty_officer, options: {open: Open it, wait: Wait}, deadline: 10 min,
              default: wait, model: {choose: {open: 70 %, wait: 30 %}}}
msel:
  - {id: I-1, at: H+0:10, type: contextual, to: [ops], text: Men with rifles slept in the next village.}
"""


def swap(*pairs: str) -> str:
    """The good scenario with texts replaced: old, new, old, new ...; each old text stands there exactly once."""
    text = GOOD
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def more(*lines: str) -> str:
    """The good scenario with lines added at its end."""
    return GOOD + "".join(line + "\n" for line in lines)


def inject(fields: str) -> str:
    """The good scenario with a second inject."""
    return more(f"  - {{id: I-2, type: contextual, {fields}}}")


def repeat(every: str, times: str) -> str:
    """The good scenario with an inject that comes again."""
    return inject(f"at: H+1, repeat: {{every: {every}, times: {times}}}")


def effect(fields: str) -> str:
    """The good scenario with an inject that changes the world."""
    return inject(f"at: H+1, effects: [{{{fields}}}]")


def uses(name: str) -> str:
    """The good scenario with a library."""
    return more(f"uses: {name}")


def trigger(text: str) -> str:
    """The good scenario with another trigger for its rule."""
    return swap("when: contact reported to ops,", f"when: {text},")


def warned(text: str) -> str:
    """The same, with an inject that tells the post of a contact, so that the rule has something to fire on."""
    return (
        trigger(text)
        + "  - {id: I-2, at: H+1, type: contextual, effects: [{report: contact, at: camp, to_post: ops}]}\n"
    )


def told(text: str) -> str:
    """The good scenario with another text for its inject."""
    return swap("text: Men with rifles slept in the next village.", f"text: {text}")


def zoned(startex: str, at: str = "H+0:10") -> str:
    """The good scenario in a country whose clocks go forward on 30 March 2031, from 02:00 to 03:00."""
    return swap("2031-03-01T08:00+02:00, d", f"{startex}, timezone: Europe/Berlin, d", "at: H+0:10", f"at: {at}")


@dataclass(frozen=True)
class Row:
    """One row of the table: a file, and what must be said of it.

    ``words`` stand in the message or the remedy.  ``place`` is found from the sign in the file that the finding is
    ``about``.
    """

    name: str
    content: str | bytes
    status: int
    code: str = ""
    words: tuple[str, ...] = ()
    at: tuple[int, int] | None = None
    others: Mapping[str, str] = field(default_factory=dict)
    about: str = FILE

    @property
    def bytes(self) -> bytes:
        """The file as it lies on the disk."""
        return self.content if isinstance(self.content, bytes) else self.content.replace(SIGN, "").encode()

    @property
    def place(self) -> tuple[int, int]:
        """Line and column of the finding, from 1."""
        if self.at is not None:
            return self.at
        text = self.content if self.about == FILE else self.others[self.about]
        assert isinstance(text, str)
        before, sign, _ = text.partition(SIGN)
        assert sign, f"{self.name}: no {SIGN} says where"
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


# Lists of nine times the list before: worked out by hand they weigh 10, 91, 820, 7,381 and 66,430 values.  150,000 are
# allowed, and the second *e of the sixth list goes beyond them.
ALIASES = (
    "bomb:",
    "  a: &a [x, x, x, x, x, x, x, x, x]",
    "  b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]",
    "  c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]",
    "  d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]",
    "  e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]",
    "  f: &f [*e, ▸*e, *e, *e, *e, *e, *e, *e, *e]",
)

NINES = "9" * 5000

FORM = [
    Row("B01a an empty file", "", 3, "E101", ("the file is empty", "startex: 1"), (1, 1)),
    Row("B01b a file of comments", "# nothing yet\n\n", 3, "E101", ("the file is empty", "startex: 1"), (1, 1)),
    Row("B02a one text", "hello\n", 3, "E102", ("a single text, not a scenario", "startex: 1"), (1, 1)),
    Row("B02b a list", "- one\n- two\n", 3, "E102", ("a list, not a scenario", "startex: 1"), (1, 1)),
    Row("B03 two documents", more("▸---", "startex: 1"), 3, "E103", ("second document", "one scenario")),
    Row("B04 a tab indents", swap("  site: {kind", "▸\tsite: {kind"), 3, "E104", ("a tab", "use blanks")),
    Row(
        "B05 an unclosed quote",
        swap("title: Bad input", 'title: ▸"Bad input'),
        3,
        "E104",
        ("never closed", "close it"),
    ),
    Row("B06a a NUL", swap("Bad input", "Bad▸\0 input"), 3, "E105", ("NUL", "delete it")),
    Row("B06b another control character", swap("Bad input", "Bad▸\x07 input"), 3, "E105", ("control", "delete it")),
    Row(
        "B07 Latin-1",
        swap("Bad input", "Déjà vu").encode("latin-1"),
        3,
        "E106",
        (f"byte {GOOD.index('Bad') + 1} (0xe9) is not UTF-8", "save the file as UTF-8"),
        (2, 9),
    ),
    Row("B10 a key stands twice", more("▸title: Again"), 3, "E107", ("'title'", "line 2, column 1", "remove one")),
    Row("B11 a merge key", swap("{qrf_1: {", "{qrf_1: {▸<<: {}, "), 3, "E108", ("merge keys", "variants: or uses:")),
    Row("B12 an alias bomb", more(*ALIASES), 3, "E109", ("unfold to too many values", "fewer aliases")),
    Row("B13 an alias that holds itself", more("summary: &a [x, ▸*a]"), 3, "E110", ("*a", "holds itself", "write")),
    Row("B14 50,000 open brackets", "a: " + "[" * 50_000, 3, "E111", ("deeper than 64", "bracket"), (1, 67)),
    Row("B15 a file of 10 MB", more("#" * 10_000_000), 7, "L101", ("MB", "2 MB is the most", "uses:"), (1, 1)),
    # The root, its key and the mapping below it are three values, and each line has two more: the value of k74998, on
    # line 75,000, is number 150,001.
    Row(
        "B16 100,000 keys",
        "variants:\n" + "".join(f" k{n}: 1\n" for n in range(100_000)),
        7,
        "L102",
        ("more than 150000 values", "uses:"),
        (75_000, 10),
    ),
    Row(
        "B17 a Python object",
        swap("Bad input", "▸!!python/object/apply:os.system [echo broken in > owned]"),
        3,
        "E112",
        ("python/object", "not allowed", "without a tag"),
    ),
    Row("B18 an include tag", swap("Bad input", "▸!include x"), 3, "E112", ("'!include'", "not allowed", "without a")),
    Row(
        "B19 a list as a key",
        more("▸[a, b]: 1"),
        3,
        "E113",
        ("only plain text can be a key", "name: value"),
    ),
    Row(
        "B20a half a pair, escaped",
        swap("Bad input", r'"Bad \u▸d800 input"'),
        3,
        "E114",
        ("surrogate",),
    ),
    Row(
        "B20b half a pair, as bytes",
        swap("Bad input", "Bad \ud800 input").encode("utf-8", "surrogatepass"),
        3,
        "E106",
        (f"byte {GOOD.index('Bad') + 4} (0xed) is not UTF-8",),
        (2, 12),
    ),
    Row("B21b an unknown field after CRLF", more("mesl: []").replace("\n", "\r\n"), 3, "E201", ("'msel'",), (25, 1)),
    Row("B09b an unknown field after a BOM", "\ufeff" + more("mesl: []"), 3, "E201", ("'msel'",), (25, 1)),
]

MEANING = [
    Row("B23a an unknown field", more("▸mesl: []"), 3, "E201", ("'mesl' is not a field", "did you mean 'msel'?")),
    Row(
        "B23b an unknown field below",
        swap("raiders: {", "raiders: {▸stren: {}, "),
        3,
        "E201",
        ("'stren'", "did you mean 'strength'?"),
    ),
    Row(
        "B23c an unknown field with a text",
        more("▸mesl: none"),
        3,
        "E201",
        ("'mesl' is not a field", "did you mean 'msel'?"),
    ),
    Row("B24a no title", "▸" + swap("title: Bad input\n", ""), 3, "E202", ("'title' is missing",)),
    Row("B24b no duration", swap("clock", "▸clock", ", duration: 4 h", ""), 3, "E202", ("'duration'",)),
    Row("B24c no place", swap("{qrf_1", "{▸qrf_1", ", at: base}}", "}}"), 3, "E202", ("'at'",)),
    Row("B24d an inject without a time", more("  - ▸{id: I-2, type: contextual}"), 3, "E202", ("I-2", "at: H+0:40")),
    Row("B25a half past one, or 90 minutes", swap("H+0:10", "▸1:30"), 3, "E204", ("'1:30'", "H+1:30", "1 h 30 min")),
    Row("B25b 90 minutes, or 90 seconds", swap("4 h", "▸1:30"), 3, "E204", ("'1:30'", "1 h 30 min")),
    Row("B26a a negative time", swap("H+0:10", "▸-5 min"), 3, "E205", ("'-5 min' lies before STARTEX", "H+0:00")),
    Row("B26b before STARTEX", swap("H+0:10", "▸H-1"), 3, "E205", ("'H-1' lies before STARTEX", "H+0:00")),
    Row("B26c the day before", swap("H+0:10", "▸2031-02-28T08:00+02:00"), 3, "E205", ("lies before STARTEX",)),
    Row("B26d earlier that day", swap("H+0:10", "▸D+0 06:00"), 3, "E205", ("lies before STARTEX", "D+0")),
    Row("B26e a negative span", swap("deadline: 10 min", "deadline: ▸-5 min"), 3, "E205", ("negative", "0 or more")),
    Row("B27a NaN", swap("3 %", "▸.nan"), 3, "E206", (".nan is not a number",)),
    Row("B27b infinity", swap("3 %", "▸inf"), 3, "E206", ("inf is not a number",)),
    Row("B27c an infinite time", swap("H+0:10", "▸.inf"), 3, "E206", ("is not a time", "H+1:30")),
    Row("B27d NaN for a mechanism", more("parameters: {force: {round: ▸nan}}"), 3, "E206", ("nan",)),
    Row(
        "B27e an infinite place",
        swap("-900]", "▸.inf]"),
        3,
        "E206",
        (".inf is not a number",),
    ),
    Row("B28a 1e400 seconds", swap("H+0:10", "▸1e400 s"), 3, "E206", ("is not a time", "H+1:30")),
    Row("B28b 1e400", swap("H+0:10", "▸1e400"), 3, "E203", ("is not a time", "H+1:30")),
    Row("B28c 1e400 people", swap("900, s", "▸1e400, s"), 3, "E206", ("1e400 is not a finite number",)),
    Row(
        "B28d 1e400 in a condition",
        trigger("time > ▸1e400"),
        3,
        "E206",
        ("too large",),
    ),
    Row("B29a 5,000 digits", swap("900, s", f"▸{NINES}, s"), 3, "E203", ("5000 digits", "shorter")),
    Row(
        "B29b a time of 5,000 digits",
        swap("H+0:10", f"▸{NINES} s"),
        3,
        "E203",
        ("is not a time", "H+1:30"),
    ),
    Row(
        "B29c a version of 5,000 digits",
        f"startex: ▸{NINES}\n" + GOOD.partition("\n")[2],
        3,
        "E209",
        ("version",),
    ),
    Row("B30a 30 February", swap("2031-03-01T08", "▸2026-02-30T08"), 3, "E207", ("date and time that exists", "write")),
    Row("B30b 30 February, an inject", swap("H+0:10", "▸2026-02-30"), 3, "E207", ("that exists", "write it like")),
    Row("B30c 30 February as a DTG", swap("2031-03-01T08:00+02:00", "▸300800B FEB 26"), 3, "E207", ("that exists",)),
    Row("B31a a local time that was left out", zoned("▸2031-03-30T02:30"), 3, "E208", ("does not exist in", "choose")),
    Row(
        "B31b an inject at half past two on that day",
        zoned("2031-03-29T18:00", "▸D+1 02:30"),
        3,
        "E208",
        ("does not exist",),
    ),
    Row(
        "B31c the same as a date",
        zoned("2031-03-29T18:00", "▸2031-03-30T02:30"),
        3,
        "E208",
        ("does not exist",),
    ),
    Row(
        "B31d an unknown zone",
        swap("+02:00, d", ", timezone: ▸Europe/Berlln, d"),
        3,
        "E203",
        ("'Europe/Berlln' is not a known time zone", "Africa/Nairobi"),
    ),
    Row("B32a an unknown unit", swap("for: qrf_1", "for: ▸qrf_2"), 3, "E301", ("'qrf_2'", "did you mean 'qrf_1'?")),
    Row("B32b an unknown addressee", swap("to: [ops]", "to: [▸opps]"), 3, "E301", ("'opps'", "did you mean 'ops'?")),
    Row("B32c an unknown role", swap("asks: duty", "asks: ▸dutty"), 3, "E301", ("did you mean 'duty_officer'?",)),
    Row("B32d an unknown unit type", swap("type: platoon", "type: ▸platon"), 3, "E301", ("did you mean 'platoon'?",)),
    Row("B32e an unknown group", swap("by: raiders", "by: ▸raider"), 3, "E301", ("did you mean 'raiders'?",)),
    Row("B32f an unknown post", trigger("▸contact reported to opps"), 3, "E402", ("'opps'", "did you mean 'ops'?")),
    Row(
        "B33a an inject's id twice",
        more("  - {id: ▸I-1, at: H+1, type: contextual}"),
        3,
        "E302",
        ("'I-1'", "first at line 24", "rename"),
    ),
    Row(
        "B33b a place twice", swap("  base: {", "  base: {kind: un_base}\n  ▸base: {"), 3, "E107", ("line 8, column 3",)
    ),
    Row(
        "B33c an event's id twice",
        swap("for: 30 min}", "for: 30 min}\n    - {id: ▸raid, at: H+2, do: attack, by: raiders, on: camp}"),
        3,
        "E302",
        ("'raid'", "first at line 17", "rename"),
    ),
    Row(
        "B34a injects that wait for each other",
        more(
            "  - {id: I-2, if_missing: ▸I-3, type: contingency, expects: [{action: Act, within: 1 h}]}",
            "  - {id: I-3, if_missing: I-2, type: contingency, expects: [{action: Act, within: 1 h}]}",
        ),
        3,
        "E303",
        ("I-2 -> I-3 -> I-2", "cut the circle"),
    ),
    Row(
        "B34b places that lean on each other",
        swap("  base: {", "  a: {kind: place, at: 9 m north of b}\n  b: {kind: place, at: ▸9 m north of a}\n  base: {"),
        3,
        "E303",
        ("a -> b -> a", "give one a position"),
    ),
    Row(
        "B34c events that wait for each other",
        swap(
            "- {id: raid,",
            "- {id: scout, at: H+1, do: mass, by: raiders, on: camp, needs: ▸raid}\n    - {id: raid, needs: scout,",
        ),
        3,
        "E303",
        ("scout -> raid -> scout",),
    ),
    Row(
        "B34d places that lie in each other",
        swap("site: {", "site: {of: ▸camp, "),
        3,
        "E303",
        ("site -> camp -> site",),
    ),
    Row(
        "B34e posts that report to each other",
        swap("{ops: {", "{joc: {kind: joc, reports_to: ▸ops}, ops: {reports_to: joc, "),
        3,
        "E303",
        ("joc -> ops -> joc",),
    ),
    Row("B36 an inject that repeats at once", repeat("▸0 s", "5"), 7, "L105", ("I-2", "without end", "every: 10 min")),
    Row("B37 an inject that repeats 10^9 times", repeat("1 s", "▸1000000000"), 7, "L104", ("I-2", "1000 is the most")),
    Row("B38a 10^9 residents", swap("people: 900", "people: ▸1000000000"), 7, "L104", ("at most 1e+06",)),
    Row("B38b 10^9 soldiers", swap("strength: 30", "strength: ▸1000000000"), 7, "L104", ("at most 5000",)),
    Row(
        "B38c 10^9 posts",
        more("perimeter: {west: {of: site, length: 9 m, posts: ▸1000000000}}"),
        7,
        "L104",
        ("at most 200",),
    ),
    Row("B38d 10^9 patrols", more("patrols: {p: {by: qrf_1, teams: ▸1000000000}}"), 7, "L104", ("at most 100",)),
    Row("B38e 10^9 people at a gate", effect("at: gate, people: ▸1000000000"), 7, "L104", ("at most 1e+06",)),
    Row("B38f 10^9 people hurt", effect("at: camp, casualties: ▸1000000000"), 7, "L104", ("at most 1000",)),
    Row(
        "B38g 5,001 units",
        swap("units: {", "▸units: {" + "".join(f"{n}: {{type: platoon, at: base}}, " for n in unlike_names(5000))),
        7,
        "L104",
        ("5001 units", "5000 are the most", "write fewer"),
    ),
    Row(
        "B38h 5,200 posts",
        more("▸perimeter:", *(f"  {side}: {{of: site, length: 9 m, posts: 200}}" for side in unlike_names(26))),
        7,
        "L104",
        ("5200 posts", "5000 are the most", "write fewer"),
    ),
    Row("B38i 500 days", swap("4 h", "▸500 d"), 7, "L104", ("43200000 s", "400 days are the most")),
    Row(
        "B38j 10^9 clerks",
        swap("{kind: ioc, ", "{kind: ioc, staff: ▸1000000000, "),
        7,
        "L104",
        ("at most 200",),
    ),
    Row(
        "B38k 10^9 fighters",
        swap("10-20", "▸1000000000"),
        7,
        "L104",
        (),
    ),
    Row(
        "B38l a compound of 10^9",
        swap("  base: {", "  flats: {kind: compound, at: [0, 9], residents: ▸1000000000}\n  base: {"),
        7,
        "L104",
        (),
    ),
    Row(
        "B38m 10^9 caches",
        more("zone: {around: site, declared: H+0}", "search: {of: site, caches: ▸1000000000}"),
        7,
        "L104",
        (),
    ),
    Row(
        "B38n 10^9 robberies a minute",
        swap("threat:", "threat:\n  rates: {robberies: {rate: ▸1000000000/min}}"),
        3,
        "E209",
        ("'1000000000/min'", "at most 0.3 /min"),
    ),
    Row(
        "B38o a patrol's shift of five minutes",
        more("patrols: {p: {by: qrf_1, loop: 900 m, shift: ▸5 min}}"),
        3,
        "E209",
        ("'5 min'", "at least 10 min"),
    ),
    Row("B39a a probability of 1.2", swap("3 %", "▸1.2"), 3, "E209", ("'1.2' is more than 1", "0.7 or 70 %")),
    Row("B39b a probability of 120 %", swap("3 %", "▸120 %"), 3, "E209", ("'120 %' is more than 1", "70 %")),
    Row(
        "B39c options of no weight",
        swap("choose: {open: 70 %, wait: 30 %}", "▸choose: {open: 0}"),
        3,
        "E211",
        ("weight",),
    ),
    Row(
        "B39d values of no weight",
        swap("delay: 30 s", "▸delay: {one_of: [1 s, 2 s], weights: [0, 0]}"),
        3,
        "E211",
        ("add up to nothing", "one weight for each"),
    ),
    Row(
        "B39e a negative weight",
        swap("delay: 30 s", "▸delay: {one_of: [1 s, 2 s], weights: [2, -1]}"),
        3,
        "E205",
        ("-1",),
    ),
    Row("B40a least above most", swap("15 (8-25)", "▸15 (25-8)"), 3, "E210", ("ends below its beginning", "first")),
    Row("B40b likeliest above most", swap("15 (8-25)", "▸40 (8-25)"), 3, "E210", ("outside its range", "15 min")),
    Row("B40c a range backwards", swap("10-20", "▸20-10"), 3, "E210", ("ends below its beginning", "3-20")),
    Row("B43a a text of 1 MB", told("▸" + "x" * 10**6), 7, "L103", ("1000000 characters", "20000", "shorten it")),
    Row(
        "B43b a title of 300",
        swap("Bad input", "▸" + "x" * 300),
        3,
        "E203",
        ("text is too long", "200"),
    ),
    Row("B44f an escape in a name", more(r'▸"me\esl": []'), 3, "E201", (r"'me\x1bsl'", "did you mean 'msel'?")),
    Row(
        "B47c a Cyrillic twin",
        swap("{qrf_1", "{▸\u0441rf_1: {type: platoon, at: base}, qrf_1"),
        3,
        "E203",
        ("is not a name", "letters, digits"),
    ),
    Row("B48a a regex", trigger("contact ▸matches '(a+)+$'"), 3, "E401", ("'matches' is not expected",)),
    Row("B48b a regex by a sign", trigger("contact ▸~ (a+)+"), 3, "E401", ("'~' is not expected",)),
    Row("B49a __import__", trigger("▸__import__('os').system('id')"), 3, "E403", ("'__import__' is not a name",)),
    Row("B49b an attribute", trigger("contact.▸__class__"), 3, "E403", ("'__class__' is not a name",)),
    Row("B50 9**9**9", trigger("9▸**9**9"), 3, "E403", ("'**' is not part of the condition language", "compare")),
    Row(
        "B52a a newer language",
        swap("startex: 1", "startex: ▸2", "title", "tittle"),
        3,
        "E212",
        ("version 2", "install"),
    ),
    Row(
        "B52b a library in a newer language",
        more("uses: new.yaml"),
        3,
        "E212",
        ("version 2", "install"),
        others={"new.yaml": "startex: ▸2\nroles: {guard: {post: ops}}\n"},
        about="new.yaml",
    ),
    Row(
        "B53b a version that never was",
        swap("startex: 1", "startex: ▸0.9"),
        3,
        "E209",
        ("version",),
    ),
]

PATHS = [
    Row("B54a out of the folder", uses("▸../../etc/passwd"), 3, "E501", ("leads out of", "beside the scenario")),
    Row("B54b out by a way round", uses("[▸lib/../../x.yaml]"), 3, "E501", ("leads out of", "beside the scenario")),
    Row("B54c out by backslashes", uses(r"▸..\x.yaml"), 3, "E501", ("leads out of", "beside the scenario")),
    Row("B55a an absolute path", uses("▸/etc/passwd"), 3, "E502", ("the path is absolute", "lib/units.yaml")),
    Row("B55b a drive", uses("▸C:/x.yaml"), 3, "E502", ("the path is absolute", "lib/units.yaml")),
    Row("B55c a share", uses(r"▸\\server\x.yaml"), 3, "E502", ("the path is absolute", "lib/units.yaml")),
    Row(
        "B57a libraries in a circle",
        uses("a.yaml"),
        3,
        "E504",
        ("exercise.yaml -> a.yaml -> b.yaml -> a.yaml", "remove one"),
        others={"a.yaml": "uses: b.yaml\n", "b.yaml": "uses: ▸a.yaml\n"},
        about="b.yaml",
    ),
    Row("B57b a file that uses itself", uses("▸exercise.yaml"), 3, "E504", ("exercise.yaml -> exercise.yaml",)),
    Row("B58a an address", uses("▸https://example.org/x.yaml"), 3, "E505", ("not addresses", "save the file")),
    Row("B58b a file address", uses("▸file:///etc/passwd"), 3, "E505", ("not addresses", "save the file")),
    Row("B59a CON", uses("▸CON"), 3, "E506", ("'CON' is not a file name everywhere", "letters")),
    Row("B59b nul.yaml", uses("▸lib/nul.yaml"), 3, "E506", ("'nul.yaml' is not a file name everywhere", "letters")),
    Row("B59c a:b", uses("▸a:b"), 3, "E502", ("the path is absolute", "lib/units.yaml")),
    Row("B59d gate:b", uses("▸gate:b"), 3, "E506", ("'gate:b' is not a file name everywhere", "letters")),
    Row("B59e a dot at the end", uses("▸units."), 3, "E506", ("'units.' is not a file name everywhere", "letters")),
    Row("B59f a NUL in a name", uses(r'▸"a\0b"'), 3, "E506", (r"'a\x00b' is not a file name everywhere", "letters")),
    Row(
        "B59g a name of 300 bytes",
        uses("▸" + "n" * 300),
        3,
        "E506",
        ("is not a file name everywhere", "letters"),
    ),
    Row("B59h a file that is not there", uses("▸units.yaml"), 3, "E507", ("there is no such file", "un_units.yaml")),
    Row(
        "B59i a folder",
        uses("▸parts"),
        3,
        "E507",
        ("a folder",),
        others={"parts/a.yaml": ""},
    ),
]

ROWS = [*FORM, *MEANING, *PATHS]


@dataclass(frozen=True)
class Odd(Row):
    """A row that the sheet lets pass: with one notice or warning, or with none where there is no code.

    ``shows`` stands in the whole story of a run, ``hides`` does not.
    """

    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    same: bool = False
    """the run must be that of the good scenario, event by event"""


CONTROL = ("control characters", "shown as pictures", "delete them")

ODD = [
    Odd("B08a UTF-16", GOOD.encode("utf-16"), 0, "N115", ("UTF-16", "save it as UTF-8"), (1, 1), same=True),
    Odd("B08b UTF-16, big end first", "\ufeff".encode("utf-16-be") + GOOD.encode("utf-16-be"), 0, "N115", (), (1, 1)),
    Odd("B09a a BOM", "\ufeff" + GOOD, 0, same=True),
    Odd("B21a CRLF", GOOD.replace("\n", "\r\n"), 0, same=True),
    Odd(
        "B35a a rule that can never fire",
        warned("▸contact reported to ops and time > H+9"),
        0,
        "W305",
        ("HELP can never fire", "H+4:00"),
        shows=("ops hears of contact",),
        hides=("acts on HELP",),
    ),
    Odd(
        "B35b an inject after ENDEX", swap("H+0:10", "▸H+9"), 0, "W305", ("I-1 can never come: H+9:00",), hides=("I-1",)
    ),
    Odd("B35c a level that cannot be", inject("when: ▸tension > 2"), 0, "W305", ("I-2 can never",), hides=("I-2",)),
    Odd(
        "B35d an event after ENDEX",
        swap("at: H+1,", "at: ▸H+9,"),
        0,
        "W305",
        ("raid can never happen",),
        hides=("is hurt",),
    ),
    Odd("B41a NO as a title", swap("Bad input", "NO"), 0, shows=("NO, seed 1",), hides=("False",)),
    Odd(
        "B41b NO as a country",
        swap("at: base}}", "at: base, of: NO}}", "roles:", "contingents: {NO: {strength: 90}, off: {}, y: {}}\nroles:"),
        0,
    ),
    Odd("B42a 010 as an inject", swap("I-1", "010"), 0, shows=("010 to ops",), hides=(" 8 to ops", " 10 to ops")),
    Odd("B42b 010 as a unit", swap("{qrf_1", "{010", "for: qrf_1", "for: 010"), 0),
    Odd(
        "B42c 1e3 and 0x10 as ids",
        swap("{qrf_1", "{1e3", "for: qrf_1", "for: 1e3", "I-1", "0x10"),
        0,
        shows=("0x10 to",),
    ),
    Odd(
        "B44a ESC and BEL",
        told(r'▸"x\e]52;c;aGk=\ay"'),
        0,
        "W306",
        CONTROL,
        shows=("x␛]52;c;aGk=␇y",),
        hides=("\x1b", "\x07"),
    ),
    Odd("B44b C1", told(r'▸"x\x9b31my"'), 0, "W306", CONTROL, shows=("x�31my",), hides=("\x9b",)),
    Odd(
        "B44c another direction",
        told(r'▸"x\u202ey\u2066z"'),
        0,
        "W306",
        CONTROL,
        shows=("x�y�z",),
        hides=("\u202e", "\u2066"),
    ),
    Odd(
        "B44d nothing to see", told(r'▸"x\u200by\U000e0041z"'), 0, "W306", CONTROL, shows=("x�y�z",), hides=("\u200b",)
    ),
    Odd(
        "B44e ESC in the title",
        swap("Bad input", r'▸"Bad\e[2J"'),
        0,
        "W306",
        CONTROL,
        shows=("Bad␛[2J",),
        hides=("\x1b",),
    ),
    Odd("B45a markup", told('"[/red] [b]x[/b]"'), 0, shows=("[/red] [b]x[/b]",)),
    Odd("B45b an action", told('"[@click=app.quit]x[/]"'), 0, shows=("[@click=app.quit]x[/]",)),
    Odd(
        "B46 300 accents",
        told("e" + "\u0301" * 300),
        0,
        shows=("\u00e9" + "\u0301" * 8,),
        hides=("\u0301" * 9,),
    ),
    Odd(
        "B47a a twin by case",
        swap("{qrf_1", "{QRF_1: {type: platoon, at: base}, ▸qrf_1"),
        0,
        "W304",
        ("taken for 'QRF_1'",),
    ),
    Odd(
        "B47b a twin by shape",
        swap("{qrf_1", "{qrf_l: {type: platoon, at: base}, ▸qrf_1"),
        0,
        "W304",
        ("taken for 'qrf_l'",),
    ),
    Odd(
        "B51a a division by zero in an inject",
        inject("when: 1 / (time - time) > 0, text: Never"),
        0,
        shows=("I-2 is held: its condition divides by zero", "I-1 to ops", "ENDEX"),
        hides=("I-2 to",),
    ),
    Odd(
        "B51b a division that comes later",
        inject("when: time > H+0:30 and 1 / (crowd at gate) > 0, at: H+1, text: Never"),
        0,
        shows=("H+1:00  I-2 is held: its condition divides by zero", "ENDEX"),
        hides=("I-2 to",),
    ),
    Odd("B51c a rule that fires, for comparison", warned("contact reported to ops"), 0, shows=("ops acts on HELP",)),
    Odd(
        "B51d a division by zero in a rule",
        warned("contact reported to ops and 1 / (time - time) > 0"),
        0,
        shows=("ops hears of contact", "ENDEX"),
        hides=("acts on HELP",),
    ),
    Odd(
        "B53a the draft of the language",
        swap("startex: 1", "startex: ▸0", "plan:", "rules:", "msel:", "injects:"),
        0,
        "N213",
        ("version 0", "read as version 1", "startex: 1"),
        same=True,
    ),
]
