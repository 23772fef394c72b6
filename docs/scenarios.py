"""A page for each shipped scenario: docs/scenarios/NAME.md with its map, and a list of them.

    python docs/scenarios.py           writes the pages out of the scenarios and of what is stored of their batches
    python docs/scenarios.py --check   exit status 1 if one of them is stale, and says which

Results are those of docs/coverage.py --measure; nothing is run here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from lessons import Lesson, difference_said, lessons, toggled, verdict_of  # noqa: E402
from measured import BEFORE, sha_of, stored  # noqa: E402

from simulator.display import shown  # noqa: E402
from simulator.engine.engine import ENGINE_REVISION  # noqa: E402
from simulator.measures import MEASURES  # noqa: E402
from simulator.report.document import Chart  # noqa: E402
from simulator.report.pack.ground import chart, kind_in_words, numbered  # noqa: E402
from simulator.report.pack.papers import Papers  # noqa: E402
from simulator.report.pack.synopsis import Cast, Synopsis, synopsis  # noqa: E402
from simulator.report.writers.chart import HIGH, WIDE, laid_out  # noqa: E402
from simulator.runs.planned import planned  # noqa: E402
from simulator.scenario.facts import facts_of  # noqa: E402
from simulator.scenario.library import shipped  # noqa: E402
from simulator.units import format_amount, format_span  # noqa: E402

FOLDER = ROOT / "docs" / "scenarios"
NOTE = "<!-- written by docs/scenarios.py: change the scenario, then run make docs -->"
STYLE = (
    "rect{fill:#fff;stroke:#14202b;stroke-width:1.5}polyline{fill:none;stroke:#14202b}.perimeter{stroke-width:4}"
    ".route{stroke-width:1.4;stroke-dasharray:7 5}.zone{stroke-width:2.4;stroke-dasharray:2 5}.leader{stroke-width:.8}"
    ".north,.scale{stroke-width:2}.sign{fill:#fff;stroke:#14202b;stroke-width:1.8}text{font-family:sans-serif}"
    ".number{font-weight:700;font-size:12px}.place{font-weight:600;font-size:13.5px}.key{font-size:12px}"
    ".stretch{font-style:italic;font-size:13.5px}.place,.stretch{paint-order:stroke;stroke:#fff;stroke-width:3px}"
)


def _cell(value: object) -> str:
    flat = " ".join(shown(str(value)).split())
    return escape(flat, quote=False).replace("|", "\\|").replace("`", "'").replace("[", "\\[")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table of cells that are ready, and an empty line; nothing where there is no row."""
    found = [f"| {' | '.join(row)} |" for row in rows]
    if found:
        yield from (f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *found, "")


# the map


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def svg(drawn: Chart) -> str:
    """The map as a file of its own, as the printed map is laid out."""
    d = laid_out(drawn)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img">']
    parts += [f"<title>{escape(drawn.alt)}</title>", f"<style>{STYLE}</style>"]
    parts += [f'<rect x="1" y="1" width="{WIDE - 2}" height="{HIGH - 2}"/>']
    parts += [f'<polyline class="{stroke.kind}" points="{_points(stroke.points)}"/>' for stroke in d.strokes]
    for sign in d.signs:
        parts.append(f'<polygon class="sign" points="{_points(sign.outline)}"/>')
        if sign.number:
            at = f'x="{sign.x:g}" y="{sign.y + 4:g}"'
            parts.append(f'<text class="number" {at} text-anchor="middle">{sign.number}</text>')
    for row in d.labels:
        at = f'class="{row.kind}" x="{row.x:g}" y="{row.y:g}" text-anchor="{row.anchor}"'
        parts.append(f"<text {at}>{escape(shown(row.text))}</text>")
    left, right, length = d.scale
    parts.append('<polyline class="north" points="972,52 972,14 964,26 972,20 980,26 972,14"/>')
    parts.append('<text class="place" x="972" y="66" text-anchor="middle">N</text>')
    parts.append(f'<polyline class="scale" points="{left:g},578 {left:g},588 {right:g},588 {right:g},578"/>')
    parts.append(f'<text class="key" x="{right + 8:g}" y="590">{length}</text>')
    return "\n".join((*parts, "</svg>", ""))


# the page


def _head(short: Synopsis, path: Path) -> Iterator[str]:
    yield from (f"# {_cell(short.title)}", "", NOTE, "")
    yield f"[`{short.name}`](../../scenarios/{path.name}), {format_span(short.duration_s)} from {short.startex}."
    if short.handling:
        yield f"{_cell(short.handling)}."
    yield from ("For exercise control: whoever is to play it should not read on.", "")
    if short.summary:
        yield from (_cell(short.summary), "")
    if short.draws_on:
        yield from (f"**Draws on** {_cell(short.draws_on)}. Countries, missions and parties are invented.", "")
    if short.exercises:
        yield from (f"**Exercises** {_cell(', '.join(short.exercises))}.", "")


