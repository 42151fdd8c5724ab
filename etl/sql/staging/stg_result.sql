-- One row per kind of file, unit (NULL = the city), year and natural key: the newest record.
SELECT *, list(lake_result) OVER versions AS versions
FROM lake_result
WHERE (unit_id IS NOT NULL OR is_city) AND year <= (SELECT current_year FROM build_context)
WINDOW versions AS (
    PARTITION BY kind, unit_id, year, record_key
    ORDER BY source_order ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
)
QUALIFY source_order = last_value(source_order) OVER versions
