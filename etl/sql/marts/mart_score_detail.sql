-- One row per unit (NULL = the city), year, instrument and measure.
SELECT
    detail.* EXCLUDE (measure_order),
    coalesce(unit.unit_name, (SELECT city_name FROM build_context)) AS unit_name,
    unit.unit_kind,
    detail.measure_order
FROM judged_detail AS detail
LEFT JOIN int_unit AS unit ON detail.unit_id = unit.unit_id
ORDER BY detail.instrument_id, detail.year, detail.unit_id NULLS FIRST, detail.measure_order
