-- One row per file, unit text and year of survey answers: what the units are resolved from.
SELECT file_id, unit_key, year, sum(n_rows)::BIGINT AS n_rows
FROM raw_skm_block
GROUP BY file_id, unit_key, year
