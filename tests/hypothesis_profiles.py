"""How many random examples a property test draws, and from which seed.

- `quick`, the default: the same examples in every run, so that a commit is never red by chance.
- `ci`: as many, from a fresh seed.
- `thorough`: ten times as many, from a fresh seed.

`pytest --hypothesis-profile=ci` selects one. A failure prints the line that repeats it.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings

QUICK, CI, THOROUGH = "quick", "ci", "thorough"
TIMES = {QUICK: 1, CI: 1, THOROUGH: 10}


def register() -> None:
    """Register the profiles and load the default; hypothesis' own option loads another later."""
    for name, times in TIMES.items():
        settings.register_profile(
            name,
            max_examples=100 * times,
            derandomize=name == QUICK,
            database=None,
            deadline=None,
            # How long drawing takes depends on what else the machine does; what is dear is reported by tests/timing.py.
            suppress_health_check=[HealthCheck.too_slow],
            print_blob=name != QUICK,
        )
    settings.load_profile(QUICK)


def profile() -> str:
    """Return the name of the profile of this run."""
    return settings.get_current_profile_name()


def random_examples(count: int, parent: settings | None = None, **more: Any) -> settings:
    """Return settings for a property test.

    Args:
        count: how many examples it draws; the profile multiplies them.
        parent: settings to start from, the profile's by default.
        more: what hypothesis' `settings` takes besides.
    """
    return settings(parent, max_examples=count * TIMES.get(profile(), 1), **more)
