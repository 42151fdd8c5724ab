-- One row per accepted source record; see int_lineage.
SELECT lineage.file_id, receipt.file_name, lineage.* EXCLUDE (file_id)
FROM int_lineage AS lineage
INNER JOIN receipt ON lineage.file_id = receipt.file_id
ORDER BY receipt.load_id, receipt.file_name, lineage.file_id, lineage.sheet, lineage.first_row, lineage.record_key
