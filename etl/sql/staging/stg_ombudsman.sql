-- One row per unit (NULL = the city) and year: the newest result.
SELECT *, list(lake_ombudsman) OVER versions AS versions
FROM lake_ombudsman
WHERE (unit_id IS NOT NULL OR is_city) AND year <= (SELECT current_year FROM build_context)
WINDOW versions AS (
    PARTITION BY unit_id, year
    ORDER BY source_order ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
)
QUALIFY source_order = last_value(source_order) OVER versions
