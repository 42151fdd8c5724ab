"""Text tables: separators, encodings, line ends, quotes, and what applications leave behind."""

from __future__ import annotations

from dataclasses import replace

from tests.intake.builders import SCORES, SURVEY, USERS, answer, text
from tests.intake.case import NOTED, PARTLY, REFUSED, TAKEN, Case

ROWS = ([2024, "Café", "87,5"], [2024, "B", "88,5"])
LINES = b"tahun;unit;nilai\n2024;A;80\n2024;B;81\n"
HEADER = ";".join(SCORES)


def forgotten_quote() -> bytes:
    lines = [";".join(map(str, answer(day=f"{day}/01/2024"))) for day in range(1, 29)]
    lines[9] = lines[9].replace("Izin", '"Izin')
    return "\n".join([";".join(SURVEY), *lines]).encode()


def unicode_of(encoding: str) -> bytes:
    return text(SCORES, *ROWS, encoding=encoding)


VALUES = {("ombudsman", "unit"): ["Café", "B"], ("ombudsman", "nilai"): [87.5, 88.5]}
TWO = {("ombudsman", "unit"): ["A", "B"]}

CASES = [replace(case, file_name="kiriman.csv") for case in (
    Case("semicolons", lambda: text(SCORES, *ROWS), TAKEN, 2, values=VALUES),
    Case("commas and quotes", lambda: text(SCORES, *ROWS, sep=","), TAKEN, 2, values=VALUES),
    Case("tabs", lambda: text(SCORES, *ROWS, sep="\t"), TAKEN, 2, values=VALUES),
    Case("byte order mark", lambda: unicode_of("utf-8-sig"), TAKEN, 2, values=VALUES),
    Case("Windows-1252", lambda: unicode_of("cp1252"), TAKEN, 2, values=VALUES),
    Case("UTF-16 with a mark", lambda: unicode_of("utf-16"), TAKEN, 2, values=VALUES),
    Case("UTF-16 without a mark", lambda: unicode_of("utf-16-le"), TAKEN, 2, values=VALUES),
    Case("UTF-16, big end first", lambda: unicode_of("utf-16-be"), TAKEN, 2, values=VALUES),
    Case("line ends mixed", lambda: b"tahun;unit;nilai\r\n2024;A;80\r2024;B;81\n2024;C;82", TAKEN, 3),
    Case("damaged letters", lambda: LINES + b"2024;\x81\x8d\xff;82\n", NOTED, 3, codes=("KARAKTER_RUSAK",)),
    Case("a separator line of Excel", lambda: b"sep=;\n" + LINES, TAKEN, 2, values=TWO),
    Case("an unterminated quote", forgotten_quote, PARTLY, 27, 1, codes=("KUTIP_TIDAK_DITUTUP",),
         says=("Baris 11:",)),
    Case("a cell with a line break",
         lambda: b'tahun;unit;nilai;sumber\n2024;A;80;"dua\r\n\nbaris"\n2024;B;81;\n',
         TAKEN, 2, values={("ombudsman", "sumber"): ["dua baris", None]}),
    Case("an inch is no quote", lambda: b'tahun;unit;nilai;sumber\n2024;A;80;pipa 5" saja\n2024;B;81;\n',
         TAKEN, 2),
    Case("long and short lines", lambda: LINES + b"2024;C;82;83\n2024;D\n2024;E;84;;;\n", PARTLY, 3, 2,
         codes=("BARIS_LEBIH_KOLOM", "BARIS_KURANG_KOLOM")),
    Case("decimal commas among commas", lambda: b"tahun,unit,nilai,sumber\n2024,A,87,5,x\n2024,B,88,y\n",
         PARTLY, 1, 1,
         codes=("BARIS_LEBIH_KOLOM",)),
    Case("NUL bytes and control characters in cells",
         lambda: LINES.replace(b"A", b"\x00\x01D\x02I\x03N\x04K\x05E\x06S\x07\x08\x1f").replace(b"B",
         b"B\x0bC"),
         TAKEN, 2, codes=("KARAKTER_KENDALI",), values={("ombudsman", "unit"): ["DINKES", "B C"]}),
    Case("a tail of NUL bytes", lambda: LINES + b"\x00" * 4_000, TAKEN, 2, codes=("KARAKTER_KENDALI",),
         values=TWO),
    Case("the end mark of old systems", lambda: LINES + b"\x1a", TAKEN, 2, values=TWO),
    Case("blank lines everywhere", lambda: b"\n\n" + LINES.replace(b"\n", b"\n\n;;\n") + b"\n\n", TAKEN, 2,
         values=TWO),
    Case("only a header line", lambda: HEADER.encode(), REFUSED, codes=("BERKAS_TANPA_DATA",)),
    Case("no byte at all", lambda: b"", REFUSED, codes=("BERKAS_KOSONG",)),
    Case("only blanks", lambda: b"\xef\xbb\xbf \r\n\t\r\n", REFUSED, codes=("BERKAS_KOSONG",)),
    Case("one column", lambda: b"nilai\n80\n81\n", REFUSED, codes=("BERKAS_TAK_DIKENAL",)),
    Case("a separator that is none", lambda: LINES.replace(b";", b"|"), REFUSED, codes=("BERKAS_TAK_DIKENAL",
         ),
         says=("titik koma",)),
    Case("a required column lacks", lambda: text(["unit", "jumlah responden", "persyaratan"], ["A", 9, 3]),
         REFUSED, 0, 1,
         codes=("KOLOM_WAJIB_TIDAK_ADA",), says=("sebutkan tahunnya saat mengirim",)),
    Case("the sender names what lacks", lambda: text(["persyaratan", "jumlah responden", "ikm"], ["3,2", 9,
         80]),
         NOTED, 1, codes=("UNSUR_TIDAK_LENGKAP",), options={"unit": "DINKES", "year": 2024}),
    Case("a header twice", lambda: text(USERS, [2024, "A", 5], USERS, [2024, "B", 6]), TAKEN, 2,
         codes=("BARIS_BUKAN_DATA",), says=("3 (judul kolom berulang)",)),
    Case("a line with a thousand cells too many", lambda: LINES + b"2024;C;82" + b";" * 50_000 + b"\n", TAKEN,
         3),
)]  # fmt: skip
