-- One row per year and instrument for the city itself, in the years between its first and last result and the current.
WITH span AS (
    SELECT instrument_id, min(year) AS first_year
    FROM int_observation
    GROUP BY instrument_id
)

SELECT
    instrument.instrument_id,
    years.year,
    CASE
        WHEN judged.value IS NOT NULL THEN 'melapor'
        WHEN rejected.instrument_id IS NOT NULL THEN 'ditolak'
        WHEN (SELECT as_of FROM build_context)
            <= make_date(years.year + instrument.due_year_offset, instrument.due_month, instrument.due_day)
            THEN 'belum_jatuh_tempo'
        WHEN instrument.expected_of = 'every_unit' THEN 'belum_melapor'
        ELSE 'tidak_berlaku'
    END AS reporting_state
FROM span
INNER JOIN instrument ON span.instrument_id = instrument.instrument_id
INNER JOIN int_year AS years ON years.year >= span.first_year
LEFT JOIN int_rejected AS rejected
    ON rejected.unit_id IS NULL AND rejected.instrument_id = span.instrument_id AND rejected.year = years.year
LEFT JOIN judged_score AS judged
    ON judged.unit_id IS NULL AND judged.instrument_id = span.instrument_id AND judged.year = years.year
