-- One row per unit and year with recaps, weighted by respondents. A row for the whole unit stands before rows of its
-- services, and a row for the whole year before rows of its periods: else people would count twice.
WITH recap AS (
    SELECT
        *,
        layanan IS NULL AS is_whole_unit,
        periode IS NULL OR regexp_matches(lower(periode), '^(tahun|setahun|tahunan)') AS is_whole_year
    FROM stg_skm_rekap
),

counted AS (
    SELECT * FROM recap
    QUALIFY is_whole_unit = bool_or(is_whole_unit) OVER (PARTITION BY unit_id, year, periode)
),

chosen AS (
    SELECT * FROM counted
    QUALIFY is_whole_year = bool_or(is_whole_year) OVER (PARTITION BY unit_id, year)
)

SELECT
    unit_id,
    year,
    sum(jumlah_responden)::BIGINT AS n_respondents,
    CASE WHEN count(*) = 1 AND bool_and(is_whole_unit) THEN any_value(ikm_terbit) END AS published_value,
    sum(jumlah_responden * persyaratan ORDER BY source_order) / sum(jumlah_responden) AS persyaratan,
    sum(jumlah_responden * prosedur ORDER BY source_order) / sum(jumlah_responden) AS prosedur,
    sum(jumlah_responden * waktu ORDER BY source_order) / sum(jumlah_responden) AS waktu,
    sum(jumlah_responden * biaya ORDER BY source_order) / sum(jumlah_responden) AS biaya,
    sum(jumlah_responden * produk ORDER BY source_order) / sum(jumlah_responden) AS produk,
    sum(jumlah_responden * kompetensi ORDER BY source_order) / sum(jumlah_responden) AS kompetensi,
    sum(jumlah_responden * perilaku ORDER BY source_order) / sum(jumlah_responden) AS perilaku,
    sum(jumlah_responden * pengaduan ORDER BY source_order) / sum(jumlah_responden) AS pengaduan,
    sum(jumlah_responden * sarpras ORDER BY source_order) / sum(jumlah_responden) AS sarpras
FROM chosen
GROUP BY unit_id, year
