"""Write the references of the language, of commands, events and measures, and of problem codes, out of the code.

python docs/generate.py           writes docs/*-reference.md and docs/problem-codes.md
python docs/generate.py --check   exit status 1 if one of them is stale
"""

from __future__ import annotations

import ast
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

from simulator import commands
from simulator.events import INTENTS, KINDS
from simulator.parameters import describe
from simulator.scenario.schema.export import json_schema
from simulator.vocabulary import GROUP_STATES, MEASURES, QUANTITIES, UNIT_STATES
from simulator.vocabulary import KINDS as SEEN

DOCS = Path(__file__).parent
SOURCE = DOCS.parent / "simulator"
NOTE = "<!-- Written by docs/generate.py: change the code, then run make docs. -->\n"

CODES = {
    "E101": "The file is empty.",
    "E102": "The file holds a list or a single text, not a scenario.",
    "E103": "A second document begins in the file.",
    "E104": "The file is not YAML: a tab, an open quote, a wrong indentation.",
    "E105": "A control character stands in the file.",
    "E106": "The file is not UTF-8.",
    "E107": "A key stands twice in one mapping.",
    "E108": "Merge keys (`<<`) are not part of the language.",
    "E109": "Aliases unfold to too many values.",
    "E110": "An alias is unknown, or holds itself.",
    "E111": "Values are nested too deep.",
    "E112": "A YAML tag is not allowed.",
    "E113": "Only plain text can be a key.",
    "E114": "Half of a surrogate pair, or an escape that is no character.",
    "E201": "A field that is not known here.",
    "E202": "Something that is needed is missing.",
    "E203": "A value cannot be read as what is meant here.",
    "E204": "A time that could be read in two ways, such as 1:30.",
    "E205": "A negative quantity, or a time before STARTEX.",
    "E206": "A number that is not finite, or too large to hold.",
    "E207": "A date that no calendar has.",
    "E208": "A local time that a change of clocks leaves out.",
    "E209": "A value out of its range.",
    "E210": "A spread whose ends are in the wrong order.",
    "E211": "Weights that add up to nothing.",
    "E212": "The file is written in a newer version of the language.",
    "E213": "A variant that is not there.",
    "E214": "An overlay or a `--set` that names nothing.",
    "E301": "A name that means nothing here.",
    "E302": "An id that stands twice.",
    "E303": "Things that lean on, lie in or wait for each other in a circle.",
    "E401": "A condition that cannot be read.",
    "E402": "A word of a condition that means nothing.",
    "E403": "Something that the condition language leaves out on purpose.",
    "E404": "A condition that is too long or nested too deep.",
    "E405": "A rule or decision reads what nobody in the mission can know.",
    "E501": "A library's path leads out of the scenario's folder.",
    "E502": "A library's path is absolute.",
    "E503": "A link leads out of the folder.",
    "E504": "Libraries use each other in a circle.",
    "E505": "Only files can be used, not addresses.",
    "E506": "A file name that not every system can hold.",
    "E507": "There is no such library, or it is a folder.",
    "L101": "The file is too large.",
    "L102": "The file holds too many values.",
    "L103": "A text is too long.",
    "L104": "More than a scenario may hold.",
    "L105": "Something would repeat without end in one instant.",
    "L106": "More parts do not fit the language than are told one by one.",
    "N115": "The file is UTF-16.",
    "N213": "The file is written in an older version and was read as the present one.",
    "W304": "Two names are easily taken for each other.",
    "W305": "Something can never happen: after ENDEX, or a condition that is never true.",
    "W306": "A text holds control characters.",
    "W602": "A rule orders a task and says nobody who does it.",
    "W603": "A contingency inject hangs on one that expects nothing.",
    "W604": "An inject of type `expected_action` names no action.",
    "W610": "A route is shorter than the straight line between its ends.",
}


def cell(text: object) -> str:
    """Text that stands in a table."""
    return str(text).replace("|", "\\|").replace("\n", " ").strip()


# the language


def _named(schema: dict[str, Any], node: dict[str, Any]) -> str:
    """The type of a field in plain words."""
    if "$ref" in node:
        return f"[{node['$ref'].rsplit('/', 1)[1]}](#{node['$ref'].rsplit('/', 1)[1].lower()})"
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return ", ".join(f"`{word}`" for word in node["enum"])
    for key in ("anyOf", "oneOf"):
        if key in node:
            parts = dict.fromkeys(_named(schema, part) for part in node[key] if part.get("type") != "null")
            return " or ".join(parts)
    if node.get("type") == "array":
        items = node.get("items") or (node.get("prefixItems") or [{}])[0]
        return f"list of {_named(schema, items)}" if items else "list"
    if node.get("type") == "object":
        inner = node.get("additionalProperties") or next(iter(node.get("patternProperties", {}).values()), None)
        return f"names, each with {_named(schema, inner)}" if isinstance(inner, dict) and inner else "fields"
    return {"string": "text", "number": "number", "integer": "number", "boolean": "yes or no"}.get(
        str(node.get("type")), "anything"
    )


def _about(schema: dict[str, Any], node: dict[str, Any]) -> str:
    """What the model behind a field says of itself."""
    if "$ref" in node:
        return str(schema["$defs"][node["$ref"].rsplit("/", 1)[1]].get("description", ""))
    inner = (node.get("items"), node.get("additionalProperties"), *node.get("patternProperties", {}).values())
    parts = [part for part in (*node.get("anyOf", ()), *inner) if isinstance(part, dict)]
    return next((about for part in parts if (about := _about(schema, part))), "")


