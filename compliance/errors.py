"""The one base class of errors that are shown to a user as a sentence, without a traceback."""

from __future__ import annotations


class PantauError(Exception):
    """What, where, found, expected and what to do, in Bahasa Indonesia."""
