"""Judge: hand the measures to the rules in force in each year, and give what they say back to SQL.

Reads `int_*` tables, returns `judged_*` frames. No number of any regulation stands here.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from compliance.config import Config
from compliance.rules import comparability, duty, index, same_set
from compliance.standards import Index, Standards
from compliance.verdict import worst_per_group
from compliance.warehouse import Connection
from etl.findings import gather_findings
from etl.versions import gather_versions

SURVEY_INDEX = "ikm"
# Nobody owes a survey who was excused, or lived before the rule.
UNIT_YEARS = """
    SELECT
        unit_year.unit_id,
        unit_year.year,
        reporting.reporting_state IS NULL OR reporting.reporting_state = 'tidak_berlaku' AS is_exempt_survey
    FROM int_unit_year AS unit_year
    LEFT JOIN int_reporting_state AS reporting
        ON unit_year.unit_id = reporting.unit_id AND unit_year.year = reporting.year
        AND reporting.instrument_id = $index
    WHERE unit_year.is_alive
    ORDER BY ALL
"""


def judge(
    connection: Connection,
    standards: Standards,
    config: Config,
    as_of: date,
    proposals: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """All judged tables by name. `proposals`: the nearest names for unit texts that stay open."""
    observations = connection.execute("SELECT * FROM int_observation ORDER BY ALL").df()
    measures = connection.execute("SELECT * FROM int_measure ORDER BY ALL").df()
    surveyed = connection.execute("SELECT * FROM int_skm_service ORDER BY ALL").df()
    series = connection.execute("SELECT unit_id, year, series_id, series_break FROM unit_series").df()
    seen = set(observations["instrument_id"])
    indexes = list(standards.indexes.values())
    judged = [
        judge_index(observations, measures, one, surveyed, series)
        for one in [one for one in indexes if one.id in seen] or indexes[:1]  # one at least gives the columns
    ]
    scores = pd.concat([score for score, _ in judged], ignore_index=True)
    details = pd.concat([detail for _, detail in judged], ignore_index=True)
    services, duties, units = judge_duties(connection, scores, standards, config, as_of)
    return {
        "judged_score": _typed(scores),
        "judged_detail": _typed(details),
        "judged_service": services,
        "judged_duty": duties,
        "judged_unit": units,
        "judged_finding": gather_findings(connection, proposals, scores, standards.indexes),
        "judged_version": gather_versions(connection),
    }


def judge_index(
    observations: pd.DataFrame,
    measures: pd.DataFrame,
    standard: Index,
    surveyed: pd.DataFrame,
    series: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scores and details of one instrument, units and city, with what is comparable to the year before.

    surveyed: unit_id, year, service_key and n_respondents of the yearly survey.
    series: unit_id, year, series_id and series_break of rules.succession.
    """
    own = observations[observations["instrument_id"] == standard.id].reset_index(drop=True)
    given = measures[measures["instrument_id"] == standard.id].merge(own[["unit_id", "year"]])
    own, parts = _with_parts(own, given, standard)
    own["score_variance"] = own["mean_score_variance"] * _squared_factors(own["year"], standard)
    scores, details = index.evaluate(own, parts, standard)
    if standard.city_value == "mean":
        scores, details = _with_city_mean(scores, details, standard)
    scores = scores.merge(
        own[["unit_id", "year", "source_note", "score_variance"]], on=["unit_id", "year"], how="left"
    )
    scores = scores.merge(series, on=["unit_id", "year"], how="left")
    details = details.merge(series[["unit_id", "year", "series_id"]], on=["unit_id", "year"], how="left")
    scores, details = _of_the_same(
        comparability.compare(scores, standard).drop(columns=["series_id", "series_break"]),
        comparability.compare_details(details, standard).drop(columns="series_id"),
        standard,
        surveyed if standard.id == SURVEY_INDEX else surveyed.iloc[:0],
    )
    order = {measure_id: number for number, (measure_id, _) in enumerate(standard.measures, start=1)}
    details["measure_order"] = details["measure_id"].map(order)
    methods = {method.id: method.label for method in standard.methods}
    scores["method_label"] = scores["method_id"].map(methods)
    return scores.assign(instrument_id=standard.id), details.assign(instrument_id=standard.id)


