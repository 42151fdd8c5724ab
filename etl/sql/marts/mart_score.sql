-- One row per unit (unit_id NULL = the city), year and instrument, also where there is no value: then
-- reporting_state says why.
WITH state AS (
    SELECT unit_id, year, instrument_id, reporting_state FROM int_reporting_state
    UNION ALL
    SELECT NULL AS unit_id, year, instrument_id, reporting_state FROM int_city_year
),

target AS (
    SELECT unit_id, year, instrumen AS instrument_id, target AS target_value FROM stg_target
    UNION ALL
    SELECT NULL AS unit_id, setting.year, setting.instrument_id, setting.target_value
    FROM config_target AS setting
    ANTI JOIN stg_target AS filed
        ON filed.unit_id IS NULL AND filed.year = setting.year AND filed.instrumen = setting.instrument_id
),

unit_mean AS (
    SELECT
        judged.year,
        judged.instrument_id,
        round(avg(judged.value ORDER BY judged.unit_id), any_value(instrument.decimals)) AS unit_mean_value
    FROM judged_score AS judged
    INNER JOIN instrument ON judged.instrument_id = instrument.instrument_id
    WHERE judged.unit_id IS NOT NULL
    GROUP BY judged.year, judged.instrument_id
),

-- What a value is measured against. Materialized: fewer joins in one step are planned in half the time.
aimed AS MATERIALIZED (
    SELECT
        state.*,
        own_target.target_value AS own_target_value,
        city_target.target_value AS city_target_value,
        unit_mean.unit_mean_value
    FROM state
    LEFT JOIN target AS own_target
        ON state.unit_id IS NOT DISTINCT FROM own_target.unit_id AND state.year = own_target.year
        AND state.instrument_id = own_target.instrument_id
    LEFT JOIN target AS city_target
        ON city_target.unit_id IS NULL AND state.year = city_target.year
        AND state.instrument_id = city_target.instrument_id
    LEFT JOIN unit_mean ON state.year = unit_mean.year AND state.instrument_id = unit_mean.instrument_id
),

score AS (
    SELECT
        state.unit_id,
        coalesce(unit.unit_name, (SELECT city_name FROM build_context)) AS unit_name,
        unit.unit_kind,
        unit.parent_unit_id,
        unit.district,
        state.year,
        state.instrument_id,
        judged.* EXCLUDE (unit_id, year, instrument_id, n_population, exact_value),
        coalesce(judged.n_population, population.n_population) AS n_population,
        instrument.decimals,
        coalesce(state.own_target_value, state.city_target_value) AS target_value,
        CASE
            WHEN state.own_target_value IS NOT NULL AND state.unit_id IS NOT NULL THEN 'unit'
            WHEN coalesce(state.own_target_value, state.city_target_value) IS NOT NULL THEN 'kota'
        END AS target_scope,
        CASE WHEN state.unit_id IS NOT NULL THEN city.value END AS city_value,
        CASE WHEN state.unit_id IS NULL THEN state.unit_mean_value END AS unit_mean_value,
        state.reporting_state,
        series.series_id,
        series.series_note
    FROM aimed AS state
    INNER JOIN instrument ON state.instrument_id = instrument.instrument_id
    LEFT JOIN int_unit AS unit ON state.unit_id = unit.unit_id
    LEFT JOIN judged_score AS judged
        ON state.unit_id IS NOT DISTINCT FROM judged.unit_id AND state.year = judged.year
        AND state.instrument_id = judged.instrument_id
    LEFT JOIN judged_score AS city
        ON city.unit_id IS NULL AND state.year = city.year AND state.instrument_id = city.instrument_id
    LEFT JOIN int_population AS population
        ON state.unit_id = population.unit_id AND state.year = population.year AND state.instrument_id = 'ikm'
    LEFT JOIN unit_series AS series ON state.unit_id = series.unit_id AND state.year = series.year
),

-- The best unit of the same kind; a kind with a single value has nobody to be compared with.
compared AS (
    SELECT
        *,
        CASE WHEN unit_id IS NOT NULL THEN count(value) OVER same_kind END AS n_of_kind,
        max(value) OVER same_kind AS best_value,
        first_value(unit_name) OVER (
            PARTITION BY unit_id IS NULL, instrument_id, year, unit_kind ORDER BY value DESC NULLS LAST, unit_name
        ) AS best_unit_name
    FROM score
    WINDOW same_kind AS (PARTITION BY unit_id IS NULL, instrument_id, year, unit_kind)
)

SELECT
    * EXCLUDE (decimals, n_of_kind, best_value, best_unit_name) REPLACE (
        coalesce(is_comparable, false) AS is_comparable,
        nullif(published_category, '') AS published_category,
        nullif(note, '') AS note,
        nullif(break_reason, '') AS break_reason
    ),
    round(value - target_value, decimals) AS gap_to_target,
    round(value - city_value, decimals) AS gap_to_city,
    CASE WHEN unit_id IS NOT NULL AND value IS NOT NULL THEN
        rank() OVER (PARTITION BY unit_id IS NULL, instrument_id, year ORDER BY value DESC NULLS LAST)
    END AS rank,
    CASE WHEN n_of_kind > 1 THEN best_value END AS best_value,
    CASE WHEN n_of_kind > 1 THEN best_unit_name END AS best_unit_name,
    CASE WHEN n_of_kind > 1 THEN round(value - best_value, decimals) END AS gap_to_best,
    count(value) FILTER (WHERE unit_id IS NOT NULL) OVER (PARTITION BY instrument_id, year) AS n_ranked
FROM compared
ORDER BY instrument_id, year, unit_id NULLS FIRST
