"""Changing files for an expert and losing nothing: one form, new entries, renaming, trying out before writing."""
