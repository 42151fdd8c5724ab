"""Several records of one thing: which one counts, what is added up or averaged, what stays missing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from compliance import warehouse
from tests.pipeline.small_city import City, answer, standard
from tests.vocabulary import COMPONENTS, UNSUR

INSTRUMENTS = Path(__file__).resolve().parent.parent / "instruments"
DESKS = """
kind: loket
title: nilai loket
description: Nilai formulir menurut loket.
natural_key: [tahun, unit, loket, formulir]
recognised_by: [loket, formulir, skor]
recognised_from: 3
result: {instrument: ipp, measure: formulir, value: skor, published: terbit, category: mutu, source: sumber}
columns:
  tahun: {type: year, required: true, label: Tahun, example: "2024", note: Tahun.}
  unit: {type: unit, required: true, label: Unit, example: A, note: Unit.}
  loket: {type: code, required: true, label: Loket, example: "1", note: Loket.}
  formulir: {type: choice, required: true, label: Formulir, example: F02, note: Formulir.,
    choices: {nilai_f02: [F02], nilai_f03: [F03]}}
  skor: {type: decimal, minimum: 0, maximum: 5, label: Skor, example: "3", note: Skor.}
  terbit: {type: decimal, minimum: 0, maximum: 5, label: Terbit, example: "3", note: Nilai terbit.}
  mutu: {type: text, label: Mutu, example: B, note: Mutu.}
  sumber: {type: text, label: Sumber, example: Surat, note: Asal nilai.}
