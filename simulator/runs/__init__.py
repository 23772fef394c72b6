"""The runs' room: whole runs of a scenario, headless today.

It may import everything below it.  It must never import the terminal interface, and it prints nothing.
"""
