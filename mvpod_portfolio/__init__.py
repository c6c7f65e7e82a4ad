"""Decisions on a whole portfolio: a table of accounts in, a table of decided accounts out, in columns."""
