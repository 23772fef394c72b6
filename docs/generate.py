"""Write the references of the language, of commands, events and measures, and of problem codes, out of the code.

python docs/generate.py           writes docs/*-reference.md and docs/problem-codes.md
python docs/generate.py --check   exit status 1 if one of them is stale, and says which

What the code does not hold - the meaning of an event, what to do about a problem - stands in docs/words.toml. The
examples of the language are cut from the scenarios in docs/examples/: an entry below ``# shows: Gate`` is shown.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

from forms import TASKS, VERBS, example_of, with_condition, with_word
from language import all_models, bounds_of, default_of, models_of, spoken
from shown import lines_of, said, shown
from source import raised, written

from simulator import commands, events
from simulator.errors import ExitStatus
from simulator.measures import MEASURES
from simulator.parameters import describe
from simulator.scenario.library import scenario_folder
from simulator.scenario.load import load
from simulator.scenario.schema import base
from simulator.scenario.schema.plan import Step
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.threat import StreamEvent
from simulator.vocabulary import GROUP_STATES, KINDS, QUANTITIES, TRUE_KINDS, UNIT_STATES

DOCS = Path(__file__).parent
SOURCE = DOCS.parent / "simulator"
NOTE = "<!-- Written by docs/generate.py: change the code or docs/words.toml, then run make docs. -->\n\n"
WORDS: dict[str, dict[str, Any]] = tomllib.loads((DOCS / "words.toml").read_text(encoding="utf-8"))


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    lines = [tuple(head), *(tuple(str(c).replace("|", "\\|").replace("\n", " ").strip() for c in row) for row in rows)]
    lines.insert(1, ("---",) * len(lines[0]))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines).replace("|  |", "| |").replace("|  |", "| |")


def agree(section: str, known: Iterable[str]) -> None:
    """Stop where a section of words.toml does not hold exactly what the code knows."""
    names = set(known)
    for remedy, differing in (("add", names - set(WORDS[section])), ("take out", set(WORDS[section]) - names)):
        if differing:
            raise SystemExit(f"docs/words.toml, [{section}]: {remedy} {', '.join(sorted(differing))}")


# the language


def fields_of(model: type[base.Model]) -> str:
    """The table of a model's fields, and the entries of the examples that show them."""
    hints = get_type_hints(model, include_extras=True)
    rows = []
    for attribute, info in model.model_fields.items():
        name = info.alias or attribute
        words = spoken(hints[attribute])
        key = f"{model.__name__}.{name}"
        inner = next(models_of(hints[attribute]), None)
        about = info.description or WORDS["fields"].get(key, "") or ((inner.__doc__ or "") if inner else "")
        if not about:
            raise SystemExit(f"docs/words.toml, [fields]: {key} has no meaning")
        about += f" {WORDS['notes'][key]}" if key in WORDS["notes"] else ""
        row = (f"`{name}`", words + bounds_of(info, words), default_of(info, words), about)
        rows.append((*row, example_in(model.__name__, name)))
    parts = [table(("field", "what it takes", "default", "meaning", "example"), rows)]
    for example, entries in shown(model.__name__):
        parts += [f"In [{example.path.name}](examples/{example.path.name}):"]
        parts += [f"```yaml\n{lines_of(example, entries)}\n```"]
    return "\n\n".join(parts)


def example_in(model: str, name: str) -> str:
    """What an entry of the examples says in a field; ``below`` where that is long. Stops where none says anything."""
    found = [(example, part.fields[name]) for example, parts in shown(model) for part in parts if name in part.fields]
    if not found:
        raise SystemExit(f"docs/examples: no entry marked '# shows: {model}' sets {name}")
    text = next((text for example, loc in found if (text := said(example, loc))), "")
    return f"`{text}`" if text else "below"