"""
CODES = (
    *("whole", "halves", "weighted", "gap", "blank", "nobody", "single", "resent"),
    *(
        "equal",
        "numbered",
        "undated",
        "two",
        "desks",
        "silent",
        "counts",
        "both",
        "targets",
        "served",
        "set",
        "same",
    ),
)


def recap(unit: str, period: str | None, n: int | None, mean: str, **more: Any) -> dict[str, Any]:
    return {
        "tahun": 2024, "unit": unit, "periode": period, "jumlah_responden": n,
        **dict.fromkeys(UNSUR, mean), **more,
    }  # fmt: skip


def desk(unit: str, number: int, form: str, value: str | None, **more: Any) -> dict[str, Any]:
    return {"tahun": 2024, "unit": unit, "loket": number, "formulir": form, "skor": value, **more}


def volume(unit: str, number: int, met: int | None, all_: int | None) -> dict[str, Any]:
    base = {"tahun": 2024, "unit": unit, "id_standar": number, "jenis": "waktu"}
    return {**base, "volume": all_, "volume_memenuhi": met}


def fill(city: City) -> City:
    shutil.copytree(INSTRUMENTS, city.folder.root)
    (city.folder.root / "sumber" / "loket.yaml").write_text(DESKS, encoding="utf-8")
    units = [{"kode_unit": code, "nama_unit": f"Dinas {code}", "jenis_unit": "dinas"} for code in CODES]
    ended = {
        "kode_unit": "ended",
        "nama_unit": "Dinas ended",
        "jenis_unit": "dinas",
        "berlaku_sampai": "2024-06-30",
    }
    old, new = (
        {"kode_unit": "renamed", "nama_unit": name, "jenis_unit": "dinas"} for name in ("Lama", "Baru")
    )
    city.write("unit.csv", [*units, ended, old, new | {"berlaku_mulai": "2024-01-01"}])
    city.write(
        "rekap.csv",
        [
            recap("whole", None, 100, "3"),
            recap("whole", None, 40, "4", layanan="KTP"),
            recap("halves", "Semester 1", 100, "3", ikm_terbit="75"),
            recap("halves", "Semester 2", 100, "4", ikm_terbit="100", layanan="KTP"),
            recap("weighted", "Semester 1", 100, "3", ikm_terbit="75"),
            recap("weighted", "Semester 2", 300, "4", ikm_terbit="100"),
            recap("gap", "Semester 1", 100, "3"),
            recap("gap", "Semester 2", 100, "4", persyaratan=None),
            recap("blank", None, 100, "3"),
            recap("blank", "Semester 1", 50, "4"),
            recap("nobody", "Semester 1", 0, "3"),
            recap("nobody", "Semester 2", 0, "4"),
            recap("single", None, None, "3"),
            recap("resent", None, 100, "3"),
            recap("resent", "Tahun 2024", 120, "4"),
        ],
    )
    numbered = answer("numbered", "2024-03-01", 4, 7)
    city.write(
        "skm 1.csv", [*[answer("equal", "2024-03-01", 4)] * 3, numbered, answer("two", "2024-03-01", 4, 1)]
    )
    city.write(
        "skm 2.csv", [*[answer("equal", "2024-03-01", 4)] * 2, numbered, answer("two", "2024-03-01", 3, 2)]
    )
    undated = {"unit": "undated", "nomor_responden": 7, **dict.fromkeys(UNSUR, 4)}
    city.write("skm tanpa tanggal.csv", [undated, undated])
    city.write(
        "loket.csv",
        [
            desk("desks", 1, "F02", "3", terbit="3,4", mutu="B-", sumber="Surat 1"),
            desk("desks", 2, "F02", "4", terbit="3,6", mutu="B", sumber="Surat 2"),
            desk("desks", 1, "F03", "3,5", sumber="Surat 3"),
            desk("silent", 1, "F02", "3"),
            desk("silent", 2, "F02", None),
            desk("silent", 1, "F03", "3"),
        ],
    )
    city.write(
        "volume.csv",
        [volume("counts", 1, 8, 10), volume("counts", 2, None, 20), volume("counts", 3, 5, None)],
    )
    city.write(
        "pekppp.csv", [{"tahun": 2024, "unit": "both", "nilai_f02": 4, "nilai_f03": 4, "ipp_terbit": "3,9"}]
    )
    index = {"tahun": 2024, "instrumen": "ipp"}
    newest = index | {"unit": "targets"}
    city.write(
        "indeks.csv",
        [index | {"unit": "both", "nilai": "3"}, newest | {"nilai": "3"}, newest | {"nilai": "4"}],
    )
    city.write("target.csv", [newest | {"target": target} for target in ("3,5", "4,5")])
    city.write("pengguna.csv", [{"tahun": 2024, "unit": "targets", "jumlah": n} for n in (1000, 2000)])
    city.write("ombudsman.csv", [{"tahun": 2024, "unit": "ended", "nilai": 80}])
    action = {"unit": "set", "temuan": "A", "rencana": "B", "tenggat": "2026-01-31"}
    city.write("aksi.csv", [action | {"status": status} for status in ("belum", "berjalan")])
    exempt = dict.fromkeys(COMPONENTS, "Tidak berlaku")
    one_of_three = {"components": None, "dasar_hukum": "Ada", "produk": "Ada", "biaya_tarif": "Belum"}
    city.write(
        "standar 1.csv",
        [
            standard("set", "Akta", "2024-01-01", "ditetapkan", nomor_sk="1", **one_of_three),
            standard("set", "Surat", "2024-01-01", "dicabut"),
            standard(
                "served", "Izin", "2024-01-01", "draf", url_sippn="https://sippn.menpan.go.id/1", **exempt
            ),
            *[standard("same", "Kartu", "2024-01-01", "draf", kode_layanan=code) for code in ("K1", "K2")],
            standard("same", "Buku", "2024-01-01", "draf", kode_layanan="K3"),
        ],
    )
    city.write(
        "standar 2.csv", [standard("same", name, "2024-02-01", "draf") for name in ("Kartu", "Buku", "Buku")]
    )
    city.load(*sorted(city.inbox.glob("*.csv")), year=2024)
    return city


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The filled city; tests only read."""
    yield fill(City(tmp_path_factory.mktemp("beberapa")))
    warehouse.close_all()


def score(city: City, unit: str, instrument: str = "ikm") -> dict[str, Any]:
    return city.one(
        f"SELECT * FROM mart_score WHERE unit_id = '{unit}' AND year = 2024"
        f" AND instrument_id = '{instrument}'"
    )


