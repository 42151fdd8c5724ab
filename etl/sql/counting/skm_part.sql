-- One row per unit, year and span of days that no block of answers reaches beyond: answers of different days are never
-- the same answer, so a part is counted by itself. part_key changes with all that its counts depend on.
WITH dated AS (
    SELECT
        kept.*,
        staged.staged_as,
        coalesce(kept.first_day, make_date(kept.year, 1, 1)) AS from_day,
        coalesce(kept.last_day, make_date(kept.year, 1, 1)) AS to_day,
        coalesce(kept.first_day <= context.as_of, true) AND kept.year <= context.current_year AS is_counted
    FROM lake_skm_block AS kept
    INNER JOIN staged_answer AS staged ON kept.file_id = staged.file_id
    CROSS JOIN build_context AS context
    WHERE kept.unit_id IS NOT NULL
),

begun AS (
    SELECT
        *,
        from_day > max(to_day) OVER (
            PARTITION BY unit_id, year ORDER BY from_day, source_order ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS is_begin
    FROM dated
),

numbered AS (
    SELECT
        *,
        count(*) FILTER (WHERE is_begin) OVER (
            PARTITION BY unit_id, year ORDER BY from_day, source_order ROWS UNBOUNDED PRECEDING
        ) AS part_number
    FROM begun
)

SELECT
    unit_id,
    year,
    min(from_day) AS first_day,
    max(to_day) AS last_day,
    sum(n_rows)::BIGINT AS n_rows,
    list(DISTINCT file_id) AS file_ids,
    md5(string_agg(
        concat_ws(' ', file_id, staged_as, sheet_number, first_row, last_row, n_rows, from_day, to_day, is_counted),
        '|' ORDER BY source_order
    )) AS part_key
FROM numbered
GROUP BY unit_id, year, part_number
