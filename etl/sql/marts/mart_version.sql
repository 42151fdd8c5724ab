-- One row per version of a record that was sent more than once: what changed with it, and whether it is the one that
-- counts. Survey answers have no versions: they add up.
SELECT
    version.kind,
    version.record_key,
    version.record_label,
    version.unit_id,
    coalesce(unit.unit_name, context.city_name) AS unit_name,
    version.year,
    version.version_number,
    version.is_current,
    version.n_changes,
    version.changes,
    receipt.received_at,
    version.file_id,
    receipt.file_name,
    version.sheet,
    version.row_number
FROM judged_version AS version
INNER JOIN receipt ON version.file_id = receipt.file_id
LEFT JOIN int_unit AS unit ON version.unit_id = unit.unit_id
CROSS JOIN build_context AS context
ORDER BY version.kind, version.record_key, version.version_number
