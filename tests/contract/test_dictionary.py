"""data/dictionary.yaml describes exactly the columns that the marts have."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from compliance import warehouse
from compliance.paths import DICTIONARY_FILE

REQUIRED = {
    "mart_score": """
        unit_id unit_name unit_kind parent_unit_id year instrument_id method_id value category
        category_label published_value n_respondents n_population ci_low ci_high
        is_below_minimum_sample previous_value change is_comparable break_reason
        is_change_significant target_value gap_to_target city_value gap_to_city unit_mean_value rank
        n_ranked reporting_state
    """,
    "mart_score_detail": """
        unit_id year instrument_id measure_id measure_label value weight previous_value change
        is_comparable
    """,
    "mart_service_standard": """
        service_id service_name unit_id year status decree_number decree_date n_present n_missing
        n_not_applicable n_no_data completeness_share missing_components has_maklumat is_published
        review_age_months verdict
    """,
    "mart_service_component": """
        service_id unit_id year component_id component_label component_group state
    """,
    "mart_unit_compliance": """
        unit_id year n_services n_set n_complete coverage_share completeness_share survey_verdict
        publication_verdict review_verdict verdict
    """,
    "mart_duty": """
        duty_id unit_id year verdict reason legal_reference
    """,
    "mart_file": """
        file_id file_name kind received_at received_by n_read n_accepted n_rejected status
    """,
    "mart_finding": """
        file_id file_name sheet row_number column_name value rule_code severity message action
    """,
    "mart_lineage": """
        file_id sheet first_row last_row n_rows kind unit_id year record_key
    """,
    "mart_unit": """
        unit_id unit_name unit_kind parent_unit_id district valid_from valid_to successor_unit_id
        aliases
    """,
    "mart_snapshot": """
        snapshot_id built_at as_of code_version archive_hash
    """,
}


@pytest.fixture(scope="module")
def documented() -> dict:
    return yaml.safe_load(DICTIONARY_FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """Table -> column -> type of a snapshot that was built by the command line."""
    folder = tmp_path_factory.mktemp("kamus")
    unit_list = folder / "unit.csv"
    unit_list.write_text("kode_unit;nama_unit;jenis_unit\nA;Dinas A;dinas\n", encoding="utf-8")
    command = [sys.executable, "-m", "etl", "--data-dir", folder / "data", "load", unit_list, "--json"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    snapshot = warehouse.current(folder / "data")
    assert Path(json.loads(done.stdout)["snapshot"]["path"]) == snapshot.path
    rows = warehouse.read(
        snapshot,
        "SELECT table_name, column_name, data_type FROM information_schema.columns ORDER BY ordinal_position",
    )
    tables: dict[str, dict[str, str]] = {}
    for row in rows.itertuples(index=False):
        tables.setdefault(row.table_name, {})[row.column_name] = row.data_type
    warehouse.close_all()
    return tables


def test_every_mart_and_column_is_documented_with_its_type(
    documented: dict, real: dict[str, dict[str, str]]
) -> None:
    assert {name: table["columns"] for name, table in documented["tables"].items()} == real


def test_every_column_name_has_one_meaning(documented: dict, real: dict[str, dict[str, str]]) -> None:
    used = {column for columns in real.values() for column in columns}
    assert set(documented["columns"]) == used
    assert all(str(text).strip().endswith(".") for text in documented["columns"].values())


@pytest.mark.parametrize("table", REQUIRED)
def test_the_contract_columns_are_there(table: str, real: dict[str, dict[str, str]]) -> None:
    assert set(REQUIRED[table].split()) <= set(real[table])
