-- One row per accepted source record; survey answers are gathered per file, sheet, unit, service and year.
WITH record AS (
    SELECT file_id, sheet, row_number, 'unit' AS kind, kode_unit AS unit_id, year, kode_unit AS record_key
    FROM lake_unit
    UNION ALL
    SELECT file_id, sheet, row_number, 'standar_pelayanan', unit_id, year,
        concat_ws(' | ', unit_id, coalesce(kode_layanan, nama_layanan), strftime(tanggal_pengajuan, '%Y-%m-%d'))
    FROM lake_standar_pelayanan WHERE unit_id IS NOT NULL
    UNION ALL
    SELECT file_id, sheet, row_number, 'skm_rekap', unit_id, year, concat_ws(' | ', unit_id, year, periode, layanan)
    FROM lake_skm_rekap WHERE unit_id IS NOT NULL
    UNION ALL
    SELECT file_id, sheet, row_number, 'pengguna', unit_id, year, concat_ws(' | ', unit_id, year, layanan)
    FROM lake_pengguna WHERE unit_id IS NOT NULL
    UNION ALL
    SELECT file_id, sheet, row_number, kind, unit_id, year,
        concat_ws(' | ', unit_id, year, nullif(record_key, ''))
    FROM lake_result WHERE unit_id IS NOT NULL OR is_city
    UNION ALL
    SELECT file_id, sheet, row_number, 'indeks', unit_id, year, concat_ws(' | ', unit_id, year, instrumen)
    FROM lake_indeks
    WHERE is_usable
    UNION ALL
    SELECT file_id, sheet, row_number, 'target', unit_id, year, concat_ws(' | ', unit_id, year, instrumen)
    FROM lake_target
    WHERE is_usable
    UNION ALL
    SELECT file_id, sheet, row_number, 'tindak_lanjut', unit_id, year, concat_ws(' | ', unit_id, temuan)
    FROM lake_tindak_lanjut WHERE unit_id IS NOT NULL
)

SELECT file_id, sheet, row_number AS first_row, row_number AS last_row, 1::BIGINT AS n_rows, kind, unit_id, year,
    record_key
FROM record
UNION ALL
SELECT file_id, sheet, min(row_number), max(row_number), count(*), 'skm_responden', unit_id, year,
    concat_ws(' | ', unit_id, year, layanan)
FROM lake_skm_responden
WHERE unit_id IS NOT NULL
GROUP BY file_id, sheet, unit_id, year, layanan
