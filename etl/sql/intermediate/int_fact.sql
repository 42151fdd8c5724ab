-- What a snapshot states and the next one may revise, one row each: values, categories, reporting states, verdicts.
SELECT 'nilai' AS subject, instrument_id AS subject_id, unit_id, NULL::VARCHAR AS service_id, year,
    replace(value::VARCHAR, '.', ',') AS said
FROM mart_score
UNION ALL
SELECT 'kategori', instrument_id, unit_id, NULL, year, category FROM mart_score
UNION ALL
SELECT 'status_laporan', instrument_id, unit_id, NULL, year, reporting_state FROM mart_score
UNION ALL
SELECT 'kesimpulan', duty_id, unit_id, NULL, year, verdict FROM mart_duty
UNION ALL
SELECT 'kesimpulan', 'layanan', unit_id, service_id, year, verdict FROM mart_service_standard
