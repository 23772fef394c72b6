"""What conditions are made of, as people say it: what is heard of, how much of it, and what is so.

Tables only; :mod:`simulator.readers.conditions` reads them.  A kind without a row is said by its plain word.
"""

from __future__ import annotations

from simulator.catalogue import marked

__all__ = ["AMOUNTS", "CLOCKS", "COUNTED", "KIND_PHRASES", "LEVELS", "MANY", "OPPOSITE", "QUANTITY_CLAUSES", "SEVERAL"]

KIND_PHRASES: dict[str, str] = {
    "warning": marked("a warning"),
    "massing": marked("people massing"),
    "contact": marked("contact with armed people"),
    "alarm": marked("an alarm"),
    "breach": marked("a breach"),
    "shots": marked("shots"),
    "fire": marked("a fire"),
    "crowd": marked("a crowd"),
    "unrest": marked("unrest"),
    "find": marked("a find"),
    "casualties": marked("casualties"),
    "distress": marked("a distress call"),
    "refusal": marked("a refusal"),
    "incident": marked("an incident"),
    "denial": marked("a denial of passage"),
    "comms": marked("the communications"),
    "alert": marked("an alert"),
    "airport": marked("the airport"),
    "roadblock": marked("a roadblock"),
    "window": marked("a pause in the fire"),
    "plea": marked("a plea to be taken along"),
    "signal": marked("a signal"),
    "finding": marked("a finding"),
    "assessment": marked("an assessment"),
    "task_force": marked("a task force"),
    "pressure": marked("pressure by the host"),
    "expulsion": marked("an expulsion"),
    "need": marked("a need of protection"),
    "readiness": marked("a test of readiness"),
    "performance": marked("failures in the ledger"),
    "rotation": marked("a rotation"),
    "defect": marked("a defect of the plan"),
    "works": marked("the works"),
    "ordnance": marked("an unexploded round"),
    "blood": marked("the store of blood"),
    "transfer": marked("a transfer"),
    "abduction": marked("an abduction"),
    "captives": marked("captives"),
    "leak": marked("a leak"),
    "cordon": marked("a cordon"),
    "protest": marked("a protest"),
    "passage": marked("sick people who wait to pass"),
    "held": marked("a person held"),
    "minor": marked("a minor held"),
    "complaint": marked("a complaint"),
    "leader_find": marked("a find in a leader's shelter"),
    "push": marked("a crowd pushed back"),
    "cache_back": marked("a cache that came back"),
}
"""kind -> what is heard of or seen"""

SEVERAL = frozenset(("massing", "shots", "casualties", "comms", "performance", "works", "captives", "passage"))
"""kinds that are several things: they *are* and not *is*"""

AMOUNTS: dict[str, str] = {
    "massing": marked("{many} people massing"),
    "contact": marked("contact with {many} armed people"),
    "crowd": marked("a crowd of {many} people"),
    "protest": marked("a protest of {many} people"),
    "casualties": marked("{many} casualties"),
    "captives": marked("{many} captives"),
    "passage": marked("{many} sick people who wait to pass"),
    "abduction": marked("an abduction of {many} people"),
    "denial": marked("a denial of passage for {many} h"),
    "assessment": marked("an assessment of {many} %"),
    "warning": marked("a warning of {many} %"),
    "works": marked("{many} % of the works"),
    "signal": marked("{many} signals"),
    "find": marked("{many} finds"),
    "held": marked("{many} people held"),
    "minor": marked("{many} minors held"),
    "plea": marked("{many} people who ask to be taken along"),
    "performance": marked("{many} failures in the ledger"),
    "readiness": marked("a test of readiness of {many} %"),
    "complaint": marked("{many} complaints"),
}
"""kind -> how much of it, where that has a measure of its own; others are said with a count"""

COUNTED = frozenset(
    (
        *("massing", "casualties", "captives", "passage", "find", "complaint"),
        *("signal", "held", "minor", "plea", "performance"),
    )
)
"""kinds of which so much is several things"""

MANY: dict[str, str] = {
    ">": marked("more than {n}"),
    ">=": marked("at least {n}"),
    "<": marked("less than {n}"),
    "<=": marked("at most {n}"),
    "==": marked("exactly {n}"),
    "!=": marked("not {n}"),
}
"""a comparison -> how a number is told with it"""

OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "==": "!=", "!=": "=="}

CLOCKS: dict[str, str] = {
    ">": marked("it is later than {clock}"),
    ">=": marked("it is {clock} or later"),
    "<": marked("it is earlier than {clock}"),
    "<=": marked("it is {clock} or earlier"),
    "==": marked("the time is {clock}"),
    "!=": marked("the time is not {clock}"),
}
"""a comparison -> how it is told of the time"""

LEVELS = frozenset(("tension", "trust", "consent", "accounted", "relocated"))
"""quantities that are shares: told in per cent"""

QUANTITY_CLAUSES: dict[str, tuple[str, str]] = {
    "tension": (marked("tension between communities"), marked("tension between communities is {many}")),
    "trust": (marked("the community's trust"), marked("the community's trust is {many}")),
    "consent": (marked("the authorities' consent"), marked("the authorities' consent is {many}")),
    "casualties": (
        marked("the number of people killed or hurt"),
        marked("{many} people have been killed or hurt"),
    ),
    "peacekeepers_hurt": (
        marked("the number of peacekeepers killed or hurt"),
        marked("{many} peacekeepers have been killed or hurt"),
    ),
    "displaced": (
        marked("the number of people who have fled their sector"),
        marked("{many} people have fled their sector"),
    ),
    "accounted": (marked("the share of staff accounted for"), marked("{many} of the staff are accounted for")),
    "relocated": (
        marked("the share of staff flown out"),
        marked("{many} of the staff who are to leave have been flown out"),
    ),
    "outside": (
        marked("the number of staff outside protected places"),
        marked("{many} staff are outside protected places"),
    ),
    "hosted": (
        marked("the number of people from outside in the base"),
        marked("{many} people from outside are in the base"),
    ),
}
"""quantity -> what it is called, and what is so where it is compared with a number"""
