"""The command ``tremplin``: what loads a package is loaded by the command that needs it."""

from tremplin.cli.root import main

__all__ = ["main"]
