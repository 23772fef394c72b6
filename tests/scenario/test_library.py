"""Where scenarios lie, what ``uses:`` may name, and how libraries are laid below the file that uses them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from simulator.errors import ScenarioSyntaxError, UsageError
from simulator.scenario.library import find_scenario, include_path, read_file, scenario_folder, shipped
from simulator.scenario.load import Document, load
from tests.scenario.checked import GOOD, SIGN, checked, codes, place_of, swap

SHIPPED = {"first_steps", "site_in_flames", "distress_calls", "weapons_free_zone", "staff_relocation"}
SHIPPED = {"first_steps", "site_in_flames", "distress_calls", "weapons_free_zone", "checkpoint_and_long_patrol"}


def with_library(folder: Path, text: str, **libraries: str) -> Document:
    """A file beside some libraries, loaded."""
    for name, library in libraries.items():
        (folder / f"{name}.yaml").write_text(library, encoding="utf-8")
    path = folder / "exercise.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, label=path.name)


def test_the_shipped_scenarios_are_found_by_name_and_by_path() -> None:
    assert {path.stem for path in shipped()} >= SHIPPED
    for path in shipped():
        assert find_scenario(path.stem) == path
        assert find_scenario(str(path)) == path


def test_a_shipped_name_wins_over_a_file_of_the_same_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "first_steps").write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert find_scenario("first_steps") == scenario_folder() / "first_steps.yaml"


@pytest.mark.parametrize("name", ["nothing", "nothing.yaml", "lib/un_units", "first_steps.yaml"])
def test_what_is_no_scenario_is_a_wrong_call_that_names_the_shipped_ones(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as refused:
        find_scenario(name)
    assert all(known in str(refused.value) for known in SHIPPED)


@pytest.mark.parametrize(
    "name",
    [
        "a\0b",
        "a/" + "x" * 300,
        "x" * 300,
    ],
    ids=["a NUL", "a long path", "a long name"],
)
def test_what_cannot_be_a_path_is_a_wrong_call(name: str) -> None:
    with pytest.raises(UsageError):
        find_scenario(name)


@pytest.mark.parametrize("kind", ["folder", "nothing", "pipe"])
def test_only_a_regular_file_is_read(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("this system has no pipes with names")
        os.mkfifo(path)
    with pytest.raises(UsageError, match=r"x\.yaml"):
        read_file(path)


# what uses: may name

NAMES = [
    ("../x.yaml", "E501"),
    ("a/../x.yaml", "E501"),
    ("..", "E501"),
    ("a\\x.yaml", "E501"),
    ("/x.yaml", "E502"),
    ("\\x.yaml", "E502"),
    ("c:x.yaml", "E502"),
    ("Z:/x.yaml", "E502"),
    ("http://x.example/a.yaml", "E505"),
    ("FTP://x.example/a.yaml", "E505"),
    ("git+ssh://x.example/a", "E505"),
    ("", "E506"),
    ("a//x.yaml", "E506"),
    ("a/", "E506"),
    ("x.yaml.", "E506"),
    ("x.yaml ", "E506"),
    ("x" * 101, "E506"),
    ("con", "E506"),
    ("Con.yaml", "E506"),
    ("a/LPT1.txt", "E506"),
    ("a?.yaml", "E506"),
    ("a*.yaml", "E506"),
    ("a|b.yaml", "E506"),
    ('a"b.yaml', "E506"),
    ("a\nb.yaml", "E506"),
    (".", "E506"),
    ("./x.yaml", "E506"),
    ("x.yaml", "E507"),
    ("lib/x.yaml", "E507"),
    ("lib", "E507"),
]


@pytest.mark.parametrize(("name", "code"), NAMES, ids=[f"{code}-{name[:20]!r}" for name, code in NAMES])
def test_a_name_that_uses_may_not_have_is_refused_with_a_remedy(name: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioSyntaxError) as refused:
        include_path(name, tmp_path)
    (problem,) = refused.value.problems
    assert problem.code == code
    assert problem.hint
    assert len(problem.message) < 200


@pytest.mark.parametrize("name", ["console.yaml", "a.b.yaml", "x" * 100, "com.yaml", "lib/un_units.yaml", "é.yaml"])
def test_names_that_only_look_like_those_are_accepted(name: str, tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / name).write_text("title: x\n", encoding="utf-8")
    assert include_path(name, tmp_path) == tmp_path / name


def test_the_files_own_folder_comes_before_the_shipped_one(tmp_path: Path) -> None:
    assert include_path("lib/un_units.yaml", tmp_path) == scenario_folder() / "lib" / "un_units.yaml"
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "un_units.yaml").write_text("title: x\n", encoding="utf-8")
    assert include_path("lib/un_units.yaml", tmp_path) == tmp_path / "lib" / "un_units.yaml"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
@pytest.mark.parametrize(
    ("target", "code"), [("../out.yaml", "E503"), ("gone.yaml", "E507"), ("link.yaml", "E507"), ("sub", "E507")]
)
def test_a_link_is_followed_to_see_where_it_leads(target: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "out.yaml").write_text("title: x\n", encoding="utf-8")
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "link.yaml").symlink_to(target)
    with pytest.raises(ScenarioSyntaxError) as refused:
        include_path("link.yaml", folder)
    assert codes(refused.value.problems) == [code]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_that_stays_inside_is_fine(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("title: x\n", encoding="utf-8")
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    assert include_path("link.yaml", tmp_path).read_text(encoding="utf-8") == "title: x\n"


# how libraries are laid below a file


def test_the_file_lies_over_its_library_field_by_field(tmp_path: Path) -> None:
    document = with_library(
        tmp_path,
        swap("startex: 1\n", "startex: 1\nuses: lib.yaml\n", "  platoon: {strength: 30,", "  platoon: {armed: no,"),
        lib="unit_types: {platoon: {strength: 12, notice: 5 min, mobility: wheels}, fpu: {notice: 1 min}}\n",
    )
    assert document.problems == []
    assert document.scenario is not None
    platoon = document.scenario.unit_types["platoon"]
    assert (platoon.strength, platoon.mobility, platoon.armed, platoon.notice.mode) == (12, "wheels", False, 15 * 60)
    assert "fpu" in document.scenario.unit_types


def test_a_later_library_lies_over_an_earlier_one_and_a_library_over_those_that_it_uses(tmp_path: Path) -> None:
    libraries = {
        "one": "roles: {a: {post: ops, title: one}, b: {post: ops, title: one}, c: {post: ops, title: one}}\n",
        "two": "uses: deep.yaml\nroles: {b: {title: two}, c: {title: two}}\n",
        "deep": "roles: {c: {title: deep}, d: {post: ops, title: deep}}\n",
    }
    document = with_library(tmp_path, swap("startex: 1\n", "startex: 1\nuses: [one.yaml, two.yaml]\n"), **libraries)
    assert document.problems == []
    assert document.scenario is not None
    titles = {name: role.title for name, role in document.scenario.roles.items() if role.title}
    assert titles == {"a": "one", "b": "two", "c": "two", "d": "deep"}


def test_two_libraries_may_use_the_same_third_one(tmp_path: Path) -> None:
    libraries = {"one": "uses: deep.yaml\n", "two": "uses: deep.yaml\n", "deep": "roles: {d: {post: ops}}\n"}
    document = with_library(tmp_path, swap("startex: 1\n", "startex: 1\nuses: [one.yaml, two.yaml]\n"), **libraries)
    assert document.problems == []
    assert document.scenario is not None
    assert "d" in document.scenario.roles


def test_a_library_brings_no_title_and_no_variants_of_its_own(tmp_path: Path) -> None:
    library = "title: A library\nsummary: x\nhandling: x\ndraws_on: x\nvariants: {theirs: {title: x}}\n"
    document = with_library(tmp_path, swap("startex: 1\n", "startex: 1\nuses: lib.yaml\n"), lib=library)
    assert document.problems == []
    assert document.scenario is not None
    assert document.scenario.title == "A language test"
    assert (document.scenario.summary, document.scenario.handling, document.variants) == ("", "", ())


def test_a_file_without_a_version_does_not_take_its_librarys(tmp_path: Path) -> None:
    (found,) = checked(
        tmp_path, GOOD.replace("startex: 1\n", "uses: [other.yaml]\n"), beside={"other.yaml": "startex: 1\n"}
    )
    assert (found.code, found.message) == ("E202", "'startex' is missing")


def test_a_problem_in_a_library_is_told_with_the_librarys_name_and_line(tmp_path: Path) -> None:
    library = "unit_types:\n  fpu: {notice: 5 min}\n  squad: {notice: ▸soon}\n"
    found = checked(tmp_path, swap("startex: 1\n", "startex: 1\nuses: lib.yaml\n"), beside={"lib.yaml": library})
    assert [(p.code, p.file, p.line, p.col) for p in found] == [("E203", "lib.yaml", *place_of(library))]


def test_a_library_that_is_no_yaml_is_told_with_the_librarys_name_and_line(tmp_path: Path) -> None:
    library = "roles:\n  ▸a: 1\n  a: 2\n".replace(SIGN, "")
    found = checked(tmp_path, swap("startex: 1\n", "startex: 1\nuses: lib.yaml\n"), beside={"lib.yaml": library})
    assert [(p.code, p.file, p.line, p.col) for p in found] == [("E107", "lib.yaml", 3, 3)]


def test_every_wrong_name_in_uses_is_told_at_its_own_place(tmp_path: Path) -> None:
    text = swap("startex: 1\n", "startex: 1\nuses: [▸../a.yaml, ▸b.yaml, ▸/c.yaml, ▸http://d]\n")
    places, rest = [], text
    while SIGN in rest:
        places.append(place_of(rest))
        rest = rest.replace(SIGN, "", 1)
    found = checked(tmp_path, text)
    assert [(p.line, p.col) for p in found] == places
    assert codes(found) == ["E501", "E507", "E502", "E505"]


def test_a_librarys_rule_about_units_that_are_not_there_is_left_out_in_silence(tmp_path: Path) -> None:
    library = "plan:\n  THEIRS: {for: nobody_here, when: fire reported to ops, do: [{task: guard, at: fire}]}\n"
    text = swap("startex: 1\n", "startex: 1\nuses: lib.yaml\n")
    assert checked(tmp_path, text, beside={"lib.yaml": library}) == []
    own = GOOD.replace("decisions:\n", library.partition("\n")[2] + "decisions:\n", 1)
    assert codes(checked(tmp_path, own)) == ["E301"]


def test_the_libraries_that_a_file_used_are_kept_with_it_byte_by_byte(tmp_path: Path) -> None:
    document = with_library(tmp_path, swap("startex: 1\n", "startex: 1\nuses: lib.yaml\n"), lib="roles: {}\n")
    assert document.files["lib.yaml"] == b"roles: {}\n"
    assert {*document.files} == {"exercise.yaml", "lib.yaml"}
