"""Generated cases: the same ones in every run, so that a failure on one computer is a failure on all."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# No deadline: how fast one case runs says more about the computer than about the rule.
settings.register_profile(
    "pantau",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("pantau")
