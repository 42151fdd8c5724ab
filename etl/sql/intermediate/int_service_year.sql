-- One row per service and year: its state on 31 December, or on the as-of date, in the unit that had it then. A service
-- of a unit that ended goes on with the one that continues it. A decree of a later day does not count yet.
WITH state AS (
    SELECT
        record.* EXCLUDE (service_id, unit_id),
        line.service_id,
        coalesce(holder.service_holder_id, record.unit_id) AS unit_id,
        years.year AS state_year,
        years.reference_date
    FROM stg_standar_pelayanan AS record
    INNER JOIN service_line AS line ON record.service_id = line.own_service_id
    INNER JOIN int_unit AS unit ON record.unit_id = unit.unit_id
    INNER JOIN int_year AS years ON record.tanggal_pengajuan <= years.reference_date
    LEFT JOIN unit_holder AS holder ON record.unit_id = holder.unit_id AND years.year = holder.year
    WHERE record.tanggal_pengajuan <= coalesce(unit.valid_to, years.reference_date)
        AND (line.taken_from IS NULL OR record.tanggal_pengajuan < line.taken_from)
        AND (holder.unit_id IS NULL OR (line.is_carried AND holder.service_holder_id IS NOT NULL))
    QUALIFY row_number() OVER (
        PARTITION BY line.service_id, years.year ORDER BY record.tanggal_pengajuan DESC, record.service_id
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
