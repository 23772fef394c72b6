"""Contingents, units, posts, patrols and command posts, resolved for the blueprint."""

from __future__ import annotations

from math import hypot

from simulator.blueprint.barriers import delay, walled
from simulator.blueprint.model import (
    CellSpec,
    ChannelSpec,
    CommandSpec,
    ContingentSpec,
    PatrolSpec,
    PostSpec,
    SegmentSpec,
    StaffSpec,
    UnitSpec,
)
from simulator.blueprint.names import Names
from simulator.catalogue import marked, tr
from simulator.parameters import Parameters
from simulator.quantities import Spread
from simulator.scenario.load import Document
from simulator.scenario.schema import Scenario
from simulator.scenario.schema.forces import CommandPost, UnitType
from simulator.units import Epoch, parse_when

__all__ = ["Forces"]

CREW, SHIFTS = 3, 3
"""soldiers in a post and shifts a day: what a post takes from its contingent [A]"""

_TOO_FEW = marked("{posts} posts take {crews} people in {shifts} shifts, {name} has {strength}")

Point = tuple[float, float]


class Forces:
    """Builds every row about forces from one scenario."""

    def __init__(
        self, document: Document, scenario: Scenario, names: Names, at: dict[str, Point], parameters: Parameters
    ):
        self.document, self.s, self.names, self.at, self.p = document, scenario, names, at, parameters
        self.integrated = {c for post in scenario.command.values() for c in post.integrates}
        self.stands_in = self._stands_in()

    # command

    def _stands_in(self) -> dict[tuple[str, str], str]:
        """For every command post and component, who does the work: itself, or the component's own."""
        own = {}
        for component in ("military", "police", "security", "civilian"):
            own[component] = next(
                (n for n, p in self.s.command.items() if p.component == component and p.commands), ""
            ) or next((n for n, p in self.s.command.items() if component in p.integrates), "")
        anyone = next(iter(self.s.command), "")
        found = {}
        for name in (*self.s.command, *sorted(self.names.absent)):
            for component in own:
                found[name, component] = name if name in self.s.command else own[component] or anyone
        return found

    def post_of(self, name: str, component: str) -> str:
        """The post that does the work of ``name`` for a component; empty where there is none."""
        return (
            self.stands_in.get((name, component), "")
            if name
            else self.stands_in.get((self.home(component), component), "")
        )

    def home(self, component: str) -> str:
        """Where a component reports when nothing is said: the post that integrates it, else its own."""
        for name, post in self.s.command.items():
            if component in post.integrates:
                return name
        for name, post in self.s.command.items():
            if post.component == component:
                return name
        return next(iter(self.s.command), "")

    def _decides_in(self, post: CommandPost) -> Spread:
        if post.decides_in is not None:
            return post.decides_in
        p = self.p.command
        if post.integrates:
            return p.integrated
        by_kind = {
            "on_scene": p.on_scene,
            "platoon": p.platoon,
            "company": p.company,
            "battalion": p.battalion,
            "fhq": p.force_headquarters,
            "cmt": p.force_headquarters,
            "field_office": p.force_headquarters,
        }
        return by_kind.get(post.kind, p.fragmented)

    def command(self) -> dict[str, CommandSpec]:
        """The command posts, sorted by id."""
        rows = {}
        for name in sorted(self.s.command):
            post = self.s.command[name]
            component = post.component or (post.integrates[0] if post.integrates else "")
            mean = self.p.command.handling
            rows[name] = CommandSpec(
                id=name,
                kind=post.kind,
                title=post.title or name,
                at=post.at if post.at in self.at else "",
                staff=post.staff,
                component=component,
                integrates=post.integrates,
                commands=post.commands,
                reports_to=post.reports_to if post.reports_to in self.s.command else "",
                passes_to=self._instead(post.passes_to, name),
                beside=tuple(n for n in post.beside if n in self.s.command),
                handling=post.handling or Spread("exponential", 0.0, mean, mean, whole=True),
                decides_in=self._decides_in(post),
                channels=tuple(c for c in post.channels if c in self.s.channels),
            )
        return rows

    def _instead(self, names: tuple[str, ...], own: str) -> tuple[str, ...]:
        """Posts that get copies; in place of an absent one, those that stand in for it."""
        found: dict[str, None] = {}
        for name in names:
            for component in ("military", "police", "security"):
                found[self.stands_in.get((name, component), name)] = None
        return tuple(n for n in found if n in self.s.command and n != own)

    def roles(self) -> dict[str, str]:
        """Role -> the post where it sits, or the post that stands in for it."""
        posts = self.s.command
        return {
            name: (role.post or "") if role.post in posts or not posts else self.post_of(role.post or "", "military")
            for name, role in sorted(self.s.roles.items())
        }

    def cells(self) -> tuple[CellSpec, ...]:
        """Who plays which roles."""
        return tuple(CellSpec(name, cell.roles, cell.played_by) for name, cell in sorted(self.s.cells.items()))

    def leads(self) -> tuple[str, ...]:
        """The posts of those who lead, or believe that they do."""
        if self.s.leadership is None:
            return ()
        roles = self.roles()
        return tuple(dict.fromkeys(p for r in self.s.leadership.incident_commander if (p := roles.get(r, ""))))

    # contingents, posts and units

    def contingents(self) -> dict[str, ContingentSpec]:
        """The contributors' forces, sorted by id."""
        p = self.p.command
        return {
            name: ContingentSpec(
                name,
                c.component,
                c.strength,
                c.rehearsal,
                c.caveats,
                c.hidden_caveats,
                c.hidden_share,
                c.capital_call,
                c.capital_delay or p.capital_delay,
                c.written_order,
                c.written_delay or p.written_delay,
                c.language_error,
                c.intervenes,
            )
            for name, c in sorted(self.s.contingents.items())
        }

    def _type(self, name: str) -> UnitType | None:
        return self.s.unit_types.get(self.s.units[name].type)

    def _manned_by(self, segment: str) -> str:
        """The contingent that mans a segment's posts."""
        by = self.s.perimeter[segment].manned_by or ""
        return by if by in self.s.contingents else (self.s.units[by].of or "") if by in self.s.units else ""

    def _left_over(self) -> dict[str, float]:
        """Share of their establishment that is left when the posts are manned, by contingent or lone unit."""
        shares = {}
        for name, contingent in self.s.contingents.items():
            units = [n for n, u in self.s.units.items() if u.of == name]
            posts = sum(seg.posts for n, seg in self.s.perimeter.items() if self._manned_by(n) == name)
            shares[name] = self._share(("contingents", name), contingent.strength, posts, units)
        for name, unit in self.s.units.items():
            if unit.of not in self.s.contingents:
                posts = sum(seg.posts for seg in self.s.perimeter.values() if seg.manned_by == name)
                shares[name] = self._share(("units", name), self._establishment(name), posts, [name])
        return shares

    def _share(self, loc: tuple[str, str], strength: int, posts: int, units: list[str]) -> float:
        if 0 < strength < (crews := posts * CREW * SHIFTS):
            why = tr(_TOO_FEW, posts=posts, crews=crews, shifts=SHIFTS, name=loc[1], strength=strength)
            self.document.problem(loc, "E209", why, tr("man fewer posts, or name a contingent in manned_by"))
        wanted = sum(map(self._establishment, units))
        return max(0.0, min(1.0, (strength - crews) / wanted)) if strength and wanted else 1.0

    def _establishment(self, name: str) -> int:
        kind = self._type(name)
        return self.s.units[name].strength or (kind.strength if kind else 1)

    def units(self, epoch: Epoch) -> dict[str, UnitSpec]:
        """The units, sorted by id."""
        share, rows = self._left_over(), {}
        for name in sorted(self.s.units):
            unit, kind = self.s.units[name], self._type(name)
            if kind is None or unit.at not in self.at:
                continue
            contingent = unit.of if unit.of in self.s.contingents else ""
            component = self.s.contingents[contingent].component if contingent else kind.component
            strength = self._establishment(name) * share.get(contingent or name, 1.0) * unit.readiness
            rows[name] = UnitSpec(
                id=name,
                title=unit.title or name,
                type=unit.type,
                component=component,
                contingent=contingent,
                at=unit.at,
                under=self.post_of(unit.under or "", component),
                strength=max(1, round(strength)),
                mobility=kind.mobility,
                notice=unit.notice or kind.notice,
                armed=kind.armed,
                armour=kind.mobility == "armour" if unit.armour is None else unit.armour,
                medics=kind.medics,
                carries=kind.carries,
                can=kind.can,
                caveats=tuple(
                    dict.fromkeys((*unit.caveats, *(self.s.contingents[contingent].caveats if contingent else ())))
                ),
                tags=tuple(dict.fromkeys((*kind.tags, *unit.tags))),
                channels=tuple(c for c in unit.channels if c in self.s.channels),
                busy_until=parse_when(unit.busy_until.text, epoch) if unit.busy_until else 0,
            )
        return rows

    def segments_and_posts(self) -> tuple[dict[str, SegmentSpec], dict[str, PostSpec]]:
        """The perimeter and its posts, spread evenly along each segment."""
        segments, posts = {}, {}
        for name in sorted(self.s.perimeter):
            segment = self.s.perimeter[name]
            ids = []
            for index in range(segment.posts):
                post = self._post(name, index)
                ids.append(post.id)
                posts[post.id] = post
            if segment.towers > segment.posts:
                why = tr("{towers} towers among {posts} posts", towers=segment.towers, posts=segment.posts)
                hint = tr("towers are some of the posts")
                self.document.problem(("perimeter", name, "towers"), "E209", why, hint)
            segments[name] = SegmentSpec(
                name,
                segment.title or name,
                *self.at[name],
                segment.length,
                delay(segment, self.p.perimeter),
                tuple(ids),
                segment.sensors,
                segment.faces if segment.faces in self.s.places else "",
                segment.state == "cut",
                segment.of,
                walled(segment),
            )
        return segments, posts

    def _post(self, segment: str, index: int) -> PostSpec:
        spec = self.s.perimeter[segment]
        x, y = self.at[segment]
        ox, oy = self.at.get(spec.of, (0.0, 0.0))
        out = hypot(x - ox, y - oy) or 1.0
        along = spec.length * ((index + 0.5) / spec.posts - 0.5)
        contingent = self._manned_by(segment)
        component = self.s.contingents[contingent].component if contingent else "military"
        unit = self.s.units.get(spec.manned_by or "")
        return PostSpec(
            id=f"{segment}_post_{index + 1}",
            segment=segment,
            x=round(x - (y - oy) / out * along, 1),
            y=round(y + (x - ox) / out * along, 1),
            tower=index < spec.towers,
            protected=spec.protected,
            infrared=spec.sensors,
            contingent=contingent,
            component=component,
            under=self.post_of((unit.under if unit else None) or "", component),
            channels=tuple(c for c in (unit.channels if unit else ()) if c in self.s.channels),
        )

    # the rest

    def channels(self) -> dict[str, ChannelSpec]:
        """The channels, sorted by id."""
        return {
            name: ChannelSpec(
                name, c.delay, c.fails, c.fails if c.fails_in_combat is None else c.fails_in_combat, c.works, c.reaches
            )
            for name, c in sorted(self.s.channels.items())
        }

    def patrols(self, units: dict[str, UnitSpec], epoch: Epoch) -> dict[str, PatrolSpec]:
        """The standing patrols, sorted by id."""
        rows = {}
        for name in sorted(self.s.patrols):
            patrol = self.s.patrols[name]
            along = tuple(s for s in patrol.along if s in self.s.perimeter)
            belt = self.s.zone.loop if self.s.zone is not None and patrol.outside else 0.0
            length = patrol.loop or sum(self.s.perimeter[s].length for s in along) or belt
            if patrol.by not in units:
                continue
            if not length:
                why, hint = tr("the patrol has no way to go"), tr("write along: or loop:")
                self.document.problem(("patrols", name), "E202", why, hint)
                continue
            speed = self.p.movement.patrol_foot if patrol.mode == "foot" else self.p.movement.patrol_vehicle
            rows[name] = PatrolSpec(
                name,
                patrol.by,
                patrol.teams,
                along,
                length,
                speed,
                patrol.mode,
                patrol.hours,
                patrol.shift,
                patrol.outside,
                patrol.mixed,
                parse_when(patrol.begins.text, epoch) if patrol.begins else 0,
            )
        return rows

    def staff(self) -> dict[str, StaffSpec]:
        """Personnel lists, sorted by id."""
        return {
            name: StaffSpec(name, s.at, s.people, s.wardens, s.lists_right, s.in_prefabs, s.blankets)
            for name, s in sorted(self.s.staff.items())
        }
