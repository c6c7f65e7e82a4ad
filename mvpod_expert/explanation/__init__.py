"""Explanations: views of the one recorded trace, and a checker that replays it."""
