"""For every test, below tests/ and features/: the profiles of random examples, and what each test costs."""

import sys

from tests import hypothesis_profiles

pytest_plugins = ["tests.timing"]

# jsonschema takes it along where it is installed; its grammars take a second and a half, and no schema of ours has a
# format that needs them.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

hypothesis_profiles.register()
