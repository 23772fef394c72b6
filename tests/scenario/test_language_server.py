"""An editor with a YAML language server completes and checks scenarios with our JSON Schema.

The server is the npm package yaml-language-server (1.x), found through STARTEX_YAML_LS, below build/node or on the
PATH; ``.ci/run`` installs it.  Without it the test is skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.scenario.schema.export import json_schema

ROOT = Path(__file__).parents[2]
LOCAL = ROOT / "build" / "node" / "node_modules" / ".bin" / "yaml-language-server"
SERVER = os.environ.get("STARTEX_YAML_LS") or (str(LOCAL) if LOCAL.exists() else shutil.which("yaml-language-server"))

pytestmark = pytest.mark.skipif(not SERVER, reason="yaml-language-server is not installed")


class Editor:
    """The least of an editor: opens documents, hears diagnostics, asks for completions."""

    def __init__(self, folder: Path):
        self.process = subprocess.Popen(
            [str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
        )
        self.folder = folder
        self.count = 0
        self.heard: dict[str, list[dict[str, Any]]] = {}
        self.ask("initialize", {"processId": os.getpid(), "rootUri": folder.as_uri(), "capabilities": {}})
        self.tell("initialized", {})
        schema = (folder / "startex.schema.json").as_uri()
        yaml = {"schemas": {schema: ["*.yaml"]}, "validate": True, "completion": True, "schemaStore": {"enable": False}}
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": yaml}})
        self.yaml = yaml

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the server ended"
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.heard[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            answers = [self.yaml if item.get("section") == "yaml" else None for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": answers})
        elif "id" in message and "method" in message:
            self._send({"id": message["id"], "result": None})
        return message

    def tell(self, method: str, params: dict[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self.count += 1
        self._send({"id": self.count, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self.count and "method" not in message:
                return message["result"]

    def open(self, name: str, text: str) -> str:
        uri = (self.folder / name).as_uri()
        item = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})
        return uri

    def diagnostics(self, name: str, text: str) -> list[dict[str, Any]]:
        uri = self.open(name, text)
        while uri not in self.heard:
            self._read()
        return self.heard[uri]

    def completions(self, name: str, text: str, line: int, character: int) -> set[str]:
        uri = self.open(name, text)
        where = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
        return {item["label"] for item in self.ask("textDocument/completion", where)["items"]}

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder = tmp_path_factory.mktemp("editor")
    (folder / "startex.schema.json").write_text(json.dumps(json_schema()), encoding="utf-8")
    found = Editor(folder)
    yield found
    found.close()


@pytest.mark.parametrize("name", ["first_steps", "site_in_flames", "distress_calls", "weapons_free_zone"])
def test_the_editor_finds_nothing_wrong_with_a_shipped_scenario(editor: Editor, name: str) -> None:
    text = (ROOT / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")
    assert editor.diagnostics(f"{name}.yaml", text) == []


def test_the_editor_marks_a_mistyped_field_where_it_stands(editor: Editor) -> None:
    text = (ROOT / "scenarios" / "first_steps.yaml").read_text(encoding="utf-8")
    found = editor.diagnostics("mistyped.yaml", text.replace("duration: 4 h", "durration: 4 h"))
    line = next(i for i, row in enumerate(text.splitlines()) if "duration: 4 h" in row)
    assert any(d["range"]["start"]["line"] == line for d in found), found


def test_the_editor_completes_sections_and_the_fields_of_a_decision(editor: Editor) -> None:
    sections = editor.completions("sections.yaml", "startex: 1\n\n", 1, 0)
    assert {"places", "units", "threat", "decisions", "msel"} <= sections
    text = "startex: 1\ndecisions:\n  d:\n    title: T\n    \n"
    assert {"when", "asks", "options", "deadline", "default"} <= editor.completions("fields.yaml", text, 4, 4)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("units:\n  a:\n    ", {"type", "at", "notice", "strength"}),
        ("places:\n  p:\n    kind: ", {"poc_site", "gate", "sector", "un_base"}),
        ("perimeter:\n  w:\n    ", {"faces", "length", "layers", "posts"}),
        ("command:\n  o:\n    kind: ", {"ioc"}),
        ("cells:\n  c:\n    played_by: ", {"room", "model", "excon"}),
        ("threat:\n  stream:\n    - id: e\n      do: ", {"breach", "attack", "mass", "unrest"}),
        ("msel:\n  - id: I-1\n    type: ", {"contextual", "contingency", "expected_action"}),
        ("plan:\n  R:\n    do:\n      - task: ", {"protect", "report", "casevac"}),
        ("objectives:\n  - id: O1\n    ", {"text", "targets", "capability"}),
        ("parameters:\n  force:\n    ", {"round", "warning_shots"}),
    ],
)
def test_the_editor_completes_at_places_of_every_section(editor: Editor, text: str, words: set[str]) -> None:
    whole = f"startex: 1\n{text}\n"
    lines = whole.split("\n")
    name = f"complete_{zlib.crc32(text.encode())}.yaml"
    found = editor.completions(name, whole, len(lines) - 2, len(lines[-2]))
    assert words <= {word.strip('"') for word in found}, found


@pytest.mark.parametrize(
    ("written", "mistyped"),
    [
        ("type: infantry_platoon", "tipe: infantry_platoon"),
        ("kind: sector", "kind: sectorr"),
        ("guarded_by: guards", "gaurded_by: guards"),
        ("do: breach", "do: breech"),
        ("type: contextual", "type: contextul"),
        ("task: open_gate", "task: open_gat"),
        ("deadline: 10 min", "dead_line: 10 min"),
        ("groups: {raiders", "gropus: {raiders"),
        ("measure: civilian_harm", "mesure: civilian_harm"),
        ("latitude: 4.9", "lattitude: 4.9"),
    ],
)
def test_the_editor_marks_a_mistake_on_its_line(editor: Editor, written: str, mistyped: str) -> None:
    text = (ROOT / "scenarios" / "first_steps.yaml").read_text(encoding="utf-8")
    assert written in text
    found = editor.diagnostics(f"mistake_{zlib.crc32(mistyped.encode())}.yaml", text.replace(written, mistyped, 1))
    line = next(k for k, row in enumerate(text.splitlines()) if written in row)
    assert any(d["range"]["start"]["line"] == line for d in found), found
