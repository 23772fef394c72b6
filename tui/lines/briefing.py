"""The rows of the briefing: what will be played, by whom, on what ground, and whether it is ready."""

from __future__ import annotations

from simulator.blueprint.model import Blueprint
from simulator.readers.coverage import Coverage, coverage
from simulator.runs.replay import BY_HAND, Header
from simulator.units import format_span
from tui.choices import Choices
from tui.glyphs import Glyphs
from tui.lines.live import clock_of
from tui.lines.opening import head_row, named_row, session_rows
from tui.widgets.rows import Row

__all__ = ["briefing_rows", "readiness"]

_KINDS = {"room": "people in the room", "model": "the simulation", "excon": "exercise control"}


def briefing_rows(blueprint: Blueprint, header: Header, glyphs: Glyphs) -> list[Row]:
    """Everything that is said before STARTEX."""
    b = blueprint
    played = Choices(
        variant=header.variant, seed=header.seed, practice=header.practice, by_hand=header.delivery == BY_HAND
    )
    rows = session_rows(played, f"{format_span(b.duration)}, from {b.startex}")
    rows += [head_row(f"OBJECTIVES {len(b.objectives)}")]
    rows += [named_row(o.id, f"{o.text} ({o.capability})" if o.capability else o.text) for o in b.objectives]
    rows += [head_row(f"CAST {len(b.cells)} cells")]
    rows += [named_row(c.id, f"{_KINDS.get(c.played_by, c.played_by)}: {', '.join(c.roles)}") for c in b.cells]
    rows += [head_row(f"FORCES {len(b.units)} units")]
    for component in dict.fromkeys(u.component for u in b.units.values()):
        named = [u.title or u.id for u in b.units.values() if u.component == component]
        rows.append(named_row(component, ", ".join(named)))
    clock = sum(i.when is None and i.at >= 0 for i in b.injects)
    rows += [head_row(f"MSEL {len(b.injects)} injects")]
    rows.append(
        named_row("by the clock", f"{clock}; on a condition or if an action is missing: {len(b.injects) - clock}")
    )
    rows += _matrix(coverage(b))
    rows += [
        named_row(i.id, i.title or i.text, clock_of(i.at) if i.when is None and i.at >= 0 else "IF") for i in b.injects
    ]
    rows += [head_row("READY?")]
    for well, text in readiness(b):
        state = "done" if well else "late"
        rows.append(Row(f"ready {text}", ((f"  {glyphs.sign(state)}", glyphs.of(state).style), (text, ""))))
    return rows


def _matrix(found: Coverage) -> list[Row]:
    """How many injects serve each objective in each part of the exercise."""
    if not found.rows:
        return []
    titles = [*(part.title for part in found.parts), "if"]
    rows = [named_row("injects for", "".join(f"{title:>{len(title) + 2}}" for title in titles))]
    for row in found.rows:
        counts = [len(ids) for ids in (*row.by_part, row.on_condition)]
        told = (f"{count or '-':>{len(title) + 2}}" for title, count in zip(titles, counts))
        rows.append(named_row(row.objective.id, "".join(told), "" if row.served else "nothing serves it"))
    if found.free:
        rows.append(named_row("no objective", ", ".join(found.free)))
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
        _whether(bool(b.objectives), "the scenario has objectives", "the scenario has no objective"),
        _whether(not objectives, "every objective has a target", f"no target: {', '.join(objectives)}"),
        _whether(not bare, "every objective has injects", f"no inject serves {', '.join(bare)}"),
        _whether(not dry, "every cell of the room gets injects", f"no inject reaches {', '.join(dry)}"),
        _whether(
            not strangers, "every inject's recipients are known", f"recipients nobody plays: {', '.join(strangers)}"
        ),
    ]


def _whether(well: bool, good: str, bad: str) -> tuple[bool, str]:
    return well, good if well else bad
