-- One row per unit (NULL = the city), year and instrument: the newest target. Targets may lie ahead of the as-of date.
SELECT *, list(lake_target) OVER versions AS versions
FROM lake_target
WHERE is_usable
WINDOW versions AS (
    PARTITION BY unit_id, year, instrumen
    ORDER BY source_order ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
)
QUALIFY source_order = last_value(source_order) OVER versions
