"""Results of every kind of file in one form, so that no SQL file has to know a kind or its columns.

`lake_result` has a row per accepted record of a kind whose YAML says what its rows say about an index (key
`result`), `lake_result_measure` a row per record and measure. An office's own kinds come in here, too.
"""

from __future__ import annotations

import pandas as pd

from compliance.errors import PantauError
from compliance.standards import Standards
from compliance.warehouse import Connection
from etl.staging import Contract, Kind
from etl.staging.contract_parts import Result

RECORD = "file_id, sheet, sheet_number, row_number"


class ResultError(PantauError):
    """A kind of file and the instrument it is for do not fit."""


def kind_table(contract: Contract) -> pd.DataFrame:
    """Which instrument a kind of file gives results of, and whether a row without unit is about the city."""
    rows = [
        (kind.kind, kind.result.instrument, kind.empty_unit_is_city)
        for kind in contract.kinds.values()
        if kind.result
    ]
    columns = {"kind": "str", "instrument_id": "str", "empty_unit_is_city": "bool"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def check(contract: Contract, standards: Standards) -> None:
    """Every kind names an instrument that exists, and only measures and parts that it has."""
    for kind in contract.kinds.values():
        if kind.result is None:
            continue
        index = standards.indexes.get(kind.result.instrument)
        if index is None:
            raise ResultError(
                f"Jenis data '{kind.kind}' (kunci result.instrument) menyebut instrumen "
                f"'{kind.result.instrument}', padahal yang dikenal: {', '.join(standards.indexes)}. "
                "Tambahkan berkas standarnya atau perbaiki nama itu."
            )
        known = {*index.measures_by_id, *(name for method in index.methods for name in method.parts)}
        unknown = [name for name in kind.measure_ids if name not in known]
        if unknown:
            raise ResultError(
                f"Jenis data '{kind.kind}' memuat ukuran yang tidak ada pada instrumen '{index.id}': "
                f"{', '.join(unknown)}. Samakan namanya dengan `measures` pada berkas standar."
            )


def open_views(connection: Connection, contract: Contract) -> None:
    """Create the two views over `lake_<kind>`."""
    kinds = [(kind, kind.result) for kind in contract.kinds.values() if kind.result and kind.result.columns]
    records = " UNION ALL ".join(_records(kind, result) for kind, result in kinds)
    measures = " UNION ALL ".join(_measures(kind, result) for kind, result in kinds if kind.measure_ids)
    connection.execute(f"CREATE TEMP VIEW lake_result AS {records}")
    connection.execute(f"CREATE TEMP VIEW lake_result_measure AS {measures}")


# Names come from YAML files that were checked to hold plain names only, never from a received file.
def _records(kind: Kind, result: Result) -> str:
    title = kind.title.replace("'", "''")
    own = [name for name in kind.natural_key if name not in ("tahun", "unit")]
    key = ", ".join(
        f"nullif(trim(regexp_replace(lower(coalesce({name}::VARCHAR, '')), '[^a-z0-9]+', ' ', 'g')), '')"
        for name in own
    )
    published_column = f"'{result.published}'" if result.published else "NULL::VARCHAR"
    return f"""
        SELECT
            {RECORD}, file_name, load_id, source_order, to_json(record) AS content, '{kind.kind}' AS kind,
            '{result.instrument}' AS instrument_id, unit_text, unit_key, unit_id, named_unit_id,
            {"is_city" if kind.empty_unit_is_city else "FALSE AS is_city"}, year,
            {f"concat_ws(' | ', {key})" if own else "''"} AS record_key,
            {result.published or "NULL"}::DOUBLE AS published_value, {published_column} AS published_column,
            {result.category or "NULL"}::VARCHAR AS published_category,
            coalesce({result.source or "NULL"}::VARCHAR, '{title}') AS source_note
        FROM lake_{kind.kind} AS record"""  # noqa: S608


def _measures(kind: Kind, result: Result) -> str:
    """One row per record and measure, a missing value included."""
    if result.measure is None:
        columns = ", ".join(result.measures)
        return f"""
            SELECT {RECORD}, measure_id, value::DOUBLE AS value, NULL::DOUBLE AS amount, NULL::DOUBLE AS base
            FROM (SELECT {RECORD}, {columns} FROM lake_{kind.kind})
            UNPIVOT INCLUDE NULLS (value FOR measure_id IN ({columns}))"""  # noqa: S608
    value, amount, base = (f"{name or 'NULL'}::DOUBLE" for name in (result.value, result.amount, result.base))
    return f"""
        SELECT {RECORD}, {result.measure} AS measure_id, {value} AS value, {amount} AS amount, {base} AS base
        FROM lake_{kind.kind} WHERE {result.measure} IS NOT NULL"""  # noqa: S608
