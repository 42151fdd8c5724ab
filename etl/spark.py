"""Count the survey answers on Apache Spark instead of DuckDB; all that follows stays as it is.

The same SQL files run on both engines, translated by sqlglot. Spark reads the same Parquet lake and gives
back the counts, which are small. Its packages are optional: requirements-spark.txt. See docs/spark.md.
"""

from __future__ import annotations

import os
import shutil
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from compliance.errors import PantauError
from compliance.warehouse import Connection
from etl import lake, lake_views, models, staging
from etl.staging import SURVEY

if TYPE_CHECKING:
    from sqlglot import exp

    from etl.build import BuildInput

REMOTE = "SPARK_REMOTE"  # Spark's own: address of a Spark Connect server
MASTER = "PANTAU_SPARK_MASTER"  # address of a cluster, such as spark://10.1.2.3:7077
LAKE = "PANTAU_SPARK_LAKE"  # where the lake lies for the workers, such as s3a://pelayanan/lake
LOCAL = "local[2]"
CONNECT_PORT = 15002
QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
ALONE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}  # listens to no network
OTHERWISE = "atau susun tanpa --engine spark."


class SparkError(PantauError):
    """Spark is not installed, cannot be reached, or a model failed on it."""


class SparkEngine:
    """Runs models over the survey answers in a Spark session and brings their counts to DuckDB."""

    def __init__(self, session: Any, source: BuildInput) -> None:
        self._session = session
        self._source = source
        self._known: set[str] = set()

    def run(self, connection: Connection, names: list[str]) -> None:
        """Create the table of each model in DuckDB; the answers themselves stay in Spark."""
        for model in names:
            try:
                self._run_model(connection, model)
            except _spark_errors() as error:
                raise SparkError(
                    f"Langkah '{model}.sql' gagal pada Apache Spark: {_first_line(error)}. "
                    f"Periksa server Spark lalu ulangi, {OTHERWISE}"
                ) from error

    def _run_model(self, connection: Connection, model: str) -> None:
        table = models.table_name(model)
        self._register(table, self._select(connection, models.read_sql(model)))
        if not model.startswith("staging/"):
            connection.register("_counts", self._session.table(table).toArrow())
            connection.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM _counts")
            connection.unregister("_counts")

    def _select(self, connection: Connection, sql: str) -> Any:
        """One SELECT written for DuckDB, over tables that are brought along where Spark lacks them."""
        tree = portable(sql)
        for name in tables_read(tree) - self._known:
            self._register(name, self._table(connection, name))
        return self._session.sql(tree.sql(dialect="spark"))

    def _table(self, connection: Connection, name: str) -> Any:
        if name == f"lake_{SURVEY}":
            return self._select(connection, lake_views.lake_rows(SURVEY))
        if name == f"raw_{SURVEY}":
            return self._select(connection, lake_views.raw_rows(SURVEY))
        if name in ("raw_skm_block", "lake_skm_block"):
            return self._select(connection, lake_views.single_blocks(name.split("_")[0]))
        if name == f"parquet_{SURVEY}":
            return self._answers()
        return self._session.createDataFrame(connection.table(name).to_arrow_table())

    def _answers(self) -> Any:
        from pyspark.sql.pandas.types import from_arrow_schema

        arrow = staging.arrow_schema(SURVEY)
        files = lake.parquet_files(self._source.folder, SURVEY, self._source.receipts)
        if not files:
            return self._session.createDataFrame(arrow.empty_table())
        elsewhere = os.environ.get(LAKE)
        if elsewhere:
            here = self._source.folder.lake.as_posix()
            files = [elsewhere.rstrip("/") + file.removeprefix(here) for file in files]
        # With the columns told, a file staged before one was added fits, and none is opened for its schema.
        schema = from_arrow_schema(arrow, prefer_timestamp_ntz=True)
        return self._session.read.schema(schema).parquet(*files)

    def _register(self, name: str, frame: Any) -> None:
        frame.createOrReplaceTempView(name)
        self._known.add(name)


@contextmanager
def opened(source: BuildInput) -> Iterator[SparkEngine]:
    """A Spark session for one build: local, or the one that SPARK_REMOTE or PANTAU_SPARK_MASTER names."""
    with warnings.catch_warnings():
        # It warns of pandas 3; only Arrow tables pass between it and us.
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        session = _session()
        try:
            yield SparkEngine(session, source)
        finally:
            session.stop()


def portable(sql: str) -> exp.Expression:
    """A SELECT written for DuckDB with what sqlglot leaves to us put in Spark's words."""
    import sqlglot
    from sqlglot import exp

    def reword(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Anonymous) and node.name.lower() == "row":
            return exp.Anonymous(this="struct", expressions=node.expressions)
        return node

    return sqlglot.parse_one(sql, read="duckdb").transform(reword)


def tables_read(tree: exp.Expression) -> set[str]:
    """The tables that a SELECT reads, without those it defines itself."""
    from sqlglot import exp

    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    return {table.name for table in tree.find_all(exp.Table)} - own


def _session() -> Any:
    try:
        import sqlglot  # noqa: F401
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise SparkError(
            f"Apache Spark memerlukan paket {error.name}, yang belum terpasang. Pasang dengan: "
            f"python -m pip install -r requirements-spark.txt, {OTHERWISE}"
        ) from None
    builder = SparkSession.builder.appName("Pantau Layanan").config("spark.sql.session.timeZone", "UTC")
    remote = os.environ.get(REMOTE)
    if remote:
        knock(remote)
    else:
        if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
            raise SparkError(
                "Apache Spark memerlukan Java 17 atau yang lebih baru, tetapi perintah java tidak ditemukan. "
                "Pasang Java (di Debian atau Ubuntu: sudo apt install default-jre-headless), sebut alamat "
                f"server Spark dalam {REMOTE}, {OTHERWISE}"
            )
        master = os.environ.get(MASTER) or LOCAL
        builder = builder.master(master)
        for key, value in (QUIET | (ALONE if master.startswith("local") else {})).items():
            builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except _spark_errors() as error:
        raise SparkError(
            f"Apache Spark tidak dapat dijalankan: {_first_line(error)}. "
            f"Periksa Java dan alamat server Spark, {OTHERWISE}"
        ) from error


def knock(remote: str) -> None:
    """Say at once that nobody answers: Spark itself would go on trying for a quarter of an hour."""
    address = urlsplit(remote)
    if address.scheme != "sc":  # `local[2]` starts a server of its own
        return
    try:
        socket.create_connection((address.hostname or "", address.port or CONNECT_PORT), timeout=10).close()
    except (OSError, ValueError):
        raise SparkError(
            f"Server Spark {remote} (dari {REMOTE}) tidak menjawab. "
            f"Periksa alamat dan jaringannya, {OTHERWISE}"
        ) from None


def _spark_errors() -> tuple[type[Exception], ...]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return (PySparkException, Py4JError)


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0].rstrip(".")
