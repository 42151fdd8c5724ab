"""Messy workbooks and cells: what tired officials send."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.intake.builders import SCORES, STANDARD, SURVEY, UNSUR, USERS, answer, book, sheets, table, text
from tests.intake.case import NOTED, PARTLY, REFUSED, TAKEN, Case

RECAP = ["Tahun", "Unit", "Jumlah Responden", *UNSUR]
PEKPPP = [["tahun", "unit", "kebijakan", "ipp_terbit"], [2024, "DINKES", 4.2, 3.9]]
PEOPLE = ["Nama Responden", "NIK", "No. HP"]
PERSON = ["Rahasia Sekali", "8272010101010001", "081234567890"]
COMPONENTS = ["dasar_hukum", "persyaratan", "prosedur", "jangka_waktu", "biaya_tarif", "produk"]


def merged_headers() -> bytes:
    def build(workbook: Any) -> None:
        sheet = workbook.add_worksheet("Rekap")
        sheet.merge_range(0, 0, 0, 11, "REKAPITULASI SKM TAHUN 2024")
        for column, header in enumerate(RECAP[:3]):
            sheet.merge_range(2, column, 3, column, header)
        sheet.merge_range(2, 3, 2, 11, "Nilai Rata-rata Unsur")
        sheet.write_row(3, 3, [f"U{number}" for number in range(1, 10)])
        sheet.write_row(4, 0, [2024, "Dinas Kesehatan", 150, *[3.25] * 9])

    return book(build)


def merged_units() -> bytes:
    def build(workbook: Any) -> None:
        sheet = workbook.add_worksheet("Layanan")
        sheet.write_row(0, 0, STANDARD)
        sheet.merge_range(1, 0, 3, 0, "DINKES")
        for row, name in enumerate(("Izin praktik", "Izin apotek", "Rujukan"), start=1):
            sheet.write_row(row, 1, [name, "12/01/2024", "draf"])

    return book(build)


def hidden_only() -> bytes:
    def build(workbook: Any) -> None:
        workbook.add_worksheet("Sampul").write(0, 0, "Laporan")
        sheet = workbook.add_worksheet("Data")
        for number, row in enumerate(PEKPPP):
            sheet.write_row(number, 0, row)
        sheet.very_hidden()

    return book(build)


def hidden_copy() -> bytes:
    def build(workbook: Any) -> None:
        for name in ("Data", "Data lama"):
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(PEKPPP):
                sheet.write_row(number, 0, row)
        sheet.hide()

    return book(build)


def error_cells() -> bytes:
    def build(workbook: Any) -> None:
        sheet = workbook.add_worksheet("Data")
        sheet.write_row(0, 0, [*SCORES, "kategori"])
        sheet.write_row(1, 0, [2024, "A"])
        sheet.write_formula(1, 2, "=1/0", value="#DIV/0!")
        sheet.write_row(2, 0, [2024, "B", 80])
        sheet.write_formula(2, 3, '=VLOOKUP("B",A1:B1,2)', value="#N/A")

    return book(build)


def formulas(value: object) -> bytes:
    def build(workbook: Any) -> None:
        sheet = workbook.add_worksheet("Data")
        sheet.write_row(0, 0, SCORES)
        sheet.write_row(1, 0, [2024, "A"])
        sheet.write_formula(1, 2, "=40+47.5", value=value)
        sheet.write_row(2, 0, [2024, "B", 80])

    return book(build)


def two_tables() -> bytes:
    return table(*PEKPPP, [2024, "DLH", 3.1, 3.3], [], RECAP, [2024, "DINKES", 150, *[3.25] * 9])


def long_total_tail() -> bytes:
    return table(
        ["LAPORAN"], [], USERS, [2024, "DINKES", 100], [], [2024, "DLH", 50], ["", "Jumlah", 150], [],
        ["", "Tidore, 5 Januari 2025"], ["", "Kepala Bagian Organisasi"], ["", "ttd"], ["",
        "Nama Jelas, S.Sos."],
    )  # fmt: skip


def words() -> bytes:
    rows = [
        ["Ada", "ya", "✓", "3 hari kerja", "Gratis", "v"],
        ["BELUM", "Tidak ada", "-", "belum", "tidak dipungut biaya", "0"],
        ["n/a", "Tidak berlaku", "x", "1 jam", "Rp 25.000,-", "Surat"],
    ]
    return table(
        [*STANDARD, *COMPONENTS],
        *[["DINKES", f"Layanan {n}", "12/01/2024", "draf", *row] for n, row in enumerate(rows)],
    )


def dates() -> bytes:
    days = [dt.date(2024, 1, 12), dt.datetime(2024, 1, 12, 8, 30), "12 Januari 2024", "12/01/2024",
         "Jumat, 12 Jan 2024",
            "2024-01-12", "31 Februari 2024", "12/01/24", "kemarin"]  # fmt: skip
    return table(SURVEY, *[answer(day=day) for day in days])


def survey(*rows: list[object], header: list[str] = SURVEY) -> bytes:
    return table(header, *rows)


def numbers(*cells: object, header: list[str] = SCORES) -> bytes:
    return table(header, *[[2024, f"UNIT{number}", cell] for number, cell in enumerate(cells)])


def number_formats() -> bytes:
    """Codes that only their format gives zeros, shares that only their format makes percent."""

    def build(workbook: Any) -> None:
        sheet = workbook.add_worksheet("Data")
        zeros = workbook.add_format({"num_format": "000"})
        percent, tenths = (workbook.add_format({"num_format": code}) for code in ("0%", "0.0%"))
        sheet.write_row(0, 0, SCORES)
        for row, (value, form) in enumerate([(0.875, tenths), (0.9, percent), (87.5, percent)], start=1):
            sheet.write_number(row, 0, 2024)
            sheet.write_number(row, 1, 6 + row, zeros)
            sheet.write_number(row, 2, value, form)
        sheet.write_number(4, 0, 2024)
        sheet.write_string(4, 1, "A01", zeros)
        sheet.write_formula(4, 2, "=1/2", percent, 0.5)

    return book(build)


def people_in_a_foreign_sheet() -> bytes:
    return sheets(
        {
            "Skor": [SCORES, [2024, "A", 80]],
            "Daftar": [["Budi Rahasia", "Ternate", "petani"], ["Ani Rahasia", "Soa", "PNS"]],
        }
    )


CASES = [
    Case("title rows, blank rows inside, total and signatures", long_total_tail, TAKEN, 2,
         codes=("BARIS_BUKAN_DATA",),
         says=("7 (jumlah)", "9–12 (keterangan atau tanda tangan)")),
    Case("header over two merged rows", merged_headers, NOTED, 1, codes=("UNSUR_BERNOMOR",),
         values={("skm_rekap", "unit"): ["Dinas Kesehatan"], ("skm_rekap", "sarpras"): [3.25]}),
    Case("unit merged over its services", merged_units, TAKEN, 3,
         values={("standar_pelayanan", "unit"): ["DINKES"] * 3}),
    Case("several kinds in one workbook",
         lambda: sheets({"Petunjuk": [["Baca dulu"]], "A": PEKPPP, "B": [USERS, [2024, "DINKES", "1.250"]]}),
         TAKEN, 2, codes=("LEMBAR_TAK_DIKENAL",), values={("pengguna", "jumlah"): [1250]}),
    Case("two tables on one sheet", two_tables, NOTED, 1, 0, codes=("BARIS_DI_ATAS_JUDUL",), says=("2–3",)),
    Case("data above its header", lambda: text(["A", "Izin apotek", "12 Januari 2024", "draf"], STANDARD,
         ["A", "Izin", "12/01/2024", "draf"]), NOTED, 1, codes=("BARIS_DI_ATAS_JUDUL",), says=("Baris 1 ",)),
    Case("a title in three cells", lambda: table(["Tahun", ":", 2024], ["Unit", ":", "Dinas 1"], SCORES,
         [2024, "A", 80]), TAKEN, 1, absent=("BARIS_DI_ATAS_JUDUL",)),
    Case("a hidden copy is not counted twice", hidden_copy, NOTED, 1, codes=("LEMBAR_TERSEMBUNYI",)),
    Case("data on a hidden sheet only", hidden_only, REFUSED, codes=("LEMBAR_TERSEMBUNYI",
         "BERKAS_HANYA_TERSEMBUNYI"),
         absent=("BERKAS_TAK_DIKENAL",)),
    Case("numbers in every dress", lambda: numbers("87,5", "87,5 %", "87.5", " 87,50\u00a0", 87.5), TAKEN, 5,
         values={("ombudsman", "nilai"): [87.5] * 5}),
    Case("thousands with a dot", lambda: numbers("1.234", "1.234.567", 12, "15", header=USERS), TAKEN, 4,
         values={("pengguna", "jumlah"): [1234, 1234567, 12, 15]}),
    Case("1.234,5 is no count of people", lambda: numbers("1.234,5", "10", header=USERS), PARTLY, 1, 1,
         codes=("BUKAN_BILANGAN_BULAT",)),
    Case("codes and percent as Excel shows them", number_formats, TAKEN, 4, absent=("MUNGKIN_PERSEN",),
         values={("ombudsman", "unit"): ["007", "008", "009", "A01"],
         ("ombudsman", "nilai"): [87.5, 90.0, 87.5, 50.0]}),
    Case("a required title with a word more", lambda: table(["indeks", "nilai_indeks", "tahun_indeks"],
         ["IKM", 80, 2024]), REFUSED, rejected=1, codes=("KOLOM_WAJIB_TIDAK_ADA",),
         says=('Mungkin kolom "tahun_indeks" dimaksudkan sebagai "Tahun"',)),
    Case("a share that no format makes percent", lambda: numbers(0.875, 87.5), NOTED, 2,
         codes=("MUNGKIN_PERSEN",), says=("87,5% sebagai 0,875",)),
    Case("a number that Excel made a date", lambda: numbers(dt.date(2024, 5, 3), 80), PARTLY, 1, 1,
         codes=("ANGKA_TIDAK_TERBACA",), says=("03/05/2024",)),
    Case("dates in every dress", dates, PARTLY, 6, 3, codes=("TANGGAL_TIDAK_TERBACA",
         "TANGGAL_TAHUN_DUA_ANGKA"),
         says=("31 Februari 2024",)),
    Case("dates counted from 1904", lambda: table(SURVEY, answer(day=dt.date(2024, 1, 12)), date_1904=True),
         TAKEN, 1,
         values={("skm_responden", "tanggal"): [dt.datetime(2024, 1, 12)]}),
    Case("error cells", error_cells, PARTLY, 1, 1, codes=("SEL_RUMUS_GALAT",), says=("#DIV/0!", "#N/A")),
    Case("errors as text in a CSV", lambda: text([*SCORES, "sumber"], [2024, "A", 80, "#REF!"], [2024, "#N/A",
         81, ""],
         [2024, "B", "#DIV/0!", ""]), PARTLY, 1, 2, codes=("SEL_RUMUS_GALAT",), file_name="a.csv"),
    Case("an error is no content of a component", lambda: table([*STANDARD, "persyaratan"],
         ["A", "Izin", "12/01/2024", "draf", "#REF!"]), NOTED, 1, codes=("SEL_RUMUS_GALAT",),
         values={("standar_pelayanan", "persyaratan"): [None]}),
    Case("formulas with their values", lambda: formulas(87.5), TAKEN, 2, values={("ombudsman",
         "nilai"): [87.5, 80]}),
    Case("formulas that nobody calculated", lambda: formulas(""), PARTLY, 1, 1, codes=("RUMUS_BELUM_DIHITUNG",
         ),
         absent=("WAJIB_KOSONG",), says=("simpan sekali",)),
    Case("codes with leading zeros", lambda: table(USERS, ["2024", "00012", "5"], [2024, 7.0, 6]), TAKEN, 2,
         values={("pengguna", "unit"): ["00012", "7"]}),
    Case("spaces that are none", lambda: table(["tahun", "unit", "layanan", "jumlah"],
         ["2024\u00a0", " DINKES\u200b", "Izin\u00a0 praktik\u202c ", "\u00a05"]), TAKEN, 1, codes=("SPASI",),
         values={("pengguna", "layanan"): ["Izin praktik"], ("pengguna", "unit"): ["DINKES"]}),
    Case("words and ticks", words, NOTED, 3, codes=("TANDA_MERAGUKAN",),
         values={("standar_pelayanan", "dasar_hukum"): ["ada", "belum", "tidak_berlaku"],
                 ("standar_pelayanan", "prosedur"): ["ada", "belum", None],
                 ("standar_pelayanan", "biaya_tarif"): ["ada", "ada", "ada"]}),
    Case("answers that are no answers", lambda: survey(*[answer(bad, *[3] * 8) for bad in
         ("2.6", 2.6, "1e0", "NaN", "infinity", "0x3", "٣", True, 0, 5)], *[answer() for _ in range(20)]),
         PARTLY, 20, 10, codes=("BUKAN_BILANGAN_BULAT", "ANGKA_TIDAK_TERBACA", "DI_LUAR_RENTANG")),
    Case("a column twice", lambda: table([*SCORES, "nilai"], [2024, "A", "", 80], [2024, "B", 70, 90]), NOTED,
         2,
         codes=("KOLOM_GANDA",), values={("ombudsman", "nilai"): [80, 70]}),
    Case("columns in another order", lambda: table(["nilai", "sumber", "unit", "tahun"], [80, "", "A", 2024]),
         TAKEN, 1,
         values={("ombudsman", "nilai"): [80], ("ombudsman", "unit"): ["A"]}),
    Case("U1 to U9", lambda: survey(["DINKES", "12/01/2024", 1, 2, 3, 4, 1, 2, 3, 4, 1],
         header=["unit", "tanggal", *[f"U{n}" for n in range(1, 10)]]), NOTED, 1, codes=("UNSUR_BERNOMOR",),
         values={("skm_responden", "pengaduan"): [4], ("skm_responden", "sarpras"): [1]}),
    Case("14 unsur", lambda: survey(["DINKES", "12/01/2024", *[3] * 14],
         header=["unit", "tanggal", *[f"U{n}" for n in range(1, 15)]]), REFUSED, 0, 1, codes=("UNSUR_LAIN",),
         says=("14 unsur",)),
    Case("scale 0-100", lambda: survey(*[answer(*[80 + n] * 9) for n in range(5)]), REFUSED, 0, 5,
         codes=("SKALA_LAIN",),
         says=("0 sampai 100",)),
    Case("scale 1-5", lambda: survey(*[answer(*[n] * 9) for n in (1, 2, 3, 4, 5, 5)]), REFUSED, 0, 6,
         codes=("SKALA_LAIN",),
         says=("1 sampai 5",)),
    Case("answers as words", lambda: survey(*[answer(*["baik"] * 9) for _ in range(3)]), REFUSED, 0, 3,
         codes=("SKALA_KATA",)),
    Case("only a header", lambda: table(SURVEY), REFUSED, codes=("BERKAS_TANPA_DATA",)),
    Case("an empty workbook", lambda: table(), REFUSED, codes=("BERKAS_KOSONG",),
         absent=("BERKAS_TAK_DIKENAL",)),
    Case("personal columns", lambda: survey([*PERSON, *answer()], [*PERSON, *answer(9, *[3] * 8)],
         header=[*PEOPLE, *SURVEY]), PARTLY, 1, 1, codes=("KOLOM_PRIBADI",), has_secrets=True),
    Case("NIK as numbers in the column of respondents", lambda: survey(
         [8272010101010001.0, *answer()], [8272010101010001.0, *answer(9, *[3] * 8)], header=["No Responden",
         *SURVEY]),
         PARTLY, 1, 1, codes=("DATA_PRIBADI_DI_KOLOM",), has_secrets=True),
    Case("telephone numbers without their zero", lambda: survey([81234567890, *answer()], header=["Responden",
         *SURVEY]),
         NOTED, 1, codes=("DATA_PRIBADI_DI_KOLOM",), has_secrets=True),
    Case("names under Responden", lambda: survey(["Budi Rahasia", *answer()], ["Ani Rahasia", *answer(9,
         *[3] * 8)],
         header=["Responden", *SURVEY]), PARTLY, 1, 1, codes=("DATA_PRIBADI_DI_KOLOM",), has_secrets=True),
    Case("a telephone number inside a text", lambda: survey([*answer(), "guru, WA 0812-3456-7890"],
         header=[*SURVEY, "pekerjaan"]), NOTED, 1, codes=("DATA_PRIBADI_DI_KOLOM",), has_secrets=True),
    Case("addresses inside texts", lambda: survey([*answer(), "rahasia@contoh.id", "@Rahasia_1"],
         header=[*SURVEY, "pekerjaan", "usia"]), NOTED, 1, codes=("DATA_PRIBADI_DI_KOLOM",),
         has_secrets=True),
    Case("a NIK where the date should stand", lambda: survey(answer(day="8272010101010001"), answer()),
         PARTLY, 1, 1,
         codes=("TANGGAL_TIDAK_TERBACA",), says=("data pribadi disembunyikan",), has_secrets=True),
    Case("a comma in a name shifts a line", lambda: ",".join([*PEOPLE, *SURVEY]).encode() + b"\n" + ",".join(
         map(str, [*PERSON, *answer()])).encode() + b"\nRahasia, S.Sos," + ",".join(map(str, [*PERSON[1:],
         *answer()])).encode(),
         PARTLY, 1, 1, codes=("BARIS_LEBIH_KOLOM", "KOLOM_PRIBADI"), file_name="a.csv", has_secrets=True),
    Case("a line that lacks its first cells", lambda: text([*PEOPLE, *SURVEY], [*PERSON, *answer()],
         ["", "", "", "Rahasia Sekali", "081234567890"]), PARTLY, 1, 1, codes=("BARIS_KURANG_KOLOM",),
         file_name="a.csv",
         has_secrets=True),
    Case("a sheet of people that is no data", people_in_a_foreign_sheet, TAKEN, 1,
         codes=("LEMBAR_TAK_DIKENAL",),
         has_secrets=True),
    Case("HTML and formulas in texts", lambda: table([*STANDARD, "catatan"],
         ["A", "<script>alert(1)</script>", "12/01/2024", "draf", "=HYPERLINK(1)"]), TAKEN, 1,
         values={("standar_pelayanan", "nama_layanan"): ["<script>alert(1)</script>"]}),
    Case("emoji and right-to-left text", lambda: table([*STANDARD, "catatan"],
         ["A", "Izin 🏥", "12/01/2024", "draf", "\u202eخدمة"]), TAKEN, 1,
         values={("standar_pelayanan", "nama_layanan"): ["Izin 🏥"], ("standar_pelayanan",
         "catatan"): ["خدمة"]}),
    Case("a cell of 32,767 letters", lambda: table([*STANDARD, "catatan"],
         ["A", "Izin", "12/01/2024", "x" * 32_767, ""], ["A", "Izin", "12/01/2024", "draf", "y" * 32_767]),
         PARTLY, 1, 1,
         codes=("PILIHAN_TIDAK_DIKENAL",)),
    Case("names of sheets that look like paths", lambda: sheets(
         {"..＼..＼x": PEKPPP, "a..b": PEKPPP, "x" * 31: PEKPPP}), TAKEN, 3),
]  # fmt: skip
