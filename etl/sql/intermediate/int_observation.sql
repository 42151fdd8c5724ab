-- One row per unit (NULL = the city), year and instrument with a result: what the rules judge.
WITH survey AS (
    SELECT
        coalesce(answer.unit_id, recap.unit_id) AS unit_id,
        coalesce(answer.year, recap.year) AS year,
        'ikm' AS instrument_id,
        coalesce(answer.n_respondents, recap.n_respondents) AS n_respondents,
        CASE WHEN answer.n_respondents > 1 THEN
            (answer.total_square_sum - answer.total_sum * (answer.total_sum::DOUBLE / answer.n_respondents))
            / (answer.n_respondents - 1) / 81
        END AS mean_score_variance,
        recap.published_value,
        NULL::VARCHAR AS published_category,
        CASE WHEN answer.unit_id IS NULL THEN 'Rekapitulasi SKM' ELSE 'Jawaban responden SKM' END AS source_note,
        1 AS precedence
    FROM int_skm_answer AS answer
    FULL JOIN int_skm_recap AS recap ON answer.unit_id = recap.unit_id AND answer.year = recap.year
),

filed AS (
    SELECT
        unit_id, year, instrument_id, NULL::BIGINT AS n_respondents, NULL::DOUBLE AS mean_score_variance,
        last(published_value ORDER BY source_order) FILTER (WHERE published_value IS NOT NULL) AS published_value,
        last(published_category ORDER BY source_order)
            FILTER (WHERE published_category IS NOT NULL) AS published_category,
        last(source_note ORDER BY source_order) AS source_note,
        1 AS precedence
    FROM stg_result
    GROUP BY unit_id, year, instrument_id
),

other AS (
    SELECT
        unit_id, year, instrumen AS instrument_id, NULL::BIGINT AS n_respondents, NULL::DOUBLE AS mean_score_variance,
        nilai AS published_value, kategori_terbit AS published_category, sumber AS source_note, 2 AS precedence
    FROM stg_indeks
),

result AS (
    SELECT * FROM survey
    UNION ALL BY NAME SELECT * FROM filed
    UNION ALL BY NAME SELECT * FROM other
),

-- A published value that came by itself joins the computed one of the same unit and year.
merged AS (
    SELECT
        * REPLACE (
            coalesce(
                published_value, max(published_value) OVER (PARTITION BY unit_id, year, instrument_id)
            ) AS published_value
        )
    FROM result
    WHERE unit_id IS NULL OR (unit_id, year) IN (SELECT (unit_id, year) FROM int_unit_year WHERE is_alive)
    QUALIFY row_number() OVER (PARTITION BY unit_id, year, instrument_id ORDER BY precedence) = 1
)

SELECT merged.* EXCLUDE (precedence), population.n_population
FROM merged
LEFT JOIN int_population AS population
    ON merged.unit_id = population.unit_id AND merged.year = population.year AND merged.instrument_id = 'ikm'
