-- One row per service and submission date. Without a code a service is known by unit, name and, because real
-- registers hold several services of one name, by its place among them in its file.
WITH source AS (
    SELECT
        lake.* EXCLUDE (kode_layanan, occurrence) REPLACE (
            coalesce(accepted.service, lake.nama_layanan) AS nama_layanan
        ),
        upper(trim(lake.kode_layanan)) AS own_code,
        trim(regexp_replace(lower(coalesce(accepted.service, lake.nama_layanan)), '[^a-z0-9]+', ' ', 'g')) AS name_key
    FROM lake_standar_pelayanan AS lake
    -- A name that a person accepted for another one of the unit is the same service.
    LEFT JOIN accepted_name AS accepted
        ON accepted.kind = 'layanan' AND lake.unit_id = accepted.unit_id
        AND trim(regexp_replace(lower(lake.nama_layanan), '[^a-z0-9]+', ' ', 'g')) = accepted.name_key
    WHERE lake.unit_id IS NOT NULL AND lake.tanggal_pengajuan <= (SELECT as_of FROM build_context)
),

numbered AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY file_id, unit_id, own_code IS NULL, name_key, tanggal_pengajuan ORDER BY source_order
        ) AS occurrence,
        -- Beside a coded service of the same name and day, a record without code is another service.
        bool_or(own_code IS NOT NULL) OVER (
            PARTITION BY file_id, unit_id, name_key, tanggal_pengajuan
        ) AS has_coded_twin
    FROM source
),

coded_names AS (
    -- A name that has one code in its unit lends it to records that were sent without a code.
    SELECT unit_id, name_key, any_value(own_code) AS service_code
    FROM source
    WHERE own_code IS NOT NULL
    GROUP BY unit_id, name_key
    HAVING count(DISTINCT own_code) = 1
),

identified AS (
    SELECT
        numbered.*,
        coalesce(
            numbered.own_code,
            CASE WHEN numbered.occurrence = 1 AND NOT numbered.has_coded_twin THEN coded_names.service_code END
        ) AS service_code
    FROM numbered
    LEFT JOIN coded_names ON numbered.unit_id = coded_names.unit_id AND numbered.name_key = coded_names.name_key
),

keyed AS (
    SELECT
        *,
        unit_id || '/' || coalesce(
            service_code, name_key || CASE WHEN occurrence > 1 THEN ' #' || occurrence ELSE '' END
        ) AS service_id
    FROM identified
)

SELECT *, list(keyed) OVER versions AS versions
FROM keyed
WINDOW versions AS (
    PARTITION BY service_id, tanggal_pengajuan
    ORDER BY source_order ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
)
QUALIFY source_order = last_value(source_order) OVER versions
