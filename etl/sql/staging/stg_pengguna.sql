-- One row per unit, year and service: the newest count of people served. Services are compared without case and
-- punctuation.
WITH spelt AS (
    SELECT
        *, nullif(trim(regexp_replace(lower(coalesce(layanan, '')), '[^a-z0-9]+', ' ', 'g')), '') AS service_key
    FROM lake_pengguna
    WHERE unit_id IS NOT NULL AND year <= (SELECT current_year FROM build_context)
)

SELECT *, list(spelt) OVER versions AS versions
FROM spelt
WINDOW versions AS (
    PARTITION BY unit_id, year, service_key
    ORDER BY source_order ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
)
QUALIFY source_order = last_value(source_order) OVER versions
