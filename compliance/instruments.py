"""What pages and reports need to know of an instrument: name, decimals, scale, bands, as plain values.

Pages and charts hold no thresholds; they get them from here, and here they come from data/standards.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from compliance import standards
from compliance.sentences import kategori
from compliance.standards import Index

_SOURCES = {
    "ikm": "Survei Kepuasan Masyarakat unit",
    "ipp": "Hasil PEKPPP",
    "ombudsman": "Hasil penilaian Ombudsman RI",
}


def index(instrument_id: str) -> Index:
    """The index of that id. KeyError if data/standards has none."""
    return standards.load().indexes[instrument_id]


def all_ids() -> list[str]:
    """Ids of all indexes in the order of data/standards."""
    return list(standards.load().indexes)


def title(instrument_id: str) -> str:
    """Short title, for example 'IKM'; the id itself for an instrument that is no longer described."""
    known = standards.load().indexes.get(instrument_id)
    return known.short_title if known else instrument_id.upper()


def source(instrument_id: str) -> str:
    """Where the values of an instrument come from, for the line below a chart."""
    return _SOURCES.get(instrument_id) or f"Hasil {title(instrument_id)}"


def decimals(instrument_id: str) -> int:
    """Decimals of the published value."""
    return index(instrument_id).decimals


def scale(instrument_id: str) -> tuple[float, float]:
    """Lowest and highest possible value."""
    return index(instrument_id).scale_min, index(instrument_id).scale_max


def bands(instrument_id: str) -> pd.DataFrame:
    """method_id, category, label, lower, upper, tone, is_unverified: all bands of all methods."""
    rows = [
        (method.id, band.category, band.label, band.lower, band.upper, band.tone, _is_unverified(band))
        for method in index(instrument_id).methods
        for band in method.bands
    ]
    columns = ["method_id", "category", "label", "lower", "upper", "tone", "is_unverified"]
    return pd.DataFrame(rows, columns=columns)


def category_text(row: Any) -> str:
    """The category of a row of mart_score in words, with a mark if the band is not verified; '' without one.

    A category that was published is not ours to verify.
    """
    known = bands(str(row["instrument_id"]))
    known = known[(known["method_id"] == row["method_id"]) & (known["category"] == row["category"])]
    return kategori(row["category"], row["category_label"], unverified=bool(known["is_unverified"].any()))


def _is_unverified(band: Any) -> bool:
    return standards.MEMORY in (band.evidence, band.bounds_evidence)


def measure_limits(instrument_id: str, year: int) -> list[tuple[float, str]]:
    """(lower bound, tone) from high to low for single unsur, aspects or dimensions of that year.

    They are the bands of the index, brought to the scale of its measures (an unsur is 1-4, the IKM
    25-100). For colouring only: the law gives categories to the index, not to its parts.
    """
    method = index(instrument_id).method_for(year) or index(instrument_id).methods[-1]
    factor = float(method.factor) if method.formula == "weighted_mean" else 1.0
    ordered = sorted(method.bands, key=lambda band: -band.lower)
    return [(band.lower / factor, band.tone) for band in ordered]


def component_order() -> list[str]:
    """Ids of the components in the order of the law."""
    return [component.id for component in standards.load().components]


def duty(duty_id: str) -> Any:
    """The duty of that id (title, short_title, legal_reference, ...). KeyError if there is none."""
    return standards.load().duties[duty_id]
