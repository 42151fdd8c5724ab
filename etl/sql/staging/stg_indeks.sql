-- One row per unit (NULL = the city), year and instrument: the newest published value.
SELECT *
FROM lake_indeks
WHERE is_usable AND year <= (SELECT current_year FROM build_context)
QUALIFY row_number() OVER (PARTITION BY unit_id, year, instrumen ORDER BY source_order DESC) = 1
