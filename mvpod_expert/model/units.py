"""Units of numbers that experts declare."""

from typing import Literal

Unit = Literal["money", "share", "people", "accounts", "hours", "visits", "times"]
