-- One row per unit and year in which the unit existed.
SELECT
    unit.unit_id,
    years.year,
    years.reference_date
FROM int_unit AS unit
CROSS JOIN int_year AS years
WHERE coalesce(year(unit.valid_from), years.year) <= years.year
    AND coalesce(year(unit.valid_to), years.year) >= years.year
