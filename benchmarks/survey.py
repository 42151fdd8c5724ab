"""Seeded survey files of any size, and what is wrong in them: the same arguments give the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from compliance import standards

UNSUR = tuple(name for name, _ in standards.load().indexes["ikm"].measures)
HEADERS = ("unit", "layanan", "tanggal", "nomor_responden", *UNSUR, "jenis_kelamin")

# One row in a hundred is bad, in one of these ways in turn: the cells that are replaced, and the rule that
# must name each of them.
CELL_FAULTS: tuple[dict[str, tuple[str, str]], ...] = (
    {"persyaratan": ("5", "DI_LUAR_RENTANG")},
    {"prosedur": ("0", "DI_LUAR_RENTANG")},
    {"waktu": ("baik", "ANGKA_TIDAK_TERBACA")},
    {"biaya": ("", "WAJIB_KOSONG")},
    {"produk": ("2,5", "BUKAN_BILANGAN_BULAT")},
    {"kompetensi": ("1e0", "ANGKA_TIDAK_TERBACA")},
    {"perilaku": ("NaN", "ANGKA_TIDAK_TERBACA")},
    {"pengaduan": ("-1", "DI_LUAR_RENTANG")},
    {"sarpras": ("44", "DI_LUAR_RENTANG")},
    {"tanggal": ("31/02/2024", "TANGGAL_TIDAK_TERBACA")},
    {"tanggal": ("kemarin", "TANGGAL_TIDAK_TERBACA")},
    {"tanggal": ("", "WAJIB_KOSONG")},
    {
        "tanggal": ("baru", "TANGGAL_TIDAK_TERBACA"),
        "waktu": ("9", "DI_LUAR_RENTANG"),
        "sarpras": ("x", "ANGKA_TIDAK_TERBACA"),
    },
)
# Lines that are no record: what is made of them in SQL, and the rule that must name the row.
LINE_FAULTS: tuple[tuple[str, str], ...] = (
    ("line || ';lebih;lagi'", "BARIS_LEBIH_KOLOM"),
    ("left(line, 30)", "BARIS_KURANG_KOLOM"),
    ("replace(line, ';Layanan', ';\"Layanan')", "KUTIP_TIDAK_DITUTUP"),
)
N_FAULTS = len(CELL_FAULTS) + len(LINE_FAULTS)


@dataclass(frozen=True)
class Survey:
    """A survey of `n_rows` answers about `n_units` units on `n_days` days; faulty: one row in 100 is bad."""

    n_rows: int
    n_units: int = 50
    first_day: date = date(2024, 1, 1)
    n_days: int = 365
    is_faulty: bool = False
    seed: int = 1

    def write(self, path: Path) -> Path:
        """The file as CSV with semicolons."""
        path.parent.mkdir(parents=True, exist_ok=True)
        header = ";".join(HEADERS)
        with duckdb.connect() as connection:
            connection.execute("SET enable_progress_bar = false")
            connection.execute(f"""
                COPY (
                    SELECT line FROM (SELECT -1 AS i, '{header}' AS line UNION ALL {self._lines()}) ORDER BY i
                ) TO '{path.as_posix()}' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '|')
            """)
        return path

    def cells(self) -> list[list[str | int]]:
        """The rows as a spreadsheet holds them: scores are numbers. Only of a survey without faults."""
        with duckdb.connect() as connection:
            rows = connection.execute(f"SELECT line FROM ({self._lines()}) ORDER BY i").fetchall()
        return [
            [int(cell) if 4 <= place < 13 else cell for place, cell in enumerate(line.split(";"))]
            for (line,) in rows
        ]

    def faults(self) -> set[tuple[int, str | None, str]]:
        """All that must be found: row number as in Excel, column (None: the row as a whole), rule."""
        found: set[tuple[int, str | None, str]] = set()
        if not self.is_faulty:
            return found
        for i in range(99, self.n_rows, 100):
            fault = i // 100 % N_FAULTS
            if fault < len(CELL_FAULTS):
                found |= {(i + 2, name, code) for name, (_, code) in CELL_FAULTS[fault].items()}
            else:
                found.add((i + 2, None, LINE_FAULTS[fault - len(CELL_FAULTS)][1]))
        return found

    def typed(self) -> str:
        """SELECT of the rows as the lake holds them. Only of a survey without faults."""
        scores = ", ".join(f"({self._score(place)})::BIGINT AS {name}" for place, name in enumerate(UNSUR))
        return f"""
            SELECT {self._unit()} AS unit, {self._service()} AS layanan, {self._day()} AS tanggal,
                NULL::TIMESTAMP AS waktu_pengisian, {scores}, (i + 1)::VARCHAR AS nomor_responden,
                NULL::VARCHAR AS usia, NULL::VARCHAR AS jenis_kelamin, NULL::VARCHAR AS pendidikan,
                NULL::VARCHAR AS pekerjaan, NULL::VARCHAR AS disabilitas,
                '' AS file_id, '' AS sheet, 1::BIGINT AS sheet_number, i + 2 AS row_number,
                {self._unit()} AS unit_text, lower({self._unit()}) AS unit_key, year({self._day()}) AS year
            FROM (SELECT range AS i FROM range({self.n_rows}))
        """

    def _lines(self) -> str:
        """SELECT of (i, line): the text of each answer."""
        cells = {
            "unit": self._unit(),
            "layanan": self._service(),
            "tanggal": f"strftime({self._day()}, '%d/%m/%Y')",
            "nomor_responden": "(i + 1)::VARCHAR",
            **{name: self._score(place) + "::VARCHAR" for place, name in enumerate(UNSUR)},
            "jenis_kelamin": f"CASE {self._draw(4)} % 2 WHEN 0 THEN 'L' ELSE 'P' END",
        }
        fault = f"CASE WHEN i % 100 = 99 THEN (i // 100) % {N_FAULTS} END" if self.is_faulty else "NULL"
        for name, cell in cells.items():
            bad = [(number, one[name][0]) for number, one in enumerate(CELL_FAULTS) if name in one]
            whens = " ".join(f"WHEN {number} THEN '{text}'" for number, text in bad)
            cells[name] = f"CASE fault {whens} ELSE {cell} END" if bad and self.is_faulty else cell
        first = len(CELL_FAULTS)
        spoilt = " ".join(
            f"WHEN {first + number} THEN {text}" for number, (text, _) in enumerate(LINE_FAULTS)
        )
        return f"""
            SELECT i, CASE fault {spoilt} ELSE line END AS line
            FROM (
                SELECT i, fault, concat_ws(';', {", ".join(cells.values())}) AS line
                FROM (SELECT range AS i, {fault} AS fault FROM range({self.n_rows}))
            )
        """

    def _unit(self) -> str:
        return f"'U' || lpad((1 + {self._draw(1)} % {self.n_units})::VARCHAR, 5, '0')"

    def _service(self) -> str:
        return f"'Layanan ' || (1 + {self._draw(2)} % 3)"

    def _day(self) -> str:
        return f"(DATE '{self.first_day}' + ({self._draw(3)} % {self.n_days})::INTEGER)"

    def _score(self, place: int) -> str:
        # People answer 3 or 4 mostly.
        return f"[4, 3, 3, 4, 3, 2, 4, 3, 3, 1][1 + ({self._draw(10 + place)} % 10)::INTEGER]"

    def _draw(self, what: int) -> str:
        return f"(hash(i, {what}, {self.seed}) // 7)"