def _fields(schema: dict[str, Any], node: dict[str, Any]) -> list[str]:
    needed = set(node.get("required", ()))
    lines = ["| field | what it takes | default | meaning |", "|---|---|---|---|"]
    for name, field in node.get("properties", {}).items():
        default = "needed" if name in needed else field.get("default", "")
        if isinstance(default, dict):
            default = ""
        shown = "" if default in (None, "", [], {}, ()) else default if default == "needed" else f"`{default}`"
        example = f" Example: `{field['examples'][0]}`." if field.get("examples") else ""
        about = (field.get("description") or _about(schema, field)) + example
        lines.append(f"| `{name}` | {cell(_named(schema, field))} | {cell(shown)} | {cell(about)} |")
    return lines


def scenario_reference() -> str:
    """Every section and field of a scenario file, and every parameter."""
    schema = json_schema()
    lines = [NOTE, "# Scenario reference", "", schema.get("description", ""), ""]
    lines += ["How quantities, times and conditions are written is in [concepts](concepts.md).", ""]
    lines += ["## The file", "", *_fields(schema, schema), ""]
    for name, node in sorted(schema["$defs"].items()):
        if "properties" in node:
            lines += [f"### {name}", "", node.get("description", ""), "", *_fields(schema, node), ""]
    lines += ["## Words of conditions", "", "| what can be seen or reported | its states |", "|---|---|"]
    lines += [f"| `{kind}` | {', '.join(states)} |" for kind, states in SEEN.items()]
    lines += ["", "| quantity | meaning |", "|---|---|"]
    lines += [f"| `{name}` | {cell(about)} |" for name, about in QUANTITIES.items()]
    lines += ["", f"States of a unit: {', '.join(UNIT_STATES)}. States of a group: {', '.join(GROUP_STATES)}.", ""]
    lines += [
        "## Parameters of the mechanisms",
        "",
        "`[A]` marks an assumption, `fitted` a value fitted to a figure.",
        "",
    ]
    lines += ["| parameter | default | source | meaning | believed range |", "|---|---|---|---|---|"]
    for mechanism, name, meta in describe():
        row = (f"`{mechanism}.{name}`", meta["text"], meta["source"], meta["about"], meta["range"])
        lines.append("| " + " | ".join(map(cell, row)) + " |")
    return "\n".join(lines) + "\n"


# commands, events, measures


def event_reference() -> str:
    """Every command, kind of event and measure."""
    lines = [NOTE, "# Commands, events and measures", "", "## Commands", ""]
    lines += ["What comes into an engine from outside. A command that cannot be carried out becomes the event", ""]
    lines[-2] += " `command_refused` with the reason."
    lines += ["| command | fields | what it does |", "|---|---|---|"]
    for command in get_args(commands.Command):
        about = (command.__doc__ or "").splitlines()[0]
        lines.append(f"| `{command.__name__}` | {', '.join(f.name for f in fields(command))} | {cell(about)} |")
    lines += ["", "## Events", ""]
    lines += [
        "One record a line of the log: `seq` counts from 1, `at` is seconds since STARTEX, `subject` is who or",
        "",
    ]
    lines[-2:] = [
        "One record a line of the log: `seq` counts from 1, `at` is seconds since STARTEX, `subject` is who or what it",
        "is about, `cause` the seq of the event that brought it about, `given` those that it depends on besides.",
        "",
    ]
    groups: dict[str, list[str]] = {}
    for kind, (sentence, group) in KINDS.items():
        groups.setdefault(group, []).append(f"| `{kind}` | {cell(sentence)} |")
    for group, rows in groups.items():
        lines += [f"### {group.capitalize()}", "", "| kind | the sentence that is told of it |", "|---|---|", *rows, ""]
    lines += ["What a `stream_event_began` says depends on its verb:", "", "| verb | sentence |", "|---|---|"]
    lines += [f"| `{verb}` | {cell(sentence)} |" for verb, sentence in INTENTS.items()]
    lines += ["", "## Measures", "", "| measure | unit | row | meaning |", "|---|---|---|---|"]
    lines += [f"| `{m.name}` | {m.unit} | {m.k} | {cell(m.about)} |" for m in MEASURES.values()]
    return "\n".join(lines) + "\n"


# problem codes


def codes_in_source() -> set[str]:
    """Every problem code that the code can raise."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if len(text) == 4 and text[0] in "ELNW" and text[1:].isdigit():
                found.add(text)
    return found


def problem_codes() -> str:
    """Every code with its meaning; fails where the table and the code differ."""
    if codes_in_source() != CODES.keys():
        raise SystemExit(f"docs/generate.py: CODES and the source differ in {sorted(codes_in_source() ^ CODES.keys())}")
    lines = [NOTE, "# Problem codes", ""]
    lines += [
        "`startex check` says `file:line:column: code: what is wrong; what to do`. Codes do not change their meaning.",
        "",
    ]
    lines += [
        "E: an error, the scenario is not run (exit status 3). L: a limit (7, where nothing else is wrong).",
        "W: a warning. N: a notice.",
        "",
    ]
    lines += ["| code | meaning |", "|---|---|", *(f"| `{code}` | {about} |" for code, about in sorted(CODES.items()))]
    return "\n".join(lines) + "\n"


PAGES = {
    "scenario-reference.md": scenario_reference,
    "command-and-event-reference.md": event_reference,
    "problem-codes.md": problem_codes,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or say which are stale."""
    stale = []
    for name, page in PAGES.items():
        path, text = DOCS / name, page()
        if arguments != ["--check"]:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        sys.stderr.write(f"stale: {', '.join(stale)}; run make docs\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
