"""One table of keys: it feeds the bindings, the foot line, the help and the palette.

Its words are listed in ``docs/listed.py`` for the catalogue; who shows them says ``tr(key.about)``.

Printable single keys, never a Ctrl chord as the only way, and none with priority: a key must not act through a
drawer or a question that lies above.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType

__all__ = ["EVERYWHERE", "KEYS", "LIVE", "Key", "bindings", "keys_of"]

EVERYWHERE = "everywhere"
LIVE = "live"


@dataclass(frozen=True, slots=True)
class Key:
    """A key: what it is called on the foot line (nothing: not there), what it does in a sentence, and where."""

    action: str
    keys: str
    shown: str
    foot: str
    about: str
    where: tuple[str, ...]
    acts: bool = False
    """whether it changes the exercise: refused while looking back and after ENDEX"""

    @property
    def named(self) -> str:
        """Its action by name, for the palette; the key comes in where it says ``{key}``."""
        return self.action.replace("_", " ") + " ({key})"  # not for people


_ASKED = (LIVE, "log", "evaluate", "hotwash")
"""screens whose lines can be asked why"""
_ABOVE = ("log", "why", "branches", "side", "evaluate", "hotwash", "briefing", "heard")
"""screens that lie above the live one"""

KEYS: tuple[Key, ...] = (
    Key("run_or_pause", "space", "␣", "pause", "Run or pause the clock; the first time is STARTEX.", (LIVE,)),
    Key("fire_next", "n", "n", "next", "Deliver the oldest inject that is due, or else the next.", (LIVE,), True),
    Key("fire", "f", "f", "fire", "Deliver the inject under the cursor.", (LIVE,), True),
    Key("adhoc", "a", "a", "ad-hoc", "Write an inject and deliver it.", (LIVE,), True),
    Key("decide", "d", "d", "decide", "Take down what the room decided.", (LIVE,), True),
    Key("note", "o", "o", "note", "Write a note, stamped at the keypress.", (LIVE,)),
    Key("undo", "u", "u", "undo", "Take back or recall the last thing that was done here.", (LIVE,)),
    Key("step", "full_stop", ".", "", "Move to the next thing that happens.", (LIVE,), True),
    Key("speed(-1)", "less_than_sign", "<", "", "Slower: 1, 5, 20, 60, 300, 600, 3600 seconds a second.", (LIVE,)),
    Key("speed(1)", "greater_than_sign", ">", "", "Faster.", (LIVE,)),
    Key(
        "jump",
        "J",
        "J",
        "",
        "Jump to the next inject or a time, never past what needs the room.",
        (LIVE,),
        True,
    ),
    Key("skip", "s", "s", "", "Leave the inject under the cursor out, with a reason.", (LIVE,), True),
    Key("defer", "D", "D", "", "Put the inject under the cursor off.", (LIVE,), True),
    Key("shift", "S", "S", "", "Move everything that still comes by the clock.", (LIVE,), True),
    Key("edit", "e", "e", "", "Give the inject under the cursor another text.", (LIVE,), True),
    Key("order", "r", "r", "", "Order a unit outside the plan.", (LIVE,), True),
    Key("carry_out", "c", "c", "", "Let a rule act that waits for the room.", (LIVE,), True),
    Key("message", "t", "t", "", "A message between cells, or a question to a post or unit.", (LIVE,), True),
    Key("override", "O", "O", "", "Change the world by hand, marked as such.", (LIVE,), True),
    Key("mark", "m", "m", "", "Mark this moment for the hot wash.", (LIVE,)),
    Key(
        "why",
        "w",
        "w",
        "",
        "Why: the causes of the line under the cursor, and what came of it.",
        _ASKED,
    ),
    Key("find", "slash", "/", "", "Show only lines that hold a text.", (LIVE, "log")),
    Key("freeze", "v", "v", "", "Stand or follow: what just happened keeps coming either way.", (LIVE,)),
    Key("zoom", "z", "z", "", "The pane as large as the screen, and back.", (LIVE,)),
    Key("look(-1)", "left_square_bracket", "[", "", "Look back, five minutes at a time; nothing changes.", (LIVE,)),
    Key("look(1)", "right_square_bracket", "]", "", "Look forward again, up to now.", (LIVE,)),
    Key("look_ahead", "l", "l", "", "Look ahead on an open decision, where that was allowed.", (LIVE,), True),
    Key("branch", "b", "b", "", "Fork the session here into a folder of its own.", (LIVE, "hotwash")),
    Key("black_out", "K", "K", "", "Black out every player's screen, or light it again.", (LIVE,)),
    Key("stop_real", "exclamation_mark", "!", "", "STOP - REAL EVENT: the exercise stands, the log says so.", (LIVE,)),
    Key("endex", "X", "X", "", "ENDEX: the world stops; notes and ratings are still taken.", (LIVE,), True),
    *(Key(f"pane({k})", str(k), str(k), "", f"Go to pane {k}.", (LIVE,)) for k in range(1, 7)),
    Key("go('log')", "L", "L", "", "The log with its filters.", (LIVE,)),
    Key("go('branches')", "B", "B", "", "The tree of forks, two of them side by side.", (LIVE,)),
    Key("go('evaluate')", "E", "E", "", "Objectives, evidence and ratings.", (LIVE,)),
    Key("go('hotwash')", "H", "H", "", "The hot wash: plan, simulation and players side by side.", (LIVE,)),
    Key("go('briefing')", "I", "I", "", "The briefing: objectives, cast, ground, MSEL, readiness.", (LIVE,)),
    Key("tag('+')", "plus", "+", "", "Tag the line under the cursor as a strength.", ("hotwash",)),
    Key("tag('-')", "minus", "-", "", "Tag it as an area for improvement.", ("hotwash",)),
    Key("move(-1)", "left_square_bracket", "[", "", "Five minutes back.", ("side",)),
    Key("move(1)", "right_square_bracket", "]", "", "Five minutes on.", ("side",)),
    Key("variant", "v", "v", "variant", "The next variant of the scenario.", ("picker",)),
    Key("seed", "s", "s", "seed", "Another seed of every random draw.", ("picker",)),
    Key("practice", "e", "e", "exercise or practice", "Whether it is recorded as an exercise.", ("picker",)),
    Key("by_hand", "b", "b", "by hand", "Whether injects wait for your hand.", ("picker",)),
    Key("theme", "T", "T", "theme", "Dark, light, high contrast.", ("picker",)),
    Key("leave", "q", "q", "quit", "Leave without playing anything.", ("picker",)),
    Key("save", "f2,ctrl+s", "F2", "save", "Save; a file that somebody else has changed is not touched.", ("author",)),
    Key("next_problem", "f3", "F3", "problem", "Go to the next problem below the cursor.", ("author",)),
    Key("offer", "f4,ctrl+space,ctrl+@", "F4", "words", "Offer what may stand at the cursor.", ("author",)),
    Key("trial", "f5", "F5", "dry run", "Play it once without a screen, each time with the next seed.", ("author",)),
    Key("other_pane", "f6", "F6", "pane", "The next pane; Enter on a line goes to its place.", ("author",)),
    Key("side", "f7", "F7", "view", "Time line, cast, map or dry run beside the text.", ("author",)),
    Key("reload", "f8", "F8", "", "Read the file anew; what is not saved is asked about.", ("author",)),
    Key("theme", "f9", "F9", "", "Dark, light, high contrast.", ("author",)),
    Key("editor", "escape", "Esc", "", "Back to the text.", ("author",)),
    Key("help", "f1", "F1", "keys", "All keys of this screen.", ("author",)),
    Key(
        "leave",
        "f10,ctrl+q",
        "F10",
        "leave",
        "Leave; what is not saved is kept and offered the next time.",
        ("author",),
    ),
    Key(
        "back",
        "escape",
        "Esc",
        "",
        "Back to where you were.",
        _ABOVE,
    ),
    Key("picture", "p", "p", "", "Write a picture of this screen as SVG.", (EVERYWHERE,)),
    Key("command_palette", "colon", ":", "", "Everything by name: actions, injects, units, screens.", (EVERYWHERE,)),
    Key("theme", "T", "T", "", "Dark, light, high contrast.", (EVERYWHERE,)),
    Key("help", "question_mark", "?", "keys", "All keys of this screen.", (EVERYWHERE,)),
    Key("leave", "q", "q", "quit", "Leave; startex resume goes on with the session.", (EVERYWHERE,)),
)
"""every key, in the order of the help"""


def keys_of(*where: str) -> list[Key]:
    """The keys of a screen, those that hold everywhere last."""
    return [key for key in KEYS if any(place in where for place in key.where)]


def bindings(*where: str) -> list[BindingType]:
    """The keys of a screen as Textual wants them."""
    return [Binding(key.keys, key.action, key.foot or key.about, show=bool(key.foot)) for key in keys_of(*where)]
