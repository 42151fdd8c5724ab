-- One row per version of a record that was sent more than once. The keys stand in stg_*; a service is followed over its
-- submissions, also where it moved to another unit. `content` is the whole row as it was staged.
WITH service AS (
    SELECT *
    FROM (
        SELECT line.service_id, record.nama_layanan, record.unit_id, unnest(record.versions) AS version,
            -- What the unit that had it says of it after it moved does not count.
            coalesce(record.tanggal_pengajuan >= line.taken_from, false) AS is_left
        FROM stg_standar_pelayanan AS record
        INNER JOIN service_line AS line ON record.service_id = line.own_service_id
    )
    QUALIFY count(*) OVER (PARTITION BY service_id) > 1
),

record AS (
    SELECT 'standar_pelayanan' AS kind, service_id AS record_key,
        last_value(nama_layanan) OVER (
            PARTITION BY service_id ORDER BY is_left DESC, version.tanggal_pengajuan, version.source_order
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS record_label,
        unit_id, version.year AS year, version.file_id AS file_id, version.sheet AS sheet,
        version.row_number AS row_number, version.source_order AS source_order, to_json(version) AS content,
        version.tanggal_pengajuan AS submitted_at, is_left
    FROM service
    UNION ALL BY NAME
    SELECT 'skm_rekap' AS kind, concat_ws(' | ', unit_id, year, period_key, service_key) AS record_key, concat_ws(', ', periode, layanan) AS record_label,
        unit_id, year, version.file_id AS file_id, version.sheet AS sheet, version.row_number AS row_number,
        version.source_order AS source_order, to_json(version) AS content
    FROM (SELECT * EXCLUDE (versions, file_id, sheet, row_number, source_order), unnest(versions) AS version
        FROM stg_skm_rekap WHERE len(versions) > 1)
    UNION ALL BY NAME
    SELECT 'pengguna' AS kind, concat_ws(' | ', unit_id, year, service_key) AS record_key, layanan AS record_label,
        unit_id, year, version.file_id AS file_id, version.sheet AS sheet, version.row_number AS row_number,
        version.source_order AS source_order, to_json(version) AS content
    FROM (SELECT * EXCLUDE (versions, file_id, sheet, row_number, source_order), unnest(versions) AS version
        FROM stg_pengguna WHERE len(versions) > 1)
    UNION ALL BY NAME
    SELECT kind, concat_ws(' | ', unit_id, year, nullif(record_key, '')) AS record_key,
        nullif(record_key, '') AS record_label, unit_id, year, version.file_id AS file_id, version.sheet AS sheet,
        version.row_number AS row_number, version.source_order AS source_order, version.content AS content
    FROM (SELECT kind, record_key, unit_id, year, unnest(versions) AS version FROM stg_result WHERE len(versions) > 1)
    UNION ALL BY NAME
    SELECT 'indeks' AS kind, concat_ws(' | ', unit_id, year, instrumen) AS record_key, instrumen AS record_label,
        unit_id, year, version.file_id AS file_id, version.sheet AS sheet, version.row_number AS row_number,
        version.source_order AS source_order, to_json(version) AS content
    FROM (SELECT * EXCLUDE (versions, file_id, sheet, row_number, source_order), unnest(versions) AS version
        FROM stg_indeks WHERE len(versions) > 1)
    UNION ALL BY NAME
    SELECT 'target' AS kind, concat_ws(' | ', unit_id, year, instrumen) AS record_key, instrumen AS record_label,
        unit_id, year, version.file_id AS file_id, version.sheet AS sheet, version.row_number AS row_number,
        version.source_order AS source_order, to_json(version) AS content
    FROM (SELECT * EXCLUDE (versions, file_id, sheet, row_number, source_order), unnest(versions) AS version
        FROM stg_target WHERE len(versions) > 1)
    UNION ALL BY NAME
    SELECT 'tindak_lanjut' AS kind, concat_ws(' | ', unit_id, temuan, rencana) AS record_key, rencana AS record_label,
        unit_id, year, version.file_id AS file_id, version.sheet AS sheet, version.row_number AS row_number,
        version.source_order AS source_order, to_json(version) AS content
    FROM (SELECT * EXCLUDE (versions, file_id, sheet, row_number, source_order), unnest(versions) AS version
        FROM stg_tindak_lanjut WHERE len(versions) > 1)
)

SELECT
    kind,
    record_key,
    record_label,
    unit_id,
    year,
    file_id,
    sheet,
    row_number,
    content::VARCHAR AS content,
    row_number() OVER (PARTITION BY kind, record_key ORDER BY submitted_at, source_order) AS version_number,
    row_number() OVER (
        PARTITION BY kind, record_key ORDER BY coalesce(is_left, false), submitted_at DESC, source_order DESC
    ) = 1 AS is_current
FROM record
