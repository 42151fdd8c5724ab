-- One row per file, sheet, unit as written, year and service of survey answers: what etl.counting keeps of a file, so
-- that a later build need not read its answers again. Where `piece` is a day, one row per day.
SELECT
    file_id,
    sheet,
    sheet_number,
    unit_text,
    unit_key,
    year,
    layanan,
    min(tanggal) AS first_day,
    max(tanggal) AS last_day,
    min(row_number) AS first_row,
    max(row_number) AS last_row,
    count(*) AS n_rows
FROM gathered_answer
GROUP BY file_id, sheet, sheet_number, unit_text, unit_key, year, layanan, tanggal IS NULL, piece
