"""The commands: one a file, behind one error boundary."""

import os

# No plugin of pydantic is wanted, and looking for one reads the metadata of every installed package at each start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from mvpod_expert.commands.error_handler import main

__all__ = ["main"]
