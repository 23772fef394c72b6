"""Much text by the metre: a long scenario in the way of the shipped ones, and many names that differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

__all__ = ["long_scenario", "unlike_names"]

_DAYS = 30
_SITES, _SECTORS, _GATES, _UNITS_EACH = 12, 6, 3, 12


def _sites() -> Iterator[str]:
    yield "places:"
    for s in range(_SITES):
        east = 3000 * s
        yield f"  site-{s}: {{kind: poc_site, at: [{east}, 0], title: Site number {s}}}"
        yield f"  base-{s}: {{kind: un_base, at: [{east}, -900], capacity: 6000 people, bunkers: 4}}"
        yield f"  clinic-{s}: {{kind: clinic, of: base-{s}, at: [{east + 80}, -860], level: level_1_plus, doctors: 4}}"
        yield f"  market-{s}: {{kind: market, at: 700 m north of site-{s}}}"
        for g in range(_GATES):
            yield f"  gate-{s}g{g}:"
            yield "    kind: gate"
            yield f"    of: site-{s}"
            yield f"    at: [{east + 200 * g}, -420]"
            yield f"    leads_to: base-{s}"
            yield "    lanes: 2"
            yield "    width: 4 m"
            yield "    traffic: 2 people/min"
        for n in range(_SECTORS):
            yield f"  camp-{s}c{n}:"
            yield f"    {{kind: sector, of: site-{s}, at: [{east + 150 * n}, 0], people: {3000 + n}, shelters: 420,"
            yield f"     first_aiders: 9, flees_to: gate-{s}g{n % _GATES}}}"


def _wire() -> Iterator[str]:
    yield "perimeter:"
    for s in range(_SITES):
        for n in range(_SECTORS):
            yield f"  wire-{s}w{n}: {{of: site-{s}, at: [{3000 * s + 150 * n}, 350], length: 600 m,"
            yield f"    faces: camp-{s}c{n}, layers: [fence, ditch], posts: 4, towers: 1, manned_by: troops-{s}}}"
    yield "routes:"
    for s in range(_SITES):
        for g in range(_GATES):
            yield f"  - {{from: base-{s}, to: gate-{s}g{g}, distance: 600 m, surface: track}}"
        for n in range(_SECTORS):
            yield f"  - {{from: gate-{s}g{n % _GATES}, to: camp-{s}c{n}, distance: 900 m}}"
            yield f"  - {{from: camp-{s}c{n}, to: wire-{s}w{n}, distance: 350 m, surface: track}}"
        if s:
            yield f"  - {{from: base-{s - 1}, to: base-{s}, distance: 3 km}}"


def _people() -> Iterator[str]:
    yield "channels:"
    yield "  radio: {delay: 30 (10-90) s, fails: 3 %, fails_in_combat: 15 %}"
    yield "  phone: {delay: 60 (20-180) s, fails: 10 %}"
    yield "contingents:"
    for s in range(_SITES):
        yield f"  troops-{s}: {{strength: 850, rehearsal: 80 %, capital_call: 5 %, capital_delay: 2 (1-6) h}}"
    yield "unit_types:"
    yield "  platoon: {strength: 30, mobility: wheels, notice: 15 (8-30) min, tags: [reserve], medics: yes, carries: 4}"
    yield "  police: {component: police, strength: 20, mobility: wheels, notice: 10 (5-20) min, tags: [formed_police]}"
    yield "  guards: {component: security, strength: 8, notice: 2 min, armed: no}"
    yield "units:"
    for s in range(_SITES):
        for n in range(_UNITS_EACH):
            kind = ("platoon", "police", "guards")[n % 3]
            yield f"  unit-{s}u{n}:"
            yield f"    type: {kind}"
            yield f"    at: base-{s}"
            yield f"    under: ops-{s}"
            yield f"    title: Unit {n} of site {s}"
            yield f"    notice: {12 + n} (8-40) min"
            yield "    readiness: 90 %"
            if kind == "platoon":
                yield f"    of: troops-{s}"
    yield "command:"
    for s in range(_SITES):
        yield f"  ops-{s}: {{kind: ioc, at: base-{s}, staff: 4, title: Room {s}, integrates: [military, police]}}"
    yield "roles:"
    for s in range(_SITES):
        yield f"  duty-{s}: {{post: ops-{s}, title: Duty officer of site {s}}}"


def _threat() -> Iterator[str]:
    yield "threat:"
    yield "  groups:"
    for s in range(_SITES):
        yield f"    raiders-{s}: {{type: armed_group, strength: 20-60, resolve: medium, deterred_by: show_of_force}}"
    yield "  stream:"
    for day in range(_DAYS):
        for s in range(0, _SITES, 4):
            n, at = day % _SECTORS, f"D+{day} {6 + s % 12:02}:00" if day else f"H+{6 + s}"
            late = "late_by: 0-40 min, do: mass" if day % 2 else "late_by: 10 (0-40) min, do: mass"
            yield f"    - {{id: mass-{day}-{s}, at: {at}, {late}, by: raiders-{s}, on: wire-{s}w{n}}}"
            yield f"    - {{id: raid-{day}-{s}, at: {at}, late_by: 60-90 min, do: attack, by: raiders-{s},"
            yield f"       on: camp-{s}c{n}, for: 90 min, needs: mass-{day}-{s}}}"


def _plan() -> Iterator[str]:
    yield "plan:"
    for s in range(_SITES):
        for n in range(_UNITS_EACH):
            c = n % _SECTORS
            yield f"  MIL-{s}m{n}:"
            yield f"    title: Go where armed men are, unit {n}"
            yield f"    for: unit-{s}u{n}"
            yield f"    when: contact reported to ops-{s} at camp-{s}c{c} or massing reported at wire-{s}w{c}"
            yield f"    if: unit-{s}u{n} is available and tension > 0.2"
            yield "    do:"
            yield f"      - {{task: deploy, at: camp-{s}c{c}, within: 30 min}}"
            yield f"      - {{task: report, to: ops-{s}, within: 5 min}}"
            yield f"    authority: duty-{s}"
            yield "    again: yes"
    yield "decisions:"
    for s in range(_SITES):
        for g in range(_GATES):
            yield f"  open-{s}g{g}:"
            yield f"    title: People run to gate {g}. Let them in?"
            yield f"    when: crowd at gate-{s}g{g} > 200 people"
            yield f"    asks: duty-{s}"
            yield "    options:"
            yield f"      open: {{text: Open the gate, do: [{{task: open_gate, at: gate-{s}g{g}}}]}}"
            yield "      search: {text: Search them as they come}"
            yield "    deadline: 10 min"
            yield "    default: open"
            yield "    model: {choose: {open: 70 %, search: 30 %}, after: 4 (1-9) min}"


def _msel(count: int) -> Iterator[str]:
    yield "msel:"
    for n in range(count):
        s = n % _SITES
        yield f"  - id: I-{n}"
        yield (
            f"    at: D+{n % _DAYS} {8 + n % 12:02}:{n % 60:02}" if n % _DAYS else f"    at: H+{6 + n % 12}:{n % 60:02}"
        )
        yield "    type: expected_action"
        yield f"    to: [ops-{s}, duty-{s}]"
        yield "    from: Community leader"
        yield "    means: phone"
        yield "    text: >"
        yield "      Strangers slept in the next village. They carry rifles, they ask for the way to the wire, and"
        yield "      women who went for firewood this morning have not come back. What will you do about it?"
        yield "    expects:"
        yield f"      - {{action: Somebody goes there and says so, within: 45 min, task: MIL-{s}m{n % _UNITS_EACH}}}"
        yield f"    objective: O-{n % 12}"


def _rest() -> Iterator[str]:
    yield "objectives:"
    for n in range(12):
        yield f"  - id: O-{n}"
        yield f"    text: Protect those behind the wire, part {n}"
        yield "    capability: physical protection"
        yield f"    targets: [{{task: MIL-{n}m0, measure: civilian_harm, at_most: 5 people}},"
        yield "              {measure: move_to_scene, at_most: 30 min}]"
    yield "measures: [civilian_harm, report_to_decide, move_to_scene]"
    yield "variants:"
    for s in range(_SITES):
        yield f"  slow-{s}:"
        yield f"    about: The first platoon of site {s} needs an hour."
        yield f"    units.unit-{s}u0.notice: 60 (40-90) min"


def long_scenario(lines: int) -> str:
    """A valid scenario of exactly so many lines; its MSEL is as long as it takes, the rest is comments."""
    head = [
        "# A month at twelve sites.",
        "startex: 1",
        "title: A long exercise",
        "clock: {startex: 2031-03-01T06:00+02:00, duration: 31 d, season: dry, latitude: 5.0, longitude: 31.0}",
    ]
    fixed = [*head, *_sites(), *_wire(), *_people(), *_threat(), *_plan(), *_rest()]
    one = len([*_msel(1)]) - 1
    text = [*fixed, *_msel((lines - len(fixed) - 1) // one)]
    text += ["# end"] * (lines - len(text))
    assert len(text) == lines
    return "\n".join(text) + "\n"


def unlike_names(count: int) -> list[str]:
    """Names that nobody takes for one another: no 0 and o, no 1 and l."""
    return ["u" + "".join(digits) for digits in islice(product("23456789", repeat=5), count)]
