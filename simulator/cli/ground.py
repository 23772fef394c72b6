"""``startex ground``: places, perimeter and routes of a scenario as GeoJSON, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.catalogue import tr, trn
from simulator.cli.imported import tell_first, tell_unwritten
from simulator.cli.needs import Force, Scenario, check_target, write_result
from simulator.cli.out import complain, say, say_words
from simulator.errors import ExitStatus, UsageError, status_of

if TYPE_CHECKING:
    from simulator.exchange.laid import Laid
    from simulator.exchange.properties import Ground

__all__ = ["app", "ground_said"]

app = typer.Typer(
    name="ground",
    help="The ground as programs for maps keep it: GeoJSON.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("export")
def export(
    scenario: Scenario,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .geojson file.")],
    force: Force = False,
) -> int:
    """Write the ground of a scenario; ``startex ground import`` reads it back without loss."""
    from simulator.blueprint.build import inspect
    from simulator.exchange.geojson import write_geojson
    from simulator.exchange.land import about, features_of
    from simulator.scenario.library import find_scenario
    from simulator.scenario.load import load, raise_if_wrong

    document = load(find_scenario(scenario))
    inspect(document)
    raise_if_wrong(document)
    features, said = features_of(document), about(document)
    if not features:
        raise UsageError(tr("{scenario} has no places: there is no ground to write", scenario=scenario))
    write_result(file, write_geojson(features, said), force=force)
    east, north = said["origin"]
    complain(
        trn(
            "{n} feature is written to {file}; metres count from {north:g} north, {east:g} east",
            "{n} features are written to {file}; metres count from {north:g} north, {east:g} east",
            len(features),
            file=file,
            north=north,
            east=east,
        )
    )
    say(str(file))
    return int(ExitStatus.OK)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A GeoJSON file, ours or somebody else's.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The scenario file to write.")],
    into: Annotated[
        str, typer.Option("--into", metavar="SCENARIO", help="Lay the ground into this scenario; the rest of it stays.")
    ] = "",
    startex: Annotated[str, typer.Option("--startex", metavar="TIME", help="STARTEX of a new scenario.")] = "",
    force: Force = False,
) -> int:
    """Make a scenario of what a map draws, or lay it into one; what cannot be taken is named with the reason."""
    from simulator.exchange.geojson import read_geojson
    from simulator.exchange.land import laid
    from simulator.scenario.library import find_scenario, read_file
    from simulator.scenario.load import load, raise_if_wrong

    check_target(out, force=force)
    base = find_scenario(into) if into else None
    if base:
        raise_if_wrong(load(base))
    collection = read_geojson(read_file(file))
    title = file.stem.replace("_", " ")
    made = laid(collection, out, read_file(base) if base else None, title=title, startex=startex)
    if status := ground_said(made, len(collection.features), file):
        return status
    if base:
        for line in made.changes or [tr("nothing changes")]:
            say_words(line)
    write_result(out, made.text.encode(), force=force)
    taken = len(collection.features) - len(made.found.left_out)
    complain(
        trn(
            "{n} feature of {file} is in {out}. Try: startex check {out}",
            "{n} features of {file} are in {out}. Try: startex check {out}",
            taken,
            file=file,
            out=out,
        )
    )
    say(str(out))
    return int(ExitStatus.OK)


def ground_said(made: Laid[Ground], features: int, file: Path) -> int:
    """Say everything that a file gave reason for; the exit status where its errors stop the import."""
    for problem in (*made.found.problems, *made.problems):
        complain(str(problem))
    if made.found.left_out:
        complain(tr("left out, {some} of {n} features:", some=len(made.found.left_out), n=features))
        tell_first(made.found.left_out)
    if made.errors:
        tell_unwritten(made.errors, file)
    return int(status_of(made.problems))
