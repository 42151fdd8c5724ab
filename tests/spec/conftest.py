"""The regulations as they stand in data/standards."""

from __future__ import annotations

import pytest

from compliance import standards
from compliance.standards import Index


@pytest.fixture(scope="session")
def ikm() -> Index:
    return standards.load().indexes["ikm"]


@pytest.fixture(scope="session")
def ipp() -> Index:
    return standards.load().indexes["ipp"]


@pytest.fixture(scope="session")
def ombudsman() -> Index:
    return standards.load().indexes["ombudsman"]
