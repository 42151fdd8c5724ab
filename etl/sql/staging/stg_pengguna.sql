-- One row per unit, year and service: the newest count of people served. Services are compared without case and
-- punctuation.
WITH spelt AS (
    SELECT
        *, nullif(trim(regexp_replace(lower(coalesce(layanan, '')), '[^[:alnum:]]+', ' ', 'g')), '') AS service_key
    FROM lake_pengguna
    WHERE unit_id IS NOT NULL AND year <= (SELECT current_year FROM build_context)
)

SELECT * FROM spelt
QUALIFY row_number() OVER (PARTITION BY unit_id, year, service_key ORDER BY source_order DESC) = 1
