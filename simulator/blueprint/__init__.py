"""The blueprint room: a scenario frozen, resolved and picklable, ready for any number of engines.

It may import the ground floor and the scenario room.  It must never read a file or a clock, draw a
random number, or know the engine.
"""
