-- What a sheet says it took is what lies in the lake and in the lineage.
SELECT file.file_id, file.n_accepted, coalesce(traced.n_rows, 0) AS n_traced
FROM mart_file AS file
LEFT JOIN (SELECT file_id, sum(n_rows) AS n_rows FROM mart_lineage GROUP BY file_id) AS traced
    ON file.file_id = traced.file_id
WHERE file.n_accepted <> coalesce(traced.n_rows, 0)
