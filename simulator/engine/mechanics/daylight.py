"""Daylight, weather and season: when it is dark, when it rains, and what that slows down.

Model
    Sunrise and sunset come from the place and date (computed when the blueprint is built, with the
    astral library); it is night between them.  In the wet season rain comes in spells: dry and wet
    spells alternate with drawn lengths.  Night slows vehicles (``night_move``) and shortens sight
    (mechanism *observation*); rain turns dirt roads slow and muddy (*movement*), shortens sight and
    hinders fire.

Parameters
    ``parameters.daylight``, all [A]; domain 3 gives the wet and dry speeds that rain switches.

Oracle
    Sunrise and sunset of published places and dates, within minutes.

Never
    Nothing here depends on what anybody does.
"""

from __future__ import annotations

from bisect import bisect_right

from simulator.catalogue import marked
from simulator.engine.mechanics.base import Mechanism
from simulator.engine.world import World

__all__ = ["Daylight"]


class Daylight(Mechanism):
    """Tells light from dark and wet from dry."""

    def __init__(self, world: World):
        super().__init__(world)
        self.p = world.p.daylight
        self._times = [at for at, _ in world.blueprint.sun]
        self._dark = [dark for _, dark in world.blueprint.sun]
        self.night = bool(self._dark) and self.dark_at(0)
        self.rain = False
        self.mark = 0

    def begin(self) -> None:
        """Announce the light at STARTEX and its changes; in the wet season let it rain."""
        w = self.w
        w.write("night", float(self.night), "", w.started, self.night)
        w.pictures_of_posts.everywhere("night", float(self.night), w.started)
        w.write("rain", 0.0, "", w.started, live=False)
        short = w.blueprint.duration <= 14 * 86400
        for at, dark in w.blueprint.sun:
            if 0 < at <= w.blueprint.duration:
                w.clock.call_at(at, self._change, dark, short)
        if w.blueprint.season == "wet":
            self._spell(rain=False)

    def dark_at(self, at: int) -> bool:
        """Whether it is night at a second of the exercise."""
        return self._dark[max(0, bisect_right(self._times, at) - 1)] if self._times else False

    def next_change(self, at: int) -> int:
        """The next sunrise or sunset after a second; far away where there is none."""
        index = bisect_right(self._times, at)
        return self._times[index] if index < len(self._times) else 1 << 40

    def _change(self, dark: bool, say: bool) -> None:
        self.night = dark
        w = self.w
        if say:
            self.mark = w.emit(
                "light_changed", "sun", {"light": marked("night falls") if dark else marked("day breaks")}, w.started
            )
            w.write("night", float(dark), "", self.mark, dark)
            w.pictures_of_posts.everywhere("night", float(dark), self.mark)

    def _spell(self, *, rain: bool) -> None:
        stream = self.w.draws.stream("weather", "spells")
        spread = self.p.rain_spell if rain else self.p.dry_spell
        self.w.clock.later(max(600.0, spread.draw(stream.uniform())), self._turn, not rain)

    def _turn(self, rain: bool) -> None:
        self.rain = rain
        w = self.w
        self.mark = w.emit("rain_changed", "weather", {"rain": "begins" if rain else "ends"}, w.started)
        w.write("rain", float(rain), "", self.mark, rain)
        w.pictures_of_posts.everywhere("rain", float(rain), self.mark)
        self._spell(rain=rain)
