"""The commands: one a file, behind one error boundary."""

import gc
import os

# No plugin of pydantic is wanted, and looking for one reads the metadata of every installed package at each start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

# A start makes many things that all stay. The collector, which begins at 700 new ones, would look through them again
# and again, an eighth of a start; the cycles of a long run are still collected.
gc.set_threshold(200_000)

from mvpod_expert.commands.error_handler import main  # noqa: E402 - importing is most of what is made

__all__ = ["main"]
