-- One row per unit and year: the newest PEKPPP result.
SELECT *
FROM lake_pekppp
WHERE unit_id IS NOT NULL AND year <= (SELECT current_year FROM build_context)
QUALIFY row_number() OVER (PARTITION BY unit_id, year ORDER BY source_order DESC) = 1
