"""Mutated inputs for every kind of file: no traceback, nothing that steers a terminal, no time out of proportion."""
