"""The steps are known to every story."""

from features.steps import *  # noqa: F403
