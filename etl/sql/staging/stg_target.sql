-- One row per unit (NULL = the city), year and instrument: the newest target. Targets may lie ahead of the as-of date.
SELECT *
FROM lake_target
WHERE is_usable
QUALIFY row_number() OVER (PARTITION BY unit_id, year, instrumen ORDER BY source_order DESC) = 1
