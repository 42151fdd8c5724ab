-- One row per file, sheet, unit (as written and as resolved), year and service of survey answers: the rows they stand in.
-- Rows of a day that has not come yet are told apart: they do not count.
SELECT
    file_id,
    sheet,
    sheet_number,
    unit_text,
    unit_key,
    named_unit_id,
    unit_id,
    year,
    layanan,
    min(first_row) AS first_row,
    max(last_row) AS last_row,
    sum(n_rows)::BIGINT AS n_rows,
    coalesce(sum(n_rows) FILTER (WHERE first_day IS NULL OR first_day <= as_of), 0)::BIGINT AS n_until_as_of,
    min(first_row) FILTER (WHERE first_day > as_of) AS first_later_row,
    max(last_day) FILTER (WHERE first_day > as_of) AS last_later_day
FROM lake_skm_block
CROSS JOIN build_context
GROUP BY file_id, sheet, sheet_number, unit_text, unit_key, named_unit_id, unit_id, year, layanan