@pytest.mark.parametrize(
    ("unit", "value", "n_respondents", "published"),
    [
        ("whole", 75.0, 100, None),  # its services are people of it
        ("halves", 87.5, 200, None),  # a service of the second half says nothing of the whole unit
        ("weighted", 93.75, 400, 93.75),
        ("gap", None, 200, None),  # one half lacks an unsur
        ("blank", 75.0, 100, None),  # no period is the whole year, its first half is in it
        ("nobody", None, None, None),
        ("single", 75.0, None, None),  # one recap needs no weight
        ("resent", 100.0, 120, None),
    ],
)
def test_recaps_of_one_year(
    marts: City, unit: str, value: float | None, n_respondents: int | None, published: float | None
) -> None:
    row = score(marts, unit)
    assert (row["value"], row["n_respondents"], row["published_value"]) == (value, n_respondents, published)


def test_answers_in_several_files(marts: City) -> None:
    assert score(marts, "equal")["n_respondents"] == 3  # as many as the file with the most of them
    assert score(marts, "numbered")["n_respondents"] == 1
    assert score(marts, "undated")["n_respondents"] == 2  # numbers start anew in every month
    row = score(marts, "two")
    assert (row["value"], row["score_variance"]) == (87.5, 312.5)  # 100 and 75


def test_records_of_one_index_are_averaged_and_the_newest_is_published(marts: City) -> None:
    row = score(marts, "desks", "ipp")
    assert (row["value"], row["computed_value"]) == (3.5, 3.5)  # 0,75 x (3 + 4) / 2 + 0,25 x 3,5
    assert (row["published_value"], row["published_category"], row["source_note"]) == (3.6, "B", "Surat 3")
    differs = "rule_code = 'TERBIT_BERBEDA' AND unit_id = 'desks'"
    told = marts.one(f"SELECT file_name, row_number FROM mart_finding WHERE {differs}")
    assert told == {"file_name": "loket.csv", "row_number": 3}  # where 3,6 stands
    assert score(marts, "silent", "ipp")["value"] is None  # a desk did not say


def test_counts_are_added_where_both_are_there(marts: City) -> None:
    assert score(marts, "counts", "kinerja_standar")["value"] == 80.0


def test_an_index_that_also_came_by_itself(marts: City) -> None:
    row = score(marts, "both", "ipp")
    assert (row["value"], row["published_value"]) == (4.0, 3.9)
    assert "PEKPPP" in row["source_note"]


def test_the_newest_of_two_counts(marts: City) -> None:
    row = score(marts, "targets", "ipp")
    assert (row["value"], row["target_value"]) == (4.0, 4.5)
    assert row["n_population"] is None  # people are those of the survey
    assert score(marts, "targets")["n_population"] == 2000
    assert marts.one("SELECT status FROM mart_follow_up") == {"status": "berjalan"}


def test_an_ended_unit_and_one_that_nobody_assessed(marts: City) -> None:
    # Only the unit that ended was assessed: neither it nor any other has a row of that year.
    assert marts.read(
        "SELECT * FROM mart_score WHERE instrument_id = 'ombudsman' AND unit_id IS NOT NULL"
    ).empty
    assert marts.one("SELECT unit_name, valid_from FROM mart_unit WHERE unit_id = 'renamed'") == {
        "unit_name": "Baru",
        "valid_from": None,  # one of its two rows does not say since when
    }


def test_services_withdrawn_exempt_or_of_one_name(marts: City) -> None:
    row = marts.one("SELECT * FROM mart_unit_compliance WHERE unit_id = 'set' AND year = 2024")
    assert (row["n_services"], row["n_active"], row["coverage_share"]) == (2, 1, 1.0)
    assert row["completeness_share"] == pytest.approx(2 / 3)
    nothing_asked = marts.one(
        "SELECT n_complete FROM mart_unit_compliance WHERE unit_id = 'served' AND year = 2024"
    )
    assert nothing_asked == {"n_complete": 0}
    assert marts.one(
        "SELECT is_published FROM mart_service_standard WHERE unit_id = 'served' AND year = 2024"
    ) == {"is_published": True}
    same = marts.read("SELECT service_id FROM mart_service_standard WHERE unit_id = 'same' AND year = 2024")
    assert set(same["service_id"]) == {"same/K1", "same/K2", "same/kartu", "same/K3", "same/buku #2"}
