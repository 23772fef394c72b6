"""The modelled world, one mechanism a file.

Each file says its model, its equations, its parameters with their source rows, its oracle, and what it
must never know.  A new mechanism is one file, one line here, its words in the scenario's models, and a
test against its oracle.  Mechanisms are switched by what a scenario holds, never by its name.
"""

from __future__ import annotations

from typing import get_type_hints

from simulator.engine.mechanics.abduction import Abduction
from simulator.engine.mechanics.accounting import Accounting
from simulator.engine.mechanics.airlift import Airlift
from simulator.engine.mechanics.alarm import Alarm
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.bystanders import Bystanders
from simulator.engine.mechanics.care import Care
from simulator.engine.mechanics.casualties import Casualties
from simulator.engine.mechanics.ceasefire import Ceasefire
from simulator.engine.mechanics.checkpoint import Checkpoint
from simulator.engine.mechanics.closures import Closures
from simulator.engine.mechanics.command import Commanding
from simulator.engine.mechanics.community import Community
from simulator.engine.mechanics.convoy import Convoy
from simulator.engine.mechanics.convoys import Convoys
from simulator.engine.mechanics.crossfire import Crossfire
from simulator.engine.mechanics.crowd import Crowd
from simulator.engine.mechanics.daylight import Daylight
from simulator.engine.mechanics.desks import Desks
from simulator.engine.mechanics.evacuation import Evacuation
from simulator.engine.mechanics.farms import Farms
from simulator.engine.mechanics.fire import Fire
from simulator.engine.mechanics.force import Force
from simulator.engine.mechanics.gates import Gates
from simulator.engine.mechanics.harm import Harm
from simulator.engine.mechanics.hosting import Hosting
from simulator.engine.mechanics.influx import Influx
from simulator.engine.mechanics.inner import InnerMove
from simulator.engine.mechanics.ledger import Ledger
from simulator.engine.mechanics.march import March
from simulator.engine.mechanics.movement import Movement
from simulator.engine.mechanics.needs import Needs
from simulator.engine.mechanics.observation import Observation
from simulator.engine.mechanics.operation import Operation
from simulator.engine.mechanics.ordnance import Ordnance
from simulator.engine.mechanics.passage import Passage
from simulator.engine.mechanics.patrol import Patrol
from simulator.engine.mechanics.perimeter import Perimeter
from simulator.engine.mechanics.planning import Planning
from simulator.engine.mechanics.presence import Presence
from simulator.engine.mechanics.prevention import Prevention
from simulator.engine.mechanics.readiness import Readiness
from simulator.engine.mechanics.relocation import Relocation
from simulator.engine.mechanics.reporting import Reporting
from simulator.engine.mechanics.rescue import Rescue
from simulator.engine.mechanics.residents import Residents
from simulator.engine.mechanics.restrictions import Restrictions
from simulator.engine.mechanics.roadblocks import Roadblocks
from simulator.engine.mechanics.roads import Roads
from simulator.engine.mechanics.search import Search
from simulator.engine.mechanics.securing import Securing
from simulator.engine.mechanics.shelling import Shelling
from simulator.engine.mechanics.shelter import Shelter
from simulator.engine.mechanics.staffing import Staffing
from simulator.engine.mechanics.standoff import Standoff
from simulator.engine.mechanics.sweep import Sweep
from simulator.engine.mechanics.threat import Threat
from simulator.engine.mechanics.training import Training
from simulator.engine.mechanics.validity import Validity
from simulator.engine.mechanics.warning import EarlyWarning
from simulator.engine.mechanics.whereabouts import Whereabouts
from simulator.engine.mechanics.willing import Willing
from simulator.engine.mechanics.works import Works
from simulator.engine.mechanics.zone import Zone

__all__ = ["MECHANISMS", "Mechanisms"]


class Mechanisms:
    """Every mechanism as an attribute of the world, in the order in which they begin."""

    daylight: Daylight
    movement: Movement
    closures: Closures
    observation: Observation
    reporting: Reporting
    commanding: Commanding
    force: Force
    securing: Securing
    perimeter: Perimeter
    gates: Gates
    crowd: Crowd
    influx: Influx
    hosting: Hosting
    march: March
    inner: InnerMove
    shelter: Shelter
    casualties: Casualties
    care: Care
    accounting: Accounting
    residents: Residents
    patrol: Patrol
    search: Search
    community: Community
    fire: Fire
    zone: Zone
    willing: Willing
    farms: Farms
    abduction: Abduction
    standoff: Standoff
    rescue: Rescue
    harm: Harm
    restrictions: Restrictions
    checkpoint: Checkpoint
    passage: Passage
    presence: Presence
    whereabouts: Whereabouts
    relocation: Relocation
    airlift: Airlift
    convoys: Convoys
    roadblocks: Roadblocks
    roads: Roads
    crossfire: Crossfire
    ceasefire: Ceasefire
    convoy: Convoy
    planning: Planning
    staffing: Staffing
    warning: EarlyWarning
    alarm: Alarm
    prevention: Prevention
    shelling: Shelling
    ordnance: Ordnance
    evacuation: Evacuation
    desks: Desks
    sweep: Sweep
    bystanders: Bystanders
    operation: Operation
    readiness: Readiness
    training: Training
    ledger: Ledger
    validity: Validity
    works: Works
    needs: Needs
    threat: Threat


MECHANISMS: dict[str, type[Mechanism]] = get_type_hints(Mechanisms)
"""attribute of the world -> mechanism, in that order"""
