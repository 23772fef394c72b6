"""``startex schema --install``: the schema is added to an editor's settings, and nothing of theirs is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.authoring.editors import PATTERNS, SCHEMA_FILE, with_schema
from simulator.cli.main import main
from simulator.errors import UsageError
from simulator.scenario.schema.export import json_schema

OURS = {f"./.vscode/{SCHEMA_FILE}": list(PATTERNS)}


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("", {}),
        ("{}", {}),
        ("{\n}\n", {}),
        ('{"a": 1}', {"a": 1}),
        ('{\n  // mine\n  "a": [1, 2,], /* {"yaml.schemas": {}} */\n}\n', {"a": [1, 2]}),
        ('{"yaml.schemas": {}}', {"yaml.schemas": {}}),
        ('{"x": {"yaml.schemas": 1}, "yaml.schemas": {"theirs.json": "x.yaml"}}', None),
        ('{\n\t"yaml.schemas" : // why\n\t{\n\t\t"theirs.json": ["a//b", "c,}"],\n\t},\n}', None),
        ('// {\n{"a": "// no comment", "b": "\\"{"}', {"a": "// no comment", "b": '"{'}),
        ('{"a": ' + "// //" * 40 + "\n1}", {"a": 1}),
        ('{"a": [1' + ",// //" + "// //" * 60 + "\n2]}", {"a": [1, 2]}),
    ],
)
def test_one_entry_is_added_and_every_other_character_stays(text: str, before: dict[str, object] | None) -> None:
    made = with_schema(text, "settings.json")
    assert with_schema(made, "settings.json") == made
    rest = iter(made)
    assert all(character in rest for character in text), "what stood there still stands there, in order"
    if before is not None and "//" not in text and ",]" not in text:
        found = json.loads(made)
        assert found == {**before, "yaml.schemas": {**before.get("yaml.schemas", {}), **OURS}}  # type: ignore[dict-item]
    assert json.dumps(f"./.vscode/{SCHEMA_FILE}") in made


def test_schemas_of_others_stay() -> None:
    made = json.loads(with_schema('{"yaml.schemas": {"theirs.json": "x.yaml"}, "a": 1}', "settings.json"))
    assert made == {"yaml.schemas": {**OURS, "theirs.json": "x.yaml"}, "a": 1}


@pytest.mark.parametrize(
    "text", ["[1]", '{"a": }', "nonsense", '{"yaml.schemas": 3}', '{"yaml.schemas": [1]}', '{"a": 1']
)
def test_settings_that_cannot_be_read_are_left_alone_and_what_to_do_is_said(text: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"write this into it|mend it"):
        with_schema(text, "settings.json")
    folder = tmp_path / ".vscode"
    folder.mkdir()
    (folder / "settings.json").write_text(text, encoding="utf-8")
    assert main(["schema", "--install", str(tmp_path)]) == 2
    assert [path.name for path in folder.iterdir()] == ["settings.json"]
    assert (folder / "settings.json").read_text(encoding="utf-8") == text


def test_the_command_writes_schema_and_settings_and_a_second_time_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert main(["schema", "--install", str(tmp_path)]) == 0
        folder = tmp_path / ".vscode"
        assert json.loads((folder / SCHEMA_FILE).read_text(encoding="utf-8")) == json_schema()
        assert json.loads((folder / "settings.json").read_text(encoding="utf-8")) == {"yaml.schemas": OURS}
        assert "redhat.vscode-yaml" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["schema", "somewhere"], ["schema", "--install", "no/such/folder"]])
def test_a_call_that_cannot_be_is_refused(words: list[str]) -> None:
    assert main(words) == 2


def test_settings_of_another_encoding_and_a_mark_at_the_beginning(tmp_path: Path) -> None:
    folder = tmp_path / ".vscode"
    folder.mkdir()
    (folder / "settings.json").write_bytes(b'\xef\xbb\xbf{"a": 1}')
    assert main(["schema", "--install", str(tmp_path)]) == 0
    assert json.loads((folder / "settings.json").read_text(encoding="utf-8")) == {"a": 1, "yaml.schemas": OURS}
    (folder / "settings.json").write_bytes(b'{"a": "\xff"}')
    assert main(["schema", "--install", str(tmp_path)]) == 2
