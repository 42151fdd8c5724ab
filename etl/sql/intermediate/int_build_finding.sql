-- Findings that only show when all files are seen together. The sentences stand in data/sources/_gabungan.yaml.
WITH family AS (
    -- A unit and all units below it: a dinas whose UPT serves the public is not without services.
    WITH RECURSIVE below(root_id, unit_id) AS (
        SELECT unit_id, unit_id FROM int_unit
        UNION
        SELECT below.root_id, unit.unit_id
        FROM below INNER JOIN int_unit AS unit ON unit.parent_unit_id = below.unit_id
    )
    SELECT * FROM below
),

without_service AS (
    SELECT unit.file_id, unit.sheet, unit.row_number, unit.unit_id, unit.unit_name
    FROM int_unit AS unit
    WHERE unit.parent_unit_id IS NULL
        AND EXISTS (SELECT 1 FROM stg_standar_pelayanan)
        AND unit.unit_id NOT IN (
            SELECT family.root_id
            FROM family
            INNER JOIN (
                SELECT unit_id FROM stg_standar_pelayanan UNION SELECT unit_id FROM int_service_year
            ) AS service ON family.unit_id = service.unit_id
        )
),

without_heir AS (
    -- The unit ended, and nobody files the service that it had.
    SELECT record.file_id, record.sheet, record.row_number, record.nama_layanan, record.unit_id
    FROM stg_standar_pelayanan AS record
    INNER JOIN service_line AS line ON record.service_id = line.own_service_id
    INNER JOIN unit_holder AS holder ON record.unit_id = holder.unit_id
    INNER JOIN int_unit AS unit ON record.unit_id = unit.unit_id
    CROSS JOIN build_context AS context
    WHERE holder.year = context.current_year AND holder.service_holder_id IS NULL
        AND unit.valid_to < context.as_of AND line.taken_from IS NULL AND line.is_carried
    QUALIFY row_number() OVER (PARTITION BY line.service_id ORDER BY record.tanggal_pengajuan DESC) = 1
        AND record.status <> 'dicabut'
),

moved_service AS (
    SELECT record.file_id, record.sheet, record.row_number, former.unit_name AS former_name, record.unit_id
    FROM service_line AS line
    INNER JOIN stg_standar_pelayanan AS record ON line.own_service_id = record.service_id
    INNER JOIN int_unit AS former ON line.moved_from = former.unit_id
    QUALIFY row_number() OVER (PARTITION BY record.service_id ORDER BY record.tanggal_pengajuan) = 1
),

unclear_successor AS (
    -- Both count as long as nobody says when the one ended.
    SELECT file_id, sheet, row_number, 'kode_pengganti' AS column_name, unit_name AS value, unit_id,
        'PENGGANTI_TANPA_TANGGAL' AS rule_code
    FROM int_unit
    WHERE len(successor_unit_ids) > 0 AND valid_to IS NULL AND NOT list_contains(successor_unit_ids, unit_id)
    UNION ALL
    SELECT unit.file_id, unit.sheet, unit.row_number, 'kode_pengganti', trim(part.code), unit.unit_id,
        'PENGGANTI_TIDAK_DIKENAL'
    FROM stg_unit AS unit
    CROSS JOIN unnest(string_split(unit.successor_text, ';')) AS part(code)
    INNER JOIN unit_text AS named ON trim(part.code) = named.unit_text
    WHERE named.unit_id IS NULL
),

year_of_change AS (
    SELECT lineage.file_id, lineage.sheet, lineage.first_row, lineage.last_row, lineage.n_rows, lineage.kind,
        lineage.unit_id, lineage.year
    FROM int_lineage AS lineage
    INNER JOIN int_unit AS unit ON lineage.unit_id = unit.unit_id
    INNER JOIN int_unit_year AS unit_year ON lineage.unit_id = unit_year.unit_id AND lineage.year = unit_year.year
    WHERE NOT unit_year.is_alive AND lineage.kind NOT IN ('unit', 'standar_pelayanan', 'target', 'tindak_lanjut')
),

unknown_parent AS (
    SELECT file_id, sheet, row_number, parent_text, unit_id
    FROM int_unit
    WHERE parent_text IS NOT NULL AND parent_unit_id IS NULL
),

outside_lifetime AS (
    -- Dated when the unit did not exist; a standard or a count of people is of a unit that had ended.
    SELECT lineage.file_id, lineage.sheet, lineage.first_row, lineage.last_row, lineage.n_rows, lineage.kind,
        lineage.unit_id, lineage.year
    FROM int_lineage AS lineage
    INNER JOIN int_unit AS unit ON lineage.unit_id = unit.unit_id
    WHERE (lineage.kind IN ('pengguna', 'indeks', 'standar_pelayanan')
            OR lineage.kind IN (SELECT kind FROM kind_instrument))
        AND (lineage.year > year(unit.valid_to)
            OR (lineage.year < year(unit.valid_from) AND lineage.kind <> 'standar_pelayanan'))
),

after_as_of AS (
    SELECT file_id, sheet, row_number, 'standar_pelayanan' AS kind, 'tanggal_pengajuan' AS column_name,
        strftime(tanggal_pengajuan, '%d/%m/%Y') AS value, unit_id, year
    FROM lake_standar_pelayanan, build_context WHERE tanggal_pengajuan > as_of
    UNION ALL
    SELECT file_id, sheet, min(first_later_row), 'skm_responden', 'tanggal',
        strftime(max(last_later_day), '%d/%m/%Y'), unit_id, year
    FROM int_skm_sheet WHERE first_later_row IS NOT NULL
    GROUP BY file_id, sheet, unit_id, year
    UNION ALL
    SELECT file_id, sheet, first_row, kind, 'tahun', year::VARCHAR, unit_id, year
    FROM int_lineage, build_context
    WHERE (kind IN ('pengguna', 'indeks') OR kind IN (SELECT kind FROM kind_instrument WHERE kind <> 'skm_responden'))
        AND year > current_year
),

