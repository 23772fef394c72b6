"""startex: a tabletop crisis-exercise simulator for the protection of civilians.

The package is a house of rooms with rules about who may know whom; ``docs/tour.md`` walks through it.
"""

__version__ = "0.1.0"
