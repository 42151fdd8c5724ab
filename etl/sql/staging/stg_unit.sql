-- One row per unit: its newest description, by load and then by the day it took effect (a list may hold the history
-- of a renamed unit in any order). Every name it ever had stays an alias.
WITH source AS (
    SELECT *, unit_key AS code_key FROM lake_unit
),

history AS (
    SELECT
        code_key,
        list_sort(list(DISTINCT nama_unit)) AS names,
        CASE WHEN count(*) = count(berlaku_mulai) THEN min(berlaku_mulai) END AS valid_from
    FROM source
    GROUP BY code_key
),

newest AS (
    SELECT * FROM source
    QUALIFY row_number() OVER (PARTITION BY code_key ORDER BY load_id DESC, berlaku_mulai DESC NULLS LAST, source_order DESC) = 1
)

SELECT
    newest.kode_unit AS unit_id,
    newest.nama_unit AS unit_name,
    newest.jenis_unit AS unit_kind,
    newest.kode_induk AS parent_text,
    newest.kecamatan AS district,
    history.valid_from,
    newest.berlaku_sampai AS valid_to,
    newest.kode_pengganti AS successor_text,
    newest.email,
    list_filter(
        list_distinct(list_concat(
            list_transform(string_split(coalesce(newest.nama_lain, ''), ';'), lambda alias: trim(alias)),
            history.names
        )),
        lambda alias: alias <> '' AND alias <> newest.nama_unit
    ) AS aliases,
    newest.file_id,
    newest.sheet,
    newest.row_number
FROM newest
INNER JOIN history ON newest.code_key = history.code_key
