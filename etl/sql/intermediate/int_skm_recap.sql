-- One row per unit and year with recaps, weighted by respondents. An unsur that one of the rows lacks is missing, not 0.
SELECT
    unit_id,
    year,
    nullif(sum(jumlah_responden), 0)::BIGINT AS n_respondents,
    CASE WHEN bool_and(is_whole_unit) AND count(ikm_terbit) = count(*) THEN
        sum(weight * ikm_terbit ORDER BY source_order) / sum(weight)
    END AS published_value,
    CASE WHEN count(persyaratan) = count(*) THEN
        sum(weight * persyaratan ORDER BY source_order) / sum(weight)
    END AS persyaratan,
    CASE WHEN count(prosedur) = count(*) THEN
        sum(weight * prosedur ORDER BY source_order) / sum(weight)
    END AS prosedur,
    CASE WHEN count(waktu) = count(*) THEN
        sum(weight * waktu ORDER BY source_order) / sum(weight)
    END AS waktu,
    CASE WHEN count(biaya) = count(*) THEN
        sum(weight * biaya ORDER BY source_order) / sum(weight)
    END AS biaya,
    CASE WHEN count(produk) = count(*) THEN
        sum(weight * produk ORDER BY source_order) / sum(weight)
    END AS produk,
    CASE WHEN count(kompetensi) = count(*) THEN
        sum(weight * kompetensi ORDER BY source_order) / sum(weight)
    END AS kompetensi,
    CASE WHEN count(perilaku) = count(*) THEN
        sum(weight * perilaku ORDER BY source_order) / sum(weight)
    END AS perilaku,
    CASE WHEN count(pengaduan) = count(*) THEN
        sum(weight * pengaduan ORDER BY source_order) / sum(weight)
    END AS pengaduan,
    CASE WHEN count(sarpras) = count(*) THEN
        sum(weight * sarpras ORDER BY source_order) / sum(weight)
    END AS sarpras
FROM int_skm_recap_row
GROUP BY unit_id, year
