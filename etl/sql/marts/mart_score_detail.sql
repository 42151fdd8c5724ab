-- One row per unit (NULL = the city), year, instrument and measure. A kind with a single value has no best one.
WITH detail AS (
    SELECT
        judged.* EXCLUDE (measure_order),
        coalesce(unit.unit_name, (SELECT city_name FROM build_context)) AS unit_name,
        unit.unit_kind,
        judged.measure_order,
        CASE WHEN judged.unit_id IS NOT NULL THEN city.value END AS city_value,
        CASE WHEN judged.unit_id IS NOT NULL AND count(judged.value) OVER same_kind > 1
            THEN max(judged.value) OVER same_kind
        END AS best_value
    FROM judged_detail AS judged
    LEFT JOIN int_unit AS unit ON judged.unit_id = unit.unit_id
    LEFT JOIN judged_detail AS city
        ON city.unit_id IS NULL AND judged.instrument_id = city.instrument_id AND judged.year = city.year
        AND judged.measure_id = city.measure_id
    WINDOW same_kind AS (
        PARTITION BY judged.unit_id IS NULL, judged.instrument_id, judged.year, judged.measure_id, unit.unit_kind
    )
)

SELECT *, value - city_value AS gap_to_city, value - best_value AS gap_to_best
FROM detail
ORDER BY instrument_id, year, unit_id NULLS FIRST, measure_order
