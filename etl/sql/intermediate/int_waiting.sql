-- One row per kept record that waits: its unit or its instrument is not known yet, or its value is off the scale. Survey
-- answers come by the hundred: one row per sheet, unit and year.
WITH waiting AS (
    SELECT file_id, sheet, sheet_number, row_number, row_number AS last_row, 1 AS n_rows, 'standar_pelayanan' AS kind,
        unit_text, unit_key, year
    FROM lake_standar_pelayanan WHERE unit_id IS NULL
    UNION ALL SELECT file_id, sheet, sheet_number, row_number, row_number, 1, 'skm_rekap', unit_text, unit_key, year
    FROM lake_skm_rekap WHERE unit_id IS NULL
    UNION ALL SELECT file_id, sheet, sheet_number, row_number, row_number, 1, 'pengguna', unit_text, unit_key, year
    FROM lake_pengguna WHERE unit_id IS NULL
    UNION ALL SELECT file_id, sheet, sheet_number, row_number, row_number, 1, kind, unit_text, unit_key, year
    FROM lake_result WHERE unit_id IS NULL AND NOT is_city
    UNION ALL SELECT file_id, sheet, sheet_number, row_number, row_number, 1, 'indeks', unit_text, unit_key, year
    FROM lake_indeks WHERE unit_id IS NULL AND NOT is_city
    UNION ALL SELECT file_id, sheet, sheet_number, row_number, row_number, 1, 'target', unit_text, unit_key, year
    FROM lake_target WHERE unit_id IS NULL AND NOT is_city
    UNION ALL SELECT file_id, sheet, sheet_number, row_number, row_number, 1, 'tindak_lanjut', unit_text, unit_key, year
    FROM lake_tindak_lanjut WHERE unit_id IS NULL
    UNION ALL
    SELECT file_id, sheet, sheet_number, min(first_row), max(last_row), sum(n_rows), 'skm_responden', unit_text, unit_key,
        year
    FROM int_skm_sheet WHERE unit_id IS NULL
    GROUP BY file_id, sheet, sheet_number, unit_text, unit_key, year
),

unusable AS (
    SELECT file_id, sheet, sheet_number, row_number, 'indeks' AS kind, instrumen, nilai AS amount, year
    FROM lake_indeks WHERE (unit_id IS NOT NULL OR is_city) AND NOT is_usable
    UNION ALL
    SELECT file_id, sheet, sheet_number, row_number, 'target', instrumen, target, year
    FROM lake_target WHERE (unit_id IS NOT NULL OR is_city) AND NOT is_usable
)

SELECT file_id, sheet, sheet_number, row_number, last_row, n_rows, kind, 'unit' AS column_name, unit_text AS value,
    unit_key, year,
    CASE WHEN unit_key IN (SELECT unit_key FROM name_owner) THEN 'NAMA_UNIT_GANDA' ELSE 'UNIT_TIDAK_DIKENAL' END
        AS rule_code
FROM waiting
UNION ALL
SELECT file_id, sheet, sheet_number, row_number, row_number, 1, kind,
    CASE WHEN instrumen IN (SELECT instrument_id FROM instrument)
        THEN CASE kind WHEN 'indeks' THEN 'nilai' ELSE 'target' END ELSE 'instrumen' END,
    CASE WHEN instrumen IN (SELECT instrument_id FROM instrument)
        THEN replace(amount::VARCHAR, '.', ',') ELSE instrumen END,
    NULL, year,
    CASE WHEN instrumen IN (SELECT instrument_id FROM instrument)
        THEN 'DI_LUAR_SKALA' ELSE 'INSTRUMEN_TIDAK_DIKENAL' END
FROM unusable
