-- One row per service and submission date. Without a code a service is known by unit, name and, because real
-- registers hold several services of one name, by its place among them.
WITH source AS (
    SELECT *, trim(regexp_replace(lower(nama_layanan), '[^[:alnum:]]+', ' ', 'g')) AS name_key
    FROM lake_standar_pelayanan
    WHERE unit_id IS NOT NULL AND tanggal_pengajuan <= (SELECT as_of FROM build_context)
),

coded_names AS (
    -- A name that has one code in its unit lends it to records that were sent without a code.
    SELECT unit_id, name_key, any_value(kode_layanan) AS service_code
    FROM source
    WHERE kode_layanan IS NOT NULL
    GROUP BY unit_id, name_key
    HAVING count(DISTINCT kode_layanan) = 1
),

identified AS (
    SELECT
        source.*,
        coalesce(source.kode_layanan, CASE WHEN source.occurrence = 1 THEN coded_names.service_code END)
            AS service_code
    FROM source
    LEFT JOIN coded_names ON source.unit_id = coded_names.unit_id AND source.name_key = coded_names.name_key
),

keyed AS (
    SELECT
        *,
        unit_id || '/' || coalesce(
            service_code, name_key || CASE WHEN occurrence > 1 THEN ' #' || occurrence ELSE '' END
        ) AS service_id
    FROM identified
)

SELECT * FROM keyed
QUALIFY row_number() OVER (PARTITION BY service_id, tanggal_pengajuan ORDER BY source_order DESC) = 1
