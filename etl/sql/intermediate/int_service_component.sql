-- One row per service, year and component: ada, belum, tidak_berlaku, or tanpa_data where nothing was said.
WITH stated AS (
    SELECT service_id, unit_id, year, component_id, state
    FROM int_service_year
    UNPIVOT INCLUDE NULLS (state FOR component_id IN (
        dasar_hukum, persyaratan, prosedur, jangka_waktu, biaya_tarif, produk, sarana_prasarana,
        kompetensi_pelaksana, pengawasan_internal, pengaduan, jumlah_pelaksana, jaminan_pelayanan,
        jaminan_keamanan, evaluasi_kinerja
    ))
)

SELECT
    stated.service_id,
    stated.unit_id,
    stated.year,
    stated.component_id,
    component.component_label,
    component.component_group,
    component.component_order,
    coalesce(stated.state, 'tanpa_data') AS state
FROM stated
INNER JOIN component ON stated.component_id = component.component_id
