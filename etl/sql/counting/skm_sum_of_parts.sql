-- int_skm_sum, added up from the parts.
SELECT
    unit_id,
    year,
    sums.service_key,
    sum(sums.n_answers)::BIGINT AS n_answers,
    sum(sums.total_sum)::BIGINT AS total_sum,
    sum(sums.total_square_sum)::BIGINT AS total_square_sum,
    sum(sums.persyaratan)::BIGINT AS persyaratan,
    sum(sums.prosedur)::BIGINT AS prosedur,
    sum(sums.waktu)::BIGINT AS waktu,
    sum(sums.biaya)::BIGINT AS biaya,
    sum(sums.produk)::BIGINT AS produk,
    sum(sums.kompetensi)::BIGINT AS kompetensi,
    sum(sums.perilaku)::BIGINT AS perilaku,
    sum(sums.pengaduan)::BIGINT AS pengaduan,
    sum(sums.sarpras)::BIGINT AS sarpras
FROM (
    SELECT part.unit_id, part.year, unnest(kept.sums) AS sums
    FROM skm_part AS part INNER JOIN skm_kept AS kept ON part.part_key = kept.part_key
)
GROUP BY unit_id, year, sums.service_key
