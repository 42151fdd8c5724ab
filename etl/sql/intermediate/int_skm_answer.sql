-- One row per unit and year with survey answers: exact integer sums, so that threads never change a digit.
WITH answer AS (
    SELECT
        *,
        persyaratan + prosedur + waktu + biaya + produk + kompetensi + perilaku + pengaduan + sarpras AS total
    FROM stg_skm_responden
)

SELECT
    unit_id,
    year,
    sum(n_answers)::BIGINT AS n_respondents,
    sum(n_answers * total)::BIGINT AS total_sum,
    sum(n_answers * total * total)::BIGINT AS total_square_sum,
    sum(n_answers * persyaratan)::DOUBLE / sum(n_answers) AS persyaratan,
    sum(n_answers * prosedur)::DOUBLE / sum(n_answers) AS prosedur,
    sum(n_answers * waktu)::DOUBLE / sum(n_answers) AS waktu,
    sum(n_answers * biaya)::DOUBLE / sum(n_answers) AS biaya,
    sum(n_answers * produk)::DOUBLE / sum(n_answers) AS produk,
    sum(n_answers * kompetensi)::DOUBLE / sum(n_answers) AS kompetensi,
    sum(n_answers * perilaku)::DOUBLE / sum(n_answers) AS perilaku,
    sum(n_answers * pengaduan)::DOUBLE / sum(n_answers) AS pengaduan,
    sum(n_answers * sarpras)::DOUBLE / sum(n_answers) AS sarpras
FROM answer
GROUP BY unit_id, year