def _with_parts(own: pd.DataFrame, given: pd.DataFrame, standard: Index) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The observations with the parts that a formula names (nilai_f02) as columns, and the measures."""
    names = {name for method in standard.methods for name in method.parts}
    is_part = given["measure_id"].isin(names)
    for name in sorted(names):
        values = given.loc[given["measure_id"] == name, ["unit_id", "year", "value"]]
        own = own.merge(values.rename(columns={"value": name}), on=["unit_id", "year"], how="left")
    return own, given[~is_part].reset_index(drop=True)


def _of_the_same(
    scores: pd.DataFrame, details: pd.DataFrame, standard: Index, surveyed: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """No comparison across a change of the services that were surveyed or of the units behind the city."""
    scores = same_set.part(scores, same_set.same_services(scores, surveyed, standard))
    details = same_set.part(details, same_set.same_services(details, surveyed, standard))
    if standard.city_value != "mean":
        return scores.assign(n_compared=float("nan")), details
    groups = [same_set.compare_city(rows, standard) for _, rows in details.groupby("measure_id", sort=False)]
    details = pd.concat(groups, ignore_index=True).drop(columns="n_compared") if groups else details
    return same_set.compare_city(scores, standard), details


def _squared_factors(years: pd.Series, standard: Index) -> pd.Series:
    """Variances are measured on the scale of the answers; the index stretches that scale by its factor."""
    factors = {
        year: float(method.factor) for year in years.unique() if (method := standard.method_for(int(year)))
    }
    return years.map(factors).astype(float) ** 2


def _with_city_mean(
    scores: pd.DataFrame, details: pd.DataFrame, standard: Index
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The city's value is the mean over its units; a published city figure stays beside it."""
    units = scores[scores["unit_id"].notna()].sort_values(["unit_id", "year"])
    city = index.city_mean(pd.concat([scores[scores["unit_id"].isna()], units]), standard)
    unit_details = details[details["unit_id"].notna()].sort_values("unit_id")
    keys = ["year", "method_id", "measure_id", "measure_label"]
    city_details = unit_details.groupby(keys, as_index=False).agg(
        value=("value", "mean"),
        weight=("weight", "first"),
        measure_level=("measure_level", "first"),
        parent_measure_id=("parent_measure_id", "first"),
    )
    city_details["unit_id"] = None
    return (
        pd.concat([units, city], ignore_index=True),
        pd.concat([unit_details, city_details[unit_details.columns]], ignore_index=True),
    )


