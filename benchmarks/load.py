"""Load: a large CSV survey with faults, and a workbook of 100,000 rows, beside what only reads or checks.

`python -m benchmarks load`; what is measured runs as `python -m benchmarks.load CONTENDER FILE`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measuring import measure, report, table
from benchmarks.survey import HEADERS, UNSUR, Survey

CSV_REFERENCE = "DuckDB, read_csv with types, the clean file"
EXCEL_REFERENCE = "python-calamine alone"


def run(folder: Path, rows: int, repeats: int, only: str = "") -> str:
    """Both tables. `rows`: of the CSV file; the workbook has a hundredth of them, at most 100,000."""
    clean = _once(folder / f"bersih{rows}.csv", Survey(rows).write)
    faulty = _once(folder / f"salah{rows}.csv", Survey(rows, is_faulty=True).write)
    book = _once(
        folder / f"buku{min(rows, 100_000)}.xlsx", lambda path: _write_book(path, min(rows, 100_000))
    )
    _once(folder / "kecil200.csv", Survey(200).write)
    _once(folder / "kecil200.xlsx", lambda path: _write_book(path, 200))
    csv = {
        CSV_REFERENCE: ["benchmarks.load", "duckdb_typed", str(clean)],
        "Pantau Layanan": ["benchmarks.load", "pantau", str(faulty)],
        "pandera on polars": ["benchmarks.load", "pandera_polars", str(faulty)],
        "pointblank on polars": ["benchmarks.load", "pointblank_polars", str(faulty)],
        "pandera on pandas": ["benchmarks.load", "pandera_pandas", str(faulty)],
    }
    if rows > 2_000_000:  # minutes each, and no other ratio
        csv = dict(list(csv.items())[:2])
    excel = {
        EXCEL_REFERENCE: ["benchmarks.load", "calamine", str(book)],
        "Pantau Layanan": ["benchmarks.load", "pantau", str(book)],
        "pandas with openpyxl": ["benchmarks.load", "pandas_openpyxl", str(book)],
    }
    tables = {CSV_REFERENCE: csv, EXCEL_REFERENCE: excel}
    return "\n\n".join(
        table(measure(commands, repeats), reference, "found")
        for reference, commands in tables.items()
        if only in reference
    )


def _once(path: Path, write: Callable[[Path], object]) -> Path:
    if not path.exists():
        write(path)
    return path


def _write_book(path: Path, rows: int) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Jawaban")
        for number, cells in enumerate([list(HEADERS), *Survey(rows).cells()]):
            sheet.write_row(number, 0, cells)


def duckdb_typed(path: Path) -> str:
    """What the machine can do: typed columns into a table, nothing checked, stops at the first fault."""
    import duckdb

    types = {
        **dict.fromkeys(HEADERS, "VARCHAR"),
        **dict.fromkeys(UNSUR, "TINYINT"),
        "tanggal": "DATE",
        "nomor_responden": "INTEGER",
    }
    with TemporaryDirectory() as name, duckdb.connect(f"{name}/x.duckdb") as connection:
        connection.execute(
            f"CREATE TABLE answer AS FROM read_csv('{path.as_posix()}', delim = ';', header = true,"
            f" columns = {types}, dateformat = '%d/%m/%Y')"
        )
        return f"{connection.execute('SELECT count(*) FROM answer').fetchall()[0][0]:,} rows"


def pantau(path: Path) -> str:
    """Typed rows into the lake, and a finding for every fault: cell, rule, sentence, what to do."""
    from etl import lake, staging
    from etl.folder import DataFolder

    with TemporaryDirectory() as name:
        folder = DataFolder(Path(name)).create()
        answers = lake.AnswerFile(folder.lake / staging.SURVEY / "x.parquet", "x")
        staged = staging.stage_path(path, "x", path.name, answers, unit=None, year=None)
        lake.write_staged(folder, staged, answers)
    findings = staged.findings[staged.findings["severity"] == "Galat"]
    columns = findings["column_name"].astype(object).where(findings["column_name"].notna(), None)
    found = set(zip(findings["row_number"], columns, findings["rule_code"], strict=True))
    planted = Survey(_n_rows(path), is_faulty=path.name.startswith("salah")).faults()
    wrong = f", {len(found - planted):,} that were not planted" if found - planted else ""
    return f"{len(found & planted):,} of {len(planted):,}{wrong}"


def _n_rows(path: Path) -> int:
    return int("".join(filter(str.isdigit, path.stem)))


def pandera_polars(path: Path) -> str:
    """Checks as its guide has them, on columns of text; faults of a line as a whole cannot be seen."""
    import pandera.polars as pa

    checked = pa.DataFrameSchema(
        {
            **{name: pa.Column(str, pa.Check.isin(["1", "2", "3", "4"])) for name in UNSUR},
            "tanggal": pa.Column(str, pa.Check.str_matches(_DATE)),
            "unit": pa.Column(str),
        }
    )
    try:
        checked.validate(_polars(path), lazy=True)
    except pa.errors.SchemaErrors as errors:
        return f"{len(errors.failure_cases):,} cells; bad: {_n_cells(path):,}"
    return "0"


def pandera_pandas(path: Path) -> str:
    """The same on pandas."""
    import pandas as pd
    import pandera.pandas as pa

    frame = pd.read_csv(
        path, sep=";", dtype=str, quoting=3, on_bad_lines="skip", keep_default_na=False, engine="c"
    )
    checked = pa.DataFrameSchema(
        {
            **{name: pa.Column(str, pa.Check.isin(["1", "2", "3", "4"]), coerce=False) for name in UNSUR},
            "tanggal": pa.Column(str, pa.Check.str_matches(_DATE)),
        }
    )
    try:
        checked.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return f"{len(errors.failure_cases):,} cells; bad: {_n_cells(path):,}"
    return "0"


def pointblank_polars(path: Path) -> str:
    """Steps as its guide has them; the failing rows of each step."""
    import pointblank as pb

    steps = pb.Validate(_polars(path)).col_vals_regex(columns="tanggal", pattern=_DATE)
    done = steps.col_vals_in_set(columns=list(UNSUR), set=["1", "2", "3", "4"]).interrogate()
    return f"{sum(done.n_failed().values()):,} cells; bad: {_n_cells(path):,}"


# Not what a calendar says: 31/02 passes.
_DATE = r"^(0[1-9]|[12][0-9]|3[01])/(0[1-9]|1[0-2])/20[0-9]{2}$"


def _polars(path: Path) -> Any:
    import polars as pl

    frame = pl.read_csv(path, separator=";", infer_schema=False, quote_char=None, truncate_ragged_lines=True)
    return frame.with_columns(pl.all().fill_null(""))


def _n_cells(path: Path) -> int:
    return sum(column is not None for _, column, _ in Survey(_n_rows(path), is_faulty=True).faults())


def calamine(path: Path) -> str:
    """The cells of the workbook as Python values, which is where every reader begins."""
    from python_calamine import CalamineWorkbook

    return f"{len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()) - 1:,} rows"


def pandas_openpyxl(path: Path) -> str:
    """The usual two lines."""
    import pandas as pd

    return f"{len(pd.read_excel(path, engine='openpyxl')):,} rows"


CONTENDERS = (
    duckdb_typed,
    pantau,
    pandera_polars,
    pandera_pandas,
    pointblank_polars,
    calamine,
    pandas_openpyxl,
)

if __name__ == "__main__":
    contender = {one.__name__: one for one in CONTENDERS}[sys.argv[1]]
    path = Path(sys.argv[2])

    def work() -> str:
        return contender(path)

    report(work, warm_up=lambda: contender(path.with_name(f"kecil200{path.suffix}")))
