"""Comparisons: what finished batches say, and what they cannot say.

Nothing is simulated here.  The way of a batch through this room:

    sample       batch folders in, arrays of numbers by arm, set of assumed numbers and replication out
    paired       differences between arms, replication by replication
    proportions  shares with their intervals
    survival     times to an event, with what was not observed by ENDEX
    ranking      many arms against one another, with multiplicity paid for
    sensitivity  which factor of a design carries an outcome
    ignorance    what moves when assumed numbers move, and what would turn a finding round
    verdicts     an objective in plain words
    comparison   all of it together, as one document
    plots, page  the document as one HTML page

Statistics come from scipy; every module's tests hold it against a published example or another implementation.
"""
