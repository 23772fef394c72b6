"""The ``startex`` command: its sub-commands, and what each kind of failure says."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from simulator import __version__, catalogue
from simulator.catalogue import tr
from simulator.cli import (
    batch,
    check,
    compare,
    diff,
    edit,
    evaluate,
    exchange,
    fmt,
    forces,
    ground,
    history,
    look,
    new,
    pack,
    play,
    rehearse,
    report,
    run,
    schema,
    sessions,
    show,
    spoken,
    tools,
    upgrade,
    view,
)
from simulator.cli.out import complain, fail, say
from simulator.errors import ExitStatus, ScenarioError, SimulatorError
from simulator.system import close_quietly, environment
from simulator.units import tell_by_day

__all__ = ["app", "main"]

_Refused: type[Exception] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
"""what a wrong call raises: typer brings its own copy of click, or uses the one that is installed"""

app = typer.Typer(
    name="startex",
    help="Crisis exercises for the protection of civilians: one scenario file, a world, every outcome asked why.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("list")(look.list_scenarios)
app.command("show")(show.show)
app.command("check")(check.check)
app.command("fmt")(fmt.fmt)
app.command("diff")(diff.diff)
app.command("rehearse")(rehearse.rehearse)
app.command("run")(run.run)
app.command("batch")(batch.batch)
app.command("compare")(compare.compare)
app.command("why")(look.why)
app.command("edit")(edit.edit)
app.command("schema")(schema.schema)
app.command("upgrade")(upgrade.upgrade)
app.command("new")(new.new)
app.command("play")(play.play)
app.command("resume")(play.resume)
app.command("view")(view.view)
app.command("replay")(history.replay)
app.command("fork")(history.fork)
app.command("note")(history.note)
app.command("evaluate")(evaluate.evaluate)
app.command("report")(report.report)
app.command("pack")(pack.pack)
app.command("sessions")(sessions.sessions)
app.command("repair")(sessions.repair)
app.command("doctor")(tools.doctor)
app.add_typer(exchange.app, name="msel")
app.add_typer(ground.app, name="ground")
app.add_typer(forces.app, name="forces")


def _version(asked: bool) -> None:
    if asked:
        say(f"startex {__version__}")
        raise typer.Exit(0)


_Version = typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
_Language = typer.Option(spoken.OPTION, metavar="CODE", help="The language to speak, wherever it stands: en, fr.")


@app.callback()
def _startex(version: Annotated[bool, _Version] = False, language: Annotated[str, _Language] = "") -> None:
    """``language`` is only shown here: it is taken out of the call before help can be asked for."""


def _refused(error: Exception) -> int:
    """Say what is wrong with a call, and where to read on."""
    said = getattr(error, "format_message", error.__str__)()
    if type(error).__name__ == "NoArgsIsHelpError":  # the bare command shows its help
        complain(said)
        return int(ExitStatus.USAGE)
    fail(spoken.refusal(said))
    context = getattr(error, "ctx", None)
    if context is not None:
        complain(tr("Try '{command} --help'.", command=context.command_path))
    return int(ExitStatus.USAGE)


def _done(arguments: Sequence[str] | None) -> int:
    """Carry out a call in the language that it asks for; gives the exit status, raises whatever refuses it."""
    code, rest = spoken.asked(sys.argv[1:] if arguments is None else arguments)
    if code:
        spoken.speak(code, asked=True)
    if arguments is None:  # the library takes them there itself, and spreads patterns where no shell does
        sys.argv[1:] = rest
    command = spoken.tree(app)
    done = command(args=rest if arguments is not None else None, prog_name="startex", standalone_mode=False)
    sys.stdout.flush()
    return int(done or 0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; gives the exit status and never lets a traceback of ours reach a user."""
    spoken.speak(catalogue.asked_for(environment()))
    tell_by_day()  # until an exercise is opened
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return _done(arguments)
    except ScenarioError as error:
        for problem in error.problems:
            complain(str(problem))
        return int(error.exit_status)
    except SimulatorError as error:
        fail(error)
        return int(error.exit_status)
    except typer.Exit as leave:
        return int(leave.exit_code)
    except typer.Abort:
        fail(tr("stopped"))
        return 130
    except _Refused as error:
        return _refused(error)
    except BrokenPipeError:
        close_quietly()
        return 0
    except SystemExit as leave:  # so typer ends where the reader of our output has gone away
        if leave.code != 1 or not isinstance(leave.__context__, BrokenPipeError):
            raise
        close_quietly()
        return 0
    except KeyboardInterrupt:
        fail(tr("stopped"))
        return 130
