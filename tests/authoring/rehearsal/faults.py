"""Planted faults: each an edit or two of a shipped scenario, the code that must name it, and the line it stands in."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FAULTS", "LARGE", "Fault"]

Edit = tuple[str, str]


@dataclass(frozen=True)
class Fault:
    """``line`` is a part of the line, in the edited text, that must be named."""

    name: str
    code: str
    line: str
    edits: tuple[Edit, ...]
    scenario: str = "first_steps"
    runs: int = 30


MSEL = "objectives:\n  - {id: O1, text: Nobody is hurt"
"""where first_steps goes on behind its MSEL"""
PLAN = "decisions:\n  open_gate:"
"""where it goes on behind its plan"""
STREAM = "plan:\n  TELL:"
QUESTION = "msel:\n  - {id: I-1,"
GATE = "crowd at gate > 50 people"


def inject(*lines: str) -> tuple[Edit, ...]:
    """More lines of the MSEL of first_steps."""
    return ((MSEL, "".join(f"  - {{{line}}}\n" for line in lines) + MSEL),)


def rule(*lines: str) -> tuple[Edit, ...]:
    """More rules of first_steps."""
    return ((PLAN, "".join(f"  {line}\n" for line in lines) + PLAN),)


def decision(line: str) -> tuple[Edit, ...]:
    """One more decision of first_steps."""
    return ((QUESTION, f"  {line}\n" + QUESTION),)


FAR = "  barracks: {kind: village, at: [0, -90000]}\n  base: {kind: un_base"
TOLD = 'type: contextual, text: "A report.", to: [ops]'
CHOICE = "options: {go: {text: Go, do: [{task: deploy, by: platoon, at: gate}]}, wait: Wait}"

FAULTS = (
    # injects
    Fault(
        "an inject waits for a fire that never burns",
        "R101",
        "id: I-2",
        inject(f"id: I-2, when: fire at camp > 0, {TOLD}"),
    ),
    Fault("an inject comes after ENDEX", "R101", "id: I-2", inject(f"id: I-2, at: H+5, {TOLD}")),
    Fault(
        "an inject expires before it can come",
        "R101",
        "id: I-2",
        inject(f"id: I-2, when: time > H+2, expires: H+1, {TOLD}"),
    ),
    Fault("a condition holds from the beginning", "R103", "id: I-2", inject(f"id: I-2, when: tension < 90 %, {TOLD}")),
    Fault(
        "a contingency inject always comes",
        "R105",
        "id: I-3",
        inject(
            f"id: I-2, at: H+0:10, {TOLD}, expects: [{{action: They stand, within: 5 min, task: STAND}}]",
            f"id: I-3, if_missing: I-2, {TOLD}",
        ),
    ),
    Fault(
        "a contingency inject hangs on one that never comes",
        "R101",
        "id: I-3",
        inject(
            f"id: I-2, when: fire at camp > 0, {TOLD}, expects: [{{action: They stand, within: 5 min, task: STAND}}]",
            f"id: I-3, if_missing: I-2, {TOLD}",
        ),
    ),
    Fault(
        "an expected action is asked for at a time when nobody does it",
        "R106",
        "id: I-2",
        inject(f"id: I-2, at: H+0:10, {TOLD}, expects: [{{action: They stand, within: 5 min, task: STAND}}]"),
    ),
    Fault(
        "an expected action was done long before",
        "R108",
        "id: I-2",
        inject(f"id: I-2, at: H+3, {TOLD}, expects: [{{action: They stand, within: 5 min, task: STAND}}]"),
    ),
    Fault(
        "an expected action that no log can show",
        "R107",
        "id: I-2",
        inject(f"id: I-2, at: H+1, {TOLD}, expects: [{{action: They look grave, within: 5 min}}]"),
    ),
    # decisions
    Fault(
        "a question waits for a crowd that is larger than the camp",
        "R201",
        "crowd at gate > 5000",
        ((GATE, "crowd at gate > 5000 people"),),
    ),
    Fault("a question is open at STARTEX", "R203", "time >= H+0", ((GATE, "time >= H+0"),)),
    Fault(
        "ENDEX comes before the answer",
        "R204",
        "late: {",
        decision(
            "late: {when: time > H+3:58, asks: duty_officer, deadline: 30 min, default: go, "
            f"model: {{choose: {{go: 50 %, wait: 50 %}}, after: 20 min}}, {CHOICE}}}"
        ),
    ),
    Fault(
        "a question whose answers do nothing",
        "R207",
        "words: {",
        decision(
            "words: {when: time > H+1, asks: duty_officer, deadline: 10 min, default: one, "
            "model: {choose: {one: 50 %, two: 50 %}}, options: {one: Say this, two: Say that}}"
        ),
    ),
    Fault(
        "a question that comes too late to matter",
        "R208",
        "late: {",
        decision(
            "late: {when: time > H+3:50, asks: duty_officer, deadline: 5 min, default: go, "
            f"model: {{choose: {{go: 50 %, wait: 50 %}}}}, {CHOICE}}}"
        ),
    ),
    Fault(
        "an answer that the model never gives",
        "R206",
        "wait: Never mind",
        decision(
            "ask: {when: time > H+1, asks: duty_officer, deadline: 5 min, default: go, model: {choose: {go: 1}},\n"
            "    options: {go: {text: Go, do: [{task: deploy, by: platoon, at: gate}]},\n      wait: Never mind}}"
        ),
    ),
    Fault("a question that nobody in a dry run answers", "R205", "open_gate:", ((", model: {choose: {open: 1}}", ""),)),
    # rules
    Fault(
        "a rule waits for what nobody reports",
        "R301",
        "PROTECT:",
        (("when: contact reported to ops", "when: fire reported to ops"), ("at: contact, within", "at: fire, within")),
    ),
    Fault(
        "a drill no longer reports what a rule waits for",
        "R301",
        "STAND:",
        (("massing seen or contact seen", "contact seen"),),
    ),
    Fault(
        "a rule fires at STARTEX",
        "R303",
        "EARLY:",
        rule("EARLY: {for: platoon, when: time >= H+0, do: [{task: deploy, at: gate}]}"),
    ),
    Fault(
        "a rule fires whatever happens",
        "R304",
        "CLOCK:",
        rule("CLOCK: {for: platoon, when: time > H+1, do: [{task: deploy, at: gate}]}"),
    ),
    Fault(
        "two rules pull at one platoon",
        "R306",
        "HIDE:",
        rule("HIDE: {for: platoon, when: massing reported to ops, do: [{task: guard, at: base}]}"),
    ),
    Fault(
        "two rules pull at one platoon in turns",
        "R306",
        "THEN:",
        rule("THEN: {for: platoon, when: breach reported to ops, do: [{task: block, at: breach}], again: yes}"),
    ),
    # tasks
    Fault(
        "a rule for a unit that cannot do it",
        "R401",
        "PROTECT:",
        (("title: Protect, for: platoon", "title: Protect, for: guards"),),
    ),
    Fault("a task within a minute", "R402", "STAND:", (("at: massing, within: 45 min", "at: massing, within: 1 min"),)),
    Fault("a platoon that needs a day to get ready", "R405", "STAND:", (("notice: 15 (8-25) min", "notice: 24 h"),)),
    Fault(
        "a contingent that declines whenever it counts",
        "R404",
        "PROTECT:",
        (
            (
                "battalion: {strength: 80}",
                "battalion: {strength: 80, hidden_caveats: needs_armour, hidden_share: 100 %}",
            ),
        ),
    ),
    Fault(
        "a unit that nobody needs",
        "R406",
        "spare:",
        (
            (
                "  guards: {type: gate_guards, at: gate}",
                "  guards: {type: gate_guards, at: gate}\n  spare: {type: infantry_section, at: base}",
            ),
        ),
    ),
    Fault(
        "a step behind one that never ends",
        "R407",
        "STAND:",
        (("do: [{task: deploy, at: massing, within: 45 min}]", "do: [{task: guard, at: massing}, {task: separate}]"),),
    ),
    Fault(
        "a unit that is sent and lives too far away",
        "R408",
        "platoon: {type: infantry_platoon",
        (("of: battalion, at: base, notice", "of: battalion, at: barracks, notice"), ("  base: {kind: un_base", FAR)),
    ),
    Fault(
        "an answer that sends those who cannot do it",
        "R401",
        "go: {text: Go",
        decision(
            "ask: {when: time > H+1, asks: duty_officer, deadline: 5 min, default: wait, model: {choose: {go: 1}},\n"
            "    options: {wait: Never mind,\n      go: {text: Go, do: [{task: repair, by: guards, at: north}]}}}"
        ),
    ),
    # objectives
    Fault(
        "an objective that nothing measures",
        "R501",
        "id: O1",
        (("measure: civilian_harm, at_most: 0 people", "measure: residents_reached, at_most: 30 min"),),
    ),
    Fault(
        "a target that nobody can meet",
        "R503",
        "id: O1",
        (("measure: civilian_harm, at_most: 0 people", "measure: move_to_scene, at_most: 1 min"),),
    ),
    Fault("a target that nobody can miss", "R504", "id: O1", (("at_most: 0 people", "at_most: 3000 people"),)),
    Fault(
        "a critical task of which nothing is seen",
        "R505",
        "id: O1",
        (
            ("at_most: 0 people}]}", "at_most: 0 people}], critical_tasks: [{text: They hide, done_by: [HIDE]}]}"),
            *rule("HIDE: {for: guards, when: shots reported to ops, do: [{task: guard, at: gate}]}"),
        ),
    ),
    Fault(
        "an objective without an inject",
        "R506",
        "id: O1, text: One incident",
        ((", means: phone, objective: O1,", ", means: phone,"),),
        "distress_calls",
        20,
    ),
    # cells
    Fault(
        "a cell that nothing reaches",
        "R601",
        "medical:",
        (
            (
                "roles: {duty_officer: {post: ops}}",
                "  # who plays\nroles: {duty_officer: {post: ops}, surgeon: {post: ward}}\n"
                "cells:\n  room: {roles: [duty_officer]}\n  medical: {roles: [surgeon]}",
            ),
            ("command: {ops:", "command: {ward: {kind: company, component: civilian}, ops:"),
        ),
    ),
    Fault(
        "seven injects in ten minutes",
        "R602",
        "id: I-8",
        inject(*(f"id: I-{n}, at: H+2:0{n}, {TOLD}" for n in range(2, 9))),
    ),
    Fault(
        "three injects at once", "R603", "id: I-4", inject(*(f"id: I-{n}, at: H+2:0{n}, {TOLD}" for n in range(2, 5)))
    ),
    # time and place
    Fault("an exercise that goes on for a day", "R701", "duration:", (("duration: 4 h", "duration: 24 h"),)),
    Fault(
        "a long wait for the last inject",
        "R701",
        "id: I-2",
        (("duration: 4 h", "duration: 24 h"), *inject(f"id: I-2, at: H+23, {TOLD}")),
    ),
    Fault(
        "a MSEL for two days in four hours",
        "R703",
        "msel:",
        inject(f"id: I-2, at: H+0:30, repeat: {{every: 5 min, times: 40}}, {TOLD}"),
    ),
    Fault(
        "a place of which nothing comes",
        "R801",
        "hill:",
        (("  gate: {kind: gate", "  hill: {kind: village, at: [900, 900]}\n  gate: {kind: gate"),),
    ),
    Fault(
        "an attack after ENDEX",
        "R802",
        "id: second",
        ((STREAM, "    - {id: second, at: H+5, do: attack, by: raiders, on: camp}\n" + STREAM),),
    ),
    Fault(
        "an attack by people who have gone",
        "R803",
        "id: second",
        (
            ("resolve: low}}", "resolve: low}, scouts: {strength: 5}}"),
            (
                STREAM,
                "    - {id: out, at: H+2, do: withdraw, by: scouts}\n"
                "    - {id: second, at: H+3, do: attack, by: scouts, on: camp}\n" + STREAM,
            ),
        ),
    ),
    Fault(
        "an attack that waits for what never comes",
        "R802",
        "id: second",
        (
            (
                STREAM,
                "    - {id: second, at: H+3, do: attack, by: raiders, on: base, needs: never}\n"
                "    - {id: never, at: H+5, do: breach, by: raiders, on: north}\n" + STREAM,
            ),
        ),
    ),
    # the larger scenarios
    Fault(
        "a question about a report that never comes",
        "R201",
        "when: fire reported to ioc",
        (("    when: refusal reported to ioc\n    asks", "    when: fire reported to ioc\n    asks"),),
        "distress_calls",
        20,
    ),
    Fault(
        "an inject about a place that stays quiet",
        "R101",
        "riverside > 0",
        (("I-11, when: accounted < 90 % and time > H+6", "I-11, when: fire at riverside > 0"),),
        "distress_calls",
        20,
    ),
    Fault(
        "a question after the campaign",
        "R201",
        "time > D+215",
        (("when: time > D+150", "when: time > D+215"),),
        "weapons_free_zone",
        6,
    ),
)

LARGE = (
    Fault(
        "an inject about a fire on the road",
        "R101",
        "id: I-09",
        (("I-09, when: fire at sector_2 > 0", "I-09, when: fire at middle_road > 0"),),
        "site_in_flames",
        20,
    ),
    Fault(
        "a crowd of more than there are",
        "R201",
        "crowd at base_gate > 60000",
        (("when: crowd at base_gate > 200 people", "when: crowd at base_gate > 60000 people"),),
        "site_in_flames",
        20,
    ),
    Fault(
        "a warning that would have to come days before",
        "R503",
        "id: O1, text: Act on warning",
        (("measure: warning_lead_used, at_least: 15 min", "measure: warning_lead_used, at_least: 100 h"),),
        "site_in_flames",
        20,
    ),
    Fault(
        "quiet hours that begin ten minutes before ENDEX",
        "R204",
        "time > H+23:52",
        (("    when: time > H+9\n", "    when: time > H+23:52\n"),),
        "site_in_flames",
        20,
    ),
)
"""faults in the large scenario, for the long runs"""