def tasks_and_verbs() -> dict[str, list[str]]:
    """Tables of what a step may order and of what the stream may hold, by the model that they stand under."""
    agree("tasks", TASKS)
    tasks = ((f"`{task}`", WORDS["tasks"][task], f"`{with_word(Step, 'task', task)}`") for task in TASKS)
    verbs = ((f"`{verb}`", events.INTENTS[verb], f"`{with_word(StreamEvent, 'do', verb)}`") for verb in VERBS)
    return {
        "Step": ["Tasks:", table(("task", "what is done", "example"), tasks)],
        "StreamEvent": ["Verbs:", table(("verb", "what is said of it", "example"), verbs)],
    }


def conditions() -> list[str]:
    """How conditions are written, and of which words they are made."""
    found = with_condition()
    agree("forms", (name for sort, name in found if sort == "form"))
    forms = ((*about, example_of(found, "form", form)) for form, about in WORDS["forms"].items())
    agree("kinds", KINDS)
    kinds = (
        (
            f"`{kind}`",
            about,
            ", ".join(KINDS[kind]),
            "yes" if kind in TRUE_KINDS else "no",
            example_of(found, "kind", kind),
        )
        for kind, about in WORDS["kinds"].items()
    )
    quantities = ((f"`{name}`", about, example_of(found, "quantity", name)) for name, about in QUANTITIES.items())
    return [
        "## Conditions",
        "Rules and decisions read what a post has been told; injects, and what they expect, read what is really so.",
        table(("written", "means", "example"), forms),
        "## Words of conditions",
        "What can be seen and reported, and the states that a report can name. Posts of the perimeter see a person\n"
        "up to `observation.day_range` by day, a unit what is where it stands. Injects can ask for what has a truth.",
        table(("kind", "what it is", "states", "has a truth", "example"), kinds),
        table(("quantity", "meaning", "example"), quantities),
        f"States of a unit: {', '.join(UNIT_STATES)}.",
        f"States of a group: {', '.join(GROUP_STATES)}.",
    ]


def shipped_kinds() -> list[str]:
    """The kinds of unit that come with the program, as their library writes them."""
    types = load(scenario_folder() / "lib" / "un_units.yaml").tree.plain()["unit_types"]
    rows = [
        (
            f"`{name}`",
            *(given[field] for field in ("component", "strength", "notice")),
            ", ".join(given["tags"]),
            ", ".join(given.get("can", ["everything"])),
        )
        for name, given in types.items()
    ]
    head = ("kind", "component", "people", "notice", "tags", "can")
    return ["Kinds of unit that `uses: [lib/un_units.yaml]` brings:", table(head, rows)]


def scenario_reference() -> str:
    """Every section and field of a scenario file, the words of conditions, and every parameter."""
    models = all_models()
    all_of_them: tuple[type[base.Model], ...] = (Scenario, *models)
    known = {f"{m.__name__}.{i.alias or n}" for m in all_of_them for n, i in m.model_fields.items()}
    gone = {*WORDS["fields"], *(key for key in WORDS["notes"] if key[0].isupper())} - known
    if gone:
        raise SystemExit(f"docs/words.toml: no such field: {', '.join(sorted(gone))}")
    parts = ["# Scenario reference", Scenario.__doc__ or ""]
    parts += [
        "How quantities, times and positions are written is in [concepts](concepts.md). Every example is cut from one"
    ]
    parts[-1] += (
        " of the files in\n[examples](examples), which are whole scenarios: `startex run docs/examples/plan.yaml`."
    )
    parts += ["## The file", fields_of(Scenario), "## Its parts"]
    words = {**tasks_and_verbs(), "UnitType": shipped_kinds()}
    for model in models:
        parts += [f"### {model.__name__}", model.__doc__ or "", fields_of(model), *words.get(model.__name__, ())]
    parts += conditions()
    parts += ["## Parameters of the mechanisms", "A scenario changes one with `parameters: {force: {round: 60 s}}`."]
    parts += ["`[A]` marks an assumption, `fitted` a value fitted to a figure."]
    rows = []
    for mechanism, name, meta in describe():
        note = WORDS["notes"].get(f"{mechanism}.{name}", "")
        about = f"{meta['about']}. {note}" if note else meta["about"]
        rows.append((f"`{mechanism}.{name}`", meta["text"], meta["source"], about, meta["range"]))
    return "\n\n".join((*parts, table(("parameter", "default", "source", "meaning", "believed range"), rows)))


