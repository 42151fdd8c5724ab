-- One row: this snapshot.
SELECT
    context.snapshot_id,
    context.built_at,
    context.as_of,
    context.code_version,
    context.archive_hash,
    context.city_name,
    coalesce((SELECT bool_or(is_sample) FROM receipt WHERE withdrawn_at IS NULL), false) AS is_sample,
    (SELECT count(*) FROM receipt WHERE withdrawn_at IS NULL) AS n_files,
    (SELECT min(year) FROM int_year) AS first_year,
    (SELECT max(year) FROM int_year) AS last_year,
    coalesce(
        (SELECT max(year) FROM judged_score WHERE value IS NOT NULL),
        (SELECT max(year) FROM int_service_year)
    ) AS latest_data_year
FROM build_context AS context
