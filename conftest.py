"""For every test, below tests/ and features/: random examples, what each test costs, and what is read once for all."""

import gc
import sys

from mvpod_expert.loading import knowledge_base
from mvpod_expert.loading.read_cache import ReadCache
from tests import hypothesis_profiles

pytest_plugins = ["tests.timing"]

# jsonschema takes it along where it is installed; its grammars take a second and a half, and no schema of ours has a
# format that needs them.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

# Walking the knowledge that stays loaded throughout, each few hundred objects, is a tenth of a run.
gc.set_threshold(100_000, 20, 50)

hypothesis_profiles.register()

_READ = ReadCache()


def _read_before() -> ReadCache:
    """Return what homes have in common in a quick run: of an edited copy only what differs is read, else everything.

    That a reading which reuses finds the same is tested in tests/authoring/test_watching.py.
    """
    return _READ if hypothesis_profiles.profile() == hypothesis_profiles.QUICK else ReadCache()


knowledge_base.ReadCache = _read_before
