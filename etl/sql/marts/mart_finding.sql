-- One row per finding of a file that counts.
SELECT
    finding.file_id,
    receipt.file_name,
    finding.sheet,
    finding.row_number,
    finding.column_name,
    finding.value,
    finding.rule_code,
    finding.severity,
    finding.message,
    finding.action,
    finding.kind,
    finding.unit_id,
    unit.unit_name,
    finding.year
FROM (
    SELECT * EXCLUDE (source_order, load_id, file_name, named_unit_id) FROM lake_finding
    UNION ALL BY NAME SELECT * FROM judged_finding
) AS finding
INNER JOIN receipt ON finding.file_id = receipt.file_id
LEFT JOIN int_unit AS unit ON finding.unit_id = unit.unit_id
WHERE receipt.withdrawn_at IS NULL
ORDER BY receipt.load_id, receipt.file_name, finding.file_id, finding.sheet, finding.row_number NULLS FIRST,
    finding.rule_code, finding.column_name, finding.value, finding.message