# commands, events, measures


def event_reference() -> str:
    """Every command, kind of event and measure."""
    found = written()
    agree("events", events.KINDS)
    agree("data", {key for data, _ in found.values() for key in data})
    parts = ["# Commands, events and measures", "## Commands", "What comes into an engine from outside. A command that"]
    parts[-1] += " cannot be carried out becomes the event `command_refused` with the reason."
    rows: list[tuple[object, ...]] = []
    for command in get_args(commands.Command):
        names = ", ".join(f"`{f.name}`: {f.type}" for f in fields(command))
        rows.append((f"`{command.__name__}`", names, (command.__doc__ or "").splitlines()[0].replace("``", "`")))
    parts += [table(("command", "fields", "what it does"), rows), "## Events"]
    parts += [
        "One record a line of the log: `seq` counts from 1, `at` is seconds since STARTEX, `subject` is who or what it"
        " is\nabout, `data` the fields below, `cause` the seq of the event that brought it about, `given` those that it"
        " depends on\nbesides. In a sentence, names in braces are filled in from the subject and the data."
    ]
    for group in dict.fromkeys(group for _, group in events.KINDS.values()):
        rows = []
        for kind, (sentence, its) in events.KINDS.items():
            if its == group:
                data, modules = found[kind]
                subject, about = WORDS["events"][kind]
                names = ", ".join(f"`{key}`" for key in sorted(data))
                rows.append((f"`{kind}`", subject, names, about, sentence, ", ".join(sorted(modules))))
        parts += [f"### {group.capitalize()}", table(("kind", "subject", "data", "meaning", "sentence", "from"), rows)]
    parts += ["What a `stream_event_began` says depends on its verb:"]
    parts += [table(("verb", "sentence"), ((f"`{verb}`", said) for verb, said in events.INTENTS.items()))]
    parts += [
        "### Fields of the data",
        table(("field", "meaning"), sorted((f"`{k}`", v) for k, v in WORDS["data"].items())),
    ]
    parts += [
        "## Measures",
        "From the log alone. K is the row of the list of indicators; 100 % stands as 1 in `--json`.",
    ]
    measures = ((f"`{m.name}`", m.unit, m.k, m.better, m.about) for m in MEASURES.values())
    return "\n\n".join((*parts, table(("measure", "unit", "K", "better", "meaning"), measures)))


# problem codes


def problem_codes() -> str:
    """Every code with its meaning, its remedy, and the modules that raise it."""
    places = raised()
    agree("codes", places)
    parts = ["# Problem codes", "`startex check` says `file:line:column: code: what is wrong; what to do`."]
    parts[-1] += " A code does not change its meaning."
    parts += [
        f"E: an error, the scenario is not run (exit status {ExitStatus.SCENARIO:d}). L: a limit"
        f" ({ExitStatus.LIMIT:d}, where nothing else is wrong). W: a warning. N: a notice."
        " R: what `startex rehearse` finds by dry runs; the finding itself says its grade."
    ]
    rows = ((f"`{code}`", *WORDS["codes"][code], ", ".join(sorted(places[code]))) for code in sorted(places))
    return "\n\n".join((*parts, table(("code", "what is wrong", "what to do", "raised in"), rows)))


PAGES = {
    "scenario-reference.md": scenario_reference,
    "command-and-event-reference.md": event_reference,
    "problem-codes.md": problem_codes,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or say which are stale."""
    stale = []
    for name, page in PAGES.items():
        path, text = DOCS / name, NOTE + page() + "\n"
        if arguments != ["--check"]:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        sys.stderr.write(f"stale: {', '.join(stale)}; run make docs\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
