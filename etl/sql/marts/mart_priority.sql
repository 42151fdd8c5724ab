-- One row per unit, year and instrument: its score for coaching with every term, or why there is none.
SELECT
    priority.unit_id,
    unit.unit_name,
    unit.unit_kind,
    unit.district,
    priority.* EXCLUDE (unit_id)
FROM judged_priority AS priority
INNER JOIN int_unit AS unit ON priority.unit_id = unit.unit_id
ORDER BY priority.instrument_id, priority.year, priority.priority_rank NULLS LAST, priority.unit_id
