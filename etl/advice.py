"""Advise: what follows from values and verdicts. Reads marts and `judged_score`, gives frames back to SQL."""

from __future__ import annotations

import pandas as pd

from compliance.config import Config
from compliance.rules import lever, priority, respondents, review
from compliance.standards import Standards
from compliance.warehouse import Connection

TYPES = {
    "unit_id": "string", "year": "int64", "instrument_id": "string", "method_id": "string",
    "lever_kind": "string", "lever_rank": "Int64", "category": "string", "next_category": "string",
    "next_category_label": "string", "measure_id": "string", "measure_label": "string", "duty_id": "string",
    "n_affected": "Int64", "is_reachable": "boolean", "sentence": "string", "reference": "string",
    "n_population": "Int64", "n_duties_unmet": "Int64", "n_duties_judged": "Int64", "n_terms": "Int64",
    "priority_rank": "Int64", "n_prioritised": "Int64", "review_id": "string", "instrument_ids": "string",
    "characteristic_id": "string", "characteristic_label": "string", "group_id": "string",
    "group_label": "string", "n_respondents": "Int64", "is_suppressed": "boolean",
    "characteristic_order": "int64", "group_order": "int64", "review_label": "string",
    "action": "string", "duty_label": "string",
}  # fmt: skip


def advise(connection: Connection, standards: Standards, config: Config) -> dict[str, pd.DataFrame]:
    """Levers, priorities, contradictions and groups of respondents, by table name."""
    scores = connection.execute("""
        SELECT score.* REPLACE (coalesce(score.n_population, population.n_population) AS n_population),
            judged.exact_value
        FROM mart_score AS score
        LEFT JOIN judged_score AS judged
            ON score.unit_id IS NOT DISTINCT FROM judged.unit_id AND score.year = judged.year
            AND score.instrument_id = judged.instrument_id
        LEFT JOIN int_population AS population
            ON score.unit_id = population.unit_id AND score.year = population.year
        ORDER BY score.instrument_id, score.year, score.unit_id NULLS FIRST
    """).df()
    details = connection.execute("SELECT * FROM mart_score_detail ORDER BY ALL").df()
    duties = connection.execute("SELECT * FROM mart_duty ORDER BY ALL").df()
    services = connection.execute(
        "SELECT unit_id, year, n_active, n_complete FROM mart_unit_compliance ORDER BY ALL"
    ).df()
    levers, priorities = [], []
    for one in standards.indexes.values():
        own = scores[scores["instrument_id"] == one.id]
        # Nobody lifts a mean: the city has a lever only where its value is a result of its own.
        lifted = own if one.city_value == "published" else own[own["unit_id"].notna()]
        parts = details[details["instrument_id"] == one.id]
        levers += [lever.levers(lifted, parts, one), lever.duty_levers(lifted, duties, one, standards.duties)]
        priorities.append(priority.priorities(own, duties, one, config.priority))
    labels = {one.id: one.short_title for one in standards.duties.values()}
    found = review.reviews(scores, services, standards.indexes, standards.reviews)
    cases = standards.reviews
    told = connection.execute("SELECT * FROM int_skm_group ORDER BY ALL").df()
    answers = connection.execute(
        "SELECT unit_id, year, n_respondents, total_sum, total_square_sum FROM int_skm_answer ORDER BY ALL"
    ).df()
    groups = respondents.breakdown(
        told, answers, standards.respondents, standards.indexes["ikm"], config.display.suppression_threshold
    )
    return {
        "judged_lever": _typed(_joined(levers).assign(duty_label=lambda rows: rows["duty_id"].map(labels))),
        "judged_priority": _typed(_joined(priorities)),
        "judged_respondent": _typed(groups),
        "measure_factor": factors(standards),
        "judged_review": _typed(
            found.assign(
                review_label=found["review_id"].map({name: case.title for name, case in cases.items()}),
                action=found["review_id"].map({name: case.action for name, case in cases.items()}),
            )
        ),
    }


def factors(standards: Standards) -> pd.DataFrame:
    """What a measure is multiplied with to reach the scale of an index that is made of measures alone."""
    rows = [
        (method.id, float(method.factor))
        for one in standards.indexes.values()
        for method in one.methods
        if method.formula == "weighted_mean"
    ]
    frame = pd.DataFrame(rows, columns=["method_id", "measure_factor"])
    return frame.astype({"method_id": "string", "measure_factor": "float64"})


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns that hold only missing values keep their type."""
    whole = frame.astype(object).where(frame.notna(), None)
    if "is_reachable" in whole:  # joined with rows that have none, it came as numbers
        whole["is_reachable"] = [None if one is None else bool(one) for one in whole["is_reachable"]]
    return whole.astype({name: TYPES.get(name, "float64") for name in frame.columns})
