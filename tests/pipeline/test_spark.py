"""`build --engine spark`: the same marts, to the last digit, from the same lake."""

from __future__ import annotations

import importlib.util
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from etl import spark, withdrawal
from etl.progress import Silent
from etl.staging import stage
from tests.pipeline.small_city import AS_OF, City, answer

ROOT = Path(__file__).resolve().parents[2]
# Short work: a compiler that starts at once, and no more tasks than there is to do.
SMALL_JOB = """\
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.sql.shuffle.partitions 2
spark.sql.codegen.wholeStage false
"""


def build_on_spark(city: City, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "etl", "--data-dir", str(city.folder.root), "build", "--engine", "spark"]
    return subprocess.run(
        [*command, "--as-of", AS_OF.isoformat()],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def load_answers(city: City) -> None:
    """Survey answers of every sort that the models tell apart, some read one by one and some in bulk."""
    chance = random.Random(7)  # noqa: S311
    units = ["DKC", "Disdukcapil", "DSO", "Dinas Sosial", "PKM", "LAMA"]
    services = [None, "Akta Lahir", "akta-lahir!", "Kartu Keluarga – é", "KTP  elektronik"]
    many = [
        answer(
            chance.choice(units),
            f"{chance.choice([2022, 2023, 2024])}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            [chance.randint(1, 4) for _ in range(9)],
            chance.choice([None, *range(40)]),
            layanan=chance.choice(services),
            usia=chance.choice([None, "20", "34", "51"]),
            pendidikan=chance.choice(["SMA", "S1"]),
        )
        for _ in range(1500)
    ]
    timed = [answer("DKC", f"2024-05-06 10:{minute}:12", 3) for minute in range(10, 40)]
    later = [answer("DKC", "2026-12-01", 4, number) for number in range(3)]
    waiting = [answer("Dinas Antah Berantah", "2024-02-03", 2, number) for number in range(4)]
    undated = [{key: row[key] for key in row if key != "tanggal"} for row in many[:9]]
    city.load(
        city.inbox / "unit.csv",
        city.write("banyak.csv", many),
        city.write("ulang.csv", [*many[:200], *many[:20], *timed, *timed[:5]]),
        city.write("lain.csv", [*later, *waiting]),
    )
    city.load(city.write("tanpa_tanggal.csv", undated), year=2021)
    city.load(city.write("ditarik.csv", [answer("PKM", "2024-01-02", 1, 99)]))
    withdrawal.withdraw(city.folder, "ditarik.csv", Silent(), reason="salah kirim", by=None, is_undo=False)


@pytest.fixture
def has_spark() -> None:
    """Spark can run here; PANTAU_SPARK_REQUIRED turns a skip into a failure."""
    if not (importlib.util.find_spec("pyspark") and shutil.which("java")):
        missing = "Apache Spark is missing: requirements-spark.txt and Java 17"
        if os.environ.get("PANTAU_SPARK_REQUIRED"):
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.mark.spark
@pytest.mark.usefixtures("has_spark")
def test_marts_are_identical_on_both_engines(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "BULK_BYTES", 0)
    load_answers(city)
    command = [sys.executable, "-m", "etl", "--data-dir", str(city.folder.root), "build"]
    subprocess.run([*command, "--as-of", AS_OF.isoformat()], cwd=ROOT, check=True, capture_output=True)
    on_duckdb = city.marts()
    codes = set(on_duckdb["mart_finding"]["rule_code"])
    assert {"JAWABAN_SAMA", "SETELAH_TANGGAL_ACUAN", "UNIT_TIDAK_DIKENAL"} <= codes
    assert on_duckdb["mart_lineage"]["n_rows"].sum() > 1500

    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "spark-defaults.conf").write_text(SMALL_JOB, encoding="utf-8")
    # The workers' copy of the answers, where an object store would be.
    shutil.copytree(city.folder.lake, tmp_path / "salinan")
    done = build_on_spark(
        city, SPARK_CONF_DIR=str(tmp_path / "conf"), PANTAU_SPARK_LAKE=(tmp_path / "salinan").as_uri()
    )
    assert done.returncode == 0, done.stderr
    assert "Menyiapkan Apache Spark" in done.stderr
    on_spark = city.marts()
    assert on_spark.keys() == on_duckdb.keys()
    for name, frame in on_duckdb.items():
        pd.testing.assert_frame_equal(on_spark[name], frame, check_exact=True, obj=name)


def test_what_is_missing_for_spark_is_said(city: City, tmp_path: Path) -> None:
    city.load(city.inbox / "unit.csv")
    before = city.read("SELECT snapshot_id FROM mart_snapshot")
    done = build_on_spark(city, PATH=str(tmp_path), JAVA_HOME="", SPARK_REMOTE="")
    assert done.returncode == 1
    missing = "Java 17" if importlib.util.find_spec("pyspark") else "requirements-spark.txt"
    assert missing in done.stderr
    assert "--engine spark" in done.stderr
    assert "Traceback" not in done.stderr
    assert city.read("SELECT snapshot_id FROM mart_snapshot").equals(before)


def test_a_server_that_does_not_answer_is_said_at_once() -> None:
    with pytest.raises(spark.SparkError, match="sc://127.0.0.1:1 .*tidak menjawab"):
        spark.knock("sc://127.0.0.1:1")
