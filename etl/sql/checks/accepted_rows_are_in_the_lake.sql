-- What a sheet says it took is what lies in the lake and in the lineage; of a withdrawn file nothing does.
SELECT file.file_id, file.n_accepted, coalesce(traced.n_rows, 0) AS n_traced
FROM mart_file AS file
LEFT JOIN (SELECT file_id, sum(n_rows) AS n_rows FROM mart_lineage GROUP BY file_id) AS traced
    ON file.file_id = traced.file_id
WHERE CASE WHEN file.withdrawn_at IS NULL THEN file.n_accepted ELSE 0 END <> coalesce(traced.n_rows, 0)
