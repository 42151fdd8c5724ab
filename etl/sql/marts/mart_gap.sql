-- One row per unit, year and measure with a value: unsur, aspects, dimensions and indicators of an instrument, and the
-- components of standards (subject_id 'komponen'; value: share of the services that say ada of those that say ada or
-- belum). A target of a measure is the level at which, if all measures had it, the instrument would have its target.
WITH component AS (
    SELECT
        service.unit_id,
        service.year,
        service.component_id,
        any_value(service.component_label) AS component_label,
        any_value(service.component_order) AS component_order,
        count(*) FILTER (WHERE service.state = 'ada') AS n_present,
        count(*) FILTER (WHERE service.state IN ('ada', 'belum')) AS n_known
    FROM mart_service_component AS service
    INNER JOIN mart_service_standard AS standard
        ON service.service_id = standard.service_id AND service.year = standard.year
        AND standard.status IS DISTINCT FROM 'dicabut'
    GROUP BY service.unit_id, service.year, service.component_id
),

measure AS (
    SELECT
        detail.unit_id,
        detail.year,
        detail.instrument_id AS subject_id,
        detail.measure_id,
        detail.measure_label,
        detail.measure_order,
        detail.measure_level,
        detail.value,
        detail.city_value,
        score.target_value / method.measure_factor AS target_value
    FROM mart_score_detail AS detail
    INNER JOIN mart_score AS score
        ON detail.unit_id = score.unit_id AND detail.year = score.year AND detail.instrument_id = score.instrument_id
    LEFT JOIN measure_factor AS method ON detail.method_id = method.method_id
    WHERE detail.value IS NOT NULL
    UNION ALL
    SELECT
        unit_id,
        year,
        'komponen',
        component_id,
        component_label,
        component_order,
        1,
        n_present / n_known,
        sum(n_present) OVER whole_city / sum(n_known) OVER whole_city,
        1
    FROM component
    WHERE n_known > 0
    WINDOW whole_city AS (PARTITION BY year, component_id)
),

beside AS (
    SELECT
        measure.unit_id,
        unit.unit_name,
        unit.unit_kind,
        unit.district,
        measure.* EXCLUDE (unit_id),
        count(*) OVER same_kind > 1 AS has_others,
        first_value(measure.value) OVER best_first AS highest_value,
        first_value(unit.unit_name) OVER best_first AS highest_unit_name
    FROM measure
    INNER JOIN int_unit AS unit ON measure.unit_id = unit.unit_id
    WINDOW
        same_kind AS (PARTITION BY measure.subject_id, measure.year, measure.measure_id, unit.unit_kind),
        best_first AS (
            PARTITION BY measure.subject_id, measure.year, measure.measure_id, unit.unit_kind
            ORDER BY measure.value DESC, unit.unit_name
        )
),

compared AS (
    SELECT
        * EXCLUDE (has_others, highest_value, highest_unit_name),
        CASE WHEN has_others THEN highest_value END AS best_value,
        CASE WHEN has_others THEN highest_unit_name END AS best_unit_name
    FROM beside
)

SELECT
    *,
    value - target_value AS gap_to_target,
    value - city_value AS gap_to_city,
    value - best_value AS gap_to_best
FROM compared
ORDER BY subject_id, year, unit_id, measure_order
