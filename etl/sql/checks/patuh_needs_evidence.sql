-- Missing is never patuh: no service without any statement, and no unit without services, is judged compliant.
SELECT service_id AS subject_id, year, verdict
FROM mart_service_standard
WHERE verdict = 'patuh' AND (n_no_data > 0 OR status IN ('belum', 'draf', 'diajukan'))
UNION ALL
SELECT unit_id, year, verdict
FROM mart_unit_compliance
WHERE verdict = 'patuh' AND n_services = 0
