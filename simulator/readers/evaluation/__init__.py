"""Evaluation: evidence from the log, proposed ratings, and what evaluators gave themselves.

This room knows logs and the blueprint, never an engine.  Rule 1: every piece names the events that it rests on.
Rule 2: what was not observed is not a failure.  Rule 3: a proposal is seen only after the evaluator's own rating.
Rule 4: functions - roles, posts, components -, never persons.
"""

from simulator.readers.evaluation.deeds import Deed, deeds
from simulator.readers.evaluation.evidence import adherence, evidence
from simulator.readers.evaluation.proposal import proposals, propose, visible_proposal
from simulator.readers.evaluation.rows import IMPROVE, JUDGEMENT, STRENGTH, WORST, Evidence, Proposal, Reason, called
from simulator.readers.evaluation.said import Rating, ratings, reconciled, tagged, tags, written

__all__ = [
    "IMPROVE",
    "JUDGEMENT",
    "STRENGTH",
    "WORST",
    "Deed",
    "Evidence",
    "Proposal",
    "Rating",
    "Reason",
    "adherence",
    "called",
    "deeds",
    "evidence",
    "proposals",
    "propose",
    "ratings",
    "reconciled",
    "tagged",
    "tags",
    "visible_proposal",
    "written",
]
