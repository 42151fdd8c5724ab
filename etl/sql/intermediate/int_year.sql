-- One row per year from the first to the last with any data, and to the current one.
WITH data_year AS (
    SELECT year(tanggal_pengajuan) AS year FROM stg_standar_pelayanan
    UNION SELECT year FROM int_skm_answer
    UNION SELECT year FROM stg_skm_rekap
    UNION SELECT year FROM stg_result
    UNION SELECT year FROM stg_indeks
    UNION SELECT year FROM stg_pengguna
    UNION SELECT current_year FROM build_context
)

SELECT
    y.year,
    least(make_date(y.year, 12, 31), (SELECT as_of FROM build_context)) AS reference_date
FROM (SELECT unnest(range(min(year), max(year) + 1)) AS year FROM data_year) AS y
