-- One row per distinct answer with the number of times it counts (design section 4, Resubmission): the union of all
-- files. Where neither a number nor a time of day tells equal answers apart, the largest count in any one file.
WITH service AS (
    -- Few names, many answers: each name is spelt once.
    SELECT layanan, trim(regexp_replace(lower(coalesce(layanan, '')), '[^a-z0-9]+', ' ', 'g')) AS service_key
    FROM (SELECT DISTINCT layanan FROM lake_skm_responden)
),

answer AS (
    SELECT
        rows.unit_id,
        rows.year,
        service.service_key,
        rows.tanggal,
        rows.waktu_pengisian,
        rows.nomor_responden,
        rows.persyaratan, rows.prosedur, rows.waktu, rows.biaya, rows.produk, rows.kompetensi, rows.perilaku,
        rows.pengaduan, rows.sarpras,
        rows.file_id,
        rows.waktu_pengisian IS NOT NULL OR (rows.nomor_responden IS NOT NULL AND rows.tanggal IS NOT NULL)
            AS is_identified
    FROM lake_skm_responden AS rows
    INNER JOIN service ON rows.layanan IS NOT DISTINCT FROM service.layanan
    WHERE rows.unit_id IS NOT NULL
        AND rows.year <= (SELECT current_year FROM build_context)
        AND (rows.tanggal IS NULL OR rows.tanggal <= (SELECT as_of FROM build_context))
),

per_file AS (
    SELECT * EXCLUDE (is_identified), count(*) AS n_in_file
    FROM answer
    WHERE NOT is_identified
    GROUP BY ALL
)

SELECT DISTINCT * EXCLUDE (file_id, is_identified), 1::BIGINT AS n_answers
FROM answer
WHERE is_identified
UNION ALL
SELECT * EXCLUDE (file_id, n_in_file), max(n_in_file) AS n_answers
FROM per_file
GROUP BY ALL
