-- One row per unit, year and service: the newest count of people served.
SELECT *
FROM lake_pengguna
WHERE unit_id IS NOT NULL AND year <= (SELECT current_year FROM build_context)
QUALIFY row_number() OVER (PARTITION BY unit_id, year, layanan ORDER BY source_order DESC) = 1
