"""Batches: many replications of many arms, over processes or a cluster, into one folder.

An *arm* is one combination of variant, settings and decisions.  Replication k of every arm has the same seed and
number, so that arms are paired.  The way of a batch through this room:

    experiment   what is to run: scenario, seed, arms (arms, designs) and sets of assumed numbers (assumptions)
    folder       where it goes: the lock, the manifest, and whether a folder holds the same experiment
    dispatch     who runs what: chunks by measured size, retries, quarantine; over pools or a cluster
    work         what a worker does with a chunk: replications in, rows of numbers out, never a log
    shards       what is finished, for good, and read again on resuming
    tally        exact sums of every measure, and the precision at which a batch may stop
    tables       shards to tidy tables, and the digest of the results
    conduct      all of it together
"""
