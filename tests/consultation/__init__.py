"""Tests of the decision and of what can still change it."""
