"""Where entries go when the journal cannot be added to: all that was entered is written to a file of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mvpod_expert.atomic_write import create_beside

if TYPE_CHECKING:
    from mvpod_expert.mode.interview.locked_file import LockedFile

RESCUED = ".rescued"


@dataclass(frozen=True)
class Rescued:
    """Entries that could not simply be added to the file.

    Args:
        file: where all of them stand now, and the next ones will.
        left: the file they were written to before; the same where it could be made whole.
        reason: why it could not be written to, where that is the trouble; else it was changed.
    """

    file: Path
    left: Path
    reason: str | None = None


def rescue(file: LockedFile, content: bytes, error: OSError | None) -> Rescued:
    """Write all that was entered beside the journal, here, or where temporary files go, and go on there.

    Args:
        file: the journal, which leads to the new file from now on.
        content: all that was entered.
        error: why the journal could not be written to; nothing where somebody changed it.

    Raises:
        OSError: it could not be written anywhere.
    """
    import tempfile  # noqa: PLC0415 - takes long to bring in, and is seldom needed

    left, failed = file.path, error
    for folder in (left.parent, Path(), Path(tempfile.gettempdir())):
        name = folder / f"{left.stem.removesuffix(RESCUED)}{RESCUED}{left.suffix}"
        try:
            file.move_to(create_beside(name, content, file.mode))
        except OSError as more:
            failed = failed or more
            continue
        return Rescued(file.path, left, None if error is None else error.strerror or str(error))
    assert failed is not None  # noqa: S101 - else it would have been saved
    raise failed
