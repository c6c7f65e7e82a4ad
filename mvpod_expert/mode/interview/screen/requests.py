"""What can be asked for on the screen, and by which key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvpod_expert.mode.interview.prompt_commands import Kind


@dataclass(frozen=True)
class _Requested:
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
    _Requested("help", "question_mark", "?"),
    _Requested("why", "f2", "F2"),
    _Requested("whatif", "f3", "F3", needs_more=True),
    _Requested("skip", "f4", "F4"),
    _Requested("back", "f6", "F6"),
    _Requested("review", "f7", "F7"),
    _Requested("cell", "f8", "F8", needs_more=True),
    _Requested("done", "f9", "F9"),
    _Requested("words", "f10", "F10"),
    _Requested("numbers", "ctrl+n", "^N"),
    _Requested("mend", "ctrl+e", "^E"),
    _Requested("save", "ctrl+s", "^S", needs_more=True),
    _Requested("quit", "ctrl+q", "^Q"),
    _Requested("status"),
    _Requested("go", needs_more=True),
    _Requested("plan"),
    _Requested("depth", needs_more=True),
    _Requested("client", needs_more=True),
    _Requested("offer", needs_more=True),
    _Requested("currency", needs_more=True),
    _Requested("rename", needs_more=True),
    _Requested("remove", needs_more=True),
    _Requested("override", needs_more=True),
    _Requested("take", needs_more=True),
)
