-- One row per service and year with its components counted and its age measured: what the duties judge.
WITH counted AS (
    SELECT
        service_id,
        year,
        count(*) FILTER (WHERE state = 'ada') AS n_present,
        count(*) FILTER (WHERE state = 'belum') AS n_missing,
        count(*) FILTER (WHERE state = 'tidak_berlaku') AS n_not_applicable,
        count(*) FILTER (WHERE state = 'tanpa_data') AS n_no_data,
        coalesce(
            list(component_id ORDER BY component_order) FILTER (WHERE state = 'belum'), []
        ) AS missing_components
    FROM int_service_component
    GROUP BY service_id, year
)

SELECT
    service.* EXCLUDE (
        dasar_hukum, persyaratan, prosedur, jangka_waktu, biaya_tarif, produk, sarana_prasarana,
        kompetensi_pelaksana, pengawasan_internal, pengaduan, jumlah_pelaksana, jaminan_pelayanan,
        jaminan_keamanan, evaluasi_kinerja
    ),
    counted.* EXCLUDE (service_id, year),
    datesub('month', greatest(service.review_date, service.decree_date), service.reference_date)
        AS review_age_months
FROM int_service_year AS service
INNER JOIN counted ON service.service_id = counted.service_id AND service.year = counted.year
