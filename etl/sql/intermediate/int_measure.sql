-- One row per unit, year, instrument and measure (unsur, aspek, dimensi) that has a value.
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
)

SELECT unit_id, year, 'ikm' AS instrument_id, measure_id, value
FROM survey
UNPIVOT (value FOR measure_id IN (
    persyaratan, prosedur, waktu, biaya, produk, kompetensi, perilaku, pengaduan, sarpras
))
UNION ALL
SELECT unit_id, year, 'ipp' AS instrument_id, measure_id, value
FROM stg_pekppp
UNPIVOT (value FOR measure_id IN (
    kebijakan, profesionalisme_sdm, sarana_prasarana, sipp, konsultasi_pengaduan, inovasi
))
UNION ALL
SELECT unit_id, year, 'ombudsman' AS instrument_id, measure_id, value
FROM stg_ombudsman
UNPIVOT (value FOR measure_id IN (input, proses, output, pengaduan))
