"""What can be asked for on the screen, and by which key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvpod_expert.mode.interview.prompt_commands import Kind


@dataclass(frozen=True)
class Requested:
    """Something that can be asked for.

    Args:
        kind: the request of the dialogue.
        key: the key, in Textual's words; none where the palette and the line are enough.
        shown: the key as it is shown.
        needs_more: more has to be said, such as a name.
    """

    kind: Kind
    key: str = ""
    shown: str = ""
    needs_more: bool = False


REQUESTED = (
    Requested("help", "question_mark", "?"),
    Requested("why", "f2", "F2"),
    Requested("whatif", "f3", "F3", needs_more=True),
    Requested("skip", "f4", "F4"),
    Requested("back", "f6", "F6"),
    Requested("review", "f7", "F7"),
    Requested("cell", "f8", "F8", needs_more=True),
    Requested("done", "f9", "F9"),
    Requested("words", "f10", "F10"),
    Requested("numbers", "ctrl+n", "^N"),
    Requested("mend", "ctrl+e", "^E"),
    Requested("save", "ctrl+s", "^S", needs_more=True),
    Requested("quit", "ctrl+q", "^Q"),
    Requested("status"),
    Requested("go", needs_more=True),
    Requested("plan"),
    Requested("depth", needs_more=True),
    Requested("client", needs_more=True),
    Requested("offer", needs_more=True),
    Requested("currency", needs_more=True),
    Requested("rename", needs_more=True),
    Requested("remove", needs_more=True),
    Requested("override", needs_more=True),
    Requested("take", needs_more=True),
)
