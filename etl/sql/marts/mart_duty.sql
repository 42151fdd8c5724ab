-- One row per duty, unit and year.
SELECT
    duty.duty_id,
    duty.duty_label,
    duty.unit_id,
    unit.unit_name,
    unit.unit_kind,
    unit.district,
    duty.year,
    duty.verdict,
    duty.reason,
    duty.n_services,
    duty.n_affected,
    duty.legal_reference,
    duty.evidence_grade
FROM judged_duty AS duty
INNER JOIN int_unit AS unit ON duty.unit_id = unit.unit_id
ORDER BY duty.unit_id, duty.year, duty.duty_order
