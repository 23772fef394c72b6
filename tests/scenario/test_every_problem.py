"""Every problem code that the source can raise, provoked by a file; and many mistakes told at once, in file order.

The codes are found by reading the source, so a new code without a case fails here.  Where a message must point is never
typed in by hand: the sign in the text says it.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from simulator.authoring.formatting import formatted
from simulator.authoring.upgrading import upgraded
from simulator.errors import Problem, ScenarioError
from simulator.parameters import read_parameter
from simulator.quantities import QuantityError
from tests.scenario.checked import GOOD, SIGN, checked, checked_at, codes, place_of, swap

SOURCE = Path(__file__).resolve().parents[2] / "simulator"


@dataclass(frozen=True)
class Case:
    """A file with one mistake: its code, and words of the message or the remedy."""

    code: str
    name: str
    text: str
    words: tuple[str, ...]
    beside: Mapping[str, str] = field(default_factory=dict)
    variant: str = ""
    sets: Mapping[str, str] = field(default_factory=dict)


def more(*lines: str) -> str:
    """The good scenario with lines added at its end."""
    return GOOD + "".join(f"{line}\n" for line in lines)


def place(fields: str) -> str:
    """With one more place."""
    return swap("  base: {kind: un_base, at: [0, -900]}\n", f"  base: {{kind: un_base, at: [0, -900]}}\n  {fields}\n")


def event(fields: str) -> str:
    """With one more event of the stream."""
    return swap("for: 30 min}\n", f"for: 30 min}}\n    - {fields}\n")


def rule(fields: str) -> str:
    """With one more rule."""
    return swap("decisions:\n", f"  EXTRA: {fields}\ndecisions:\n")


def when(text: str) -> str:
    """With another trigger of the decision."""
    return swap("crowd at gate > 100", text)


def inject(fields: str) -> str:
    """With one more inject."""
    return swap("objectives:\n", f"  - {fields}\nobjectives:\n")


def effect(fields: str) -> str:
    """With an inject that changes the world."""
    return inject(f"{{id: I-2, at: H+1, type: contextual, effects: [{fields}]}}")


def delay(text: str) -> str:
    """With another delay of the radio."""
    return swap("delay: 30 s", f"delay: {text}")


def target(fields: str) -> str:
    """With another target of the objective."""
    return swap("{measure: civilian_harm, at_most: 0 people}", fields)


def clock(text: str) -> str:
    """With another clock."""
    return swap("{startex: 2031-03-01T08:00+02:00, duration: 8 h}", text)


BAD_YAML = [
    Case("E101", "an empty file", "▸", ("the file is empty", "startex: 1")),
    Case("E102", "a list", "▸- one\n", ("a list, not a scenario",)),
    Case("E102", "a text", "▸one\n", ("a single text, not a scenario",)),
    Case("E103", "two documents", more("▸---", "title: x"), ("one file is one scenario",)),
    Case("E104", "a bracket that is never closed", "startex: 1\nplaces: {a: [1, 2\n▸", ("this is not YAML",)),
    Case("E104", "a tab", "startex: 1\nplaces:\n▸\ta: 1\n", ("use blanks",)),
    Case("E104", "an open quote", "startex: 1\ntitle: ▸'one\n", ("close it",)),
    Case("E105", "a NUL", swap("A language", "A▸\0"), ("NUL", "delete it")),
    Case("E105", "a bell", swap("A language", "A▸\x07"), ("control character", "delete it")),
    Case("E107", "a key twice", more("▸title: Again"), ("it is first at line 2, column 1",)),
    Case("E108", "a merge key", swap("{post: ops}", "{▸<<: {}, post: ops}"), ("merge keys", "variants: or uses:")),
    Case("E110", "an unknown alias", swap("A language test", "▸*title"), ("*title", "write the value out")),
    Case("E111", "65 brackets", "startex: " + "[" * 63 + "▸[" + "]" * 64, ("deeper than 64", "bracket")),
    Case("E112", "a tag", swap("A language test", "▸!secret x"), ("'!secret' is not allowed",)),
    Case("E113", "a list as a key", more("▸[a]: b"), ("only plain text can be a key",)),
    Case("E114", "an escape that is none", swap("A language test", r'"A ▸\qtest"'), ("escape",)),
    Case("L101", "2 MB and one byte", f"{SIGN}{GOOD}#".ljust(2_000_002, "x"), ("2 MB is the most", "uses:")),
    Case("L103", "a text of 20,001 characters", swap("A language test", "▸" + "x" * 20_001), ("20001", "shorten it")),
]

FIELDS = [
    Case("E201", "a mistyped section", more("▸mesl: []"), ("did you mean 'msel'?",)),
    Case(
        "E201", "a mistyped field of a tagged union", place("x: {kind: sector, people: 1, ▸shelter: 1}"), ("shelters",)
    ),
    Case("E201", "a field that is nothing like any", more("▸wxyzwxyz: 1"), ("there are access, cells",)),
    Case("E202", "a missing field", swap("clock", "▸clock", ", duration: 8 h", ""), ("'duration' is missing",)),
    Case("E202", "a place of no kind", place("▸x: {at: [0, 0]}"), ("'kind' is missing", "what kind of place")),
    Case("E202", "an inject without a time", inject("▸{id: I-2, type: contextual}"), ("I-2", "at: H+0:40")),
    Case("E202", "a target without a threshold", target("▸{measure: trust}"), ("at_most or at_least",)),
    Case("E202", "an effect without an effect", effect("▸{change: tension}"), ("changes nothing", "by: 0.1")),
    Case("E202", "an empty step", rule("{when: fire reported to ops, do: [▸{within: 5 min}]}"), ("needs a task",)),
    Case(
        "E202",
        "a rule, and nobody who could know",
        swap(
            "command:\n  ops: {kind: ioc, integrates: [military]}\n",
            "",
            "roles:\n  duty_officer: {post: ops}\n",
            "",
            "contact reported to ops",
            "▸contact reported",
            "asks: duty_officer",
            "asks: x",
            "to: [ops]",
            "to: [qrf_1]",
        ),
        ("no command post", "add command:"),
    ),
    Case("E202", "an attack by nobody", event("▸{id: e, at: H+1, do: attack, on: camp}"), ("attack needs by:",)),
    Case("E202", "an attack nowhere", event("▸{id: e, at: H+1, do: attack, by: raiders}"), ("attack needs on:",)),
    Case("E202", "an outage of nothing", event("▸{id: e, at: H+1, do: outage}"), ("an outage needs channel:",)),
    Case("E202", "a patrol with no way", more("patrols:", "  ▸p: {by: qrf_1}"), ("no way to go", "along: or loop:")),
    Case("E203", "a text where fields belong", swap("{post: ops}", "▸ops"), ("fields are expected here",)),
    Case(
        "E203", "a text where a list belongs", swap("options: {open", "options: {go: {do: ▸5 min}, open"), ("list is",)
    ),
    Case(
        "E203",
        "a list where fields belong",
        swap("duty_officer: {post: ops}", "▸duty_officer: [ops]"),
        ("fields are expected here",),
    ),
    Case(
        "E203",
        "a list where a text belongs",
        swap("title: A language test", "▸title: [a, b]"),
        ("a text is expected here",),
    ),
    Case(
        "E203",
        "a mapping where a name belongs",
        swap("type: contextual, to: [ops]", "type: contextual, to: [▸{a: b}]"),
        ("text is",),
    ),
    Case(
        "E203",
        "half a position",
        place("x: {kind: place, ▸at: [1]}"),
        ("[one, two]",),
    ),
    Case("E203", "a position of three numbers", place("x: {kind: place, ▸at: [1, 2, 3]}"), ("list is too long",)),
    Case("E203", "a word that is no choice", swap("kind: ioc", "kind: ▸icc"), ("'icc' cannot stand here", "'ioc'")),
    Case("E203", "a kind of place that is none", place("▸x: {kind: secter, people: 1}"), ("did you mean 'sector'?",)),
    Case("E203", "a name with a blank", swap("{id: I-1", "{id: ▸I 1"), ("is not a name", "letters, digits")),
    Case("E203", "a title of 201 characters", swap("A language test", "▸" + "x" * 201), ("200 characters",)),
    Case("E203", "neither yes nor no", rule("{when: fire seen, do: [], again: ▸perhaps}"), ("neither yes nor no",)),
    Case("E203", "no unit", delay("▸30"), ("'30' has no unit", "15 min")),
    Case("E203", "a unit of something else", delay("▸30 km"), ("'km' is not a unit of duration",)),
    Case(
        "E203",
        "a word that is no level",
        more("community: {trust: ▸plenty}"),
        ("is not a level", "low, medium, high"),
    ),
    Case("E203", "two terms of a share", swap("fails: 3 %", "fails: ▸3 % 4 %"), ("is not a share",)),
    Case("E203", "nothing like a quantity", delay("▸soon"), ("'soon' is not a duration",)),
    Case("E203", "half a person", swap("people: 900", "people: ▸900.5"), ("not a whole number",)),
    Case("E203", "a number of 41 digits", swap("people: 900", "people: ▸" + "1" * 41), ("41 digits", "shorter")),
    Case("E203", "a quantity of 201 characters", delay("▸" + "1 " * 101 + "s"), ("too long for a quantity",)),
    Case("E203", "a list for a quantity", swap("delay: 30 s", "▸delay: [30 s]"), ("a list stands here", "8 (3-20)")),
    Case("E203", "a list for a whole number", swap("people: 900", "▸people: [900]"), ("a list stands here",)),
    Case(
        "E203",
        "a distribution of no name",
        swap("delay: 30 s", "▸delay: {normal: 30 s}"),
        ("normal names no distribution", "8 (3-20) min"),
    ),
    Case(
        "E203",
        "a list inside a distribution",
        swap("delay: 30 s", "▸delay: {exponential: [1 s]}"),
        ("a list stands here", "20 min"),
    ),
    Case("E203", "a time that is none", swap("at: H+0:10", "at: ▸noon"), ("'noon' is not a time", "H+1:30")),
    Case("E203", "a list for a time", swap("at: H+0:10", "▸at: [H+1]"), ("a list stands here",)),
    Case("E203", "a date as a span", swap("deadline: 10 min", "deadline: ▸2031-03-01"), ("has no unit", "15 min")),
    Case(
        "E203",
        "letter J has no offset",
        clock("{startex: ▸010800J MAR 31, duration: 8 h}"),
        ("letter J",),
    ),
    Case(
        "E203",
        "a time zone that is none",
        clock("{startex: 2031-03-01T08:00, timezone: ▸Europe/Pariss, duration: 8 h}"),
        ("not a known time zone",),
    ),
    Case(
        "E203", "a date in words", clock("{startex: ▸the first of March, duration: 8 h}"), ("is not a date and time",)
    ),
    Case("E203", "a position in words", place("x: {kind: place, at: ▸over there}"), ("no position", "300 m north of")),
    Case("E203", "a direction that is none", place("x: {kind: place, at: ▸3 m upward of base}"), ("no position",)),
    Case(
        "E203", "a distance that is none", place("x: {kind: place, at: ▸3 s north of base}"), ("not a unit of length",)
    ),
    Case("E203", "a setting that is no YAML", GOOD, ("the value cannot be read", "quote it"), sets={"title": "[a"}),
    Case(
        "E203", "no place on the grid", place("x: {kind: place, at: ▸99CAA1234512345}"), ("no place on the MGRS grid",)
    ),
    Case(
        "E203",
        "places of two grid zones",
        place("x: {kind: place, at: 36NTL1234567890}\n  y: {kind: place, at: ▸33NTE1234567890}"),
        ("one zone",),
    ),
    Case("E204", "1:30 as a time", swap("at: H+0:10", "at: ▸1:30"), ("H+1:30", "1 h 30 min")),
    Case("E204", "1:30 as a span", swap("deadline: 10 min", "deadline: ▸1:30"), ("1 h 30 min",)),
    Case("E205", "before STARTEX", swap("at: H+0:10", "at: ▸H-1"), ("before STARTEX",)),
    Case("E205", "a date before STARTEX", swap("at: H+0:10", "at: ▸2031-03-01T07:59+02:00"), ("before STARTEX",)),
    Case("E205", "that day, but earlier", swap("at: H+0:10", "at: ▸D+0 07:59"), ("before STARTEX",)),
    Case("E205", "a negative delay", delay("▸-30 s"), ("negative",)),
    Case("E206", "infinity", swap("fails: 3 %", "fails: ▸inf"), ("is not a number",)),
    Case("E206", "1e400", swap("people: 900", "people: ▸1e400"), ("not a finite number",)),
    Case("E206", "1e13 in a condition", when("crowd at gate > ▸1e13"), ("too large",)),
    Case(
        "E207",
        "30 February",
        clock("{startex: ▸2031-02-30T08:00+02:00, duration: 8 h}"),
        ("date and time that exists",),
    ),
    Case("E207", "30 February for an inject", swap("at: H+0:10", "at: ▸2031-02-30"), ("that exists",)),
    Case("E207", "no such month", clock("{startex: ▸010800B MRZ 31, duration: 8 h}"), ("'MRZ' is not a month",)),
    Case("E207", "the year 1899", clock("{startex: ▸1899-03-01T08:00+02:00, duration: 8 h}"), ("1900 to 2200",)),
    Case(
        "E208",
        "half past two, which the clocks left out",
        clock("{startex: ▸2031-03-30T02:30, timezone: Europe/Berlin, duration: 8 h}"),
        ("does not exist in Europe/Berlin",),
    ),
    Case("E209", "a share above 1", swap("fails: 3 %", "fails: ▸103 %"), ("more than 1", "70 %")),
    Case("E209", "an exercise of 59 s", swap("duration: 8 h", "duration: ▸59 s"), ("a minute is the least",)),
    Case("E209", "more towers than posts", swap("posts: 2", "posts: 2, towers: ▸3"), ("3 towers among 2 posts",)),
    Case(
        "E209",
        "more posts than people",
        swap("posts: 2", "posts: 4, manned_by: qrf_1", "  qrf_1: {type", "  ▸qrf_1: {strength: 35, type"),
        ("36 people",),
    ),
    Case("E209", "a unit of nobody", swap("strength: 30", "strength: ▸0"), ("at least 1",)),
    Case("E209", "a version that is none", swap("startex: 1", "startex: ▸one"), ("no version", "startex: 1")),
    Case("E210", "a spread backwards", delay("▸30 (90-10) s"), ("ends below its beginning",)),
    Case("E210", "the likely value outside", delay("▸5 (10-90) s"), ("outside its range",)),
    Case(
        "E210",
        "a median above the 90th percentile",
        swap("delay: 30 s", "▸delay: {lognormal: {median: 9 s, p90: 5 s}}"),
        ("median",),
    ),
    Case(
        "E211",
        "three values, two weights",
        swap("delay: 30 s", "▸delay: {one_of: [1 s, 2 s, 3 s], weights: [1, 2]}"),
        ("one weight for each",),
    ),
    Case("E211", "options of no weight", swap("choose: {open: 70 %, wait: 30 %}", "▸choose: {open: 0}"), ("above 0",)),
    Case(
        "E211",
        "an option of negative weight",
        swap("choose: {open: 70 %, wait: 30 %}", "▸choose: {open: 2, wait: -1}"),
        ("above 0",),
    ),
    Case("E212", "a newer language", swap("startex: 1", "startex: ▸2"), ("version 2", "install a newer one")),
    Case(
        "E213",
        "an unknown variant",
        SIGN + more("variants: {before: {}}"),
        ("did you mean 'before'?",),
        variant="befor",
    ),
    Case("E213", "a variant of a scenario without any", SIGN + GOOD, ("has no variants",), variant="before"),
    Case(
        "E213",
        "a variant like none",
        more("variants: {a: {like: ▸c}, b: {}}"),
        ("'a' cannot be like 'c'",),
        variant="a",
    ),
    Case(
        "E213",
        "a variant like itself",
        more("variants: {a: {like: b}, b: {like: ▸a}}"),
        ("'b' cannot be like 'a'",),
        variant="a",
    ),
    Case(
        "E214",
        "an overlay on nothing",
        more("variants: {a: {▸units.qrf_3.notice: 1 h}}"),
        ("no 'qrf_3'", "did you mean 'qrf_"),
        variant="a",
    ),
    Case(
        "E214",
        "an overlay of no path",
        more("variants: {a: {▸.: 1 h}}"),
        ("needs a path", "units.qrf_1.notice"),
        variant="a",
    ),
    Case(
        "E214", "a setting of a mistyped field", GOOD, ("did you mean 'notice'?",), sets={"units.qrf_1.notise": "1 h"}
    ),
    Case(
        "E215",
        "a translation that changes a number",
        more("translations: {fr: {▸units.qrf_1.notice: 5 min}}"),
        ("'units.qrf_1.notice' holds no words", "translate title"),
    ),
    Case(
        "E215",
        "a translation without words",
        more("translations: {fr: {units: {qrf_1: {▸title: [a]}}}}"),
        ("needs a text", "leave the line out"),
    ),
    Case(
        "E214",
        "a translation of something that is not there",
        more("translations: {fr: {▸units.qrf_3.title: x}}"),
        ("no 'qrf_3'", "did you mean 'qrf_"),
    ),
    Case(
        "N216",
        "a translation with gaps",
        more("translations: {fr: ▸{title: Un exercice}}"),
        ("texts have no words in 'fr'", "they stay as they are written"),
    ),
]

NAMES = [
    Case(
        "E406",
        "an inject that asks for what is only heard of",
        inject("{id: I-2, when: ▸alarm at west > 0, type: contextual, to: [ops], text: x}"),
        ("no truth of its own", "alarm reported to ioc"),
    ),
    Case(
        "E406",
        "an inject that does not say where it was heard",
        inject("{id: I-2, when: ▸breach reported, type: contextual, to: [ops], text: x}"),
        ("names no command post", "breach reported to ioc"),
    ),
    Case("E301", "an unknown unit of a rule", swap("for: qrf_1", "for: ▸qfr_1"), ("did you mean 'qrf_1'?",)),
    Case(
        "E301",
        "an unknown role of a rule",
        rule("{when: fire seen, do: [], authority: ▸duty_oficer}"),
        ("'duty_officer'",),
    ),
    Case("E301", "an unknown post", swap("{post: ops}", "{post: ▸opps}"), ("there is no command post", "'ops'")),
    Case(
        "E301",
        "a place where a gate belongs",
        swap("shelters: 100", "shelters: 100, flees_to: ▸base"),
        ("no gate 'base'",),
    ),
    Case(
        "E301",
        "a critical task done by nobody knows what",
        swap("Nobody is hurt,", "Nobody is hurt, critical_tasks: [{text: y, done_by: [▸MIL-9]}],"),
        ("there is no rule, decision or inject 'MIL-9'",),
    ),
    Case("E301", "an unknown mechanism", more("parameters: {▸forse: {round: 60 s}}"), ("did you mean 'force'?",)),
    Case("E301", "an unknown parameter", more("parameters: {force: {rownd: ▸60 s}}"), ("did you mean 'round'?",)),
    Case(
        "E301",
        "a place that another leans on",
        place("x: {kind: place, at: ▸3 m north of bass}"),
        ("did you mean 'base'?",),
    ),
    Case(
        "E301",
        "an unknown place of a step",
        rule("{when: fire reported to ops, do: [{task: guard, at: ▸gatt}], for: qrf_1}"),
        ("speaks of fire", "'gate'"),
    ),
    Case(
        "E301",
        "an unknown unit of a step",
        rule("{when: fire reported to ops, do: [{task: guard, at: gate, by: ▸qfr_1}]}"),
        ("'qrf_1'",),
    ),
    Case(
        "E301",
        "an unknown addressee of a step",
        rule("{when: fire seen, do: [{task: report, to: [▸opps]}], for: posts}"),
        ("'ops'",),
    ),
    Case("E301", "an unknown default", swap("default: wait", "default: ▸wat"), ("not one of the options", "'wait'")),
    Case("E301", "an unknown option of the model", swap("{open: 70 %, wait", "{opened: ▸70 %, wait"), ("'open'",)),
    Case(
        "E301",
        "an unknown thing to report",
        effect("{report: ▸breech, at: west, to_post: ops}"),
        ("did you mean 'breach'?",),
    ),
    Case("E301", "an unknown event to release", effect("{release: ▸rade}"), ("did you mean 'raid'?",)),
    Case("E301", "nobody to tell", swap("to: [ops]", "to: [▸opps]"), ("nobody 'opps' to tell", "'ops'")),
    Case(
        "E301",
        "an unknown task of an expectation",
        inject("{id: I-2, at: H+1, type: contextual, expects: [{action: x, within: 1 h, task: ▸HALP}]}"),
        ("'HELP'",),
    ),
    Case(
        "E301", "an unknown measure of a target", target("{measure: ▸civilian_ham, at_most: 1}"), ("'civilian_harm'",)
    ),
    Case("E301", "an unknown task of a target", target("{measure: trust, task: ▸HALP, at_most: 1}"), ("'HELP'",)),
    Case(
        "E301",
        "an unknown measure to show",
        swap("measures: [civilian_harm]", "measures: [▸civilian_ham]"),
        ("'civilian_harm'",),
    ),
    Case(
        "E301",
        "an event nowhere",
        event("{id: e, at: H+1, do: attack, by: raiders, on: ▸cmap}"),
        ("did you mean 'camp'?",),
    ),
    Case("E301", "a breach of a place", event("{id: e, at: H+1, do: breach, by: raiders, on: ▸camp}"), ("no wire",)),
    Case(
        "E301",
        "an infiltration through a camp",
        event("{id: e, at: H+1, do: infiltrate, by: raiders, on: ▸camp}"),
        ("is no gate",),
    ),
    Case(
        "E301", "a denial at a camp", event("{id: e, at: H+1, do: deny, by: raiders, on: ▸camp}"), ("is no checkpoint",)
    ),
    Case(
        "E301", "a road that is the wire", event("{id: e, at: H+1, do: block_road, on: ▸west}"), ("no place on a road",)
    ),
    Case(
        "E301",
        "an event that needs none",
        event("{id: e, at: H+1, do: attack, by: raiders, on: camp, needs: ▸rade}"),
        ("'raid'",),
    ),
    Case(
        "E302",
        "an event's id twice",
        event("{id: ▸raid, at: H+1, do: attack, by: raiders, on: camp}"),
        ("stands twice", "line 28"),
    ),
    Case("E302", "an inject's id twice", inject("{id: ▸I-1, at: H+1, type: contextual}"), ("stands twice", "line 43")),
    Case(
        "E303",
        "places in each other",
        swap("{kind: poc_site, at", "{kind: poc_site, of: ▸camp, at"),
        ("lie in each other", "site -> camp -> site"),
    ),
    Case(
        "E303",
        "places that lean on each other",
        place("x: {kind: place, at: 1 m east of y}\n  y: {kind: place, at: ▸1 m west of x}"),
        ("x -> y -> x",),
    ),
    Case("E401", "an empty condition", when('▸""'), ("is empty", "breach reported to ioc")),
    Case(
        "E401", "a condition that is a list", swap("when: crowd at gate > 100", "▸when: [crowd]"), ("one line of text",)
    ),
    Case(
        "E402", "a word that means nothing", when("▸crwd at gate > 100"), ("knows no 'crwd'", "did you mean 'crowd'?")
    ),
    Case(
        "E402", "a place that is not there", when("▸crowd at gatte > 100"), ("no place 'gatte'", "did you mean 'gate'?")
    ),
    Case("E402", "a post that is not there", when("▸breach reported to opps"), ("no command post 'opps'", "'ops'")),
    Case("E402", "a state that never is", when("breach at west is ▸opn"), ("never 'opn'", "did you mean 'open'?")),
    Case("E402", "a unit cannot be seen", when("▸qrf_1 seen"), ("not something that can be reported",)),
    Case("E403", "a power", when("9 ▸** 9"), ("not part of the condition language",)),
    Case("E403", "a function that is none", when("▸eval(1) > 0"), ("'eval' is not a function", "min, max, abs, round")),
    Case("E403", "an underscore too many", when("▸__import__ > 0"), ("is not a name here",)),
    Case("E404", "33 brackets", when("(" * 32 + "▸1" + ")" * 32), ("nested deeper than 32", "split")),
    Case("E404", "1,001 characters", when("▸crowd at gate > " + "1" * 985), ("longer than 1000", "split")),
    Case(
        "E405",
        "a rule that asks whether a question is open",
        rule("{when: open_gate is ▸open, do: [], for: qrf_1}"),
        ("only exercise control knows that open_gate is open", "open_gate is "),
    ),
    Case(
        "E405",
        "a rule that reads the enemy's mind",
        rule("{when: ▸raid is began, do: [], for: qrf_1}"),
        ("no command post is told", "reported to ioc"),
    ),
    Case("E501", "out of the folder", more("uses: ▸../x.yaml"), ("leads out of", "beside the scenario")),
    Case("E502", "an absolute path", more("uses: ▸/x.yaml"), ("absolute", "lib/units.yaml")),
    Case(
        "E504",
        "a library that uses itself",
        more("uses: a.yaml"),
        ("in a circle", "exercise.yaml -> a.yaml -> a.yaml"),
        {"a.yaml": "uses: ▸a.yaml\n"},
    ),
    Case("E505", "an address", more("uses: ▸https://x.example/a.yaml"), ("not addresses", "save the file")),
    Case("E506", "a device", more("uses: ▸aux.yaml"), ("not a file name everywhere",)),
    Case("E507", "no such file", more("uses: [▸units.yaml]"), ("no such file", "un_units.yaml")),
    Case("E507", "a folder", more("uses: ▸parts"), ("this is a folder",), {"parts/a.yaml": "title: x\n"}),
]

LIMITS = [
    Case("L104", "401 days", swap("duration: 8 h", "duration: ▸401 d"), ("400 days are the most",)),
    Case("L104", "201 posts", swap("posts: 2", "posts: ▸201"), ("at most 200",)),
    Case("L104", "20,001 raiders", swap("strength: 10-20", "strength: ▸20001"), ("at most 20000",)),
    Case(
        "L104",
        "an inject that comes 1,001 times",
        inject("{id: I-2, at: H+1, type: contextual, repeat: {every: 1 s, times: ▸1001}}"),
        ("1001 times",),
    ),
    Case(
        "L105",
        "an inject that comes again at once",
        inject("{id: I-2, at: H+1, type: contextual, repeat: {every: ▸0 s, times: 2}}"),
        ("without end",),
    ),
    Case(
        "L106",
        "201 fields that are none",
        "▸" + more(*(f"k{n}: 1" for n in range(201))),
        ("1 more parts", "mend these first"),
    ),
]

NOTICES = [
    # from [0, -900] to [0, -300] are 600 m
    Case("W610", "a route that is too short", swap("distance: 600 m", "distance: ▸500 m"), ("straight line (600 m)",)),
    Case("N213", "the draft of the language", swap("startex: 1", "startex: ▸0"), ("version 0", "startex: 1")),
    Case(
        "W304", "names that look alike", swap("  qrf_2: {", "  ▸qrf-1: {"), ("easily taken for 'qrf_1'", "differ more")
    ),
    Case("W305", "a rule that cannot fire", rule("{when: ▸time > H+9, do: [], for: qrf_1}"), ("never true", "H+8:00")),
    Case("W305", "a decision that cannot open", when("▸crowd at gate < 0"), ("can never open",)),
    Case("W305", "an inject after ENDEX", swap("at: H+0:10", "at: ▸H+8:01"), ("after ENDEX",)),
    Case(
        "W305",
        "an inject whose condition is never true",
        inject("{id: I-2, type: contextual, when: ▸tension > 1}"),
        ("can never come",),
    ),
    Case(
        "W305",
        "an event after ENDEX",
        event("{id: e, at: ▸D+1, do: attack, by: raiders, on: camp}"),
        ("can never happen",),
    ),
    Case(
        "W306",
        "an escape in a text",
        swap("text: Men slept", r'text: ▸"Men \e[31m slept"', " in the next village.}", "}"),
        ("shown as pictures",),
    ),
    Case(
        "W602",
        "a task for nobody",
        rule("{when: fire reported to ops, do: [{task: guard, at: gate}]}").replace("EXTRA", "▸EXTRA"),
        ("says nobody who does it", "add for:"),
    ),
    Case(
        "W603",
        "a contingency that nothing calls",
        inject("{id: I-2, type: contingency, if_missing: ▸I-1}"),
        ("I-1 expects nothing", "expects:"),
    ),
    Case(
        "W604",
        "an expected action without one",
        inject("▸{id: I-2, at: H+1, type: expected_action}"),
        ("names none", "expects:"),
    ),
    Case(
        "W605",
        "a rule that waits for what nobody reports",
        swap(
            "plan:\n",
            "plan:\n"
            "  DRILL: {for: qrf_1, when: contact seen, do: [{task: report, to: ops}]}\n"
            "  VAIN: {for: qrf_1, when: ▸alarm reported to ops, do: [{task: deploy, at: camp}]}\n",
        ),
        ("nobody reports alarm", "VAIN", "task: report"),
    ),
    Case(
        "W605",
        "a rule at a post that no report gets to",
        swap(
            "  ops: {kind: ioc, integrates: [military]}\n",
            "  ops: {kind: ioc, integrates: [military]}\n  far: {kind: company}\n",
            "plan:\n",
            "plan:\n"
            "  DRILL: {for: qrf_1, when: contact seen, do: [{task: report, to: ops}]}\n"
            "  VAIN: {for: qrf_1, when: ▸contact reported to far, do: [{task: deploy, at: camp}]}\n",
        ),
        ("nobody reports contact to far", "passes_to: far"),
    ),
    Case(
        "W607",
        "a task that the unit cannot do",
        swap(
            "notice: 15 (8-25) min, tags: [reserve]}\n",
            "notice: 15 (8-25) min, tags: [reserve]}\n  medics: {strength: 3, notice: 5 min, can: [casevac]}\n",
            "  qrf_2: {type: platoon, at: base}\n",
            "  qrf_2: {type: platoon, at: base}\n  ambulance: {type: medics, at: base}\n",
            "plan:\n",
            "plan:\n  ▸VAIN: {for: ambulance, when: contact reported to ops, do: [{task: extract, at: contact}]}\n",
        ),
        ("orders extract of ambulance", "can be done by qrf_1, qrf_2"),
    ),
]

CASES = [*BAD_YAML, *FIELDS, *NAMES, *LIMITS, *NOTICES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code} {case.name}".replace(" ", "_"))
def test_a_mistake_is_told_where_it_stands_with_its_code_and_a_remedy(case: Case, tmp_path: Path) -> None:
    options = {"beside": case.beside, "variant": case.variant, "sets": case.sets}
    if case.sets:
        found = [
            p
            for p in checked(tmp_path, case.text, **options)
            if p.file.startswith("--set ") and (p.line, p.col) == (1, 1)
        ]
    elif SIGN in case.text:
        found = checked_at(tmp_path, case.text, **options)
    else:  # the sign stands in a file beside
        (name, other), *_ = case.beside.items()
        where = (name, *place_of(other))
        found = [p for p in checked(tmp_path, case.text, **options) if (p.file, p.line, p.col) == where]
    told = [p for p in found if p.code == case.code]
    assert told, checked(tmp_path, case.text, **options)
    said = f"{told[0].message}; {told[0].hint}"
    assert all(word in said for word in case.words), said
    assert told[0].severity == {"W": "warning", "N": "notice"}.get(case.code[0], "error")


def _others(tmp_path: Path) -> list[Problem]:
    """Codes that need more than a text: other encodings, links, bombs, something that only a build sees."""
    found = [
        *checked(tmp_path, GOOD.encode("utf-16")),  # N115
        *checked(tmp_path, GOOD.replace("language", "l\xe4nguage").encode("latin-1")),  # E106
        *checked(
            tmp_path, "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 20))
        ),  # E109
        *checked(tmp_path, "x: [" + "a," * 150_000 + "]"),  # L102
    ]
    outside = tmp_path / "outside.yaml"
    outside.write_text("title: x\n", encoding="utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.yaml").symlink_to(outside)
    found += checked(inside, more("uses: link.yaml"))  # E503
    with pytest.raises(ScenarioError) as layout:
        formatted("a: x\u2028b: 2\n".encode(), "it.yaml")  # E116
    with pytest.raises(ScenarioError) as old:
        upgraded(b"startex: &v 0\nduration: *v\n", "it.yaml")  # E117
    return [*found, *layout.value.problems, *old.value.problems]


def test_every_code_of_the_source_is_provoked_by_a_case_here(tmp_path: Path) -> None:
    pattern = re.compile(r'"([ELNW][^7]\d{2})"')  # those of the exchange are of tables: tests/exchange
    in_source = {code for path in SOURCE.rglob("*.py") for code in pattern.findall(path.read_text(encoding="utf-8"))}
    with pytest.raises(QuantityError) as unknown:  # a scenario cannot get so far: its names are checked before
        read_parameter("force", "nothing", "1")
    assert unknown.value.code == "E302"
    provoked = {case.code for case in CASES} | set(codes(_others(tmp_path)))
    assert in_source == provoked


TWELVE = """\
startex: 1
▸tittle: Twelve mistakes
title: Twelve mistakes
clock: {startex: 2031-03-01T08:00+02:00, duration: ▸1:30}
places:
  ▸site: {kind: pocsite, at: [0, 0]}
  camp: {kind: sector, of: site, ▸populaton: 900, people: 900}
  gate: {kind: gate, at: [0, -300], lanes: ▸0}
  base: {kind: un_base, at: [0, -900]}
