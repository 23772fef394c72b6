"""What reading a large MSEL costs: ``startex msel import`` of a generated workbook in a process of its own.

python benchmarks/exchange.py [--rows 10000] [--json]

import     a workbook of somebody else, to a checked scenario file; bars: 10 s, 500 MB at the highest
bomb       a workbook that would unfold to 300 MB, refused; bar 2 s

``cpu_seconds`` is what the import itself took of a processor: on a machine that is busy the clock says more.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import psutil
from openpyxl import Workbook


def a_workbook(path: Path, rows: int) -> None:
    """A workbook with the heads of the field and so many injects."""
    made = Workbook(write_only=True)
    sheet = made.create_sheet("MSEL")
    sheet.append(["MSEL #", "INJECT DTG", "EVENT DESCRIPTION", "SEND TO (RECIPIENT PLAYERS)"])
    for number in range(rows):
        sheet.append([str(number), f"H+{number // 60}:{number % 60:02d}", f"Report {number}: a crowd gathers.", "JOC"])
    made.save(path)


def a_bomb(path: Path) -> None:
    """A small workbook with a part of 300 MB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)


def timed(folder: Path, source: Path) -> tuple[float, float, float, int]:
    """Seconds by the clock and of a processor, highest MB and exit status of an import."""
    call = ["msel", "import", str(source), "--out", str(folder / "out.yaml"), "--yes", "--force"]
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "simulator", *call], stderr=subprocess.DEVNULL)
    watched, most, used = psutil.Process(process.pid), 0, 0.0
    while process.poll() is None:
        try:
            most, spent = max(most, watched.memory_info().rss), watched.cpu_times()
            used = max(used, spent.user + spent.system)
        except psutil.Error:
            break
        time.sleep(0.02)
    return time.perf_counter() - began, used, most / 1e6, process.wait()


def main() -> int:
    """Measure and say whether the bars are met: an import that a limit refuses (status 7) has not met its bar."""
    said = argparse.ArgumentParser()
    said.add_argument("--rows", type=int, default=10_000)
    said.add_argument("--json", action="store_true")
    given = said.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a_workbook(folder / "large.xlsx", given.rows)
        a_bomb(folder / "bomb.xlsx")
        took, used, most, status = timed(folder, folder / "large.xlsx")
        bomb, _, _, refused = timed(folder, folder / "bomb.xlsx")
    found = {"rows": given.rows, "seconds": took, "cpu_seconds": used, "MB": most, "status": status}
    found |= {"bomb_seconds": bomb, "bomb": refused}
    rounded = {key: round(value, 2) for key, value in found.items()}
    met = {"import": took <= 10 and most <= 500 and status == 0, "bomb": bomb <= 2 and refused == 7}
    print(json.dumps({**rounded, "met": met}, indent=None if given.json else 2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
