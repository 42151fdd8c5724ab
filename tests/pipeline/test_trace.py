"""From 200 random figures of the sample back to the cells they came from, recomputed by other code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from compliance import queries, warehouse
from compliance.formatting import angka
from compliance.output.trace_duty import explain_duty
from compliance.output.trace_index import explain_index
from compliance.warehouse import Snapshot
from etl import cli
from tests.pipeline import by_hand
from tests.pipeline.small_city import City, answer

N_FIGURES = 200
DUTIES = ("standar_tersedia", "standar_ditetapkan", "komponen_lengkap", "maklumat")
WORST_FIRST = ("tidak_patuh", "berisiko", "tanpa_data", "patuh", "tidak_berlaku")
DECIMALS = {"ikm": 2, "ipp": 2, "ombudsman": 2}


@pytest.fixture
def sample(sample_data_dir: Path) -> Iterator[Snapshot]:
    yield warehouse.current(sample_data_dir)
    warehouse.close_all()


def spellings(snapshot: Snapshot) -> dict[str, set[str]]:
    units = queries.units(snapshot)
    return {
        one.unit_id: {by_hand.squash(text) for text in (one.unit_id, one.unit_name, *one.aliases)}
        for one in units.itertuples()
    }


def by_lot(snapshot: Snapshot, sql: str, n: int) -> list[tuple]:
    """Some rows of a query, the same ones each time."""
    rows = warehouse.read(snapshot, sql, {"duties": list(DUTIES)} if "$duties" in sql else None)
    chosen = np.random.default_rng(2026).choice(len(rows), n, replace=False)
    return list(rows.iloc[chosen].itertuples(index=False, name=None))


def test_two_hundred_random_figures_recomputed_from_their_source_rows(
    sample: Snapshot, sample_data_dir: Path
) -> None:
    """A value, and with it two of its measures: 3 x 55 figures of indexes; 35 verdicts."""
    reader, n_figures = Reader(sample_data_dir / "archive", spellings(sample)), 0
    values = "FROM mart_score WHERE value IS NOT NULL AND unit_id IS NOT NULL"
    many = f"SELECT unit_id, instrument_id, year {values} ORDER BY ALL"
    few = many.replace("ORDER", "AND instrument_id <> 'ikm' ORDER")
    for unit_id, figure, year in [*by_lot(sample, many, 40), *by_lot(sample, few, 15)]:
        where = (unit_id, figure, year)
        found = explain_index(sample, instrument_id=figure, year=year, unit_id=unit_id)
        assert found is not None, where
        document = found.document()
        again = reader.index(document, figure, year)
        assert again["value"] == document["value"], where
        assert f" {year}: {angka(again['value'], DECIMALS[figure])} (" in found.title, where
        assert again.get("n") == document["n_respondents"], where
        given = {one["measure_id"]: one["value"] for one in document["measures"]}
        assert set(given) == set(again["measures"]), where
        for name in np.random.default_rng(year).permutation(sorted(given))[:2]:
            assert float(again["measures"][name]) == pytest.approx(given[name], abs=1e-9), (where, name)
        n_figures += 1 + min(2, len(given))
    duties = "FROM mart_duty WHERE list_contains($duties, duty_id)"
    for unit_id, figure, year in by_lot(sample, f"SELECT unit_id, duty_id, year {duties} ORDER BY ALL", 45):
        found = explain_duty(sample, duty_id=figure, year=year, unit_id=unit_id)
        assert found is not None
        assert reader.duty(found.document(), figure, year) == found.figures["verdict"], (
            unit_id,
            figure,
            year,
        )
        n_figures += 1
    assert n_figures >= N_FIGURES


def test_city_figure_is_the_mean_of_units_recomputed_from_their_rows(
    sample: Snapshot, sample_data_dir: Path
) -> None:
    reader, values = Reader(sample_data_dir / "archive", spellings(sample)), []
    units = queries.scores(sample, instrument_id="ipp", year=2024)
    for unit_id in units.loc[units["value"].notna(), "unit_id"]:
        found = explain_index(sample, instrument_id="ipp", year=2024, unit_id=unit_id)
        assert found is not None
        values.append(by_hand.number(reader.index(found.document(), "ipp", 2024)["value"]))
    city = explain_index(sample, instrument_id="ipp", year=2024)
    assert city is not None
    assert city.figures["value"] == by_hand.half_up(sum(values) / len(values), 2)
    assert f"{len(values)} unit = " in city.text()


class Reader:
    """Figures by hand from the rows that an explanation names."""

    def __init__(self, archive: Path, names: dict[str, set[str]]) -> None:
        self.archive, self.names = archive, names

    def index(self, document: dict[str, Any], figure: str, year: int) -> dict[str, Any]:
        sources = [one for one in document["sources"] if one["is_used"]]
        assert all(one["archive"] == f"archive/{one['file_id']}" for one in sources)
        if figure == "ikm":
            return by_hand.ikm(self.archive, sources, self.names[document["unit_id"]])
        kind = {"ipp": "pekppp", "ombudsman": "ombudsman"}[figure]
        (row,) = [one for one in sources if one["kind"] == kind]
        if figure == "ipp":
            return by_hand.ipp(self.archive, row, year)
        return {"value": by_hand.published(self.archive, row), "measures": {}}

    def duty(self, document: dict[str, Any], duty: str, year: int) -> str:
        end = date(year, 12, 31)
        verdicts = [by_hand.service_verdict(self.archive, one, duty, end) for one in document["sources"]]
        return next((verdict for verdict in WORST_FIRST if verdict in verdicts), "tanpa_data")


def test_command_says_what_the_page_says(sample: Snapshot, sample_data_dir: Path, capsys: Any) -> None:
    found = explain_index(sample, instrument_id="ikm", year=2024, unit_id="DINSOS")
    assert found is not None
    assert cli.main(["--data-dir", str(sample_data_dir), "explain", "dinas sosial", "ikm", "2024"]) == 0
    said = capsys.readouterr().out
    assert said.strip() == found.text()
    assert "IKM = 25 × (3,352 × 1/9 + " in said
    assert "= 82,866667, dibulatkan 82,87." in said
    assert "Persyaratan: 419 : 125 responden = 3,352; bobot 1/9" in said
    assert "76,61–88,30: B · Baik" in said
    assert "Nilai terbit 82,04; hasil hitung 82,87 (+0,83)." in said
    assert "hanya nilai terbitnya: rekap SKM 2022-2025.xlsx, lembar Rekap SKM, baris 39" in said


def test_city_is_explained_with_the_units_it_is_the_mean_of(sample_data_dir: Path, capsys: Any) -> None:
    assert cli.main(["--data-dir", str(sample_data_dir), "explain", "kota", "ikm", "2024", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    formula = next(one for one in document["sections"] if one["title"] == "Rumus")["lines"]
    assert any("81 unit = 81,754568, dibulatkan 81,75" in line for line in formula)
    assert "Dinas Sosial: 82,87" in formula
    assert {one["kind"] for one in document["sources"]} >= {"skm_responden", "target"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("Dinas Sosail", "ikm", "2024"), "Nama yang mirip: Dinas Sosial (DINSOS)"),
        (("DINSOS", "ikn", "2024"), "instrumen 'ikn' tidak dikenal. Pilih salah satu: ikm, ipp"),
        (("DINSOS", "ikm", "2010"), "tidak ada angka ikm untuk DINSOS pada tahun 2010"),
    ],
)
def test_a_figure_that_is_not_there_is_refused_with_a_sentence(
    sample_data_dir: Path, capsys: Any, arguments: tuple[str, ...], sentence: str
) -> None:
    assert cli.main(["--data-dir", str(sample_data_dir), "explain", *arguments]) == 1
    assert sentence in capsys.readouterr().err


def test_replaced_and_future_rows_are_named_as_not_counted(city: City) -> None:
    first = city.write("a.csv", [{"tahun": 2024, "unit": "DSO", "nilai": "70"}])
    city.load(city.inbox / "unit.csv", first)
    second = city.write("b.csv", [{"tahun": 2024, "unit": "DSO", "nilai": "77,5"}])
    ahead = city.write("c.csv", [answer("DKC", "2026-12-05", 4, 1)])
    city.load(second, ahead)
    used = city.read("SELECT file_name, is_used FROM mart_lineage WHERE kind <> 'unit' ORDER BY 1")
    assert used.values.tolist() == [["a.csv", False], ["b.csv", True], ["c.csv", False]]
    found = explain_index(
        warehouse.current(city.folder.root), instrument_id="ombudsman", year=2024, unit_id="DSO"
    )
    assert found is not None
    assert "a.csv, lembar a.csv, baris 2; tidak dihitung" in found.text()
    assert found.figures["value"] == 77.5


def test_every_used_source_row_belongs_to_a_figure(sample: Snapshot) -> None:
    """No value without a source row, and no counted row without a value."""
    lost = warehouse.read(
        sample,
        """
        SELECT s.unit_id, s.instrument_id, s.year FROM mart_score AS s
        WHERE s.unit_id IS NOT NULL AND s.value IS NOT NULL AND NOT EXISTS (
            FROM mart_lineage AS l WHERE l.unit_id = s.unit_id AND l.year = s.year
            AND l.instrument_id = s.instrument_id AND l.is_used AND l.kind NOT IN ('target', 'pengguna'))
        """,
    )
    assert lost.empty
