"""The ``negotiation`` command."""

from negotiation.cli.app import main

__all__ = ["main"]
