"""Build a snapshot: lake -> measure (SQL) -> judge (Python) -> serve (SQL) -> check (SQL)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa

from compliance import __version__, warehouse
from compliance.config import Config
from compliance.errors import PantauError
from compliance.standards import Standards
from compliance.warehouse import Connection
from etl import (
    advice,
    following,
    judge,
    lake,
    lake_views,
    models,
    resolve,
    results,
    revision,
    service_names,
    staging,
)
from etl.accepted import UNIT
from etl.counting import Counting
from etl.folder import DataFolder
from etl.names import unit_key
from etl.progress import Steps

DUCKDB, SPARK = "duckdb", "spark"
ENGINES = (DUCKDB, SPARK)


class BuildError(PantauError):
    """The snapshot could not be built or failed a check; the earlier one stays current."""


@dataclass(frozen=True)
class BuildInput:
    """All that a snapshot depends on: same input, same marts, row for row."""

    folder: DataFolder
    receipts: pd.DataFrame
    accepted: pd.DataFrame  # names that a person accepted: etl.accepted
    standards: Standards
    config: Config
    as_of: date
    snapshot_id: str
    built_at: datetime
    previous: Path | None = None
    engine: str = DUCKDB  # what counts the survey answers

    def archive_hash(self) -> str:
        """One hash for the set of files that count and their options."""
        counted = self.receipts[self.receipts["withdrawn_at"].isna()].sort_values("file_id")
        parts = [f"{r.file_id} {r.unit} {r.year}" for r in counted.itertuples()]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def data_key(self) -> str:
        """Changes with the files that count and with the names that a person accepted."""
        names = " ".join(self.accepted["name_id"].astype(str))
        return hashlib.sha256(f"{self.archive_hash()} {names}".encode()).hexdigest()


def build(path: Path, source: BuildInput, steps: Steps) -> pd.DataFrame:
    """Write a complete, checked snapshot to `path`, which must not exist yet.

    Output: what it revises of the snapshot `source.previous` (see etl.revision).

    Raises BuildError naming the model or the check that failed.
    """
    results.check(staging.load_contract(), source.standards)
    with _counting(source, steps) as count, closing(warehouse.create(path)) as connection:
        _load_context(connection, source)
        _load_lake(connection, source)
        steps.report(0.55, "Mengenali unit")
        _run(connection, models.UNITS)
        count(connection, models.ANSWER_NAMES)
        proposals = _match_units(connection, source)
        _run(connection, models.NAMED_UNITS)
        succession = following.read_succession(connection, source.as_of)
        for name, frame in following.unit_tables(connection, succession).items():
            _create_table(connection, name, frame)
        _open_lake(connection)
        _run(connection, models.SERVICES)
        _create_table(connection, "service_line", following.service_table(connection, succession))
        services, near = service_names.proposals(connection)
        proposals = pd.concat([proposals, near.astype(proposals.dtypes)], ignore_index=True)
        _create_table(connection, "service_proposal", services)
        _create_table(connection, "name_proposal", proposals)
        steps.report(0.60, "Menghitung ukuran")
        count(connection, models.ANSWERS)
        _run(connection, models.MEASURES)
        steps.report(0.75, "Menilai menurut peraturan")
        for name, frame in judge.judge(
            connection, source.standards, source.config, source.as_of, proposals
        ).items():
            _create_table(connection, name, frame)
        steps.report(0.85, "Menyusun tabel dasbor")
        _run(connection, models.MARTS)
        for name, frame in advice.advise(connection, source.standards, source.config).items():
            _create_table(connection, name, frame)
        _run(connection, models.ADVICE)
        steps.report(0.92, "Memeriksa hasil")
        _check(connection)
        revised = revision.revisions(connection, source.previous)
        connection.execute("CHECKPOINT")
        return revised


@contextmanager
def _counting(source: BuildInput, steps: Steps) -> Iterator[Callable[[Connection, list[str]], None]]:
    """What runs the models over the survey answers."""
    if source.engine == DUCKDB:
        yield Counting(source.folder, source.receipts, _run).run
        return
    from etl import spark  # its packages are optional

    steps.report(0.5, "Menyiapkan Apache Spark")
    with spark.opened(source) as engine:
        yield engine.run


def _load_context(connection: Connection, source: BuildInput) -> None:
    """What SQL may know besides the lake: as-of date, files, names from the standards (no thresholds)."""
    context = pd.DataFrame(
        {
            "snapshot_id": [source.snapshot_id],
            "built_at": pd.to_datetime([source.built_at]).as_unit("us"),
            "as_of": [source.as_of],
            "current_year": [source.as_of.year],
            "code_version": [__version__],
            "archive_hash": [source.archive_hash()],
            "city_name": [source.config.city.name],
        }
    )
    _create_table(connection, "build_context", context)
    _create_table(connection, "receipt", source.receipts)
    _create_table(connection, "accepted_name", source.accepted)
    _create_table(connection, "instrument", judge.instrument_table(source.standards))
    _create_table(connection, "component", judge.component_table(source.standards))
    _create_table(connection, "config_target", judge.target_table(source.config))
    _create_table(connection, "kind_instrument", results.kind_table(staging.load_contract()))


def _load_lake(connection: Connection, source: BuildInput) -> None:
    """One view per lake table over the Parquet files that count, with the order in which records came in."""
    for table in [*staging.load_contract().kinds, *lake.SIDE_TABLES]:
        name = table.removeprefix("_")
        lake_views.open_parquet(connection, source.folder, table, source.receipts)
        connection.execute(f"CREATE TEMP VIEW raw_{name} AS {lake_views.raw_rows(table)}")
    for name in ("unit", "sheet"):
        connection.execute(f"CREATE TEMP VIEW lake_{name} AS SELECT * FROM raw_{name}")
    connection.execute(f"CREATE TEMP VIEW raw_skm_block AS {lake_views.single_blocks('raw')}")


def _match_units(connection: Connection, source: BuildInput) -> pd.DataFrame:
    """Resolve every unit text of the lake once. Exact codes, names and aliases count, and accepted names.

    Returns what etl.resolve proposes for the keys that stay open on some or all days.
    """
    units = connection.execute("""
        SELECT unit_id AS kode_unit, unit_name AS nama_unit, array_to_string(aliases, ';') AS nama_lain,
            valid_from AS berlaku_mulai, valid_to AS berlaku_sampai
        FROM stg_unit ORDER BY unit_id
    """).df()
    accepted = source.accepted[source.accepted["kind"] == UNIT]
    names = resolve.UnitNames(units, dict(zip(accepted["name_key"], accepted["unit_id"], strict=True)))
    keyed = [kind for kind in staging.load_contract().kinds if kind not in lake_views.UNITLESS_KINDS]
    tables = [f"FROM {lake_views.named_rows(kind)}" for kind in keyed]
    connection.execute(f"""
        CREATE TEMP TABLE name_use AS
        SELECT unit_key, sum(n_rows)::BIGINT AS n_rows, count(DISTINCT file_id) AS n_files
        FROM ({" UNION ALL ".join(tables)}) WHERE unit_key IS NOT NULL GROUP BY unit_key
    """)
    keys = connection.execute("""
        SELECT unit_key FROM name_use
        UNION SELECT unit_key FROM raw_rejected UNION SELECT unit_key FROM raw_finding
        ORDER BY ALL
    """).df()["unit_key"]
    matched = resolve.match_units(keys, names)
    _create_table(connection, "unit_match", matched[["unit_key", "first_day", "last_day", "unit_id"]])
    owners = [(key, unit) for key in keys.dropna() for unit in names.owners(key)]
    _create_table(
        connection, "name_owner", pd.DataFrame(owners, columns=["unit_key", "unit_id"], dtype="str")
    )

    texts = connection.execute("""
        SELECT DISTINCT trim(unit_text) AS unit_text FROM (
            SELECT parent_text AS unit_text FROM stg_unit
            UNION ALL SELECT unnest(string_split(successor_text, ';')) FROM stg_unit
        ) WHERE trim(unit_text) <> '' ORDER BY 1
    """).df()
    exempt = judge.exempt_table(source.config, source.standards)
    texts = pd.concat([texts, exempt[["unit_text"]]]).drop_duplicates()
    found = [names.find(unit_key(text), source.as_of) for text in texts["unit_text"]]
    named = texts.assign(unit_id=pd.array(found, dtype="string"))
    _create_table(connection, "unit_text", named)
    excused = exempt.merge(named, on="unit_text", how="left")
    unknown = sorted(set(excused.loc[excused["unit_id"].isna(), "unit_text"]))
    if unknown:
        raise BuildError(
            f"pantau.toml, unit_dikecualikan: unit {', '.join(unknown)} tidak ada dalam daftar perangkat "
            "daerah. Perbaiki kode unitnya, atau hapus isian itu."
        )
    _create_table(connection, "exempt_unit", excused[["unit_id", "instrument_id"]].drop_duplicates())
    return resolve.propose_units(keys[~keys.isin(names.always_known(keys))], names)


def _open_lake(connection: Connection) -> None:
    """`lake_<kind>`: the rows with their unit; `lake_result` and its measures over them.

    Tables, because many models read them; only the answers of surveys, which may be millions, stay a view.
    """
    contract = staging.load_contract()
    for kind in [*contract.kinds, "rejected", "finding"]:
        if kind not in lake_views.UNITLESS_KINDS:
            form = "VIEW" if kind == staging.SURVEY else "TABLE"
            connection.execute(f"CREATE TEMP {form} lake_{kind} AS {lake_views.lake_rows(kind)}")
    connection.execute(f"CREATE TEMP VIEW lake_skm_block AS {lake_views.single_blocks('lake')}")
    results.open_views(connection, contract)


def _run(connection: Connection, names: list[str]) -> None:
    """Create one table per model; only marts stay in the snapshot."""
    for model in names:
        lasting = "" if model.startswith("marts/") else "TEMP "
        sql = models.read_sql(model)
        try:
            connection.execute(f"CREATE {lasting}TABLE {models.table_name(model)} AS {sql}")
        except warehouse.DatabaseError as error:
            raise BuildError(f"Langkah '{model}.sql' gagal: {error}") from error


def _create_table(connection: Connection, name: str, frame: pd.DataFrame) -> None:
    """Through Arrow: a column without a single value keeps its type, and one without a type holds text."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    typed = [
        field.with_type(pa.string()) if pa.types.is_null(field.type) else field for field in table.schema
    ]
    connection.register("_frame", table.cast(pa.schema(typed)))
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM _frame")
    connection.unregister("_frame")


def _check(connection: Connection) -> None:
    """Any row that a check returns fails the build: a wrong snapshot is never published."""
    for model in models.CHECKS:
        offending = connection.execute(models.read_sql(model)).fetchmany(3)
        if offending:
            raise BuildError(
                f"Pemeriksaan '{models.table_name(model)}' menemukan baris yang salah: {offending}. "
                "Data baru tidak diterbitkan; data sebelumnya tetap berlaku. "
                "Laporkan kepada pengelola aplikasi."
            )
