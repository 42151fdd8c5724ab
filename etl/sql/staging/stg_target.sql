-- One row per unit (NULL = the city), year and instrument: the newest target. Targets may lie ahead of the as-of date.
SELECT *
FROM lake_target
WHERE (unit_id IS NOT NULL OR is_city) AND instrumen IN (SELECT instrument_id FROM instrument)
QUALIFY row_number() OVER (PARTITION BY unit_id, year, instrumen ORDER BY source_order DESC) = 1
