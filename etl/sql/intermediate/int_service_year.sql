-- One row per service and year in which its unit lived to the reference date: its state on 31 December, or on the
-- as-of date. A decree of a later day does not count yet.
WITH state AS (
    SELECT
        record.*,
        unit_year.year AS state_year,
        unit_year.reference_date
    FROM stg_standar_pelayanan AS record
    INNER JOIN int_unit_year AS unit_year
        ON record.unit_id = unit_year.unit_id AND record.tanggal_pengajuan <= unit_year.reference_date
        AND unit_year.is_alive
    QUALIFY row_number() OVER (
        PARTITION BY record.service_id, unit_year.year ORDER BY record.tanggal_pengajuan DESC
    ) = 1
)

SELECT
    service_id,
    nama_layanan AS service_name,
    service_code,
    unit_id,
    state_year AS year,
    reference_date,
    tanggal_pengajuan AS submitted_at,
    CASE WHEN status = 'ditetapkan' AND tanggal_sk > reference_date THEN 'diajukan' ELSE status END AS status,
    CASE WHEN tanggal_sk > reference_date THEN NULL ELSE nomor_sk END AS decree_number,
    CASE WHEN tanggal_sk <= reference_date THEN tanggal_sk END AS decree_date,
    CASE WHEN tanggal_tinjau_ulang <= reference_date THEN tanggal_tinjau_ulang END AS review_date,
    maklumat,
    media_publikasi,
    url_sippn,
    dasar_hukum, persyaratan, prosedur, jangka_waktu, biaya_tarif, produk, sarana_prasarana, kompetensi_pelaksana,
    pengawasan_internal, pengaduan, jumlah_pelaksana, jaminan_pelayanan, jaminan_keamanan, evaluasi_kinerja,
    file_id,
    sheet,
    row_number
FROM state
