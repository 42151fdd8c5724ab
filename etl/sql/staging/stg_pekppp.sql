-- One row per unit and year: the newest PEKPPP result.
SELECT *, list(lake_pekppp) OVER versions AS versions
FROM lake_pekppp
WHERE unit_id IS NOT NULL AND year <= (SELECT current_year FROM build_context)
WINDOW versions AS (
    PARTITION BY unit_id, year
    ORDER BY source_order ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
)
QUALIFY source_order = last_value(source_order) OVER versions