def judge_duties(
    connection: Connection,
    scores: pd.DataFrame,
    standards: Standards,
    config: Config,
    as_of: date,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Verdicts per service (one column per duty), per duty and unit, and per unit."""
    services = connection.execute("SELECT * FROM int_service_measure ORDER BY service_id, year").df()
    unit_years = connection.execute(UNIT_YEARS, {"index": SURVEY_INDEX}).df()
    # A survey that was held counts for the duty, also where its index cannot be computed.
    surveys = scores[(scores["instrument_id"] == SURVEY_INDEX) & scores["unit_id"].notna()]

    per_service = duty.judge_services(services, standards.components, standards.duties, config, as_of)
    per_unit = duty.judge_units(
        per_service,
        unit_years,
        surveys[["unit_id", "year", "n_respondents", "is_below_minimum_sample"]],
        standards.duties,
        as_of,
        config,
    )
    labels = {one.id: one.short_title for one in standards.duties.values()}
    order = {one.id: one.order for one in standards.duties.values()}
    per_unit["duty_label"] = per_unit["duty_id"].map(labels)
    per_unit["duty_order"] = per_unit["duty_id"].map(order)
    overall = worst_per_group(per_unit, ["unit_id", "year"])[["unit_id", "year", "verdict"]]
    wanted = [one.id for one in standards.duties.values() if one.level == "service"]
    return _per_service(per_service, wanted), per_unit, overall


def _per_service(verdicts: pd.DataFrame, duty_ids: list[str]) -> pd.DataFrame:
    """One row per service and year: `verdict`, and `verdict_<duty>` for each duty of services."""
    keys = ["service_id", "unit_id", "year"]
    overall = worst_per_group(verdicts, keys)[[*keys, "verdict"]]
    wide = verdicts.pivot(index=keys, columns="duty_id", values="verdict").reindex(columns=duty_ids)
    merged = overall.merge(wide.add_prefix("verdict_").reset_index(), on=keys, how="left")
    return merged.astype({name: "string" for name in merged.columns if name != "year"})


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns that hold only missing values get their usual type, so that marts never change type."""
    types = {
        "unit_id": "string",
        "published_category": "string",
        "category": "string",
        "category_label": "string",
        "category_tone": "string",
        "legal_basis": "string",
        "evidence_grade": "string",
        "value_source": "string",
        "note": "string",
        "break_reason": "string",
        "method_id": "string",
        "method_label": "string",
        "measure_id": "string",
        "measure_label": "string",
        "instrument_id": "string",
        "source_note": "string",
        "year": "int64",
        "value": "Float64",
        "computed_value": "Float64",
        "published_value": "Float64",
        "ci_low": "Float64",
        "ci_high": "Float64",
        "standard_error": "Float64",
        "score_variance": "Float64",
        "previous_value": "Float64",
        "change": "Float64",
        "weight": "Float64",
        "n_respondents": "Int64",
        "n_population": "Int64",
        "n_compared": "Int64",
        "minimum_sample": "Int64",
        "is_below_minimum_sample": "boolean",
        "is_comparable": "boolean",
        "is_change_significant": "boolean",
        "is_verified": "boolean",
        "measure_order": "Int64",
        "measure_level": "Int64",
        "parent_measure_id": "string",
    }
    return frame.astype({column: kind for column, kind in types.items() if column in frame})


def instrument_table(standards: Standards) -> pd.DataFrame:
    """What SQL needs to know of the instruments: scale, who is expected, since when, due when."""
    return pd.DataFrame(
        [
            (
                one.id,
                one.expected_of,
                one.city_value,
                one.decimals,
                one.scale_min,
                one.scale_max,
                min(method.from_year for method in one.methods),
                one.due_month,
                one.due_day,
                one.due_year_offset,
            )
            for one in standards.indexes.values()
        ],
        columns=[
            "instrument_id",
            "expected_of",
            "city_value",
            "decimals",
            "scale_min",
            "scale_max",
            "first_year",
            "due_month",
            "due_day",
            "due_year_offset",
        ],
    ).astype({"decimals": "int32"})  # the type that SQL's round() takes


def component_table(standards: Standards) -> pd.DataFrame:
    """The 14 components in the order of the law."""
    return pd.DataFrame(
        [(one.id, one.label, one.group, order) for order, one in enumerate(standards.components, start=1)],
        columns=["component_id", "component_label", "component_group", "component_order"],
    )


def exempt_table(config: Config, standards: Standards) -> pd.DataFrame:
    """Units, as the office wrote them, that pantau.toml excuses from an instrument."""
    rows = [
        (text, one) for one in standards.indexes for text in dict.fromkeys(config.exempt_units.get(one, ()))
    ]
    return pd.DataFrame(rows, columns=["unit_text", "instrument_id"], dtype="str")


def target_table(config: Config) -> pd.DataFrame:
    """Targets of the city that stand in pantau.toml; one in a file stands before it."""
    rows = [(one, year, value) for one, years in config.targets.items() for year, value in years.items()]
    frame = pd.DataFrame(rows, columns=["instrument_id", "year", "target_value"])
    return frame.astype({"instrument_id": "str", "year": "int64", "target_value": "float64"})