channels:
  radio: {delay: ▸30 (90-10) s, fails: ▸3 km}
unit_types:
  platoon: {strength: 30, notice: 15 min, armed: ▸perhaps}
plan:
  HELP:
    when: contact ▸** ops
    do: []
msel:
  - {id: I-1, at: ▸H-1, type: contextual}
  - {id: I-2, at: H+1, type: ▸contextal}
  - {id: I-3, at: H+1, ▸typ: contextual, type: contextual}
"""
"""a field, an ambiguous span, a kind, a field, a bound, a spread, a unit, a yes, a power, a time, a word, a field"""

TWELVE_CODES = ["E201", "E204", "E203", "E201", "E209", "E210", "E203", "E203", "E403", "E205", "E203", "E201"]


def _signs(text: str) -> list[tuple[int, int]]:
    places = []
    while SIGN in text:
        places.append(place_of(text))
        text = text.replace(SIGN, "", 1)
    return places


def test_twelve_different_mistakes_are_told_all_at_once_in_file_order(tmp_path: Path) -> None:
    found = [p for p in checked(tmp_path, TWELVE) if p.severity == "error"]
    assert [(p.line, p.col) for p in found] == _signs(TWELVE)
    assert codes(found) == TWELVE_CODES
    assert all(p.hint for p in found)


MEANT = GOOD.replace("{post: ops}", "{post: ▸opps}")
for old, new in (
    ("of: site, at: [0, 0], people", "of: ▸sitte, at: [0, 0], people"),
    ("qrf_1: {type: platoon", "qrf_1: {type: ▸platon"),
    ("by: raiders, on: camp", "by: ▸raider, on: ▸cmap"),
    ("contact reported to ops", "▸contact reported to opps"),
    ("crowd at gate > 100", "▸crowd at gatte > 100"),
    ("asks: duty_officer", "asks: ▸duty_oficer"),
    ("default: wait", "default: ▸wat"),
    ("measure: civilian_harm,", "measure: ▸civilian_ham,"),
    ("measures: [civilian_harm]", "measures: [▸civil_harm]"),
):
    assert MEANT.count(old) == 1
    MEANT = MEANT.replace(old, new)


def test_eleven_unknown_names_are_told_all_at_once_each_with_the_name_that_was_meant(tmp_path: Path) -> None:
    found = [p for p in checked(tmp_path, MEANT) if p.severity == "error"]
    assert [(p.line, p.col) for p in found] == _signs(MEANT)
    meant = ("site", "ops", "platoon", "raiders", "camp", "ops", "gate", "duty_officer", "wait", "civilian_harm")
    assert [p.hint for p in found] == [f"did you mean {name!r}?" for name in (*meant, "civilian_harm")]


def test_mistakes_of_form_and_of_meaning_are_told_together(tmp_path: Path) -> None:
    text = swap("fails: 3 %", "fails: ▸3 km", "asks: duty_officer", "asks: ▸duty_oficer", "for: qrf_1", "for: ▸qrf_l")
    found = checked(tmp_path, text)
    assert [(p.code, p.line, p.col) for p in found] == [
        (code, *at) for code, at in zip(["E203", "E301", "E301"], _signs(text), strict=True)
    ]


def test_what_depends_on_a_broken_entry_is_not_reported_again(tmp_path: Path) -> None:
    text = swap("{type: platoon, at: base}\n  qrf_2", "{type: platoon, at: base, strength: ▸many}\n  qrf_2")
    assert [(p.code, p.line, p.col) for p in checked(tmp_path, text)] == [("E203", *place_of(text))]


def test_two_hundred_mistakes_are_told_one_by_one_and_the_rest_as_a_number(tmp_path: Path) -> None:
    found = checked(tmp_path, more(*(f"k{n}: 1" for n in range(257))))
    assert codes(found).count("E201") == 200
    (rest,) = (p for p in found if p.code == "L106")
    assert rest.message.startswith("57 more")


def test_the_good_scenario_has_no_problem(tmp_path: Path) -> None:
    assert checked(tmp_path, GOOD) == []


def test_a_threshold_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    assert codes(checked(tmp_path, swap("at_most: 0 people", "at_most: few"))) == ["E203"]


def test_a_grid_reference_that_is_nowhere_is_told_and_nothing_is_warned(tmp_path: Path) -> None:
    text = place("x: {kind: place, at: ▸33NTL1234567890}")  # square TL of zone 33 lies north of band N
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        found = checked_at(tmp_path, text)
    assert codes(found) == ["E203"]
    assert warned == []


@pytest.mark.parametrize("text", ["round(tension + 0.6) >= 2", "round(tension + 0.4) < 0.3"])
def test_a_rounded_value_that_can_be_reached_is_no_warning(text: str, tmp_path: Path) -> None:
    # tension lies between 0 and 1: 1.6 rounds to 2, 0.4 rounds to 0
    assert codes(checked(tmp_path, when(text))) == []


NEVER = ["tension > 1", "time > H+9", "crowd at gate < 0", "min(tension, 5) >= 2", "max(1, trust) < 1", "night = 2"]
MAYBE = [
    "tension >= 1",
    "time > H+7",
    "crowd at gate <= 0",
    "min(tension, 5) >= 1",
    "max(0.3, trust) <= 0.5",
    "not night",
]


@pytest.mark.parametrize("text", NEVER)
@pytest.mark.parametrize("frame", ["{}", "{} and breach reported", "({}) or 1 > 2", "not (not ({}))"])
def test_what_can_never_be_true_is_warned_of(text: str, frame: str, tmp_path: Path) -> None:
    (found,) = checked(tmp_path, when(frame.format(text)))
    assert (found.code, found.severity) == ("W305", "warning")


@pytest.mark.parametrize("text", MAYBE)
@pytest.mark.parametrize("frame", ["{}", "{} and breach reported", "{} or 1 > 2", "not (not ({}))", "not ({})"])
def test_what_may_be_true_is_not_warned_of(text: str, frame: str, tmp_path: Path) -> None:
    assert checked(tmp_path, when(frame.format(text))) == []
