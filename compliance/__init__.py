"""Domain library of Pantau Layanan: standards, rules, verdicts, warehouse access, charts and reports."""

from __future__ import annotations

__version__ = "1.0.0"
