-- One row per unit (NULL = the city) and year: the newest result.
SELECT *
FROM lake_ombudsman
WHERE (unit_id IS NOT NULL OR is_city) AND year <= (SELECT current_year FROM build_context)
QUALIFY row_number() OVER (PARTITION BY unit_id, year ORDER BY source_order DESC) = 1
