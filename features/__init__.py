"""Gherkin features, run by pytest-bdd against the real program: what it does for a person."""
