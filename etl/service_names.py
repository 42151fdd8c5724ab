"""Services of one unit under names so like that they may be one service: proposed, never merged by likeness.

Without a code a service is known by its name, so that a slip of the pen makes a second one. A person says
that two names are one service (`names accept --service`); see etl.accepted.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
from rapidfuzz import fuzz

from compliance.warehouse import Connection
from etl.resolve import N_NEAREST, PROPOSAL_COLUMNS

LIKE = 90  # below this, services that differ in a word resemble each other, too
COLUMNS = ["service_id", "unit_id", "name_text", "n_rows", "n_files", "file_id", "sheet", "row_number"]
_NUMBER = re.compile(r"[0-9]+|[ivx]+")  # "tahap ii" is not "tahap i"


def service_key(name: str) -> str:
    """How names of services are compared; the same as in stg_standar_pelayanan.sql."""
    return re.sub("[^a-z0-9]+", " ", name.lower()).strip()


def proposals(connection: Connection) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`service_proposal`, a row per name that may be a slip, and its nearest names as PROPOSAL_COLUMNS.

    Names that stand in one file are two services; so are two codes, and names with other numbers.
    """
    known = connection.execute("""
        SELECT service_id, unit_id, any_value(service_code) AS service_code,
            max_by(nama_layanan, tanggal_pengajuan) AS name_text, min(tanggal_pengajuan) AS first_day,
            count(*) AS n_rows, count(DISTINCT version.file_id) AS n_files,
            list(DISTINCT version.file_id) AS files, min_by(file_id, source_order) AS file_id,
            min_by(sheet, source_order) AS sheet, min_by(row_number, source_order) AS row_number
        FROM (SELECT *, unnest(versions) AS version FROM stg_standar_pelayanan)
        GROUP BY service_id, unit_id ORDER BY unit_id, first_day, service_id
    """).df()
    rows: list[dict[str, Any]] = []
    near: list[tuple[Any, ...]] = []
    for _, group in known.groupby("unit_id", sort=False):
        services: list[dict[str, Any]] = [
            dict(zip(known.columns, one, strict=True)) for one in group.to_numpy()
        ]
        for place, one in enumerate(services):
            if not isinstance(one["service_code"], str):
                scored = [(_likeness(one, other), other) for other in services[:place]]
                like = sorted((pair for pair in scored if pair[0] >= LIKE), key=lambda pair: -pair[0])
                rows += [one] if like else []
                near += [_proposal(one, *pair, nth) for nth, pair in enumerate(like[:N_NEAREST], start=1)]
    found = pd.DataFrame(rows, columns=COLUMNS).astype(
        {name: "int64" if name in ("n_rows", "n_files", "row_number") else "str" for name in COLUMNS}
    )
    return found, pd.DataFrame(near, columns=PROPOSAL_COLUMNS)


def _likeness(one: dict[str, Any], other: dict[str, Any]) -> float:
    keys = service_key(one["name_text"]), service_key(other["name_text"])
    numbers = [sorted(word for word in key.split() if _NUMBER.fullmatch(word)) for key in keys]
    if keys[0] == keys[1] or numbers[0] != numbers[1] or set(one["files"]) & set(other["files"]):
        return 0.0
    return round(fuzz.token_sort_ratio(*keys), 1)


def _proposal(one: dict[str, Any], score: float, other: dict[str, Any], place: int) -> tuple[Any, ...]:
    code = other["service_code"] if isinstance(other["service_code"], str) else other["name_text"]
    return one["service_id"], place, code, other["name_text"], score
