"""What an oracle finds."""

from mvpod_expert.replay.model import Violation


class OracleFlaw(Violation):
    """A value that is reported otherwise than it follows.

    Args:
        part: the field that differs.
        told: its value, shortened.
        derived: what follows, shortened.
    """

    kind: str  # type: ignore[assignment]
    part: str | None = None
    told: str = ""
    derived: str = ""
