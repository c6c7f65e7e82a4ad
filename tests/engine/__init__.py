"""Tests of the engines: one against the other, and both against the semantics."""
