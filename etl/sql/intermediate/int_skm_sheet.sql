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
    min(row_number) AS first_row,
    max(row_number) AS last_row,
    count(*) AS n_rows,
    count(*) FILTER (WHERE tanggal IS NULL OR tanggal <= as_of) AS n_until_as_of,
    min(row_number) FILTER (WHERE tanggal > as_of) AS first_later_row,
    max(tanggal) FILTER (WHERE tanggal > as_of) AS last_later_day
FROM lake_skm_responden
CROSS JOIN build_context
GROUP BY file_id, sheet, sheet_number, unit_text, unit_key, named_unit_id, unit_id, year, layanan
