"""Zone: serious incidents around a site, thinned by what a weapons-free zone does.

Model
    Each kind of incident comes as a Poisson process at its own rate (which may rise or fall by itself:
    the control for regression to the mean).  A candidate has a place on the loop, a time, a weapon
    kept inside the site or not, and an offender whom host authorities restrain or not.  It does not
    happen if one of these stops it, in this order, each with the candidate's own luck:

        rules    men keep their weapons away: ``rules`` of the incidents are left (less is gained
                 before host authorities agree)
        host     of the incidents by men of the host, agreement leaves so many that ``host`` of all are
        search   weapons kept in the site are scarcer: the share of caches that is left (mechanism
                 *search*), for incidents with such weapons
        patrol   a team sees the offender, or comes past before the offence is done (mechanism *patrol*)

    So the four multiply, about 0.35 x 0.35 x 0.5 x 0.7 (domain 3, chosen there to give 48 -> 2 a month;
    ours are assumptions for rules and host, and follow from patrols and searches for the other two).
    Some of what is prevented happens beyond the zone instead.  What happens is reported with the
    share of its kind; reports of sgbv rise where police women patrol (C41).  Incidence and reports are
    counted apart.

Parameters
    ``parameters.zone``; domain 3 rows "WFZ multipliers", "SGBV reporting rate", "WFZ belt; loop".

Oracle
    Thinning: share left by each measure alone; Poisson counts.

Never
    Victims and survivors are counts; nothing else of them is kept.
"""

from __future__ import annotations

from math import log

from simulator.blueprint.model import RateSpec, ZoneSpec
from simulator.catalogue import marked
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Zone"]

_MONTH = 30 * 86400
_WEEK = 7 * 86400


class Zone(Mechanism):
    """Lets incidents happen, or not."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.zone
        self.spec: ZoneSpec | None = world.blueprint.zone
        self.rules_mark = self.host_mark = 0
        self.month = 0
        self.reported = 0

    def begin(self) -> None:
        """Start every kind of incident, the zone's measures, and the monthly count."""
        w = self.w
        for rate in w.blueprint.rates:
            self._next(rate, 0)
        if w.blueprint.rates:
            w.clock.later(_MONTH, self._count)
        zone = self.spec
        if zone is not None and zone.rules and zone.declared >= 0:
            w.clock.call_at(zone.declared, self._declare)
        if zone is not None and zone.host_agreement >= 0:
            w.clock.call_at(zone.host_agreement, self._agree)

    def _declare(self) -> None:
        self.rules_mark = self.w.emit("zone_measure_began", "zone", {"measure": "rules"}, self.w.started)

    def _agree(self) -> None:
        """The host keeps to the agreement in each week in which it consents enough."""
        self.w.clock.later(_WEEK, self._agree)
        agrees = self.w.community.consent >= self.p.consent
        if agrees == bool(self.host_mark):
            return
        data, given = {"measure": marked("host agreement")}, self.w.given(self.w.community.mark)
        if agrees:
            self.host_mark = self.w.emit("zone_measure_began", "zone", data, self.w.started, given)
        else:
            self.w.emit("zone_measure_ended", "zone", data, self.host_mark, given)
            self.host_mark = 0

    def _next(self, rate: RateSpec, number: int) -> None:
        """The next candidate; its wait is drawn at the greatest rate of the month to come."""
        u = self.w.draws.stream(rate.id, "incidents").uniform()
        top = rate.rate * max(1.0, self._trend(rate, self.w.now), self._trend(rate, self.w.now + _MONTH))
        if top <= 0:
            return
        wait = -log(1 - u) / top
        if wait > _MONTH:  # the greatest rate is that of one month only: nothing happened in it, draw anew for the next
            self.w.clock.later(_MONTH, self._next, rate, number)
        else:
            self.w.clock.later(wait, self._candidate, rate, number, top)

    def _trend(self, rate: RateSpec, at: float) -> float:
        """How the rate has changed by itself since STARTEX."""
        return float((1 + rate.trend) ** (at / _MONTH))

    def _candidate(self, rate: RateSpec, number: int, top: float) -> None:
        w = self.w
        self._next(rate, number + 1)
        name = f"{rate.id}/{number}"
        u = w.draws.several(name, "what stops it")
        v = w.draws.several(name, "who and where")
        if w.draws.once(name, "trend") >= rate.rate * self._trend(rate, w.now) / top:
            return
        by, mark = self._stopped(rate, u, v)
        if by:
            data = {"what": rate.kind, "by": by}
            seq = w.emit("incident_prevented", rate.id, data, mark)
            if w.draws.once(name, "displaced") < self.p.displaced:
                w.emit("incident_displaced", rate.id, {"what": rate.kind}, seq)
            return
        place = self.spec.around if self.spec else "site"
        zone_on = bool(self.rules_mark or self.host_mark)
        given = w.given(self.rules_mark, self.host_mark, w.search.mark)
        seq = w.emit(
            "incident_happened", rate.id, {"what": rate.kind, "place": place, "zone": zone_on}, w.started, given
        )
        share = rate.reported * (self.p.mixed_reports if rate.kind == "sgbv" and w.patrol.mixed() and zone_on else 1.0)
        if w.draws.once(name, "reported") < min(1.0, share):
            self.reported += 1
            w.emit("incident_reported", rate.id, {"what": rate.kind}, seq)
            if rate.kind == "sgbv":
                w.emit("survivors_referred", place, {"count": 1}, seq)
        w.community.move(trust=w.p.community.harm_trust * w.community.trust, cause=seq)

    def _stopped(self, rate: RateSpec, u: tuple[float, ...], v: tuple[float, ...]) -> tuple[str, int]:
        """What keeps a candidate from happening, with the mark of it; empty where nothing does."""
        w = self.w
        if self.rules_mark:
            left = self.p.rules if self.host_mark else 1 - (1 - self.p.rules) * self.p.without_agreement
            if u[0] >= left:
                return "rules", self.rules_mark
        if self.host_mark and v[0] < rate.by_host and u[1] >= 1 - (1 - self.p.host) / max(rate.by_host, 1e-9):
            return marked("host agreement"), self.host_mark
        if v[1] < rate.from_site and u[2] >= w.search.share:
            return "search", w.search.mark or w.started
        disturbed, mark = w.patrol.disturbs(v[2], night=w.daylight.night)
        if disturbed:
            return "patrol", mark
        return "", 0

    def _count(self) -> None:
        """A month is over: what was reported in it."""
        self.month += 1
        self.w.emit("month_counted", "zone", {"count": self.reported, "month": self.month}, self.w.started)
        self.reported = 0
        self.w.clock.later(_MONTH, self._count)
