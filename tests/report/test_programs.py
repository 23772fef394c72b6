"""Documents in the programs that people open them with; each test says which program it misses."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from simulator.cli.report import written
from simulator.report.compose import after_action
from simulator.report.document import Document
from simulator.report.material import Material
from simulator.report.pack.compose import PAPERS
from simulator.report.voice import Reader
from tests.report.pack.conftest import document_of

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next((found for name in BROWSERS if (found := shutil.which(name))), "")
QUIET = ("--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync")
NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""the browser itself reaches nothing either"""


@pytest.fixture(scope="module")
def documents(material: Material) -> Mapping[str, Document]:
    """The report of the session, and every document before it."""
    made = {name: document_of("site_in_flames", name) for name in PAPERS}
    return {**made, "report": after_action(material, Reader())}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_prints_every_document(documents: Mapping[str, Document], tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name}.docx" for name in documents}
    for name, file in files.items():
        file.write_bytes(written(documents[name], ".docx"))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf"]
    done = subprocess.run(
        [*command, "--outdir", str(tmp_path), *map(str, files.values())], capture_output=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    printed = {name: (tmp_path / f"{name}.pdf").read_bytes() for name in files}
    assert all(page.startswith(b"%PDF") for page in printed.values())
    pages = {name: page.count(b"/Type/Page/") + page.count(b"/Type /Page/") for name, page in printed.items()}
    assert pages["map"] == 2, "the map and its key"
    assert pages["injects"] > 10, "an inject a page"


def opened(page: Path) -> tuple[str, list[str], list[str]]:
    """The page as a browser reads it, what it complains of, and the addresses that the page asks for."""
    folder, net = page.parent, page.with_suffix(".json")
    call = [
        BROWSER,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder}/profile",
        *QUIET,
        NOWHERE,
    ]
    done = subprocess.run(
        [*call, "--enable-logging=stderr", f"--log-net-log={net}", "--dump-dom", page.as_uri()],
        capture_output=True,
        timeout=120,
        text=True,
    )
    told = [event.get("params", {}) for event in json.loads(net.read_text("utf-8"))["events"]]
    asked = [row["url"] for row in told if "url" in row and "file://" in str(row.get("network_isolation_key"))]
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line], asked


@pytest.mark.skipif(not BROWSER, reason="Chromium is not installed")
def test_a_browser_finds_nothing_to_complain_of_and_no_page_asks_for_anything(
    documents: Mapping[str, Document], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text('<img src="http://127.0.0.1:9/x.png"><script>console.log("heard")</script>', "ascii")
    _, said, asked = opened(bad)
    assert len(said) >= 1, "else nothing would be found"
    assert asked == ["http://127.0.0.1:9/x.png"]
    for name, document in documents.items():
        page = tmp_path / f"{name}.html"
        page.write_bytes(written(document, ".html"))
        text, said, asked = opened(page)
        assert document.sheet.title in text
        assert (said, asked) == ([], []), name
