"""A session beside runs of its own plan: where the room stands among them, and what one moment was worth.

    rows      what comes out, frozen
    plan      runs of the session's scenario by the model, to the second at which the session ended
    standing  the room's value among those runs: median, interval, percentile - or why it has none
    whatif    pairs of futures from one moment on: as the room did, and as the plan would have
    conduct   all of it together, for a session's folder

Runs of the plan are of the session's seed; every pair has the same chance from its moment on.
"""
