"""Ceasefire: a post asks both parties to a fight for a pause, so that people can be brought out.

Model
    A post asks about every fight that it has heard of.  Each try takes ``reached_in``; each of the two parties is
    reached with ``reached``, and a party that is reached agrees with ``agrees``, one that the host controls with
    ``agrees`` * (0.5 + consent).  At one try

        p = product over both parties of reached * agrees

    and there are ``asks`` tries; who asks once more has as many again.  With both words the fire stops after ``lead``
    for ``lasts``; with ``breaks`` it is broken at a moment that is as likely as any other in it.  The post speaks with
    the parties itself: it knows of the pause when it begins, and when it ends.

Parameters
    ``parameters.crossfire``, all [A].

Oracle
    Share of fights with a pause: 1 - (1 - p)^asks; share of pauses that are broken; how long they last.

Never
    A party never learns from this where a column will drive.
"""

from __future__ import annotations

from simulator.blueprint.model import StepSpec
from simulator.catalogue import marked
from simulator.engine.entities import Group, Staffed
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.mechanics.fights import Fight
from simulator.engine.world import World

__all__ = ["Ceasefire"]


class Ceasefire(Mechanism):
    """Asks for pauses, and holds them."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.crossfire
        self._asked: dict[str, int] = {}
        """fight -> tries so far"""
        self._until: dict[str, int] = {}
        """fight that is being asked about, or paused -> the number of the last try"""
        self._pauses: dict[str, int] = {}
        """fight -> pauses so far"""
        world.orders.offer_staff("ask_window", self._ask)

    def _ask(self, post: Staffed, step: StepSpec, place: str, cause: int) -> None:
        """Ask about every fight whose shots the post has heard of."""
        for fight in list(self.w.crossfire.fights.values()):
            known = post.picture.get(f"shots@{fight.at}")
            if known is not None and known[4] and fight.event.id not in self._until and not fight.paused:
                self._until[fight.event.id] = self._asked.setdefault(fight.event.id, 0) + self.p.asks
                seq = self.w.emit("window_asked", post.id, {"at": fight.at}, cause, self.w.given(known[3]))
                self._try(post, fight, seq)

    def agrees(self, group: Group) -> float:
        """How likely a party that is reached agrees."""
        return min(1.0, self.p.agrees * (0.5 + self.w.community.consent)) if group.spec.host else self.p.agrees

    def _try(self, post: Staffed, fight: Fight, cause: int) -> None:
        number = self._asked[fight.event.id] = self._asked[fight.event.id] + 1
        u = self.w.draws.several(fight.event.id, f"asked {number}")
        self.w.clock.later(self.p.reached_in.draw(u[0]), self._answered, post, fight, number, cause)

    def _answered(self, post: Staffed, fight: Fight, number: int, cause: int) -> None:
        """What both parties say, as far as they are reached."""
        if fight.over or self.w.ended:
            return
        why = ""
        for group in fight.groups:
            u = self.w.draws.several(f"{fight.event.id}/{group.id}", f"asked {number}")
            if u[0] >= self.p.reached:
                why = why or marked("a party is not reached")
            elif u[1] >= self.agrees(group):
                why = why or marked("a party does not agree")
        given = self.w.given(fight.mark, self.w.community.mark)
        if why:
            seq = self.w.emit("window_refused", post.id, {"at": fight.at, "why": why}, cause, given)
            self.w.pictures_of_posts.learn(post, "window", fight.at, number, "refused", self.w.now, seq)
            if number < self._until[fight.event.id]:
                self._try(post, fight, seq)
            else:
                del self._until[fight.event.id]  # one may ask once more
            return
        count = self._pauses[fight.event.id] = self._pauses.get(fight.event.id, 0) + 1
        u = self.w.draws.several(fight.event.id, "pause" if count == 1 else f"pause {count}")
        lead, lasts = self.p.lead.draw(u[0]), self.p.lasts.draw(u[1])
        data = {"at": fight.at, "in_s": int(lead), "for_s": int(lasts)}
        seq = self.w.emit("window_agreed", post.id, data, cause, given)
        held = lasts if u[2] >= self.p.breaks else lasts * u[3]
        self.w.clock.later(lead, self._begins, post, fight, held, held < lasts, seq)

    def _begins(self, post: Staffed, fight: Fight, held: float, broken: bool, cause: int) -> None:
        if fight.over:
            return
        self.w.crossfire.pause(fight, cause)
        self._known(post, fight, "open", fight.mark)
        self.w.clock.later(held, self._ends, post, fight, broken, fight.mark)

    def _ends(self, post: Staffed, fight: Fight, broken: bool, cause: int) -> None:
        if fight.over:
            self._known(post, fight, "closed", cause)
            return
        kind = "window_broken" if broken else "window_closed"
        seq = self.w.emit(kind, post.id, {"at": fight.at}, cause)
        self.w.crossfire.resume(fight, seq)
        self._known(post, fight, "closed", seq)
        del self._until[fight.event.id]  # one may ask again

    def _known(self, post: Staffed, fight: Fight, state: str, mark: int) -> None:
        self.w.write(f"window@{fight.at}", float(state == "open"), state, mark)
        self.w.pictures_of_posts.learn(post, "window", fight.at, 1, state, self.w.now, mark)
