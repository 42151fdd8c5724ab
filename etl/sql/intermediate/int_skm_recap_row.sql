-- One row per recap that counts, with its weight. A row for the whole unit stands before rows of its services, and a
-- row for the whole year before rows of its periods: else people would count twice.
WITH counted AS (
    SELECT *, service_key IS NULL AS is_whole_unit, period_key IS NULL AS is_whole_year
    FROM stg_skm_rekap
    QUALIFY is_whole_unit = bool_or(is_whole_unit) OVER (PARTITION BY unit_id, year, period_key)
),

chosen AS (
    SELECT * FROM counted
    QUALIFY is_whole_year = bool_or(is_whole_year) OVER (PARTITION BY unit_id, year)
)

-- A single row needs no weight, so it counts even where its respondents were not stated.
SELECT
    *,
    CASE WHEN count(*) OVER (PARTITION BY unit_id, year) = 1 THEN 1 ELSE nullif(jumlah_responden, 0) END AS weight
FROM chosen
