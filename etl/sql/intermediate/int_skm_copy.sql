-- One row per file, sheet, unit and year with survey answers that equal an earlier one and therefore count once.
WITH numbered AS (
    SELECT file_id, sheet, row_number, unit_id, year,
        row_number() OVER (
            PARTITION BY unit_id, year, layanan, tanggal, waktu_pengisian, nomor_responden, persyaratan, prosedur,
                waktu, biaya, produk, kompetensi, perilaku, pengaduan, sarpras
            ORDER BY source_order
        ) AS copy_number
    FROM lake_skm_responden
    WHERE unit_id IS NOT NULL
        AND (waktu_pengisian IS NOT NULL OR (nomor_responden IS NOT NULL AND tanggal IS NOT NULL))
)

SELECT file_id, sheet, unit_id, year, min(row_number) AS first_row, count(*) AS n_rows
FROM numbered
WHERE copy_number > 1
GROUP BY file_id, sheet, unit_id, year
