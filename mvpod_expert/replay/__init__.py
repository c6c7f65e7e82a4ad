"""Saved results, checked step by step and computed again."""
