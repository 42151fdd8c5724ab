-- One row per unit, year and service of survey answers: exact integer sums, so that threads never change a digit, and so
-- that they may be added up.
WITH answer AS (
    SELECT
        *,
        persyaratan + prosedur + waktu + biaya + produk + kompetensi + perilaku + pengaduan + sarpras AS total
    FROM stg_skm_responden
)

SELECT
    unit_id,
    year,
    service_key,
    sum(n_answers)::BIGINT AS n_answers,
    sum(n_answers * total)::BIGINT AS total_sum,
    sum(n_answers * total * total)::BIGINT AS total_square_sum,
    sum(n_answers * persyaratan)::BIGINT AS persyaratan,
    sum(n_answers * prosedur)::BIGINT AS prosedur,
    sum(n_answers * waktu)::BIGINT AS waktu,
    sum(n_answers * biaya)::BIGINT AS biaya,
    sum(n_answers * produk)::BIGINT AS produk,
    sum(n_answers * kompetensi)::BIGINT AS kompetensi,
    sum(n_answers * perilaku)::BIGINT AS perilaku,
    sum(n_answers * pengaduan)::BIGINT AS pengaduan,
    sum(n_answers * sarpras)::BIGINT AS sarpras
FROM answer
GROUP BY unit_id, year, service_key
