"""``startex schema``: the JSON Schema of the language, printed, or put where VS Code finds it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from simulator.catalogue import tr
from simulator.cli.out import complain, dump, say
from simulator.errors import StorageError, UsageError

__all__ = ["schema"]


def schema(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="With --install, the folder of your files.")] = Path(),
    install: Annotated[
        bool, typer.Option("--install", help="Write .vscode/settings.json and the schema beside it.")
    ] = False,
) -> int:
    """Print the JSON Schema of the scenario language, or set VS Code up so that it completes and checks."""
    from simulator.scenario.schema.export import json_schema

    if not install:
        if folder != Path():
            raise UsageError(tr("a folder is for --install; without it the schema is printed"))
        dump(json_schema())
        return 0
    if not folder.is_dir():
        raise UsageError(tr("{folder} is no folder", folder=folder))
    _install(folder / ".vscode", json.dumps(json_schema(), indent=1, ensure_ascii=True) + "\n")
    complain(tr("Open the folder in VS Code with the extension YAML (redhat.vscode-yaml)."))
    return 0


def _install(folder: Path, text: str) -> None:
    """Write the schema, and its name into the settings, which otherwise stay as they are."""
    from simulator.authoring.drafts import replace_file
    from simulator.authoring.editors import SCHEMA_FILE, with_schema
    from simulator.scenario.library import read_file
    from simulator.system import make_folder, write_new, write_over

    settings, target = folder / "settings.json", folder / SCHEMA_FILE
    try:
        before = read_file(settings) if settings.exists() else None
        after = with_schema(before.decode("utf-8-sig") if before else "", str(settings)).encode()
        make_folder(str(folder))
        write_over(str(target), text.encode())
        if before is None:
            write_new(str(settings), after)
        elif before.removeprefix(b"\xef\xbb\xbf") != after:
            replace_file(settings, before, after)
    except UnicodeDecodeError:
        raise UsageError(tr("{file} is not UTF-8; nothing was changed", file=settings)) from None
    except OSError as error:
        raise StorageError(tr("{file} cannot be written: {why}", file=folder, why=error.strerror)) from None
    say(str(target))
    say(str(settings))
