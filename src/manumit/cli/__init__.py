"""The command `manumit`."""

from manumit.cli.main import main

__all__ = ["main"]