def _map(papers: Papers, name: str) -> Iterator[str]:
    """The picture, and the key to its numbers."""
    b = papers.planned.blueprint
    if b.places:
        alt = f"A map, north up: {', '.join(papers.name(place.id) for place in b.places.values())}"
        yield from ("## Map", "", f"![{_cell(alt)}]({name}.svg)", "")
        rows = ((str(n), _cell(papers.name(p.id)), _cell(kind_in_words(p.kind))) for n, p in numbered(b))
        yield from table(("", "place", "kind"), rows)


def _cast(short: Synopsis) -> Iterator[str]:
    yield from ("## Cast", "")
    for head, rows in (
        (("cell", "roles", "played by"), short.cells),
        (("component", "units", "strength"), short.forces),
    ):
        yield from table(head, (_whole(row) for row in rows))
    yield from table(("group", "kind"), ((_cell(row.name), _cell(row.note)) for row in short.threat))


def _whole(row: Cast) -> tuple[str, str, str]:
    return _cell(row.name), _cell(", ".join(row.members)) or "-", _cell(row.note)


def _times(short: Synopsis) -> Iterator[str]:
    if not short.moments:
        return
    yield from ("## Time line", "", "The stream comes whatever anybody does; injects are exercise control's.", "")
    kinds = {"stream": "stream", "inject": "inject", "rate": "by chance"}
    rows = ((_cell(row.when), kinds[row.kind], f"`{row.id}`", _cell(row.text)) for row in short.moments)
    yield from table(("when", "", "", "what"), rows)


def _questions(short: Synopsis) -> Iterator[str]:
    if not short.questions:
        return
    yield from ("## Decision points", "", "Players see neither that a question is open nor the answers.", "")
    rows = (
        (f"`{q.id}` {_cell(q.title)}", _cell(q.asks), _cell(q.when), q.within, _cell(" / ".join(q.options)))
        for q in short.questions
    )
    yield from table(("question", "asks", "opens", "time to answer", "answers that were thought of"), rows)


def _said(found: Mapping[str, Any] | None, measure: str) -> str:
    """A difference with its interval, and of how many pairs where some are missing."""
    if not found or not found["n"]:
        return "-"
    said = difference_said(found, measure)
    return f"{said}; {found['n']} pairs have both" if found["missing"] else said


def _spread(found: Mapping[str, Any] | None, measure: str) -> str:
    """A mean, and between which values nine runs in ten lie."""
    if not found or found.get("p5") is None:
        return "-"
    mean, low, high = (format_amount(found[key], MEASURES[measure].unit) for key in ("mean", "p5", "p95"))
    return f"{mean} ({low} to {high})"


def _share(found: Mapping[str, Any] | None) -> str:
    return f"{found['value']:.0%} ({found['low']:.0%} to {found['high']:.0%})" if found else "-"


def _objectives(short: Synopsis, result: Mapping[str, Any] | None) -> Iterator[str]:
    """What is asked, and how often it was met."""
    if not short.objectives:
        return
    yield from ("## Objectives", "")
    met = {(row["id"], row["measure"]): row for row in result["met"]} if result else {}
    rows = []
    for objective in short.objectives:
        for asked in objective.asked or ("-",):
            found = met.get((objective.id, asked.split()[0]), {})
            share = (_share(found.get("base")), _share(found.get(BEFORE)))
            rows.append((f"{objective.id} {_cell(objective.text)}", _cell(asked), *share))
    yield from table(("objective", "target", "met as it stands", f"met `{BEFORE}`"), rows)


