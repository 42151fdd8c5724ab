-- One row per value, category, verdict or reporting state that differs from the snapshot before. A value that is new is
-- a revision; an empty row for a new year or unit is not.
WITH fact AS (
    SELECT true AS is_new, * FROM int_fact
    UNION ALL SELECT false, * FROM before_fact
),

difference AS (
    SELECT
        subject,
        subject_id,
        unit_id,
        service_id,
        year,
        max(said) FILTER (WHERE NOT is_new) AS before,
        max(said) FILTER (WHERE is_new) AS after
    FROM fact
    GROUP BY subject, subject_id, unit_id, service_id, year
    HAVING before IS DISTINCT FROM after AND (bool_or(NOT is_new) OR subject = 'nilai')
)

SELECT
    difference.subject,
    difference.subject_id,
    difference.unit_id,
    coalesce(unit.unit_name, context.city_name) AS unit_name,
    difference.service_id,
    difference.year,
    difference.before,
    difference.after
FROM difference
LEFT JOIN int_unit AS unit ON difference.unit_id = unit.unit_id
CROSS JOIN build_context AS context
ORDER BY difference.subject, difference.subject_id, difference.year, difference.unit_id, difference.service_id
