-- One row per unit, year, instrument and measure (unsur, aspek, dimensi, part of a formula) that has a value or two
-- counts. Several records of one measure are averaged, and missing if one of them is; counts are added up.
WITH survey AS (
    SELECT
        unit_id, year, persyaratan, prosedur, waktu, biaya, produk, kompetensi, perilaku, pengaduan, sarpras
    FROM int_skm_answer
    UNION ALL BY NAME
    SELECT
        recap.unit_id, recap.year, recap.persyaratan, recap.prosedur, recap.waktu, recap.biaya, recap.produk,
        recap.kompetensi, recap.perilaku, recap.pengaduan, recap.sarpras
    FROM int_skm_recap AS recap
    ANTI JOIN int_skm_answer AS answer ON recap.unit_id = answer.unit_id AND recap.year = answer.year
),

result AS (
    SELECT
        record.unit_id,
        record.year,
        record.instrument_id,
        measure.measure_id,
        CASE WHEN count(measure.value) = count(*) THEN avg(measure.value ORDER BY record.source_order) END AS value,
        sum(measure.amount ORDER BY record.source_order) FILTER (WHERE measure.base IS NOT NULL) AS amount,
        sum(measure.base ORDER BY record.source_order) FILTER (WHERE measure.amount IS NOT NULL) AS base
    FROM stg_result AS record
    INNER JOIN lake_result_measure AS measure
        ON record.file_id = measure.file_id AND record.sheet_number = measure.sheet_number
        AND record.row_number = measure.row_number
    GROUP BY record.unit_id, record.year, record.instrument_id, measure.measure_id
)

SELECT unit_id, year, 'ikm' AS instrument_id, measure_id, value, NULL::DOUBLE AS amount, NULL::DOUBLE AS base
FROM survey
UNPIVOT (value FOR measure_id IN (
    persyaratan, prosedur, waktu, biaya, produk, kompetensi, perilaku, pengaduan, sarpras
))
UNION ALL
SELECT unit_id, year, instrument_id, measure_id, value, amount, base
FROM result
WHERE value IS NOT NULL OR base IS NOT NULL
