"""What the commands share: a wrong command line that is told in Indonesian."""

from __future__ import annotations

import click


class WrongUse(click.UsageError):
    """A wrong command line whose message is already the Indonesian sentence."""
