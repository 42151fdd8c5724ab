"""What one report is about: snapshot, year, the city or one unit; and the questions it asks, each once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from compliance import queries
from compliance.config import Config
from compliance.errors import PantauError
from compliance.formatting import tanggal
from compliance.warehouse import Snapshot
from compliance.words import label


class UnknownUnit(PantauError):  # noqa: N818 (says what is the case)
    """The snapshot has no unit of that code."""


class UnknownYear(PantauError):  # noqa: N818 (says what is the case)
    """The snapshot has no figures of that year."""


@dataclass(frozen=True)
class Scope:
    """facts: the row of mart_snapshot. unit: the row of mart_unit, None for the whole city."""

    snapshot: Snapshot
    year: int
    config: Config
    facts: dict[str, Any]
    unit: pd.Series | None = None
    _frames: dict[Any, pd.DataFrame] = field(default_factory=dict, repr=False)

    def frame(self, query: Callable[..., pd.DataFrame], **arguments: Any) -> pd.DataFrame:
        """The answer to a question of compliance.queries, asked once per report."""
        key = (query.__name__, *sorted(arguments.items()))
        if key not in self._frames:
            self._frames[key] = self._told_apart(query(self.snapshot, **arguments))
        return self._frames[key]

    def _told_apart(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows, where units of one name bear their code too: tables and charts go by names."""
        if not {"unit_id", "unit_name"} <= set(rows.columns):
            return rows
        names = rows.dropna(subset=["unit_id"]).groupby("unit_name")["unit_id"].nunique()
        shared = rows["unit_name"].isin(names[names > 1].index)
        if not shared.any():
            return rows
        coded = rows["unit_name"] + " (" + rows["unit_id"] + ")"
        return rows.assign(unit_name=rows["unit_name"].mask(shared, coded))

    @property
    def unit_id(self) -> str | None:
        """Code of the unit, None for the city."""
        return None if self.unit is None else str(self.unit["unit_id"])

    @property
    def is_city(self) -> bool:
        """True for a report on the whole city."""
        return self.unit is None

    @property
    def units(self) -> dict[str, Any]:
        """The filter of units that queries take."""
        return {} if self.unit is None else {"unit_id": self.unit_id}

    @property
    def city(self) -> str:
        """Name of the city."""
        return str(self.facts["city_name"])

    @property
    def place(self) -> str:
        """The place within a sentence: 'kota', or the name of the unit."""
        return "kota" if self.unit is None else str(self.unit["unit_name"])

    @property
    def text(self) -> str:
        """Year and unit in words, as the filters of the dashboard are written."""
        return f"Tahun {self.year}" + ("" if self.unit is None else f" · {self.place}")

    @property
    def as_of(self) -> str:
        """The day to which the figures speak, in words."""
        return tanggal(self.facts["as_of"])

    @property
    def is_sample(self) -> bool:
        """True if the figures are made up."""
        return bool(self.facts["is_sample"])

    @property
    def unit_kind(self) -> str:
        """'Puskesmas'; '' for the city."""
        return "" if self.unit is None else label("unit_kind", self.unit["unit_kind"])


def scope_of(snapshot: Snapshot, year: int, config: Config, unit_id: str | None = None) -> Scope:
    """The scope of one document. Raises UnknownYear, UnknownUnit."""
    _check_year(snapshot, year)
    row = queries.snapshot_info(snapshot).iloc[0]
    facts = {str(name): value for name, value in row.items()}
    if unit_id is None:
        return Scope(snapshot, year, config, facts)
    units = queries.units(snapshot)
    found = units[units["unit_id"] == unit_id]
    if found.empty:
        raise UnknownUnit(
            f"Unit dengan kode '{unit_id}' tidak ada dalam data yang berlaku ({len(units)} unit). "
            "Periksa kodenya pada halaman Profil unit atau pada berkas daftar unit."
        )
    return Scope(snapshot, year, config, facts, found.iloc[0])


def _check_year(snapshot: Snapshot, year: int) -> None:
    known = sorted(int(one) for one in queries.years(snapshot)["year"])
    if not known:
        raise UnknownYear(
            f"Tahun {year} tidak dapat dipilih: belum ada unit atau nilai dalam data yang berlaku."
        )
    if year not in known:
        span = " sampai ".join(dict.fromkeys(map(str, (known[0], known[-1]))))
        raise UnknownYear(
            f"Tahun {year} tidak ada dalam data yang berlaku. Pilih tahun {span}, atau muat berkas tahun itu "
            "lebih dahulu."
        )
