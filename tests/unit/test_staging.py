"""Grids -> typed rows: recognition, headers, cells, findings. One concern per test, on small tables."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from csv import writer
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
import xlsxwriter

from etl import names, staging
from etl.staging.cells import reader_for
from etl.staging.dates import to_moment
from etl.staging.values import to_number, to_rupiah
from tests.vocabulary import UNSUR

SOURCE_DIR = Path(staging.__file__).parent.parent
CODE = re.compile(r'"([A-Z]{2,}(?:_[A-Z0-9]+)+|SPASI)"')
SURVEY = ["unit", "layanan", "tanggal", *UNSUR]


def csv(*rows: list, **options) -> staging.Staged:
    stream = io.StringIO()
    writer(stream, delimiter=";").writerows(rows)
    return staging.stage_file(stream.getvalue().encode(), options.pop("file_name", "data.csv"), **options)


def xlsx(sheets: dict[str, list[list]], **options) -> staging.Staged:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return staging.stage_file(stream.getvalue(), "data.xlsx", **options)


def codes(staged: staging.Staged, severity: str | None = None) -> list[str]:
    found = staged.findings
    return list(found.loc[found["severity"] == severity, "rule_code"] if severity else found["rule_code"])


def finding(staged: staging.Staged, code: str) -> pd.Series:
    return staged.findings[staged.findings["rule_code"] == code].iloc[0]


def answer(*values: object, unit: str = "DINKES", day: str = "12/01/2024") -> list:
    return [unit, "Izin", day, *(values or [3] * 9)]


MINIMAL = {
    "unit": [["kode_unit", "nama_unit", "jenis_unit"], ["DINKES", "Dinas Kesehatan", "Dinas"]],
    "standar_pelayanan": [
        ["unit", "nama_layanan", "tanggal_pengajuan", "status"], ["DINKES", "Izin praktik", "2024-01-12",
        "draf"],
    ],
    "skm_responden": [SURVEY, answer()],
    "skm_rekap": [["tahun", "unit", "jumlah_responden", *UNSUR], ["2024", "DINKES", "150", *["3,25"] * 9]],
    "pengguna": [["tahun", "unit", "jumlah"], ["2024", "DINKES", "1.250"]],
    "pekppp": [["tahun", "unit", "kebijakan", "ipp_terbit"], ["2024", "DINKES", "4,2", "3,9"]],
    "ombudsman": [["tahun", "nilai"], ["2024", "84,94"]],
    "indeks": [["tahun", "instrumen", "nilai"], ["2024", "SPBE", "2,64"]],
    "target": [["tahun", "instrumen", "target"], ["2025", "IKM", "85"]],
    "tindak_lanjut": [
        ["unit", "temuan", "rencana", "tenggat", "status"], ["DINKES", "Maklumat", "Pasang", "30/6/2024",
        "Proses"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", staging.KINDS)
def test_every_kind_is_recognised_by_its_required_columns(kind):
    staged = csv(*MINIMAL[kind])
    assert list(staged.tables) == [kind], staged.findings["message"].tolist()
    assert len(staged.tables[kind]) == 1
    assert staged.sheets["kind"].tolist() == [kind]
    pa.Table.from_pandas(staged.tables[kind], schema=staging.arrow_schema(kind), preserve_index=False)


@pytest.mark.parametrize("kind", staging.KINDS)
def test_the_contract_offers_a_valid_example_for_every_kind(kind):
    columns = staging.load_contract().kinds[kind].columns
    staged = csv(
        [column.label for column in columns.values()], [column.example for column in columns.values()]
    )
    assert len(staged.tables[kind]) == 1, staged.findings["message"].tolist()
    assert not codes(staged, "Galat")


@pytest.mark.parametrize("table", [*staging.KINDS, "_finding", "_rejected", "_sheet"])
def test_tables_have_stable_types_when_empty(table):
    empty = staging.empty_table(table)
    schema = staging.arrow_schema(table)
    assert list(empty.columns) == schema.names
    assert pa.Table.from_pandas(empty, schema=schema, preserve_index=False).num_rows == 0


def test_a_workbook_may_hold_several_kinds_and_other_sheets():
    sheets = {
        "Petunjuk": [["Baca dulu"], ["Isi semua lembar"]],
        "A": MINIMAL["pekppp"],
        "B": MINIMAL["pengguna"],
    }
    staged = xlsx(sheets)
    assert set(staged.tables) == {"pekppp", "pengguna"}
    assert staged.sheets["n_accepted"].tolist() == [0, 1, 1]
    assert "Galat" not in set(staged.findings["severity"])


def test_title_rows_two_header_rows_totals_and_signatures():
    staged = xlsx({"SKM": [
        ["REKAP SURVEI KEPUASAN MASYARAKAT"], ["Tahun 2024"], [],
        ["No", "Tahun", "Unit", "Jumlah Responden", "NILAI UNSUR PELAYANAN"],
        ["", "", "", "", *[f"U{number}" for number in range(1, 10)]],
        ["(1)", "(2)", "(3)", "(4)", *[f"({number})" for number in range(5, 14)]],
        [1, 2024, "Dinas Kesehatan", 150, *[3.25] * 9],
        [],
        [2, 2024, "Puskesmas Tomalou", 80, *[3.5] * 9],
        [3],
        ["", "Jumlah", "", 230],
        ["", "", "", "", "Tidore, 5 Januari 2025"], ["", "", "", "", "Kepala Bagian Organisasi"],
    ]})  # fmt: skip
    table = staged.tables["skm_rekap"]
    assert table["row_number"].tolist() == [7, 9]
    assert table["unit"].tolist() == ["Dinas Kesehatan", "Puskesmas Tomalou"]
    sheet = staged.sheets.iloc[0]
    assert (sheet["header_row"], sheet["n_read"], sheet["n_not_data"]) == (5, 2, 6)
    assert "6 (nomor kolom)" in finding(staged, "BARIS_BUKAN_DATA")["message"]
    assert finding(staged, "UNSUR_BERNOMOR")["severity"] == "Peringatan"


def test_repeated_headers_inside_a_table_are_not_data():
    staged = csv(SURVEY, answer(), SURVEY, answer(day="13/01/2024"))
    assert len(staged.tables["skm_responden"]) == 2
    assert staged.sheets["n_not_data"].tolist() == [1]


def test_a_missing_required_column_refuses_the_sheet_and_names_it():
    header = ["unit", "nama_layanan", "Persyaratan", "Maklumat", "Sttus"]
    staged = csv(header, ["DINKES", "Izin", "Ada", "Ada", "draf"], year=2024)
    assert not staged.tables
    assert len(staged.rejected) == 1
    text = finding(staged, "KOLOM_WAJIB_TIDAK_ADA")["message"]
    assert '"Status"' in text and '"Sttus"' in text and "tanggal_pengajuan" not in text
    assert pd.isna(finding(staged, "KOLOM_WAJIB_TIDAK_ADA")["row_number"])


def test_what_the_sender_can_say_for_a_whole_file_is_told():
    survey = [str(4)] * len(UNSUR)
    assert csv(UNSUR, survey).lacks == {"unit", "year"}
    assert csv(["tanggal", *UNSUR], ["12/01/2025", *survey]).lacks == {"unit"}
    assert csv(UNSUR, survey, unit="A", year=2025).lacks == set()


def test_a_table_of_no_kind_is_told_what_comes_nearest():
    staged = csv(["tahun", "unit", "banyaknya"], ["2024", "A", "5"])
    text = finding(staged, "BERKAS_TAK_DIKENAL")["message"]
    assert (
        '"banyaknya"' in text and 'jumlah pengguna layanan, tetapi kolom "Jumlah pengguna" tidak ada' in text
    )


def test_options_fill_missing_or_empty_columns_only():
    rows = [["tahun", "unit", "jumlah"], ["", "", "5"]]
    filled = csv(*rows, unit="DINKES", year=2023).tables["pengguna"].iloc[0]
    assert (filled["unit"], filled["tahun"], filled["year"]) == ("DINKES", 2023, 2023)
    kept = csv(rows[0], ["2020", "DLH", "5"], unit="DINKES", year=2023).tables["pengguna"].iloc[0]
    assert (kept["unit"], kept["year"]) == ("DLH", 2020)
    partly = csv(rows[0], ["2020", "DLH", "5"], ["2020", "", "6"], unit="DINKES")
    assert codes(partly, "Galat") == ["WAJIB_KOSONG"]


@pytest.mark.parametrize(
    "text", ["", "Kota", "Pemerintah Kota Tidore Kepulauan", "Pemda", "Kota Tidore Kepulauan"]
)
def test_an_empty_unit_or_the_word_for_the_city_means_the_city(text):
    row = csv(["tahun", "unit", "nilai"], ["2024", text, "84,94"]).tables["ombudsman"].iloc[0]
    assert pd.isna(row["unit_text"]) and pd.isna(row["unit_key"]) and pd.isna(row["unit"])


def test_numbered_unsur_follow_the_regulation_and_names_win():
    rows = [["unit", "tanggal", *[f"Unsur {number}" for number in range(1, 10)]]]
    staged = csv(*rows, ["DINKES", "2024-01-12", 1, 2, 3, 4, 1, 2, 3, 4, 1])
    row = staged.tables["skm_responden"].iloc[0]
    assert [row[name] for name in UNSUR] == [1, 2, 3, 4, 1, 2, 3, 4, 1]
    assert codes(staged).count("UNSUR_BERNOMOR") == 1
    named = csv(
        [
            "unit",
            "tanggal",
            *[f"U{n}. {name}" for n, name in enumerate([*UNSUR[:7], "Sarana prasarana", "Pengaduan"], 1)],
        ],
        ["DINKES", "2024-01-12", 1, 2, 3, 4, 1, 2, 3, 4, 1],
    )
    assert (
        named.tables["skm_responden"].iloc[0]["sarpras"],
        named.tables["skm_responden"].iloc[0]["pengaduan"],
    ) == (4, 1)
    assert "UNSUR_BERNOMOR" not in codes(named)


def test_another_number_of_unsur_is_refused_and_empty_extra_columns_are_not():
    header = ["unit", "tanggal", *[f"U{number}" for number in range(1, 15)]]
    old = csv(header, ["DINKES", "2024-01-12", *[3] * 14])
    assert not old.tables and len(old.rejected) == 1
    assert "14 unsur" in finding(old, "UNSUR_LAIN")["message"]
    empty = csv(header, ["DINKES", "2024-01-12", *[3] * 9, *[""] * 5])
    assert len(empty.tables["skm_responden"]) == 1


@pytest.mark.parametrize(("top", "scale"), [(5, "1 sampai 5"), (10, "1 sampai 10"), (100, "0 sampai 100")])
def test_another_scale_is_refused_and_named(top, scale):
    staged = csv(SURVEY, *[answer(*[top if number % 2 else 3] * 9) for number in range(10)])
    assert not staged.tables and len(staged.rejected) == 10
    assert scale in finding(staged, "SKALA_LAIN")["message"]
    assert codes(staged, "Galat") == ["SKALA_LAIN"]


@pytest.mark.parametrize("bad", ["5", "0", "2,6", "1e0", "", "-", "baik"])
def test_one_bad_answer_rejects_its_row_only(bad):
    staged = csv(SURVEY, *[answer() for _ in range(9)], answer(bad, *[3] * 8))
    assert len(staged.tables["skm_responden"]) == 9
    assert staged.rejected["row_number"].tolist() == [11]
    assert staged.findings.loc[staged.findings["severity"] == "Galat", "column_name"].tolist() == [
        "persyaratan"
    ]


def test_respondents_twice_are_taken_with_a_warning():
    header = [*SURVEY, "No. Responden"]
    staged = csv(header, [*answer(), 1], [*answer(), 2], [*answer(), 1], [*answer(day="13/01/2024"), 1])
    assert len(staged.tables["skm_responden"]) == 4
    found = staged.findings[staged.findings["rule_code"] == "RESPONDEN_GANDA"]
    assert found["row_number"].tolist() == [4]


def test_personal_data_leaves_no_trace():
    header = ["Nama", "NIK", "No. HP", "Saran", *SURVEY, "No Responden"]
    secret = ["Rahasia Sekali", "8272010101010001", "081234567890", "hubungi Rahasia"]
    staged = csv(
        header,
        [*secret, *answer(), "8272010101010001"],
        [*secret, *answer("9", *[3] * 8), "8272010101010002"],
    )
    everything = [staged.findings, staged.rejected, staged.sheets, staged.columns, *staged.tables.values()]
    text = "".join(frame.to_csv() for frame in everything)
    assert not [
        word for word in ("Rahasia", "8272010101010001", "8272010101010002", "081234567890") if word in text
    ]
    assert {"KOLOM_PRIBADI", "DATA_PRIBADI_DI_KOLOM"} <= set(codes(staged))
    assert len(staged.rejected) == 1


def test_the_time_of_day_is_kept_and_the_file_name_is_checked():
    staged = csv(
        SURVEY, answer(day="2025-11-12 05:45:53"), answer(day="2025-11-12"), file_name="skm_2024.csv"
    )
    table = staged.tables["skm_responden"]
    assert table["waktu_pengisian"].tolist() == [pd.Timestamp("2025-11-12 05:45:53"), pd.NaT]
    assert table["year"].tolist() == [2025, 2025]
    assert "TAHUN_NAMA_BERKAS" in codes(staged)


def test_year_without_date():
    survey = csv(["unit", *UNSUR], ["DINKES", *[3] * 9], year=2024)
    row = survey.tables["skm_responden"].iloc[0]
    assert pd.isna(row["tanggal"]) and row["year"] == 2024
    assert "TANGGAL_TIDAK_ADA" in codes(survey)
    standard = csv(["unit", "nama_layanan", "status"], ["DINKES", "Izin", "draf"], year=2024)
    assert standard.tables["standar_pelayanan"].iloc[0]["tanggal_pengajuan"] == pd.Timestamp("2024-01-01")


WORDS = [
    ("Ada", "ada"), ("ya", "ada"), ("V", "ada"), ("✓", "ada"), ("✔", "ada"), ("√", "ada"), ("1", "ada"),
    (1.0, "ada"),
    (True, "ada"), ("Perda No. 5 Tahun 2019", "ada"), ("Belum", "belum"), ("TIDAK ADA", "belum"), ("-",
    "belum"),
    ("0", "belum"), (0.0, "belum"), ("belum ada, sedang disusun", "belum"), ("Tidak berlaku",
    "tidak_berlaku"),
    ("n/a", "tidak_berlaku"), ("TB", "tidak_berlaku"), ("", None), ("\u00a0 ", None), ("x", None),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "state"), WORDS)
def test_words_for_a_component(cell, state):
    contract = staging.load_contract()
    read = reader_for(contract.kinds["standar_pelayanan"].columns["dasar_hukum"], contract.general.words)(
        cell
    )
    assert read.value == state
    assert read.code == ("TANDA_MERAGUKAN" if cell == "x" else None)


def register(
    *rows: list, header: tuple = ("unit", "nama_layanan", "nomor_sk", "biaya", "standar_waktu")
) -> staging.Staged:
    return csv(
        [*header, "tanggal_pengajuan", "status"], *[[*row, "2020-12-31", "ditetapkan"] for row in rows]
    )


def test_a_tariff_of_zero_is_free_of_charge_where_amounts_stand():
    staged = register(
        ["A", "x", "1", 0, ""], ["A", "y", "1", 25000, ""], ["A", "z", "1", 250, ""], ["A", "w", "1", "-", ""]
    )
    assert staged.tables["standar_pelayanan"]["biaya_tarif"].tolist() == ["ada", "ada", "ada", "belum"]
    assert finding(staged, "TARIF_JANGGAL")["row_number"] == 4
    ticks = register(["A", "x", "1", 0, ""], ["A", "y", "1", 1, ""])
    assert ticks.tables["standar_pelayanan"]["biaya_tarif"].tolist() == ["belum", "ada"]


def test_time_limits_need_a_number_and_a_unit():
    staged = register(
        ["A", "x", "1", "", " Menit"], ["A", "y", "1", "", "8"], ["A", "z", "1", "", "3 hari kerja"]
    )
    assert staged.tables["standar_pelayanan"]["jangka_waktu"].fillna("").tolist() == ["", "ada", "ada"]
    assert {"JANGKA_TANPA_ANGKA", "JANGKA_TANPA_SATUAN"} <= set(codes(staged))


def test_register_defects_are_reported_and_the_rows_taken():
    cut = "a" * 49
    staged = register(["A", cut + "1", "No : 1 Tahun 2020", "", ""], ["A", cut + "2", "Nomor : 2/2020",
    "", ""],
                      ["A", cut + "3", "", "", ""], ["A", "Izin", "1", "", ""], ["A", "izin ", "1", "",
                      ""])  # fmt: skip
    table = staged.tables["standar_pelayanan"]
    assert len(table) == 5
    assert table["occurrence"].tolist() == [1, 1, 1, 1, 2]
    assert codes(staged).count("NAMA_TERPOTONG") == 3
    assert codes(staged).count("SK_TANPA_NOMOR") == 1
    assert {"LAYANAN_GANDA", "SK_RAGAM_TULISAN", "SK_TANPA_TANGGAL", "SPASI"} <= set(codes(staged))


def test_unit_list_defects_are_reported_and_the_rows_taken():
    staged = csv(
        ["kode_unit", "nama_unit", "jenis_unit", "kode_induk"],
        ["D.4.1", "Dinas Perkim", "Dinas", ""], ["D.5.1", "DINAS DINAS SOSIAL", "dinas daerah", ""],
        ["D.5.1.6", "UPT Panti", "UPTD", "D.4.1"], ["E", "Perumda Air", "Perumda", ""], ["F", "Aneh",
        "gugus", ""],
    )  # fmt: skip
    assert staged.tables["unit"]["jenis_unit"].tolist() == ["dinas", "dinas", "upt", "bumd", "lainnya"]
    assert finding(staged, "INDUK_TIDAK_COCOK")["row_number"] == 4
    assert '"D.5.1" (DINAS DINAS SOSIAL)' in finding(staged, "INDUK_TIDAK_COCOK")["message"]
    assert {"KATA_GANDA", "JENIS_UNIT_LAINNYA"} <= set(codes(staged))


def test_sub_unit_goes_before_its_department_and_zero_means_none():
    staged = register(
        ["12", "0", "a", "1"], ["12", "7", "b", "1"], header=("id_satker", "id_unit", "n_layanan", "nomor_sk")
    )
    assert staged.tables["standar_pelayanan"]["unit"].tolist() == ["12", "7"]


NUMBERS = [
    ("87,5", 87.5), ("1.234,5", 1234.5), ("87.5", 87.5), ("87,5 %", 87.5), ("\u00a01.234\u00a0", 1234),
    (3.0, 3), ("1e0", None),
    ("", None), ("NaN", None), ("0x3", None), ("1_0", None), (float("nan"), None), (True, None),
    ("1,2,3", None), ("٣", None),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "number"), NUMBERS)
def test_numbers(cell, number):
    assert to_number(cell) == number


def test_a_dot_before_three_digits_depends_on_what_the_column_allows():
    assert (to_number("3.125", maximum=4), to_number("3.125")) == (3.125, 3125)


@pytest.mark.parametrize(
    ("cell", "amount"), [("Rp 25.000,-", 25000), ("Rp. 0", 0), (25000.0, 25000), ("gratis", None)]
)
def test_amounts(cell, amount):
    assert to_rupiah(cell) == amount


DATES = [
    ("2024-01-12", None), ("12/01/2024", None), ("12-1-2024", None), ("12 Januari 2024", None),
    ("Jumat, 12 Jan 2024", None),
    (dt.date(2024, 1, 12), None), (dt.datetime(2024, 1, 12), None), (45303.0, None),
    ("12 Januari 2024 pukul 08.30", 8),
    ("2024-01-12T08:30:00+09:00", 8), ("1/12/2024", "other"), ("12-1-24", "TANGGAL_TAHUN_DUA_ANGKA"),
    ("01/25/2024", "TANGGAL_TIDAK_TERBACA"), ("31/02/2024", "TANGGAL_TIDAK_TERBACA"),
    (2024.0, "TANGGAL_TIDAK_TERBACA"),
    ("12/01/0204", "TANGGAL_DI_LUAR_RENTANG"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), DATES)
def test_dates(cell, expected):
    words = staging.load_contract().general.words
    read = to_moment(cell, {name: number for number, names_ in words.months.items() for name in names_})
    if isinstance(expected, str) and expected != "other":
        assert read == (None, expected)
    elif expected == "other":
        assert read.value[0] == dt.date(2024, 12, 1)
    else:
        assert read.value[0] == dt.date(2024, 1, 12)
        assert (read.value[1].hour if read.value[1] else None) == expected


def test_month_first_dates_raise_a_doubt_about_the_column():
    staged = csv(SURVEY, answer(day="1/25/2024"), answer(day="3/4/2024"))
    assert {"TANGGAL_TIDAK_TERBACA", "TANGGAL_BULAN_DULU"} <= set(codes(staged))


def test_error_cells_reject_what_matters_and_lose_what_does_not():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["tahun", "unit", "nilai", "sumber"])
        sheet.write_row(1, 0, [2024, "A"])
        sheet.write_formula(1, 2, "=1/0", value="#DIV/0!")
        sheet.write_row(2, 0, [2024, "B", 80])
    staged = staging.stage_file(stream.getvalue(), "a.xlsx")
    assert staged.tables["ombudsman"]["unit"].tolist() == ["B"]
    assert finding(staged, "SEL_RUMUS_GALAT")["value"] == "#DIV/0!"


def test_hidden_sheets_are_reported_and_not_taken():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name in ("Data", "Lama"):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(MINIMAL["pekppp"]):
                sheet.write_row(number, 0, row)
        sheet.hide()
    staged = staging.stage_file(stream.getvalue(), "a.xlsx")
    assert len(staged.tables["pekppp"]) == 1
    assert finding(staged, "LEMBAR_TERSEMBUNYI")["sheet"] == "Lama"


def test_lines_with_too_many_or_too_few_cells():
    text = "tahun,unit,nilai,sumber\n2024,A,87,5,x\n2024,B,88\n2024,C,89,y\n"
    staged = staging.stage_file(text.encode(), "a.csv")
    assert staged.tables["ombudsman"]["unit"].tolist() == ["B", "C"]
    assert finding(staged, "BARIS_LEBIH_KOLOM")["row_number"] == 2
    assert finding(staged, "BARIS_KURANG_KOLOM")["row_number"] == 3


def test_rejected_rows_keep_their_cells():
    staged = csv(["tahun", "unit", "nilai"], ["2024", "A", "120"], ["2024", "B", "12"])
    rejected = staged.rejected.iloc[0]
    assert json.loads(rejected["raw"]) == ["2024", "A", "120"]
    assert (rejected["row_number"], rejected["unit_key"], rejected["year"], rejected["kind"]) == (
        2,
        "a",
        2024,
        "ombudsman",
    )


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 50, b"satu kalimat saja", b"a;b\n1;2\n"])
def test_files_that_are_no_input_are_refused_with_a_sentence(content):
    staged = staging.stage_file(content, "x.csv")
    assert not staged.tables
    refusal = staged.findings[staged.findings["severity"] == "Galat"]
    assert (
        len(refusal) == 1
        and pd.isna(refusal["row_number"].iloc[0])
        and refusal["message"].iloc[0].endswith(".")
    )


def test_a_file_without_rows_is_refused():
    assert codes(csv(SURVEY), "Galat") == ["BERKAS_TANPA_DATA"]


def test_many_equal_remarks_are_summed_up():
    rows = [answer(unit="A")[:1] + [f"Izin  {number}"] + answer()[2:] for number in range(1_100)]
    staged = csv(SURVEY, *rows)
    assert codes(staged).count("SPASI") == 1_000
    assert "100 baris lain" in finding(staged, "TEMUAN_DIRINGKAS")["message"]


def test_unit_keys():
    assert names.unit_key("  Dinas\u00a0KESEHATAN, Kota ") == "dinas kesehatan kota"
    assert names.unit_key("Ma'rifat & Café") == "marifat dan cafe"
    assert names.unit_key("D.1.11") != names.unit_key("D.11.1")
    assert names.unit_key(" - ") is None and names.unit_key(None) is None


def test_every_code_that_the_program_uses_is_in_the_contract():
    contract = staging.load_contract()
    known = {rule.code for rule in contract.general.rules}
    known |= {rule.code for kind in contract.kinds.values() for rule in kind.rules}
    sources = [path for folder in ("reading", "staging") for path in (SOURCE_DIR / folder).rglob("*.py")]
    used = {code for path in sources for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert len(used) > 50
    assert used <= known
    assert known <= used, "rules that nothing uses"


def test_every_rule_of_the_contract_speaks_in_sentences():
    contract = staging.load_contract()
    rules = [*contract.general.rules, *(rule for kind in contract.kinds.values() for rule in kind.rules)]
    assert len(rules) > 50
    for rule in rules:
        assert rule.message.rstrip("'\"").endswith((".", "{nearest}", "{instrument}", "{seen}")), rule.code
        assert rule.action.endswith((".", "{hint}")), rule.code
