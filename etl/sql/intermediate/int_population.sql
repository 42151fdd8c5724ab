-- One row per unit and year: people served, the population of its survey. A row for the whole unit stands before
-- rows of its services.
SELECT
    unit_id,
    year,
    coalesce(
        max(jumlah) FILTER (WHERE service_key IS NULL),
        sum(jumlah) FILTER (WHERE service_key IS NOT NULL)
    )::BIGINT AS n_population
FROM stg_pengguna
GROUP BY unit_id, year
