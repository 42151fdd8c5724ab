"""One file of the corpus with the outcome that its sender may expect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from etl import staging

TAKEN, NOTED, PARTLY, REFUSED = "diterima", "diterima_dengan_catatan", "diterima_sebagian", "ditolak"
SECRETS = ("Rahasia", "8272010101010001", "081234567890", "81234567890", "rahasia@")


@dataclass(frozen=True)
class Case:
    """`codes` must appear, `absent` must not; `values`: (kind, column) -> the accepted values in order."""

    name: str
    build: Callable[[], bytes]
    status: str
    accepted: int = 0
    rejected: int = 0
    codes: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    values: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    says: tuple[str, ...] = ()  # pieces of text that the messages and actions must contain
    file_name: str = "kiriman.xlsx"
    options: dict[str, Any] = field(default_factory=dict)
    has_secrets: bool = False


def status_of(staged: staging.Staged) -> str:
    """The status of a file by itself, before its units are looked up."""
    severities = set(staged.findings["severity"])
    if not staged.tables:
        return REFUSED
    if len(staged.rejected) or "Galat" in severities:
        return PARTLY
    return NOTED if "Peringatan" in severities else TAKEN
