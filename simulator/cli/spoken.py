"""What the command says of itself - its help, and why a call is refused - in the language that is spoken.

Help is written in English where commands are defined, and said anew in the tree that typer builds of them, before
anything of it is shown.  The library's own words come by two ways: those that it looks up (gettext's default domain)
are found in our catalogue, and those that it says in English are recognised by their form.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import typer
from typer.main import get_command

from simulator import catalogue
from simulator.catalogue import LANGUAGES, marked, tr
from simulator.errors import UsageError
from simulator.system import follow_language

__all__ = ["OPTION", "asked", "metavars", "refusal", "speak", "texts", "tree"]

OPTION = "--language"
_OWN_TO_TYPER = ("help", "install_completion", "show_completion")
"""options that typer adds; their help is among the library's words"""
_USAGE = marked("Usage: ")
_LIBRARY = (
    marked("Options"),
    marked("Arguments"),
    marked("Commands"),
    marked("required"),
    marked("default: {default}"),
    marked("env var: {var}"),
    marked("(dynamic)"),
    marked("Show this message and exit."),
    marked("Install completion for the current shell."),
    marked("Show completion for the current shell, to copy it or customize the installation."),
    marked("Missing command."),
    marked("No such command {name!r}."),
)
"""words of the library that it shows in help, or looks up itself"""
_REFUSALS = (
    marked("{what} Did you mean {names}?"),
    marked("No such command {name}."),
    marked("No such option: {name} (Possible options: {names})"),
    marked("No such option: {name} Did you mean {names}?"),
    marked("No such option: {name}"),
    marked("Missing argument {name}."),
    marked("Missing option {name}."),
    marked("Missing parameter: {name}"),
    marked("Option {name} requires an argument."),
    marked("Option {name} requires {count} arguments."),
    marked("Option {name} does not take a value."),
    marked("Argument {name} takes {count} values."),
    marked("Got unexpected extra argument ({names})"),
    marked("Got unexpected extra arguments ({names})"),
    marked("Got unexpected extra argument(s) ({names})"),
    marked("Invalid value for {name}: {what}"),
    marked("Invalid value: {what}"),
    marked("{value} is not in the range {range}."),
    marked("{value} is not a valid integer."),
    marked("{value} is not a valid float."),
    marked("{value} is not a valid int."),
    marked("{value} is not a valid integer range."),
    marked("{value} is not a valid float range."),
    marked("Input should be a valid integer, unable to parse string as an integer"),
    marked("Input should be a valid number, unable to parse string as a number"),
    marked("Input should be greater than or equal to {least}"),
    marked("Input should be less than or equal to {most}"),
    marked("Error: {what}"),
)
"""what the library says of a call that it refuses; the first that fits is meant"""
_FIELD = re.compile(r"\\\{(\w+)\\\}")


def asked(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The language that a call asks for, empty for none, and the call without it; ``--`` ends what is looked at.

    Raises :class:`UsageError` for a language that there is none of.
    """
    code, rest, left = "", [], list(arguments)
    while left and left[0] != "--":
        word = left.pop(0)
        name, sign, value = word.partition("=")
        if name != OPTION:
            rest.append(word)
            continue
        code = value if sign else left.pop(0) if left else ""
        if code not in LANGUAGES:
            raise UsageError(
                tr("{option} {code!r}: say one of {codes}", option=OPTION, code=code, codes=", ".join(LANGUAGES))
            )
    return code, rest + left


def speak(code: str, *, asked: bool = False) -> None:
    """Say everything in this language from now on, here and in processes that begin from here.

    ``asked`` says that somebody asked for it on purpose: then it stays, whatever language a scenario has its words in.
    """
    catalogue.use(code)
    follow_language(code, asked=asked)
    gettext.bindtextdomain(catalogue.DOMAIN, str(catalogue.PLACE))
    gettext.textdomain(catalogue.DOMAIN)


# help


def tree(app: typer.Typer) -> Any:
    """The command that typer makes of an application, with everything that help shows in the language spoken now."""
    return _tree(app, catalogue.language())


@cache
def _tree(app: typer.Typer, language: str) -> Any:
    """Made once a language: reading options off every sub-command takes longer than checking a small scenario."""
    root = get_command(app)
    if language == "en":
        return root
    for command in _commands(root):
        for holder, name in _shown(command, every=True):
            setattr(holder, name, tr(getattr(holder, name)))
        for param in command.params:
            if param.metavar:
                param.metavar = catalogue.word(param.metavar)
        command.options_metavar = catalogue.word(command.options_metavar)
        if hasattr(command, "subcommand_metavar"):
            command.subcommand_metavar = catalogue.word(command.subcommand_metavar)
        command.context_class = _translating(command.context_class)
    return root


def texts(app: typer.Typer) -> Iterator[tuple[str, str]]:
    """Every text of help, with the module that says it; what typer adds is left out."""
    for command in _commands(get_command(app)):
        for holder, name in _shown(command, every=False):
            yield getattr(holder, name), _module(command)


def metavars(app: typer.Typer) -> list[str]:
    """What stands for values in help, each once."""
    found: dict[str, None] = {}
    for command in _commands(get_command(app)):
        found.setdefault(command.options_metavar)
        if hasattr(command, "subcommand_metavar"):
            found.setdefault(command.subcommand_metavar)
        found |= dict.fromkeys(param.metavar for param in command.params if param.metavar)
    return list(found)


def _commands(command: Any) -> Iterator[Any]:
    """A command and all that are below it."""
    yield command
    for below in getattr(command, "commands", {}).values():
        yield from _commands(below)


def _shown(command: Any, *, every: bool) -> Iterator[tuple[Any, str]]:
    """Whatever holds a text of help, and the name of the attribute that it stands in."""
    own = command.get_help_option(command.context_class(command)) if every else None
    for holder in (command, *command.params, *([own] if own else [])):
        if not every and getattr(holder, "name", "") in _OWN_TO_TYPER:
            continue
        for name in ("help", "short_help", "epilog"):
            if getattr(holder, name, None):
                yield holder, name


def _module(command: Any) -> str:
    """The file that a command is defined in."""
    place = getattr(command.callback, "__module__", None) or "simulator.cli.main"
    return place.replace(".", "/") + ".py"


@cache
def _translating(context: Any) -> Any:
    """A context whose help begins with our word for usage, and whose heads stand as the language sets them."""

    class _Formatter(context.formatter_class):  # type: ignore[misc]
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            """The line of usage."""
            super().write_usage(prog, args, tr(_USAGE) if prefix is None else prefix)

        def write_heading(self, heading: str) -> None:
            """The head of a section; the library sets the colon."""
            super().write_heading(tr("{heading}:", heading=heading).removesuffix(":"))

    class _Context(context):  # type: ignore[misc]
        formatter_class = _Formatter

    return _Context


# refusals


def refusal(said: str) -> str:
    """Why the library refuses a call, in the language that is spoken; what it says in unknown words stays."""
    for message, form in _forms():
        if (found := form.fullmatch(said)) is not None:
            fields = found.groupdict()
            return tr(message, **{name: refusal(text) if name == "what" else text for name, text in fields.items()})
    return said


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every refusal with the form by which it is recognised."""
    return tuple(
        (message, re.compile(_FIELD.sub(r"(?P<\1>.+?)", re.escape(message)), re.DOTALL)) for message in _REFUSALS
    )