recap_unused AS (
    -- The answers count; a recap of other people than those is not added to them.
    SELECT recap.file_id, recap.sheet, recap.row_number, recap.unit_id, recap.year, recap.jumlah_responden,
        answer.n_respondents
    FROM stg_skm_rekap AS recap
    INNER JOIN int_skm_answer AS answer ON recap.unit_id = answer.unit_id AND recap.year = answer.year
    WHERE recap.jumlah_responden > answer.n_respondents
),

scored_twice AS (
    -- Two files of one load give different values for the same unit and year: the name of the file decides.
    SELECT file_id, sheet, row_number, kind, column_name, value, unit_id, year,
        first_value(file_id) OVER same_score AS first_file_id,
        first_value(value) OVER same_score AS first_value
    FROM (
        SELECT file_id, file_name, load_id, sheet, row_number, source_order, kind, published_column AS column_name,
            published_value AS value, unit_id, year, instrument_id
        FROM lake_result
        WHERE (unit_id IS NOT NULL OR is_city) AND published_column IS NOT NULL AND record_key = ''
        UNION ALL
        SELECT file_id, file_name, load_id, sheet, row_number, source_order, 'indeks', 'nilai', nilai, unit_id, year,
            instrumen
        FROM lake_indeks WHERE is_usable
    )
    WINDOW same_score AS (PARTITION BY load_id, kind, instrument_id, unit_id, year ORDER BY source_order)
),

loaded_anew AS (
    -- The same bytes were loaded before for another unit or year: a file counts once, with its newest options.
    SELECT
        file_id,
        concat_ws(', ', 'unit ' || earlier_unit, 'tahun ' || earlier_year) || ' → '
        || coalesce(nullif(concat_ws(', ', 'unit ' || unit, 'tahun ' || year), ''), 'tanpa pilihan') AS options
    FROM receipt
    WHERE withdrawn_at IS NULL
        AND ((earlier_unit IS NOT NULL AND earlier_unit IS DISTINCT FROM unit)
            OR (earlier_year IS NOT NULL AND earlier_year IS DISTINCT FROM year))
)

SELECT waiting.file_id, waiting.sheet, waiting.row_number, waiting.column_name, waiting.value, waiting.rule_code,
    waiting.kind, waiting.unit_key, NULL AS unit_id, waiting.year, waiting.n_rows, waiting.last_row
FROM int_waiting AS waiting
UNION ALL
SELECT file_id, sheet, row_number, 'nama_unit', unit_name, 'UNIT_TANPA_LAYANAN', 'unit', NULL, unit_id, NULL, 1, NULL
FROM without_service
UNION ALL
SELECT file_id, sheet, row_number, 'kode_induk', parent_text, 'INDUK_TIDAK_DIKENAL', 'unit', NULL, unit_id, NULL, 1,
    NULL
FROM unknown_parent
UNION ALL
SELECT file_id, sheet, row_number, 'nama_layanan', nama_layanan, 'LAYANAN_TANPA_PENERUS', 'standar_pelayanan', NULL,
    unit_id, NULL, 1, NULL
FROM without_heir
UNION ALL
SELECT file_id, sheet, row_number, 'unit', former_name, 'LAYANAN_PINDAH', 'standar_pelayanan', NULL, unit_id, NULL, 1, NULL
FROM moved_service
UNION ALL
SELECT file_id, sheet, row_number, 'nama_layanan', name_text, 'LAYANAN_MIRIP', 'standar_pelayanan', service_id, unit_id,
    NULL, 1, NULL
FROM service_proposal
UNION ALL
SELECT file_id, sheet, row_number, column_name, value, rule_code, 'unit', NULL, unit_id, NULL, 1, NULL
FROM unclear_successor
UNION ALL
SELECT file_id, sheet, first_row, 'unit', NULL, 'TAHUN_PERALIHAN', kind, NULL, unit_id, year, n_rows, last_row
FROM year_of_change
UNION ALL
SELECT file_id, sheet, row_number, 'unit', named_unit_name, 'DIHITUNG_UNTUK_UNIT_LAIN', kind, NULL, unit_id, year, n_rows,
    last_row
FROM int_moved
UNION ALL
SELECT file_id, sheet, first_row, 'unit', NULL, 'DI_LUAR_MASA_UNIT', kind, NULL, unit_id, year, n_rows, last_row
FROM outside_lifetime
UNION ALL
SELECT file_id, sheet, row_number, column_name, value, 'SETELAH_TANGGAL_ACUAN', kind, NULL, unit_id, year, 1, NULL
FROM after_as_of
UNION ALL
SELECT file_id, sheet, first_row, NULL, NULL, 'JAWABAN_SAMA', 'skm_responden', NULL, unit_id, year, n_rows, NULL
FROM int_skm_copy
UNION ALL
SELECT file_id, sheet, row_number, 'jumlah_responden', jumlah_responden::VARCHAR, 'REKAP_TIDAK_DIPAKAI', 'skm_rekap',
    NULL, unit_id, year, n_respondents, NULL
FROM recap_unused
UNION ALL
SELECT file_id, sheet, row_number, column_name, replace(value::VARCHAR, '.', ','), 'NILAI_BERBEDA', kind, NULL,
    unit_id, year, 1, NULL
FROM scored_twice
WHERE file_id <> first_file_id AND value IS DISTINCT FROM first_value
UNION ALL
SELECT file_id, NULL, NULL, NULL, options, 'DIMUAT_DENGAN_PILIHAN_LAIN', NULL, NULL, NULL, NULL, 1, NULL
FROM loaded_anew
