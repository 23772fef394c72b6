"""Kinds of events about crowds that come to a gate or a wire: each with its sentence and group.

Ground floor: standard library only.  ``simulator.events.KINDS`` takes them in.
"""

from __future__ import annotations

__all__ = ["CROWD_EVENTS"]

CROWD_EVENTS: dict[str, tuple[str, str]] = {
    # people who run to a gate, and those who are hosted
    "fence_climbed": ("{count} people have climbed over the fence at {subject}", "crowd"),
    "influx_counted": ("{count} of {of} who ran are in through {subject}, {waiting} wait before it", "crowd"),
    "influx_inside": ("{count} of {of} who ran are in through {subject}", "crowd"),
    "hosting_assessed": ("{subject} hosts {inside} people, {home} more have gone home", "crowd"),
    "hosting_changed": ("{subject} provides for {provided} people, who have been told what to expect", "crowd"),
    "fight_inside": ("a fight among those in {subject}: {hurt} hurt", "crowd"),
    "registration_began": ("{by} registers those who come to {subject}", "crowd"),
    "children_reunited": ("{subject}: {count} children are with their families again, {left} are not", "crowd"),
    # a march on a site
    "march_began": ("{strength} people of {subject} set out from {at} towards {to}", "threat"),
    "march_passed": ("{strength} people of {subject} come to {at}", "threat"),
    "arms_seen": ("some of {subject} carry arms at {at}", "threat"),
    "police_line_held": ("the line of {subject} at {at} holds: {by} go no farther", "threat"),
    "police_line_passed": ("{by} go through the line of {subject} at {at}", "threat"),
    "delegation_met": ("{by} meets the delegation of {subject} at {at}", "community"),
    "delegation_heard": ("{by} has heard {subject}: {left} go on", "community"),
    "host_asked": ("{by} asks the governor to come out and speak", "community"),
    "host_came": ("the governor comes out, and has his police hold", "community"),
    "host_absent": ("the governor is not to be found", "community"),
    "move_inside_began": ("{people} people of {subject} are told to go inside through {to}", "crowd"),
}
