"""The SQL files in the order in which they run. A test checks that every file stands here exactly once."""

from __future__ import annotations

from pathlib import Path

SQL_DIR = Path(__file__).resolve().parent / "sql"

UNITS = ["staging/stg_unit"]

NAMED_UNITS = ["intermediate/int_unit"]

SERVICES = ["staging/stg_standar_pelayanan"]

# What is counted over the survey answers, the only rows that grow with the people served. All that follows
# reads these counts and never an answer.
ANSWER_NAMES = ["intermediate/int_skm_name"]

# These may be run over some of the answers and added up: see etl.counting.
ADDED_ANSWERS = [
    "staging/stg_skm_responden",
    "intermediate/int_skm_sum",
    "intermediate/int_skm_copy",
    "intermediate/int_skm_group",
]

ANSWERS = [*ADDED_ANSWERS, "intermediate/int_skm_sheet"]

# What etl.counting reads of the counts that it kept.
COUNTING = [
    "counting/skm_block",
    "counting/skm_mixed",
    "counting/skm_part",
    "counting/skm_counted",
    "counting/skm_sum_of_parts",
    "counting/skm_copy_of_parts",
    "counting/skm_group_of_parts",
]

MEASURES = [
    "intermediate/int_skm_answer",
    "intermediate/int_skm_service",
    "staging/stg_skm_rekap",
    "staging/stg_pengguna",
    "staging/stg_result",
    "staging/stg_indeks",
    "staging/stg_target",
    "staging/stg_tindak_lanjut",
    "intermediate/int_year",
    "intermediate/int_unit_year",
    "intermediate/int_skm_recap_row",
    "intermediate/int_skm_recap",
    "intermediate/int_population",
    "intermediate/int_observation",
    "intermediate/int_measure",
    "intermediate/int_lineage",
    "intermediate/int_rejected",
    "intermediate/int_reporting_state",
    "intermediate/int_service_year",
    "intermediate/int_service_component",
    "intermediate/int_service_measure",
    "intermediate/int_version",
    "intermediate/int_score_source",
    "intermediate/int_moved",
    "intermediate/int_waiting",
    "intermediate/int_build_finding",
]

MARTS = [
    "intermediate/int_city_year",
    "marts/mart_unit",
    "marts/mart_score",
    "marts/mart_score_detail",
    "marts/mart_score_part",
    "marts/mart_service_standard",
    "marts/mart_service_component",
    "marts/mart_duty",
    "marts/mart_unit_compliance",
    "marts/mart_follow_up",
    "marts/mart_finding",
    "marts/mart_name",
    "marts/mart_file",
    "marts/mart_lineage",
    "marts/mart_version",
    "marts/mart_snapshot",
]

REVISIONS = ["intermediate/int_fact", "intermediate/int_revision"]

# What follows from the marts above.
ADVICE = [
    "marts/mart_lever",
    "marts/mart_priority",
    "marts/mart_review",
    "marts/mart_respondent",
    "marts/mart_gap",
]

CHECKS = [
    "checks/rows_add_up",
    "checks/accepted_rows_are_in_the_lake",
    "checks/score_key_is_unique",
    "checks/value_and_state_agree",
    "checks/judged_score_is_served",
    "checks/components_are_complete",
    "checks/patuh_needs_evidence",
    "checks/every_unit_year_is_judged",
]


def read_sql(model: str) -> str:
    """The one SELECT of a model."""
    return (SQL_DIR / f"{model}.sql").read_text(encoding="utf-8")


def table_name(model: str) -> str:
    """File name = table name."""
    return model.rsplit("/", 1)[1]
