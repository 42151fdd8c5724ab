"""A small city in CSV files, each row chosen for a reason, and helpers to load it and read its marts."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from compliance import warehouse
from etl import loading
from etl.folder import DataFolder
from etl.progress import Silent
from tests.vocabulary import COMPONENTS, UNSUR

AS_OF = date(2026, 11, 24)

UNITS: list[dict[str, Any]] = [
    {
        "kode_unit": "DKC",
        "nama_unit": "Dinas Kependudukan dan Pencatatan Sipil",
        "jenis_unit": "dinas",
        "nama_lain": "Disdukcapil;Dukcapil",
    },
    {"kode_unit": "DSO", "nama_unit": "Dinas Sosial", "jenis_unit": "dinas"},
    {"kode_unit": "DKS", "nama_unit": "Dinas Kesehatan", "jenis_unit": "dinas"},
    {
        "kode_unit": "PKM",
        "nama_unit": "Puskesmas Soasio",
        "jenis_unit": "puskesmas",
        "kode_induk": "DKS",
        "kecamatan": "Tidore",
    },
    {
        "kode_unit": "LAMA",
        "nama_unit": "Dinas Pasar",
        "jenis_unit": "dinas",
        "berlaku_mulai": "2019-01-01",
        "berlaku_sampai": "2023-12-31",
        "kode_pengganti": "DSO",
    },
]


def answer(unit: str, day: str, values: int | list[int], number: Any = None, **more: Any) -> dict[str, Any]:
    """One survey answer; a single value stands for all nine unsur."""
    nine = [values] * 9 if isinstance(values, int) else values
    return {
        "unit": unit,
        "tanggal": day,
        "nomor_responden": number,
        **dict(zip(UNSUR, nine, strict=True)),
        **more,
    }


def standard(
    unit: str, name: str, day: str, status: str, components: str | None = "ada", **more: Any
) -> dict[str, Any]:
    """One submission of a service's standard; `components` fills all 14 unless `more` names one."""
    return {
        "unit": unit,
        "nama_layanan": name,
        "tanggal_pengajuan": day,
        "status": status,
        **dict.fromkeys(COMPONENTS, components),
        **more,
    }


def write_csv(path: Path, rows: list[dict[str, Any]]) -> Path:
    """A CSV as an Indonesian Excel writes it: semicolons and a byte order mark."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, columns, delimiter=";", restval="")
        writer.writeheader()
        writer.writerows({key: "" if value is None else value for key, value in row.items()} for row in rows)
    return path


class City:
    """A data folder that is loaded and read by tests."""

    def __init__(self, root: Path) -> None:
        self.folder = DataFolder(root / "data")
        self.inbox = root / "inbox"

    def write(self, name: str, rows: list[dict[str, Any]]) -> Path:
        """Put a CSV into the inbox."""
        return write_csv(self.inbox / name, rows)

    def load(self, *files: Path, as_of: date = AS_OF, **options: Any) -> loading.LoadResult:
        """Load files that were written before."""
        return loading.load(self.folder, list(files), Silent(), as_of=as_of, **options)

    def read(self, sql: str) -> pd.DataFrame:
        """Rows of the current snapshot."""
        return warehouse.read(warehouse.current(self.folder.root), sql)

    def one(self, sql: str) -> dict[str, Any]:
        """The only row of a query."""
        frame = self.read(sql)
        assert len(frame) == 1, frame
        row = frame.astype(object).where(frame.notna(), None).iloc[0]
        return row.to_dict()

    def marts(self) -> dict[str, pd.DataFrame]:
        """Every mart but the one that names the snapshot itself."""
        names = self.read("SELECT table_name FROM information_schema.tables ORDER BY 1")["table_name"]
        return {name: self.read(f"SELECT * FROM {name}") for name in names if name != "mart_snapshot"}


Fill = Callable[[City], object]  # writes files and loads them
