"""Units that change: for whom data count, which years make one series, and which services are the same."""

from __future__ import annotations

from datetime import date

import pandas as pd

from compliance.rules.succession import Succession
from compliance.warehouse import Connection
from etl import lake_views, staging
from etl.service_line import link_services


def read_succession(connection: Connection, as_of: date) -> Succession:
    """What happened to the units of `int_unit` up to the as-of date."""
    units = connection.execute("""
        SELECT unit_id, unit_name, valid_from, valid_to, successor_unit_ids FROM int_unit ORDER BY unit_id
    """).df()
    return Succession(units, as_of)


def unit_tables(connection: Connection, succession: Succession) -> dict[str, pd.DataFrame]:
    """`unit_holder` and `unit_series` (see rules.succession) for every year from the first in any row."""
    as_of = succession.as_of
    tables = [*staging.load_contract().kinds, "rejected", "finding"]
    years_of = " UNION ALL ".join(f"SELECT year FROM {lake_views.named_rows(table)}" for table in tables)  # noqa: S608
    ((first,),) = connection.execute(f"SELECT min(year) FROM ({years_of}) WHERE year > 1900").fetchall()  # noqa: S608
    years = pd.DataFrame({"year": range(min(first or as_of.year, as_of.year), as_of.year + 1)})
    years["reference_date"] = [min(date(year, 12, 31), as_of) for year in years["year"]]
    return {"unit_holder": succession.holders(years), "unit_series": succession.series(years)}


def service_table(connection: Connection, succession: Succession) -> pd.DataFrame:
    """`service_line`: which services of `stg_standar_pelayanan` are one service that moved."""
    services = connection.execute("""
        SELECT
            record.service_id,
            record.unit_id,
            any_value(unit.unit_kind) AS unit_kind,
            any_value(record.service_code) AS service_code,
            list(DISTINCT record.name_key) AS names,
            min(record.tanggal_pengajuan) AS first_day,
            max(record.tanggal_pengajuan) FILTER (record.status <> 'dicabut') AS last_active
        FROM stg_standar_pelayanan AS record
        INNER JOIN int_unit AS unit ON record.unit_id = unit.unit_id
        GROUP BY record.service_id, record.unit_id
        ORDER BY record.service_id
    """).df()
    return link_services(services, succession)
