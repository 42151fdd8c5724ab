"""A column of many cells as its distinct cells and, for each row, which of them stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from etl.reading import ErrorCell
from etl.staging.values import as_text, cell_key


@dataclass
class Coded:
    """`codes`: for each row the place of its cell in `distinct`, which may list cells that no row has."""

    codes: np.ndarray
    distinct: list[Any]

    def filter(self, mask: np.ndarray) -> Coded:
        """Some of the rows."""
        return Coded(self.codes[mask], self.distinct)

    def used(self) -> list[int]:
        """The places of the cells that some row has."""
        return np.flatnonzero(np.bincount(self.codes)).tolist()


Cells: TypeAlias = (
    Coded | pa.StringArray
)  # a column of numbers of respondents, where nearly all differ, is all texts


def coded(cells: Sequence[Any]) -> Coded:
    """The cells of a column; 1, 1.0 and TRUE are three distinct cells."""
    types = set(map(type, cells))
    if types <= {str} or types == {float}:  # nearly always
        return from_arrow(pa.array(cells, pa.string() if types <= {str} else pa.float64()))
    keys = list(map(cell_key, cells))
    places: dict[Any, int] = {}
    codes = np.fromiter((places.setdefault(key, len(places)) for key in keys), np.int32, len(keys))
    firsts = np.unique(codes, return_index=True)[1]
    return Coded(codes, [cells[first] for first in firsts.tolist()])


def from_arrow(array: pa.Array) -> Coded:
    """The same of an Arrow array."""
    array = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    return Coded(array.indices.to_numpy(), array.dictionary.to_pylist())


def texts(cells: Sequence[Any]) -> pa.StringArray:
    """The cells as their texts, each as the reader of codes takes it."""
    if set(map(type, cells)) <= {str}:
        return pa.array(cells, pa.string())
    return pa.array(["#N/A" if type(cell) is ErrorCell else as_text(cell) for cell in cells], pa.string())


def parse(
    data: bytes, n_lines: int, separator: str, n_columns: int, as_texts: int
) -> tuple[list[Cells], np.ndarray]:
    """The lines that have the right number of cells as columns, and which lines these are.

    as_texts: position of the column whose cells nearly all differ, or -1.
    """
    names = [str(position) for position in range(n_columns)]
    dictionary = pa.dictionary(pa.int32(), pa.string())
    misfits: list[int] = []

    def skip(row: Any) -> str:
        misfits.append(row.number - 1)
        return "skip"

    table = pa_csv.read_csv(
        pa.BufferReader(data),
        pa_csv.ReadOptions(use_threads=False, column_names=names, block_size=len(data) + 1),
        pa_csv.ParseOptions(
            delimiter=separator, quote_char=False, ignore_empty_lines=False, invalid_row_handler=skip
        ),
        pa_csv.ConvertOptions(
            column_types={
                name: pa.string() if position == as_texts else dictionary
                for position, name in enumerate(names)
            },
            strings_can_be_null=False,
        ),
    )
    arrays = [one.combine_chunks() if one.num_chunks != 1 else one.chunk(0) for one in table.columns]
    columns = [one if position == as_texts else from_arrow(one) for position, one in enumerate(arrays)]
    return columns, ~np.isin(np.arange(n_lines), misfits)


def spread(values: list[Any], codes: np.ndarray, kind: pa.DataType) -> pa.Array:
    """Values by code."""
    if pa.types.is_dictionary(kind):
        return spread_texts(values, codes)
    return pa.array(values, kind).take(pa.array(codes))


def spread_texts(values: Sequence[str | None], codes: np.ndarray) -> pa.DictionaryArray:
    """Texts by code; a dictionary holds each text once and nothing that is missing."""
    distinct = {text: number for number, text in enumerate(dict.fromkeys(v for v in values if v is not None))}
    own = np.array([-1 if value is None else distinct[value] for value in values], np.int32)[codes]
    indices = pa.array(own, pa.int32(), mask=own < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(distinct), pa.string()))
