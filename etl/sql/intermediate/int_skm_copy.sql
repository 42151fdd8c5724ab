-- One row per file, sheet, unit and year with survey answers that equal an earlier one and therefore count once.
WITH identified AS (
    SELECT *
    FROM lake_skm_responden
    WHERE unit_id IS NOT NULL
        AND (waktu_pengisian IS NOT NULL OR (nomor_responden IS NOT NULL AND tanggal IS NOT NULL))
),

-- Few numbers occur twice: only their answers are compared and put in order.
doubled AS (
    SELECT unit_id, year, tanggal, waktu_pengisian, nomor_responden
    FROM identified
    GROUP BY unit_id, year, tanggal, waktu_pengisian, nomor_responden
    HAVING count(*) > 1
),

numbered AS (
    SELECT file_id, sheet, row_number, unit_id, year,
        row_number() OVER (
            PARTITION BY unit_id, year, layanan, tanggal, waktu_pengisian, nomor_responden, persyaratan, prosedur,
                waktu, biaya, produk, kompetensi, perilaku, pengaduan, sarpras
            ORDER BY source_order
        ) AS copy_number
    FROM identified AS answer
    SEMI JOIN doubled
        ON answer.unit_id = doubled.unit_id
        AND answer.year = doubled.year
        AND answer.tanggal IS NOT DISTINCT FROM doubled.tanggal
        AND answer.waktu_pengisian IS NOT DISTINCT FROM doubled.waktu_pengisian
        AND answer.nomor_responden IS NOT DISTINCT FROM doubled.nomor_responden
)

SELECT file_id, sheet, unit_id, year, min(row_number) AS first_row, count(*) AS n_rows
FROM numbered
WHERE copy_number > 1
GROUP BY file_id, sheet, unit_id, year
