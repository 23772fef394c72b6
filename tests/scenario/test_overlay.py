"""Variants, ``--set``, ``absent`` and ``*``: which value a path reaches, and what is said where it leads nowhere.

Held against a plain dictionary with the same change made by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.scenario import overlay
from simulator.scenario.load import Document, load
from simulator.scenario.tree import Tree, parse_tree
from tests.scenario.checked import GOOD, SIGN, checked, checked_at, codes, swap


def loaded(
    folder: Path,
    variants: str = "{}",
    variant: str = "",
    sets: Mapping[str, str] | None = None,
    text: str = GOOD,
) -> Document:
    """The good scenario with variants, one of them chosen."""
    path = folder / "exercise.yaml"
    path.write_text(f"{text}variants:\n  {variants}\n", encoding="utf-8")
    return load(path, label=path.name, variant=variant, sets=sets)


def changed(folder: Path, path: str, value: str, *, by: str, text: str = GOOD) -> dict[str, Any]:
    """The document after one change, as plain text, by a variant or a setting."""
    if by == "variant":
        document = loaded(folder, f"v: {{{path}: {value}}}", "v", text=text)
    else:
        document = loaded(folder, sets={path: value}, text=text)
    assert codes(document.problems) == []
    found = document.tree.plain()
    assert isinstance(found, dict)
    del found["variants"]
    return found


def good(text: str = GOOD) -> dict[str, Any]:
    """The same without any change; its one event has an id of its own."""
    found = parse_tree(text.encode(), "x")[0].plain()
    assert isinstance(found, dict)
    return found


CHANGES = [
    ("title", "Another", ("title",), "Another"),
    ("clock.duration", "6 h", ("clock", "duration"), "6 h"),
    ("units.qrf_1.notice", "60 (30-90) min", ("units", "qrf_1", "notice"), "60 (30-90) min"),
    ("places.camp.people", "950", ("places", "camp", "people"), "950"),
    ("units.qrf_3", "{type: platoon, at: base}", ("units", "qrf_3"), {"type": "platoon", "at": "base"}),
    ("units.qrf_2", "{type: platoon, at: gate}", ("units", "qrf_2"), {"type": "platoon", "at": "gate"}),
    ("threat.groups.raiders.strength", "5", ("threat", "groups", "raiders", "strength"), "5"),
    ("threat.stream.raid.at", "H+2", ("threat", "stream", 0, "at"), "H+2"),
    ("threat.stream.0.at", "H+2", ("threat", "stream", 0, "at"), "H+2"),
    ("msel.I-1.text", "Other words", ("msel", 0, "text"), "Other words"),
    ("objectives.O-1.targets", "[]", ("objectives", 0, "targets"), []),
    ("decisions.open_gate.model.choose.open", "40 %", ("decisions", "open_gate", "model", "choose", "open"), "40 %"),
    ("plan.HELP.do.0.task", "guard", ("plan", "HELP", "do", 0, "task"), "guard"),
    ("measures", "[trust]", ("measures",), ["trust"]),
    ("parameters.force.round", "90 s", ("parameters",), {"force": {"round": "90 s"}}),
    ("community.trust", "high", ("community",), {"trust": "high"}),
    ("command.ops.staff", "9", ("command", "ops", "staff"), "9"),
]


@pytest.mark.parametrize("by", ["variant", "setting"])
@pytest.mark.parametrize(("path", "value", "where", "becomes"), CHANGES, ids=[row[0] for row in CHANGES])
def test_a_path_reaches_one_value_and_nothing_else_changes(
    path: str, value: str, where: tuple[Any, ...], becomes: Any, by: str, tmp_path: Path
) -> None:
    expected = good()
    holder: Any = expected
    for part in where[:-1]:
        holder = holder[part]
    holder[where[-1]] = becomes
    assert changed(tmp_path, path, value, by=by) == expected


def test_what_a_path_reaches_is_replaced_and_not_merged(tmp_path: Path) -> None:
    found = changed(tmp_path, "places.gate", "{kind: gate, lanes: 4}", by="variant")
    assert found["places"]["gate"] == {"kind": "gate", "lanes": "4"}


def test_a_star_means_every_entry(tmp_path: Path) -> None:
    found = changed(tmp_path, "units.*.strength", "12", by="variant")
    assert [unit["strength"] for unit in found["units"].values()] == ["12", "12"]
    assert found["unit_types"] == good()["unit_types"]


def test_a_star_at_the_end_of_a_path_changes_every_entry_itself(tmp_path: Path) -> None:
    found = changed(tmp_path, "units.*", "{type: platoon, at: gate}", by="variant")
    assert found["units"] == {name: {"type": "platoon", "at": "gate"} for name in ("qrf_1", "qrf_2")}


def test_two_stars_in_one_path_branch_twice(tmp_path: Path) -> None:
    text = GOOD + "parameters: {force: {round: 60 s}, fire: {spread: 1 m}}\n"
    document = loaded(tmp_path, "v: {parameters.*.*: 7}", "v", text=text)
    assert document.tree.child("parameters").plain() == {"force": {"round": "7"}, "fire": {"spread": "7"}}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("star", "value", "path", "one", "where"),
    [
        ("units.*", "{type: platoon, at: base}", "units.qrf_1.strength", "4", ("units", "qrf_2")),
        ("units.*.channels", "[radio]", "units.qrf_1.channels.0", "hf", ("units", "qrf_2", "channels")),
    ],
)
def test_entries_that_a_star_changed_can_be_changed_one_by_one_afterwards(
    star: str, value: str, path: str, one: str, where: tuple[str, ...], tmp_path: Path
) -> None:
    document = loaded(tmp_path, f"v: {{{star}: {value}, {path}: {one}}}", "v")
    alone = loaded(tmp_path, f"v: {{{star}: {value}}}", "v")
    found, expected = document.tree.plain(), alone.tree.plain()
    for part in where:
        found, expected = found[part], expected[part]  # type: ignore[index]
    assert found == expected


@pytest.mark.parametrize(
    ("path", "value", "section", "field"),
    [
        ("msel.*.means", "phone", ("msel",), "means"),
        ("threat.stream.*.at", "H+2", ("threat", "stream"), "at"),
        ("routes.*.surface", "paved", ("routes",), "surface"),
    ],
)
def test_a_star_means_every_item_of_a_list_too(
    path: str, value: str, section: tuple[str, ...], field: str, tmp_path: Path
) -> None:
    items: Any = changed(tmp_path, path, value, by="variant")
    for part in section:
        items = items[part]
    assert {item[field] for item in items} == {value}


# absent


def test_absent_takes_an_entry_out_and_its_name_stays_known(tmp_path: Path) -> None:
    document = loaded(tmp_path, "v: {units.qrf_1: absent}", "v")
    assert document.scenario is not None
    assert [*document.scenario.units] == ["qrf_2"]
    assert "qrf_1" in document.absent["units"]
    text = GOOD + "variants: {v: {units.qrf_1: absent, roles.duty_officer: absent, places.gate: absent}}\n"
    assert [p for p in checked(tmp_path, text, variant="v") if p.code == "E301"] == []


def test_absent_takes_a_field_out(tmp_path: Path) -> None:
    found = changed(tmp_path, "places.camp.shelters", "absent", by="variant")
    assert "shelters" not in found["places"]["camp"]
    assert "people" in found["places"]["camp"]


@pytest.mark.parametrize("path", ["threat.stream.raid", "threat.stream.0"])
def test_absent_takes_an_item_of_a_list_out_and_its_id_stays_known(path: str, tmp_path: Path) -> None:
    document = loaded(tmp_path, f"v: {{{path}: absent}}", "v")
    assert document.scenario is not None
    assert document.scenario.threat.stream == ()
    assert "raid" in document.absent["threat"]


def test_absent_works_in_the_file_itself(tmp_path: Path) -> None:
    document = loaded(tmp_path, text=swap("{type: platoon, at: base}\n  qrf_2", "absent\n  qrf_2"))
    assert document.scenario is not None
    assert [*document.scenario.units] == ["qrf_2"]


def test_a_library_entry_can_be_made_absent_by_the_file_that_uses_it(tmp_path: Path) -> None:
    (tmp_path / "lib.yaml").write_text("roles: {clerk: {post: ops}, guard: {post: ops}}\n", encoding="utf-8")
    document = loaded(tmp_path, text=swap("roles:\n", "uses: lib.yaml\nroles:\n  clerk: absent\n"))
    assert document.scenario is not None
    assert {*document.scenario.roles} == {"guard", "duty_officer"}


def test_a_later_overlay_on_what_is_absent_is_no_problem_and_changes_nothing(tmp_path: Path) -> None:
    document = loaded(tmp_path, "v: {units.qrf_1: absent, units.qrf_1.notice: 1 h}", "v")
    assert document.problems == []
    assert document.scenario is not None
    assert [*document.scenario.units] == ["qrf_2"]


def test_a_step_in_words_may_begin_with_the_word_absent(tmp_path: Path) -> None:
    step = "absent staff are called by phone"
    document = loaded(tmp_path, text=swap("[{task: protect, at: contact}]", f"[{step}]"))
    assert document.scenario is not None
    assert [s.prose for s in document.scenario.plan["HELP"].do] == [step]


# like:, and what lies over what


def test_the_setting_lies_over_the_variant_and_the_variant_over_the_file(tmp_path: Path) -> None:
    sets = {"units.qrf_1.strength": "3"}
    document = loaded(tmp_path, "v: {units.*.strength: 2}", "v", sets)
    assert document.scenario is not None
    assert {n: u.strength for n, u in document.scenario.units.items()} == {"qrf_1": 3, "qrf_2": 2}


def test_a_variant_like_others_takes_them_in_the_order_in_which_they_are_named(tmp_path: Path) -> None:
    variants = "a: {units.qrf_1.strength: 1, units.qrf_2.strength: 1}\n  b: {units.qrf_2.strength: 2}\n  c: {like: %s}"
    for like, expected in (("[a, b]", {"qrf_1": 1, "qrf_2": 2}), ("[b, a]", {"qrf_1": 1, "qrf_2": 1})):
        document = loaded(tmp_path, variants % like, "c")
        assert document.problems == []
        assert document.scenario is not None
        assert {n: u.strength for n, u in document.scenario.units.items()} == expected


LIKE = "a: {about: An hour., units.qrf_1.strength: 1}\n  b: {%s}\n  c: {like: b}"


@pytest.mark.parametrize(
    "own",
    [
        "like: a, units.qrf_1.strength: 2",
        "units.qrf_1.strength: 2, like: a",
    ],
)
@pytest.mark.parametrize("variant", ["b", "c"])
def test_a_variants_own_lines_lie_over_those_of_the_variant_that_it_is_like(
    own: str, variant: str, tmp_path: Path
) -> None:
    document = loaded(tmp_path, LIKE % own, variant)
    assert document.problems == []
    assert document.scenario is not None
    assert document.scenario.units["qrf_1"].strength == 2


def test_only_the_chosen_variant_is_laid_over_the_file(tmp_path: Path) -> None:
    assert loaded(tmp_path, "v: {title: Another}").tree.plain()["title"] == good()["title"]  # type: ignore[index]


def test_a_document_names_its_variants_in_file_order(tmp_path: Path) -> None:
    assert loaded(tmp_path, "zulu: {}\n  alpha: {}", "zulu").variants == ("zulu", "alpha")


# paths that lead nowhere

NOWHERE = [
    ("untis.qrf_1.notice", "'untis'", "did you mean 'units'?"),
    ("units.qrf_3.notice", "'qrf_3'", "did you mean 'qrf_"),
    ("units.qrf_1.notise", "'notise'", "did you mean 'notice'?"),
    ("unit_types.platoon.notice.low", "'low'", "nothing can stand there"),
    ("threat.stream.rade.at", "'rade'", "did you mean 'raid'?"),
    ("threat.stream.1.at", "'1'", "there are raid"),
    ("msel.I-9.at", "'I-9'", "did you mean 'I-1'?"),
    ("places.gate.shelters.x", "'shelters'", "there are"),
    ("clock.start", "'start'", "did you mean 'startex'?"),
    ("units.*.notise", "'notise'", "did you mean 'notice'?"),
    ("community.trusst", "'trusst'", "did you mean 'trust'?"),
]


@pytest.mark.parametrize(("path", "part", "hint"), NOWHERE, ids=[row[0] for row in NOWHERE])
def test_an_overlay_that_leads_nowhere_says_which_part_at_its_own_place(
    path: str, part: str, hint: str, tmp_path: Path
) -> None:
    text = f"{GOOD}variants:\n  v:\n    {SIGN}{path}: 1\n"
    (found,) = checked_at(tmp_path, text, variant="v")
    assert found.code == "E214"
    assert part in found.message
    assert hint in found.hint


@pytest.mark.parametrize(("path", "part", "hint"), NOWHERE, ids=[row[0] for row in NOWHERE])
def test_a_setting_that_leads_nowhere_says_so_too(path: str, part: str, hint: str, tmp_path: Path) -> None:
    found = [p for p in checked(tmp_path, GOOD, sets={path: "1"}) if p.code == "E214"]
    assert [(p.file, p.line, p.col) for p in found] == [(f"--set {path}", 1, 1)]
    assert part in found[0].message
    assert hint in found[0].hint


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"units.qrf_1.notice: {SIGN}soon", "E203"),
        (f"units.qrf_1.type: {SIGN}platon", "E301"),
        (f"decisions.open_gate.when: {SIGN}crwd at gate > 1", "E402"),
        (f"units.qrf_1: {{type: platoon, at: base, {SIGN}notise: 1}}", "E201"),
        (f"threat.stream.raid.at: {SIGN}H-1", "E205"),
    ],
)
def test_a_value_of_an_overlay_that_does_not_fit_is_told_at_the_overlays_own_line(
    path: str, code: str, tmp_path: Path
) -> None:
    text = f"{GOOD}variants:\n  v:\n    about: later\n    {path}\n"
    assert codes(checked_at(tmp_path, text, variant="v")) == [code]
    assert checked(tmp_path, text) == []


@pytest.mark.parametrize("text", ["[a", "{a: 1", "a: b: c", '"open', "*gone", "!x 1"])
def test_a_setting_that_is_no_value_is_told_with_the_setting(text: str, tmp_path: Path) -> None:
    (found,) = checked(tmp_path, GOOD, sets={"title": text})
    assert (found.code, found.file) == ("E203", "--set title")
    assert f"title={text}" in found.message


def test_a_setting_is_read_as_in_the_file(tmp_path: Path) -> None:
    found = loaded(tmp_path, sets={"plan.HELP.for": "[qrf_1, qrf_2]", "title": "NO"})
    assert found.problems == []
    assert found.scenario is not None
    assert found.scenario.plan["HELP"].for_ == ("qrf_1", "qrf_2")
    assert found.scenario.title == "NO"


def test_a_setting_whose_value_does_not_fit_is_named(tmp_path: Path) -> None:
    sets = {"units.qrf_1.notice": "soon", "clock.duration": "soon"}
    found = [str(problem) for problem in checked(tmp_path, GOOD, sets=sets)]
    assert all(any(path in line for line in found) for path in sets), found


# events of the stream without an id


def test_events_without_an_id_get_one_by_what_they_do_and_where(tmp_path: Path) -> None:
    stream = (
        "    - {at: H+1, do: attack, by: raiders, on: camp}\n"
        "    - {at: H+2, do: attack, by: raiders, on: camp}\n"
        "    - {at: H+3, do: attack, by: raiders, on: 'one of [camp, gate]'}\n"
        "    - {at: H+4, do: rumour}\n"
    )
    text = swap("    - {id: raid, at: H+1, do: attack, by: raiders, on: camp, for: 30 min}\n", stream)
    document = loaded(tmp_path, "v: {threat.stream.attack_camp_2.at: H+6}", "v", text=text)
    assert document.problems == []
    assert document.scenario is not None
    events = document.scenario.threat.stream
    assert [e.id for e in events] == ["attack_camp", "attack_camp_2", "attack", "rumour"]
    assert [e.at.text for e in events] == ["H+1", "H+6", "H+3", "H+4"]


# merging libraries

PLAIN = st.recursive(
    st.sampled_from(["1", "two", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=12,
)
MAPPINGS = st.dictionaries(st.sampled_from("abcd"), PLAIN, max_size=4)


def _tree(plain: Any, file: str) -> Tree:
    if isinstance(plain, dict):
        return Tree(1, 1, {k: overlay.Entry(1, 1, _tree(v, file)) for k, v in plain.items()}, file)
    if isinstance(plain, list):
        return Tree(1, 1, [_tree(v, file) for v in plain], file)
    return Tree(1, 1, plain, file)


def _laid_over(below: Any, above: Any) -> Any:
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    keys = [*below, *(key for key in above if key not in below)]
    return {
        k: _laid_over(below[k], above[k]) if k in below and k in above else above.get(k, below.get(k)) for k in keys
    }


@settings(max_examples=200, deadline=None)
@given(below=MAPPINGS, above=MAPPINGS)
def test_mappings_merge_key_by_key_and_all_else_is_replaced(below: dict[str, Any], above: dict[str, Any]) -> None:
    one, two = _tree(below, "below"), _tree(above, "above")
    merged = overlay.merge(one, two).plain()
    assert merged == _laid_over(below, above)
    assert [*merged] == [*_laid_over(below, above)]  # type: ignore[misc]
    assert one.plain() == below
    assert two.plain() == above
