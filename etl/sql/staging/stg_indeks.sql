-- One row per unit (NULL = the city), year and instrument: the newest published value.
SELECT *, list(lake_indeks) OVER versions AS versions
FROM lake_indeks
WHERE is_usable AND year <= (SELECT current_year FROM build_context)
WINDOW versions AS (
    PARTITION BY unit_id, year, instrumen
    ORDER BY source_order ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
)
QUALIFY source_order = last_value(source_order) OVER versions
