"""The engine room: the simulated world, on SimPy.

It may import the ground floor, the blueprint and SimPy.  It must never know the scenario's text, a
file, the wall clock, asyncio, or anything above it.  Commands go in, LogEvents come out.
"""
