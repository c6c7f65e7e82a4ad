"""What the exit codes mean."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The program's exit codes."""

    FINE = 0
    FINDINGS = 1
    UNUSABLE = 2
    BUG = 3
    UNDECIDED = 4
    INTERRUPTED = 130
