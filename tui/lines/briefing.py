"""The rows of the briefing: what will be played, by whom, on what ground, and whether it is ready."""

from __future__ import annotations

from simulator.blueprint.model import Blueprint
from simulator.catalogue import marked, plain, tr, trn
from simulator.readers.coverage import Coverage, coverage
from simulator.runs.replay import BY_HAND, Header
from simulator.units import Epoch, parse_datetime
from tui.choices import Choices
from tui.glyphs import Glyphs
from tui.lines.live import clock_of
from tui.lines.opening import NAME, head_row, lasting, named_row, session_rows
from tui.widgets.rows import Row

__all__ = ["briefing_rows", "readiness"]

_WIDE = 60
"""columns beyond which a row of the table would not stand on one line of the smallest screen"""
_KINDS = {"room": marked("people in the room"), "model": marked("the simulation"), "excon": marked("exercise control")}


def briefing_rows(blueprint: Blueprint, header: Header, glyphs: Glyphs) -> list[Row]:
    """Everything that is said before STARTEX."""
    b = blueprint
    played = Choices(
        variant=header.variant, seed=header.seed, practice=header.practice, by_hand=header.delivery == BY_HAND
    )
    begins = Epoch(parse_datetime(b.startex)).dtg(0)
    lasts = tr("{time}, from {startex}", time=lasting(b.duration), startex=begins)
    rows = session_rows(played, lasts)
    rows += [head_row(tr("OBJECTIVES {count}", count=len(b.objectives)))]
    rows += [named_row(o.id, f"{o.text} ({o.capability})" if o.capability else o.text) for o in b.objectives]
    rows += [head_row(trn("CAST {n} cell", "CAST {n} cells", len(b.cells)))]
    if not b.cells:
        rows.append(named_row("", tr("the simulation plays every role")))
    wide = max((NAME, *(len(plain(cell.id)) for cell in b.cells)))
    for cell in b.cells:
        roles = ", ".join(b.role_titles.get(role, role) for role in cell.roles)
        rows.append(
            named_row(plain(cell.id), tr("{what}: {text}", what=_played(cell.played_by), text=roles), wide=wide)
        )
    rows += [head_row(trn("FORCES {n} unit", "FORCES {n} units", len(b.units)))]
    for component in dict.fromkeys(u.component for u in b.units.values()):
        named = [u.title or u.id for u in b.units.values() if u.component == component]
        rows.append(named_row(plain(component), ", ".join(named)))
    rows += _msel(b)
    rows += [head_row(tr("READY?"))]
    for well, text in readiness(b):
        state = "done" if well else "late"
        rows.append(Row(f"ready {text}", ((f"  {glyphs.sign(state)}", glyphs.of(state).style), (text, ""))))
    return rows


def _msel(b: Blueprint) -> list[Row]:
    """What comes when, and for which objective."""
    clock = sum(i.when is None and i.at >= 0 for i in b.injects)
    rows = [head_row(trn("MSEL {n} inject", "MSEL {n} injects", len(b.injects)))]
    rows.append(
        named_row(
            tr("by the clock"),
            tr(
                "{clock}; on a condition or if an action is missing: {others}",
                clock=clock,
                others=len(b.injects) - clock,
            ),
        )
    )
    rows += _matrix(coverage(b))
    rows += [
        named_row(i.id, i.title or i.text, clock_of(i.at) if i.when is None and i.at >= 0 else tr("IF"))
        for i in b.injects
    ]
    return rows


def _matrix(found: Coverage) -> list[Row]:
    """How many injects serve each objective in each part of the exercise."""
    if not found.rows:
        return []
    titles = [*(part.title for part in found.parts), tr("if")]
    rows = []
    if sum(len(title) + 2 for title in titles) > _WIDE:
        rows = [named_row(tr("injects for"), ", ".join(titles[:-1]))]
        titles[:-1] = [f"{number:>2}" for number in range(1, len(titles))]
    head = "".join(f"{title:>{len(title) + 2}}" for title in titles)
    rows.append(named_row("" if rows else tr("injects for"), head))
    for row in found.rows:
        counts = [len(ids) for ids in (*row.by_part, row.on_condition)]
        told = (f"{count or '-':>{len(title) + 2}}" for title, count in zip(titles, counts))
        rows.append(named_row(row.objective.id, "".join(told), "" if row.served else tr("nothing serves it")))
    if found.free:
        rows.append(named_row(tr("no objective"), ", ".join(found.free)))
    return rows


def readiness(blueprint: Blueprint) -> list[tuple[bool, str]]:
    """Whether each thing that a facilitator would miss is there, in a sentence."""
    b = blueprint
    objectives = [o.id for o in b.objectives if not o.targets]
    bare = [row.objective.id for row in coverage(b).rows if not row.served]
    names = {cell.id: {cell.id, *cell.roles} for cell in b.cells if cell.played_by == "room"}
    dry = [cell for cell, own in names.items() if not any(not i.to or own & set(i.to) for i in b.injects)]
    known = {cell.id for cell in b.cells} | set(b.roles) | set(b.command)
    strangers = [i.id for i in b.injects if known and set(i.to) - known]
    return [
        _whether(bool(b.objectives), tr("the scenario has objectives"), tr("the scenario has no objective")),
        _whether(
            not objectives, tr("every objective has a target"), tr("no target: {names}", names=", ".join(objectives))
        ),
        _whether(not bare, tr("every objective has injects"), tr("no inject serves {names}", names=", ".join(bare))),
        _whether(
            not dry, tr("every cell of the room gets injects"), tr("no inject reaches {names}", names=", ".join(dry))
        ),
        _whether(
            not strangers,
            tr("every inject's recipients are known"),
            tr("recipients nobody plays: {names}", names=", ".join(strangers)),
        ),
    ]


def _played(by: str) -> str:
    """Who plays a cell."""
    return tr(_KINDS[by]) if by in _KINDS else by


def _whether(well: bool, good: str, bad: str) -> tuple[bool, str]:
    return well, good if well else bad
