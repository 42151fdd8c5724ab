-- One row per unit and year with recaps, weighted by respondents. An unsur that one of the rows lacks is missing, not 0.
SELECT
    unit_id,
    year,
    nullif(sum(jumlah_responden), 0)::BIGINT AS n_respondents,
    CASE WHEN bool_and(is_whole_unit) AND count(ikm_terbit) = count(*) THEN
        sum(weight * ikm_terbit ORDER BY source_order) / sum(weight)
    END AS published_value,
    CASE WHEN count(COLUMNS([
        'persyaratan', 'prosedur', 'waktu', 'biaya', 'produk', 'kompetensi', 'perilaku', 'pengaduan', 'sarpras'
    ])) = count(*) THEN
        sum(weight * COLUMNS([
            'persyaratan', 'prosedur', 'waktu', 'biaya', 'produk', 'kompetensi', 'perilaku', 'pengaduan', 'sarpras'
        ]) ORDER BY source_order) / sum(weight)
    END AS "\0"
FROM int_skm_recap_row
GROUP BY unit_id, year
