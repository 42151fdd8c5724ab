-- One row per unit and year with survey answers: how many, their sums, and the mean of each unsur.
SELECT
    unit_id,
    year,
    sum(n_answers)::BIGINT AS n_respondents,
    sum(total_sum)::BIGINT AS total_sum,
    sum(total_square_sum)::BIGINT AS total_square_sum,
    sum(persyaratan)::DOUBLE / sum(n_answers) AS persyaratan,
    sum(prosedur)::DOUBLE / sum(n_answers) AS prosedur,
    sum(waktu)::DOUBLE / sum(n_answers) AS waktu,
    sum(biaya)::DOUBLE / sum(n_answers) AS biaya,
    sum(produk)::DOUBLE / sum(n_answers) AS produk,
    sum(kompetensi)::DOUBLE / sum(n_answers) AS kompetensi,
    sum(perilaku)::DOUBLE / sum(n_answers) AS perilaku,
    sum(pengaduan)::DOUBLE / sum(n_answers) AS pengaduan,
    sum(sarpras)::DOUBLE / sum(n_answers) AS sarpras
FROM int_skm_sum
GROUP BY unit_id, year
