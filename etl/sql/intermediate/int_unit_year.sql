-- One row per unit and year in which the unit existed, up to the reference date. A unit that ended before it
-- has no part in that year: it belongs to whoever continues it.
SELECT
    unit.unit_id,
    years.year,
    years.reference_date,
    coalesce(unit.valid_to, years.reference_date) >= years.reference_date AS is_alive
FROM int_unit AS unit
CROSS JOIN int_year AS years
WHERE coalesce(unit.valid_from, years.reference_date) <= years.reference_date
    AND coalesce(year(unit.valid_to), years.year) >= years.year
