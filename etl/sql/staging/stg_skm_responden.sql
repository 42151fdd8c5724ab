-- One row per distinct answer with the number of times it counts (design section 4, Resubmission): the union of all
-- files. Where neither a number nor a time of day tells equal answers apart, the largest count in any one file.
WITH per_file AS (
    SELECT
        unit_id,
        year,
        trim(regexp_replace(lower(coalesce(layanan, '')), '[^a-z0-9]+', ' ', 'g')) AS service_key,
        tanggal,
        waktu_pengisian,
        nomor_responden,
        persyaratan, prosedur, waktu, biaya, produk, kompetensi, perilaku, pengaduan, sarpras,
        file_id,
        count(*) AS n_in_file
    FROM lake_skm_responden
    WHERE unit_id IS NOT NULL
        AND year <= (SELECT current_year FROM build_context)
        AND (tanggal IS NULL OR tanggal <= (SELECT as_of FROM build_context))
    GROUP BY ALL
),

gathered AS (
    SELECT * EXCLUDE (file_id, n_in_file), max(n_in_file) AS n_most
    FROM per_file
    GROUP BY ALL
)

SELECT
    * EXCLUDE (n_most),
    CASE
        WHEN waktu_pengisian IS NOT NULL OR (nomor_responden IS NOT NULL AND tanggal IS NOT NULL) THEN 1
        ELSE n_most
    END AS n_answers
FROM gathered
