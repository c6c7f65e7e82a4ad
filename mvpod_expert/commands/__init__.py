"""The commands: one a file, behind one error boundary."""

from mvpod_expert.commands.boundary import main

__all__ = ["main"]
