-- One row per planned action (tindak lanjut), with its delay on the as-of date.
WITH action AS (
    -- On the as-of date, what was finished later was still under way.
    SELECT * REPLACE (
        CASE WHEN status = 'selesai' AND tanggal_selesai > (SELECT as_of FROM build_context)
            THEN 'berjalan' ELSE status END AS status,
        CASE WHEN tanggal_selesai <= (SELECT as_of FROM build_context) THEN tanggal_selesai END AS tanggal_selesai
    )
    FROM stg_tindak_lanjut
)

SELECT
    md5(concat_ws('|', action.unit_id, action.temuan, action.rencana)) AS action_id,
    action.unit_id,
    unit.unit_name,
    unit.unit_kind,
    unit.district,
    year(action.tenggat) AS year,
    action.temuan AS finding,
    action.rencana AS plan,
    action.penanggung_jawab AS person_in_charge,
    action.tenggat AS due_date,
    action.status,
    action.tanggal_selesai AS finished_date,
    action.bukti AS evidence,
    action.status IN ('belum', 'berjalan') AND action.tenggat < context.as_of AS is_overdue,
    CASE WHEN action.status IN ('belum', 'berjalan') AND action.tenggat < context.as_of
        THEN date_diff('day', action.tenggat, context.as_of)
    END AS days_overdue,
    action.file_id,
    action.sheet,
    action.row_number
FROM action
INNER JOIN int_unit AS unit ON action.unit_id = unit.unit_id
CROSS JOIN build_context AS context
ORDER BY action.tenggat, action.unit_id, action_id
