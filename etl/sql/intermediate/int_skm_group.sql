-- One row per unit, year, characteristic of respondents and its text as written: the answers of
-- stg_skm_responden that tell it. Of equal answers that nothing tells apart those of one file speak: the most.
WITH described AS (
    SELECT
        unit_id,
        year,
        trim(regexp_replace(lower(coalesce(layanan, '')), '[^a-z0-9]+', ' ', 'g')) AS service_key,
        tanggal,
        waktu_pengisian,
        nomor_responden,
        persyaratan, prosedur, waktu, biaya, produk, kompetensi, perilaku, pengaduan, sarpras,
        persyaratan + prosedur + waktu + biaya + produk + kompetensi + perilaku + pengaduan + sarpras AS total,
        jenis_kelamin, usia, pendidikan, pekerjaan, disabilitas,
        file_id, sheet, row_number,
        waktu_pengisian IS NOT NULL OR (nomor_responden IS NOT NULL AND tanggal IS NOT NULL) AS is_told_apart
    FROM lake_skm_responden
    WHERE unit_id IS NOT NULL
        AND year <= (SELECT current_year FROM build_context)
        AND (tanggal IS NULL OR tanggal <= (SELECT as_of FROM build_context))
        AND coalesce(jenis_kelamin, usia, pendidikan, pekerjaan, disabilitas) IS NOT NULL
),

once AS (
    SELECT
        unit_id,
        year,
        total,
        min(jenis_kelamin) AS jenis_kelamin,
        min(usia) AS usia,
        min(pendidikan) AS pendidikan,
        min(pekerjaan) AS pekerjaan,
        min(disabilitas) AS disabilitas
    FROM described
    WHERE is_told_apart
    GROUP BY unit_id, year, service_key, tanggal, waktu_pengisian, nomor_responden, persyaratan, prosedur, waktu, biaya,
        produk, kompetensi, perilaku, pengaduan, sarpras, total
),

sized AS (
    SELECT
        *,
        count(*) OVER (
            PARTITION BY unit_id, year, service_key, tanggal, nomor_responden, persyaratan, prosedur, waktu, biaya,
                produk, kompetensi, perilaku, pengaduan, sarpras, file_id
        ) AS n_in_file
    FROM described
    WHERE NOT is_told_apart
),

placed AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY unit_id, year, service_key, tanggal, nomor_responden, persyaratan, prosedur, waktu, biaya,
                produk, kompetensi, perilaku, pengaduan, sarpras
            ORDER BY n_in_file DESC, file_id, sheet, row_number
        ) AS place,
        max(n_in_file) OVER (
            PARTITION BY unit_id, year, service_key, tanggal, nomor_responden, persyaratan, prosedur, waktu, biaya,
                produk, kompetensi, perilaku, pengaduan, sarpras
        ) AS n_most
    FROM sized
),

counted AS (
    SELECT * FROM once
    UNION ALL
    SELECT unit_id, year, total, jenis_kelamin, usia, pendidikan, pekerjaan, disabilitas
    FROM placed
    WHERE place <= n_most
),

told AS (
    SELECT unit_id, year, total, 'jenis_kelamin' AS characteristic_id, jenis_kelamin AS group_text FROM counted
    UNION ALL SELECT unit_id, year, total, 'usia', usia FROM counted
    UNION ALL SELECT unit_id, year, total, 'pendidikan', pendidikan FROM counted
    UNION ALL SELECT unit_id, year, total, 'pekerjaan', pekerjaan FROM counted
    UNION ALL SELECT unit_id, year, total, 'disabilitas', disabilitas FROM counted
)

SELECT
    unit_id,
    year,
    characteristic_id,
    group_text,
    count(*)::BIGINT AS n_respondents,
    sum(total)::BIGINT AS total_sum,
    sum(total * total)::BIGINT AS total_square_sum
FROM told
WHERE group_text IS NOT NULL
GROUP BY unit_id, year, characteristic_id, group_text
