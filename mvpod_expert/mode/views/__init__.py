"""Advice and explanations as terminal text."""
