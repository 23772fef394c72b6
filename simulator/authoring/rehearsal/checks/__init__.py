"""What the runs show of each part of a scenario: a module a part, each giving findings in the file's order."""

from __future__ import annotations

from simulator.authoring.rehearsal.checks.cells import cells
from simulator.authoring.rehearsal.checks.decisions import decisions
from simulator.authoring.rehearsal.checks.ground import ground
from simulator.authoring.rehearsal.checks.injects import injects
from simulator.authoring.rehearsal.checks.objectives import objectives
from simulator.authoring.rehearsal.checks.rules import rules
from simulator.authoring.rehearsal.checks.tasks import tasks
from simulator.authoring.rehearsal.checks.time import time
from simulator.authoring.rehearsal.rehearsed import GRADES, Finding, Rehearsed
from simulator.catalogue import tr

__all__ = ["findings"]

_CHECKS = (injects, decisions, rules, tasks, objectives, cells, time, ground)


def findings(rehearsed: Rehearsed) -> list[Finding]:
    """Every finding, the gravest first, and those of a grade in reading order."""
    found = list(_broken(rehearsed))
    if rehearsed.runs:
        found += [finding for check in _CHECKS for finding in check(rehearsed)]
    return sorted(found, key=lambda f: (GRADES.index(f.severity), f.file, f.line, f.col, f.code))


def _broken(r: Rehearsed) -> list[Finding]:
    """Runs that did not come to an end."""
    if not r.failed:
        return []
    replication, (decision, option), why = r.failed[0]
    again = f"startex run {r.document.file} --seed {r.seed} --replication {replication}"  # not for people
    again += f" --variant {r.document.variant}" if r.document.variant else ""
    again += f" --decide {decision}={option}" if decision else ""
    of = r.number + r.extra + len(r.failed)
    figure = tr("{count} of {of} runs", count=len(r.failed), of=of)
    what, hint = tr("runs break off: {why}", why=why), tr("see one: {command}", command=again)
    return [r.finding("R001", "error", ("title",), what, figure, hint)]
