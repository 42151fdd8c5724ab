-- One row per service and year: its state on 31 December, or on the as-of date.
SELECT
    service.service_id,
    service.service_name,
    service.service_code,
    service.unit_id,
    unit.unit_name,
    unit.unit_kind,
    unit.district,
    service.year,
    service.submitted_at,
    service.status,
    service.decree_number,
    service.decree_date,
    service.decree_number IS NOT NULL AS has_decree,
    service.review_date,
    service.n_present,
    service.n_missing,
    service.n_not_applicable,
    service.n_no_data,
    -- Components that nobody spoke about are no gap and no merit: they are counted beside the share, not in it.
    CASE WHEN service.n_present + service.n_missing > 0
        THEN service.n_present / (service.n_present + service.n_missing)
    END AS completeness_share,
    service.missing_components,
    CASE service.maklumat WHEN 'ada' THEN true WHEN 'belum' THEN false END AS has_maklumat,
    CASE
        WHEN coalesce(nullif(service.media_publikasi, 'belum'), nullif(service.url_sippn, 'belum')) IS NOT NULL
            THEN true
        WHEN service.media_publikasi = 'belum' THEN false
    END AS is_published,
    nullif(service.media_publikasi, 'belum') AS publication_media,
    nullif(service.url_sippn, 'belum') AS url_sippn,
    service.review_age_months,
    judged.* EXCLUDE (service_id, unit_id, year),
    service.file_id,
    service.sheet,
    service.row_number
FROM int_service_measure AS service
INNER JOIN int_unit AS unit ON service.unit_id = unit.unit_id
INNER JOIN judged_service AS judged ON service.service_id = judged.service_id AND service.year = judged.year
ORDER BY service.unit_id, service.service_id, service.year
