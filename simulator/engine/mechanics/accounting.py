"""Accounting: wardens and head-counts, broadcasts, flash reports.

Model
    *Wardens.*  On the order each warden looks for the people of a list; each is found after an
    exponential time such that 95 % are found after ``head_count``.  Who is on no list is found much
    later.  Without a working channel it takes three times as long.  Wardens call in every five minutes;
    the count is said after a quarter, half, one, two and four hours, and when ``complete`` of the lists
    is reached: it is done when that is so of every list that was asked for.

    *Broadcast.*  k channels reach ``reachable`` * (1 - (1 - q)^k) of the people in 15 minutes, with q
    such that one channel reaches 45 %; four reach about 85 % (domain 3).  The task is done when the alert has
    gone out on every channel that works; whom it reached is a measure.

Parameters
    ``parameters.accounting``; domain 3 rows "Broadcast reach", "Warden head-count".

Oracle
    95 % found at the drawn time; done at the first call after the closed form crosses ``complete``; reach on one
    and on four channels.

Never
    Nobody is counted as safe because somebody said so.
"""

from __future__ import annotations

from math import exp, log

from simulator.blueprint.model import StaffSpec, StepSpec
from simulator.engine.entities import Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Accounting", "reach"]

_FIFTEEN = 900
_CALLS_IN = 5
"""minutes between two calls of the wardens"""
_SAID = (15, 30, 60, 120, 240)
"""minutes after the order at which a count is said, whatever it is"""


def reach(one_channel: float, reachable: float, channels: int) -> float:
    """Share of people whom a broadcast on so many channels reaches in 15 minutes."""
    q = min(1.0, one_channel / reachable)
    return reachable * (1 - (1 - q) ** channels)


class _Count:
    """The head-count of one list: how fast each warden finds people, what ordered it, and which lists are not whole.

    ``left`` belongs to all lists of one order together.
    """

    __slots__ = ("fired", "left", "mark", "rates", "staff", "step")

    def __init__(
        self, staff: StaffSpec, rates: tuple[float, ...], step: StepSpec, fired: int, mark: int, left: set[str]
    ):
        self.staff, self.rates, self.step, self.fired, self.mark = staff, rates, step, fired, mark
        self.left = left


class Accounting(Mechanism):
    """Counts personnel, and tells people."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.accounting
        orders = world.orders
        orders.offer_staff("account", self._account)
        orders.offer_staff("broadcast", self._broadcast)
        orders.offer_staff("report", self._flash)

    # staff

    def _account(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        lists = self.w.blueprint.staff
        names = [name for name in step.to or lists if name in lists]
        left = set(names)
        for name in names:
            self._count_staff(lists[name], step, cause, left)

    def _count_staff(self, staff: StaffSpec, step: StepSpec, cause: int, left: set[str]) -> None:
        mark = self.w.emit("count_ordered", staff.id, {"people": staff.people, "wardens": staff.wardens}, cause)
        self.w.shelling.call_roll(staff, mark)
        rates = []
        for k in range(staff.wardens):
            takes = self.p.head_count.draw(self.w.draws.once(staff.id, f"warden {k}"))
            slow = 1.0 if any(c.works for c in self.w.channels.values()) or not self.w.channels else 3.0
            rates.append(log(20) / (takes * slow))
        count = _Count(staff, tuple(rates), step, cause, mark, left)
        self.w.clock.later(_CALLS_IN * 60, self._call_in, count, _CALLS_IN)

    def found(self, staff: StaffSpec, rates: tuple[float, ...], seconds: float) -> float:
        """Share of a list found after so many seconds; each warden has an equal part of it."""
        listed = sum(1 - exp(-rate * seconds) for rate in rates) / len(rates)
        late = 1 - exp(-seconds / self.p.not_listed.mean)
        return staff.lists_right * listed + (1 - staff.lists_right) * late

    def _call_in(self, count: _Count, minutes: int) -> None:
        staff = count.staff
        share = self.w.shelling.roll_call(staff, self.found(staff, count.rates, minutes * 60), count.mark)
        complete = share >= self.p.complete and staff.id in count.left
        if complete or minutes in _SAID:
            data = {"count": int(share * staff.people), "people": staff.people, "after_min": minutes}
            seq = self.w.emit("staff_counted", staff.id, data, count.mark)
            self.w.write("accounted", round(share, 3), "", seq, True)
            if complete:
                count.left.remove(staff.id)
            if complete and not count.left:
                self.w.errands.finish_for(count.fired, count.step, seq)
        if minutes < _SAID[-1]:
            self.w.clock.later(_CALLS_IN * 60, self._call_in, count, minutes + _CALLS_IN)

    def _broadcast(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        names = step.channels or tuple(self.w.channels)
        working = [n for n in names if self.w.channels[n].works]
        given = self.w.given(*(self.w.channels[n].mark for n in names))
        seq = self.w.emit("broadcast_sent", post.id, {"channels": len(working), "to": list(step.to)}, cause, given)
        if working:
            self.w.errands.finish_for(cause, step, seq)
        self.w.clock.later(_FIFTEEN, self._reached, len(working), seq)

    def _reached(self, channels: int, cause: int) -> None:
        share = reach(self.p.one_channel, self.p.reachable, channels)
        seq = self.w.emit("broadcast_reached", "everybody", {"share": round(share * 100), "channels": channels}, cause)
        for home in self.w.residents.homes.values():
            if home.attacked_at < 0:
                home.told = max(home.told, share * self.w.p.residents.told)
                home.mark = seq

    def _flash(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """A post reports to others what it knows of a place."""
        kind, value, state = step.of or "warning", 1.0, "open"
        for key, fact in post.picture.items():
            what, _, where = key.partition("@")
            if where == place and fact[4] and (not step.of or what == step.of):
                kind, value, state = what, fact[0], fact[1]
        for to in step.to:
            self.w.commanding.inform(post, to, step, kind, place, value, state, cause)
