-- One row per file, sheet, written unit and year whose rows count for another unit: the one whose year it is.
WITH moved AS (
    SELECT file_id, sheet, row_number, row_number AS last_row, 1 AS n_rows, 'standar_pelayanan' AS kind, named_unit_id,
        unit_id, year
    FROM lake_standar_pelayanan WHERE named_unit_id <> unit_id
    UNION ALL SELECT file_id, sheet, row_number, row_number, 1, 'skm_rekap', named_unit_id, unit_id, year
    FROM lake_skm_rekap WHERE named_unit_id <> unit_id
    UNION ALL SELECT file_id, sheet, row_number, row_number, 1, 'pengguna', named_unit_id, unit_id, year
    FROM lake_pengguna WHERE named_unit_id <> unit_id
    UNION ALL SELECT file_id, sheet, row_number, row_number, 1, kind, named_unit_id, unit_id, year
    FROM lake_result WHERE named_unit_id <> unit_id
    UNION ALL SELECT file_id, sheet, row_number, row_number, 1, 'indeks', named_unit_id, unit_id, year
    FROM lake_indeks WHERE named_unit_id <> unit_id
    UNION ALL SELECT file_id, sheet, row_number, row_number, 1, 'target', named_unit_id, unit_id, year
    FROM lake_target WHERE named_unit_id <> unit_id
    UNION ALL SELECT file_id, sheet, first_row, last_row, n_rows, 'skm_responden', named_unit_id, unit_id, year
    FROM int_skm_sheet WHERE named_unit_id <> unit_id
)

SELECT
    moved.file_id, moved.sheet, min(moved.row_number) AS row_number, max(moved.last_row) AS last_row,
    sum(moved.n_rows)::BIGINT AS n_rows, moved.kind, unit.unit_name AS named_unit_name, moved.unit_id, moved.year
FROM moved
INNER JOIN int_unit AS unit ON moved.named_unit_id = unit.unit_id
GROUP BY moved.file_id, moved.sheet, moved.kind, unit.unit_name, moved.unit_id, moved.year
