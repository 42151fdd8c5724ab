-- One row per received file. Rows that wait for their unit are among the rejected until it is known. A file that was
-- withdrawn is described as it was read, but counts nowhere else.
WITH sheet AS (
    SELECT
        file_id,
        string_agg(DISTINCT kind, ', ' ORDER BY kind) AS kind,
        count(*) AS n_sheets,
        sum(n_read)::BIGINT AS n_read,
        sum(n_accepted)::BIGINT AS n_accepted,
        sum(n_rejected)::BIGINT AS n_rejected
    FROM lake_sheet
    GROUP BY file_id
),

waiting AS (
    SELECT file_id, sum(n_rows)::BIGINT AS n_waiting FROM int_waiting GROUP BY file_id
),

found AS (
    SELECT file_id, severity FROM mart_finding
    UNION ALL
    SELECT lake.file_id, lake.severity
    FROM lake_finding AS lake INNER JOIN receipt ON lake.file_id = receipt.file_id
    WHERE receipt.withdrawn_at IS NOT NULL
),

finding AS (
    SELECT
        file_id,
        count(*) FILTER (WHERE severity = 'Galat') AS n_error,
        count(*) FILTER (WHERE severity = 'Peringatan') AS n_warning,
        count(*) FILTER (WHERE severity = 'Saran') AS n_advice
    FROM found
    GROUP BY file_id
),

counted AS (
    SELECT
        receipt.*,
        sheet.kind,
        coalesce(sheet.n_sheets, 0) AS n_sheets,
        coalesce(sheet.n_read, 0) AS n_read,
        coalesce(sheet.n_accepted, 0) AS n_typed,
        coalesce(sheet.n_rejected, 0) AS n_refused,
        coalesce(waiting.n_waiting, 0) AS n_waiting,
        coalesce(finding.n_error, 0) AS n_error,
        coalesce(finding.n_warning, 0) AS n_warning,
        coalesce(finding.n_advice, 0) AS n_advice
    FROM receipt
    LEFT JOIN sheet ON receipt.file_id = sheet.file_id
    LEFT JOIN waiting ON receipt.file_id = waiting.file_id
    LEFT JOIN finding ON receipt.file_id = finding.file_id
)

SELECT
    file_id,
    file_name,
    kind,
    load_id,
    received_at,
    received_by,
    n_bytes,
    n_sheets,
    n_read,
    n_typed - n_waiting AS n_accepted,
    n_refused + n_waiting AS n_rejected,
    n_waiting,
    n_error,
    n_warning,
    n_advice,
    CASE
        WHEN n_typed = 0 THEN 'ditolak'
        WHEN n_refused + n_waiting > 0 OR n_error > 0 THEN 'diterima_sebagian'
        WHEN n_warning > 0 THEN 'diterima_dengan_catatan'
        ELSE 'diterima'
    END AS status,
    unit AS option_unit,
    year AS option_year,
    is_sample,
    withdrawn_at,
    withdrawn_by,
    withdrawn_reason
FROM counted
ORDER BY load_id, file_name, file_id
