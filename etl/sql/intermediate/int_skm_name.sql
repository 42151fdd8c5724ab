-- One row per file, unit text and year of survey answers: what the units are resolved from.
SELECT file_id, unit_key, year, count(*) AS n_rows
FROM raw_skm_responden
GROUP BY file_id, unit_key, year
