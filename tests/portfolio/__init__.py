"""Tests of decisions on whole tables."""
