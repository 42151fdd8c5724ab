-- One row per unit and year at whose reference date it lived: its services counted, its duties judged.
WITH service AS (
    SELECT
        unit_id,
        year,
        count(*) AS n_services,
        count(*) FILTER (WHERE status <> 'dicabut') AS n_active,
        count(*) FILTER (WHERE status = 'ditetapkan') AS n_set,
        count(*) FILTER (
            WHERE status <> 'dicabut' AND n_present > 0 AND n_missing = 0 AND n_no_data = 0
        ) AS n_complete,
        sum(n_present) FILTER (WHERE status <> 'dicabut')::BIGINT AS n_present,
        sum(n_missing) FILTER (WHERE status <> 'dicabut')::BIGINT AS n_missing_components,
        sum(n_no_data) FILTER (WHERE status <> 'dicabut')::BIGINT AS n_no_data_components
    FROM int_service_measure
    GROUP BY unit_id, year
),

duty AS (
    SELECT
        unit_id,
        year,
        any_value(verdict) FILTER (WHERE duty_id = 'standar_tersedia') AS standard_verdict,
        any_value(verdict) FILTER (WHERE duty_id = 'standar_ditetapkan') AS decree_verdict,
        any_value(verdict) FILTER (WHERE duty_id = 'komponen_lengkap') AS component_verdict,
        any_value(verdict) FILTER (WHERE duty_id = 'maklumat') AS maklumat_verdict,
        any_value(verdict) FILTER (WHERE duty_id = 'publikasi') AS publication_verdict,
        any_value(verdict) FILTER (WHERE duty_id = 'tinjau_ulang') AS review_verdict,
        any_value(verdict) FILTER (WHERE duty_id = 'skm_tahunan') AS survey_verdict
    FROM judged_duty
    GROUP BY unit_id, year
)

SELECT
    unit_year.unit_id,
    unit.unit_name,
    unit.unit_kind,
    unit.parent_unit_id,
    unit.district,
    unit_year.year,
    coalesce(service.n_services, 0) AS n_services,
    coalesce(service.n_active, 0) AS n_active,
    coalesce(service.n_set, 0) AS n_set,
    coalesce(service.n_complete, 0) AS n_complete,
    CASE WHEN service.n_active > 0 THEN service.n_set / service.n_active END AS coverage_share,
    CASE WHEN service.n_present + service.n_missing_components > 0
        THEN service.n_present / (service.n_present + service.n_missing_components)
    END AS completeness_share,
    service.n_missing_components,
    service.n_no_data_components,
    duty.* EXCLUDE (unit_id, year),
    judged.verdict,
    CASE
        WHEN service.unit_id IS NOT NULL THEN 'melapor'
        WHEN rejected.unit_id IS NOT NULL THEN 'ditolak'
        ELSE 'belum_melapor'
    END AS reporting_state
FROM int_unit_year AS unit_year
INNER JOIN int_unit AS unit ON unit_year.unit_id = unit.unit_id
INNER JOIN judged_unit AS judged ON unit_year.unit_id = judged.unit_id AND unit_year.year = judged.year
LEFT JOIN service ON unit_year.unit_id = service.unit_id AND unit_year.year = service.year
LEFT JOIN int_rejected AS rejected
    ON unit_year.unit_id = rejected.unit_id AND unit_year.year = rejected.year
    AND rejected.instrument_id = 'standar_pelayanan'
LEFT JOIN duty ON unit_year.unit_id = duty.unit_id AND unit_year.year = duty.year
ORDER BY unit_year.unit_id, unit_year.year
