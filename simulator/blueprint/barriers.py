"""What the obstacles of a segment are worth: seconds of delay, and the part behind a wall."""

from __future__ import annotations

from simulator.parameters.command import Perimeter
from simulator.scenario.schema.ground import Segment

__all__ = ["credit", "delay", "walled"]

_SOLID = 3
"""fence, ditch and berm make up the layered credit"""


def delay(segment: Segment, p: Perimeter) -> int:
    """Delay credit of the obstacles together, in seconds; they do not simply add up.

    Of a wall that is half built half an assault's chances are open: its credit counts by the part that stands.
    """
    layers = segment.layers
    if "wall" in layers:
        built = 1.0 if segment.built is None else segment.built
        rest = _without_wall(tuple(layer for layer in layers if layer != "wall"), p)
        return round(built * p.wall + (1 - built) * rest)
    return _without_wall(layers, p)


def credit(layers: tuple[str, ...], p: Perimeter) -> int:
    """The delay of obstacles that stand as a whole, in seconds."""
    return p.wall if "wall" in layers else _without_wall(layers, p)


def _without_wall(layers: tuple[str, ...], p: Perimeter) -> int:
    solid = [layer for layer in layers if layer not in ("none", "light_fence")]
    if not solid:
        return p.light_fence if "light_fence" in layers else p.none
    return round(p.light_fence + (p.layered - p.light_fence) * min(1.0, len(solid) / _SOLID))


def walled(segment: Segment) -> float:
    """What part of a segment stands behind a wall, where the scenario says how far it is built."""
    return segment.built if "wall" in segment.layers and segment.built is not None else 0.0
