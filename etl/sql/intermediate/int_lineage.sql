-- One row per accepted source record; survey answers are gathered per file, sheet, unit, service and year.
-- instrument_id: the index it feeds. is_used: it counts now; a record that a newer one replaced stays, unused.
WITH record AS (
    SELECT file_id, sheet, row_number, 'unit' AS kind, kode_unit AS unit_id, year, kode_unit AS record_key,
        NULL AS instrument_id, (file_id, sheet, row_number) IN (SELECT (file_id, sheet, row_number) FROM stg_unit) AS is_used
    FROM lake_unit
    UNION ALL
    SELECT file_id, sheet, row_number, 'standar_pelayanan', unit_id, year,
        concat_ws(' | ', unit_id, coalesce(kode_layanan, nama_layanan), strftime(tanggal_pengajuan, '%Y-%m-%d')),
        NULL, (file_id, sheet, row_number) IN (SELECT (file_id, sheet, row_number) FROM stg_standar_pelayanan)
    FROM lake_standar_pelayanan WHERE unit_id IS NOT NULL
    UNION ALL
    -- Recaps beside answers give the published value only.
    SELECT file_id, sheet, row_number, 'skm_rekap', unit_id, year, concat_ws(' | ', unit_id, year, periode, layanan),
        'ikm', (file_id, sheet, row_number) IN (
            SELECT (file_id, sheet, row_number) FROM int_skm_recap_row AS recap
            WHERE ikm_terbit IS NOT NULL OR (unit_id, year) NOT IN (SELECT (unit_id, year) FROM int_skm_answer)
        )
    FROM lake_skm_rekap WHERE unit_id IS NOT NULL
    UNION ALL
    -- A count for the whole unit stands before counts of its services.
    SELECT file_id, sheet, row_number, 'pengguna', unit_id, year, concat_ws(' | ', unit_id, year, layanan),
        'ikm', (file_id, sheet, row_number) IN (
            SELECT (file_id, sheet, row_number) FROM stg_pengguna
            QUALIFY service_key IS NULL OR NOT bool_or(service_key IS NULL) OVER (PARTITION BY unit_id, year)
        )
    FROM lake_pengguna WHERE unit_id IS NOT NULL
    UNION ALL
    SELECT file_id, sheet, row_number, kind, unit_id, year,
        concat_ws(' | ', unit_id, year, nullif(record_key, '')),
        instrument_id, (file_id, sheet, row_number, kind) IN (
            SELECT (file_id, sheet, row_number, kind) FROM stg_result
        )
    FROM lake_result WHERE unit_id IS NOT NULL OR is_city
    UNION ALL
    -- A value that came by itself counts where it is the published value of its unit, year and instrument.
    SELECT file_id, sheet, row_number, 'indeks', unit_id, year, concat_ws(' | ', unit_id, year, instrumen),
        instrumen, (file_id, sheet, row_number) IN (
            SELECT (stg.file_id, stg.sheet, stg.row_number)
            FROM stg_indeks AS stg
            INNER JOIN int_observation AS observed
                ON stg.unit_id IS NOT DISTINCT FROM observed.unit_id AND stg.year = observed.year
                AND stg.instrumen = observed.instrument_id AND stg.nilai = observed.published_value
        )
    FROM lake_indeks
    WHERE is_usable
    UNION ALL
    SELECT file_id, sheet, row_number, 'target', unit_id, year, concat_ws(' | ', unit_id, year, instrumen),
        instrumen, (file_id, sheet, row_number) IN (SELECT (file_id, sheet, row_number) FROM stg_target)
    FROM lake_target
    WHERE is_usable
    UNION ALL
    SELECT file_id, sheet, row_number, 'tindak_lanjut', unit_id, year, concat_ws(' | ', unit_id, temuan),
        NULL, (file_id, sheet, row_number) IN (SELECT (file_id, sheet, row_number) FROM stg_tindak_lanjut)
    FROM lake_tindak_lanjut WHERE unit_id IS NOT NULL
)

SELECT file_id, sheet, row_number AS first_row, row_number AS last_row, 1::BIGINT AS n_rows, kind, unit_id, year,
    record_key, instrument_id, is_used
FROM record
UNION ALL
-- Answers of a day that has not come yet do not count.
SELECT file_id, sheet, min(first_row), max(last_row), sum(n_rows)::BIGINT, 'skm_responden', unit_id, year,
    concat_ws(' | ', unit_id, year, layanan), 'ikm',
    year <= (SELECT current_year FROM build_context) AND sum(n_until_as_of) > 0
FROM int_skm_sheet
WHERE unit_id IS NOT NULL
GROUP BY file_id, sheet, unit_id, year, layanan
