-- One row per unit (NULL = the city), year, instrument and measure that could lift the category, and per duty not met
-- that the instrument asks for, too.
SELECT
    lever.unit_id,
    coalesce(unit.unit_name, (SELECT city_name FROM build_context)) AS unit_name,
    unit.unit_kind,
    unit.district,
    lever.* EXCLUDE (unit_id)
FROM judged_lever AS lever
LEFT JOIN int_unit AS unit ON lever.unit_id = unit.unit_id
ORDER BY lever.instrument_id, lever.year, lever.unit_id NULLS FIRST, lever.lever_kind DESC, lever.lever_rank,
    lever.points_at_most DESC, lever.duty_id
