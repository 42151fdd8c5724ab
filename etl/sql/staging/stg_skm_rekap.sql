-- One row per unit, year, period and service: the newest recap.
SELECT *
FROM lake_skm_rekap
WHERE unit_id IS NOT NULL AND year <= (SELECT current_year FROM build_context)
QUALIFY row_number() OVER (PARTITION BY unit_id, year, periode, layanan ORDER BY source_order DESC) = 1
