"""`explain`: where a figure comes from."""

from __future__ import annotations

import json
from datetime import date

import click

from compliance import queries, warehouse
from compliance.errors import PantauError
from compliance.warehouse import Snapshot
from etl.folder import DataFolder
from etl.names import unit_key
from etl.resolve import UnitNames

CITY_WORDS = {"kota", "daerah"}


class NoFigureError(PantauError):
    """There is no such figure; the message names what was asked and what there is."""


@click.command(
    "explain",
    help="Jelaskan satu angka: rumus dengan bilangannya dan baris sumbernya. UNIT adalah kode atau nama "
    "unit, atau 'kota'; INSTRUMEN adalah kode instrumen (ikm, ipp, ...), kewajiban (maklumat, ...), "
    "atau tindak_lanjut.",
)
@click.argument("unit", metavar="UNIT")
@click.argument("figure", metavar="INSTRUMEN")
@click.argument("year", metavar="TAHUN", type=click.IntRange(2000, 2100))
@click.option("--json", "as_json", is_flag=True, help="Keluarkan satu dokumen JSON.")
@click.pass_obj
def explain(folder: DataFolder, unit: str, figure: str, year: int, as_json: bool) -> int:
    """The formula with its numbers, and the source rows."""
    from compliance.output import trace_figure  # a load need not wait for it

    snapshot, known = warehouse.current(folder.root), trace_figure.names()
    unit_id = _unit_id(snapshot, unit, year)
    if figure not in known:
        raise NoFigureError(f"instrumen '{figure}' tidak dikenal. Pilih salah satu: {', '.join(known)}.")
    found = trace_figure.explain(snapshot, figure=figure, year=year, unit_id=unit_id)
    if found is None:
        raise NoFigureError(
            f"tidak ada angka {figure} untuk {unit} pada tahun {year}. "
            "Periksa tahunnya, dan apakah unit itu ada dan dinilai pada tahun itu."
        )
    print(json.dumps(found.document(), ensure_ascii=False, indent=2) if as_json else found.text())
    return 0


def _unit_id(snapshot: Snapshot, text: str, year: int) -> str | None:
    """The unit that bore a code, name or alias in the year; None for the city. Names the nearest, else."""
    units = queries.units(snapshot)
    columns = {"unit_name": "nama_unit", "valid_from": "berlaku_mulai", "valid_to": "berlaku_sampai"}
    listed = units.rename(columns=columns).assign(kode_unit=units["unit_id"])
    names = UnitNames(listed.assign(nama_lain=[";".join(aliases) for aliases in units["aliases"]]))
    key = unit_key(text) or ""
    found = names.find(key, date(year, 12, 31))
    if found is not None:
        return found
    if key in CITY_WORDS or key == unit_key(queries.snapshot_info(snapshot)["city_name"].iloc[0]):
        return None
    near = [f"{title} ({unit})" for unit, title, _ in names.nearest(key)] if key else []
    hint = f" Nama yang mirip: {'; '.join(near)}." if near else ""
    raise NoFigureError(f"unit '{text}' tidak ada dalam daftar perangkat daerah.{hint}")
