"""For every test, below tests/ and features/: the profiles of random examples, and what each test costs."""

from tests import hypothesis_profiles

pytest_plugins = ["tests.timing"]

hypothesis_profiles.register()
