"""Rehearsal: a scenario is dry-run some hundreds of times, and what a rehearsal would have found out is said.

The way of a rehearsal through this room:

    seen       one log to what a rehearsal needs of it: folded in the worker, so that no log leaves it
    conduct    the dry runs, by the workers of a batch, and the pairs of runs in which a decision goes otherwise
    toy        which pairs are run, and whether an option makes any difference
    rehearsed  everything that the checks read: the scenario with its lines, the runs, the pairs
    checks/    a module a part of the scenario: what the runs show of it, as findings
    matrix     coverage by objective, part and component; load by cell and part; time in the room
    thresholds the numbers that grade a finding, and where each comes from
"""
