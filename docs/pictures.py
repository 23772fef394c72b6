"""The pictures of the documents: an exercise is played whole in a terminal, by keys alone, and key ``p`` makes each.

    python docs/pictures.py              plays 24 h of site_in_flames in some four minutes; writes docs/pictures/
    python docs/pictures.py --out DIR    elsewhere

Look at each before it is kept.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from simulator.units import parse_when  # noqa: E402
from tests.tui import whole_exercise as whole  # noqa: E402
from tests.tui.pictures import SIZES, album_of  # noqa: E402
from tests.tui.terminal import Terminal  # noqa: E402
from tests.tui.typist import Turn, Typist  # noqa: E402

SEED = 3
TOAST_S = 6.0
"""as long as a short message stands in the corner, and a little more"""
NARROW = re.compile(r"<clipPath id=\"[\w-]*line-\d+\">.*?</clipPath>\s*", re.DOTALL)
CLIPPED = re.compile(r" clip-path=\"url\(#[\w-]*line-\d+\)\"")


def keep(out: Path, name: str, svg: str) -> None:
    """Write a picture without the frame around each of its lines."""
    (out / f"{name}.svg").write_text(CLIPPED.sub("", NARROW.sub("", svg)), encoding="utf-8")


class Photographer:
    """Presses ``p`` where there is something to see, and keeps what was written under a name."""

    def __init__(self, hands: Typist, session: Path, out: Path):
        self.hands, self.session, self.out = hands, session, out

    def take(self, name: str) -> None:
        """A picture of what is on the screen; the frame around each of its lines is left out."""
        self.hands.rest(TOAST_S)
        before = self._written()
        self.hands.press("p", lambda _: self._written() != before)
        path = max(self.session.glob("screen-*.svg"), key=lambda path: path.stat().st_mtime_ns)
        self.hands.rest(0.3)
        keep(self.out, name, path.read_text(encoding="utf-8"))

    def _written(self) -> list[tuple[str, int]]:
        return [(path.name, path.stat().st_mtime_ns) for path in self.session.glob("screen-*.svg")]

    def of(self, name: str, keys: str = "") -> Callable[[Typist], None]:
        """Stand the clock, open a screen by its key, picture it and go back."""

        def deed(hands: Typist) -> None:
            whole.stand(hands)
            if keys:
                hands.press(keys)
                hands.rest(0.8)
            self.take(name)
            if keys:
                hands.back(lambda sight: sight.state != "")

        return deed

    def map(self, hands: Typist) -> None:
        """The map as large as the screen."""
        whole.stand(hands)
        hands.press("2")
        hands.press("z")
        hands.rest(0.8)
        self.take("map")
        hands.press("z")
        hands.press("1")
        hands.rest(0.3)

    def why(self, hands: Typist) -> None:
        """The causes of the newest line."""
        whole.stand(hands)
        hands.press("5")
        hands.press("w")
        hands.rest(0.8)
        self.take("why")
        hands.back(lambda sight: sight.state != "")
        hands.press("1")

    def turns(self) -> list[Turn]:
        """What is pictured while the exercise runs."""
        return [
            Turn(parse_when("H+3:45"), self.of("log", "L")),
            Turn(parse_when("H+4:50"), self.of("live")),
            Turn(parse_when("H+4:50"), self.map),
            Turn(parse_when("H+5:15"), self.why),
            Turn(parse_when("H+12:10"), self.of("branches", "B")),
        ]


def main() -> int:
    """Play and picture; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "exercise").mkdir()
        words = ("play", "site_in_flames", "--seed", str(SEED), "--session", "monday")
        terminal = Terminal(*words, columns=160, lines=48, folder=Path(folder, "exercise"))
        try:
            _play(terminal, Path(folder, "exercise", "monday"), out)
        finally:
            terminal.close()
        album = album_of(Path(folder, "tuesday"), SIZES["160x48"], colour=True)
    for name in ("drawer_decision", "player"):  # no key makes a picture while a form is asked
        keep(out, name, album.pictures[name])
    for path in sorted(out.glob("*.svg")):
        sys.stdout.write(f"{path.name}: {path.stat().st_size // 1000} kB\n")
    return 0


def _play(terminal: Terminal, session: Path, out: Path) -> None:
    hands = Typist(terminal)
    camera = Photographer(hands, session, out)
    hands.until("Enter goes on")
    camera.take("briefing")
    hands.begin()
    turns = [*whole.turns(), *camera.turns()]
    hands.play(turns, whole.ANSWERS, speed=600, until=whole.DURATION, seconds=1200)
    whole.close(hands, camera.take)
    terminal.wait()


if __name__ == "__main__":
    sys.exit(main())
