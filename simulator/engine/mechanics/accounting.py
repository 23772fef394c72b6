"""Accounting: wardens and head-counts, broadcasts, flash reports.

Model
    *Wardens.*  On the order each warden looks for the people of a list; each is found after an
    exponential time such that 95 % are found after ``head_count``.  Who is on no list is found much
    later.  Without a working channel it takes three times as long.

    *Broadcast.*  k channels reach ``reachable`` * (1 - (1 - q)^k) of the people in 15 minutes, with q
    such that one channel reaches 45 %; four reach about 85 % (domain 3).  The task is done when the alert has
    gone out on every channel that works; whom it reached is a measure.

Parameters
    ``parameters.accounting``; domain 3 rows "Broadcast reach", "Warden head-count".

Oracle
    95 % found at the drawn time; reach on one and on four channels; closed form of both.

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


def reach(one_channel: float, reachable: float, channels: int) -> float:
    """Share of people whom a broadcast on so many channels reaches in 15 minutes."""
    q = min(1.0, one_channel / reachable)
    return reachable * (1 - (1 - q) ** channels)


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
        for name in step.to or tuple(self.w.blueprint.staff):
            staff = self.w.blueprint.staff.get(name)
            if staff is not None:
                self._count_staff(staff, step, cause)

    def _count_staff(self, staff: StaffSpec, step: StepSpec, cause: int) -> None:
        mark = self.w.emit("count_ordered", staff.id, {"people": staff.people, "wardens": staff.wardens}, cause)
        self.w.shelling.call_roll(staff, mark)
        rates = []
        for k in range(staff.wardens):
            takes = self.p.head_count.draw(self.w.draws.once(staff.id, f"warden {k}"))
            slow = 1.0 if any(c.works for c in self.w.channels.values()) or not self.w.channels else 3.0
            rates.append(log(20) / (takes * slow))
        for minutes in (15, 30, 60, 120, 240):
            self.w.clock.later(minutes * 60, self._counted, staff, tuple(rates), minutes, step, cause, mark)

    def found(self, staff: StaffSpec, rates: tuple[float, ...], seconds: float) -> float:
        """Share of a list found after so many seconds; each warden has an equal part of it."""
        listed = sum(1 - exp(-rate * seconds) for rate in rates) / len(rates)
        late = 1 - exp(-seconds / self.p.not_listed.mean)
        return staff.lists_right * listed + (1 - staff.lists_right) * late

    def _counted(
        self, staff: StaffSpec, rates: tuple[float, ...], minutes: int, step: StepSpec, fired: int, cause: int
    ) -> None:
        share = self.w.shelling.roll_call(staff, self.found(staff, rates, minutes * 60), cause)
        data = {"count": int(share * staff.people), "people": staff.people, "after_min": minutes}
        seq = self.w.emit("staff_counted", staff.id, data, cause)
        self.w.write("accounted", round(share, 3), "", seq, True)
        if share >= self.p.complete:
            self.w.errands.finish_for(fired, step, seq)

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
