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

-- A single row needs no weight. Of several, one whose respondents were not stated leaves all without: who answered then
-- would count as nobody.
SELECT
    *,
    CASE
        WHEN count(*) OVER same_year = 1 THEN 1
        WHEN count(jumlah_responden) OVER same_year = count(*) OVER same_year THEN nullif(jumlah_responden, 0)
    END AS weight
FROM chosen
WINDOW same_year AS (PARTITION BY unit_id, year)
