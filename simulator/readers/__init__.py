"""The readers' room: folds over the log into numbers, lines and reports.

It may import the ground floor and the blueprint.  It must never know the engine, a file or a clock:
what it says can be rebuilt from a scenario and its log at any time.
"""
