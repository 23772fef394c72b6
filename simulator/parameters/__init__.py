"""The numbers that the mechanisms work with: default, range and source of each.

Ground floor: standard library only.  Each mechanism has one frozen set; a scenario changes a value
with ``parameters: {force: {round: 60 s}}``.  The source says where the default comes from: a row of
the domain sheet ("domain 3"), a document in brackets as there, or ``[A]`` for an assumption.  Values
marked ``[A]`` are what a study must vary; reports print them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from simulator.catalogue import tr
from simulator.parameters.abduction import Abduction
from simulator.parameters.access import Checkpoint, Presence
from simulator.parameters.command import Command, Force, Perimeter
from simulator.parameters.ground import Daylight, Movement, Observation, Reporting
from simulator.parameters.influx import Influx
from simulator.parameters.kinds import parse
from simulator.parameters.march import March
from simulator.parameters.operation import Cordon, Sweep
from simulator.parameters.people import Accounting, Care, Casualties, Community, Crowd, Gates, Residents, Shelter
from simulator.parameters.readiness import Needs, Readiness, Validity
from simulator.parameters.relocation import Relocation
from simulator.parameters.roads import Convoy, Crossfire, Planning, Roads
from simulator.parameters.shelling import Evacuation, Shelling
from simulator.parameters.staffing import Staffing
from simulator.parameters.threat import Fire, Harm, Patrol, Search, Threat, Zone
from simulator.parameters.warning import Prevention, Signals
from simulator.parameters.works import Works
from simulator.quantities import QuantityError

__all__ = ["SETS", "Parameters", "describe", "read_parameter"]

SETS: dict[str, type] = {
    cls.__name__.lower(): cls
    for cls in (
        Daylight,
        Movement,
        Observation,
        Reporting,
        Command,
        Force,
        Perimeter,
        Crowd,
        Gates,
        Shelter,
        Casualties,
        Care,
        Accounting,
        Residents,
        Patrol,
        Zone,
        Search,
        Community,
        Fire,
        Threat,
        Harm,
        Relocation,
        Roads,
        Crossfire,
        Convoy,
        Planning,
        Staffing,
        Readiness,
        Validity,
        Needs,
        Signals,
        Prevention,
        Shelling,
        Evacuation,
        Checkpoint,
        Presence,
        Abduction,
        Cordon,
        Sweep,
        Influx,
        March,
        Works,
    )
}


@dataclass(frozen=True, slots=True)
class Parameters:
    """Every mechanism's numbers for one scenario."""

    daylight: Daylight = Daylight()
    movement: Movement = Movement()
    observation: Observation = Observation()
    reporting: Reporting = Reporting()
    command: Command = Command()
    force: Force = Force()
    perimeter: Perimeter = Perimeter()
    crowd: Crowd = Crowd()
    gates: Gates = Gates()
    shelter: Shelter = Shelter()
    casualties: Casualties = Casualties()
    care: Care = Care()
    accounting: Accounting = Accounting()
    residents: Residents = Residents()
    patrol: Patrol = Patrol()
    zone: Zone = Zone()
    search: Search = Search()
    community: Community = Community()
    fire: Fire = Fire()
    threat: Threat = Threat()
    harm: Harm = Harm()
    relocation: Relocation = Relocation()
    roads: Roads = Roads()
    crossfire: Crossfire = Crossfire()
    convoy: Convoy = Convoy()
    planning: Planning = Planning()
    staffing: Staffing = Staffing()
    readiness: Readiness = Readiness()
    validity: Validity = Validity()
    needs: Needs = Needs()
    signals: Signals = Signals()
    prevention: Prevention = Prevention()
    shelling: Shelling = Shelling()
    evacuation: Evacuation = Evacuation()
    checkpoint: Checkpoint = Checkpoint()
    presence: Presence = Presence()
    abduction: Abduction = Abduction()
    cordon: Cordon = Cordon()
    sweep: Sweep = Sweep()
    influx: Influx = Influx()
    march: March = March()
    works: Works = Works()


def read_parameter(mechanism: str, name: str, text: str) -> object:
    """The value of one parameter as a scenario writes it; raises :class:`QuantityError` or KeyError."""
    for f in fields(SETS[mechanism]):
        if f.name == name:
            meta = f.metadata
            return parse(text, meta["dimension"], meta["uncertain"])
    raise QuantityError("E302", tr("{mechanism} has no parameter {name!r}", mechanism=mechanism, name=name))


def describe() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every parameter: (mechanism, name, metadata with text, range, source, about, dimension)."""
    for mechanism, cls in SETS.items():
        for f in fields(cls):
            yield mechanism, f.name, dict(f.metadata)
