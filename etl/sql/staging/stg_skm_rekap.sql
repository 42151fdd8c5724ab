-- One row per unit, year, period and service: the newest recap. Periods and services are compared by what they mean,
-- not how they are spelt; a period that spans the year is NULL.
WITH spelt AS (
    SELECT
        *,
        trim(regexp_replace(lower(coalesce(periode, '')), '[^a-z0-9]+', ' ', 'g')) AS period_text,
        nullif(trim(regexp_replace(lower(coalesce(layanan, '')), '[^a-z0-9]+', ' ', 'g')), '') AS service_key
    FROM lake_skm_rekap
    WHERE unit_id IS NOT NULL AND year <= (SELECT current_year FROM build_context)
),

meant AS (
    SELECT
        * EXCLUDE (period_text),
        CASE
            WHEN period_text = '' OR regexp_matches(period_text, '^(setahun|tahun|jan(uari)? .*des(ember)?)') THEN NULL
            ELSE regexp_replace(regexp_replace(regexp_replace(regexp_replace(
                period_text, '\biv\b', '4'), '\biii\b', '3'), '\bii\b', '2'), '\bi\b', '1')
        END AS period_key
    FROM spelt
)

SELECT *, list(meant) OVER versions AS versions
FROM meant
WINDOW versions AS (
    PARTITION BY unit_id, year, period_key, service_key
    ORDER BY source_order ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
)
QUALIFY source_order = last_value(source_order) OVER versions