def _results(path: Path, result: Mapping[str, Any] | None) -> Iterator[str]:
    yield from ("## After and before", "")
    if result is None:
        yield from ("Not measured yet: `make coverage`.", "")
        return
    names = [name for name in ("base", BEFORE) if name in result["blueprints"]]
    fresh = result["engine_revision"] == ENGINE_REVISION and all(
        result["blueprints"][name] == sha_of(path, name) for name in names
    )
    yield f"{result['replications']} replications, seed {result['seed']}, engine revision {result['engine_revision']}."
    if not fresh:
        yield "**Stale:** the scenario, a default or the engine has changed since; `make coverage` measures it anew."
    first = result["first"]
    against = result["differences"].get(BEFORE, {})
    if first["measure"] in against:
        said = _said(against[first["measure"]], first["measure"])
        yield (
            f"On the measure of the first objective, `{first['measure']}` ({first['better']} is better), `{BEFORE}` "
            f"differs from the file as it stands by {said}."
        )
    yield from ("", "Means, in brackets where nine runs in ten lie; differences with their 95 % interval.", "")
    rows = []
    for measure, spread in result["spread"].items():
        difference = _said(against.get(measure), measure)
        ends = (_spread(spread.get("base"), measure), _spread(spread.get(BEFORE), measure))
        rows.append((f"`{measure}`", _cell(MEASURES[measure].about), *ends, difference))
    yield from table(("measure", "", "as it stands", f"`{BEFORE}`", "difference"), rows)


def _variants(short: Synopsis) -> Iterator[str]:
    """What each variant changes, and which lesson it takes away."""
    if not short.variants:
        return
    yield from ("## Variants", "")
    own = {row.variant: row for row in lessons() if row.scenario == short.name}
    rows = []
    for name, about in short.variants:
        row = own.get(name)
        rows.append((f"`{name}`", _cell(about), *(_lesson(row) if row else ("", ""))))
    yield from table(("variant", "what it changes", "lesson", "difference"), rows)
    yield from ("What of the list of lessons is modelled where: [coverage](../coverage.md).", "")


def _lesson(row: Lesson) -> tuple[str, str]:
    verdict, said = verdict_of(row), _said(verdict_of(row).difference, row.measure)
    paths = ", ".join(f"`{path}`" for path in toggled(row))
    return f"{row.id} by {paths}", f"`{row.measure}` {said}: {verdict.words}" if verdict.difference else verdict.words


def _assumed(short: Synopsis, assumptions: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    counts = short.assumed
    yield from ("## What is assumed", "")
    yield f"{counts.program} numbers of the program are assumed and {counts.fitted} were fitted to figures"
    yield "([all of them](../scenario-reference.md#parameters-of-the-mechanisms)); what the file says of its own"
    yield "people, places and units is assumed too, unless its sources say it."
    own = [row for row in assumptions if "[A]" not in row[2] and "fitted" not in row[2]]
    yield from ("" if own else "It changes none of the program's numbers.", "")
    yield from table(("parameter that it sets", "to"), ((f"`{name}`", _cell(value)) for name, value, _ in own))


def page_of(path: Path) -> tuple[str, str, Synopsis]:
    """A scenario's page, its map (empty where it has no places), and the scenario in short."""
    plan = planned(path)
    papers = Papers(plan)
    short, drawn, result = synopsis(papers, facts_of(path).abouts), chart(papers), stored(path.stem)
    parts = [*_head(short, path), *_map(papers, path.stem)]
    parts += [*_cast(short), *_times(short), *_questions(short), *_objectives(short, result), *_results(path, result)]
    parts += [*_variants(short), *_assumed(short, plan.blueprint.assumptions)]
    return "\n".join(parts).rstrip() + "\n", svg(drawn) if drawn is not None else "", short


def index(pages: Iterable[Synopsis]) -> str:
    """The list of the pages."""
    rows = (
        (
            f"[{_cell(s.title)}]({s.name}.md)",
            format_span(s.duration_s),
            _cell(", ".join(s.exercises)),
            _cell(s.draws_on),
        )
        for s in pages
    )
    head = (
        "# The scenarios",
        "",
        NOTE,
        "",
        "What each is for stands in [scenarios/README.md](../../scenarios/README.md);",
    )
    more = "what of the list of lessons is modelled where, in [coverage](../coverage.md)."
    return "\n".join((*head, more, "", *table(("scenario", "lasts", "exercises", "draws on"), rows))).rstrip() + "\n"


def files() -> Iterator[tuple[str, str]]:
    """Every file with what it should hold."""
    shorts = []
    for path in shipped():
        page, drawn, short = page_of(path)
        shorts.append(short)
        yield f"{path.stem}.md", page
        if drawn:
            yield f"{path.stem}.svg", drawn
    yield "README.md", index(shorts)


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or say which are stale."""
    made = dict(files())
    there = {file.name for file in FOLDER.glob("*.*")} if FOLDER.is_dir() else set()
    if list(arguments) == ["--check"]:
        stale = [name for name, text in made.items() if name not in there or _read(name) != text]
        stale += sorted(there - set(made))
        if stale:
            sys.stderr.write(f"stale: {', '.join(stale)} in docs/scenarios; run make docs\n")
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name in there - set(made):
        (FOLDER / name).unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
