"""Tables that a lawyer can read, turned into the frames that rules take. An empty cell is missing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compliance.rules import index as index_rules
from compliance.standards import Index
from tests.vocabulary import UNSUR


def table(text: str) -> list[dict[str, str | None]]:
    """Rows of a table with columns separated by |; the first line holds the names."""
    lines = [[cell.strip() or None for cell in line.split("|")] for line in text.strip().splitlines()]
    names = [str(name) for name in lines[0]]
    return [dict(zip(names, line, strict=True)) for line in lines[1:]]


def decimal(text: str | None) -> float | None:
    """A number as Indonesian documents write it: '87,28'."""
    return None if text is None else float(text.replace(".", "").replace(",", "."))


def observation(year: int, unit_id: str | None = "unit", **columns: object) -> pd.DataFrame:
    return pd.DataFrame([{"unit_id": unit_id, "year": year, **columns}])


def measures_of(year: int, values: dict[str, float | None], unit_id: str | None = "unit") -> pd.DataFrame:
    rows = [(unit_id, year, measure_id, value) for measure_id, value in values.items()]
    return pd.DataFrame(rows, columns=["unit_id", "year", "measure_id", "value"])


def no_measures() -> pd.DataFrame:
    return pd.DataFrame(columns=["unit_id", "year", "measure_id", "value"])


def coarse(index: Index) -> Index:
    """The same index, told with one decimal."""
    return index.model_copy(update={"scale": index.scale.model_copy(update={"decimals": 1})})


def plain(row: pd.Series) -> dict[str, object]:
    """A row without what is missing in it."""
    return {str(name): value for name, value in row.items() if not (np.isscalar(value) and pd.isna(value))}


def score(index: Index, year: int, published: float | None = None, **columns: object) -> pd.Series:
    """The score of one unit that has only a published value, or the parts given."""
    frame, _ = index_rules.evaluate(
        observation(year, published_value=published, **columns), no_measures(), index
    )
    return frame.iloc[0]


def ikm_of(index: Index, values: list[float | None], year: int = 2023, **columns: object) -> pd.Series:
    """The IKM score of one unit from the means of its nine unsur, in the order of the regulation."""
    measures = measures_of(year, dict(zip(UNSUR, values, strict=True)))
    frame, _ = index_rules.evaluate(observation(year, **columns), measures, index)
    return frame.iloc[0]
