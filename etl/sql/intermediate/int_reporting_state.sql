-- One row per unit, year and instrument that expects it: reported, or why not.
WITH expected AS (
    SELECT unit_year.unit_id, unit_year.year, instrument.instrument_id
    FROM int_unit_year AS unit_year
    CROSS JOIN instrument
    WHERE instrument.expected_of = 'every_unit' AND unit_year.year >= instrument.first_year
    UNION
    SELECT unit_id, year, instrument_id
    FROM int_observation
    WHERE unit_id IS NOT NULL
    UNION
    SELECT rejected.unit_id, rejected.year, rejected.instrument_id
    FROM int_rejected AS rejected
    SEMI JOIN int_unit_year AS unit_year ON rejected.unit_id = unit_year.unit_id AND rejected.year = unit_year.year
)

SELECT
    expected.unit_id,
    expected.year,
    expected.instrument_id,
    CASE
        WHEN NOT unit_year.is_alive THEN 'tidak_berlaku'
        WHEN observed.unit_id IS NOT NULL THEN 'melapor'
        WHEN exempt_unit.unit_id IS NOT NULL THEN 'tidak_berlaku'
        WHEN rejected.unit_id IS NOT NULL THEN 'ditolak'
        WHEN (SELECT as_of FROM build_context)
            <= make_date(expected.year + instrument.due_year_offset, instrument.due_month, instrument.due_day)
            THEN 'belum_jatuh_tempo'
        ELSE 'belum_melapor'
    END AS reporting_state
FROM expected
INNER JOIN instrument ON expected.instrument_id = instrument.instrument_id
INNER JOIN int_unit_year AS unit_year ON expected.unit_id = unit_year.unit_id AND expected.year = unit_year.year
LEFT JOIN int_observation AS observed
    ON expected.unit_id = observed.unit_id AND expected.year = observed.year
    AND expected.instrument_id = observed.instrument_id
LEFT JOIN exempt_unit
    ON expected.unit_id = exempt_unit.unit_id AND expected.instrument_id = exempt_unit.instrument_id
LEFT JOIN int_rejected AS rejected
    ON expected.unit_id = rejected.unit_id AND expected.year = rejected.year
    AND expected.instrument_id = rejected.instrument_id
