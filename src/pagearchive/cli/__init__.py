"""The command line: arguments in, one call, printing out."""

from __future__ import annotations

from pagearchive.cli.entry import main

__all__ = ["main"]
